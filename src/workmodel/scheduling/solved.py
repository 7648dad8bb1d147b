"""What the passes found, by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

__all__ = ["Solved"]


@frozen(eq=False)
class Solved:
    """Per field of `workmodel.scheduling.layout.DATE_FIELDS` an int64 array over nodes, also as an attribute.

    Attributes
    ----------
    fields
        The arrays by name.
    backward
        Whether the plan was planned from its finish.
    """

    fields: Mapping[str, Any]
    backward: bool

    def __getattr__(self, name: str) -> Any:
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None
