"""`plans`: any valid plan, small, with every feature of scheduling, each of which can be left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from workmodel.domain import (
    Baseline,
    BaselineRow,
    Calendar,
    Completion,
    Dependency,
    Link,
    ManualDates,
    Milestone,
    Plan,
    Project,
    Property,
    Resource,
    Routine,
    Task,
)
from workmodel.domain.items import Entity
from workmodel.quantities import Conventions
from workmodel.testing.strategies.calendars import calendars
from workmodel.testing.strategies.choices import choosing
from workmodel.testing.strategies.entities import constraints, described, progresses
from workmodel.testing.strategies.logic import free_of_rings
from workmodel.testing.strategies.ongoing import CLAIMING, away, elsewhere, ongoing
from workmodel.testing.strategies.values import MONDAY, estimates, lags, moments, spans, whole_spans

__all__ = ["FEATURES", "plans"]

FEATURES: Final = frozenset({
    "backward",  # planned back from a finish
    "calendars",  # calendars of tasks, projects and the plan itself
    "constraints",  # dates from which, by which, on which
    "deadlines",
    "delays",  # from levelling
    "elapsed",  # durations and lags around the clock
    "hierarchy",  # summaries and projects, with links, constraints and deadlines of their own
    "lags",
    "late",  # as late as possible
    "manual",  # dates set by hand
    "options",  # the plan's choices of rules
    "progress",
    "resources",  # people with calendars, capacities and efficiencies, effort shared among them
    "zones",
})  # fmt: skip
"""What generated plans may use; a strategy is given those it shall have."""

_NIGHTLY: Final = ("late", "night_shift")


def _rarely(found: st.SearchStrategy[Any], one_in: int = 4) -> st.SearchStrategy[Any]:
    return st.integers(1, one_in).flatmap(lambda n: found if n == one_in else st.none())


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    links: Collection[Link | str] = tuple(Link),
    features: Collection[str] = FEATURES,
    items: int = 7,
    details: bool = False,
) -> Plan:
    """Valid plans that can be scheduled: no rings, a start (or finish), calendars with working time in common.

    Parameters
    ----------
    links
        Which links dependencies may have; none: no dependencies.
    features
        Which of `FEATURES` they may use, and of `CLAIMING`, of which they use none unless asked.
    items
        How many tasks, milestones and projects at most.
    details
        Whether entities have what engines do not look at as well: titles, notes, routines, custom properties, choices of who
        does a task and how.

    Examples
    --------
    >>> from hypothesis import find
    >>> from workmodel.testing import drawn
    >>> two = find(plans(features=()), lambda plan: len(plan.tasks) == 2)
    >>> print(drawn(two).splitlines()[0])
    plan start 2026-03-02
    """
    unknown = set(features) - FEATURES - CLAIMING
    assert not unknown, f"no such features: {sorted(unknown)}; there are {sorted(FEATURES | CLAIMING)}"
    features = frozenset(features)
    around = draw(st.sampled_from([MONDAY, date(2026, 10, 26)])) if "zones" in features else MONDAY
    hours = draw(_hours(around)) if features & {"calendars", "resources"} else ()
    known = ["standard", "24_hours", "night_shift", *(calendar.id for calendar in hours)]
    settings = draw(_settings(features, around, known if "calendars" in features else ["standard"]))
    people = draw(_people(known)) if "resources" in features else ()
    specs = draw(st.lists(_item(features, around, known, people), min_size=1, max_size=items))
    work = _assembled(specs, [Link[link] for link in links])
    work = [_workable(item, people, settings["calendar"]) for item in work]
    extra = draw(_details()) if details else ()
    found: list[Entity] = [*hours, *people, *extra, *work]
    if features & CLAIMING:
        found = draw(_claiming(features, found, around, known, zoned=settings.get("zone") is not None))
    if "choices" in features or details:
        staff = [one for one in found if isinstance(one, Resource)]
        found = [draw(choosing(one, staff)) if isinstance(one, Task) else one for one in found]
    if details:
        found = [
            draw(st.builds(_described, st.just(entity), st.fixed_dictionaries(described())))
            for entity in found
        ]
    return Plan(**settings).add(*found)


@st.composite
def _claiming(
    draw: st.DrawFn, features: Collection[str], entities: Sequence[Entity], around: date, known: Sequence[str],
    *, zoned: bool,
) -> list[Entity]:  # fmt: skip
    """The entities of a plan with what else claims hours."""
    from attrs import evolve

    found = list(entities)
    if "elsewhere" in features and zoned:
        found += draw(elsewhere())
    if "absences" in features:
        found = [
            evolve(one, absences=draw(away(around))) if isinstance(one, Resource) and one.works else one
            for one in found
        ]
    if "routines" in features:
        people = [one for one in found if isinstance(one, Resource)]
        homes = [one.id for one in found if isinstance(one, Project)]
        found += draw(ongoing(people, around, known, homes, zoned=zoned))
    return found


def _described(entity: Entity, details: dict[str, Any]) -> Entity:
    from attrs import evolve

    return evolve(entity, **details)


# -- the frame --------------------------------------------------------------------------------------------------


def _hours(around: date) -> st.SearchStrategy[tuple[Calendar, ...]]:
    by_day = calendars("office", around=around, nights=False, bases=("standard", "24_hours"))
    by_night = calendars("late", around=around, bases=("night_shift",)).map(_nightly)
    return st.sampled_from([(), (by_day,), (by_night,), (by_day, by_night)]).flatmap(
        lambda some: st.tuples(*some)
    )


def _nightly(calendar: Calendar) -> Calendar:
    """A calendar of the family whose nights never meet the days of the others."""
    from attrs import evolve

    return calendar if calendar.base else evolve(calendar, week="mon-fri 22:00-06:00")


@st.composite
def _settings(
    draw: st.DrawFn, features: Collection[str], around: date, known: Sequence[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {"calendar": draw(st.sampled_from(known)), "start": draw(moments(around, days=3))}
    if "zones" in features:
        found["zone"] = draw(st.sampled_from([None, "America/New_York", "Europe/Berlin"]))
    if "backward" in features and draw(_rarely(st.just(True))):
        found |= {"direction": "backward", "finish": draw(moments(around, days=30)), "start": None}
    if "options" in features:
        found["late_horizon"] = draw(st.sampled_from(["project", "plan"]))
        found["critical_float"] = draw(st.sampled_from(["0d", "1d", "-1d"]))
        found["conventions"] = draw(st.sampled_from([Conventions(), Conventions(450, 2250, 20)]))
        if "progress" in features and draw(st.booleans()):
            found["status_date"] = draw(moments(around))
            found["uncompleted"] = draw(st.sampled_from(["keep", "reschedule"]))
            found["out_of_sequence"] = draw(st.sampled_from(["keep", "retained_logic"]))
    return found


def _people(known: Sequence[str]) -> st.SearchStrategy[tuple[Resource, ...]]:
    def person(name: str) -> st.SearchStrategy[Resource]:
        return st.builds(
            Resource, st.just(name), capacity=st.sampled_from(["1", "0.5", "2", "0.8", "0.3333"]),
            calendar=st.none() | st.sampled_from(known), type=st.sampled_from(["person", "person", "team", "material"]),
            efficiency=st.sampled_from(["1", "1", "0.5", "1.25", "0.3333"]),
        )  # fmt: skip

    return st.sampled_from([0, 2, 1]).flatmap(
        lambda n: st.tuples(*(person(name) for name in ("ana", "ben")[:n]))
    )


# -- the items --------------------------------------------------------------------------------------------------


@st.composite
def _item(
    draw: st.DrawFn, features: Collection[str], around: date, known: Sequence[str], people: Sequence[Resource]
) -> dict[str, Any]:
    """One item as a dict of what it sets; parents and predecessors are still numbers."""
    kinds = ["task", "task", "task", "milestone"] + (
        ["summary", "project"] if "hierarchy" in features else []
    )
    kind = draw(st.sampled_from(kinds))
    found: dict[str, Any] = {
        "kind": kind,
        "parent": draw(st.integers(0, 3)) if "hierarchy" in features else 0,
    }
    lag = lags() if "lags" in features else st.just("0d")
    link = st.tuples(st.integers(0, 6), st.integers(0, 3), lag)
    found["after"] = draw(st.lists(link, max_size=2))
    if "constraints" in features:
        found["constraint"] = draw(
            _rarely(constraints(("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO", "ASAP")))
        )
    if "late" in features and not found.get("constraint"):
        found["constraint"] = draw(_rarely(st.just("ALAP"), 6))
    if "deadlines" in features:
        found["deadline"] = draw(_rarely(moments(around)))
    if "calendars" in features:
        found["calendar"] = draw(_rarely(st.sampled_from(known)))
    if kind == "project":
        found["start"] = draw(_rarely(moments(around)))
    if kind == "task":
        found |= draw(_amount(features, people))
    if kind in ("task", "milestone"):
        found |= draw(_state(features, around, moment=kind == "milestone"))
    return found


@st.composite
def _amount(draw: st.DrawFn, features: Collection[str], people: Sequence[Resource]) -> dict[str, Any]:
    """How long a task takes: given, elapsed, nothing, or left to effort and people."""
    forms = ["given", "given", "given", "zero", "missing", "estimate"]
    forms += (["elapsed"] if "elapsed" in features else []) + (["effort", "effort"] if people else [])
    form = draw(st.sampled_from(forms))
    found: dict[str, Any] = {}
    if form == "given":
        found["duration"] = draw(whole_spans())
    elif form in ("zero", "elapsed"):
        found["duration"] = "0d" if form == "zero" else draw(spans(elapsed=True))
    elif form == "estimate":
        found["estimate"] = draw(estimates())
    elif form == "effort":
        found |= {"effort": draw(whole_spans()), "split": draw(st.sampled_from(["total", "each"]))}
    if people:
        least = 1 if form == "effort" else 0
        some = draw(st.lists(st.sampled_from(people), unique=True, min_size=least, max_size=2))
        found["assignments"] = [f"{one.id}{draw(st.sampled_from(['', ' 50%', ' 150%']))}" for one in some]
        found["ignore_resource_calendars"] = draw(_rarely(st.just(True))) or False
    return found


@st.composite
def _state(draw: st.DrawFn, features: Collection[str], around: date, *, moment: bool) -> dict[str, Any]:
    """What is known of an item's dates: set by hand, reported, delayed by levelling; a moment has one date."""
    found: dict[str, Any] = {}
    if "manual" in features:
        one = moments(around).map(ManualDates)
        last = moments(around).map(lambda end: ManualDates(None, end))
        both = st.builds(_in_order, moments(around), moments(around))
        found["manual"] = draw(_rarely(one if moment else one | last | both, 6))
    if "progress" in features:
        found["progress"] = draw(_rarely(progresses(moment=moment), 3))
    if "delays" in features:
        found["leveling_delay"] = draw(_rarely(spans(elapsed=True), 6))
    return found


