"""Promises about the ledger of an allocation: every hour is there once, and tasks have theirs between their dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from workmodel.domain import Task
from workmodel.domain.leveled import Entries
from workmodel.findings import Finding
from workmodel.quantities import Axis
from workmodel.verification.amounts import effort_of, takes_time
from workmodel.verification.facts import OPEN
from workmodel.verification.hours import WHOLE
from workmodel.verification.levels import Levels
from workmodel.verification.saying import broken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["balanced", "granted_where_tasks_are", "work_gets_its_hours"]

_UNEVEN: Final = (
    60 * WHOLE
)  # work lies over what a day has left as though it had no first and last minute there


def balanced(levels: Levels) -> Iterator[Finding]:
    """On each day of each resource, what is granted, lost, barred and free is what its calendar and absences leave."""
    import numpy as np

    entries = levels.entries
    if entries is None:
        return
    wanted = tuple(one.id for one in levels.leveled.resources.values() if one.works and not one.members)
    first, last = levels.days
    days = (last - first).days + 1
    there = (entries.resources, entries.first, entries.last) == (wanted, first, last)
    if not (there and _readable(entries, (len(wanted), days))):
        yield broken(
            "verify.ledger", "", f"the ledger is one of other people or days, {entries.first} to {entries.last}",
            found=(entries.first, entries.last), expected=(first, last),
        )  # fmt: skip
        return
    shift = (entries.first - levels.hours.first).days
    span = slice(shift, shift + days)
    granted = np.zeros_like(entries.gross)
    np.add.at(granted, (entries.row, entries.day), entries.granted)
    sums = granted + entries.lost + entries.barred + entries.free
    least = np.minimum(np.minimum(entries.free, entries.barred), entries.lost)
    for row, name in enumerate(entries.resources):
        own = levels.hours.of(name)
        expected = (own.gross - own.absence)[span]
        found = entries.gross[row] - entries.absence[row]
        wrong = (found != expected) | (sums[row] != expected) | (least[row] < 0)
        if wrong.any():
            day = int(np.flatnonzero(wrong)[0])
            on = entries.first + timedelta(days=day)
            yield broken(
                "verify.ledger", name,
                f"{name} has {int(expected[day]) / WHOLE:g} minutes on {on}, and the ledger accounts for "
                f"{int(sums[row][day]) / WHOLE:g}",
                day=on, expected=int(expected[day]), found=int(sums[row][day]),
            )  # fmt: skip


def _readable(entries: Entries, shape: tuple[int, int]) -> bool:
    """Whether its columns have the sizes of its days, and its claims are of some source, on some of those days."""
    cells = (entries.gross, entries.absence, entries.lost, entries.barred, entries.free)
    claims = (entries.row, entries.day, entries.source, entries.granted, entries.wanted)
    if {one.shape for one in cells} != {shape} or len({one.shape for one in claims}) > 1:
        return False
    most = zip((entries.row, entries.day, entries.source), (*shape, len(entries.sources)), strict=True)
    return all(((column >= 0) & (column < size)).all() for column, size in most)


def granted_where_tasks_are(levels: Levels) -> Iterator[Finding]:
    """A task has hours of its own people, on days between its start and its finish, and no more than it wants."""
    entries = levels.entries
    if entries is None:
        return
    for number, row, days, granted, wanted in _by_task(entries):
        name, who = entries.sources[number][1], entries.resources[row]
        if name not in levels.found.schedule or who not in {one.resource for one in levels.shares(name)}:
            yield broken(
                "verify.ledger", name, f"{name} has hours of {who}, who does not work on it", resource=who
            )
            continue
        first, last = _reach(levels, name, who)
        here = (
            entries.first + timedelta(days=int(days.min())),
            entries.first + timedelta(days=int(days.max())),
        )
        if not first <= here[0] <= here[1] <= last:
            yield broken(
                "verify.ledger", name,
                f"{name} has hours of {who} from {here[0]} to {here[1]}, and lies between {first} and {last}",
                resource=who, found=here, expected=(first, last),
            )  # fmt: skip
        if (granted > wanted).any() or (granted < 0).any():
            yield broken(
                "verify.ledger", name, f"{name} is granted other hours of {who} than it wants", resource=who
            )


def _by_task(entries: Entries) -> Iterator[tuple[int, int, Ints, Ints, Ints]]:
    """For each task and resource: number of the source, row, days, what was granted and what was wanted."""
    import numpy as np

    tasks = np.array([kind == "task" for kind, _ in entries.sources], dtype=np.bool_)
    some = np.flatnonzero(tasks[entries.source])
    some = some[np.lexsort((entries.day[some], entries.row[some], entries.source[some]))]
    source, row = entries.source[some], entries.row[some]
    edges = np.flatnonzero(np.diff(source, prepend=-1).astype(bool) | np.diff(row, prepend=-1).astype(bool))
    for part in np.split(some, edges[1:]) if len(some) else []:
        yield (
            int(entries.source[part[0]]), int(entries.row[part[0]]),
            entries.day[part], entries.granted[part], entries.wanted[part],
        )  # fmt: skip


def _reach(levels: Levels, name: str, who: str) -> tuple[date, date]:
    """The first and last of somebody's days on which a task lies."""
    row, days = levels.after[name], levels.hours.of(who)
    axis = Axis(levels.plan.work_calendar(levels.plan.resources[who].calendar).zone)
    ends = (row.start, max(row.finish - 1, row.start))
    shifts = [levels.hours.first + timedelta(days=days.day_of(minute)) for minute in ends]
    dates = [axis.time(minute).date() for minute in ends]
    # a shift over midnight belongs to the day on which it starts
    return min(shifts[0], dates[0]), max(shifts[1], dates[1])


