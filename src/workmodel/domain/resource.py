"""Who and what work is done with."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, Literal

from attrs import field, frozen

from workmodel.domain.items import Entity
from workmodel.domain.references import reference
from workmodel.domain.values import (
    one_of,
    optional,
    optional_id,
    readable_id,
    several,
    share,
    some_text,
    whole,
)
from workmodel.errors import InvalidText, WrongType
from workmodel.quantities import Money, money

__all__ = ["Resource", "Skill"]


def _capacity(value: Any) -> Decimal:
    return share("capacity", value, most=100_000)


def _level(value: Any) -> int:
    return whole("a level of skill", value, 1, 5)


@frozen
class Skill:
    """What a resource can do, and how well.

    Attributes
    ----------
    name
        The skill, one word (``"python"``).
    level
        Proficiency from 1 (beginner) to 5 (expert).

    Examples
    --------
    >>> skill("python 4").level
    4
    """

    name: str = field(converter=readable_id)
    level: int = field(default=3, converter=_level)

    def __str__(self) -> str:
        return self.name if self.level == 3 else f"{self.name} {self.level}"


def skill(value: object) -> Skill:
    """A skill from text, ``"python"`` or ``"python 4"``."""
    if isinstance(value, Skill):
        return value
    if not isinstance(value, str):
        raise WrongType("a skill", value, 'text such as "python" or "python 4"')
    return _parsed(value)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Skill:
    words = text.split()
    if len(words) == 1:
        return Skill(words[0])
    if len(words) == 2 and words[1] in ("1", "2", "3", "4", "5"):
        return Skill(words[0], int(words[1]))
    raise InvalidText("a skill", text, 'a word and a level from 1 to 5, such as "python" or "python 4"')


def _members(value: Any) -> tuple[str, ...]:
    return several("a list of members", readable_id)(value)


@frozen(kw_only=True)
class Resource(Entity):
    """A person, team, machine, material or sum of money.

    Attributes
    ----------
    type
        ``"person"``, ``"team"``, ``"equipment"``, ``"material"`` or ``"money"``; only the first three have hours.
    capacity
        1 is one full-time person or one machine; 3 is three at once; below 1 a share of each working day.
    calendar
        Id of its working calendar; ``None``: the plan's.
    skills
        What it can do, each ``"NAME [LEVEL]"`` or a `Skill`.
    cost_rate
        Money per hour of work.
    cost_per_use
        Money per assignment.
    manager
        Id of the resource that manages it, for steps of routines that name ``"manager"``.
    members
        For a team, the ids of the resources in it.
    unit
        For material, the unit it is counted in (``"litre"``).
    email
        Where to reach it.

    Examples
    --------
    >>> ben = Resource("ben", skills=["python 4"], capacity=0.8, cost_rate="85 EUR")
    >>> ben.capacity, ben.skills[0].level, str(ben.cost_rate)
    (Decimal('0.8'), 4, '85 EUR')
    """

    kind: ClassVar[str] = "resource"

    type: Literal["person", "team", "equipment", "material", "money"] = field(
        default="person",
        converter=one_of("a type of resource", "person", "team", "equipment", "material", "money"),
    )
    capacity: Decimal = field(default=Decimal(1), converter=_capacity)
    calendar: str | None = reference("calendar", default=None, converter=optional_id)
    skills: tuple[Skill, ...] = field(default=(), converter=several("a list of skills", skill))
    cost_rate: Money | None = field(default=None, converter=optional(money))
    cost_per_use: Money | None = field(default=None, converter=optional(money))
    manager: str | None = reference("resource", default=None, converter=optional_id)
    members: tuple[str, ...] = reference("resource", default=(), converter=_members)
    unit: str = field(default="", converter=some_text)
    email: str = field(default="", converter=some_text)

    @property
    def works(self) -> bool:
        """Whether it has working hours: people, teams and equipment do, material and money do not."""
        return self.type in ("person", "team", "equipment")
