"""What a notebook shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workmodel.domain import Plan, Project, Resource, Schedule, Task
from workmodel.scheduling import schedule
from workmodel.views import notebook


def test_plans_schedules_and_explanations_show_themselves(
    launch: Schedule, page: Callable[[str], Any]
) -> None:
    for value in (launch.plan, launch, launch.explain("live")):
        found = page(value._repr_html_())
        found.assert_harmless()
        assert found.elements[0] == ("div", {"class": "wm"})
        assert not [attrs for _, attrs in found.elements if "id" in attrs], "ids would collide between cells"


def test_a_schedule_shows_its_chart(launch: Schedule, page: Callable[[str], Any]) -> None:
    found = page(notebook.schedule_html(launch))
    assert len(found.all("svg", "w-body")) == 1
    assert len(found.all("rect", "w-c")) == 2, "the critical task and its entry in the legend"


def test_an_explanation_shows_every_cause_on_the_way(launch: Schedule, page: Callable[[str], Any]) -> None:
    text = page(launch.explain("live")._repr_html_()).text
    assert [text.index(part) for part in ("Why Live", "Because of Build", "Because of Design")] == sorted(
        text.index(part) for part in ("Why Live", "Because of Build", "Because of Design")
    )


def test_showing_a_plan_runs_no_engine(page: Callable[[str], Any]) -> None:
    ring = Plan().add(Task("a", after=["b"]), Task("b", after=["a"]), Resource("ana"))
    text = page(notebook.plan_html(ring)).text
    assert "2 tasks, 1 resource" in text


def test_a_plan_shows_children_below_their_parents(page: Callable[[str], Any]) -> None:
    plan = Plan().add(
        Task("inner", parent="outer"),
        Project("outer"),
        Task("deep", parent="mid"),
        Task("mid", parent="outer"),
    )
    paddings = [
        attrs["style"] for attrs in page(notebook.plan_html(plan)).all("th") if attrs["scope"] == "row"
    ]
    assert paddings == [f"padding-left:{10 + 16 * level}px" for level in (0, 1, 1, 2)]


@pytest.mark.parametrize("kind", ["plan", "schedule"])
def test_long_tables_are_cut_and_say_so(kind: str, page: Callable[[str], Any]) -> None:
    plan = Plan(start="2026-03-02").add([Task(f"t{n}", after=[f"t{n - 1}"] if n else []) for n in range(300)])
    text = notebook.plan_html(plan) if kind == "plan" else notebook.schedule_html(schedule(plan))
    found = page(text)
    assert len([attrs for attrs in found.all("th") if attrs["scope"] == "row"]) == 200
    assert "… and 100 more" in found.text
    assert len(text) < 400_000


def test_an_empty_plan_is_shown_as_empty(page: Callable[[str], Any]) -> None:
    assert "empty" in page(notebook.plan_html(Plan())).text
    assert "Nothing to do" in page(notebook.schedule_html(schedule(Plan(start="2026-03-02")))).text
