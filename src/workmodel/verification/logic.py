"""Where logic alone puts an item, and where everything would be if nothing were placed late."""

from __future__ import annotations

from workmodel.verification.amounts import takes_time
from workmodel.verification.facts import STARTED, Facts, Item, has_facts
from workmodel.verification.limits import Ends, lower
from workmodel.verification.placing import earliest
from workmodel.verification.reported import end_of_rest, pauses

__all__ = ["is_dated_by_logic", "logical", "without_placing"]


def is_dated_by_logic(item: Item) -> bool:
    """Whether its early dates follow from its bounds."""
    return not has_facts(item) and not item.pinned


def logical(facts: Facts, item: Item, dates: Ends | None = None) -> tuple[int, int]:
    """The first start and finish that an item's bounds allow, its predecessors being where *dates* have them."""
    start, finish = earliest(facts, item, list(lower(facts, item, dates)), unplaced=dates is not None)
    if item.state == STARTED and takes_time(facts, item) and pauses(facts, item):
        finish = end_of_rest(facts, item, start)
    return start, finish


def without_placing(facts: Facts) -> Ends:
    """Early dates of all items if nothing were placed as late as possible, predecessors first; found once.

    Summaries are found like leaves, after what is in them, so that whatever waits for one asks for a single item.
    """
    found = facts.unplaced
    stack = [leaf.id for leaf in reversed(facts.leaves)] if not found else []
    entered: set[str] = set()
    while stack:
        item = facts.item(stack[-1])
        needs = [] if item.id in found else [name for name in _before(item) if name not in found]
        if needs and item.id not in entered:
            entered.add(item.id)
            stack.extend(needs)
            continue
        stack.pop()
        if item.id in found or (needs and item.summary):
            continue
        # what waits for itself has no dates of its own to find
        row = facts[item.id]
        given = (row.early_start, row.early_finish)
        found[item.id] = given if needs or not _follows(item) else _unplaced(facts, item)
    return found


def _follows(item: Item) -> bool:
    return item.summary or is_dated_by_logic(item)


def _unplaced(facts: Facts, item: Item) -> tuple[int, int]:
    found = facts.unplaced
    if not item.summary:
        return logical(facts, item, found)
    ends = [found[name] for name in item.leaves]
    return min(start for start, _ in ends), max(finish for _, finish in ends)


def _before(item: Item) -> list[str]:
    """What has to be known first: what a leaf waits for, and the leaves of a summary."""
    if item.summary:
        return list(item.leaves)
    return [wait.dependency.predecessor for wait in item.waits] if is_dated_by_logic(item) else []
