"""The report: one HTML file that stands alone."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Project, Resource, Routine, Schedule, Task
from workmodel.scheduling import schedule
from workmodel.views import heatmap, report
from workmodel.views.staffing import ledger_of

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title></svg><script>alert(1)</script>",
    "&lt;b&gt; &amp;",
    "]]> --> <!--",
    "\u202etxt.exe\x00\x07",
    "שלום \u2067עולם",
    "javascript:alert(1)",
    "{{7*7}} ${7*7} `x`",
)


def test_it_is_one_document_whose_tags_nest(launch: Schedule, page: Callable[[str], Any]) -> None:
    found = page(report.html(launch, as_of="2026-03-11"))
    assert [tag for tag, _ in found.elements[:2]] == ["html", "head"]
    assert len(found.all("h1")) == 1
    found.assert_harmless(scripts=1)


def test_the_policy_allows_no_request_and_this_script_only(
    launch: Schedule, page: Callable[[str], Any]
) -> None:
    found = page(report.html(launch))
    policy = next(m["content"] for m in found.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    digest = b64encode(sha256(found.scripts[0].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert not re.search(r"https?:|//[a-z]", found.scripts[0].replace("// ", ""))


def test_its_heading_is_the_title_given_else_the_plans_else_a_word(launch: Schedule) -> None:
    assert "<h1><bdi>Status</bdi></h1>" in report.html(launch, title="Status")
    assert "<h1><bdi>Website launch</bdi></h1>" in report.html(launch)
    assert "<h1><bdi>Schedule</bdi></h1>" in report.html(schedule(Plan(start="2026-03-02")))


def test_figures_say_when_how_much_and_what_needs_attention(
    launch: Schedule, page: Callable[[str], Any]
) -> None:
    text = page(report.html(launch, as_of="2026-03-11")).text
    for figure in (
        "StartMon 2 Mar 2026",
        "FinishTue 24 Mar 202617d of working time",
        "Work3 tasks, 1 milestonein 1 group",
        "Late1 itemunfinished past their finish",
        "Critical2 of 4",
        "Deadlines1 of 2 missed",
    ):
        assert figure in text


def test_every_name_opens_its_explanation_and_every_cause_that_of_its_item(
    launch: Schedule, page: Callable[[str], Any]
) -> None:
    found = page(report.html(launch))
    ids = [attrs["id"] for _, attrs in found.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["popovertarget"] for attrs in found.all("button") if "popovertarget" in attrs} <= set(ids)
    assert len([attrs for attrs in found.all("div") if "popover" in attrs]) == len(launch)
    assert "start not before Fri 6 Mar 2026 17:00" in found.text


def test_the_table_names_its_columns_and_rows(launch: Schedule, page: Callable[[str], Any]) -> None:
    found = page(report.html(launch))
    scopes = [attrs.get("scope") for attrs in found.all("th")]
    people = [row.name for row in heatmap.rows(ledger_of(launch)).lines]
    assert scopes.count("row") == len(launch) + len(people)
    assert None not in scopes
    assert all(attrs.get("aria-label") for attrs in found.all("svg", "w-body"))
    chart = found.all("td", "w-ch")
    assert [attrs["rowspan"] for attrs in chart] == [str(len(launch))]


def test_five_hundred_items_weigh_little(crowd: Schedule, page: Callable[[str], Any]) -> None:
    text = report.html(crowd, as_of="2026-03-11")
    assert len(crowd) == 500
    assert len(text.encode()) < 1_500_000
    page(text).assert_harmless(scripts=1)


def test_very_many_items_are_shown_without_explanations(page: Callable[[str], Any]) -> None:
    made = schedule(Plan(start="2026-03-02").add([Task(f"t{n}") for n in range(1001)]))
    found = page(report.html(made))
    assert len(found.all("tr", "")) > 1001
    assert not [attrs for attrs in found.all("div") if "popover" in attrs]
    assert "Choose an item" not in found.text


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "only resources",
        "one milestone",
        "one empty project",
        "two hours",
        "thirty years",
        "change of clocks",
        "elapsed",
        "backward",
    ],
)
def test_plans_at_the_edges_have_a_report(
    odd: dict[str, Schedule], page: Callable[[str], Any], name: str
) -> None:
    for as_of in (None, "2026-03-04", "1970-01-01"):
        found = page(report.html(odd[name], as_of=as_of))
        found.assert_harmless(scripts=1)
        assert len(found.all("tr")) >= len(odd[name])


def test_dates_of_a_zone_say_which(odd: dict[str, Schedule]) -> None:
    assert "times in Europe/Berlin" in report.html(odd["change of clocks"])


@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_a_plan_becomes_markup(text: str, page: Callable[[str], Any]) -> None:
    plan = Plan(title=text, start="2026-03-02").add(
        Resource("r", title=text),
        Project("p", title=text, notes=text),
        Task("a", title=text, parent="p", notes=text + "\n" + text, assignments=["r"], duration="2d"),
        Milestone("m", title=text, after=["a"]),
        Task("<i>", duration="1d", after=["a FS+1d"]),
    )
    found = page(report.html(schedule(plan), title=text))
    found.assert_harmless(scripts=1)
    assert not found.all("b")
    assert not found.all("i")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_title_gives_the_same_elements(title: str) -> None:
    from html.parser import HTMLParser

    class Tags(HTMLParser):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.found: list[tuple[str, tuple[str, ...]]] = []
            self.feed(text)
            self.close()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.append((tag, tuple(name for name, _ in attrs)))

    def shape(name: str) -> list[tuple[str, tuple[str, ...]]]:
        plan = Plan(start="2026-03-02").add(Task("a", title=name, duration="2d"))
        found = Tags(report.html(schedule(plan), title=name)).found
        return [
            element for element in found if element[0] not in ("dt", "dd")
        ]  # an item without a title shows no id

    assert shape(title) == shape("plain")


class TestWorkload:
    """Where the plan has people, the report shows how full they are."""

    plan = Plan(title="Office", start="2026-03-02").add(
        Resource("ana", title="Ana Lima"),
        Routine("mail", title="Mail", reservation="5h per week", assignments=["ana"]),
        Task("a", title="Draft", duration="3d", assignments=["ana"]),
        Task("b", title="Rush", duration="1d", assignments=["ana"]),
        Task("c", title="Lost", duration="1d", effort="6h"),
    )

    def test_heat_map_the_fullest_day_and_what_finds_no_room(self, page: Callable[[str], Any]) -> None:
        found = page(report.html(schedule(self.plan)))
        found.assert_harmless(scripts=1)
        places = [
            found.text.index(words)
            for words in ("Timetable", "Workload", "The fullest day", "What finds no room", "Critical path")
        ]
        assert places == sorted(places)
        assert "Ana Lima, Mon 2 Mar 2026: 17h wanted, 8h available; 9h finds no room." in found.text
        assert "8h short, taken by Mail, Draft" in found.text
        assert "nobody takes it" in found.text
        assert found.all("td", "w-qover")

    def test_a_plan_without_people_has_no_such_part(self, page: Callable[[str], Any]) -> None:
        plan = Plan(start="2026-03-02").add(Task("a", duration="3d"), Resource("steel", type="material"))
        found = page(report.html(schedule(plan)))
        assert "Workload" not in found.text
        assert not found.all("table", "w-heat")

    def test_people_without_work_are_shown_free(self, page: Callable[[str], Any]) -> None:
        found = page(report.html(schedule(Plan(start="2026-03-02").add(Resource("ana")))))
        assert "Everything that is wanted finds room." in found.text
        assert len(found.all("td", "w-q")) == 4

    def test_hours_that_cannot_be_told_leave_the_dates_as_they_are(self, page: Callable[[str], Any]) -> None:
        plan = Plan(finish="2026-04-30", direction="backward").add(
            Resource("ana"),
            Task("a", title="Draft", duration="3d", assignments=["ana"]),
            Routine(
                "mail",
                recurrence="FREQ=HOURLY",
                valid_from="1980-01-01",
                window="2500w",
                effort="1min",
                assignments=["ana"],
            ),
        )
        text = page(report.html(schedule(plan))).text
        assert "Hours cannot be told:" in text
        assert "Draft" in text

    def test_of_decades_only_the_first_ten_years_are_looked_at(self, page: Callable[[str], Any]) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"),
            [Task(f"s{n}", duration="600d", after=[f"s{n - 1}"] if n else []) for n in range(7)],
        )
        found = page(report.html(schedule(plan)))
        assert "Only the first ten years are looked at." in found.text
        assert len(found.all("td", "w-q")) <= 122

    @given(st.sampled_from(NASTY), st.sampled_from(NASTY))
    def test_names_of_people_and_routines_stay_text(self, name: str, other: str) -> None:
        plan = self.plan.evolve("ana", title=name).evolve("mail", title=other).evolve("b", title=other)
        text = report.html(schedule(plan))
        assert "<script>alert" not in text
        assert "<img" not in text
        assert text.count("<script>") == 1
