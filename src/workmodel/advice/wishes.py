"""`Wish`: something that a plan asks for and cannot have, and whether a plan has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from attrs import frozen

from workmodel.advice.asked import WORTH_SAYING
from workmodel.advice.asking import Asking
from workmodel.advice.facts import (
    Fact,
    Relaxable,
    about_hours,
    about_logic,
    constrained,
    free_id,
    required,
    without_value,
)
from workmodel.advice.wording import listed
from workmodel.allocation import Allocation
from workmodel.capacity import Shortage, consumption, ledger
from workmodel.capacity.wording import said_hours
from workmodel.domain import Plan, Resource, Routine, Schedule, Skill, Task, requirement
from workmodel.errors import WorkModelError
from workmodel.findings import Finding
from workmodel.scheduling import schedule

__all__ = [
    "By",
    "Wish",
    "wishes_of_hours",
    "wishes_of_logic",
    "wishes_of_people",
    "wishes_of_pinned",
    "wishes_of_stock",
]

By = Literal["logic", "people", "skills", "stock"]
_DATES: Final = (
    "deadline.missed", "constraint.missed", "constraint.against_logic", "manual.against_logic", "plan.finish_missed",
)  # fmt: skip
_NEXT: Final = timedelta(days=1)


@frozen(eq=False)
class Wish:
    """Something that cannot be had.

    Attributes
    ----------
    by
        What denies it.
    code, subject, message
        The finding that tells so.
    own
        The fact that asks for it.
    others
        What it may be in conflict with.
    met
        Whether a plan has it.
    reached
        What can be had instead, where it is a date.
    """

    by: By
    code: str
    subject: str
    message: str
    own: Relaxable
    others: tuple[Relaxable, ...]
    met: Callable[[Plan], bool]
    reached: datetime | None = None
    shortage: Shortage | None = None


def _no(found: Callable[[Plan], Iterable[Finding]], code: str, subject: str) -> Callable[[Plan], bool]:
    """Whether no such finding is there; a plan that an engine refuses has nothing."""

    def met(plan: Plan) -> bool:
        try:
            return all((one.code, one.subject) != (code, subject) for one in found(plan))
        except WorkModelError:
            return False

    return met


def _no_in_any_order(asking: Asking, code: str, subject: str, kept: frozenset[str]) -> Callable[[Plan], bool]:
    """Whether there are hours for it in one order of work or another, in which the deadlines that are *kept* still are."""
    missed = {(code, subject), *(("deadline.missed", name) for name in kept)}

    def met(plan: Plan) -> bool:
        try:
            return any(
                all((one.code, one.subject) not in missed for one in found.findings)
                for found in asking.tried(plan)
            )
        except WorkModelError:
            return False

    return met


def _asked(plan: Plan, one: Finding) -> Relaxable:
    """The fact that asks for what a finding says cannot be had."""
    name = one.subject
    if one.code == "plan.finish_missed":
        return Relaxable(
            Fact("finish", "", f"the plan finishes {plan.finish}"), lambda plan: plan.evolve(finish=None)
        )
    item = plan[name]
    if one.code == "deadline.missed":
        fact = Fact("deadline", name, f"{name} is due {item.deadline}")
        return Relaxable(fact, without_value(name, deadline=None))
    if one.code == "manual.against_logic":
        return Relaxable(Fact("manual", name, f"{name} is set by hand"), without_value(name, manual=None))
    if one.code == "allocation.no_hours":
        who = listed([each.resource for each in item.assignments])
        return Relaxable(
            Fact("assignment", name, f"{name} is done by {who}"), without_value(name, assignments=())
        )
    return Relaxable(constrained(name, item.constraint), without_value(name, constraint=None))


def _wishes(
    plan: Plan, findings: Iterable[Finding], by: By, codes: tuple[str, ...],
    facts: Callable[[Plan, str], Iterator[Relaxable]], judged: Callable[[str, str], Callable[[Plan], bool]],
) -> Iterator[Wish]:  # fmt: skip
    for one in findings:
        if one.code in codes:
            own = _asked(plan, one)
            others = tuple(each for each in facts(plan, one.subject) if each.fact != own.fact)
            reached = one.fact("date", one.fact("logic"))
            met = judged(one.code, one.subject)
            yield Wish(by, one.code, one.subject, one.message, own, others, met, reached)


def wishes_of_logic(dates: Schedule) -> Iterator[Wish]:
    """What logic and calendars alone deny."""

    def judged(code: str, subject: str) -> Callable[[Plan], bool]:
        return _no(lambda plan: schedule(plan).findings, code, subject)

    yield from _wishes(dates.plan, dates.findings, "logic", _DATES, about_logic, judged)


def wishes_of_hours(asking: Asking, found: Allocation) -> Iterator[Wish]:
    """What people's hours deny in whatever order they work, and logic alone would not."""
    plan = found.plan
    known = {(one.code, one.subject) for one in found.logic.findings}
    findings = [one for one in found.findings if (one.code, one.subject) not in known]
    missed = {one.subject for one in found.findings if one.code == "deadline.missed"}
    kept = frozenset(
        name for name, item in plan.items.items() if item.deadline is not None and name not in missed
    )

    def judged(code: str, subject: str) -> Callable[[Plan], bool]:
        return _no_in_any_order(asking, code, subject, kept)

    for one in _wishes(plan, findings, "people", (*_DATES, "allocation.no_hours"), about_hours, judged):
        if not one.met(plan):
            yield one


