"""`workload`: who has how many hours and how many of them are wanted, by day, week or month and by whatever one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from workmodel.capacity.coverage import Coverage
from workmodel.capacity.covered import Covered, covered
from workmodel.capacity.grouping import PEOPLE, WORK, Grouping, keys_of, people_by
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.reporting import Period, PeriodName, Periods
from workmodel.capacity.wording import said_hours, said_share, share_of
from workmodel.domain.values import one_of
from workmodel.errors import UnknownId, named, nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Workload", "workload"]

_SUPPLY: Final = ("gross", "absence", "availability", "limit", "switching", "free")
_DEMAND: Final = ("wanted", "granted", "over")
_COLUMNS: Final = (
    "gross",
    "absence",
    "availability",
    "wanted",
    "granted",
    "over",
    "limit",
    "switching",
    "free",
)
_by: Final = one_of("what hours are summed by", *PEOPLE, *WORK)


@frozen(eq=False)
class Workload:
    """Hours by period and key; made by `workload`.

    Attributes
    ----------
    by
        What the keys are.
    period
        How long a period is.
    periods
        The periods, in order.
    keys
        The keys, in the plan's order; an empty one, last, holds what has none.
    shared
        What stands under several keys: people in several teams or with several skills, items with several tags. Their
        hours are in each of those rows, and once in `totals`.
    coverage
        Which items say nothing of what they take, so that no figure here holds it.
    """

    by: str
    period: str
    periods: tuple[Period, ...]
    keys: tuple[str, ...]
    shared: tuple[str, ...]
    coverage: Coverage
    _amounts: dict[str, Ints] = field(repr=False)
    _totals: dict[str, Ints] = field(repr=False)

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry for each key and period, ready for any dataframe library.

        ``key``; ``period``, ``start``, ``finish`` (first and last day that count), ``whole`` (not cut by the window);
        ``gross``, ``absence``, ``availability``, ``wanted``, ``granted``, ``over`` (wanted and not granted), ``limit``
        (what a limit forbids to claim), ``switching``, ``free``: exact decimals [person-min]; ``utilisation``: granted ÷
        (availability − limit), in ten-thousandths, halves up [0–1].

        What claims hours has none of its own: by project, routine, kind or tag ``gross``, ``absence``, ``availability``,
        ``limit``, ``switching`` and ``free`` are ``None``, and ``utilisation`` is the share of everybody's.
        """
        found: dict[str, list[Any]] = {"key": [key for key in self.keys for _ in self.periods]}
        found |= {name: column * len(self.keys) for name, column in self._when().items()}
        for name in _COLUMNS:
            found[name] = _amounts(self._amounts.get(name), len(found["key"]))
        found["utilisation"] = self._utilisation(self._amounts)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each key and period; names as in `columns`."""
        return _as_rows(self.columns())

    def of(self, key: str) -> list[dict[str, Any]]:
        """The rows of one key.

        Raises
        ------
        UnknownId
            No such key.
        """
        if key not in self.keys:
            raise UnknownId(named(key), nearest(named(key), self.keys))
        return [row for row in self.rows() if row["key"] == key]

    def totals(self) -> list[dict[str, Any]]:
        """One plain dict for each period, over everybody and everything, each hour once; names as in `columns`."""
        found = self._when()
        for name in _COLUMNS:
            found[name] = _amounts(self._totals[name], len(self.periods))
        found["utilisation"] = self._utilisation(self._totals)
        return _as_rows(found)

    def _when(self) -> dict[str, list[Any]]:
        names = {"period": "name", "start": "start", "finish": "finish", "whole": "whole"}
        return {column: [getattr(one, name) for one in self.periods] for column, name in names.items()}

    def _utilisation(self, amounts: dict[str, Ints]) -> list[Any]:
        granted = amounts["granted"]
        own = amounts if "availability" in amounts else self._totals
        available = own["availability"] - own["limit"]
        if available.shape != granted.shape:
            available = available + 0 * granted
        pairs = zip(granted.ravel().tolist(), available.ravel().tolist(), strict=True)
        return [share_of(part, whole) for part, whole in pairs]

    def __str__(self) -> str:
        times = {one.name: str(one) for one in self.periods}
        lines = [f"{row['key'] or '(none)'}, {times[row['period']]}: {_said(row)}" for row in self.rows()]
        return "\n".join([*lines, str(self.coverage)])


def _said(row: dict[str, Any]) -> str:
    parts = [] if row["availability"] is None else [f"{said_hours(row['availability'])} available"]
    parts.append(f"{said_hours(row['wanted'])} wanted")
    if row["over"]:
        parts.append(f"{said_hours(row['over'])} over")
    if row["limit"]:
        parts.append(f"{said_hours(row['limit'])} beyond a limit")
    if row["free"] is not None:
        parts.append(f"{said_hours(row['free'])} free")
    return f"{', '.join(parts)} ({said_share(row['utilisation'])})"


def _amounts(units: Ints | None, count: int) -> list[Any]:
    return [None] * count if units is None else [amount(one) for one in units.ravel().tolist()]


def _as_rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def workload(ledger: Ledger, period: PeriodName = "week", by: Grouping = "resource") -> Workload:
    """Hours there are, wanted, granted, over and free, by period and key.

    What is wanted is wanted of somebody: work that nobody is assigned to is in no row; `open_demand` tells it.

    Parameters
    ----------
    ledger
        Whose hours.
    period
        ``"day"``, ``"week"`` (ISO weeks, from Monday) or ``"month"``; one that the ledger cuts says so.
    by
        Whose hours they are: ``"resource"``, ``"team"`` (its members on their days in it) or ``"skill"`` (own ones and
        those of one's teams); or what claims them: ``"project"`` (the nearest one), ``"routine"``, ``"kind"`` or ``"tag"``.

    Raises
    ------
    InvalidText, WrongType
        An argument is of no use here; the error names it.

    Notes
    -----
    Load and utilisation follow operations research: utilisation ρ = load ÷ availability, where the load is what was
    granted, and hours that a limit forbids to claim are not available. O(claims + keys × days) array steps.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Routine, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", capacity="0.75"),
    ...     Routine("support", reservation="12h per week", assignments=["kim"]),
    ...     Task("guide", effort="8h", assignments=["kim"]),
    ...     Task("idea"),
    ... )
    >>> print(workload(ledger(plan, "2026-03-02", "2026-03-09")))
    kim, 2026-W10: 30h available, 20h wanted, 2h 24min over, 12h 24min free (59 %)
    1 of 3 items has no effort
    """
    here = covered(ledger)
    periods = Periods(ledger.days, period)
    supply = dict(
        zip(
            _SUPPLY,
            (here.gross, here.absence, here.availability, here.barred, here.loss, here.free),
            strict=True,
        )
    )
    demand = dict(zip(_DEMAND, (here.wanted, here.granted, here.wanted - here.granted), strict=True))
    by_cell = supply | {name: here.by_cell(units) for name, units in demand.items()}
    totals = {name: periods.total(units.sum(axis=0)) for name, units in by_cell.items()}
    chosen = _by(by)
    keys, amounts, shared = (
        _by_people(ledger, chosen, by_cell) if chosen in PEOPLE else _by_work(ledger, chosen, here, demand)
    )
    amounts = {name: periods.total(units) for name, units in amounts.items()}
    return Workload(chosen, period, periods.all, keys, shared, ledger.coverage, amounts, totals)


_Found = tuple[tuple[str, ...], dict[str, "Ints"], tuple[str, ...]]


def _by_people(ledger: Ledger, by: str, by_cell: dict[str, Ints]) -> _Found:
    """Keys, amounts by key and day, and who stands under several keys."""
    import numpy as np

    groups = people_by(ledger, by)
    days = len(ledger.days)
    amounts = {
        name: np.array([one.total(units) for one in groups], dtype=np.int64).reshape(len(groups), days)
        for name, units in by_cell.items()
    }
    times = np.zeros((len(ledger.resources), days), dtype=np.int64)
    for one in groups:
        times[one.rows] += 1 if one.counts is None else one.counts
    several = np.flatnonzero((times > 1).any(axis=1)).tolist()
    return tuple(one.key for one in groups), amounts, tuple(ledger.resources[row] for row in several)


def _by_work(ledger: Ledger, by: str, here: Covered, demand: dict[str, Ints]) -> _Found:
    """Keys, amounts by key and day, and what stands under several keys."""
    import numpy as np

    sources = ledger.claims.sources
    keys_by_source = {n: keys_of(ledger.plan, sources[n], by) for n in np.unique(here.source).tolist()}
    first_seen = dict.fromkeys(key for keys in keys_by_source.values() for key in keys)
    names = sorted(first_seen, key=lambda name: (not name, ledger.plan._slot(name) or 0))
    number = {name: n for n, name in enumerate(names)}
    amounts = {name: np.zeros((len(names), len(ledger.days)), dtype=np.int64) for name in demand}
    for turn in range(max((len(keys) for keys in keys_by_source.values()), default=0)):
        of_source = np.full(len(sources), -1, dtype=np.int64)
        for n, keys in keys_by_source.items():
            if turn < len(keys):
                of_source[n] = number[keys[turn]]
        key = of_source[here.source]
        some = key >= 0
        for name, units in demand.items():
            np.add.at(amounts[name], (key[some], here.day[some]), units[some])
    shared = tuple(dict.fromkeys(sources[n].id for n, keys in keys_by_source.items() if len(keys) > 1))
    return tuple(names), amounts, shared
