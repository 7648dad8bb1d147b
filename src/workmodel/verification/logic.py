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
    """Early dates of all leaves if nothing were placed as late as possible, predecessors first; found once."""
    found = facts.unplaced
    stack = [leaf.id for leaf in reversed(facts.leaves)] if not found else []
    entered: set[str] = set()
    while stack:
        item = facts.item(stack[-1])
        needs = (
            [name for name in _before(facts, item) if name not in found] if is_dated_by_logic(item) else []
        )
        if item.id in found or not needs or item.id in entered:
            stack.pop()
            if item.id not in found:
                row = facts[item.id]
                given = (row.early_start, row.early_finish)
                # what waits for itself has no dates of its own to find
                found[item.id] = (
                    logical(facts, item, found) if is_dated_by_logic(item) and not needs else given
                )
        else:
            entered.add(item.id)
            stack.extend(needs)
    return found


def _before(facts: Facts, item: Item) -> list[str]:
    return [name for wait in item.waits for name in facts.item(wait.dependency.predecessor).leaves]