def wishes_of_pinned(asking: Asking, found: Allocation) -> Iterator[Wish]:
    """Work that has to be on its dates, and whose people do not have the hours then."""
    plan = found.plan
    for name, short in _short(found).items():
        task = plan.tasks[name]
        by_hand = task.manual is not None
        own = (
            Relaxable(Fact("manual", name, f"{name} is set by hand"), without_value(name, manual=None))
            if by_hand or task.constraint is None
            else Relaxable(constrained(name, task.constraint), without_value(name, constraint=None))
        )
        others = tuple(each for each in about_hours(plan, name) if each.fact != own.fact)
        free = asking.allocated(own.relax(plan)).schedule[name]
        ends = task.constraint is not None and task.constraint.kind == "MFO" and not by_hand
        message = f"{name} stands on its dates, and {said_hours(short)} of its hours are not there then"
        met = _has_hours(asking, name)
        yield Wish("people", "", name, message, own, others, met, free.finish if ends else free.start)


def _short(found: Allocation) -> dict[str, Decimal]:
    """By pinned task, what of its hours finds no room: a quarter of an hour or more, in the plan's order."""
    if found.finish is None:
        return {}
    book, missing = found.ledger, dict[str, Decimal]()
    for name in book.resources:
        for one in book.total(name).unmet:
            missing[one.source.id] = missing.get(one.source.id, Decimal(0)) + one.amount
    return {
        name: missing[name]
        for name, task in found.plan.tasks.items()
        if missing.get(name, Decimal(0)) >= WORTH_SAYING and _pinned(task)
    }


def _pinned(task: Task) -> bool:
    held = task.constraint is not None and task.constraint.kind in ("MSO", "MFO")
    return task.progress is None and (held or task.manual is not None)


def _has_hours(asking: Asking, name: str) -> Callable[[Plan], bool]:
    def met(plan: Plan) -> bool:
        try:
            return name not in _short(asking.allocated(plan))
        except WorkModelError:
            return False

    return met


# -- skills and stocks --------------------------------------------------------------------------------------------


def wishes_of_people(plan: Plan) -> Iterator[Wish]:
    """Requirements that too few in the plan meet."""
    for one in plan.check():
        if one.code != "requirement.unmet":
            continue
        item = plan[one.subject]
        for wanted in item.requires:
            if str(wanted) != one.fact("requirement"):
                continue
            fewer = tuple(each for each in item.requires if each != wanted)
            own = Relaxable(required(item.id, wanted), without_value(item.id, requires=fewer))
            able = one.fact("able") or ()
            who = f"only {listed(able)} can do that" if able else "nobody in the plan can do that"
            missing = one.fact("needed") - one.fact("there")
            skills = Relaxable(
                Fact("skills", wanted.skill, who), hired(f"{wanted.skill}-expert", wanted.skill, wanted.level, missing)
            )  # fmt: skip
            yield Wish(
                "skills", one.code, item.id, one.message, own, (skills,), _no_unmet(item.id, wanted.skill)
            )


def _no_unmet(item: str, skill: str) -> Callable[[Plan], bool]:
    def met(plan: Plan) -> bool:
        return not any(
            one.code == "requirement.unmet"
            and one.subject == item
            and requirement(one.fact("requirement")).skill == skill
            for one in plan.check()
        )

    return met


def hired(name: str, skill: str, level: int, count: int) -> Callable[[Plan], Plan]:
    """A plan with so many more people who can do something."""

    def relax(plan: Plan) -> Plan:
        for _ in range(count):
            plan = plan.add(Resource(free_id(plan, name), skills=[Skill(skill, level)]))
        return plan

    return relax


def _shortages(plan: Plan) -> tuple[Shortage, ...]:
    dates = schedule(plan)
    if dates.start is None or dates.finish is None:
        return ()
    found = ledger(plan, dates.start.date(), dates.finish.date() + _NEXT, dates)
    return consumption(found).shortages


def wishes_of_stock(plan: Plan) -> Iterator[Wish]:
    """Materials and money of which more is used than there is, over the dates of logic."""
    if all(one.works or one.stock is None for one in plan.resources.values()):
        return
    for short in _shortages(plan):
        name = short.resource
        fact = Fact("stock", name, f"there are {short.stock:f} {short.unit} of {name}".replace("  ", " "))
        own = Relaxable(fact, without_value(name, stock=None))
        users: list[Task | Routine] = [*plan.tasks.values(), *plan.routines.values()]
        uses = [_use(item, name) for item in users if any(one.resource == name for one in item.assignments)]
        yield Wish(
            "stock", "stock", name, str(short), own, tuple(uses), _enough(name, short.unit), shortage=short
        )  # fmt: skip


def _use(item: Task | Routine, name: str) -> Relaxable:
    mine = [str(one) for one in item.assignments if one.resource == name]
    others = tuple(one for one in item.assignments if one.resource != name)
    fact = Fact("use", item.id, f"{item.id} uses up {listed(mine)}")
    return Relaxable(fact, without_value(item.id, assignments=others))


def _enough(name: str, unit: str) -> Callable[[Plan], bool]:
    def met(plan: Plan) -> bool:
        return all((one.resource, one.unit) != (name, unit) for one in _shortages(plan))

    return met
