"""Tables in German, French and Spanish, as Microsoft Project writes them, are read as the English ones are."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workmodel.domain import Milestone
from workmodel.errors import DocumentFaults
from workmodel.interchange import tables


def codes(text: str | bytes) -> list[str]:
    return [finding.code for finding in tables.loads(text).findings]


def read_cell(header: str, cell: str):
    """The task of a table with one more column."""
    return tables.loads(f"Nr.;Vorgangsname;{header}\n1;Entwurf;{cell}\n").plan["1"]


def refusal(text: str) -> str:
    with pytest.raises(DocumentFaults) as caught:
        tables.loads(text)
    return str(caught.value)


GERMAN = """\
Nr.;Vorgangsmodus;Vorgangsname;Dauer;Anfang;Ende;Vorgänger;Ressourcennamen;% Abgeschlossen;Gliederungsebene
1;Automatisch geplant;Einführung;8 Tage?;Mo 02.03.26;Do 12.03.26;;;10%;1
2;Automatisch geplant;Konzept;3 Tage;Mo 02.03.26;Mi 04.03.26;;Anna;100%;2
3;Automatisch geplant;Umsetzung;1,5 Wochen;Mo 09.03.26;Mi 18.03.26;2EA+2 Tage;Ben[50%];0%;2
4;Automatisch geplant;Abnahme;0 Tage;Do 19.03.26;Do 19.03.26;2AA;3EE-1,5 Tage;;0%;2
5;Manuell geplant;Feier;3 Std.;Fr 20.03.26 14:00;Fr 20.03.26 17:00;;;0%;1
""".replace("2AA;3EE-1,5 Tage", '"2AA;3EE-1,5 Tage"')

FRENCH = """\
N°;Nom de la tâche;Durée;Début;Fin;Prédécesseurs;Noms ressources;Niveau hiérarchique
1;Étude;3 jours;Lun 02/03/26;Mer 04/03/26;;Anne;1
2;Réalisation;2 sem.;Jeu 05/03/26;Mer 18/03/26;1FD+2 jours;Ben[50%];1
3;Recette;0 jour;Mar 10/03/26;Mar 10/03/26;1DD;;1
"""

SPANISH = """\
Id;Nombre de tarea;Duración;Comienzo;Fin;Predecesoras;Nombres de los recursos
1;Diseño;3 días;lun 02/03/26;mié 04/03/26;;Ana
2;Obra;1 mes;jue 05/03/26;mié 01/04/26;1FC+2 días;Ben[50%]
3;Entrega;0 días;mié 01/04/26;mié 01/04/26;2FF;
"""


class TestTablesOfMicrosoftProject:
    def test_a_german_one_becomes_the_plan_that_it_shows(self):
        read = tables.loads(GERMAN)
        plan = read.plan
        assert [task.title for task in plan.items.values()] == [
            "Einführung", "Konzept", "Umsetzung", "Abnahme", "Feier",
        ]  # fmt: skip
        assert [str(plan[one].duration) for one in "235"] == ["3d", "1.5w", "3h"]
        assert plan.start == date(2026, 3, 2)
        assert plan.children("1") == ("2", "3", "4")
        assert [str(one) for one in plan["3"].after] == ["2 FS+2d"]
        assert [str(one) for one in plan["4"].after] == ["2 SS", "3 FF-1.5d"]
        assert isinstance(plan["4"], Milestone)
        assert [str(one) for one in plan["3"].assignments] == ["Ben 50%"]
        assert plan["2"].progress.complete
        assert plan["5"].manual.start == datetime(2026, 3, 20, 14)
        assert "tables.column_ignored" not in codes(GERMAN)

    def test_so_does_one_in_the_code_page_of_western_europe(self):
        assert tables.loads(GERMAN.encode("cp1252")).plan == tables.loads(GERMAN).plan

    def test_a_french_one_has_the_day_before_the_month(self):
        plan = tables.loads(FRENCH).plan
        assert plan.start == date(2026, 3, 2)
        assert [str(plan[one].duration) for one in "12"] == ["3d", "2w"]
        assert [str(one) for one in plan["2"].after] == ["1 FS+2d"]
        assert [str(one) for one in plan["3"].after] == ["1 SS"]
        assert not {"tables.column_ignored", "tables.date_order_assumed"} & set(codes(FRENCH))

    def test_a_spanish_one_has_the_day_before_the_month(self):
        plan = tables.loads(SPANISH).plan
        assert plan.start == date(2026, 3, 2)
        assert [str(plan[one].duration) for one in "12"] == ["3d", "1mo"]
        assert [str(one) for one in plan["2"].after] == ["1 FS+2d"]
        assert [str(one) for one in plan["3"].after] == ["2 FF"]
        assert not {"tables.column_ignored", "tables.date_order_assumed"} & set(codes(SPANISH))


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("5 Tage", "5d"), ("1 Tag", "1d"), ("2 Wochen", "2w"), ("3 Std.", "3h"), ("1 Stunde", "1h"),
            ("30 Min.", "30min"), ("1 Monat", "1mo"), ("2 Monate", "2mo"), ("3 fTage", "3ed"), ("3 fd", "3ed"),
            ("2 fStd.", "2eh"), ("1,5 Tage", "1.5d"), ("5t", "5d"), ("3 j", "3d"), ("2 mois", "2mo"), ("4 heures", "4h"),
            ("2 semanas", "2w"), ("1 hora", "1h"), ("1 Woche 2 Tage", "1w 2d"), ("1.200 Std.", "1200h"),
            ("1.200,5 Std.", "1200.5h"), ("1\u202f200 h", "1200h"),
        ],
    )  # fmt: skip
    def test_amounts_are_read_in_the_words_of_each_language(self, cell, expected):
        assert str(read_cell("Dauer", cell).duration) == expected

    def test_a_question_mark_is_an_estimate_there_too(self):
        task = read_cell("Dauer", "5 Tage?")
        assert (str(task.duration), task.estimated) == ("5d", True)

    @pytest.mark.parametrize(
        "header", ["Dauer (Std.)", "Dauer in Stunden", "Durée (heures)", "Duración [horas]"]
    )
    def test_the_header_may_name_the_unit(self, header):
        assert str(read_cell(header, "12").duration) == "12h"

    @pytest.mark.parametrize(
        "cell",
        [
            "02.03.2026", "Mo 02.03.26", "Montag, 2. März 2026", "2. Mär 2026", "lun. 02/03/2026", "2 mars 2026",
            "lunes 02/03/26",
        ],
    )  # fmt: skip
    def test_dates_are_read_with_the_weekdays_and_months_of_each_language(self, cell):
        assert read_cell("Stichtag", cell).deadline == date(2026, 3, 2)

    @pytest.mark.parametrize(
        ("cell", "month"),
        [("5. Mai 2026", 5), ("5 juin 2026", 6), ("5 juil. 2026", 7), ("5. Dez. 2026", 12), ("5 ene 2026", 1)],
    )  # fmt: skip
    def test_months_that_differ_in_one_letter_are_told_apart(self, cell, month):
        assert read_cell("Stichtag", cell).deadline == date(2026, month, 5)

    @pytest.mark.parametrize("cell", ["NV", "NC", "NOD", ""])
    def test_what_is_not_there_is_blank(self, cell):
        assert read_cell("Stichtag", cell).deadline is None

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("1EA", "1"), ("1EA+2 Tage", "1 FS+2d"), ("1AA", "1 SS"), ("1EE-1 Tag", "1 FF-1d"), ("1AE", "1 SF"),
            ("1EA+1,5 Wochen", "1 FS+1.5w"), ("1EA-2 fTage", "1 FS-2ed"), ("1AA+50%", "1 SS+50%"), ("1FS+2d", "1 FS+2d"),
            ("1DF", "1 SF"), ("1CC+1 sem.", "1 SS+1w"), ("1CF", "1 SF"), ("1+2 Tage", "1 FS+2d"),
        ],
    )  # fmt: skip
    def test_links_are_read_by_the_letters_of_each_language(self, cell, expected):
        read = tables.loads(f"Nr.;Vorgangsname;Vorgänger\n1;A;\n2;B;{cell}\n").plan
        assert [str(one) for one in read["2"].after] == [expected]

    def test_without_numbers_of_their_own_rows_are_counted(self):
        read = tables.loads("Vorgangsname;Vorgänger\nKonzept;\nUmsetzung;1EA+2 Tage\n").plan
        assert [str(one) for one in read["umsetzung"].after] == ["konzept FS+2d"]

    def test_a_comma_in_a_list_is_not_one_in_a_number(self):
        read = tables.loads("Nr.;Vorgangsname;Vorgänger\n1;A;\n2;B;\n3;C;1,2EA\n").plan
        assert [str(one) for one in read["3"].after] == ["1", "2"]

    @pytest.mark.parametrize("name", ["Kaffee", "Tournee", "Kanada"])
    def test_a_name_that_ends_in_letters_of_a_link_is_a_name(self, name):
        read = tables.loads(f"Vorgangsname;Vorgänger\n{name};\nDanach;{name}\n").plan
        assert [str(one) for one in read["danach"].after] == [name.lower()]

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            ("Anfang nicht früher als", "SNET"), ("Ende nicht später als", "FNLT"), ("Muss enden am", "MFO"),
            ("Début au plus tôt le", "SNET"), ("No finalizar después del", "FNLT"),
        ],
    )  # fmt: skip
    def test_constraints_are_read_by_their_names_in_each_language(self, kind, code):
        read = tables.loads(
            f"Nr.;Vorgangsname;Einschränkungsart;Einschränkungstermin\n1;A;{kind};09.03.2026\n"
        ).plan
        assert str(read["1"].constraint) == f"{code} 2026-03-09"

    @pytest.mark.parametrize("cell", ["Ja", "Oui", "Sí"])
    def test_yes_is_said_in_each_language(self, cell):
        assert isinstance(tables.loads(f"Nr.;Name;Meilenstein\n1;A;{cell}\n").plan["1"], Milestone)

    def test_a_cell_in_none_of_them_is_refused(self):
        assert "3 päivää" in refusal("Nr.;Vorgangsname;Dauer\n1;A;3 päivää\n")


class TestTablesThatAreNotUnderstood:
    def test_one_of_which_only_the_ids_are_understood_is_refused_with_what_stands_there_and_what_would_be_understood(
        self,
    ):
        message = refusal("Nr.;Tehtävän nimi;Kesto;Alku\n1;Luonnos;3 pv;2.3.2026\n")
        assert message.startswith("the document cannot be read. row 1: ")
        assert '"Tehtävän nimi", "Kesto", "Alku"' in message
        assert 'only "Nr." was understood' in message
        assert "Name, Duration" in message

    def test_a_table_of_ids_and_nothing_else_is_a_plan(self):
        assert len(tables.loads("ID\na\nb\n").plan) == 2
