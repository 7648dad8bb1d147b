"""Plans from columns: a million tasks at once, checked as strictly as one by one.

Columns become the arrays that engines read, without an entity for each row; only rows that say more than those arrays
hold get one now. What is wrong is gathered, with its row, and raised at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from workmodel.domain import faults as checks
from workmodel.domain.calendar import BUILT_IN_CALENDARS
from workmodel.domain.chunks import MASK, NO_ROW, SIZE, Chunk, Names
from workmodel.domain.column_faults import ColumnFaults
from workmodel.domain.column_items import ITEM_COLUMNS, Columnar, columnar
from workmodel.domain.column_links import LINK_COLUMNS
from workmodel.domain.column_values import Values, values_of
from workmodel.domain.draft import Draft
from workmodel.domain.frames import columns_of_frame
from workmodel.domain.index import Referrers
from workmodel.domain.items import Entity
from workmodel.domain.quiet import quiet_collector
from workmodel.domain.table import Table, TableChunk
from workmodel.domain.telling import OnProgress
from workmodel.domain.watching import Watch
from workmodel.errors import WorkModelError, nearest, shown

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["plan_of_columns"]

_STEP: Final = 1000  # rows with an entity of their own between two calls
_NAMED: Final = re.compile(r'(?:task|milestone|project) "([^"]+)"')
_OTHERWISE: Final = {
    "name": "title", "type": "kind", "summary": "title", "predecessors": "links=, or the column after",
    "predecessor": "links=", "successor": "links=", "duration_minutes": "duration", "work": "effort",
    "resources": "assignments", "resource": "assignments", "work_minutes": "effort", "percent_complete": "progress",
    "complete": "progress", "wbs": "parent, which holds ids",
}  # fmt: skip
_OTHERWISE_LINKS: Final = {
    "type": "link", "kind": "link", "dependency": "link", "source": "predecessor", "target": "successor",
    "from": "predecessor", "to": "successor", "id": "successor", "after": "predecessor", "lead": "lag", "delay": "lag",
}  # fmt: skip


def plan_of_columns(
    base: Plan, also: Sequence[Entity], items: Any, links: Any, on_progress: OnProgress | None
) -> Plan:
    """The plan with entities added, and behind them the items of columns; *base* is empty.

    Raises
    ------
    PlanFaults
        Everything that does not fit.
    Stopped
        *on_progress* returned ``False``.
    """
    faults = ColumnFaults()
    known, size = _given("items", items, ITEM_COLUMNS, faults)
    between, count = ({}, 0) if links is None else _given("links", links, LINK_COLUMNS, faults)
    if links is not None:
        for name in LINK_COLUMNS[:2]:
            if name not in between and not faults.told:
                faults.add(f'the links have no column "{name}"; every link has a predecessor and a successor')
    faults.raise_if_any()
    watch = Watch(on_progress, size + count)
    with quiet_collector(size + count):
        if also:
            base = base.add(*also)
        elif base.settings.calendar not in BUILT_IN_CALENDARS:
            Draft(base).commit()  # a calendar that nothing brings
        found = columnar(known, size, between, list(base._named()), base.conventions, faults, watch)
        faults.raise_if_any()
        watch.more(count)
        if not size:
            return base
        _make_special(found, watch, faults)
        made = _joined(base, found.table)
        _fit_special(made, found, watch, faults)
        faults.raise_if_any()
    return made


def _otherwise(name: str, known: Sequence[str]) -> str | None:
    """What a column is called here that is called otherwise elsewhere."""
    if "predecessor" in known:
        return _OTHERWISE_LINKS.get(name.lower())
    return _OTHERWISE.get(name.lower())


def _given(
    what: str, given: Any, known: Sequence[str], faults: ColumnFaults
) -> tuple[dict[str, Values], int]:
    """The columns of a mapping or dataframe, and how many rows they have."""
    columns: dict[str, Values] = {}
    for name, column in columns_of_frame(what, given).items():
        if name not in known:
            other = _otherwise(name, known) if isinstance(name, str) else None
            hint = (
                f" Did you mean {other}?" if other else nearest(name, known) if isinstance(name, str) else ""
            )
            listed = f" Its columns are {', '.join(known)}." if not hint else ""
            faults.add(f"{what}: there is no column {shown(name, 40)}.{hint}{listed}")
            continue
        found = values_of(column)
        if isinstance(found, str):
            faults.add(f"{what}: {name} {found}")
        else:
            # a column without cells has the type of nothing, as a query without rows gives it
            columns[name] = found if len(found) else Values([], texts=True)
    sizes = {len(values) for values in columns.values()}
    if len(sizes) > 1:
        told = ", ".join(f"{name} {len(values):,}" for name, values in columns.items())
        faults.add(f"{what}: the columns have different lengths: {told}")
    return columns, max(sizes, default=0)


def _joined(base: Plan, table: Table) -> Plan:
    """The plan with the rows of a table behind its entities."""
    size = len(table)
    spine: list[Chunk] = list(base._spine)
    begin = 0
    if base._end & MASK:
        begin = min(SIZE - (base._end & MASK), size)
        spine[-1] = TableChunk(table, 0, begin, spine[-1])
    spine.extend(TableChunk(table, low, min(low + SIZE, size)) for low in range(begin, size, SIZE))
    end = base._end + size
    made = type(base).__new__(type(base))
    names = Names(dict(base._names.slots), end, table.slots, never=BUILT_IN_CALENDARS)
    made._fill(base.settings, tuple(spine), end, base._live + size, names, {}, Referrers())
    return made


def _make_special(found: Columnar, watch: Watch, faults: ColumnFaults) -> None:
    """Entities of the rows that say more than the arrays hold."""
    table = found.table
    wrong: dict[int, str] = {}
    for number, (row, cells) in enumerate(found.cells.items(), 1):
        plain = table.entity(row)
        try:
            table.special[row] = (evolve(plain, **_with_links(found, row, cells, plain)), NO_ROW)
        except WorkModelError as fault:
            wrong[row] = f'"{plain.id}": {fault}'
        if not number % _STEP:
            watch.more(_STEP)
    watch.more(len(found.cells) % _STEP)
    faults.rows("row", sorted(wrong), "a cell that cannot be read", wrong.__getitem__)


def _with_links(found: Columnar, row: int, cells: Mapping[str, Any], plain: Any) -> dict[str, Any]:
    """The cells of a row, what it waits for by its own cell before what the table of links says."""
    own = found.after.get(row)
    return dict(cells) if own is None else {**cells, "after": (*own, *plain.after[len(own) :])}


def _fit_special(plan: Plan, found: Columnar, watch: Watch, faults: ColumnFaults) -> None:
    """Rows of those that have an entity; what they name has to be there."""
    table = found.table
    draft = Draft(plan)
    every = [(table.begin + row, entity) for row, (entity, _) in table.special.items()]
    for begin in range(0, len(every), _STEP):
        some = every[begin : begin + _STEP]
        rows = draft.rows_of(some)
        draft.faults.extend(checks.own_faults(draft, some))
        for slot, row in rows.items():
            place = slot - table.begin
            table.special[place] = (table.special[place][0], row)
            table.flags[place] = row.flags
            table.duration[place] = row.duration
        watch.more(len(some))
    by_row: dict[int, list[str]] = {}
    for sentence in draft.faults:
        named = _NAMED.match(sentence)
        told_of = draft.slot(named[1]) if named else None
        if told_of is None:
            faults.add(sentence)
        else:
            by_row.setdefault(told_of - table.begin, []).append(sentence)
    faults.rows("row", sorted(by_row), "an entity that does not fit", lambda row: "; ".join(by_row[row]))
