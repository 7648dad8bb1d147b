"""`suggest`: what would help with an overload, or get something done earlier, each change with what it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workmodel.advice.asking import Asking, asking, planned
from workmodel.advice.ideas import Idea, about_item, about_overload
from workmodel.advice.judging import ItemJudge, Judge, OverloadJudge, better
from workmodel.advice.moves import Move, Outcome
from workmodel.capacity import Overload
from workmodel.domain import Plan
from workmodel.errors import OutOfRange, UnknownId, WrongType, named, nearest, whole_number
from workmodel.quantities import Moment, moment, span
from workmodel.scheduling import schedule

__all__ = ["suggest"]

_MOST_TRIES = 10_000


def suggest(
    plan: Plan, about: Overload | str, *, by: Moment | str | None = None, overtime: str = "2h", tries: int = 40,
    iterations: int = 30, seed: int = 0, **options: Any,
) -> tuple[Move, ...]:  # fmt: skip
    """Changes that help, each with what it does, the best first.

    Whoever could do it does it instead, or as well; something else that holds the person waits; somebody works longer for
    those days; it comes before what holds its people. A move that does not help is not told. One move is taken at a time:
    take `Move.plan`, and ask again.

    Parameters
    ----------
    plan
        The plan.
    about
        An overload, as `workmodel.capacity.overloads` finds it in this very plan; or the id of an item that shall be done
        earlier. An overload is judged by the dates of logic, as `schedule` has them; an item within everybody's hours, as
        `allocate` has them.
    by
        When the item should be done; ``None``: by its deadline, or else as early as can be.
    overtime
        How much longer somebody may work in a day, for a move of hours; ``"0h"``: not at all. [plan's conventions]
    tries
        How many changes are tried at most.
    iterations, seed, options
        How `allocate` is run, before and after each change alike.

    Returns
    -------
    tuple of Move
        By how little is late (or too much) with it, then fewest broken promises, least cost, fewest others that end later.

    Raises
    ------
    UnknownId
        No such item in the plan's schedule, or the overload is one of another plan.
    OutOfRange, WrongType, InvalidText
        An argument is of no use here.
    WorkModelError
        Whatever `schedule` and `allocate` raise.

    Notes
    -----
    What a move does is never estimated: the engines run on the plan before and after, once for each change that is tried.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", skills=["sql"]),
    ...     Resource("ben", skills=["sql"]),
    ...     Task("guide", effort="3d", assignments=["ana"]),
    ...     Task("query", effort="5d", assignments=["ana"], requires=["sql"], deadline="2026-03-06"),
    ... )
    >>> for move in suggest(plan, "query")[:3]:
    ...     print(move)
    query goes from ana to ben: query is done Fri 2026-03-06 instead of Wed 2026-03-11
    guide goes from ana to ben: query is done Fri 2026-03-06 instead of Wed 2026-03-11
    query comes before guide (priority 600): query is done Fri 2026-03-06 instead of Wed 2026-03-11; 1 other item ends later
    """
    ask, known = asking(iterations, seed, options), planned(plan)
    longer = span(overtime)
    if longer.negative or longer.elapsed:
        raise OutOfRange("overtime", str(longer), 'working time such as "2h"')
    count = whole_number("a number of tries", tries)
    if not 1 <= count <= _MOST_TRIES:
        raise OutOfRange("a number of tries", count, f"from 1 to {_MOST_TRIES:,}")
    due = None if by is None else moment(by)
    if isinstance(about, Overload):
        return _about_overload(known, about, known.minutes(longer), count)
    if not isinstance(about, str):
        raise WrongType("what to suggest something for", about, "an Overload, or the id of an item")
    return _about_item(ask, known, about, due, known.minutes(longer), count)


def _about_overload(plan: Plan, overload: Overload, overtime: int, tries: int) -> tuple[Move, ...]:
    everything = [overload.resource, *(one.source.id for one in overload.causes if one.source.kind == "task")]
    for name in everything:
        if name not in plan:
            raise UnknownId(name, " The overload was found in another plan.")
    dates = schedule(plan)
    judge = OverloadJudge(overload, dates)
    ideas = about_overload(plan, dates, overload, overtime)
    found = [pair for pair in _judged(ideas, judge, tries) if pair[1].over < pair[1].over_before]
    return _sorted(found, None)


def _about_item(
    ask: Asking, plan: Plan, item: str, by: Moment | None, overtime: int, tries: int
) -> tuple[Move, ...]:
    if item not in plan.items:
        raise UnknownId(named(item), nearest(named(item), plan.items))
    before = ask.allocated(plan)
    judge = ItemJudge(ask, item, before)
    due = plan[item].deadline if by is None else by
    stands = before.schedule[item].finish
    found = [
        pair
        for pair in _judged(about_item(before, item, overtime), judge, tries)
        if pair[1].finish is not None and pair[1].finish < stands
    ]
    axis = plan.axis
    return _sorted(found, None if due is None else axis.time(axis.minute(due, end=True)))


def _judged(ideas: Iterable[Idea], judge: Judge, tries: int) -> list[tuple[Idea, Outcome]]:
    """The first so many ideas that change something, each with what it does."""
    found: list[tuple[Idea, Outcome]] = []
    known: set[tuple[str, str]] = set()
    for idea in ideas:
        if (idea.kind, idea.what) in known:
            continue
        if len(known) == tries:
            break
        known.add((idea.kind, idea.what))
        found.append((idea, judge.outcome(idea.plan)))
    return found


def _sorted(found: list[tuple[Idea, Outcome]], due: Any) -> tuple[Move, ...]:
    ranked = sorted(found, key=lambda pair: better(pair[1], due))
    return tuple(Move(idea.kind, idea.item, idea.what, idea.plan, outcome) for idea, outcome in ranked)
