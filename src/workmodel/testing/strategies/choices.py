"""What leaves a choice of who does a task and how: requirements, modes, interruptions, minimum staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from workmodel.domain import Mode, Requirement, Resource, Task
from workmodel.domain.modes import way_of
from workmodel.testing.strategies.values import spans, whole_spans

__all__ = ["choosing", "modes", "requirements"]


def requirements(people: Sequence[str] = ()) -> st.SearchStrategy[tuple[Requirement, ...]]:
    """What work may ask for before anybody is named.

    Parameters
    ----------
    people
        Ids of resources to take from; none: a skill is asked of anybody.
    """
    units = st.sampled_from([None, None, "0.5", "0.3333"])
    skills = st.sampled_from(["python", "design"])
    found = st.builds(Requirement, skills, st.integers(1, 5), st.integers(1, 3), units)
    if people:
        some = st.lists(st.sampled_from(people), unique=True, min_size=1, max_size=2)
        found |= st.builds(Requirement, count=st.integers(1, 2), units=units, among=some)
        found |= st.builds(Requirement, skills, st.integers(1, 5), among=some)
    return st.lists(found, max_size=2).map(tuple)


def modes(people: Sequence[str] = ()) -> st.SearchStrategy[tuple[Mode, ...]]:
    """Ways in which a task may be done, at most three.

    Parameters
    ----------
    people
        Ids of those who may be assigned and taken from; none: nobody is named.
    """
    assigned: st.SearchStrategy[list[str]] = st.just([])
    if people:
        one = st.builds("{}{}".format, st.sampled_from(people), st.sampled_from(["", " 50%"]))
        assigned = st.lists(one, unique_by=lambda text: text.split()[0], max_size=2)
    ways: st.SearchStrategy[tuple[Any, ...]] = st.tuples(
        st.none() | st.just("0h") | whole_spans() | spans(elapsed=True), st.none() | whole_spans(), assigned,
        requirements(people),
    ).filter(lambda way: any(part not in (None, [], ()) for part in way))  # fmt: skip
    return st.lists(ways, max_size=3).map(
        lambda many: tuple(Mode(f"m{n}", *way) for n, way in enumerate(many, 1))
    )


@st.composite
def choosing(draw: st.DrawFn, task: Task, people: Sequence[Resource]) -> Task:
    """The task with choices, planned as it was: where it says no way of its own, it is given no modes.

    One of its modes may be the way in which it is planned. People of a task with a calendar of its own stay the same, as
    others might never work when it does.
    """
    named = [one.id for one in people if one.works]
    if task.calendar is not None:
        named = [one.resource for one in task.assignments if one.resource in named]
    changes: dict[str, Any] = {
        "splittable": draw(st.booleans()), "minimum_staff": draw(st.integers(1, 3)),
        "requires": draw(requirements([one.id for one in people])),
    }  # fmt: skip
    asking = evolve(task, **changes)
    if any(part not in (None, ()) for part in way_of(asking)):
        others = draw(modes(named))
        own = (Mode("as planned", *way_of(asking)),) if draw(st.booleans()) else ()
        asking = evolve(asking, modes=(*others, *own))
    return asking
