"""Rows of a table: their cells by meaning, their ids, and which row lies below which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from attrs import field, frozen

from workmodel.domain import BUILT_IN_CALENDARS
from workmodel.domain.values import readable_id
from workmodel.errors import Fault, InvalidValue, ZoneMismatch
from workmodel.findings import Finding
from workmodel.interchange.tables_cells import names_in
from workmodel.interchange.tables_columns import Columns
from workmodel.interchange.tables_text import Record, unguarded

__all__ = ["Notes", "Row", "ids_of", "is_id", "parents_of", "rows_of", "slug"]


@frozen
class Row:
    """One task's row.

    Attributes
    ----------
    row
        Its number as a spreadsheet shows it.
    ordinal
        Its number among the rows below the header.
    cells
        Cells by meaning, without the space around them; blank ones left out.
    indent
        How many spaces stand before the name.
    """

    row: int
    ordinal: int
    cells: Mapping[str, str]
    indent: int = 0

    def get(self, meaning: str) -> str:
        """The cell of a meaning, blank where there is none."""
        return self.cells.get(meaning, "")


@frozen
class Notes:
    """What comes up while a table is read: faults by row, and tallies of what was guessed or left out.

    Attributes
    ----------
    faults
        What is wrong, each with its row.
    zoned
        Rows of times with an offset in a table without a zone: one mistake of the reader's, told once.
    tallies
        What was guessed or left out, with its rows.
    """

    faults: list[Fault] = field(factory=list)
    zoned: list[int] = field(factory=list)
    tallies: dict[str, tuple[str, list[int]]] = field(factory=dict)

    @contextmanager
    def at(self, row: int, column: str = "") -> Iterator[None]:
        """Note a value that is refused inside, with its place, and go on behind it."""
        try:
            yield
        except ZoneMismatch:
            self.zoned.append(row)
        except InvalidValue as problem:
            self.fault(row, column, str(problem))

    def fault(self, row: int, column: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(f"row {row}, {column}" if column else f"row {row}", message))

    def tally(self, code: str, message: str, row: int) -> None:
        """Note what happened in a row, to be told once for all rows."""
        self.tallies.setdefault(code, (message, []))[1].append(row)

    def findings(self) -> Iterator[Finding]:
        """The tallies as findings."""
        for code, (message, rows) in self.tallies.items():
            yield Finding(f"tables.{code}", "", f"{message} ({_listed(rows)})", {"rows": tuple(rows)}, "info")

    def tell_zoned(self) -> None:
        """Make one fault of all times that carry an offset."""
        if self.zoned:
            rows = sorted(set(self.zoned))
            times = "a time carries" if len(self.zoned) == 1 else f"{len(self.zoned)} times carry"
            self.fault(
                rows[0], "", f"{times} an offset ({_listed(rows)}), and the table has no zone; say in which its "
                'times are wall clock, loads(..., zone="Europe/Berlin") or --zone Europe/Berlin, or write no offsets',
            )  # fmt: skip


def _listed(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:10])) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}"


def rows_of(records: Sequence[Record], header: Record, columns: Columns, notes: Notes) -> list[Row]:
    """The rows below a header; a row longer than the header is a fault."""
    rows = []
    for record in records:
        if any(cell.strip() for cell in record.cells[len(header.cells) :]):
            what = f"{len(record.cells)} cells, but the header has {len(header.cells)}"
            notes.fault(record.row, "", f"{what}; a cell that holds the delimiter stands in quotes")
            continue
        cells = {
            meaning: unguarded(record.cells[place].strip())
            for meaning, place in columns.places.items()
            if place < len(record.cells) and record.cells[place].strip()
        }
        for meaning, places in columns.more.items():
            parts = [cells.get(meaning, ""), *(record.cells[p] for p in places if p < len(record.cells))]
            if any(part.strip() for part in parts[1:]):
                cells[meaning] = "; ".join(name for part in parts for name in names_in(part))
        place = columns.places.get("name", len(record.cells))
        name = record.cells[place] if place < len(record.cells) else ""
        rows.append(Row(record.row, record.row - header.row, cells, _indent(name)))
    return rows


def _indent(name: str) -> int:
    return len(name.expandtabs(4)) - len(name.expandtabs(4).lstrip())


def slug(name: str, taken: Collection[str]) -> str:
    """A readable id made from a name, different from those taken.

    Examples
    --------
    >>> slug("Write the first draft!", ()), slug("Café", {"cafe"}), slug("!!!", ())
    ('write-the-first-draft', 'cafe-2', 'item')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"[a-z0-9]+", plain.lower()) or re.findall(r"\w+", name.lower())
    base = "-".join(words)[:60].strip("-") or "item"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def ids_of(rows: Sequence[Row], notes: Notes) -> dict[int, str]:
    """The id of each row by its ordinal: what its ID cell says, or made from its name."""
    given: dict[str, int] = {}
    ids: dict[int, str] = {}
    for row in rows:
        text = row.get("id")
        if not text:
            continue
        if text in given:
            notes.fault(
                row.row, "ID", f'"{text[:60]}" is the ID of row {given[text]} too; IDs have to differ'
            )
            continue
        given[text] = row.row
        if is_id(text):
            ids[row.ordinal] = text
    taken = {*ids.values(), *BUILT_IN_CALENDARS}  # whose ids nothing else may have
    counts: dict[str, int] = {}
    for row in rows:
        if row.ordinal in ids:
            continue
        if row.get("id") and given[row.get("id")] != row.row:
            continue
        source = row.get("id") or row.get("name")
        if not source:
            notes.fault(row.row, "", "has neither a name nor an ID")
            continue
        base = slug(source, ())
        found = base
        while found in taken:
            counts[base] = counts.get(base, 1) + 1
            found = f"{base}-{counts[base]}"
        taken.add(found)
        ids[row.ordinal] = found
    return ids


