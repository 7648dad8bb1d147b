"""JSON text to plain values and back, strictly (RFC 8259).

Reading keeps numbers exact (`decimal.Decimal`), remembers repeated keys, and marks what is not JSON (NaN, Infinity) or
beyond any use (numbers of hundreds of digits), so that whoever looks at the value can say where it stands. Sizes are
bounded before anything is built. Writing keeps together what fits on a line, so that a changed entity is a changed line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn

from workmodel.errors import DocumentFaults, Fault
from workmodel.interchange.given import encoded

__all__ = ["MOST_BYTES", "MOST_LEVELS", "Repeated", "Unreadable", "json_line", "json_text", "json_value"]

MOST_BYTES: Final = 64 * 2**20
MOST_LEVELS: Final = 64
_WIDTH: Final = 110
_LONGEST_NUMBER: Final = 100
# Of the limit: what is made of a short text may take several times as much memory, an entity some 1.6 KB.
_BYTES_PER_OBJECT: Final = 256
_BYTES_PER_LIST: Final = 64
_BYTES_PER_VALUE: Final = 32
_SMALL: Final = 10_000  # objects, lists or values that a small limit does not forbid
_STRINGS: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKETS: Final = re.compile(r"[\[\]{}]+")


class Repeated(dict[str, Any]):
    """A JSON object in which keys occur more than once; it holds the last value of each."""

    keys_again: tuple[str, ...] = ()


class Unreadable:
    """A token that reads like a number and is none, or none that a plan could hold."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __repr__(self) -> str:
        return self.token if len(self.token) <= 40 else f"{self.token[:30]}… ({len(self.token)} digits)"


def _refuse(message: str) -> NoReturn:
    raise DocumentFaults((Fault("$", message),))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated = Repeated(found)
    repeated.keys_again = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return repeated


def _whole(token: str) -> int | Unreadable:
    return int(token) if len(token) <= 20 else Unreadable(token)


def _fraction(token: str) -> Decimal | Unreadable:
    try:
        return Decimal(token) if len(token) <= _LONGEST_NUMBER else Unreadable(token)
    except InvalidOperation:
        return Unreadable(token)


def json_value(data: str | bytes, *, limit: int = MOST_BYTES) -> Any:
    """The value of a JSON text; numbers are ``int`` or ``Decimal``.

    Parameters
    ----------
    data
        Text, or bytes in UTF-8 (with or without a byte order mark), UTF-16 or UTF-32.
    limit
        Largest size. [bytes]

    Raises
    ------
    DocumentFaults
        Not JSON, in no Unicode encoding, larger than the limit, or nested deeper than 64 levels.

    Examples
    --------
    >>> json_value('{"share": 0.1, "n": [1, NaN]}')
    {'share': Decimal('0.1'), 'n': [1, NaN]}
    """
    text = _decoded(data, limit)
    _check_counts(text, limit)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=Unreadable,
        )
    except json.JSONDecodeError as problem:
        _refuse(f"not JSON: {problem.msg} at line {problem.lineno}, column {problem.colno}")
    except RecursionError:
        _refuse(f"nested deeper than {MOST_LEVELS} levels; a plan needs fewer than ten")
    if _deeper_than(text, MOST_LEVELS):
        _refuse(f"nested deeper than {MOST_LEVELS} levels; a plan needs fewer than ten")
    return value


def _decoded(data: str | bytes, limit: int) -> str:
    if isinstance(data, str):
        size = (
            len(data) if len(data) > limit or len(data) * 4 <= limit else len(data.encode(errors="replace"))
        )
    else:
        size = len(data)
    if size > limit:
        _refuse(f"larger than {limit / 2**20:g} MB; split the plan, or pass limit= if you trust it")
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        _refuse(f"not text in UTF-8: byte {problem.start} is no part of a character")


def _check_counts(text: str, limit: int) -> None:
    """Refuse what would take a multiple of its size in memory, before it is built."""
    most = {
        "{": ("objects", max(limit // _BYTES_PER_OBJECT, _SMALL)),
        "[": ("lists", max(limit // _BYTES_PER_LIST, _SMALL)),
        ",": ("values", max(limit // _BYTES_PER_VALUE, _SMALL)),
    }
    for mark, (what, number) in most.items():
        # strings may hold marks; they are looked for only where there seem to be too many
        if text.count(mark) > number and _STRINGS.sub("", text).count(mark) > number:
            _refuse(f"more than {number:,} {what}; split the plan, or pass a larger limit= if you trust it")


def _deeper_than(text: str, levels: int) -> bool:
    """Whether brackets are nested deeper than that, in a text that is known to be JSON."""
    left = "".join(_BRACKETS.findall(_STRINGS.sub("", text)))
    for _ in range(levels):
        if not left:
            return False
        left = _BRACKETS_PAIRS.sub("", left)
    return bool(left)


_BRACKETS_PAIRS: Final = re.compile(r"\[\]|\{\}")


def json_text(value: Any) -> str:
    """The JSON text of a value made of dicts, lists, texts, numbers, booleans and ``None``, ending with a line feed.

    An object or list that fits on a line stands on one; a longer one has one member per line. Keys keep their order.
    Texts are written as they are, not escaped to ASCII.

    Raises
    ------
    InvalidText
        A text holds a lone surrogate, which no file can hold.

    Examples
    --------
    >>> print(json_text({"id": "a", "after": ["b", "c SS+2d"], "capacity": Decimal("0.8")}), end="")
    {"id": "a", "after": ["b", "c SS+2d"], "capacity": 0.8}
    """
    text = "".join(_laid_out(value, "")) + "\n"
    if not text.isascii():
        encoded(text)
    return text


def json_line(value: Any) -> str:
    r"""The JSON text of a value, on one line and without a line feed; see `json_text`.

    Raises
    ------
    InvalidText
        A text holds a lone surrogate, which no file can hold.

    Examples
    --------
    >>> json_line({"id": "a", "notes": "two\nlines", "capacity": Decimal("0.80")})
    '{"id": "a", "notes": "two\\nlines", "capacity": 0.80}'
    """
    text = _flat(value)
    if not text.isascii():
        encoded(text)
    return text


def _laid_out(value: Any, indent: str, room: int = _WIDTH) -> Iterator[str]:
    if not isinstance(value, (dict, list, tuple)):
        yield _scalar(value)
        return
    # a member takes at least three characters, so many of them need no try
    short = _flat(value) if 3 * len(value) <= room - len(indent) else None
    if short is not None and len(short) <= room - len(indent):
        yield short
        return
    inner = indent + "  "
    brackets = "{}" if isinstance(value, dict) else "[]"
    members = value.items() if isinstance(value, dict) else ((None, part) for part in value)
    yield brackets[0]
    for number, (key, part) in enumerate(members):
        name = "" if key is None else _scalar(key) + ": "
        yield f"{',' if number else ''}\n{inner}{name}"
        yield from _laid_out(part, inner, _WIDTH - len(name) - 1)
    yield f"\n{indent}{brackets[1]}"


class _NotPlain(Exception):
    """The C encoder met a number that it would not write exactly."""


def _exact_number_met(_: Any) -> NoReturn:
    raise _NotPlain


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=_exact_number_met)


def _flat(value: Any) -> str:
    """The value on one line."""
    try:
        return _ENCODER.encode(value)
    except _NotPlain:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{_scalar(key)}: {_flat(part)}" for key, part in value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(_flat, value)) + "]"
        return _scalar(value)


def _scalar(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else _ENCODER.encode(value)
