"""What tables of other languages say: names of columns, units, links, days and words as Microsoft Project writes them.

Only what is certain stands here. Whatever a table says otherwise is refused or told, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from workmodel.interchange.tables_text import folded, normalised

__all__ = [
    "BLANK",
    "CONSTRAINTS",
    "FOREIGN_NAMES",
    "FOREIGN_RESULTS",
    "FOREIGN_UNITS",
    "KINDS",
    "LINKS",
    "MONTHS",
    "NO",
    "NO_CALENDAR",
    "PRIORITIES",
    "WEEKDAYS",
    "YES",
    "in_english_units",
    "language_of",
    "with_points",
]

_COLUMNS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "de": {
        "id": ("Vorgangsnr", "Vorgangsnummer", "Nummer", "Lfd. Nr."),
        "unique_id": ("Einmalige Nr.", "Eindeutige Nr."),
        "wbs": ("PSP-Code", "PSP", "Gliederungsnummer"),
        "level": ("Gliederungsebene", "Ebene"),
        "parent": ("Übergeordneter Vorgang", "Übergeordnet", "Sammelvorgangsname"),
        "type": ("Typ", "Art"),
        "milestone": ("Meilenstein",),
        "name": ("Vorgangsname", "Vorgang", "Aufgabe", "Aufgabenname", "Titel", "Bezeichnung", "Arbeitspaket"),
        "duration": ("Dauer", "Geplante Dauer"),
        "effort": ("Arbeit", "Aufwand"),
        "start": ("Anfang", "Beginn", "Startdatum", "Anfangsdatum", "Anfangstermin", "Starttermin"),
        "finish": ("Ende", "Fertig stellen", "Fertigstellen", "Enddatum", "Endtermin"),
        "complete": ("% Abgeschlossen", "Prozent abgeschlossen", "Fortschritt"),
        "actual_start": ("Tatsächlicher Anfang", "Aktueller Anfang", "Ist-Anfang", "Ist-Start"),
        "actual_finish": ("Tatsächliches Ende", "Aktuelles Ende", "Ist-Ende"),
        "predecessors": ("Vorgänger", "Vorgaenger", "Abhängigkeiten", "Abhängig von"),
        "resources": ("Ressourcennamen", "Ressourcen", "Ressource", "Verantwortlich", "Zuständig", "Bearbeiter"),
        "constraint_type": ("Einschränkungsart",),
        "constraint_date": ("Einschränkungstermin",),
        "deadline": ("Stichtag", "Fällig", "Fällig am", "Fälligkeit", "Fälligkeitsdatum"),
        "priority": ("Priorität",),
        "calendar": ("Vorgangskalender", "Kalender"),
        "mode": ("Vorgangsmodus",),
        "tags": ("Schlagwörter",),
        "notes": ("Notizen", "Notiz", "Beschreibung", "Bemerkung", "Bemerkungen", "Kommentar"),
    },
    "fr": {
        "id": ("N°", "Numéro"),
        "unique_id": ("N° unique",),
        "wbs": ("N° WBS", "Code WBS"),
        "level": ("Niveau hiérarchique",),
        "milestone": ("Jalon",),
        "name": ("Nom de la tâche", "Nom", "Tâche", "Titre", "Intitulé"),
        "duration": ("Durée",),
        "effort": ("Travail",),
        "start": ("Début", "Date de début"),
        "finish": ("Fin", "Date de fin"),
        "complete": ("% achevé", "Pourcentage achevé", "Avancement"),
        "actual_start": ("Début réel",),
        "actual_finish": ("Fin réelle",),
        "predecessors": ("Prédécesseurs", "Prédécesseur"),
        "resources": ("Noms ressources", "Noms des ressources", "Ressources", "Responsable"),
        "constraint_type": ("Type de contrainte",),
        "constraint_date": ("Date contrainte", "Date de contrainte"),
        "deadline": ("Échéance", "Date d'échéance"),
        "priority": ("Priorité",),
        "calendar": ("Calendrier de la tâche", "Calendrier tâche"),
        "mode": ("Mode Tâche", "Mode de tâche"),
        "notes": ("Remarques", "Commentaires"),
    },
    "es": {
        "id": ("Número",),
        "unique_id": ("Id. única", "Id. único", "Identificador único"),
        "wbs": ("EDT", "Código EDT"),
        "level": ("Nivel de esquema",),
        "milestone": ("Hito",),
        "name": ("Nombre de tarea", "Nombre de la tarea", "Nombre", "Tarea", "Título"),
        "duration": ("Duración",),
        "effort": ("Trabajo",),
        "start": ("Comienzo", "Inicio", "Fecha de inicio", "Fecha de comienzo"),
        "finish": ("Fin", "Fecha de fin"),
        "complete": ("% completado", "Porcentaje completado"),
        "actual_start": ("Comienzo real",),
        "actual_finish": ("Fin real",),
        "predecessors": ("Predecesoras", "Predecesora"),
        "resources": ("Nombres de los recursos", "Nombres de recursos", "Recursos", "Responsable"),
        "constraint_type": ("Tipo de delimitación", "Tipo de restricción"),
        "constraint_date": ("Fecha de delimitación", "Fecha de restricción"),
        "deadline": ("Fecha límite",),
        "priority": ("Prioridad",),
        "calendar": ("Calendario de tareas", "Calendario de la tarea"),
        "mode": ("Modo de tarea",),
        "notes": ("Notas", "Comentarios"),
    },
}  # fmt: skip
_BY_LANGUAGE: Final[Mapping[str, Mapping[str, str]]] = {
    language: {normalised(name): meaning for meaning, names in columns.items() for name in names}
    for language, columns in _COLUMNS.items()
}
FOREIGN_NAMES: Final[Mapping[str, str]] = {
    name: meaning for columns in _BY_LANGUAGE.values() for name, meaning in columns.items()
}
"""Meaning of a column by its normalised name, in all languages but English."""

FOREIGN_RESULTS: Final = frozenset(
    map(normalised, (
        "Nachfolger", "Kritisch", "Gesamte Pufferzeit", "Freie Pufferzeit", "Aktiv", "Indikatoren",
        "Successeurs", "Critique", "Marge totale", "Marge libre", "Sucesoras", "Crítica", "Demora total",
        "Demora permisible",
    ))
)  # fmt: skip
"""Normalised names of columns that hold results of scheduling."""

_WORKING_UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "min": ("minute", "minuten", "min", "minuto", "minutos"),
    "h": ("std", "stunde", "stunden", "h", "heure", "heures", "hora", "horas"),
    "d": ("tag", "tage", "t", "j", "jour", "jours", "dia", "dias"),
    "w": ("woche", "wochen", "wo", "sem", "semaine", "semaines", "semana", "semanas"),
    "mo": ("monat", "monate", "mon", "mois", "mes", "meses"),
}
_RUNNING_ON: Final = {
    "min": ("min", "minute", "minuten"), "h": ("h", "std", "stunde", "stunden"), "d": ("d", "t", "tag", "tage"),
    "w": ("w", "wo", "woche", "wochen"), "mo": ("mon", "monat", "monate"),
}  # fmt: skip
FOREIGN_UNITS: Final[Mapping[str, str]] = {
    **{word: unit for unit, words in _WORKING_UNITS.items() for word in words},
    # German elapsed units run on: "fortlaufend"
    **{f"f{word}": f"e{unit}" for unit, words in _RUNNING_ON.items() for word in words},
}
"""Our units by those of other languages, folded."""

LINKS: Final[Mapping[str, str]] = {
    **{link: link for link in ("FS", "SS", "FF", "SF")},
    "EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF",
    "FD": "FS", "DD": "SS", "DF": "SF",
    "FC": "FS", "CC": "SS", "CF": "SF",
}  # fmt: skip
"""Links by their letters: German Ende and Anfang, French fin and début, Spanish fin and comienzo."""

WEEKDAYS: Final = (
    "mon|tue|wed|thu|fri|sat|sun|montag|mo|dienstag|di|mittwoch|mi|donnerstag|do|freitag|fr|samstag|sa|sonntag|so"
    "|lun|lundi|mar|mardi|mer|mercredi|jeu|jeudi|ven|vendredi|sam|samedi|dim|dimanche"
    "|lunes|martes|mie|miercoles|jue|jueves|vie|viernes|sab|sabado|dom|domingo"
)
"""Days of the week, folded, as a regular expression."""

MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "ene"), ("feb", "fev"), ("mar", "mrz"), ("apr", "avr", "abr"), ("may", "mai"), ("jun", "juin"),
            ("jul", "juil"), ("aug", "aou", "ago"), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez", "dic"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
"""Number of a month by its beginning, folded."""

YES: Final = frozenset(("ja", "oui", "si"))
"""Words for yes, folded."""

NO: Final = frozenset(("nein", "non"))
"""Words for no, folded."""

BLANK: Final = frozenset(("NA", "NV", "NC", "NOD"))
"""What Microsoft Project writes where there is no date."""

NO_CALENDAR: Final = frozenset(("", "none", "kein", "keine", "keiner", "aucun", "ninguno"))
"""What a column of calendars says where there is none."""

KINDS: Final[Mapping[str, str]] = {
    "meilenstein": "milestone", "jalon": "milestone", "hito": "milestone",
    "projekt": "project", "projet": "project", "proyecto": "project",
    "vorgang": "task", "aufgabe": "task", "tache": "task", "tarea": "task",
}  # fmt: skip
"""Kinds of items by their names, folded."""

PRIORITIES: Final[Mapping[str, int]] = {
    "hoch": 700, "mittel": 500, "niedrig": 300, "haute": 700, "moyenne": 500, "basse": 300,
    "alta": 700, "media": 500, "baja": 300,
}  # fmt: skip
"""Priorities by their names, folded."""

CONSTRAINTS: Final[Mapping[str, str]] = {
    folded(name): code
    for code, names in {
        "ASAP": ("So früh wie möglich", "Dès que possible", "Lo antes posible"),
        "ALAP": ("So spät wie möglich", "Le plus tard possible", "Lo más tarde posible"),
        "MSO": ("Muss anfangen am", "Doit commencer le", "Debe comenzar el"),
        "MFO": ("Muss enden am", "Doit finir le", "Debe finalizar el"),
        "SNET": ("Anfang nicht früher als", "Début au plus tôt le", "No comenzar antes del"),
        "SNLT": ("Anfang nicht später als", "Début au plus tard le", "No comenzar después del"),
        "FNET": ("Ende nicht früher als", "Fin au plus tôt le", "No finalizar antes del"),
        "FNLT": ("Ende nicht später als", "Fin au plus tard le", "No finalizar después del"),
    }.items()
    for name in names
}
"""Codes of constraints by their names, folded."""

_WORD: Final = re.compile(r"[a-z]+\.?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.\s]\d{3})+(?![\d.])")
_DECIMAL: Final = re.compile(r"([+\-−]\s*\d{1,12}),(\d{1,12})(?=\s*([^\W\d_]+))")


def language_of(headers: Iterable[str], english: Mapping[str, str]) -> str:
    """The language of most headers that English does not have, or nothing.

    Examples
    --------
    >>> language_of(["Nr.", "Vorgangsname", "Dauer"], {"nr": "id"}), language_of(["Name"], {"name": "name"})
    ('de', '')
    """
    found = [normalised(header) for header in headers]
    counts = {
        language: sum(name in names and name not in english for name in found)
        for language, names in _BY_LANGUAGE.items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else ""


def in_english_units(text: str) -> str:
    """An amount of time with the units of other languages replaced by ours.

    Examples
    --------
    >>> in_english_units("3 Std."), in_english_units("-2 fTage"), in_english_units("3 hrs")
    ('3 h', '-2 ed', '3 hrs')
    """
    return _WORD.sub(lambda word: FOREIGN_UNITS.get(word[0].removesuffix("."), word[0]), folded(text))


def with_points(text: str, *, only_lags: bool = False) -> str:
    """A text of a language with decimal commas with points in its numbers, and their thousands not set apart.

    Parameters
    ----------
    text
        The text.
    only_lags
        Whether only signed amounts with a unit are numbers of this kind, since elsewhere a comma parts a list.

    Examples
    --------
    >>> with_points("1.200,5 Std."), with_points("1EA+1,5 Tage, 2", only_lags=True)
    ('1200.5 Std.', '1EA+1.5 Tage, 2')
    """
    if only_lags:
        return _DECIMAL.sub(lambda m: f"{m[1]}.{m[2]}" if _is_unit(m[3]) else m[0], text)
    whole = _GROUPED.sub(lambda number: re.sub(r"[.\s]", "", number[0]), text)
    return re.sub(r"(?<=\d),(?=\d)", ".", whole)


def _is_unit(word: str) -> bool:
    return folded(word) in FOREIGN_UNITS or folded(word) in ("d", "w", "m", "mo")
