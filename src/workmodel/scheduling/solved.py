"""What the passes found, by field."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from workmodel.scheduling.layout import DATE_FIELDS

__all__ = ["Solved"]


@frozen(eq=False)
class Solved:
    """What the passes found: per field of `workmodel.scheduling.layout.DATE_FIELDS` an int64 array over nodes."""

    fields: Any
    backward: bool

    def __getattr__(self, name: str) -> Any:
        if name not in DATE_FIELDS:
            raise AttributeError(name)
        return self.fields[:, DATE_FIELDS.index(name)]
