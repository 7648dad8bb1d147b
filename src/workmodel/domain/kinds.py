"""A plan's entities of some kinds, as a read-only mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, overload

from workmodel.domain.rows import KIND_CODES
from workmodel.errors import UnknownId, named, nearest

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["KindView", "plural"]


class KindView(Mapping[str, Any]):
    """Entities of some kinds by id, in the plan's order; a view, not a copy."""

    __slots__ = ("_kinds", "_plan")

    def __init__(self, plan: ReadablePlan, *kinds: str) -> None:
        self._plan = plan
        self._kinds = kinds

    def __getitem__(self, name: str) -> Any:
        found = self.get(name)
        if found is None:
            there = self._plan.get(name)
            hint = nearest(named(name), self) if there is None else f" It is a {there.kind}."
            raise UnknownId(named(name), hint, " or ".join(self._kinds))
        return found

    @overload
    def get(self, name: str) -> Any: ...
    @overload
    def get(self, name: str, default: Any) -> Any: ...
    def get(self, name: str, default: Any = None) -> Any:
        """The entity of that id if it is of these kinds, or *default*."""
        found = self._plan.get(name)
        return default if found is None or found.kind not in self._kinds else found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        codes = self._codes()
        return (name for name, kind in self._plan._named() if kind in codes)

    def __len__(self) -> int:
        codes = self._codes()
        return sum(kind in codes for _, kind in self._plan._named())

    def _codes(self) -> frozenset[int]:
        return frozenset([KIND_CODES[kind] for kind in self._kinds])

    def __reduce__(self) -> tuple[Any, ...]:
        return KindView, (self._plan, *self._kinds)

    def __repr__(self) -> str:
        return f"<{len(self)} {'/'.join(self._kinds)}>"


def plural(kind: str, count: int) -> str:
    """A kind of so many entities, in words."""
    return kind if count == 1 else f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}s"
