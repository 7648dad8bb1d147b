"""From where late dates run back: the end of a project or plan before anything in it is placed as late as possible."""

from __future__ import annotations

from workmodel.domain import Project
from workmodel.verification.early import is_dated_by_logic, logical
from workmodel.verification.facts import Facts, Item
from workmodel.verification.limits import Limit, visible

__all__ = ["Horizons"]


class Horizons:
    """The horizon of each item, found once for each project."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, Limit] = {}
        self._unplaced: dict[str, tuple[int, int]] = {}

    def of(self, item: Item) -> Limit:
        """The bound that the end of an item's nearest project, or of the plan, sets to its finish."""
        facts = self._facts
        projects = [name for name in item.above if isinstance(facts.plan[name], Project)]
        apart = bool(projects) and facts.plan.settings.late_horizon == "project" and not facts.backward
        whose = projects[0] if apart else ""
        if whose not in self._known:
            said = f"the finish of project {whose}" if whose else "the finish of the plan"
            self._known[whose] = Limit(self._end(whose), False, "verify.horizon", said)
        return self._known[whose]

    def _end(self, whose: str) -> int:
        facts = self._facts
        if facts.backward:
            return facts.minute(facts.plan.finish, end=True)
        inside = [facts.item(name) for name in facts.item(whose).leaves] if whose else facts.leaves
        if any(leaf.asks("ALAP") for leaf in facts.leaves):
            # what is placed late must not move the end: the end is that of the plan in which nothing is
            ends = self._without_placing()
            return max(ends[leaf.id][1] for leaf in inside)
        return max(visible(facts, leaf)[1] for leaf in inside)

    def _without_placing(self) -> dict[str, tuple[int, int]]:
        """Early dates of all leaves as logic alone has them, predecessors first."""
        facts, found = self._facts, self._unplaced
        stack = [leaf.id for leaf in reversed(facts.leaves)] if not found else []
        entered: set[str] = set()
        while stack:
            item = facts.item(stack[-1])
            needs = (
                [name for name in self._before(item) if name not in found] if is_dated_by_logic(item) else []
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

    def _before(self, item: Item) -> list[str]:
        names: list[str] = []
        for wait in item.waits:
            name = wait.dependency.predecessor
            names += self._facts.item(name).leaves or (name,)
        return names
