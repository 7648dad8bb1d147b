"""Plans that questions are asked of: a few people, routines, work between them, promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

import workmodel as wm


@st.composite
def _busy(draw: st.DrawFn) -> wm.Plan:
    absences = st.lists(st.sampled_from(["2026-03-04 sick", "2026-03-09..2026-03-11 vacation"]), max_size=1)
    people = [
        wm.Resource(name, capacity=draw(st.sampled_from(["1", "0.75"])), absences=draw(absences))
        for name in ("ana", "ben")
    ]
    routine = wm.Routine(
        "ops", reservation=f"{draw(st.integers(1, 12))}h per week", assignments=["ana", "ben"]
    )
    tasks: list[Any] = [wm.Project("p", priority=draw(st.sampled_from([400, 500, 700])))]
    for n in range(draw(st.integers(1, 6))):
        size = draw(
            st.sampled_from([{"duration": "1d"}, {"duration": "3d"}, {"effort": "5h"}, {"effort": "30h"}])
        )
        before = [f"t{k}" for k in range(n)]
        tasks.append(
            wm.Task(
                f"t{n}", assignments=draw(st.sampled_from([["ana"], ["ben"], ["ana", "ben"], ["ben 50%"]])),
                after=draw(st.lists(st.sampled_from(before), max_size=2, unique=True)) if before else [],
                parent=draw(st.sampled_from(["p", None])), priority=draw(st.sampled_from([0, 500, 800])),
                deadline=draw(st.sampled_from([None, None, "2026-03-06", "2026-03-12"])), **size,
            )
        )  # fmt: skip
    return wm.Plan(start="2026-03-02").add(*people, *draw(st.sampled_from([[routine], []])), *tasks)


@st.composite
def _wanted(draw: st.DrawFn) -> list[Any]:
    who = draw(st.sampled_from([["ana"], ["ben"], ["ana", "ben"]]))
    priority = draw(st.sampled_from([0, 500, 900]))
    home = draw(st.sampled_from([None, "p"]))
    one = wm.Task("new", effort="10h", assignments=who, priority=priority, parent=home)
    project = [
        wm.Project("q", priority=priority),
        wm.Task("q1", parent="q", duration="2d", assignments=who, deadline="2026-03-05"),
        wm.Milestone("q2", parent="q", after=["q1"]),
    ]
    held = wm.Routine("duty", reservation="4h per week", assignments=who)
    return draw(st.sampled_from([[one], project, [held]]))


@pytest.fixture(scope="session")
def busy() -> Callable[[], st.SearchStrategy[wm.Plan]]:
    """Plans of two people."""
    return _busy


@pytest.fixture(scope="session")
def wanted() -> Callable[[], st.SearchStrategy[list[Any]]]:
    """What somebody might ask them for on top: a task, a project, a routine."""
    return _wanted
