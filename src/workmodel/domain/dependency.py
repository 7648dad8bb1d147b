"""What an item waits for: ``"design"``, ``"spec SS+2d"``, ``"tests FF+50%"``, ``"review FS-1ed"``."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self

from attrs import field, frozen

from workmodel.domain.references import reference
from workmodel.domain.values import readable_id, several
from workmodel.errors import InvalidText, WrongType
from workmodel.quantities import NO_LAG, Lag, lag

__all__ = ["Binding", "Dependency", "Link", "dependency"]

_EXPECTED: Final = (
    'the predecessor\'s id, a link if it is not FS, and a lag if there is one, such as "design", "spec SS+2d", '
    '"tests FF+50%" or "review FS-1ed"; for a routine its binding, such as "close same_period"'
)


class Link(StrEnum):
    """How two items relate; the first letter speaks of the predecessor, the second of the successor.

    ``FS``: starts when the predecessor has finished. ``SS``: starts when it has started. ``FF``: finishes when it has
    finished. ``SF``: finishes when it has started. (PMI, *Practice Standard for Scheduling*.)
    """

    code: int

    def __new__(cls, name: str, code: int) -> Self:
        """A member that knows its number in arrays."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.code = code
        return member

    FS = ("FS", 0)
    SS = ("SS", 1)
    FF = ("FF", 2)
    SF = ("SF", 3)


class Binding(StrEnum):
    """Which occurrence of a routine is waited for, seen from the item's own start.

    The own start is that which everything else asks for: the start of the plan or project, constraints, other dependencies.

    ``same_period``: the last occurrence of the period in which it lies, the year, month, ISO week or day by the frequency of
    the routine's rule, on the routine's clock. ``latest_before``: the last that starts at or before it. ``next_only``: the
    first that starts at or after it. Occurrences that were skipped or cancelled do not count; where there is none, nothing
    is waited for.

    Examples
    --------
    >>> waits = dependency("close same_period FS+1d")
    >>> waits.predecessor, str(waits.binding), str(waits)
    ('close', 'same_period', 'close same_period FS+1d')
    """

    SAME_PERIOD = "same_period"
    LATEST_BEFORE = "latest_before"
    NEXT_ONLY = "next_only"


def _link(value: object) -> Link:
    if isinstance(value, Link):
        return value
    if isinstance(value, str) and value.upper() in Link.__members__:
        return Link[value.upper()]
    raise WrongType("a link", value, "one of FS, SS, FF, SF")


def _binding(value: object) -> Binding | None:
    if value is None or isinstance(value, Binding):
        return value
    if isinstance(value, str) and value in {*Binding}:
        return Binding(value)
    raise WrongType("a binding", value, "one of " + ", ".join(Binding))


@frozen
class Dependency:
    """The item that holds it waits for *predecessor*, plus *lag*.

    Attributes
    ----------
    predecessor
        Id of a task, milestone, project or routine.
    link
        Which ends are tied, a `Link` or its name.
    lag
        Working time on the successor's calendar, elapsed time, or a percentage of the predecessor's duration;
        negative is a lead. Of an occurrence, the duration is the working time between its start and its finish.
    binding
        Which occurrence, where the predecessor is a routine, a `Binding` or its value.

    Examples
    --------
    >>> d = dependency("spec ss + 2d")
    >>> d.predecessor, str(d.link), str(d.lag), str(d)
    ('spec', 'SS', '2d', 'spec SS+2d')
    """

    predecessor: str = reference("task", "milestone", "project", "routine", converter=readable_id)
    link: Link = field(default=Link.FS, converter=_link)
    lag: Lag = field(default=NO_LAG, converter=lag)
    binding: Binding | None = field(default=None, converter=_binding)

    def __attrs_post_init__(self) -> None:
        if not self.lag and self.lag is not NO_LAG:  # "+0h" is no lag either: one way to say nothing
            object.__setattr__(self, "lag", NO_LAG)

    def __str__(self) -> str:
        words = [self.predecessor]
        if self.binding is not None:
            words.append(str(self.binding))
        amount = str(self.lag) if self.lag else ""
        if amount and not amount.startswith("-"):
            amount = "+" + amount
        if amount or self.link is not Link.FS:
            words.append(f"{self.link}{amount}")
        return " ".join(words)


_NOTATION: Final = re.compile(
    r"(\S+)(?:\s+(same_period|latest_before|next_only))?(?:\s+(FS|SS|FF|SF)?\s*([+\-−].+)?)?", re.IGNORECASE
)
_LONGEST_TEXT: Final = 400


def dependency(value: object) -> Dependency:
    """A dependency from its notation, ``ID [BINDING] [FS|SS|FF|SF] [±SPAN | ±ELAPSED | ±N%]``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor a `Dependency`.
    """
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            raise InvalidText("a dependency", value, _EXPECTED)
        return _parsed(value)
    if isinstance(value, Dependency):
        return value
    raise WrongType("a dependency", value, _EXPECTED)


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Dependency:
    match = _NOTATION.fullmatch(text.strip())
    if match is None:
        raise InvalidText("a dependency", text, _EXPECTED)
    name, bound, link, amount = match.groups()
    try:
        return Dependency(
            name, (link or "FS"), lag(amount) if amount else NO_LAG, bound.lower() if bound else None
        )
    except InvalidText as problem:
        raise InvalidText("a dependency", text, f"{_EXPECTED} ({str(problem).rstrip('.')})") from None


dependencies = several("a list of dependencies", dependency)
