"""What was edited between two plans: the difference, one fact at a time, in a planner's words.

A difference (`Plan.diff`) tells of an entity's fields; a planner thinks of the link that came, the person who left, the day
off. So lists are told part by part, and what joined or left takes the links along that hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import evolve, field, frozen

from workmodel.domain import Added, Entity, Moved, Removed, Renamed, Revised, WorkItem
from workmodel.scenarios import fact_words as words
from workmodel.scenarios.words import called

if TYPE_CHECKING:
    from workmodel.domain import Change, Plan

__all__ = ["Fact", "facts_of"]

_LISTS: Final = ("after", "assignments", "absences", "exceptions")
_WITHOUT_DATES: Final = frozenset(
    [
        "title",
        "notes",
        "tags",
        "properties",
        "external",
        "priority",
        "requires",
        "modes",
        "contour",
        "splittable",
        "minimum_staff",
        "skills",
        "cost_rate",
        "cost_rates",
        "cost_per_use",
        "unit",
        "stock",
        "email",
        "manager",
        "objective",
        "owner",
        "absences",
        "capacity_changes",
        "daily_limit",
        "weekly_limit",
        "critical_float",
        "late_horizon",
        "rows",
        "date",
    ]
)
"""Attributes that move no date by logic."""


@frozen(kw_only=True)
class Fact:
    """One thing that was edited.

    Attributes
    ----------
    kind
        ``"added"``, ``"removed"``, ``"changed"``, ``"renamed"`` or ``"moved"`` (in the order).
    subject
        Id of what was edited: the one that it has now, or had when it was removed. Empty for the plan's own settings.
    attribute
        Which attribute, of what was changed.
    part
        Which part of it: id of the item waited for, or of the person.
    said
        The fact as a sentence without a full stop.
    pushes
        Whether, by logic, it can only make things later (1), only earlier (-1), or either (0).
    moves
        Whether it can move a date by logic at all.
    steps
        The changes that make the same edit alone: ``before.apply(fact.steps)``, unless it needs others that came with it.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> before = Plan().add(Task("a", duration="5d"))
    >>> fact: Fact = facts_of(before, before.evolve("a", duration="8d"))[0]
    >>> fact.said, fact.pushes, str(before.apply(fact.steps)["a"].duration)
    ('a grew from 5d to 8d', 1, '8d')
    """

    kind: Literal["added", "removed", "changed", "renamed", "moved"]
    subject: str
    attribute: str = ""
    part: str = ""
    said: str
    pushes: int = 0
    moves: bool = True
    steps: tuple[Change, ...] = field(repr=False)

    def __str__(self) -> str:
        return self.said


def facts_of(before: Plan, after: Plan) -> tuple[Fact, ...]:
    """What was edited between two plans, in the order of their difference; links with what joined or left."""
    told: list[Fact] = []
    for change in before.diff(after):
        told += _of_change(before, after, change)
    return tuple(_gathered(before, after, told))


def _of_change(before: Plan, after: Plan, change: Change) -> Iterator[Fact]:
    if isinstance(change, Added):
        alone = evolve(change, before=None)
        moves = change.entity.kind not in ("property", "baseline", "resource")
        said = words.added(after, change.entity)
        yield Fact(kind="added", subject=change.subject, said=said, moves=moves, steps=(alone,))
    elif isinstance(change, Removed):
        said = f"{called(change.entity)} was removed"
        moves = change.entity.kind not in ("property", "baseline", "resource")
        yield Fact(kind="removed", subject=change.subject, said=said, moves=moves, steps=(change,))
    elif isinstance(change, Renamed):
        said = f"{change.old} has the id {change.new} now"
        yield Fact(kind="renamed", subject=change.new, said=said, moves=False, steps=(change,))
    elif isinstance(change, Moved):
        where = "at the end" if change.before is None else f"before {_name(after, change.before)}"
        said = f"{_name(after, change.id)} stands {where} now"
        yield Fact(kind="moved", subject=change.id, said=said, moves=False, steps=(change,))
    else:
        for name, old, new in change.fields:
            yield from _of_field(before, after, change.id, name, old, new)


def _name(plan: Plan, name: str) -> str:
    entity = plan.get(name)
    return name if entity is None else called(entity)


def _of_field(
    before: Plan, after: Plan, subject: str | None, name: str, old: Any, new: Any
) -> Iterator[Fact]:
    """The facts of one attribute that has another value."""
    if name in _LISTS:
        yield from _of_list(before, after, subject or "", name, old, new)
        return
    step = Revised(subject, ((name, old, new),))
    entity = None if subject is None else after.get(subject)
    said = (
        words.setting(after, name, old, new)
        if entity is None
        else words.changed(after, entity, name, old, new)
    )
    pushes = words.direction(after, name, old, new)
    yield Fact(
        kind="changed", subject=subject or "", attribute=name, said=said, pushes=pushes,
        moves=name not in _WITHOUT_DATES, steps=(step,),
    )  # fmt: skip


def _of_list(before: Plan, after: Plan, subject: str, name: str, old: Any, new: Any) -> Iterator[Fact]:
    """The facts of a list: what left it, what came, and what of it is said otherwise."""
    entity = after[subject]
    gone, come = _by_key(one for one in old if one not in new), _by_key(one for one in new if one not in old)
    for key in dict.fromkeys((*gone, *come)):
        was, now = gone.get(key), come.get(key)
        said, pushes = words.part(before, after, entity, name, was, now)
        left = [one for one in old if was is None or one != was]
        step = Revised(subject, ((name, tuple(old), (*left, *(() if now is None else (now,)))),))
        yield Fact(
            kind="changed", subject=subject, attribute=name, part=key[0], said=said, pushes=pushes,
            moves=name not in _WITHOUT_DATES, steps=(step,),
        )  # fmt: skip
    if not gone and not come:  # only their order is another
        step = Revised(subject, ((name, old, new),))
        said = f"the {name} of {called(entity)} are in another order"
        yield Fact(kind="changed", subject=subject, attribute=name, said=said, moves=False, steps=(step,))


def _by_key(parts: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """Parts of a list by what they speak of: those of one key, one after the other, are told as one that changed."""
    found: dict[tuple[str, int], Any] = {}
    for one in parts:
        name = words.key(one)
        number = 0
        while (name, number) in found:
            number += 1
        found[name, number] = one
    return found


# -- what joined and what left ----------------------------------------------------------------------------------------


def _gathered(before: Plan, after: Plan, told: list[Fact]) -> Iterator[Fact]:
    """The facts, with links and people that came with something new, or went with something old, told there."""
    joined = {one.subject: one for one in told if one.kind == "added"}
    left = {one.subject: one for one in told if one.kind == "removed"}
    rests: dict[str, list[Fact]] = {}
    kept: list[Fact] = []
    for one in told:
        hangs = one.part if one.attribute in ("after", "assignments") else ""
        new = hangs in joined and one.kind == "changed" and one.part not in before
        old = hangs in left and one.kind == "changed" and one.part not in after
        if (new or old) and isinstance((after if new else before).get(hangs), WorkItem):
            rests.setdefault(hangs, []).append(one)
        else:
            kept.append(one)
    for one in kept:
        more = rests.get(one.subject, []) if one.kind in ("added", "removed") else []
        yield _with(after, one, more) if more else one


def _with(after: Plan, one: Fact, more: list[Fact]) -> Fact:
    """A fact about what joined or left, with the links that hang on it."""
    links = tuple(step for other in more for step in other.steps)
    if one.kind == "removed":
        return evolve(one, steps=(*links, *one.steps))
    entity: Entity = after[one.subject]
    waiting = [_name(after, other.subject) for other in more]
    return evolve(one, said=words.added(after, entity, waiting), steps=(*one.steps, *links))


def by_subject(facts: Iterable[Fact]) -> Mapping[str, tuple[int, ...]]:
    """Numbers of facts that can move dates, by what they are about."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(facts):
        if one.moves:
            found.setdefault(one.subject, []).append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}
