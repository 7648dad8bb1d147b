"""Text of an instance: its encoding, whole numbers, and what is wrong, with the line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NoReturn

from workmodel.errors import DocumentFaults, Fault, shown
from workmodel.interchange.psplib.instance import too_long

__all__ = ["MULTI", "SINGLE", "SKILLED", "Faults", "decoded", "one_line"]

SINGLE: Final = re.compile(r"\s*(?:\*{20,}|file with basedata\b|jobs\s+\(incl)", re.IGNORECASE)
"""How a file of one project begins."""

SKILLED: Final = re.compile(r"\s*\\\*\s*Project Module\b", re.IGNORECASE)
"""How a file with workers and their skills begins."""

MULTI: Final = re.compile(
    r"\s*\d{1,9}[ \t]*\r?\n\s*\d{1,9}[ \t]*\r?\n\s*\d+(?:[ \t]+\d+)*[ \t]*(?:\r?\n|$)", re.ASCII
)
"""How a file of several projects begins: their number, that of the resources, and how much there is of each."""

_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
_EXPECTED: Final = "no whole number from 0 to 999,999,999"
_MOST_FAULTS: Final = 1000
_MOST_UNITS: Final = 10_000
_MOST_CAPACITY: Final = 100_000
# Of the limit: what is made of a short row takes far more memory than it does, an entity some 1.6 KB.
_BYTES_PER_ENTITY: Final = 256
_BYTES_PER_NUMBER: Final = 64
_SMALL: Final = 10_000  # entities or numbers that a small limit does not forbid


class Faults:
    """What is wrong with a file, line by line; and how much it may hold."""

    def __init__(self, limit: int) -> None:
        self._found: list[Fault] = []
        self._most = self._left = max(limit // _BYTES_PER_NUMBER, _SMALL)
        self._most_entities = self._entities_left = max(limit // _BYTES_PER_ENTITY, _SMALL)

    def add(self, line: int, message: str) -> None:
        """One thing that is wrong; after a thousand of them nothing more is looked at."""
        self._found.append(Fault(f"line {line}", message))
        if len(self._found) >= _MOST_FAULTS:
            self._found.append(Fault("instance", "reading stopped here, after so many faults"))
            self.tell()

    def refuse(self, line: int, message: str) -> NoReturn:
        """The one thing after which nothing else can be read.

        Raises
        ------
        DocumentFaults
            Always.
        """
        raise DocumentFaults((*self._found, Fault(f"line {line}", message)))

    def tell(self) -> None:
        """Go on only if nothing is wrong so far.

        Raises
        ------
        DocumentFaults
            Something is.
        """
        if self._found:
            raise DocumentFaults(tuple(self._found))

    def number(self, line: int, word: str) -> int | None:
        """A whole number, or ``None`` where it is none and that was noted."""
        self._count(line, 1)
        if _NUMBER.fullmatch(word):
            return int(word)
        self.add(line, f"{shown(word)} is {_EXPECTED}")
        return None

    def numbers(self, line: int, text: str) -> list[int] | None:
        """All numbers of a line, or ``None`` where one is none and that was noted."""
        words = text.split()
        self._count(line, len(words))
        for word in words:
            if not _NUMBER.fullmatch(word):
                self.add(line, f"{shown(word)} is {_EXPECTED}")
                return None
        return [int(word) for word in words]

    def _count(self, line: int, numbers: int) -> None:
        self._left -= numbers
        if self._left < 0:
            self.refuse(
                line, f"more than {self._most:,} numbers; split it, or pass a larger limit= if you trust it"
            )

    def entities(self, line: int, number: int) -> None:
        """Make room for so many projects, resources or activities more, before anything is made of them."""
        self._entities_left -= number
        if self._entities_left < 0:
            self.refuse(
                line,
                f"more than {self._most_entities:,} projects, resources and activities; split it, or pass a larger limit= "
                "if you trust it",
            )

    def periods(self, line: int, what: str, periods: int) -> None:
        """Note a duration or release that no plan could hold."""
        if problem := too_long(periods):
            self.add(line, f"{what} of {problem}")

    def units(self, line: int, requirements: Sequence[int], renewable: Sequence[bool]) -> None:
        """Note requirements that no assignment could hold."""
        for units, comes_back in zip(requirements, renewable, strict=True):
            if comes_back and units > _MOST_UNITS:
                self.add(
                    line,
                    f"{units} of a resource is more than the {_MOST_UNITS:,} that an assignment can hold",
                )

    def capacities(self, line: int, found: Sequence[int], renewable: Sequence[bool]) -> None:
        """Note capacities that no resource could have."""
        for units, comes_back in zip(found, renewable, strict=True):
            if comes_back and units > _MOST_CAPACITY:
                self.add(
                    line,
                    f"a capacity of {units} is more than the {_MOST_CAPACITY:,} that a resource can have",
                )


def decoded(data: str | bytes, limit: int) -> str:
    """The text of an instance: numbers are the same in any encoding, and names rarely matter.

    Raises
    ------
    DocumentFaults
        Larger than the limit, or no text.
    """
    if len(data) > limit:
        _refuse(f"larger than {limit / 2**20:g} MB; split it, or pass limit= if you trust it")
    text = data if isinstance(data, str) else _text_of(data)
    if "\x00" in text:
        _refuse("binary data; expected the text of an instance, .sm, .mm, .rcmp or .msrcp")
    return text.removeprefix("\ufeff")


def one_line(text: str) -> str:
    r"""A text as it fits on a line: words that can be printed, one space apart.

    Examples
    --------
    >>> one_line(" two\n lines\0 ")
    'two lines'
    """
    return " ".join(
        "".join(letter for letter in word if letter.isprintable()) for word in text.split()
    ).strip()


def _text_of(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _refuse(message: str) -> NoReturn:
    raise DocumentFaults((Fault("instance", message),))
