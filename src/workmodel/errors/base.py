"""The root of the tree of errors, what is wrong with single values, and helpers for good messages."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


__all__ = [
    "InvalidSketch",
    "InvalidText",
    "InvalidValue",
    "NoSuchPlace",
    "OutOfRange",
    "WorkModelError",
    "WrongType",
    "around",
    "named",
    "nearest",
    "shown",
]


_ANY_FAULT: Final = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, MemoryError, NameError, OSError,
    ReferenceError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


def shown(value: object, limit: int = 80) -> str:
    """A value as an error shows it: its repr, cut to a length that keeps the message readable.

    Examples
    --------
    >>> shown("x" * 200, limit=12)
    "'xxxxxxxxxx…"
    """
    try:
        text = repr(value)
    except _ANY_FAULT:
        text = f"<{type(value).__name__}>"  # a hostile or huge value must not break its own error
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """A half-sentence that offers the closest known names, or nothing.

    Examples
    --------
    >>> nearest("desing", ["design", "build"])
    ' Did you mean "design"?'
    """
    found = get_close_matches(name[:100], list(known)[:20_000], n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(quoted(f) for f in found)}?" if found else ""


_MOST_OF_A_RING: Final = 20


def around(path: Sequence[str]) -> str:
    """A ring of ids as a message shows it, back to where it began; a long one is cut in its middle.

    Examples
    --------
    >>> around(["a", "b"])
    'a → b → a'
    >>> around([f"t{i}" for i in range(10_000)])
    't0 → t1 → t2 → t3 → t4 → … 9,990 more … → t9995 → t9996 → t9997 → t9998 → t9999 → t0'
    """
    ids = [shown_id(one) for one in path]
    if len(ids) > _MOST_OF_A_RING:
        ids[5:-5] = [f"… {len(ids) - 10:,} more …"]
    return " → ".join([*ids, ids[0]])


def shown_id(name: str, limit: int = 200) -> str:
    """An id as a message repeats it: printable, and cut where it is longer than any id may be."""
    cut = name if len(name) <= limit else name[: limit - 1] + "…"
    return cut.encode("utf-8", "backslashreplace").decode()


def named(value: object) -> str:
    """What was given for an id or a text, as text: itself, or as it is shown.

    Examples
    --------
    >>> named("ana"), named(3)
    ('ana', '3')
    """
    return value if isinstance(value, str) else shown(value)


def quoted(text: str) -> str:
    """A name in quotation marks."""
    return f'"{text}"'


class WorkModelError(Exception):
    """Any error that workmodel raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # said here so that whoever pickles exceptions his own way (tblib, which dask loads) makes them by their fields too,
        # instead of setting attributes of what is frozen
        made = super().__reduce__()
        assert not isinstance(made, str)
        return made


class InvalidValue(WorkModelError, ValueError):
    """A value is not what it has to be."""


@frozen
class InvalidText(InvalidValue):
    """A text does not follow its notation.

    Attributes
    ----------
    what
        What the text should have been ("a span", "a dependency").
    text
        The text as given.
    expected
        What was expected, with an example.
    """

    what: str
    text: str
    expected: str

    def __str__(self) -> str:
        end = "" if self.expected.endswith("?") else "."
        return f"{shown(self.text)} is not {self.what}; expected {self.expected}{end}"


@frozen
class WrongType(InvalidValue, TypeError):
    """A value of a type that means nothing here.

    Attributes
    ----------
    what
        What was wanted.
    value
        The value as given.
    expected
        What would have been accepted.
    """

    what: str
    value: object = field(repr=shown)
    expected: str

    def __str__(self) -> str:
        end = "" if self.expected.endswith("?") else "."
        return f"{shown(self.value)} ({type(self.value).__name__}) is not {self.what}; expected {self.expected}{end}"


@frozen
class OutOfRange(InvalidValue):
    """A number or moment beyond its limits.

    Attributes
    ----------
    what
        Which quantity.
    value
        The value as given.
    expected
        The limits.
    """

    what: str
    value: object = field(repr=shown)
    expected: str

    def __str__(self) -> str:
        return f"{self.what} is {shown(self.value)}; it has to be {self.expected}."


@frozen
class NoSuchPlace(InvalidValue, IndexError):
    """A place in a sequence that has fewer.

    Attributes
    ----------
    place
        The place as given.
    length
        How many there are.

    Examples
    --------
    >>> print(NoSuchPlace(7, 3))
    there is no place 7 here: there are 3, counted from 0 or, from the end, from -1.
    """

    place: int = field(repr=shown)
    length: int

    def __str__(self) -> str:
        there = (
            "there are none"
            if not self.length
            else f"there are {self.length}, counted from 0 or, from the end, from -1"
        )
        return f"there is no place {shown(self.place)} here: {there}."


@frozen
class InvalidSketch(InvalidValue):
    """A line of a sketched plan that does not follow the notation.

    Attributes
    ----------
    number
        Which line, counted from 1.
    line
        The line as given.
    expected
        What was expected there.
    """

    number: int
    line: str
    expected: str

    def __str__(self) -> str:
        return f"line {self.number}, {shown(self.line.strip(), 120)}: expected {self.expected}."
