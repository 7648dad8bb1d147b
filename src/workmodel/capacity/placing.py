"""Where within somebody's day claims lie: those with a time of day in their own minutes, the rest evenly over what is left.

One day of one resource at a time, in plain Python: asked for when somebody looks into a day, and for the few days on which
claims with a time meet each other or closed hours.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

__all__ = ["Day", "Piece", "Timed"]

_MOST = 2**62


@frozen
class Piece:
    """A stretch of one day with the same capacity at every moment.

    Attributes
    ----------
    start, finish
        [min since 1970]
    room
        How much may be claimed at a moment. [1/10 000 person]
    """

    start: int
    finish: int
    room: int


@frozen
class Timed:
    """A claim with a time of its own.

    Attributes
    ----------
    start, finish
        [min since 1970]
    rate
        [1/10 000 person]
    amount
        What it was granted; `None`: whatever its own minutes have room for. [1/10 000 person-minute]
    """

    start: int
    finish: int
    rate: int
    amount: int | None = None


@frozen(eq=False)
class Day:
    """One resource's day, with claims that have a time laid into it, in their order.

    A claim takes what is left at each of its minutes, from its first on, until it has its amount.

    Attributes
    ----------
    pieces
        Its open time, in order, not overlapping.
    timed
        Claims in the order in which they are served.

    Examples
    --------
    >>> day = Day((Piece(0, 100, 10_000),), (Timed(10, 30, 10_000), Timed(20, 40, 10_000)))
    >>> day.taken
    (200000, 100000)
    >>> day.rest(100), day.rest(10)
    (700000, 100000)
    """

    pieces: tuple[Piece, ...]
    timed: tuple[Timed, ...] = ()
    _left: list[Piece] = field(init=False, factory=list)
    _segments: list[tuple[Piece, ...]] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self._left.extend(self.pieces)
        for claim in self.timed:
            taken, left = _laid(self._left, claim)
            self._segments.append(tuple(taken))
            self._left[:] = left

    @property
    def taken(self) -> tuple[int, ...]:
        """What each claim with a time got in its own minutes. [1/10 000 person-minute]"""
        return tuple(_amount(segments, _MOST) for segments in self._segments)

    def before(self, claim: int, moment: int) -> int:
        """What of a claim with a time lies before a moment. [1/10 000 person-minute]"""
        return _amount(self._segments[claim], moment)

    @property
    def left(self) -> tuple[Piece, ...]:
        """What claims with a time leave open."""
        return tuple(self._left)

    def rest(self, moment: int = _MOST) -> int:
        """Weight, before a moment, of what claims with a time leave open. [1/10 000 person-minute]"""
        return _amount(self._left, moment)


def _amount(pieces: Sequence[Piece], moment: int) -> int:
    return sum(one.room * (min(one.finish, moment) - one.start) for one in pieces if one.start < moment)


def _laid(pieces: Sequence[Piece], claim: Timed) -> tuple[list[Piece], list[Piece]]:
    """What a claim takes of pieces, and what is left of them."""
    wanted = _MOST if claim.amount is None else claim.amount
    taken: list[Piece] = []
    left: list[Piece] = []
    for piece in pieces:
        start, finish = max(piece.start, claim.start), min(piece.finish, claim.finish)
        rate = min(piece.room, claim.rate)
        if start >= finish or not rate or not wanted:
            left.append(piece)
            continue
        whole = min(wanted // rate, finish - start)
        cuts = [(start, start + whole, rate)]
        wanted -= whole * rate
        if wanted and start + whole < finish:  # a last minute in part
            cuts.append((start + whole, start + whole + 1, wanted))
            wanted = 0
        cuts = [cut for cut in cuts if cut[0] < cut[1]]
        taken += [Piece(*cut) for cut in cuts]
        left += _without(piece, cuts)
    return taken, left


def _without(piece: Piece, cuts: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """What is left of a piece, where each cut takes some of its room."""
    found, here = [], piece.start
    for start, finish, rate in cuts:
        found += [Piece(here, start, piece.room), Piece(start, finish, piece.room - rate)]
        here = finish
    found.append(Piece(here, piece.finish, piece.room))
    return [one for one in found if one.start < one.finish and one.room]
