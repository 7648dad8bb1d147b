"""`effect`: what two ledgers of the same days differ in, for each resource and each item, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, TypeVar

from attrs import astuple, evolve, fields_dict, frozen

from workmodel.capacity.covered import a_ledger, covered
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.wording import said_hours
from workmodel.errors import OutOfRange

__all__ = ["Effect", "ItemEffect", "ResourceEffect", "effect"]

_NOTHING: Final = Decimal(0)
_NAMES: Final = ("availability", "wanted", "granted", "over", "switching", "limit", "free")


@frozen
class ResourceEffect:
    """What one resource gains (above zero) or loses. [person-min]

    Attributes
    ----------
    resource
        Its id.
    gross, absence
        Of hours that there are, and of those lost to absences.
    wanted, granted, over
        Of what is asked for, of what of it is granted and of what is not.
    switching, free
        Of what is lost to switching, and of what nobody claims and somebody may.
    limit
        Of what nobody claims and a limit forbids to claim.
    """

    resource: str
    gross: Decimal = _NOTHING
    absence: Decimal = _NOTHING
    wanted: Decimal = _NOTHING
    granted: Decimal = _NOTHING
    over: Decimal = _NOTHING
    switching: Decimal = _NOTHING
    free: Decimal = _NOTHING
    limit: Decimal = _NOTHING

    @property
    def availability(self) -> Decimal:
        """Of hours that there are to claim."""
        return self.gross - self.absence

    def __str__(self) -> str:
        return f"{self.resource}: {_said(self, _NAMES)}"


@frozen
class ItemEffect:
    """What one task or routine gains (above zero) or loses. [person-min]

    Attributes
    ----------
    item
        Its id; ``"reserve"`` for the reserve.
    wanted, granted, over
        Of what it asks for, of what of it is granted and of what is not.
    by_resource
        Of what is granted, by resource, where that differs.
    """

    item: str
    wanted: Decimal = _NOTHING
    granted: Decimal = _NOTHING
    over: Decimal = _NOTHING
    by_resource: tuple[tuple[str, Decimal], ...] = ()

    def __str__(self) -> str:
        return f"{self.item}: {_said(self, ('wanted', 'granted', 'over'))}"


@frozen
class Effect:
    """What differs between two ledgers, after less before; made by `effect`.

    ``-effect(before, after)`` is ``effect(after, before)``. It is false where nothing differs.

    Attributes
    ----------
    resources, items
        Those that gain or lose anything, by id.
    """

    resources: tuple[ResourceEffect, ...] = ()
    items: tuple[ItemEffect, ...] = ()

    @property
    def total(self) -> ResourceEffect:
        """What all resources together gain or lose; its ``resource`` is empty."""
        sums = {
            name: sum((getattr(one, name) for one in self.resources), _NOTHING)
            for name in fields_dict(ResourceEffect)
            if name != "resource"
        }
        return ResourceEffect("", **sums)

    def __bool__(self) -> bool:
        return bool(self.resources or self.items)

    def __neg__(self) -> Effect:
        items = (
            evolve(_opposite(one), by_resource=tuple((who, -units) for who, units in one.by_resource))
            for one in self.items
        )
        return Effect(tuple(map(_opposite, self.resources)), tuple(items))

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.resources, *self.items))) or "nothing gained and nothing lost"


_Part = TypeVar("_Part", ResourceEffect, ItemEffect)


def _opposite(one: _Part) -> _Part:
    amounts = {name: getattr(one, name) for name in fields_dict(type(one))}
    turned: dict[str, Any] = {name: -units for name, units in amounts.items() if isinstance(units, Decimal)}
    return evolve(one, **turned)


def _said(one: object, names: Iterable[str]) -> str:
    amounts = [(name, getattr(one, name)) for name in names]
    return ", ".join(f"{_signed(units)} {name}" for name, units in amounts if units)


def _signed(units: Decimal) -> str:
    return f"{'+' if units > 0 else '−'}{said_hours(abs(units))}"


def effect(before: Ledger, after: Ledger) -> Effect:
    """What a change does to everybody's hours: a routine more or less, an absence, another person.

    Parameters
    ----------
    before, after
        Ledgers of the same days; of plans that differ, or of one plan in another order, with a reserve and so on.

    Raises
    ------
    OutOfRange
        They do not cover the same days.
    WrongType
        No ledger.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Routine, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", capacity="0.75"),
    ...     Routine("support", reservation="12h per week", assignments=["kim"]),
    ...     Task("guide", effort="8h", assignments=["kim"]),
    ... )
    >>> days = ("2026-03-02", "2026-03-09")
    >>> print(effect(ledger(plan, *days), ledger(plan.remove("support"), *days)))
    kim: −12h wanted, −9h 36min granted, −2h 24min over, +9h 36min free
    guide: +2h 24min granted, −2h 24min over
    support: −12h wanted, −12h granted
    """
    if (a_ledger(before).first, before.last) != (a_ledger(after).first, after.last):
        days = f"{after.first} to {after.last}"
        raise OutOfRange(
            "the window of the second ledger", days, f"those of the first, {before.first} to {before.last}"
        )
    was, now = _Sums(before), _Sums(after)
    return Effect(
        tuple(_differing(_resources(was, name, now) for name in sorted({*was.resources, *now.resources}))),
        tuple(_differing(_items(was, name, now) for name in sorted({*was.items, *now.items}))),
    )


class _Sums:
    """The sums of one ledger, by resource and by item. [1/10 000 person-minute]"""

    def __init__(self, ledger: Ledger) -> None:
        here = covered(ledger)
        over = here.wanted - here.granted
        columns = {
            "gross": here.gross, "absence": here.absence, "wanted": here.by_cell(here.wanted),
            "granted": here.by_cell(here.granted), "over": here.by_cell(over), "switching": here.loss,
            "free": here.free, "limit": here.barred,
        }  # fmt: skip
        sums = {name: by_day.sum(axis=1).tolist() for name, by_day in columns.items()}
        self.resources: dict[str, dict[str, int]] = {
            name: {column: sums[column][row] for column in sums} for row, name in enumerate(ledger.resources)
        }
        self.items: dict[str, dict[str, int]] = {}
        self.lines: dict[str, dict[str, int]] = {}
        claims = zip(
            here.source.tolist(), here.row.tolist(), here.wanted.tolist(), here.granted.tolist(), strict=True
        )
        for source, row, wanted, granted in claims:
            one = ledger.claims.sources[source]
            name, who = one.id or one.kind, ledger.resources[row]
            item = self.items.setdefault(name, {"wanted": 0, "granted": 0, "over": 0})
            item["wanted"] += wanted
            item["granted"] += granted
            item["over"] += wanted - granted
            own = self.lines.setdefault(name, {})
            own[who] = own.get(who, 0) + granted


def _resources(was: _Sums, name: str, now: _Sums) -> ResourceEffect:
    return ResourceEffect(name, **_difference(was.resources.get(name, {}), now.resources.get(name, {})))


def _items(was: _Sums, name: str, now: _Sums) -> ItemEffect:
    had, has = was.lines.get(name, {}), now.lines.get(name, {})
    by_resource = ((who, has.get(who, 0) - had.get(who, 0)) for who in sorted({*had, *has}))
    return ItemEffect(
        name,
        **_difference(was.items.get(name, {}), now.items.get(name, {})),
        by_resource=tuple((who, amount(units)) for who, units in by_resource if units),
    )


def _difference(was: dict[str, int], now: dict[str, int]) -> dict[str, Decimal]:
    return {name: amount(now.get(name, 0) - was.get(name, 0)) for name in {**was, **now}}


def _differing(found: Iterable[_Part]) -> Iterable[_Part]:
    return (one for one in found if any(astuple(one)[1:]))
