"""Outline codes: "1.2.3" for the third item below the second below the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["outline"]


def outline(plan: Plan, ids: tuple[str, ...]) -> tuple[str, ...]:
    """WBS codes; parents may be declared after their children."""
    parents = {name: plan[name].parent for name in ids}
    position: dict[str, int] = {}
    siblings: dict[str | None, int] = {}
    for name in ids:
        parent = parents[name]
        siblings[parent] = position[name] = siblings.get(parent, 0) + 1
    codes: dict[str, str] = {}
    for name in ids:
        chain = []
        here: str | None = name
        while here is not None and here not in codes:
            chain.append(here)
            here = parents[here]
        for below in reversed(chain):
            parent = parents[below]
            prefix = f"{codes[parent]}." if parent is not None else ""
            codes[below] = f"{prefix}{position[below]}"
    return tuple(codes[name] for name in ids)
