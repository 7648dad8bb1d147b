"""What the passes found, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

__all__ = ["Solved"]


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
    """

    fields: dict[str, Any]
    backward: bool
    seldom: Mapping[str, Callable[[], Any]] = field(factory=dict)
    settled: bool = True

    def __getattr__(self, name: str) -> Any:
        if name in self.seldom and name not in self.fields:
            self.fields[name] = self.seldom[name]()
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None
