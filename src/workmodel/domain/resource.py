"""Who and what work is done with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from attrs import field, frozen

from workmodel.calendars.weeks import calendar_day
from workmodel.domain.absence import Absence, absences
from workmodel.domain.dated import CapacityChange, CostRate, capacity, capacity_changes, cost_rates, in_force
from workmodel.domain.items import Entity
from workmodel.domain.membership import Membership, members
from workmodel.domain.references import holds, reference
from workmodel.domain.skills import Skill, skill
from workmodel.domain.values import one_of, optional, optional_id, positive, several, share, some_text
from workmodel.errors import OutOfRange
from workmodel.quantities import Money, Span, money

__all__ = ["Resource"]


def _efficiency(value: Any) -> Decimal:
    found = share("an efficiency", value, most=100)
    if not found:
        raise OutOfRange("an efficiency", value, "above 0, at most 100; whoever does no work has no capacity")
    return found


def _stock(value: Any) -> Decimal:
    return share("a stock", value, most=1_000_000_000)


def _limit(value: Any) -> Span | None:
    found: Span | None = positive("a limit of hours")(value)
    if found is not None and found.elapsed:
        raise OutOfRange("a limit of hours", str(found), 'working time such as "6h"')
    return found


@frozen(kw_only=True)
class Resource(Entity):
    """A person, team, machine, material or sum of money.

    Attributes
    ----------
    type
        ``"person"``, ``"team"``, ``"equipment"``, ``"material"`` or ``"money"``; only the first three have hours.
    capacity
        1 is one full-time person or one machine; 3 is three at once; below 1 a share of each working day. It says nothing
        of material and money: see *stock*.
    capacity_changes
        Capacities from a day on, each ``"2026-03-01 0.6"`` or a `CapacityChange`; *capacity* holds before the first.
    efficiency
        Effort done per hour worked; 1 is the standard. [above 0, at most 100]
    daily_limit, weekly_limit
        The most hours it may be claimed for in a local day, in an ISO week, by whatever it does, in whatever team. Not for
        teams with members. [plan's conventions]
    absences
        When it is away, each ``"2026-07-01..2026-07-14 vacation"``, ``"2026-05-04 50% training"`` or an `Absence`.
    calendar
        Id of its working calendar; ``None``: the plan's.
    skills
        What it can do, each ``"NAME [LEVEL]"`` or a `Skill`.
    cost_rate
        Money per hour of work; of material, per *unit*.
    cost_rates
        The same from a day on, each ``"2027-01-01 90 EUR"`` or a `CostRate`; *cost_rate* holds before the first.
    cost_per_use
        Money per assignment.
    manager
        Id of the resource that manages it, for steps of routines that name ``"manager"``.
    members
        For a team, the resources in it, each ``"ben"``, ``"ben from 2026-03-01 to 2026-06-30"`` or a `Membership`.
        The hours of a team with members are theirs.
    unit
        For material, the unit it is counted in (``"litre"``); for money, its currency (``"EUR"``).
    stock
        How much there is of a material, or of money, in its unit; ``None``: as much as is needed. [at most 10⁹, with at most
        four decimals]
    email
        Where to reach it.

    Raises
    ------
    OutOfRange
        Among others, a limit of a team with members: which of them would give way, nothing says.

    Notes
    -----
    Dates come from calendar, capacity and efficiency: `workmodel.scheduling.schedule` does not look at absences, changes of
    capacity, limits or skills. `workmodel.capacity.supply` counts absences and changes of capacity;
    `workmodel.capacity.ledger` claims effort ÷ efficiency, and no more than limits allow.

    Efficiency counts where an effort is work that is shared. What each spends (``split="each"``, steps of routines), hours
    held, and hours reported are time, whoever spends it. Dates of what a team does follow the team's own capacity and
    efficiency; its hours those of its members.

    Examples
    --------
    >>> ben = Resource("ben", skills=["python 4"], capacity=0.8, cost_rate="85 EUR")
    >>> ben.capacity, ben.skills[0].level, str(ben.cost_rate)
    (Decimal('0.8'), 4, '85 EUR')
    >>> kim = Resource(
    ...     "kim", capacity_changes=["2026-03-01 0.6"], absences=["2026-07-01..2026-07-14 vacation"]
    ... )
    >>> kim.capacity_on(date(2026, 2, 28)), kim.capacity_on(date(2026, 3, 1))
    (Decimal('1'), Decimal('0.6'))
    >>> str(Resource("lea", efficiency="80%", weekly_limit="30h").weekly_limit)
    '30h'
    >>> paint = Resource("paint", type="material", unit="litre", stock=120, cost_rate="9.50 EUR")
    >>> paint.works, str(paint.stock), str(paint.cost_rate_on(date(2026, 3, 2)))
    (False, '120', '9.50 EUR')
    """

    kind: ClassVar[str] = "resource"

    type: Literal["person", "team", "equipment", "material", "money"] = field(
        default="person",
        converter=one_of("a type of resource", "person", "team", "equipment", "material", "money"),
    )
    capacity: Decimal = field(default=Decimal(1), converter=capacity)
    capacity_changes: tuple[CapacityChange, ...] = field(default=(), converter=capacity_changes)
    efficiency: Decimal = field(default=Decimal(1), converter=_efficiency)
    daily_limit: Span | None = field(default=None, converter=_limit)
    weekly_limit: Span | None = field(default=None, converter=_limit)
    absences: tuple[Absence, ...] = field(default=(), converter=absences)
    calendar: str | None = reference("calendar", default=None, converter=optional_id)
    skills: tuple[Skill, ...] = field(default=(), converter=several("a list of skills", skill))
    cost_rate: Money | None = field(default=None, converter=optional(money))
    cost_rates: tuple[CostRate, ...] = field(default=(), converter=cost_rates)
    cost_per_use: Money | None = field(default=None, converter=optional(money))
    members: tuple[Membership, ...] = holds(Membership, converter=members)
    manager: str | None = reference("resource", default=None, converter=optional_id)
    unit: str = field(default="", converter=some_text)
    stock: Decimal | None = field(default=None, converter=optional(_stock))
    email: str = field(default="", converter=some_text)

    def __attrs_post_init__(self) -> None:
        for name in ("daily_limit", "weekly_limit"):
            given = getattr(self, name)
            if given is not None and self.members:
                what = f"the {name.replace('_', ' ')} of team {self.id}, which has members,"
                expected = (
                    "given to its members: what they may be claimed for holds in whatever team they are"
                )
                raise OutOfRange(what, str(given), expected)

    @property
    def works(self) -> bool:
        """Whether it has working hours: people, teams and equipment do, material and money do not."""
        return self.type in ("person", "team", "equipment")

    def capacity_on(self, day: date) -> Decimal:
        """The capacity that holds on a day: the last change by then, or `capacity`. [1 = full time]"""
        change = in_force(self.capacity_changes, calendar_day(day))
        return self.capacity if change is None else change.capacity

    def cost_rate_on(self, day: date) -> Money | None:
        """Money per hour of work, or per unit of material, on a day: the last rate by then, or `cost_rate`."""
        change = in_force(self.cost_rates, calendar_day(day))
        return self.cost_rate if change is None else change.rate
