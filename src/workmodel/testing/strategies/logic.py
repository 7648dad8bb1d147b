"""Dependencies without rings, also where they run through summaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workmodel.domain import Dependency

__all__ = ["free_of_rings"]

_End = tuple[str, bool]
"""One end of an item: what it waits for as a whole (``False``), or what waits for it as a whole (``True``)."""


def free_of_rings(
    parents: Mapping[str, str | None], wanted: Iterable[tuple[str, Dependency]]
) -> dict[str, tuple[Dependency, ...]]:
    """The dependencies by holder, without those that would close a ring with the ones before them.

    Everything in a summary waits for what the summary waits for, and the end of a summary waits for everything in it.

    Examples
    --------
    >>> two = [("a", Dependency("b")), ("b", Dependency("a"))]
    >>> free_of_rings({"a": None, "b": None}, two)["a"][0].predecessor
    'b'
    >>> free_of_rings({"all": None, "part": "all"}, [("part", Dependency("all"))])
    {}
    """
    waits: dict[_End, set[_End]] = {}
    for name, parent in parents.items():
        waits.setdefault((name, True), set()).add((name, False))
        if parent is not None:
            waits.setdefault((name, False), set()).add((parent, False))
            waits.setdefault((parent, True), set()).add((name, True))
    kept: dict[str, tuple[Dependency, ...]] = {}
    for holder, dependency in wanted:
        begin, end = (dependency.predecessor, True), (holder, False)
        if not _reaches(waits, begin, end):
            waits.setdefault(end, set()).add(begin)
            kept[holder] = (*kept.get(holder, ()), dependency)
    return kept


def _reaches(waits: Mapping[_End, set[_End]], begin: _End, wanted: _End) -> bool:
    seen, stack = {begin}, [begin]
    while stack:
        here = stack.pop()
        if here == wanted:
            return True
        fresh = waits.get(here, set()) - seen
        seen |= fresh
        stack.extend(fresh)
    return False
