"""`Repair`: a change after which a plan has what it asks for; each is tried before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Literal

from attrs import evolve, field, frozen

from workmodel.advice.facts import Relaxable, free_id
from workmodel.advice.ideas import about_item
from workmodel.advice.wishes import Wish
from workmodel.advice.wording import said_time, said_work
from workmodel.allocation import Allocation
from workmodel.domain import Constraint, Plan, Resource, Task
from workmodel.quantities import Span

__all__ = ["Repair", "repairs_of"]

RepairKind = Literal["move", "shorten", "reorganise", "hire", "begin_earlier", "drop", "give_up"]
_RANK = ("move", "shorten", "reorganise", "hire", "begin_earlier", "drop", "give_up")
_IDEAS = 8
_LONGEST = 366  # days
_HOUR = 60


@frozen(eq=False)
class Repair:
    """A change after which a plan has what it asks for.

    Attributes
    ----------
    kind
        ``"move"``: what is asked for moves to what can be had; ``"shorten"``: a task takes less; ``"reorganise"``: others do
        it, or in another order, as `suggest` finds; ``"hire"``: there is somebody more; ``"begin_earlier"``; ``"drop"``:
        another fact goes; ``"give_up"``: what is asked for goes.
    subject
        Id of what changes; empty for the plan itself.
    what
        The change in words.
    plan
        The changed plan.
    size
        How large the change is, to compare it with others of its kind.
    """

    kind: RepairKind
    subject: str
    what: str
    plan: Plan = field(repr=False)
    size: int = 0

    def __str__(self) -> str:
        return self.what


def repairs_of(
    plan: Plan, wish: Wish, facts: Sequence[Relaxable], found: Allocation | None
) -> tuple[Repair, ...]:
    """What makes the whole plan have what is wished for, the gentlest change first; nothing that was not tried.

    Parameters
    ----------
    facts
        Those in conflict.
    found
        The plan's allocation, where people's hours are what denies it.
    """
    ideas = [*_moved(plan, wish), *_hired(plan, wish, facts), *_dropped(plan, wish, facts)]
    if found is not None and wish.subject in plan.items:
        ideas += [
            Repair("reorganise", idea.item, idea.what, idea.plan)
            for idea in islice(about_item(found, wish.subject, plan.conventions.minutes_per_day // 4), _IDEAS)
        ]
    known: dict[str, Repair] = {}
    for one in ideas:
        if one.what not in known and wish.met(one.plan):
            known[one.what] = one
    for one in (*_shortened(plan, wish, facts), *_begun_earlier(plan, wish, facts)):
        known[one.what] = one
    return tuple(sorted(known.values(), key=lambda one: (_RANK.index(one.kind), one.size)))


def _moved(plan: Plan, wish: Wish) -> Iterator[Repair]:
    """What is asked for, as far as it can be had."""
    kind, name, at = wish.own.fact.kind, wish.subject, wish.reached
    if wish.shortage is not None:
        needed = wish.shortage.stock + wish.shortage.over
        what = f"have {needed:f} {wish.shortage.unit} of {name}".replace("  ", " ")
        yield Repair("move", name, what, plan.evolve(name, stock=needed))
    elif kind == "requirement":
        yield from _asked_less(plan, wish)
    elif at is None:
        return
    elif kind == "deadline":
        made = plan.evolve(name, deadline=at)
        yield Repair("move", name, f"move the deadline of {name} to {said_time(at)}", made)
    elif kind == "finish":
        yield Repair("move", "", f"move the finish of the plan to {said_time(at)}", plan.evolve(finish=at))
    elif kind == "constraint":
        held: Constraint = plan[name].constraint
        yield Repair(
            "move", name, f'move "{held.name}" of {name} to {said_time(at)}',
            plan.evolve(name, constraint=evolve(held, date=at)),
        )  # fmt: skip
    elif kind == "manual":
        yield from _set_by_hand(plan, name, at)


def _set_by_hand(plan: Plan, name: str, at: datetime) -> Iterator[Repair]:
    """Dates by hand, moved to begin when logic allows it, as long as they were."""
    set_ = plan[name].manual
    if set_.start is not None:
        axis, finish = plan.axis, None
        if set_.finish is not None:
            length = axis.minute(set_.finish, end=True) - axis.minute(set_.start)
            finish = axis.time(axis.minute(at) + length)
        made = plan.evolve(name, manual=evolve(set_, start=at, finish=finish))
        yield Repair("move", name, f"set {name} by hand to {said_time(at)}", made)


def _asked_less(plan: Plan, wish: Wish) -> Iterator[Repair]:
    """A requirement that fewer people, or less able ones, meet."""
    item = plan[wish.subject]
    for wanted in item.requires:
        if not wish.own.fact.said.endswith(f" asks for {wanted}"):
            continue
        most = 0  # how many can be had at a higher level
        for level in range(wanted.level, 0, -1):
            for count in range(wanted.count, most, -1):
                less = evolve(wanted, level=level, count=count)
                requires = tuple(less if one == wanted else one for one in item.requires)
                made = plan.evolve(item.id, requires=requires)
                if wish.met(made):
                    size = 10 * (wanted.level - level) + wanted.count - count
                    yield Repair("move", item.id, f"ask for {less} in {item.id}", made, size)
                    most = count
                    break


def _hired(plan: Plan, wish: Wish, facts: Sequence[Relaxable]) -> Iterator[Repair]:
    """Somebody more: for the skill that is missing, or for a task of somebody who has too much to do."""
    for one in facts:
        if one.fact.kind == "skills":
            yield Repair(
                "hire", one.fact.subject, f"add somebody who can do {one.fact.subject}", one.relax(plan)
            )
    if wish.by != "people":
        return
    tasks = [one.fact.subject for one in facts if one.fact.kind in ("duration", "assignment")]
    for name in dict.fromkeys(tasks):
        for assigned in plan[name].assignments:
            resource: Resource = plan.resources[assigned.resource]
            if resource.works and not resource.members:
                own = free_id(plan, f"{resource.id}-2")
                more = evolve(resource, id=own, absences=(), title="", external=(), email="")
                everybody = tuple(
                    evolve(one, resource=own) if one == assigned else one for one in plan[name].assignments
                )
                made = plan.add(more).evolve(name, assignments=everybody)
                yield Repair("hire", name, f"add somebody beside {resource.id} who does {name}", made)


def _dropped(plan: Plan, wish: Wish, facts: Sequence[Relaxable]) -> Iterator[Repair]:
    """One of the facts goes; those that are simply so stay."""
    words = {
        "constraint": "drop the constraint", "link": "drop the dependency", "manual": "let logic place it",
        "start": "drop the start", "calendar": "work on it around the clock", "absence": "move the absence",
        "routine": "give the routine to others", "use": "use none of it", "deadline": "drop the deadline",
    }  # fmt: skip
    for one in facts:
        fact = one.fact
        if fact.kind in words and fact != wish.own.fact and fact.subject:
            yield Repair("drop", fact.subject, f"{words[fact.kind]}: {fact}", one.relax(plan))
    fact = wish.own.fact
    yield Repair("give_up", fact.subject, f"give up that {fact}", wish.own.relax(plan))


# -- how much less, how much earlier ------------------------------------------------------------------------------


def _shortened(plan: Plan, wish: Wish, facts: Sequence[Relaxable]) -> Iterator[Repair]:
    """Each task in the conflict, shorter by as little as it takes, in whole hours where it is long."""
    for one in facts:
        if one.fact.kind != "duration":
            continue
        task: Task = plan[one.fact.subject]
        given = task.duration if task.duration is not None else task.effort
        if given is None or given.elapsed:
            continue
        total = plan.minutes(given)
        step = _HOUR if total > 2 * _HOUR else 1
        steps = _least(partial(_met_by_less, plan, wish, task, total, step), (total - 1) // step)
        if steps is not None:
            less = steps * step
            what = f"shorten {task.id} by {said_work(less, plan)}"
            yield Repair("shorten", task.id, what, _shorter(plan, task, total - less), less)


def _met_by_less(plan: Plan, wish: Wish, task: Task, total: int, step: int, steps: int) -> bool:
    return wish.met(_shorter(plan, task, total - steps * step))


def _shorter(plan: Plan, task: Task, minutes: int) -> Plan:
    span = Span.of_minutes(minutes, unit="d", conventions=plan.conventions)
    name = "effort" if task.duration is None else "duration"
    return plan.evolve(task.id, **{name: span})


def _begun_earlier(plan: Plan, wish: Wish, facts: Sequence[Relaxable]) -> Iterator[Repair]:
    """The plan begins as many days earlier as it takes."""
    if not any((one.fact.kind, one.fact.subject) == ("start", "") for one in facts):
        return
    days = _least(lambda n: wish.met(_earlier(plan, n)), _LONGEST)
    if days is not None:
        made = _earlier(plan, days)
        what = f"begin {days} {'day' if days == 1 else 'days'} earlier, {made.start}"
        yield Repair("begin_earlier", "", what, made, days)


def _earlier(plan: Plan, days: int) -> Plan:
    assert plan.start is not None
    return plan.evolve(start=plan.start - timedelta(days=days))


def _least(enough: Callable[[int], bool], most: int) -> int | None:
    """The least number from 1 on that is enough, if the most is, and each above is where one is."""
    if most < 1 or not enough(most):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low
