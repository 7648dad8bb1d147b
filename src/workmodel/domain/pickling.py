"""Values on their way to another process: as columns of what they are made of.

A plan of a million tasks is a million objects of forty fields, most of which hold the same. A pickle of it says per
field what it holds: once, where that is always the same; else as numbers, texts by their place in one table. Numbers lie
in arrays, which protocol 5 hands over out of band. What comes out depends on the values alone and not on which of them were
one object: equal plans make equal pickles, as long as their properties were given in the same order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from itertools import chain, count, repeat
from operator import attrgetter
from types import MemberDescriptorType, NoneType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from workmodel.domain.quiet import quiet_collector
from workmodel.domain.values import EMPTY_MAP, FrozenMap
from workmodel.errors import UnknownFormat

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Packed", "pack", "packed_numbers", "reduced", "unpack", "unpacked_numbers"]

VERSION: Final = "workmodel pickle 2"
"""Says how pickles are laid out; another text means another layout."""

_PROBED: Final = 1000
_SIZES: Final = ("i1", "i2", "i4", "i8")
_MOST: Final = 2**63
_BREAK: Final = "\n"
_CODING: Final = ("utf-8", "surrogatepass")  # half a character is a text as well

Packed = tuple[str, tuple[bytes, Any], Any]
"""Layout, texts, columns."""


def pack(values: Sequence[Any]) -> Packed:
    """Values as columns."""
    packer = _Packer()
    with quiet_collector(len(values)):
        column = packer.column(list(values), alone=True)
    return VERSION, _joined(packer.texts), column


def unpack(packed: Any) -> list[Any]:
    """The values.

    Raises
    ------
    UnknownFormat
        Another release made the pickle.
    """
    if not isinstance(packed, tuple) or len(packed) != 3 or packed[0] != VERSION:
        raise other_release()
    _, texts, column = packed
    known = _apart(texts)
    with quiet_collector(len(known)):
        return _Unpacker(known).values(column)


def other_release() -> UnknownFormat:
    """The error that says that a pickle is none of this release."""
    return UnknownFormat(
        "a pickle that another release of workmodel made",
        "Pickles are for processes that run the same release: make it anew there, or hand the plan over as a document "
        "(workmodel.interchange) or in a store (workmodel.storage), which every later release reads.",
    )


# -- numbers ----------------------------------------------------------------------------------------------------------


def packed_numbers(numbers: Any) -> Any:
    """Whole numbers, or truths, in as few bytes as they need: one where all are equal, first and number where they count up.

    Parameters
    ----------
    numbers
        int64 or bool array of one dimension, or a list of numbers.
    """
    import numpy as np

    array = np.asarray(numbers)
    size = len(array)
    if not size:
        return (0, 0, 0)
    if array.dtype == np.bool_:
        array = array.astype(np.int8)
    first, last = int(array[0]), int(array[-1])
    if first == last and (array == first).all():
        return (first, 0, size)
    if last - first == size - 1 and (np.diff(array) == 1).all():
        return (first, 1, size)
    low, high = int(array.min()), int(array.max())
    for name in _SIZES:
        kind = np.iinfo(name)
        if kind.min <= low and high <= kind.max:
            return array.astype(name)
    raise AssertionError(array.dtype)


def unpacked_numbers(packed: Any) -> NDArray[np.int64]:
    """The numbers. int64, one dimension"""
    import numpy as np

    if isinstance(packed, tuple):
        first, step, size = packed
        return (
            np.full(size, first, dtype=np.int64)
            if not step
            else np.arange(first, first + size, dtype=np.int64)
        )
    return np.asarray(packed).astype(np.int64)


def reduced(value: Any) -> tuple[Any, ...]:
    """What ``__reduce__`` says of an attrs object with arrays: its fields, numbers in as few bytes as they need."""
    fields = [one for one in attrs.fields(type(value)) if one.init]
    return _with_fields, (type(value), {one.alias: _lessened(getattr(value, one.name)) for one in fields})


def _lessened(value: Any) -> Any:
    import numpy as np

    if isinstance(value, np.ndarray) and value.dtype in (np.int64, np.bool_):
        return _Lessened(value.dtype.str, value.shape, packed_numbers(value.ravel()))
    return value


class _Lessened(NamedTuple):
    """An array in fewer bytes."""

    kind: str
    shape: tuple[int, ...]
    numbers: Any


def _with_fields(kind: Callable[..., Any], fields: dict[str, Any]) -> Any:
    """An object out of a pickle."""
    for name, value in fields.items():
        if isinstance(value, _Lessened):
            fields[name] = unpacked_numbers(value.numbers).astype(value.kind).reshape(value.shape)
    return kind(**fields)


# -- anything else ----------------------------------------------------------------------------------------------------


@cache
def _fields(cls: type) -> tuple[str, ...] | None:
    """The fields that say all of a class of ours; ``None`` where it is no such class."""
    ours = cls.__module__.partition(".")[0] == "workmodel"
    if not ours or not attrs.has(cls) or cls.__reduce__ is not object.__reduce__:
        return None
    fields = attrs.fields(cls)
    return (
        tuple(one.name for one in fields if one.init)
        if all(one.init or one.eq is False for one in fields)
        else None
    )


@cache
def _plain(cls: type) -> bool:
    """Whether an object of the class is its fields and nothing beside, so that they can be set one by one."""
    fields = attrs.fields(cls)
    return all(
        one.init and isinstance(getattr(cls, one.name), MemberDescriptorType) for one in fields
    ) and not hasattr(cls, "_attrs_cached_hash")


def _joined(texts: Iterable[str]) -> tuple[bytes, Any]:
    """Texts as one, and how long each is where that is not seen from their breaks."""
    known = list(texts)
    whole = _BREAK.join(known)
    lengths = None if whole.count(_BREAK) == len(known) - 1 else packed_numbers(list(map(len, known)))
    return whole.encode(*_CODING), lengths


def _apart(joined: tuple[bytes, Any]) -> list[str]:
    """The texts again."""
    whole = joined[0].decode(*_CODING)
    if joined[1] is None:
        return whole.split(_BREAK)
    lengths = unpacked_numbers(joined[1])
    begins = (lengths + 1).cumsum() - lengths - 1
    return [
        whole[begin : begin + size] for begin, size in zip(begins.tolist(), lengths.tolist(), strict=True)
    ]


class _Packer:
    """Columns being made; texts in the order in which they come up."""

    def __init__(self) -> None:
        self.texts: defaultdict[str, int] = defaultdict(count().__next__)

    def column(self, values: list[Any], *, alone: bool = False) -> Any:
        """Values as a column; *alone*: no two of them are expected to be equal."""
        kinds = dict.fromkeys(map(type, values))
        if not kinds:
            return ("none", 0)
        if len(kinds) > 1:
            return self._mixed(values, list(kinds))
        (kind,) = kinds
        if kind in _MAKERS:
            return _MAKERS[kind](self, values)
        if issubclass(kind, Enum):
            number = {member: place for place, member in enumerate(dict.fromkeys(values))}
            members = self._texts([one.name for one in number])
            return ("enum", _name(kind), members, packed_numbers(list(map(number.__getitem__, values))))
        shared = None if alone else _shared(values)
        if shared is not None:
            values, places = shared
            return ("shared", packed_numbers(places), self._composed(kind, values))
        return self._composed(kind, values)

    def _composed(self, kind: type, values: list[Any]) -> Any:
        if kind is FrozenMap:
            keys, held = [tuple(one) for one in values], [tuple(one.values()) for one in values]
            return ("map", self.column(keys), self.column(held))
        names = _fields(kind)
        if names is None:
            return ("other", values)
        columns = [self.column(list(map(attrgetter(name), values))) for name in names]
        return ("object", _name(kind), " ".join(names), len(values), columns)

    def _mixed(self, values: list[Any], kinds: list[type]) -> Any:
        number = {kind: place for place, kind in enumerate(kinds)}
        which = list(map(number.__getitem__, map(type, values)))
        some: list[list[Any]] = [[] for _ in kinds]
        for value, place in zip(values, which, strict=True):
            some[place].append(value)
        return ("mixed", packed_numbers(which), [self.column(one) for one in some])

    def _texts(self, values: list[Any]) -> Any:
        return ("text", packed_numbers(list(map(self.texts.__getitem__, values))))

    def _numbers(self, values: list[Any]) -> Any:
        if not -_MOST <= min(values) <= max(values) < _MOST:
            return ("other", values)
        return ("number", packed_numbers(values))

    def _tuples(self, values: list[Any]) -> Any:
        return (
            "tuple",
            packed_numbers(list(map(len, values))),
            self.column(list(chain.from_iterable(values))),
        )

    def _moments(self, values: list[Any]) -> Any:
        if any(one.tzinfo is not None or one.fold for one in values):
            return ("other", values)
        return ("moment", self._texts([one.isoformat() for one in values]))


_MAKERS: Final[dict[type, Callable[[_Packer, list[Any]], Any]]] = {
    NoneType: lambda _, values: ("none", len(values)),
    bool: lambda _, values: ("truth", packed_numbers(values)),
    str: _Packer._texts,
    int: _Packer._numbers,
    tuple: _Packer._tuples,
    date: lambda _, values: ("day", packed_numbers([one.toordinal() for one in values])),
    datetime: _Packer._moments,
    Decimal: lambda self, values: ("decimal", self._texts(list(map(str, values)))),
}


def _shared(values: list[Any]) -> tuple[list[Any], list[int]] | None:
    """Values each once, and where each stands among them; ``None`` where few are equal or they do not hash."""
    with suppress(TypeError):
        probe = values[:_PROBED]
        if len(values) > 1 and 2 * len(set(probe)) <= len(probe):
            places: defaultdict[Any, int] = defaultdict(count().__next__)
            # what is one object is looked at once: a hash costs more than an identity
            place_of = {
                identity: places[one]
                for identity, one in dict(zip(map(id, values), values, strict=True)).items()
            }
            return list(places), list(map(place_of.__getitem__, map(id, values)))
    return None


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


@cache
def _class(name: str) -> Any:
    """The class of a name.

    Raises
    ------
    UnknownFormat
        This release has none.
    """
    module, _, qualified = name.partition(":")
    try:
        found: Any = import_module(module)
        for part in qualified.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        raise other_release() from None
    return found


class _Unpacker:
    """Columns being read."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def values(self, column: Any) -> list[Any]:
        """The values of a column."""
        what, *parts = column
        made: list[Any] = getattr(self, f"_{what}")(*parts)
        return made

    def _none(self, size: int) -> list[Any]:
        return [None] * size

    def _other(self, values: list[Any]) -> list[Any]:
        return values

    def _truth(self, packed: Any) -> list[Any]:
        return list(map(bool, unpacked_numbers(packed).tolist()))

    def _number(self, packed: Any) -> list[Any]:
        return list(unpacked_numbers(packed).tolist())

    def _text(self, packed: Any) -> list[Any]:
        return list(map(self.texts.__getitem__, unpacked_numbers(packed).tolist()))

    def _day(self, packed: Any) -> list[Any]:
        return list(map(date.fromordinal, unpacked_numbers(packed).tolist()))

    def _moment(self, texts: Any) -> list[Any]:
        return list(map(datetime.fromisoformat, self.values(texts)))

    def _decimal(self, texts: Any) -> list[Any]:
        return list(map(Decimal, self.values(texts)))

    def _enum(self, name: str, members: Any, which: Any) -> list[Any]:
        known = list(map(_class(name).__members__.__getitem__, self.values(members)))
        return list(map(known.__getitem__, unpacked_numbers(which).tolist()))

    def _shared(self, places: Any, distinct: Any) -> list[Any]:
        return list(map(self.values(distinct).__getitem__, unpacked_numbers(places).tolist()))

    def _mixed(self, which: Any, columns: Any) -> list[Any]:
        some = [iter(self.values(one)) for one in columns]
        return [next(some[place]) for place in unpacked_numbers(which).tolist()]

    def _tuple(self, lengths: Any, column: Any) -> list[Any]:
        values = self.values(column)
        if not values:
            return [()] * len(unpacked_numbers(lengths))
        ends = unpacked_numbers(lengths).cumsum().tolist()
        return [tuple(values[begin:end]) for begin, end in zip([0, *ends[:-1]], ends, strict=True)]

    def _map(self, keys: Any, values: Any) -> list[Any]:
        pairs = zip(self.values(keys), self.values(values), strict=True)
        return [FrozenMap(zip(names, held, strict=True)) if names else EMPTY_MAP for names, held in pairs]

    def _object(self, name: str, fields: str, size: int, columns: Any) -> list[Any]:
        kind = _class(name)
        names = fields.split()
        if _fields(kind) != tuple(names):
            raise other_release()
        parts = [self.values(one) for one in columns]
        if not _plain(kind):
            aliases = [one.alias for one in attrs.fields(kind) if one.init]
            rows = zip(*parts, strict=True) if parts else repeat((), size)
            built: list[Any] = [kind(**dict(zip(aliases, row, strict=True))) for row in rows]
            return built
        made: list[Any] = list(map(kind.__new__, repeat(kind, size)))
        for field, values in zip(names, parts, strict=True):
            deque(map(getattr(kind, field).__set__, made, values), maxlen=0)
        return made
