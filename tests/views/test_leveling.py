"""Dates within everybody's hours beside those of logic: what moved, by how much, why, and how full that makes everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from workmodel.allocation import Allocation, allocate
from workmodel.domain import Milestone, Plan, Project, Resource, Routine, Schedule, Task
from workmodel.domain.display import html_of
from workmodel.errors import OutOfRange, UnknownId, WrongType
from workmodel.views import leveling, report
from workmodel.views.characters import cells
from workmodel.views.leveled_svg import rest_words
from workmodel.views.load import load_period, loads

SVG = "{http://www.w3.org/2000/svg}"


def taken(*entities: Any, **settings: Any) -> Allocation:
    """The allocation of a small plan."""
    return allocate(Plan(start="2026-03-02", **settings).add(*entities))


@pytest.fixture(scope="module")
def site() -> Allocation:
    """Ben has two things to do at once, one of which others wait for; support and a day off slow him down."""
    return taken(
        Resource("ana", title="Ana Lima"),
        Resource("ben", title="Ben Okafor", absences=["2026-03-11 vacation"]),
        Routine("support", title="Support", reservation="10h per week", assignments=["ben"]),
        Project("site", title="Website"),
        Task("deploy", title="Deploy", parent="site", effort="15h", assignments=["ben"], priority=800),
        Task("build", title="Build", parent="site", effort="18h", assignments=["ben"]),
        Task("look", title="Look over it", parent="site", duration="1d", after=["build"], assignments=["ana"]),
        Milestone("live", title="Live", parent="site", after=["look"], deadline="2026-03-06"),
        title="Launch", status_date="2026-03-03",
    )  # fmt: skip


class TestRows:
    def test_an_item_shows_both_dates_and_by_how_much_they_differ(self, site: Allocation) -> None:
        row = next(row for row in leveling.rows(site) if row.id == "build")
        assert (row.logic_start, row.start) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 4, 13))
        assert (row.delay, str(row.delay_work)) == (timedelta(days=2, hours=5), "2d 4h")
        assert row.waited == row.delay
        assert row.people == ("Ben Okafor",)

    def test_reasons_call_items_and_people_by_their_titles(self, site: Allocation) -> None:
        why = {row.id: row.why for row in leveling.rows(site)}
        assert why["deploy"] == ("takes 2d 4h instead of 1d 7h: Ben Okafor has Support",)
        assert why["build"][0] == "Ben Okafor has Deploy until then"

    def test_what_waits_for_a_late_item_has_its_delay_from_there(self, site: Allocation) -> None:
        row = next(row for row in leveling.rows(site) if row.id == "look")
        assert row.why == ("waits for Build: Ben Okafor has Deploy until then",)
        assert row.waited == timedelta(0) < row.delay

    def test_behind_an_item_that_only_passes_its_delay_on_stands_the_one_that_has_it(
        self, site: Allocation
    ) -> None:
        row = next(row for row in leveling.rows(site) if row.id == "live")
        assert row.why == ("waits for Look over it, which waits for Build: Ben Okafor has Deploy until then",)

    def test_where_only_logic_counts_there_is_nothing_to_tell(self) -> None:
        (row,) = leveling.rows(taken(Task("draft", duration="3d")))
        assert (row.moved, row.why, row.delay) == (False, (), timedelta(0))

    def test_a_summary_has_no_reasons_of_its_own(self, site: Allocation) -> None:
        row = leveling.rows(site)[0]
        assert (row.id, row.summary, row.why) == ("site", True, ())
        assert row.slip > timedelta(0)

    def test_absences_and_what_was_chosen_are_put_in_words(self) -> None:
        found = taken(
            Resource("kim", title="Kim", skills=["sql"]),
            Resource("lee", title="Lee", absences=["2026-03-02..2026-06-01"], skills=["sql"]),
            Task("query", title="Query", effort="16h", requires=["1 sql"]),
        )  # fmt: skip
        (row,) = leveling.rows(found)
        assert row.why == ("is done by Kim, of 2 ways",)
        assert row.people == ("Kim",)
        held = taken(
            Resource("kim", title="Kim", absences=["2026-03-03"]),
            Routine("desk", title="Desk", reservation="5h per week", assignments=["kim"]),
            Task("query", title="Query", effort="16h", assignments=["kim"]),
        )  # fmt: skip
        assert "Kim has an absence and Desk" in leveling.rows(held)[0].why[0]

    def test_many_names_are_counted_and_long_ones_cut(self) -> None:
        routines = [
            Routine(f"r{n}", title=f"{n}" * 200, reservation="1h per week", assignments=["kim"])
            for n in range(6)
        ]
        (row,) = leveling.rows(
            taken(Resource("kim"), *routines, Task("t", effort="16h", assignments=["kim"]))
        )
        assert row.why[0].endswith("and 3 more")
        assert len(row.why[0]) < 300

    def test_a_long_chain_of_waiting_is_told_in_one_clause(self) -> None:
        chain = [Task(f"c{n}", duration="1d", after=[f"c{n - 1}"] if n else []) for n in range(1200)]
        first = Task("first", duration="1d", assignments=["ben"], priority=900)
        begin = Task("c0", duration="1d", assignments=["ben"])
        rows = leveling.rows(taken(Resource("ben"), first, begin, *chain[1:]))
        assert rows[-1].why == ("waits for c1198, which waits for c0: ben has first until then",)

    def test_something_else_than_an_allocation_is_refused(self, launch: Schedule) -> None:
        for view in (leveling.rows, leveling.text, leveling.svg, leveling.html):
            with pytest.raises(WrongType):
                view(launch)  # type: ignore[arg-type]


class TestText:
    def test_reasons_stand_below_the_line_of_their_item(self, site: Allocation) -> None:
        lines = leveling.text(site, width=110).splitlines()
        place = next(n for n, line in enumerate(lines) if "Build" in line and "Wed 4 Mar" in line)
        assert lines[place + 1].strip() == "· Ben Okafor has Deploy until then"

    @pytest.mark.parametrize("width", [40, 60, 80, 140])
    def test_no_line_is_wider_than_asked_whatever_the_titles(self, width: int) -> None:
        found = taken(
            Resource("ben", title="計画を立てる人 計画を立てる人"),
            Task("a", title="計画 " * 40, duration="3d", assignments=["ben"], priority=900),
            Task("b", title="word " * 60, duration="3d", assignments=["ben"]),
        )
        lines = leveling.text(found, width=width).splitlines()
        assert max(map(cells, lines)) <= width
        assert max(map(cells, [line for line in lines if "·" in line])) <= width

    def test_ascii_is_ascii(self, site: Allocation) -> None:
        assert leveling.text(site, ascii=True).isascii()
        assert leveling.why(site, "live", ascii=True).isascii()

    def test_the_headline_says_what_levelling_did_to_the_whole(self, site: Allocation) -> None:
        first = leveling.text(site).splitlines()[0]
        assert first.startswith("4 of 4 items are later than by logic. All ends Tue 10 Mar 2026 13:22, ")

    def test_one_item_can_be_asked_about(self, site: Allocation) -> None:
        assert "· waits for Build: Ben Okafor has Deploy until then" in leveling.why(site, "look")
        with pytest.raises(UnknownId):
            leveling.why(site, "lok")


class TestDrawing:
    def test_every_item_is_drawn_twice_with_its_reasons_as_a_tooltip(self, site: Allocation) -> None:
        drawing = ET.fromstring(leveling.svg(site))
        kinds = [element.get("class") for element in drawing.iter() if element.tag != f"{SVG}style"]
        assert kinds.count("w-lv") == 3 + 1, "three tasks and an entry in the legend"
        assert kinds.count("w-lg") == 5 + 1
        titles = [element.text or "" for element in drawing.iter(f"{SVG}title")]
        assert any("Build" in text and "Ben Okafor has Deploy until then" in text for text in titles)

    def test_the_window_shows_where_logic_would_have_it_though_all_comes_later(self) -> None:
        found = leveling.chart(
            taken(
                Resource("ben", absences=["2026-03-02..2026-04-03"]),
                Task("t", effort="8h", assignments=["ben"]),
            )
        )
        assert all(0 <= end <= found.chart.scale.length for pair in found.chart.beside for end in pair)
        assert all(0 <= bar.right <= found.chart.scale.length for bar in found.chart.bars)

    def test_what_is_done_is_marked_in_the_bar_and_said(self) -> None:
        drawn = leveling.svg(taken(Task("t", duration="4d", progress="50%")))
        assert drawn.count('class="w-pr"') == 1 + 1, "in its bar, and in the legend"
        assert "50% done" in drawn

    def test_an_arrow_leads_from_what_had_somebody_to_what_waited_for_them(self, site: Allocation) -> None:
        found = leveling.chart(site)
        (link,) = found.chart.links
        assert (found.rows[link.before].id, found.rows[link.after].id) == ("deploy", "build")

    def test_titles_are_text_whatever_is_in_them(self, page: Callable[[str], Any]) -> None:
        evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e'
        found = allocate(
            Plan(title=evil, start="2026-03-02").add(
                Resource("ben", title=evil),
                Routine("r", title=evil, reservation="5h per week", assignments=["ben"]),
                Task("a", title=evil, effort="9h", assignments=["ben"], priority=900),
                Task("b", title=evil, effort="9h", assignments=["ben"]),
            )
        )
        for text, scripts in (
            (leveling.html(found), 0), (leveling.svg(found), 0), (html_of(found), 0), (report.html(found), 1)
        ):  # fmt: skip
            page(text).assert_harmless(scripts)
            assert "\u202e" not in text
        ET.fromstring(leveling.svg(found))

    def test_reasons_are_text_on_the_page_and_not_in_tooltips_alone(
        self, site: Allocation, page: Callable[[str], Any]
    ) -> None:
        found = page(leveling.html(site))
        (table,) = found.all("table", "w-why")
        assert table is not None
        assert "Starts by logic" in found.text
        assert found.text.count("Ben Okafor has Deploy until then") > 3
        assert all(attrs.get("aria-label") or attrs.get("aria-hidden") for attrs in found.all("svg"))

    @pytest.mark.parametrize(
        "plan",
        [
            Plan(start="2026-03-02"),
            Plan(start="2026-03-02").add(Resource("ana")),
            Plan(start="2026-03-02").add(Milestone("only")),
            Plan(start="2026-03-02").add(Project("bare")),
            Plan(start="2026-03-02 09:00").add(
                Resource("ana"), Task("t", duration="30min", assignments=["ana"])
            ),
            Plan(start="2026-10-24", zone="Europe/Berlin", calendar="24_hours").add(
                Resource("ana"), Task("t", duration="30h", assignments=["ana"])
            ),
        ],
        ids=["empty", "only people", "milestone", "empty project", "half an hour", "change of clocks"],
    )
    def test_plans_at_the_edges_are_drawn(self, plan: Plan, page: Callable[[str], Any]) -> None:
        found = allocate(plan)
        page(leveling.html(found)).assert_harmless()
        page(report.html(found)).assert_harmless(1)
        ET.fromstring(leveling.svg(found))
        assert leveling.text(found)


class TestLoads:
    def test_kinds_of_claims_add_up_to_what_there_is(self, site: Allocation) -> None:
        for period in ("day", "week", "month"):
            for row in loads(site.ledger, period=period, most=9):
                whole = site.ledger.total(row.id)
                assert sum(one.capacity for one in row.periods) == whole.availability + whole.absence
                assert row.total("tasks") + row.total("ongoing") == pytest.approx(float(whole.claimed), abs=4)

    def test_a_period_names_what_claims_most(self, site: Allocation) -> None:
        ben = next(row for row in loads(site.ledger, period="week", most=9) if row.id == "ben")
        assert [claim.name for claim in ben.periods[0].claims] == ["Deploy", "Build", "Support"]
        assert ben.periods[0].first.isoweekday() == 1

    def test_what_finds_no_room_is_marked_and_said(self, page: Callable[[str], Any]) -> None:
        found = allocate(
            Plan(start="2026-03-02").add(
                Resource("ben", title="Ben"),
                Task(
                    "a", effort="16h", duration="2d", assignments=["ben"], constraint="MSO 2026-03-02 08:00"
                ),
                Task(
                    "b", effort="16h", duration="2d", assignments=["ben"], constraint="MSO 2026-03-02 08:00"
                ),
            )
        )
        assert sum(one.short for row in leveling.chart(found).loads for one in row.periods) == 16 * 60
        text = leveling.html(found)
        assert "! 16h more wanted than there is room for" in page(text).text
        assert 'class="w-lx"' in text

    def test_bars_lie_on_the_days_of_the_chart(self, site: Allocation) -> None:
        drawing = ET.fromstring(leveling.svg(site))
        grounds = [element for element in drawing.iter(f"{SVG}rect") if element.get("height") == "56"]
        shades = [element for element in grounds if element.get("class") == "w-h"]
        places = [float(element.get("x", "nan")) for element in shades]
        widths = {float(element.get("width", "nan")) for element in shades}
        assert len(widths) == 1
        (wide,) = widths
        assert min(b - a for a, b in pairwise(places) if b > a) == pytest.approx(wide + 2)

    def test_nobody_with_hours_means_no_hours_below(self) -> None:
        assert leveling.chart(taken(Task("t"))).loads == ()

    def test_however_long_and_many_the_bars_are_some_thousands(self) -> None:
        for days in (1, 28, 112, 113, 800, 4000, 40_000):
            for resources in (0, 1, 30, 100, 5000):
                period, shown = load_period(days, resources)
                length = {"day": 1, "week": 7, "month": 30}[period]
                assert shown <= min(resources, 100) or shown == 1
                assert -(-days // length) * shown <= max(4000, days // 30 + 1)


class TestLimits:
    def test_more_items_than_are_shown_are_counted(self) -> None:
        found = leveling.chart(taken(*(Task(f"t{n}") for n in range(30))), most=10)
        assert (len(found.rows), len(found.chart.bars), found.items) == (10, 10, 30)
        assert rest_words(found) == "Not shown: 20 more items."
        assert found.headline.startswith("Nothing is later")

    def test_a_notebook_shows_the_first_two_hundred(self, page: Callable[[str], Any]) -> None:
        found = taken(
            Resource("ben"), *(Task(f"t{n}", duration="1h", assignments=["ben"]) for n in range(260))
        )
        shown = page(html_of(found))
        assert "Not shown: 60 more items." in shown.text
        assert not [attrs for _, attrs in shown.elements if "id" in attrs], "ids would collide between cells"

    def test_a_drawing_grows_with_its_items_and_not_with_what_they_wait_for(self) -> None:
        def drawn(number: int) -> int:
            chain = [Task(f"t{n}", duration="1d", after=[f"t{n - 1}"] if n else []) for n in range(1, number)]
            first = Task("t0", duration="1d", assignments=["ben"])
            other = Task("x", duration="1d", assignments=["ben"], priority=900)
            return len(leveling.html(taken(Resource("ben"), other, first, *chain)))

        assert drawn(400) < 3 * drawn(200)

    def test_no_items_at_all_is_no_limit(self, site: Allocation) -> None:
        with pytest.raises(OutOfRange):
            leveling.chart(site, most=0)


class TestReport:
    def test_a_report_of_an_allocation_shows_both_dates_hours_and_reasons(
        self, site: Allocation, page: Callable[[str], Any]
    ) -> None:
        found = page(report.html(site))
        found.assert_harmless(1)
        assert len(found.all("svg", "w-body")) == 1
        for words in (
            "Within everybody’s hours",
            "Why items are later",
            "Held back",
            "Workload",
            "Critical path",
        ):
            assert words in found.text

    def test_its_workload_is_that_of_the_allocation(self) -> None:
        plan = Plan(start="2026-03-02").add(Resource("ben"), Task("t", effort="6h", assignments=["ben"]))
        left = allocate(plan, reserve=0.25)
        assert "reserve: 2h" in report.html(left)
        assert "reserve: 2h" not in report.html(left.schedule)

    def test_its_findings_are_those_of_the_allocation(self, page: Callable[[str], Any]) -> None:
        found = taken(
            Resource("ben", absences=["2026-03-01..2046-03-01"]), Task("t", effort="8h", assignments=["ben"])
        )
        codes = {finding.code for finding in found.findings}
        assert "allocation.no_hours" in codes
        assert "allocation.no_hours" in page(report.html(found)).text
