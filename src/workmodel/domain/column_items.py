"""Columns of items as the facts of a table, and the cells that only an entity of its own can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from attrs import NOTHING, Factory, define, fields

from workmodel.domain.column_cells import (
    ITEM_KINDS,
    Where,
    as_span,
    calendar_slots,
    ids_of,
    kinds_of,
    spans_of,
    texts_of,
    whole_numbers,
)
from workmodel.domain.column_faults import ColumnFaults
from workmodel.domain.column_links import links_of, slots_named
from workmodel.domain.column_values import Values, plain_values
from workmodel.domain.dependency import Dependency, dependencies
from workmodel.domain.items import Milestone, Project, Task
from workmodel.domain.rows import BUILT_IN_SLOTS, ELAPSED, KIND_CODES, MISSING
from workmodel.domain.table import Table
from workmodel.domain.values import positive
from workmodel.domain.watching import Watch
from workmodel.errors import InvalidValue, around
from workmodel.quantities import Conventions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ITEM_COLUMNS", "Columnar", "columnar"]

_CLASSES: Final = (Task, Milestone, Project)
_FIELDS: Final[tuple[Mapping[str, Any], ...]] = tuple(
    {attribute.name: attribute.default for attribute in fields(one)} for one in _CLASSES
)
ITEM_COLUMNS: Final = tuple(
    dict.fromkeys(["id", "title", "kind", *(name for one in _FIELDS for name in one)])
)
"""Names of columns of items: ``kind``, and whatever a task, a milestone or a project has."""

_FAST: Final = frozenset(("id", "title", "kind", "parent", "calendar", "duration", "priority"))
_PARENTS: Final = frozenset((KIND_CODES["task"], KIND_CODES["project"]))
_WORK: Final = frozenset(KIND_CODES[kind] for kind in ("task", "milestone", "project", "routine"))
_KINDS: Final = tuple(KIND_CODES)
_duration = positive("a duration")


@define
class Columnar:
    """What columns say.

    Attributes
    ----------
    table
        The facts that columns hold.
    cells
        By row, the cells that only an entity of its own can hold.
    after
        By row, what its own cell says it waits for, which is among the links of the table as well.
    """

    table: Table
    cells: dict[int, dict[str, Any]]
    after: dict[int, tuple[Dependency, ...]]


def columnar(
    columns: Mapping[str, Values], size: int, links: Mapping[str, Values],
    before: Sequence[tuple[str, int]], conventions: Conventions, faults: ColumnFaults,
    watch: Watch,
) -> Columnar:  # fmt: skip
    """The facts of items and links, behind entities of which *before* has ids and codes of kinds, in order."""
    import numpy as np

    get = columns.get
    names, texts = ids_of(get("id"), size, faults)
    slots = {name: slot for slot, (name, _) in enumerate(before)}
    where = Where(len(before), slots, [kind for _, kind in before], texts, size, names)
    if not faults.told:
        _taken(where, faults)
    kind = kinds_of(get("kind"), size, faults)
    cells = _special(columns, kind, faults)
    after = _own_links(cells, faults)
    watch.total += 2 * len(cells)  # each is made, and then looked at
    parent = np.full(size, -1, dtype=np.int32)
    if "parent" in columns:
        named = slots_named("row", "parent", columns["parent"], where, faults, needed=False)
        _check_parents(named, kind, where, faults)
        parent = named.astype(np.int32)
    calendar = np.full(size, -1, dtype=np.int32)
    if "calendar" in columns:
        calendar = _calendars(columns["calendar"], size, where, faults)
    duration, flags, written, spans = _durations(get("duration"), size, kind, conventions, faults)
    watch.more(size)
    held = links_of(links, after, where, conventions, faults)
    if not faults.told:
        _check_waited(held.predecessor, held.first, where, faults)
    table = Table(
        begin=len(before), before=tuple(slots), names=names, titles=texts_of("title", get("title"), faults),
        priority=_priorities(get("priority"), faults), kind=kind, parent=parent, calendar=calendar,
        duration=duration, flags=flags, written=written, spans=spans, links=held,
    )  # fmt: skip
    return Columnar(table, cells, after)


def _taken(where: Where, faults: ColumnFaults) -> None:
    """Ids that two rows have, or a row and an entity that stands before."""
    if where.texts is None:
        # made ids: only what stands before can be in their way
        clash = [name for name in where.before if _made_place(name, where.size) is not None]
        for name in clash:
            faults.add(
                f'row {_made_place(name, where.size)}: the id "{name}" that it would be given is taken by an entity; '
                "give a column of ids"
            )
        return
    if not where.clashes():
        return
    texts = where.texts
    if len(where.here) < where.size:
        first: dict[str, int] = {}
        again = [row for row, name in enumerate(texts) if first.setdefault(name, row) != row]
        faults.rows(
            "row", again, "an id that another row has",
            lambda row: f'the id "{texts[row]}" is taken by row {first[texts[row]]}; choose another',
        )  # fmt: skip
    both = [where.here[name] - where.begin for name in where.before if name in where.here]
    faults.rows(
        "row", sorted(both), "an id that an entity has",
        lambda row: f'the id "{texts[row]}" is taken by a {_KINDS[where.kinds_before[where.before[texts[row]]]]}; '
        "choose another",
    )  # fmt: skip
    for name in BUILT_IN_SLOTS:
        if name in where.here:
            faults.add(
                f'row {where.here[name] - where.begin}: "{name}" is the id of a ready-made calendar; give the item another'
            )


def _made_place(name: str, size: int) -> int | None:
    """The row whose made id that would be."""
    digits = name[1:]
    if not (name.startswith("t") and digits.isascii() and digits.isdigit() and str(int(digits)) == digits):
        return None
    return int(digits) if int(digits) < size else None


def _check_parents(parent: Any, kind: Any, where: Where, faults: ColumnFaults) -> None:
    """Parents are tasks or projects, and lead to no ring."""
    import numpy as np

    kinds = np.concatenate([np.array(where.kinds_before, dtype=np.uint8), kind])
    some = np.flatnonzero(parent >= 0)
    bad = some[~np.isin(kinds[parent[some]], list(_PARENTS))]
    faults.rows(
        "row", bad, "a parent that can be none",
        lambda row: f'parent names "{_name(where, int(parent[row]))}", which is a {_KINDS[kinds[parent[row]]]}; '
        "it has to be a task or a project",
    )  # fmt: skip
    up = np.where(parent >= where.begin, parent - where.begin, -1)
    places = np.arange(len(up))
    own = np.flatnonzero(up == places)
    faults.rows(
        "row", own, "an item that is part of itself",
        lambda row: f'"{_name(where, int(row) + where.begin)}" is part of itself; drop that reference',
    )  # fmt: skip
    up[own] = -1
    if (up < places).all():
        return
    for ring in _rings(up):
        names = tuple(_name(where, row + where.begin) for row in ring)
        faults.rings.append(names)
        faults.add(f"row {ring[0]}: these are part of each other: {around(names)}; give one another parent")


def _rings(up: Any) -> list[list[int]]:
    """Rings of rows, each once."""
    import numpy as np

    here = up.copy()
    for _ in range(len(up).bit_length()):  # each round looks twice as far up as the one before
        below = np.flatnonzero(here >= 0)
        here[below] = here[here[below]]
    found = []
    seen: set[int] = set()
    for begin in np.flatnonzero(here >= 0).tolist():
        path: dict[int, None] = {}
        row = begin
        while row not in seen and row not in path:
            path[row] = None
            row = int(up[row])
        if row in path:
            way = list(path)
            found.append(way[way.index(row) :])
        seen.update(path)
    return found


def _name(where: Where, slot: int) -> str:
    return where.known()[slot - where.begin] if slot >= where.begin else list(where.before)[slot]


def _check_waited(waited: Any, first: Any, where: Where, faults: ColumnFaults) -> None:
    """What is waited for is work; rows are, by their kind."""
    import numpy as np

    outer = np.flatnonzero(waited < where.begin)
    kinds = np.array([*where.kinds_before, 0], dtype=np.uint8)
    bad = outer[~np.isin(kinds[waited[outer]], list(_WORK))]
    if len(bad):
        holders = {
            int(np.searchsorted(first, place, side="right")) - 1: int(waited[place]) for place in bad[::-1]
        }
        faults.rows(
            "row", sorted(holders), "a predecessor that is no work",
            lambda row: f'it waits for "{_name(where, holders[row])}", which is a {_KINDS[kinds[holders[row]]]}; it has to be '
            "a task, milestone, project or routine",
        )  # fmt: skip


def _calendars(values: Values, size: int, where: Where, faults: ColumnFaults) -> NDArray[np.int32]:
    import numpy as np

    if not isinstance(values.data, list):
        if not values.missing().all():
            faults.add(f"calendar is a column of {values.type_name}; it holds ids of calendars")
        return np.full(size, -1, dtype=np.int32)
    return calendar_slots(values, where, faults)


def _durations(
    values: Values | None, size: int, kind: Any, conventions: Conventions, faults: ColumnFaults
) -> tuple[Any, Any, Any, Any]:
    """Minutes, flags, numbers of the spans as they were written, and those spans."""
    import numpy as np

    flags = np.zeros(size, dtype=np.uint8)
    if values is None:
        return np.where(kind == 0, MISSING, 0).astype(np.int64), flags, None, ()
    spans = spans_of(
        "row", "duration", values, _duration, lambda one: int(one.minutes(conventions)), faults, signed=False
    )  # fmt: skip
    bad = np.flatnonzero((kind != 0) & (spans.minutes > 0))
    faults.rows(
        "row", bad, "a duration of what has none",
        lambda row: f"a {ITEM_KINDS[kind[row]]} has no duration of its own; leave the cell empty, or make it a task",
    )  # fmt: skip
    if spans.written is not None:
        around_the_clock = np.array([*(one.elapsed for one in spans.given), False])
        flags[around_the_clock[spans.written] & (kind == 0)] = ELAPSED
    minutes = spans.minutes if not kind.any() else np.where(kind == 0, spans.minutes, 0)
    return minutes, flags, spans.written, spans.given


def _priorities(values: Values | None, faults: ColumnFaults) -> NDArray[np.int16] | None:
    import numpy as np

    if values is None:
        return None
    found, missing = whole_numbers("row", "priority", values, " from 0 to 1000", faults)
    bad = np.flatnonzero((found < 0) | (found > 1000))
    faults.rows(
        "row", bad, "a priority out of range", lambda row: f"priority is {int(found[row])}, not from 0 to 1000"
    )  # fmt: skip
    return np.where(missing, 500, found).astype(np.int16)


def _special(columns: Mapping[str, Values], kind: Any, faults: ColumnFaults) -> dict[int, dict[str, Any]]:
    """By row, the cells of other columns that say something."""
    cells: dict[int, dict[str, Any]] = {}
    for name, values in columns.items():
        if name in _FAST:
            continue
        usual = next(one[name] for one in _FIELDS if name in one)
        usual = None if usual is NOTHING or isinstance(usual, Factory) else usual  # type: ignore[arg-type]
        strange = []
        for row, cell in enumerate(plain_values(values)):
            if (
                cell is None
                or (cell.__class__ is usual.__class__ and cell == usual)
                or (isinstance(cell, (list, tuple)) and not cell)
            ):
                continue
            if name not in _FIELDS[kind[row]]:
                strange.append(row)
                continue
            cells.setdefault(row, {})[name] = cell
        faults.rows(
            "row", strange, f"{name} of what has none",
            lambda row, name=name: f"a {ITEM_KINDS[kind[row]]} has no {name}; leave the cell empty",
        )  # fmt: skip
    for own in cells.values():
        effort = own.get("effort")
        if isinstance(effort, (int, float, timedelta)) and not isinstance(effort, bool):
            own["effort"] = _amount(effort)
    return cells


def _amount(effort: Any) -> Any:
    """An effort in minutes as a span, where it is whole ones; else as it is, to be refused like any other value."""
    try:
        return as_span("effort", effort)
    except InvalidValue:
        return effort


def _own_links(cells: dict[int, dict[str, Any]], faults: ColumnFaults) -> dict[int, tuple[Dependency, ...]]:
    """What the cells of a column ``after`` say, and nothing of it left among the cells but that there is something."""
    found = {}
    wrong = {}
    for row, own in cells.items():
        if "after" in own:
            try:
                found[row] = own["after"] = dependencies(own["after"])
            except InvalidValue as fault:
                wrong[row] = f"after: {fault}"
    faults.rows("row", list(wrong), "an after that is none", wrong.__getitem__)
    return found