def is_id(text: str) -> bool:
    """Whether a text may be an id as it is."""
    try:
        readable_id(text)
    except InvalidValue:
        return False
    return True


def parents_of(
    rows: Sequence[Row], ids: Mapping[int, str], columns: Columns, known: Mapping[str, str], notes: Notes
) -> dict[int, str]:
    """The parent's id of each row that has one, by its ordinal.

    By the first of these that the table has: a column of parents, of outline levels, of WBS codes, or spaces before
    names.
    """
    if "parent" in columns.places:
        return _by_reference(rows, known, notes)
    if "level" in columns.places:
        return _by_depth(rows, ids, [_level(row, notes) for row in rows])
    if "wbs" in columns.places:
        return _by_code(rows, ids)
    return _by_depth(rows, ids, [row.indent for row in rows])


def _by_reference(rows: Sequence[Row], known: Mapping[str, str], notes: Notes) -> dict[int, str]:
    found = {}
    for row in rows:
        text = row.get("parent")
        if text and text not in known:
            notes.fault(row.row, "Parent", f'no row has the ID or number "{text[:60]}"')
        elif text:
            found[row.ordinal] = known[text]
    return found


def _level(row: Row, notes: Notes) -> int:
    text = row.get("level")
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    if text:
        notes.fault(
            row.row, "Outline Level", f'"{text[:60]}" is not a level; expected a whole number such as 1 or 2'
        )
    return 1


def _by_depth(rows: Sequence[Row], ids: Mapping[int, str], depths: Sequence[int]) -> dict[int, str]:
    found = {}
    above: list[tuple[int, str]] = []
    for row, depth in zip(rows, depths, strict=True):
        while above and above[-1][0] >= depth:
            above.pop()
        if row.ordinal not in ids:
            continue
        if above:
            found[row.ordinal] = above[-1][1]
        above.append((depth, ids[row.ordinal]))
    return found


def _by_code(rows: Sequence[Row], ids: Mapping[int, str]) -> dict[int, str]:
    codes = {row.get("wbs").rstrip("."): ids[row.ordinal] for row in reversed(rows) if row.ordinal in ids}
    found = {}
    for row in rows:
        above = row.get("wbs").rstrip(".").rpartition(".")[0]
        while above and above not in codes:
            above = above.rpartition(".")[0]
        if above and ids.get(row.ordinal) != codes[above]:
            found[row.ordinal] = codes[above]
    return found