def _in_order(one: date, other: date) -> ManualDates:
    return ManualDates(*sorted([one, other], key=str))


def _assembled(specs: Sequence[dict[str, Any]], links: Sequence[Link]) -> list[Entity]:
    """Items out of their specs: numbers become ids of what is there, links that close a ring are dropped."""
    names = [
        f"{letter}{round_ or ''}"
        for round_ in range(1 + len(specs) // 26)
        for letter in "abcdefghijklmnopqrstuvwxyz"
    ]
    parents: dict[str, str | None] = {}
    homes: list[str | None] = [None]
    for name, spec in zip(names, specs, strict=False):
        parents[name] = homes[-1 - spec["parent"] % len(homes)] if spec["parent"] else None
        if spec["kind"] in ("summary", "project"):
            homes.append(name)
    wanted = [
        (name, Dependency(names[number % len(specs)], links[which % len(links)], lag))
        for name, spec in zip(names, specs, strict=False)
        for number, which, lag in (spec["after"] if links else ())
    ]
    after = free_of_rings(parents, wanted)
    kinds: dict[str, Any] = {"task": Task, "summary": Task, "milestone": Milestone, "project": Project}
    found = []
    for name, spec in zip(names, specs, strict=False):
        fields = {
            key: value
            for key, value in spec.items()
            if key not in ("kind", "parent", "after") and value is not None
        }
        entity: Entity = kinds[spec["kind"]](name, parent=parents[name], after=after.get(name, ()), **fields)
        found.append(entity)
    return found


def _workable(item: Entity, people: Sequence[Resource], plan_calendar: str) -> Entity:
    """The item with a calendar that meets those of its people: nights never meet days."""
    from attrs import evolve

    if not isinstance(item, Task) or not item.assignments or item.calendar is None:
        return item
    assigned = {one.resource for one in item.assignments}
    theirs = {one.calendar or plan_calendar for one in people if one.id in assigned}
    if len({name in _NIGHTLY for name in theirs | {item.calendar}}) > 1 and theirs | {item.calendar} != {
        "24_hours"
    }:
        return evolve(item, calendar="24_hours")
    return item


def _details() -> st.SearchStrategy[tuple[Entity, ...]]:
    """Entities that no schedule looks at."""
    some: list[Entity] = [
        Property("risk", type="choice", choices=["low", "high"], default="low"),
        Property("cost", type="decimal"),
        Routine(
            "support",
            recurrence="FREQ=WEEKLY;BYDAY=MO",
            effort="1h",
            day_off="next",
            overrides="2026-03-09 cancelled",
        ),
        Resource(
            "kim",
            skills=["python 4"],
            cost_rate="85 EUR",
            absences="2026-03-04 sick",
            capacity_changes="2026-03-06 0.6",
        ),
    ]
    agreed = BaselineRow(id="gone", finish="2026-03-06 17:00", duration="3ed", effort="4h", cost=["85 EUR"])
    some.append(Baseline("agreed", date="2026-03-01", rows=[agreed]))
    done = Completion(routine="support", occurrence="2026-03-02", done="2026-03-03", effort="45min")
    found = st.lists(st.sampled_from(some), unique_by=lambda entity: entity.id).map(tuple)
    return found.map(lambda many: (*many, done) if any(one.id == "support" for one in many) else many)
