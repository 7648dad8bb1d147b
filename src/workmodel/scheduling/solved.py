"""What the passes found, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from workmodel.domain import Dependency

__all__ = ["Awaits", "Solved"]


@frozen
class Awaits:
    """What waiting for a routine comes to.

    Attributes
    ----------
    dependency
        As declared.
    occurrence
        Id of the occurrence; empty where there is none to wait for.
    at
        The bound, lag included. [min since 1970]
    own
        The start that everything else asks for. [min since 1970]
    """

    dependency: Dependency
    occurrence: str
    at: int
    own: int

    @property
    def at_start(self) -> bool:
        """Whether it bounds the start of what waits (FS, SS) rather than the finish."""
        return self.dependency.link.code < 2

    def __str__(self) -> str:
        named = f"{self.dependency.predecessor} {self.dependency.binding}"
        return self.occurrence + str(self.dependency).removeprefix(named)


@frozen(eq=False)
class Solved:
    """Per field of `workmodel.scheduling.layout.DATE_FIELDS` an int64 array over nodes, also as an attribute.

    Attributes
    ----------
    fields
        The arrays by name; beside those ``base``, before what nothing starts, and ``placed``, bool: put at its late
        dates, or at its early ones in a plan from its finish, as its constraint asks.
    backward
        Whether the plan was planned from its finish.
    seldom
        Fields that few ask for, made when somebody does.
    settled
        Whether dates came to rest: a lag in percent of a summary may depend on dates that depend on it.
    awaited
        By node that waits for routines, which occurrences those are.
    """

    fields: dict[str, Any]
    backward: bool
    seldom: Mapping[str, Callable[[], Any]] = field(factory=dict)
    settled: bool = True
    awaited: Mapping[int, tuple[Awaits, ...]] = field(factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in self.seldom and name not in self.fields:
            self.fields[name] = self.seldom[name]()
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None
