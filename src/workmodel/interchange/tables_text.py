"""Text of tables: encodings, delimiters, records (RFC 4180), and cells that a spreadsheet must not run as formulas."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NoReturn

from attrs import frozen

from workmodel.errors import DocumentFaults, Fault
from workmodel.findings import Finding
from workmodel.interchange.document_text import MOST_BYTES

__all__ = [
    "DELIMITERS",
    "Record",
    "decoded",
    "folded",
    "guarded",
    "normalised",
    "records",
    "table_text",
    "unguarded",
]

DELIMITERS: Final = (",", ";", "\t", "|")
_BYTES_PER_ROW: Final = 256  # of the limit; what is made of a row may take eight times as much in memory
_BYTES_PER_CELL: Final = 16
_SMALL: Final = 10_000  # rows or cells that a small limit does not forbid
_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r\n]")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@frozen
class Record:
    """One row of a table.

    Attributes
    ----------
    row
        Its number as a spreadsheet shows it, the first being 1.
    cells
        Its cells.
    """

    row: int
    cells: tuple[str, ...]


def _refuse(path: str, message: str) -> NoReturn:
    raise DocumentFaults((Fault(path, message),))


def decoded(data: str | bytes, limit: int = MOST_BYTES) -> tuple[str, tuple[Finding, ...]]:
    r"""The text of a table, with a finding where its encoding had to be guessed.

    UTF-8 and UTF-16, with and without a byte order mark; whatever else is read as Windows-1252, the code page that
    spreadsheets of western Europe and America write.

    Raises
    ------
    DocumentFaults
        Larger than the limit, or in none of these encodings.

    Examples
    --------
    >>> text, findings = decoded("Name\nCafé".encode("cp1252"))
    >>> text, findings[0].code
    ('Name\nCafé', 'tables.encoding_assumed')
    """
    if len(data) > limit:
        _refuse("table", f"larger than {limit / 2**20:g} MB; split it, or pass limit= if you trust it")
    if isinstance(data, str):
        if half := _HALVES.search(data):
            _refuse("table", f"not text: character {half.start()} is a lone surrogate, half of a character")
        return data.removeprefix("\ufeff"), ()
    try:
        return data.decode(_unicode_encoding(data)), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as problem:
        _refuse("table", f"not text: byte {problem.start} is no character in UTF-8, UTF-16 or Windows-1252")
    about = "the table is not in UTF-8; it was read as Windows-1252. Look at letters with accents"
    return text, (Finding("tables.encoding_assumed", "", about, {"encoding": "cp1252"}),)


def _unicode_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:200]
    if len(start) >= 4 and start.count(0) * 3 > len(start):
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    return "utf-8-sig"


def records(text: str, is_header: frozenset[str], limit: int = MOST_BYTES) -> tuple[str, list[Record]]:
    """The delimiter of a table and its records that are not blank, quotes resolved.

    Parameters
    ----------
    text
        The table. A first line ``sep=;`` names the delimiter.
    is_header
        Normalised names of columns that are known; the delimiter that finds most of them in the header is taken.
    limit
        Largest size of a table, which bounds the number of its rows and cells as well. [bytes]

    Raises
    ------
    DocumentFaults
        An unfinished quotation, text behind a closing quote, a cell of more than 131,072 characters, too many rows.
    """
    named = _SEPARATOR_LINE.match(text)
    if named:
        text = "\n" + text[named.end() :]
    delimiter = named[1] if named and named[1] in DELIMITERS else _delimiter(text, is_header)
    found: list[Record] = []
    cells = 0
    most_rows, most_cells = max(limit // _BYTES_PER_ROW, _SMALL), max(limit // _BYTES_PER_CELL, _SMALL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, record in enumerate(reader, 1):
            if any(cell.strip() for cell in record):
                found.append(Record(row, tuple(record)))
                cells += len(record)
            if row > most_rows or cells > most_cells:
                about = f"more than {most_rows:,} rows or {most_cells:,} cells"
                _refuse(f"row {row}", f"{about}; split the table, or pass a larger limit= if you trust it")
    except csv.Error as problem:
        _refuse(
            f"row {row + 1}",
            f"{problem}; a cell with quotes, commas or line ends stands in quotes, quotes doubled",
        )
    return delimiter, found


def _delimiter(text: str, is_header: frozenset[str]) -> str:
    line = text.lstrip()[:10_000]
    scores: dict[str, tuple[int, int]] = {}
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(line, newline=""), delimiter=delimiter)
        cells: Sequence[str] = next(reader, [])
        scores[delimiter] = (sum(normalised(cell) in is_header for cell in cells), len(cells))
    return max(DELIMITERS, key=lambda d: scores[d])


def normalised(name: str) -> str:
    """A column's name without case, accents, spaces and signs, so that ``"Task_Name"`` is ``"task name"`` is ``"TaskName"``.

    Examples
    --------
    >>> normalised(" % Complete "), normalised("Outline_Level"), normalised("Vorgänger")
    ('%complete', 'outlinelevel', 'vorganger')
    """
    return re.sub(r"[^\w%]+|_", "", folded(name))


def folded(text: str) -> str:
    """A text without case and accents.

    Examples
    --------
    >>> folded("Dès le 2 MÄRZ")
    'des le 2 marz'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def guarded(text: str) -> str:
    """The text, kept from being run as a formula by an apostrophe before it, where it would be (CWE-1236).

    Examples
    --------
    >>> guarded("=1+1"), guarded("plain"), unguarded(guarded("'=quoted"))
    ("'=1+1", 'plain', "'=quoted")
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def table_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """The text of a table: quotes where needed, lines ending in CR LF."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()
