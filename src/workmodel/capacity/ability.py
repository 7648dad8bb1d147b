"""Who can do what: skills of people and of their teams, and who meets what work asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workmodel.capacity.teams import days_in_team
from workmodel.domain import Plan, Requirement, Routine, Skill, Task
from workmodel.domain.teams import people

__all__ = ["Ability"]


class Ability:
    """The skills of everybody in a plan; those of a team are those of each of its members.

    Examples
    --------
    >>> from workmodel.domain import Resource, requirement
    >>> plan = Plan().add(
    ...     Resource("ana", skills=["sql 4"]),
    ...     Resource("ben"),
    ...     Resource("dev", members=["ben"], skills=["sql"]),
    ... )
    >>> ability = Ability(plan)
    >>> dict(ability.skills("ben")), ability.able([requirement("sql 4")])
    ({'sql': 3}, ('ana',))
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._hands = {
            name: resource.type == "equipment"
            for name, resource in plan.resources.items()
            if resource.works and not resource.members
        }
        self._pools: dict[tuple[str, ...], frozenset[str]] = {}
        self._levels: dict[str, dict[str, int]] = {}
        for name, resource in plan.resources.items():
            if resource.works and resource.skills:
                for who in days_in_team(plan, name, 0, 1):
                    own = self._levels.setdefault(who, {})
                    for one in resource.skills:
                        own[one.name] = max(own.get(one.name, 0), one.level)

    def skills(self, name: str) -> Mapping[str, int]:
        """Skills of a resource, each with its level."""
        return self._levels.get(name, {})

    def meets(self, name: str, wanted: Requirement) -> bool:
        """Whether a resource is one of those that are asked for: one to take from, who has the skill."""
        if wanted.among and name not in self._pool(wanted.among):
            return False
        if not wanted.skill:
            return True
        level = self.skills(name).get(wanted.skill)
        return level is not None and wanted.met_by(Skill(wanted.skill, level))

    def _pool(self, among: tuple[str, ...]) -> frozenset[str]:
        """Those to take from, teams resolved into whoever is ever in them."""
        if among not in self._pools:
            self._pools[among] = frozenset(people(self.plan, among))
        return self._pools[among]

    def able(self, wanted: Iterable[Requirement]) -> tuple[str, ...]:
        """Who meets all requirements, of those with hours of their own, in the plan's order."""
        asked = tuple(wanted)
        return tuple(name for name in self._hands if all(self.meets(name, one) for one in asked))

    def in_place_of(self, name: str, item: Task | Routine) -> dict[str, tuple[str, ...]]:
        """Who else could do somebody's part of an item, and by which skills.

        Where the item asks for somebody, whoever meets what this person meets of that (all of it, where the person meets
        nothing). Where it asks for nobody, whoever shares a skill with the person. Where the person has none either,
        everybody. People stand in for people, machines for machines.
        """
        machine = self.plan[name].type == "equipment"
        others = [one for one, is_machine in self._hands.items() if one != name and is_machine == machine]
        if item.requires:
            brought = [one for one in item.requires if self.meets(name, one)] or item.requires
            skills = tuple(dict.fromkeys(one.skill for one in brought if one.skill))
            return {one: skills for one in others if all(self.meets(one, asked) for asked in brought)}
        own = self.skills(name)
        if not own:
            return dict.fromkeys(others, ())
        shared = {one: tuple(skill for skill in own if skill in self.skills(one)) for one in others}
        return {one: skills for one, skills in shared.items() if skills}
