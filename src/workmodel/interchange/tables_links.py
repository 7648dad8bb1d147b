"""Cells that name other rows or people: predecessors and resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from workmodel.domain import Assignment, Dependency, Resource, dependency
from workmodel.errors import InvalidText, nearest
from workmodel.interchange.tables_cells import names_in
from workmodel.interchange.tables_languages import LINKS, in_english_units, with_points
from workmodel.interchange.tables_rows import is_id, slug
from workmodel.quantities import NO_LAG, lag

__all__ = ["People", "predecessors_in"]

_LONGEST: Final = 500
_LONGEST_HINT: Final = 80
_EXPECTED: Final = 'an ID, row number or name, a link and a lag, such as "3", "3FS+2d", "design SS+50%"'
_LINKED: Final = re.compile(
    rf"(?P<name>.+?)\s*(?:(?P<link>{'|'.join(LINKS)})\s*(?P<lag>[+\-−].+)?|(?P<only>[+\-−].+))", re.IGNORECASE
)
_QUANTITY: Final = re.compile(r"(?P<amount>\d{1,10}(?:[.,]\d{1,4})?)\s*(?P<unit>[^\W\d_].{0,99})")
_SHARED: Final = re.compile(
    r"(?P<name>.+?)\s*(?:\[(?P<in_brackets>[^\[\]]*)\]|\s(?P<behind>\d[\d.,]*\s*%))", re.DOTALL
)


def predecessors_in(
    cell: str, known: Mapping[str, str], *, hint: bool = True, comma: bool = False
) -> Iterator[Dependency]:
    """The dependencies that a cell lists, ``"3FS+2d;5"`` or ``"design; build SS+1d"``.

    Parameters
    ----------
    cell
        The cell.
    known
        Ids by what may be written for them: ID, row number, name.
    hint
        Whether an error offers the nearest names, which takes its time.
    comma
        Whether the table's language has a decimal comma.

    Raises
    ------
    InvalidText
        A part names nobody, or has a link or lag that cannot be read.

    Examples
    --------
    >>> [str(d) for d in predecessors_in("1FS+2 days, 2ff-1ed", {"1": "spec", "2": "draft"})]
    ['spec FS+2d', 'draft FF-1ed']
    >>> [str(d) for d in predecessors_in("1EA+1,5 Tage", {"1": "entwurf"}, comma=True)]
    ['entwurf FS+1.5d']
    """
    if comma and cell not in known:
        cell = with_points(cell, only_lags=True)
    for part in names_in(cell) if cell not in known else [cell]:
        yield _predecessor(part, known, hint=hint)


def _predecessor(part: str, known: Mapping[str, str], *, hint: bool) -> Dependency:
    if part in known:
        return Dependency(known[part])
    if len(part) > _LONGEST:
        raise InvalidText("a predecessor", part, _EXPECTED)
    match = _LINKED.fullmatch(part)
    if match is not None and match["name"] in known:
        amount = match["lag"] or match["only"]
        try:
            return Dependency(
                known[match["name"]],
                LINKS[(match["link"] or "FS").upper()],
                lag(in_english_units(amount).replace(" ", "")) if amount else NO_LAG,
            )
        except InvalidText as problem:
            raise InvalidText("a predecessor", part, f"{_EXPECTED} ({problem})") from None
    words = part.split()
    if words and words[0] in known:
        found = dependency(part)
        return Dependency(known[words[0]], found.link, found.lag, found.binding)
    name = match["name"] if match is not None else part
    near = nearest(name, [other for other in known if len(other) <= _LONGEST_HINT]) if hint else ""
    expected = f"{_EXPECTED}; no row is called {name[:40]!r}.{near}"
    raise InvalidText("a predecessor", part, expected.rstrip("."))


@frozen
class People:
    """The resources that a table names, in order of appearance, with ids of their own."""

    taken: set[str]
    by_name: dict[str, Resource] = field(factory=dict)

    def assigned(self, cell: str) -> Iterator[tuple[Assignment, str]]:
        """The assignments that a cell lists, ``"Ana;Ben[50%]"``, each with units that could not be kept.

        Raises
        ------
        InvalidValue
            Units beyond their limits.
        """
        for part in names_in(cell):
            match = _SHARED.fullmatch(part) if len(part) <= _LONGEST else None
            name = match["name"].strip() if match else part
            units = ((match["in_brackets"] or match["behind"]) if match else "") or ""
            share = units.replace(" ", "").replace(",", ".")
            who = self.called(name)
            quantity = _QUANTITY.fullmatch(units.strip())
            if not share or re.fullmatch(r"\d+(\.\d+)?%", share, re.ASCII):
                yield Assignment(who.id, share or None), ""
            elif quantity:
                self.by_name[name.casefold()] = evolve(
                    who, type="material", unit=who.unit or quantity["unit"]
                )
                yield Assignment(who.id, quantity["amount"].replace(",", "."), quantity["unit"]), ""
            else:
                yield Assignment(who.id), units

    def called(self, name: str) -> Resource:
        """The resource of that name, made at its first mention."""
        key = name.casefold()
        if key not in self.by_name:
            found = slug(name, self.taken) if name in self.taken or not is_id(name) else name
            self.taken.add(found)
            self.by_name[key] = Resource(found, title="" if found == name else name)
        return self.by_name[key]
