"""Cells of columns as facts: ids, kinds, spans, minutes, and what refers to what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field, frozen

from workmodel.domain.column_faults import ColumnFaults
from workmodel.domain.column_values import Values
from workmodel.domain.packed import Packed
from workmodel.domain.rows import BUILT_IN_SLOTS, KIND_CODES, MISSING
from workmodel.domain.table import AS_MINUTES
from workmodel.domain.values import readable_id, some_text
from workmodel.errors import InvalidValue, OutOfRange, WrongType, shown
from workmodel.quantities import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = [
    "ITEM_KINDS",
    "UNKNOWN",
    "Spans",
    "Where",
    "ids_of",
    "kinds_of",
    "as_span",
    "calendar_slots",
    "spans_of",
    "texts_of",
    "whole_numbers",
]

ITEM_KINDS: Final = ("task", "milestone", "project")
UNKNOWN: Final = -(2**31)
_NOT_GIVEN: Final = -(2**31) + 1
_MOST_MINUTES: Final = 2**40
_LONGEST_ID: Final = 200
_LONG_UNITS: Final = frozenset(("W", "D", "h"))
_UNITS: Final = _LONG_UNITS | {"m", "s", "ms", "us", "ns", "ps", "fs"}
_ID_LETTERS: Final = bytes(
    letter for letter in range(33, 127) if letter not in b"@/"
)  # of what is longer than ASCII each id is looked at by itself


@define
class Where:
    """Which id has which slot, among what stands before the columns and in them.

    The ids of the columns are gathered when the first is asked for that is not among the others.
    """

    begin: int
    before: dict[str, int]
    kinds_before: list[int]
    texts: Sequence[str] | None
    size: int
    names: Packed | None = None
    _here: dict[str, int] | None = field(default=None, init=False)

    @property
    def here(self) -> dict[str, int]:
        """Slots of the rows by id; of two with one id, the last."""
        if self._here is None:
            texts: Sequence[str] = self.texts if self.texts is not None else self.known()
            self._here = dict(zip(texts, range(self.begin, self.begin + self.size), strict=True))
        return self._here

    def clashes(self) -> bool:
        """Whether two rows have one id, or a row has that of what stands before or of a ready-made calendar, perhaps.

        Told by hashes, which costs a fifth of looking every id up; where some agree, somebody has to look closely.
        """
        import numpy as np

        texts = self.known()
        hashes = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
        hashes.sort()
        if (hashes[1:] == hashes[:-1]).any():
            return True
        others = np.array([hash(name) for name in (*self.before, *BUILT_IN_SLOTS)], dtype=np.int64)
        places = hashes.searchsorted(others)
        inside = places < len(hashes)
        return bool((hashes[places[inside]] == others[inside]).any())

    def known(self) -> Sequence[str]:
        """Ids of all rows."""
        if self.texts is not None:
            return self.texts
        assert self.names is not None
        return self.names.all()

    def everything(self) -> list[str]:
        """Ids that may be named."""
        return [*self.before, *(text for text in self.known() if isinstance(text, str))]

    def slots_of(self, names: Sequence[Any]) -> Ints:
        """Slots of ids, `UNKNOWN` where there is none."""
        import numpy as np

        here = self.here
        try:
            found = np.fromiter(map(here.get, names, repeat(UNKNOWN)), dtype=np.int64, count=len(names))
        except TypeError:  # something that is no id at all, and does not even hash
            found = np.array(
                [here.get(n, UNKNOWN) if isinstance(n, str) else UNKNOWN for n in names], np.int64
            )
        if self.before:
            for place in np.flatnonzero(found == UNKNOWN).tolist():
                if isinstance(names[place], str):
                    found[place] = self.before.get(names[place], UNKNOWN)
        return found


def ids_of(values: Values | None, size: int, faults: ColumnFaults) -> tuple[Packed, Sequence[str] | None]:
    """The ids of all rows, and as texts where they came so. Where there is no column they are t0, t1, t2 …

    Texts that are there are shared, which costs less than to pack them: sooner or later somebody wants them as texts.
    """
    if values is None:
        return Packed.numbered("t", size), None
    if not isinstance(values.data, list):
        faults.add(
            f"id is a column of {values.type_name}; ids are text, such as {values.type_name}s by .astype(str)"
        )
        return Packed.numbered("t", size), None
    texts = values.data
    fine = values.texts
    if fine:
        try:
            packed = Packed(texts)
            letters = packed.letters
            fine = (
                letters is not None and len(letters.translate(None, _ID_LETTERS)) == max(size - 1, 0)
                and (not size or (packed.shortest() > 0 and packed.longest() <= _LONGEST_ID))
            )  # fmt: skip
        except (TypeError, UnicodeEncodeError):
            fine = False
    if not fine:
        bad = {row: str(fault) for row, fault in enumerate(map(_id_fault, texts)) if fault is not None}
        if bad:
            faults.rows("row", list(bad), "an id that is none", bad.__getitem__)
            return Packed.numbered("t", size), [cell if isinstance(cell, str) else "" for cell in texts]
    return Packed.shared(texts), texts


def _id_fault(value: Any) -> InvalidValue | None:
    try:
        readable_id(value)
    except InvalidValue as fault:
        return fault
    return None


def texts_of(name: str, values: Values | None, faults: ColumnFaults) -> Packed | None:
    """A column of free texts, packed; ``None`` where all are empty."""
    if values is None:
        return None
    if not isinstance(values.data, list):
        faults.add(f"{name} is a column of {values.type_name}; it holds texts")
        return None
    cells = values.data
    if values.texts:
        cells = [cell or "" for cell in cells] if None in cells else cells
        try:
            packed = Packed(cells)
        except UnicodeEncodeError:
            packed = None
        if packed is not None:
            return packed if packed.longest() else None
    bad = {}
    for row, cell in enumerate(cells):
        try:
            some_text("" if cell is None else cell)
        except InvalidValue as fault:
            bad[row] = f"{name}: {fault}"
    faults.rows("row", list(bad), f"a {name} that is no text", bad.__getitem__)
    return None


def kinds_of(values: Values | None, size: int, faults: ColumnFaults) -> NDArray[np.uint8]:
    """Codes of the kinds of all rows; tasks, where nothing is said."""
    import numpy as np

    if values is None:
        return np.zeros(size, dtype=np.uint8)
    if not isinstance(values.data, list):
        faults.add(f'kind is a column of {values.type_name}; it holds "task", "milestone" or "project"')
        return np.zeros(size, dtype=np.uint8)
    codes: dict[Any, int] = {name: KIND_CODES[name] for name in ITEM_KINDS} | {None: 0}
    cells = values.data
    try:
        found = np.fromiter(map(codes.get, cells, repeat(255)), dtype=np.uint8, count=size)
    except TypeError:
        found = np.array(
            [codes.get(c, 255) if isinstance(c, str) or c is None else 255 for c in cells], np.uint8
        )
    bad = np.flatnonzero(found == 255)
    if len(bad):
        faults.rows(
            "row", bad, "a kind that is none",
            lambda row: f"kind is {shown(cells[row], 40)}, not one of {', '.join(ITEM_KINDS)}."
            + (faults.near(cells[row], lambda: ITEM_KINDS) if isinstance(cells[row], str) else ""),
        )  # fmt: skip
        found[bad] = 0
    return found


def whole_numbers(
    word: str, name: str, values: Values, unit: str, faults: ColumnFaults
) -> tuple[Ints, NDArray[np.bool_]]:
    """A column of numbers as whole ones, 0 where they are missing, and which are missing."""
    import numpy as np

    missing = values.missing()
    if missing.all():
        return np.zeros(len(values), dtype=np.int64), missing
    if values.kind == "i":
        return values.data, missing
    if values.kind == "f":
        data = np.where(missing, 0.0, values.data)
        bad = np.flatnonzero((np.floor(data) != data) | (np.abs(data) >= 2.0**62))
        faults.rows(
            word, bad, f"a {name} that is not a whole number",
            lambda row: f"{name} is {float(data[row])}, not a whole number{unit}",
        )  # fmt: skip
        data[bad] = 0
        return data.astype(np.int64), missing
    faults.add(f"{name} is a column of {values.type_name}; it holds whole numbers{unit}")
    return np.zeros(len(values), dtype=np.int64), np.ones(len(values), dtype=bool)


@frozen(eq=False)
class Spans:
    """A column of spans.

    Attributes
    ----------
    minutes
        `MISSING` where none is given, or 0, as the caller wants. [working or elapsed min]
    written
        Number of each span as it was written, `AS_MINUTES` where it was given in minutes; ``None`` where all were.
    given
        The spans as they were written.
    """

    minutes: Ints
    written: NDArray[np.int32] | None
    given: tuple[Any, ...]


def spans_of(
    word: str, name: str, values: Values, read: Callable[[Any], Any], minutes: Callable[[Any], int],
    faults: ColumnFaults, *, signed: bool, none: int = MISSING,
) -> Spans:  # fmt: skip
    """A column of spans: minutes as whole numbers, timedeltas, or texts and spans that *read* understands."""
    import numpy as np

    if values.kind == "b":
        faults.add(f'{name} is a column of {values.type_name}; it holds minutes, or texts such as "3d"')
        return Spans(np.full(len(values), none, dtype=np.int64), None, ())
    if isinstance(values.data, list):
        return _written(word, name, values.data, read, minutes, faults, none)
    if values.kind == "m":
        found, missing = _of_deltas(word, name, values.data, faults)
    else:
        found, missing = whole_numbers(word, name, values, " of minutes", faults)
    beyond = (found > _MOST_MINUTES) | (found < -_MOST_MINUTES)
    bad = np.flatnonzero(beyond if signed else (beyond | (found < 0)))
    if len(bad):
        limits = "less than two million years" if signed else "zero or more, and less than two million years"
        faults.rows(
            word, bad, f"a {name} out of range",
            lambda row: str(OutOfRange(f"{name}, in minutes,", int(found[row]), limits)),
        )  # fmt: skip
    # a copy, whatever happens to the column that was given
    return Spans(np.where(missing, none, found), None, ())


def _of_deltas(word: str, name: str, data: Any, faults: ColumnFaults) -> tuple[Ints, NDArray[np.bool_]]:
    import numpy as np

    unit = np.datetime_data(data.dtype)[0]
    if unit not in _UNITS:
        faults.add(f"{name} is a column of {data.dtype}; it holds stretches of time in weeks or less")
        return np.zeros(len(data), dtype=np.int64), np.ones(len(data), dtype=bool)
    missing = np.isnat(data)
    if unit in _LONG_UNITS:  # in minutes they might be more than a number holds
        raw = data.view(np.int64)
        far = np.flatnonzero(~missing & ((raw > _MOST_MINUTES) | (raw < -_MOST_MINUTES)))
        faults.rows(word, far, f"a {name} out of range", lambda _: f"{name} is longer than two million years")
        missing[far] = True
    one = np.timedelta64(1, "m")
    whole = np.where(missing, np.zeros(1, dtype=data.dtype), data)
    found = (whole // one).astype(np.int64)
    bad = np.flatnonzero(found * one != whole)
    faults.rows(
        word, bad, f"a {name} that is not whole minutes",
        lambda row: f"{name} is {data[row].astype('timedelta64[us]').item()}, not a whole number of minutes",
    )  # fmt: skip
    found[bad] = 0
    return found, missing


def _written(
    word: str, name: str, cells: list[Any], read: Callable[[Any], Any], minutes: Callable[[Any], int],
    faults: ColumnFaults, none: int,
) -> Spans:  # fmt: skip
    """Spans as they were written: each different one is read once."""
    import numpy as np

    try:
        keys = cells if set(map(type, cells)) <= {str, type(None)} else [(type(cell), cell) for cell in cells]
        distinct = dict(zip(keys, cells, strict=True))
    except TypeError:
        distinct, keys = dict(enumerate(cells)), list(range(len(cells)))
    size: dict[Any, int] = {}
    number: dict[Any, int] = {}
    wrong: dict[Any, str] = {}
    given: list[Any] = []
    for key, cell in distinct.items():
        size[key], number[key] = none, AS_MINUTES
        if cell is None:
            continue
        try:
            found = read(as_span(name, cell))
        except InvalidValue as fault:
            wrong[key] = str(fault)
            continue
        size[key] = minutes(found)
        number[key] = len(given)
        given.append(found)
    if wrong:
        bad = [row for row, key in enumerate(keys) if key in wrong]
        faults.rows(word, bad, f"a {name} that is none", lambda row: f"{name}: {wrong[keys[row]]}")
    return Spans(
        np.fromiter(map(size.__getitem__, keys), dtype=np.int64, count=len(cells)),
        np.fromiter(map(number.__getitem__, keys), dtype=np.int32, count=len(cells)) if given else None,
        tuple(given),
    )


def as_span(name: str, cell: Any) -> Any:
    """Minutes and stretches of time as a span in hours; all else as it is."""
    if isinstance(cell, timedelta):
        found, rest = divmod(cell, timedelta(minutes=1))
        if rest:
            raise WrongType(name, cell, "a whole number of minutes")
        return Span.of_minutes(found, unit="h")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Span.of_minutes(cell, unit="h")
    return cell


def calendar_slots(values: Values, where: Where, faults: ColumnFaults) -> NDArray[np.int32]:
    """Slots of the calendars that rows name; -1 where they name none."""
    import numpy as np

    names: list[Any] = values.data
    if not values.texts:  # what is no text names nothing, and is told
        odd = [row for row, name in enumerate(names) if name is not None and not isinstance(name, str)]
        faults.rows(
            "row", odd, "a calendar that is none", lambda row: faults.unknown("calendar", names[row], list)
        )  # fmt: skip
        names = [name if isinstance(name, str) else None for name in names]
    slot: dict[Any, int] = {None: -1}
    wrong: dict[Any, str] = {}
    for name in dict.fromkeys(names):
        if name is not None:
            found = _calendar(name, where, faults)
            slot[name] = UNKNOWN if isinstance(found, str) else found
            if isinstance(found, str):
                wrong[name] = found
    slots = np.fromiter(map(slot.__getitem__, names), dtype=np.int32, count=len(names))
    if wrong:
        bad = np.flatnonzero(slots == UNKNOWN)
        faults.rows("row", bad, "a calendar that is none", lambda row: wrong[names[row]])
    return slots


def _calendar(name: str, where: Where, faults: ColumnFaults) -> int | str:
    """The slot of a calendar, or why there is none of that id."""
    found = where.before.get(name)
    if found is None and name in BUILT_IN_SLOTS:
        return BUILT_IN_SLOTS[name]
    if found is None:
        if name in where.here:
            return f'calendar names "{name}", which is an item'
        return faults.unknown("calendar", name, lambda: [*where.before, *BUILT_IN_SLOTS])
    if where.kinds_before[found] != KIND_CODES["calendar"]:
        return f'calendar names "{name}", which is a {list(KIND_CODES)[where.kinds_before[found]]}; it has to be a calendar'
    return found
