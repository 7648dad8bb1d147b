"""Columns of links as what rows wait for, in the order of those that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from attrs import define

from workmodel.domain.column_cells import UNKNOWN, Spans, Where, spans_of
from workmodel.domain.column_faults import ColumnFaults
from workmodel.domain.column_values import Values
from workmodel.domain.dependency import Dependency, Link
from workmodel.domain.rows import LAG_ELAPSED, LAG_PERCENT, LAG_PERCENT_ELAPSED, LAG_WORKING
from workmodel.domain.table import AS_MINUTES, Links
from workmodel.errors import shown
from workmodel.quantities import Conventions, Lag, Percent, lag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["LINK_COLUMNS", "lag_of", "links_of", "slots_named"]

LINK_COLUMNS: Final = ("predecessor", "successor", "link", "lag")
_CODES: Final[dict[Any, int]] = {
    **{str(link): link.code for link in Link},
    **{str(link).lower(): link.code for link in Link},
    None: Link.FS.code,
}


def lag_of(value: Lag, conventions: Conventions) -> tuple[int, int]:
    """The kind and the size of a lag, as columns have them."""
    if isinstance(value, Percent):
        kind = LAG_PERCENT_ELAPSED if value.elapsed else LAG_PERCENT
        return kind, int(Fraction(value.value) * 10_000)
    if not value:
        return LAG_WORKING, 0
    return (LAG_ELAPSED if value.elapsed else LAG_WORKING), value.minutes(conventions)


def slots_named(
    word: str, name: str, values: Values, where: Where, faults: ColumnFaults, *, needed: bool
) -> Ints:
    """Slots of what a column names, by id or by the place of a row; `UNKNOWN` where a fault was told.

    Where nothing has to be named, an empty cell is -1.
    """
    import numpy as np

    if isinstance(values.data, list):
        cells = values.data
        found = where.slots_of(cells)
        empty = np.zeros(len(cells), dtype=bool)
        lost = np.flatnonzero(found == UNKNOWN)
        if len(lost):
            none = [row for row in lost.tolist() if cells[row] is None]
            empty[none] = True
        bad = lost[~empty[lost]]
        faults.rows(
            word, bad, f"a {name} that is not in the plan",
            lambda row: faults.unknown(name, cells[row], where.everything),
        )  # fmt: skip
    elif values.kind in "if":
        found, empty = _by_place(word, name, values, where, faults)
        if not needed:
            empty = empty | (found == -1)
        bad = np.flatnonzero(~empty & ((found < 0) | (found >= where.size)) & (found != UNKNOWN))
        faults.rows(
            word, bad, f"a {name} beyond the rows",
            lambda row: f"{name} is {int(found[row])}, but the rows go from 0 to {where.size - 1}",
        )  # fmt: skip
        found = found + where.begin
        found[bad] = UNKNOWN
    else:
        faults.add(
            f"{name} is a column of {values.type_name}; it holds ids, or places of rows counted from 0"
        )
        return np.full(len(values), UNKNOWN, dtype=np.int64)
    if empty.any():
        found[empty] = -1
        if needed:
            rows = np.flatnonzero(empty)
            faults.rows(word, rows, f"no {name}", lambda _: f"no {name} is given; every link has one")
            found[empty] = UNKNOWN
    return found


def _by_place(
    word: str, name: str, values: Values, where: Where, faults: ColumnFaults
) -> tuple[Ints, NDArray[np.bool_]]:
    """Places of rows as they are given, and where none is."""
    import numpy as np

    empty = values.missing()
    if values.kind == "i":
        return values.data, empty
    data = np.where(empty, 0.0, values.data)
    bad = np.flatnonzero((np.floor(data) != data) | (np.abs(data) > where.size + 1.0))
    faults.rows(
        word, bad, f"a {name} that is no place of a row",
        lambda row: f"{name} is {float(data[row])}, which is no place of a row",
    )  # fmt: skip
    data[bad] = 0
    return data.astype(np.int64), empty


@define
class _Given:
    """Links as they come, before they are put in order; ``None`` for columns in which nothing is said."""

    holder: Any
    predecessor: Any
    code: Any = None
    kind: Any = None
    size: Any = None
    written: Any = None
    lags: tuple[Lag, ...] = ()

    def filled(self) -> _Given:
        """The same, every column written out."""
        import numpy as np

        count = len(self.holder)
        for name, value, kind in _UNSAID:
            if getattr(self, name) is None:
                setattr(self, name, np.full(count, value, dtype=kind))
        return self


_UNSAID: Final = (("code", 0, "i1"), ("kind", 0, "i1"), ("size", 0, "i8"), ("written", AS_MINUTES, "i4"))


def links_of(
    columns: Mapping[str, Values], after: Mapping[int, Sequence[Dependency]], where: Where,
    conventions: Conventions, faults: ColumnFaults,
) -> Links:  # fmt: skip
    """The links of all rows: first what their own cells say they wait for, then those of the table of links."""
    import numpy as np

    table = _table(columns, where, conventions, faults)
    if not after:
        return _in_order(table, where)
    own = _own(after, where, conventions, faults).filled()
    table = table.filled()
    table.written = np.where(table.written >= 0, table.written + len(own.lags), AS_MINUTES)
    return _in_order(
        _Given(
            holder=np.concatenate([own.holder, table.holder]),
            predecessor=np.concatenate([own.predecessor, table.predecessor]),
            code=np.concatenate([own.code, table.code]), kind=np.concatenate([own.kind, table.kind]),
            size=np.concatenate([own.size, table.size]), written=np.concatenate([own.written, table.written]),
            lags=own.lags + table.lags,
        ),
        where,
    )  # fmt: skip


def _own(
    after: Mapping[int, Sequence[Dependency]], where: Where, conventions: Conventions, faults: ColumnFaults
) -> _Given:
    import numpy as np

    pairs = [(row, one) for row, several in after.items() for one in several]
    lags = list(dict.fromkeys(one.lag for _, one in pairs if one.lag))
    number = {one: place for place, one in enumerate(lags)}
    sizes = [lag_of(one.lag, conventions) for _, one in pairs]
    names = [one.predecessor for _, one in pairs]
    found = where.slots_of(names) if names else np.zeros(0, dtype=np.int64)
    bad = np.flatnonzero(found == UNKNOWN).tolist()
    unknown = {pairs[place][0]: names[place] for place in reversed(bad)}
    faults.rows(
        "row", sorted(unknown), "an id in after that is not in the plan",
        lambda row: faults.unknown("after", unknown[row], where.everything),
    )  # fmt: skip
    own = {pairs[place][0] for place in range(len(pairs)) if found[place] == pairs[place][0] + where.begin}
    faults.rows(
        "row", sorted(own), "an item that waits for itself",
        lambda row: f"{_quoted(where, row + where.begin)} waits for itself; drop that reference",
    )  # fmt: skip
    return _Given(
        np.array([row for row, _ in pairs], dtype=np.int64), found,
        np.array([one.link.code for _, one in pairs], dtype=np.int8),
        np.array([kind for kind, _ in sizes], dtype=np.int8), np.array([n for _, n in sizes], dtype=np.int64),
        np.array([number.get(one.lag, AS_MINUTES) for _, one in pairs], dtype=np.int32), tuple(lags),
    )  # fmt: skip


def _table(
    columns: Mapping[str, Values], where: Where, conventions: Conventions, faults: ColumnFaults
) -> _Given:
    import numpy as np

    if not columns:
        return _Given(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    waited = slots_named("link", "predecessor", columns["predecessor"], where, faults, needed=True)
    holder = slots_named("link", "successor", columns["successor"], where, faults, needed=True)
    outside = np.flatnonzero((holder >= 0) & (holder < where.begin))
    faults.rows(
        "link", outside, "a successor that is given as an entity",
        lambda link: f"successor names {_quoted(where, int(holder[link]))}, an entity of its own; say there what it waits "
        "for, after=[...]",
    )  # fmt: skip
    own = np.flatnonzero((holder == waited) & (holder >= where.begin))
    faults.rows(
        "link", own, "an item that waits for itself",
        lambda link: f"{_quoted(where, int(holder[link]))} waits for itself; drop that link",
    )  # fmt: skip
    if where.begin:
        holder -= where.begin
    given = _Given(holder, waited, code=_codes(columns.get("link"), faults))
    if "lag" in columns:
        given.kind, spans = _lags(columns["lag"], conventions, faults)
        given.size, given.written, given.lags = spans.minutes, spans.written, spans.given
    return given


def _quoted(where: Where, slot: int) -> str:
    if slot >= where.begin:
        return f'"{where.known()[slot - where.begin]}"'
    return f'"{list(where.before)[slot]}"'


def _codes(values: Values | None, faults: ColumnFaults) -> NDArray[np.int8] | None:
    import numpy as np

    if values is None:
        return None
    if not isinstance(values.data, list):
        faults.add(f"link is a column of {values.type_name}; it holds FS, SS, FF or SF")
        return None
    cells = values.data
    found = np.fromiter(
        (_CODES.get(c, -1) if isinstance(c, str) or c is None else -1 for c in cells), np.int8, len(cells)
    )
    for place in np.flatnonzero(found < 0).tolist():
        if isinstance(cells[place], str):
            found[place] = _CODES.get(cells[place].upper(), -1)
    bad = np.flatnonzero(found < 0)
    faults.rows(
        "link", bad, "a link that is none", lambda row: f"link is {shown(cells[row], 40)}, not one of FS, SS, FF, SF"
    )  # fmt: skip
    found[bad] = 0
    return found


def _lags(
    values: Values, conventions: Conventions, faults: ColumnFaults
) -> tuple[NDArray[np.int8] | None, Spans]:
    """Kinds of lags, and the lags."""
    import numpy as np

    spans = spans_of(
        "link", "lag", values, lag, lambda one: lag_of(one, conventions)[1], faults, signed=True, none=0
    )  # fmt: skip
    if spans.written is None:
        return None, spans
    by_number = np.array([*(lag_of(one, conventions)[0] for one in spans.given), LAG_WORKING], dtype=np.int8)
    return by_number[spans.written], spans


def _in_order(given: _Given, where: Where) -> Links:
    """Links by those that hold them, otherwise in the order in which they were given."""
    import numpy as np

    holder = given.holder
    count = len(holder)
    if count and (holder.min() < 0 or holder.max() >= where.size):
        holder = np.where((holder < 0) | (holder >= where.size), 0, holder)  # told already
    columns: list[Any] = [
        given.predecessor.astype(np.int32), given.code, given.kind, given.size, given.written
    ]  # fmt: skip
    if (holder[1:] < holder[:-1]).any():
        order = holder * np.int64(count)
        order += np.arange(count)
        order.sort()  # each number once: faster than a stable sort, and as stable
        order %= count
        columns = [None if column is None else column[order] for column in columns]
    first: Ints = np.zeros(where.size + 1, dtype=np.int32 if count < 2**31 else np.int64)
    np.cumsum(np.bincount(holder, minlength=where.size), out=first[1:])
    waited, code, kind, size, written = columns
    return Links(
        first=first, predecessor=waited, code=np.zeros(count, dtype=np.int8) if code is None else code,
        lag_kind=np.zeros(count, dtype=np.int8) if kind is None else kind,
        lag=np.zeros(count, dtype=np.int64) if size is None else size,
        written=written if written is not None and (written >= 0).any() else None, lags=given.lags,
    )  # fmt: skip
