"""One stretch of somebody's, or of a team's, time and what claims it: the line items of a ledger, as values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from workmodel.capacity.limits import Limit, beyond
from workmodel.capacity.sources import LIMIT, Source
from workmodel.capacity.wording import said_hours, whole_minutes

__all__ = ["Line", "Stretch", "Unmet", "together"]

_NOTHING = Decimal(0)


@frozen
class Line:
    """Hours that something was granted.

    Attributes
    ----------
    source
        What claims them.
    amount
        How many. [person-min]
    """

    source: Source
    amount: Decimal

    def __str__(self) -> str:
        return f"{self.source.id or self.source.kind}: {said_hours(self.amount)}"


@frozen
class Unmet:
    """Hours that something wanted and did not get.

    Attributes
    ----------
    source
        What wanted them.
    amount
        How many. [person-min]
    won_by
        Ids of what got the hours instead, or ``"reserve"`` or ``"switching"``; first served first. Empty: there were none.
    limits
        The limits that keep hours from it; those of a week are used up by what the whole week claims.
    """

    source: Source
    amount: Decimal
    won_by: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()

    def __str__(self) -> str:
        why = ([beyond(self.limits)] if self.limits else []) + (
            [f"taken by {', '.join(self.won_by)}"] if self.won_by else []
        )
        found = ", ".join(why) or "where there are no hours"
        return f"{self.source.id or self.source.kind}: {said_hours(self.amount)} short, {found}"


@frozen
class Stretch:
    """A stretch of a resource's or a team's time, balanced: availability = lines + switching + free, to the last unit.

    Lines are what claims were granted and, where somebody has a limit, what it forbids to claim:
    availability = claimed + limit + switching + free.

    Attributes
    ----------
    resource
        Its id.
    start, finish
        ``start <= t < finish``
    gross
        Open minutes of its calendar × its capacity. [person-min]
    absence
        Of those, what absences take. [person-min]
    lines
        What was granted, in the order in which claims are served; then, with a source of kind ``"limit"``, what nobody claims
        and no one may.
    switching
        What is lost to working on several things. [person-min]
    free
        What nobody claims and somebody may. [person-min]
    unmet
        What was wanted and found no room.
    """

    resource: str
    start: datetime
    finish: datetime
    gross: Decimal
    absence: Decimal
    lines: tuple[Line, ...]
    switching: Decimal
    free: Decimal
    unmet: tuple[Unmet, ...]

    @property
    def availability(self) -> Decimal:
        """Gross hours less absence: what there is to claim."""
        return self.gross - self.absence

    @property
    def claimed(self) -> Decimal:
        """What was granted in all."""
        return sum((line.amount for line in self.lines if line.source != LIMIT), _NOTHING)

    @property
    def limit(self) -> Decimal:
        """What nobody claims and a limit forbids to claim."""
        return self.of(LIMIT.kind)

    @property
    def claimable(self) -> Decimal:
        """Availability less what limits forbid: what may be claimed or is lost to switching."""
        return self.availability - self.limit

    @property
    def over(self) -> Decimal:
        """What is wanted beyond what there is."""
        return sum((one.amount for one in self.unmet), _NOTHING)

    @property
    def wanted(self) -> Decimal:
        """All that is asked for, granted or not."""
        return self.claimed + self.over

    def of(self, kind_or_id: str) -> Decimal:
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
        named: list[tuple[str, str, Decimal]] = [
            (line.source.kind, line.source.id, line.amount) for line in self.lines
        ]
        named += [("switching", "", self.switching)] if self.switching else []
        named += [("free", "", self.free)]
        minutes = whole_minutes([amount for _, _, amount in named])
        return [
            {"resource": self.resource, "kind": kind, "id": name, "minutes": number}
            for (kind, name, _), number in zip(named, minutes, strict=True)
        ]

    def __str__(self) -> str:
        times = f"{self.start:%a %Y-%m-%d %H:%M} to {self.finish:%a %Y-%m-%d %H:%M}"
        head = f"{self.resource}, {times}: {said_hours(self.availability)}"
        return "\n".join([head, *_indented(self)])

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)


def together(name: str, start: datetime, finish: datetime, parts: Iterable[Stretch]) -> Stretch:
    """The stretches of several, such as the members of a team, as one: what each line is granted adds up."""
    gross = absence = switching = free = _NOTHING
    granted: dict[Source, Decimal] = {}
    missing: dict[Source, tuple[Decimal, dict[str, None], dict[Limit, None]]] = {}
    for part in parts:
        gross, absence = gross + part.gross, absence + part.absence
        switching, free = switching + part.switching, free + part.free
        for line in part.lines:
            granted[line.source] = granted.get(line.source, _NOTHING) + line.amount
        for one in part.unmet:
            before, won, limits = missing.get(one.source, (_NOTHING, {}, {}))
            won, limits = won | dict.fromkeys(one.won_by), limits | dict.fromkeys(one.limits)
            missing[one.source] = before + one.amount, won, limits
    return Stretch(
        name, start, finish, gross, absence, tuple(map(Line, granted.keys(), granted.values())), switching, free,
        tuple(Unmet(source, lacking, tuple(won), tuple(lim)) for source, (lacking, won, lim) in missing.items()),
    )  # fmt: skip


def _indented(stretch: Stretch) -> Iterable[str]:
    for line in stretch.lines:
        yield f"  {line}"
    if stretch.switching:
        yield f"  switching: {said_hours(stretch.switching)}"
    yield f"  free: {said_hours(stretch.free)}"
    for one in stretch.unmet:
        yield f"  ! {one}"
