"""A plan's entities of some kinds, as a read-only mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["KindView"]


class KindView(Mapping[str, Any]):
    """Entities of some kinds by id, in the plan's order; a view, not a copy."""

    __slots__ = ("_kinds", "_plan")

    def __init__(self, plan: Plan, *kinds: str) -> None:
        self._plan = plan
        self._kinds = kinds

    def __getitem__(self, name: str) -> Any:
        found = self._plan[name]
        if found.kind not in self._kinds:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        found = self._plan.get(name) if isinstance(name, str) else None
        return found is not None and found.kind in self._kinds

    def __iter__(self) -> Iterator[str]:
        return (entity.id for entity in self._plan if entity.kind in self._kinds)

    def __len__(self) -> int:
        return sum(entity.kind in self._kinds for entity in self._plan)

    def __repr__(self) -> str:
        return f"<{len(self)} {'/'.join(self._kinds)}>"