def work_gets_its_hours(levels: Levels) -> Iterator[Finding]:
    """An open effort wants as many hours as it takes, and slowed work is granted what it wants where no other task is."""
    import numpy as np

    entries = levels.entries
    if entries is None:
        return
    wanted: dict[str, dict[str, int]] = {}
    short: dict[str, int] = {}
    tasks = np.array([kind == "task" for kind, _ in entries.sources], dtype=np.bool_)
    claims = np.zeros_like(entries.gross)
    some = tasks[entries.source]
    np.add.at(claims, (entries.row[some], entries.day[some]), 1)
    slowed = set(levels.slowed)
    for number, row, days, granted, asked in _by_task(entries):
        name, who = entries.sources[number][1], entries.resources[row]
        wanted.setdefault(name, {})[who] = int(asked.sum())
        if name in slowed:
            alone = claims[row, days] == 1
            short[name] = short.get(name, 0) + int((asked - granted)[alone].sum())
    for name, lacking in short.items():
        task = levels.before.item(name).entity
        if task.duration is not None and task.effort is not None:
            continue  # both were given, and one may not hold the other
        if lacking > _UNEVEN * len(wanted[name]) + sum(wanted[name].values()) // 10:
            yield broken(
                "verify.ledger", name,
                f"{name} lies where its people are claimed otherwise: it lacks {lacking / WHOLE:g} minutes",
                lacking=lacking,
            )  # fmt: skip
    for item in levels.after.leaves:
        # what takes no time asks nobody for anything, whatever effort it names
        timed = takes_time(levels.after, item)
        if isinstance(item.entity, Task) and item.state == OPEN and not item.manual and timed:
            yield from _all_of_it(levels, item.id, wanted.get(item.id, {}))


def _all_of_it(levels: Levels, name: str, wanted: dict[str, int]) -> Iterator[Finding]:
    """What people are asked for adds up to the effort, if all of it lies on the ledger's days.

    Of teams whose members come and go, somebody else may be asked; a night begun the day before is not among the days.
    """
    item, resources = levels.after.item(name), levels.plan.resources
    effort = effort_of(levels.after, item)
    people = [one.resource for one in levels.shares(name)]
    if (
        effort is None
        or not people
        or any(resources[one.resource].members for one in item.entity.assignments)
    ):
        return
    if any(_reach(levels, name, who)[0] < levels.days[0] for who in people):
        return
    paces = {who: Fraction(resources[who].efficiency) for who in people}
    each = item.entity.split == "each"
    found = sum(
        (amount * (Fraction(1) if each else paces.get(who, Fraction(1))) for who, amount in wanted.items()),
        Fraction(0),
    )
    expected = effort * WHOLE * (len(people) if each else 1)
    # an effort may be given to the sixth of a minute, and is turned into whole units of hours for each
    allowed = WHOLE * len(people) * float(max([Fraction(1), *paces.values()]))
    if abs(found - expected) > allowed:
        yield broken(
            "verify.ledger", name,
            f"{name} takes {expected / WHOLE:g} person-minutes, and the ledger asks for {float(found / WHOLE):g}",
            expected=expected, found=float(found),
        )  # fmt: skip
