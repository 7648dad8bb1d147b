"""A schedule's problem and results under one name, for questions that are asked about single items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from workmodel.domain import Dependency, Schedule
from workmodel.domain.rows import LAG_PERCENT, LAG_WORKING
from workmodel.scheduling.compiled import kernels
from workmodel.scheduling.gaps import lagged
from workmodel.scheduling.layout import BIG, COMPLETE, LEAF, NEVER, SF
from workmodel.scheduling.problem import Problem, problem_of
from workmodel.scheduling.solving import solve

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.scheduling.solved import Solved

__all__ = ["Look", "look_at"]

Reading = Literal["early", "late", "scheduled"]


class Look:
    """What the passes read and found, by node, as plain Python integers."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.plan = schedule.plan
        self.problem: Problem = problem_of(schedule.plan)
        self.network = self.problem.network
        self.dates: Solved = schedule.extra or _solved_again(schedule)
        self.backward: bool = self.dates.backward
        self.steps: dict[int, Any] = {}  # of explanations, once asked for: chains share them
        self.decided: dict[tuple[bool, Reading], dict[int, tuple[int, int]]] = {}  # of summaries, likewise

    def field(self, name: str, node: int) -> int:
        """A field of a node."""
        return int(self.problem.columns[name][node])

    def date(self, name: str, node: int) -> int:
        """A result of a node."""
        return int(getattr(self.dates, name)[node])

    def entity(self, node: int) -> Any:
        """The item of a node."""
        return self.plan._at(int(self.network.slot[node]))

    def node(self, name: str) -> int:
        """The leaf or gate of an item."""
        slot = self.plan._slot(name)
        assert slot is not None
        return int(self.network.node_of_slot[slot])

    def calendar(self, node: int) -> WorkCalendar:
        """The calendar the work of a node runs on."""
        return self.problem.numbers.calendars[self.field("cal", node)]

    # -- links --------------------------------------------------------------------------------------------------

    def incoming(self, node: int) -> Iterator[tuple[int, int]]:
        """Links a leaf waits for, as link and holder: its own first, then those of the summaries around it."""
        holder = node
        while holder >= 0:
            for link in range(int(self.network.first[holder]), int(self.network.first[holder + 1])):
                yield link, holder
            holder = int(self.network.gate[holder])

    def outgoing(self, node: int) -> Iterator[tuple[int, int, int]]:
        """Links that wait for a leaf, as link, who waits, and what is waited for: itself or a summary around it."""
        import numpy as np

        target = node
        while target >= 0:
            for link in np.flatnonzero(self.network.predecessor == target).tolist():
                holder = int(np.searchsorted(self.network.first, link, side="right")) - 1
                yield link, holder, target
            target = int(self.network.close[target])

    def dependency(self, link: int, holder: int) -> Dependency:
        """The dependency of a link as it was declared."""
        place = link - int(self.network.first[holder])
        waited = [d for d in self.entity(holder).after if d.predecessor not in self.plan.routines]
        return waited[place]  # type: ignore[no-any-return]

    def code(self, link: int) -> int:
        """The code of a link."""
        return int(self.network.link[link])

    def lagged(self, link: int, holder: int, t: int, *, back: bool = False) -> int:
        """A date and the lag of a link after it, or before it."""
        return lagged(self.problem, self.dates.span, link, holder, t, back=back)

    def asked(self, link: int, holder: int) -> int:
        """The bound that a link puts on its holder's early start or finish."""
        waited = int(self.network.predecessor[link])
        return self.lagged(link, holder, self.date("es" if self.code(link) & 1 else "ef", waited))

    def allowed(self, link: int, holder: int) -> int:
        """The bound that a link puts on its predecessor's late start or finish; `BIG` for none."""
        if self.field("part", holder) == LEAF and self.silent(holder):
            return BIG
        code = self.code(link)
        seen = self.date("seen" if code < 2 else "lf", holder)
        if seen >= BIG:
            return seen
        if code == SF and self.field("part", holder) == LEAF and self.date("span", holder):
            seen = self.calendar(holder).next_open(seen)
        at = self.lagged(link, holder, seen, back=True)
        if code & 1 and at > seen and self.network.lag_kind[link] in (LAG_WORKING, LAG_PERCENT):
            at = self.problem.numbers.calendars[self.field("plain", holder)].next_open(at)
        return at

    def end_of_other(self, link: int, *, upper: bool) -> bool:
        """Whether a link, seen from one end, looks at the start at its other end rather than the finish."""
        return self.code(link) < 2 if upper else bool(self.code(link) & 1)

    def silent(self, node: int) -> bool:
        """Whether a leaf bounds nothing before it: it is complete, and not merely where a plan from its finish put it."""
        if self.field("state", node) != COMPLETE:
            return False
        return not self.backward or self.problem.reports[node].dated

    # -- summaries ----------------------------------------------------------------------------------------------

    def decisive(self, node: int, *, start: bool, reading: Reading = "scheduled") -> tuple[int, str, int]:
        """The leaf whose date is its summary's, how it decides, and that date; a leaf decides itself.

        Parameters
        ----------
        node
            A leaf, or the gate or close of a summary.
        start
            Whether its start is asked for, or its finish.
        reading
            Among which dates. Of early and scheduled ones the first start and the last finish count, of late ones the
            least that has to be kept.

        Returns
        -------
        tuple
            -1 for a summary in which nothing decides.
        """
        late = reading == "late"
        first = start or late
        says = f"{'has to ' if late else ''}{'start' if start else 'end'}{'' if late else 's'} {'first' if first else 'last'}"
        if self.field("part", node) == LEAF:
            if late and self.silent(node):
                return -1, says, NEVER
            return node, says, self._end(node, start, reading)
        gate = int(self.network.node_of_slot[self.network.slot[node]])
        key = (start, reading)
        if key not in self.decided:
            self.decided[key] = self._decide(start, reading)
        leaf, at = self.decided[key].get(gate, (-1, NEVER))
        return leaf, says, at

    def _decide(self, start: bool, reading: Reading) -> dict[int, tuple[int, int]]:
        """The deciding leaf of every summary with its date, by gate; the first in the plan's order where several do.

        A gate comes before what is in it, so that backward each summary is whole when its turn comes.
        """
        late = reading == "late"
        sign = 1 if start or late else -1
        slots, gates, parts = (
            column.tolist() for column in (self.network.slot, self.network.gate, self.network.part)
        )
        best: dict[int, tuple[int, int, int]] = {}
        for node in range(len(parts) - 1, -1, -1):
            if parts[node] != LEAF:
                found = best.get(node)
            elif late and self.silent(node):
                found = None
            else:
                found = (sign * self._end(node, start, reading), slots[node], node)
            if found is not None and gates[node] >= 0:
                best[gates[node]] = min(found, best.get(gates[node], found))
        return {gate: (leaf, sign * at) for gate, (at, _, leaf) in best.items()}

    def _end(self, leaf: int, start: bool, reading: Reading) -> int:
        if reading == "scheduled":
            row = self.schedule._row(self.entity(leaf).id)
            return int((self.schedule.dates.start if start else self.schedule.dates.finish)[row])
        early = "es" if start else "ef"
        return self.date(early if reading == "early" else "seen" if start else "lf", leaf)


def look_at(schedule: Schedule) -> Look:
    """The look at a schedule, the same for all questions."""
    known = schedule._memo.get("look")
    if known is None:
        known = schedule._memo["look"] = Look(schedule)
    return known


def _solved_again(schedule: Schedule) -> Solved:
    """What the passes found, for a schedule that has been away in a pickle."""
    problem = problem_of(schedule.plan)
    return solve(schedule.plan, problem, kernels(len(problem.network)))
