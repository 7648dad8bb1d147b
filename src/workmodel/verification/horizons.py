"""From where late dates run back: the end of a project or plan before anything in it is placed as late as possible."""

from __future__ import annotations

from workmodel.domain import Project
from workmodel.verification.facts import Facts, Item
from workmodel.verification.limits import Limit, visible
from workmodel.verification.logic import without_placing

__all__ = ["Horizons"]


class Horizons:
    """The horizon of each item, found once for each project."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, Limit] = {}

    def of(self, item: Item) -> Limit:
        """The bound that the end of an item's nearest project, or of the plan, sets to its finish."""
        facts = self._facts
        if facts.backward:
            end = facts.ending(facts.plan.finish, item)
            return Limit(end, False, "verify.horizon", "the finish of the plan")
        projects = [name for name in item.above if isinstance(facts.plan[name], Project)]
        apart = bool(projects) and facts.plan.settings.late_horizon == "project"
        whose = projects[0] if apart else ""
        if whose not in self._known:
            said = f"the finish of project {whose}" if whose else "the finish of the plan"
            self._known[whose] = Limit(self._end(whose), False, "verify.horizon", said)
        return self._known[whose]

    def _end(self, whose: str) -> int:
        facts = self._facts
        inside = [facts.item(name) for name in facts.item(whose).leaves] if whose else facts.leaves
        if facts.places:
            # what is placed late must not move the end: the end is that of the plan in which nothing is
            ends = without_placing(facts)
            return max(ends[leaf.id][1] for leaf in inside)
        return max(visible(facts, leaf)[1] for leaf in inside)
