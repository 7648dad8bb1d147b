"""What a heat map marks beside its figures: today, and why somebody is away."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from workmodel.capacity import Ledger, ledger
from workmodel.domain import Plan, Resource, Task
from workmodel.errors import InvalidText, ZoneMismatch
from workmodel.scheduling import schedule
from workmodel.views import heatmap, report


def office(**settings: Any) -> Plan:
    return Plan(start="2026-03-02", **settings).add(
        Resource(
            "ana",
            absences=[
                "2026-03-10 sick", "2026-03-03 08:00..2026-03-03 12:00 training", "2026-03-07..2026-03-08 vacation",
                "2026-03-12 18:00..2026-03-12 20:00 parental",
            ],
        ),
        Resource("ben", absences=["2026-03-09..2026-03-10 vacation"]),
        Task("design", duration="2w", assignments=["ana"]),
    )  # fmt: skip


def hours(**settings: Any) -> Ledger:
    return ledger(office(**settings), "2026-03-02", "2026-03-16")


class TestToday:
    @pytest.mark.parametrize(
        ("period", "as_of", "place"),
        [
            ("day", "2026-03-04", Fraction(2)),
            ("day", "2026-03-04 12:00", Fraction(5, 2)),
            ("week", "2026-03-04", Fraction(2, 7)),
            ("week", "2026-03-09", Fraction(1)),
            ("month", "2026-03-09", Fraction(1, 2)),
            ("day", "2026-03-16", Fraction(14)),
            ("day", "2026-03-01", None),
            ("week", "2026-03-17", None),
        ],
    )
    def test_it_stands_among_the_columns(self, period: str, as_of: str, place: Fraction | None) -> None:
        assert heatmap.rows(hours(), period=period, as_of=as_of).today == place

    def test_without_one_it_is_the_end_of_the_status_date_of_the_plan_if_it_has_one(self) -> None:
        assert heatmap.rows(hours(status_date="2026-03-04"), period="day").today == 3
        assert (heatmap.rows(hours()).as_of, heatmap.rows(hours()).today) == (None, None)

    def test_it_is_drawn_in_svg_html_and_text_and_told_in_the_legend(self) -> None:
        found = hours()
        drawn = heatmap.svg(found, period="week", as_of="2026-03-04")
        lines = [one for one in ET.fromstring(drawn).iter() if one.get("class") == "w-td"]
        assert len(lines) == 2  # through the rows, and in the legend
        assert "as of Wed 4 Mar 2026" in drawn
        table = heatmap.html(found, period="week", as_of="2026-03-04")
        assert (
            table.count('<i class="w-now" style="left:28.57%"></i>') == 1 + 3
        )  # a column's head and its three cells
        assert "as of Wed 4 Mar 2026" in table
        text = heatmap.text(found, period="day", as_of="2026-03-04").splitlines()
        assert text[2].strip() == "▾"
        assert text[1].index(" 4") - 3 <= text[2].index("▾") <= text[1].index(" 4") + 1
        assert "▾ as of Wed 4 Mar 2026" in text[-1]
        assert heatmap.text(found, as_of="2026-03-04", ascii=True).isascii()

    def test_within_a_column_it_crosses_no_number(self) -> None:
        whole = heatmap.svg(hours(), period="day", as_of="2026-03-04")
        assert re.search(r'class="w-td"[^>]* d="M[\d.]+ \d+V\d+"', whole)
        parts = heatmap.svg(hours(), period="week", as_of="2026-03-04")
        (path,) = re.findall(r'class="w-td"[^>]* d="(M[\d.]+ \d+V\d+M[^"]+)"', parts)
        assert path.count("v10") == 3

    def test_outside_it_is_only_told(self) -> None:
        text = heatmap.text(hours(), as_of="2026-05-04")
        assert text.endswith("as of Mon 4 May 2026, outside these days")
        assert text.count("▾") == 1
        assert 'class="w-now' not in heatmap.html(hours(), as_of="2026-05-04")

    def test_what_does_not_fit_stands_below_and_only_one_part_has_the_mark(self) -> None:
        text = heatmap.text(hours(), period="day", width=60, as_of="2026-03-12")
        marked = [number for number, line in enumerate(text.splitlines()) if line.strip() == "▾"]
        assert len(marked) == 1
        assert "12" in text.splitlines()[marked[0] - 1]

    def test_no_moment_is_refused(self) -> None:
        with pytest.raises(InvalidText):
            heatmap.rows(hours(), as_of="soon")
        with pytest.raises(ZoneMismatch):
            heatmap.rows(hours(), as_of="2026-03-04 12:00+01:00")

    def test_a_report_hands_its_own_on(self) -> None:
        page = report.html(schedule(office()), as_of="2026-03-04")
        assert page.count('<i class="w-now') > 1
        assert '<i class="w-now' not in report.html(schedule(office()))


class TestWhySomebodyIsAway:
    def test_a_cell_names_the_kinds_that_take_hours_in_it(self) -> None:
        ana, _ = heatmap.rows(hours(), period="week").rows
        assert [cell.reasons for cell in ana.cells] == [("training",), ("sick",)]
        assert ana.total.reasons == ("training", "sick")

    def test_all_people_are_away_for_what_any_of_them_is(self) -> None:
        found = heatmap.rows(hours(), period="day")
        assert found.together is not None
        assert found.together.cells[8].reasons == ("sick", "vacation")

    def test_pointing_at_a_cell_and_the_legend_tell_them(self) -> None:
        for drawn in (heatmap.html(hours(), period="day"), heatmap.svg(hours(), period="day")):
            assert "4h away: training" in drawn
            assert "away: sick, vacation" in drawn
        assert "away: all of it (sick, vacation)" in heatmap.text(hours(), period="day")
        assert "~ away in part: training" in heatmap.text(hours(), period="day")

    def test_many_kinds_are_counted(self) -> None:
        away = [f"2026-03-{day:02} kind{day}" for day in range(2, 7)]
        plan = Plan(start="2026-03-02").add(Resource("ana", absences=away))
        found = ledger(plan, "2026-03-02", "2026-03-09")
        assert "kind2, kind3, kind4, kind5 and 1 more" in heatmap.html(found)

    def test_a_kind_is_text_wherever_it_stands(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana", absences=["2026-03-02 <script>", "2026-03-03 50% <b>"])
        )
        found = ledger(plan, "2026-03-02", "2026-03-09")
        for period in ("day", "week"):
            assert "<script>" not in heatmap.html(found, period=period).split("<table")[1]
            assert "<b>&" not in heatmap.html(found, period=period)
            ET.fromstring(heatmap.svg(found, period=period))
            assert "&lt;script&gt;" in heatmap.svg(found, period=period)
