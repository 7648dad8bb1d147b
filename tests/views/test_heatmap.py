"""The heat map of hours: what its cells say, that they add up, and that whatever finds no room is seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.capacity import Ledger, ledger
from workmodel.domain import Plan, Resource, Routine, Task
from workmodel.errors import InvalidText, WrongType
from workmodel.views import heatmap, notebook, overload, unserved
from workmodel.views.heat_words import load_words
from workmodel.views.style import DARK, LIGHT

PERIODS = ("day", "week", "month")


@pytest.fixture(scope="module")
def office() -> Ledger:
    """Two people, a machine and a meeting; one is away for two days and asked for too much after it."""
    plan = Plan(title="Office", start="2026-03-02").add(
        Resource("ana", title="Ana Lima", absences=["2026-03-09..2026-03-10 vacation"]),
        Resource("ben", title="Ben Okafor", capacity="0.5", absences=["2026-03-16..2026-03-22 vacation"]),
        Resource("saw", title="Saw", type="equipment"),
        Routine(
            "weekly", title="Weekly", recurrence="FREQ=WEEKLY;BYDAY=MO", at="10:00", effort="1h", split="each",
            assignments=["ana", "ben"],
        ),
        Task("design", title="Design", duration="10d", effort="60h", assignments=["ana"]),
        Task("build", title="Build", duration="5d", effort="24h", assignments=["ben"]),
    )  # fmt: skip
    return ledger(plan, "2026-03-02", "2026-03-30")


DEMANDS: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "at": "09:00", "effort": "1h", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "at": "23:30", "effort": "90min"},
    {"arrivals": "7 per day", "effort": "25min"},
    {"reservation": "19h per week"},
)
AWAY = ("2026-03-10 sick", "2026-03-16..2026-03-18 33% training", "2026-03-30..2026-04-03 vacation")


@st.composite
def peopled(draw: st.DrawFn) -> Plan:
    """People of odd capacities who are away now and then, with routines and tasks that ask for too much."""
    plan = Plan(start="2026-03-02", zone=draw(st.sampled_from([None, "Europe/Berlin"])))
    people = [f"p{number}" for number in range(draw(st.integers(1, 3)))]
    for name in people:
        away = draw(st.lists(st.sampled_from(AWAY), unique=True, max_size=2))
        plan = plan.add(Resource(name, capacity=draw(st.sampled_from(["0.33", "0.7", "1"])), absences=away))
    some = st.lists(st.sampled_from(people), unique=True, min_size=1)
    for number, demand in enumerate(draw(st.lists(st.sampled_from(DEMANDS), max_size=3, unique_by=str))):
        plan = plan.add(Routine(f"r{number}", assignments=draw(some), **demand))
    for number, effort in enumerate(draw(st.lists(st.integers(10, 6000), max_size=3))):
        plan = plan.add(
            Task(
                f"t{number}", effort=f"{effort}min", duration=f"{effort // 700 + 1}d", assignments=draw(some)
            )
        )
    return plan


def rounded(amount: Any) -> int:
    return int(Fraction(amount) + Fraction(1, 2))


class TestItsCells:
    def test_a_cell_sets_what_is_wanted_against_what_there_is(self, office: Ledger) -> None:
        ben = heatmap.rows(office).rows[1]
        assert [(cell.wanted, cell.availability) for cell in ben.cells][:2] == [
            (25 * 60, 20 * 60),
            (60, 20 * 60),
        ]
        assert load_words(ben.cells[0]) == "125"
        assert ben.cells[0].over
        assert not ben.cells[1].over

    def test_its_claims_stand_as_they_were_served_and_what_is_short_says_who_won(
        self, office: Ledger
    ) -> None:
        cell = heatmap.rows(office).rows[1].cells[0]
        assert [(claim.name, claim.minutes) for claim in cell.claims] == [("Weekly", 60), ("Build", 1140)]
        assert [(one.name, one.minutes, one.won_by) for one in cell.short] == [("Build", 300, ("Weekly",))]

    def test_absences_and_closed_days_differ_from_free_ones(self, office: Ledger) -> None:
        by_day = heatmap.rows(office, period="day").rows[0].cells
        assert [by_day[n].away for n in (6, 7, 8, 9)] == [False, True, True, False]
        assert [by_day[n].closed for n in (4, 5, 6, 7)] == [False, True, True, False]
        assert heatmap.rows(office).rows[1].cells[2].away

    def test_a_day_that_overflows_marks_its_week_though_the_week_has_room(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"), Task("rush", duration="1d", effort="10h", assignments=["ana"])
        )
        week = heatmap.rows(ledger(plan, "2026-03-02", "2026-03-09")).rows[0].cells[0]
        assert week.load == Fraction(1, 4)
        assert week.over

    def test_what_is_slightly_over_full_does_not_read_as_full(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"), Task("rush", duration="1d", effort="481min", assignments=["ana"])
        )
        found = heatmap.rows(ledger(plan, "2026-03-02", "2026-03-03"))
        assert load_words(found.rows[0].cells[0]) == "101"

    def test_months_hold_whole_days_also_where_a_shift_runs_over_midnight(self) -> None:
        plan = Plan(start="2026-03-30", zone="Europe/Berlin").add(
            Resource("nia", calendar="night_shift"),
            Task("guard", calendar="night_shift", duration="32h", assignments=["nia"]),
        )
        found = ledger(plan, "2026-03-30", "2026-04-04")
        cells = heatmap.rows(found, period="month").rows[0].cells
        days = [found.day("nia", day) for day in found.days]
        assert [cell.availability for cell in cells] == [
            sum(one.availability for one in days[:2]), sum(one.availability for one in days[2:])
        ]  # fmt: skip

    def test_a_day_on_which_clocks_change_has_the_hours_that_pass(self) -> None:
        plan = Plan(start="2026-03-28", zone="Europe/Berlin", calendar="24_hours").add(Resource("ana"))
        found = heatmap.rows(ledger(plan, "2026-03-28", "2026-03-31"), period="day")
        assert [cell.availability // 60 for cell in found.rows[0].cells] == [24, 23, 24]

    def test_weeks_and_months_at_the_edges_hold_what_the_ledger_covers(self, office: Ledger) -> None:
        part = ledger(office.plan, "2026-03-05", "2026-04-03")
        weeks = [(str(c.first), str(c.last)) for c in heatmap.rows(part).columns]
        assert (weeks[0], weeks[-1]) == (("2026-03-05", "2026-03-08"), ("2026-03-30", "2026-04-02"))
        months = [(str(c.first), str(c.last)) for c in heatmap.rows(part, period="month").columns]
        assert months == [("2026-03-05", "2026-03-31"), ("2026-04-01", "2026-04-02")]

    def test_all_people_are_a_row_and_machines_are_not_in_it(self, office: Ledger) -> None:
        found = heatmap.rows(office)
        assert [row.name for row in found.lines] == ["Ana Lima", "Ben Okafor", "Saw", "All people"]
        assert found.together is not None
        people = found.rows[:2]
        assert found.together.total.availability == sum(row.total.availability for row in people)
        assert found.together.total.wanted == sum(row.total.wanted for row in people)

    def test_one_persons_free_hours_do_not_make_all_people_over_full(self, office: Ledger) -> None:
        together = heatmap.rows(office).together
        assert together is not None
        assert together.cells[0].unmet
        assert not together.cells[0].over

    def test_a_period_that_is_none_is_refused_with_those_there_are(self, office: Ledger) -> None:
        with pytest.raises(InvalidText, match="week"):
            heatmap.rows(office, period="weeks")
        with pytest.raises(WrongType):
            heatmap.rows(office, period=None)  # type: ignore[arg-type]
        with pytest.raises(WrongType):
            heatmap.rows(office.plan)  # type: ignore[arg-type]


class TestItAddsUp:
    @settings(max_examples=40)
    @given(peopled())
    def test_rows_add_up_to_the_ledgers_totals_whatever_the_period(self, plan: Plan) -> None:
        found = ledger(plan, "2026-03-04", "2026-04-16", switching="geometric")
        for period in PERIODS:
            for row in heatmap.rows(found, period=period).rows:
                whole = found.total(row.id)
                assert row.total.availability == rounded(whole.availability)
                assert row.total.unmet == rounded(whole.over)
                for name in ("granted", "switching", "free", "absence", "unmet", "availability", "wanted"):
                    assert sum(getattr(cell, name) for cell in row.cells) == getattr(row.total, name)
                for cell in (*row.cells, row.total):
                    assert sum(claim.minutes for claim in cell.claims) == cell.granted
                    assert sum(one.minutes for one in cell.short) == cell.unmet

    def test_thirds_of_minutes_are_rounded_so_that_they_add_up(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"), Routine("mail", reservation="100min per week", assignments=["ana"], valid_from="2026-03-02"),
            Routine("calls", arrivals="7 per week", effort="11min", assignments=["ana"], valid_from="2026-03-02"),
            Resource("ben", capacity="0.33"),
            Task("odd", duration="3d", effort="100min", assignments=["ben"]),
        )  # fmt: skip
        found = heatmap.rows(ledger(plan, "2026-03-02", "2026-03-09"), period="day")
        ana, ben = found.rows
        assert sum(cell.granted for cell in ana.cells) == ana.total.granted == 177
        assert [cell.granted for cell in ben.cells][:3] == [33, 33, 34]

    def test_what_could_not_be_served_adds_up_to_what_is_short(self, office: Ledger) -> None:
        found = heatmap.rows(office)
        listed = unserved.rows(office)
        for row in found.rows:
            assert sum(one.minutes for one in listed if one.who == row.name) == row.total.unmet
        assert [one.minutes for one in listed] == sorted((one.minutes for one in listed), reverse=True)


class TestWhatFindsNoRoomIsSeen:
    @pytest.mark.parametrize("period", PERIODS)
    def test_every_such_cell_is_marked_in_text_svg_and_html(
        self, office: Ledger, period: str, page: Callable[[str], Any]
    ) -> None:
        found = heatmap.rows(office, period=period)
        over = [cell for row in found.lines for cell in row.cells if cell.over]
        assert over
        grid = heatmap.text(office, period=period, width=400).split("In all")[0]
        assert grid.count("!") == len(over)
        drawn = ET.fromstring(heatmap.svg(office, period=period))
        texts = [node.text or "" for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert sum(bool(re.fullmatch(r"\w+!~?", text)) for text in texts) == len(over)
        html = page(heatmap.html(office, period=period))
        assert len(html.all("td", "w-qover")) == len(over)
        assert (
            sum(text.startswith("!") for text in html.texts if text in ("!", "!~")) == len(over) + 1
        )  # the legend

    def test_a_drawing_too_long_for_numbers_keeps_its_marks(self, office: Ledger) -> None:
        long = ledger(office.plan, "2026-03-02", "2026-09-02")
        over = sum(cell.over for row in heatmap.rows(long, period="day").lines for cell in row.cells)
        drawn = ET.fromstring(heatmap.svg(long, period="day"))
        texts = [node.text for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert texts.count("!") == over + 1  # the legend

    def test_pointing_at_a_cell_tells_what_claims_it_and_what_is_unmet(
        self, office: Ledger, page: Callable[[str], Any]
    ) -> None:
        cell = page(heatmap.html(office)).all("td", "w-qover")[1]
        assert cell["title"].splitlines() == [
            "Ben Okafor, Mon 2 Mar 2026 to Sun 8 Mar 2026",
            "25h wanted of 20h, 125 %",
            "Weekly: 1h",
            "Build: 19h",
            "! Build: 5h short, taken by Weekly",
        ]


class TestItIsDrawn:
    def test_no_line_is_wider_than_asked(self, office: Ledger) -> None:
        for width in (40, 60, 80, 120):
            for period in PERIODS:
                lines = heatmap.text(office, period=period, width=width).splitlines()
                assert max(map(len, lines)) <= width

    def test_ascii_means_ascii(self, office: Ledger) -> None:
        assert heatmap.text(office, ascii=True).isascii()

    def test_periods_that_do_not_fit_stand_below_and_none_is_lost(self, office: Ledger) -> None:
        found = ledger(office.plan, "2026-03-02", "2026-06-01")
        wide, narrow = (heatmap.text(found, width=width).split("In all")[0] for width in (300, 60))
        for name in ("Ana Lima", "Ben Okafor"):
            row = [line for line in narrow.splitlines() if line.startswith(name)]
            whole = next(line for line in wide.splitlines() if line.startswith(name))
            assert (
                " ".join(line.removeprefix(name) for line in row).split() == whole.removeprefix(name).split()
            )

    def test_long_names_are_cut_and_told_in_full_when_pointed_at(self, page: Callable[[str], Any]) -> None:
        name = "A department with a name that nobody will ever read to its end, whatever the screen"
        plan = Plan(start="2026-03-02").add(Resource("d", title=name))
        found = ledger(plan, "2026-03-02", "2026-03-09")
        assert "…" in heatmap.text(found, width=60)
        assert name in heatmap.svg(found)
        assert name in [th.get("title") for th in page(heatmap.html(found)).all("th")]

    @pytest.mark.parametrize(
        "name",
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]> --> <!--", "\u202etxt\x07"],
    )
    def test_hostile_names_are_text(self, name: str, page: Callable[[str], Any]) -> None:
        plan = Plan(title=name, start="2026-03-02").add(
            Resource("ana", title=name, capacity="0.5"),
            Routine("r", title=name, reservation="5h per week", assignments=["ana"], valid_from="2026-03-02"),
            Task("t", title=name, duration="1d", effort="9h", assignments=["ana"]),
        )
        found = ledger(plan, "2026-03-02", "2026-03-16")
        for drawn in (heatmap.html(found), overload.html(found), unserved.html(found)):
            page(drawn).assert_harmless()
        ET.fromstring(heatmap.svg(found))
        for shown in (heatmap.text(found), overload.text(found), unserved.text(found)):
            assert "\u202e" not in shown
            assert "\x07" not in shown

    @pytest.mark.parametrize("days", ["2026-03-03", "2026-03-09", "2027-03-02"])
    def test_plans_without_anybody_say_so(self, days: str, page: Callable[[str], Any]) -> None:
        for plan in (Plan(start="2026-03-02"), Plan(start="2026-03-02").add(Task("t", duration="3d"))):
            found = ledger(plan, "2026-03-02", days)
            assert heatmap.text(found).startswith("Nobody to show")
            assert "Nobody to show" in page(heatmap.html(found)).text
            assert "Nobody to show" in ET.tostring(ET.fromstring(heatmap.svg(found)), "unicode")
            assert overload.text(found) == "Nobody's day is over-full."

    def test_html_and_svg_ask_nobody_for_anything(self, office: Ledger, page: Callable[[str], Any]) -> None:
        page(heatmap.html(office)).assert_harmless()
        assert "url(" not in heatmap.svg(office)

    def test_the_table_names_its_columns_and_rows(self, office: Ledger, page: Callable[[str], Any]) -> None:
        found = page(heatmap.html(office))
        scopes = [attrs.get("scope") for attrs in found.all("th")]
        assert scopes.count("row") == len(heatmap.rows(office).lines)
        assert None not in scopes


class TestOneOverload:
    def test_the_fullest_day_is_told_with_what_was_served_before(self, office: Ledger) -> None:
        found = overload.rows(ledger(office.plan.evolve("ana", absences=()), "2026-03-02", "2026-03-09"))
        assert found is not None
        assert (found.who, str(found.day)) == ("Ben Okafor", "2026-03-02")
        assert [(one.name, one.kind, one.wanted, one.granted) for one in found.lines] == [
            ("Weekly", "meeting", 60, 60),
            ("Build", "task", 288, 180),
        ]
        assert found.lines[1].won_by == ("Weekly",)
        assert (
            found.sentence
            == "Ben Okafor, Mon 2 Mar 2026: 5h 48min wanted, 4h available; 1h 48min finds no room."
        )

    def test_work_planned_for_somebody_who_is_away_says_so(self, office: Ledger) -> None:
        found = overload.rows(office)
        assert found is not None
        assert (found.who, str(found.day), found.absence) == ("Ana Lima", "2026-03-09", 480)
        assert "0h available after 8h of absence; 6h finds no room" in found.sentence
        assert found.lines[0].outcome == "6h short, away then"

    def test_it_is_a_day_of_the_most_that_is_short(self, office: Ledger) -> None:
        found = overload.rows(office)
        assert found is not None
        short = [office.day(name, day).over for name in office.resources for day in office.days]
        assert sum(one.short for one in found.lines) == rounded(max(short))


class TestWhatCouldNotBeServed:
    def test_work_that_nobody_takes_is_there_too(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"), Task("lost", title="Lost", effort="6h", duration="1d")
        )
        found = ledger(plan, "2026-03-02", "2026-03-09")
        assert [(one.name, one.who, one.minutes) for one in unserved.rows(found)] == [("Lost", "", 360)]
        assert "nobody" in unserved.text(found)

    def test_what_says_no_effort_is_named(self) -> None:
        plan = Plan(start="2026-03-02").add(Resource("ana"), Task("vague", title="Vague", duration="2d"))
        assert "For 1 of 1 item no effort is known" in unserved.text(ledger(plan, "2026-03-02", "2026-03-09"))

    def test_nothing_short_is_said(self) -> None:
        plan = Plan(start="2026-03-02").add(Resource("ana"))
        assert (
            unserved.text(ledger(plan, "2026-03-02", "2026-03-09")) == "Everything that is wanted finds room."
        )

    def test_it_says_when_in_as_few_words_as_tell_it(self) -> None:
        def when(first: str, last: str) -> str:
            return unserved.Unserved(
                name="", who="", minutes=1, won_by=(), away=False,
                first=date.fromisoformat(first), last=date.fromisoformat(last),
            ).when  # fmt: skip

        assert when("2026-03-02", "2026-03-02") == "Mon 2 Mar 2026"
        assert when("2026-03-02", "2026-03-06") == "2 to 6 Mar 2026"
        assert when("2026-03-02", "2026-04-06") == "2 Mar to 6 Apr 2026"
        assert when("2026-12-30", "2027-01-04") == "30 Dec 2026 to 4 Jan 2027"

    def test_who_is_away_is_told_from_who_has_too_much_to_do(self, office: Ledger) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana", absences=["2026-03-02 sick"]),
            Task("a", duration="1d", assignments=["ana"]),
            Task("b", duration="2d", assignments=["ana"]),
            Resource("ben"),
            Task("c", duration="1d", effort="9h", assignments=["ben"]),
        )
        found = {one.name: one.winner for one in unserved.rows(ledger(plan, "2026-03-02", "2026-03-09"))}
        assert found == {"a": "away then", "b": "away then", "c": "more than there are hours"}


class TestLimits:
    """Kim may be claimed for twelve hours a week: all of Monday and half of Tuesday."""

    found = ledger(
        Plan(start="2026-03-02").add(
            Resource("kim", weekly_limit="12h"),
            Resource("ana", daily_limit="6h"),
            Task("guide", duration="2d", effort="16h", assignments=["kim"]),
            Task("draw", duration="1d", effort="3h", assignments=["ana"]),
        ),
        "2026-03-02",
        "2026-03-09",
    )

    def test_the_load_is_what_is_wanted_of_what_may_be_claimed(self) -> None:
        kim, ana = heatmap.rows(self.found).rows
        assert (kim.total.load, ana.total.load) == (Fraction(16, 12), Fraction(3, 30))
        assert (kim.total.availability, kim.total.claimable, kim.total.limit) == (40 * 60, 12 * 60, 28 * 60)

    def test_a_day_for_which_no_more_may_be_claimed_is_neither_free_nor_closed(self) -> None:
        kim, ana = heatmap.rows(self.found, period="day").rows
        assert [load_words(cell) for cell in kim.cells] == ["100", "200", "limit", "limit", "limit", "", ""]
        assert [load_words(cell) for cell in ana.cells] == ["50", "0", "0", "0", "0", "", ""]
        assert "limit: no more may be claimed" in heatmap.text(self.found, period="day")

    def test_pointing_at_it_tells_the_limit(self) -> None:
        drawn = heatmap.html(self.found, period="day")
        assert "! guide: 4h short, beyond the limit of 12h a week" in drawn
        assert "beyond a limit: 4h" in drawn

    def test_what_is_short_says_which_limit(self) -> None:
        (one,) = unserved.rows(self.found)
        assert one.winner == "beyond the limit of 12h a week"
        fullest = overload.rows(self.found)
        assert fullest is not None
        assert "8h available, of which a limit keeps 4h; 4h finds no room" in fullest.sentence
        assert fullest.lines[0].winner == "beyond the limit of 12h a week"


class TestInNotebooks:
    def test_a_ledger_is_its_heat_map_and_its_fullest_day(
        self, office: Ledger, page: Callable[[str], Any]
    ) -> None:
        found = page(notebook.ledger_html(office))
        found.assert_harmless()
        assert len(found.all("td", "w-q")) == 4 * len(heatmap.rows(office).columns)
        assert "Ana Lima, Mon 9 Mar 2026: 6h wanted" in found.text

    def test_long_ones_are_cut_and_say_so(self, page: Callable[[str], Any]) -> None:
        plan = Plan(start="2026-03-02").add([Resource(f"p{number}") for number in range(230)])
        found = page(notebook.ledger_html(ledger(plan, "2026-03-02", "2026-03-04")))
        assert len(found.all("td", "w-q")) == 2 * 201
        assert "… and 30 more" in found.text

    def test_a_stretch_is_what_there_is_and_what_claims_it(
        self, office: Ledger, page: Callable[[str], Any]
    ) -> None:
        found = page(notebook.stretch_html(office.week("ben", "2026-03-02")))
        found.assert_harmless()
        assert "20h available" in found.text
        assert "weeklymeeting1h" in found.text
        assert "! build: 5h short, taken by weekly" in found.text

    def test_hostile_ids_of_a_stretch_are_text(self, page: Callable[[str], Any]) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("<b>"), Task("<script>", duration="1d", assignments=["<b>"])
        )
        page(notebook.stretch_html(ledger(plan, "2026-03-02", "2026-03-03").total("<b>"))).assert_harmless()


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_ground(palette: dict[str, str]) -> None:
    """A contrast of 4.5 : 1, WCAG 2.2, criterion 1.4.3."""
    grounds = [("ink", name) for name in ("heata", "heatb", "heatc", "heatd", "critical")]
    for text, ground in [*grounds, ("muted", "panel"), ("muted", "shade"), ("hard", "panel")]:
        dark, light = sorted((luminance(palette[text]), luminance(palette[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
