"""One stretch of somebody's time and what claims it: the line items of a ledger, as values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import frozen

from workmodel.capacity.sources import Source
from workmodel.quantities import PersonTime, whole_minutes

__all__ = ["Line", "Stretch", "Unmet"]

_NOTHING = PersonTime(0)


@frozen
class Line:
    """Hours that something was granted.

    Attributes
    ----------
    source
        What claims them.
    amount
        How many.
    """

    source: Source
    amount: PersonTime

    def __str__(self) -> str:
        return f"{self.source.id or self.source.kind}: {self.amount}"


@frozen
class Unmet:
    """Hours that something wanted and did not get.

    Attributes
    ----------
    source
        What wanted them.
    amount
        How many.
    won_by
        Ids of what got the hours instead, first served first; empty where there were none to get.
    """

    source: Source
    amount: PersonTime
    won_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        won = f", taken by {', '.join(self.won_by)}" if self.won_by else ", where there are no hours"
        return f"{self.source.id or self.source.kind}: {self.amount} short{won}"


@frozen
class Stretch:
    """A stretch of one resource's time, balanced: availability = lines + switching + free, to the last unit.

    Attributes
    ----------
    resource
        Its id.
    start, finish
        ``start <= t < finish``
    gross
        Hours of its calendar times its capacity.
    absence
        Of those, what absences take.
    lines
        What was granted, in the order in which claims are served.
    switching
        What is lost to working on several things.
    free
        What nobody claims.
    unmet
        What was wanted and found no room.
    """

    resource: str
    start: datetime
    finish: datetime
    gross: PersonTime
    absence: PersonTime
    lines: tuple[Line, ...]
    switching: PersonTime
    free: PersonTime
    unmet: tuple[Unmet, ...]

    @property
    def availability(self) -> PersonTime:
        """Gross hours less absence: what there is to claim."""
        return self.gross - self.absence

    @property
    def claimed(self) -> PersonTime:
        """What was granted in all."""
        return sum((line.amount for line in self.lines), _NOTHING)

    @property
    def over(self) -> PersonTime:
        """What is wanted beyond what there is."""
        return sum((one.amount for one in self.unmet), _NOTHING)

    @property
    def wanted(self) -> PersonTime:
        """All that is asked for, granted or not."""
        return self.claimed + self.over

    def of(self, kind_or_id: str) -> PersonTime:
        """What lines of a kind, or of one routine, task or project, were granted."""
        return sum(
            (
                line.amount
                for line in self.lines
                if kind_or_id in (line.source.kind, line.source.id, line.source.project)
            ),
            _NOTHING,
        )

    def rows(self) -> list[dict[str, Any]]:
        """One dict a line, with what is lost and free; minutes are rounded so that they add up."""
        named = [(line.source.kind, line.source.id, line.amount) for line in self.lines]
        named += [("switching", "", self.switching)] if self.switching else []
        named += [("free", "", self.free)]
        minutes = whole_minutes([amount for _, _, amount in named])
        return [
            {"resource": self.resource, "kind": kind, "id": name, "minutes": number}
            for (kind, name, _), number in zip(named, minutes, strict=True)
        ]

    def __str__(self) -> str:
        head = f"{self.resource}, {self.start:%a %Y-%m-%d %H:%M} to {self.finish:%a %Y-%m-%d %H:%M}: {self.availability}"
        return "\n".join([head, *_indented(self)])


def _indented(stretch: Stretch) -> Iterable[str]:
    for line in stretch.lines:
        yield f"  {line}"
    if stretch.switching:
        yield f"  switching: {stretch.switching}"
    yield f"  free: {stretch.free}"
    for one in stretch.unmet:
        yield f"  ! {one}"
