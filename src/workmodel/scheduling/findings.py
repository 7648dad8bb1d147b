"""What a planner should weigh about a schedule, all at once, in the plan's order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from workmodel.calendars import ending
from workmodel.domain import Binding, Milestone, Plan, Project, Schedule, Task
from workmodel.domain.rows import KIND_CODES, MISSING, RARE
from workmodel.findings import Finding
from workmodel.graph.network import CLOSE, LEAF
from workmodel.scheduling.columns import chosen
from workmodel.scheduling.layout import AUTO, BIG, COMPLETE, MANUAL, NEVER, PINNED, STARTED
from workmodel.scheduling.words import said

if TYPE_CHECKING:
    from workmodel.scheduling.problem import Problem
    from workmodel.scheduling.solved import Solved

__all__ = ["findings_of"]


def findings_of(schedule: Schedule, problem: Problem, solved: Solved) -> tuple[Finding, ...]:
    """Findings about a schedule: see the catalogue in the reference part of the documentation."""
    look = _Look(schedule, problem, solved)
    return (*look.about_items(), *look.about_plan(), *look.about_logic(), *look.about_calendars())


class _Look:
    """One look at a schedule, its problem and what the passes found."""

    def __init__(self, schedule: Schedule, problem: Problem, solved: Solved) -> None:
        self.schedule, self.problem, self.solved = schedule, problem, solved
        self.plan: Plan = schedule.plan
        status = self.plan.settings.status_date
        self.status = None if status is None else self.plan.axis.minute(status, end=True)
        self.passed_on = _passed_on(problem, solved)

    # -- items --------------------------------------------------------------------------------------------------

    def about_items(self) -> Iterator[Finding]:
        """Findings about single items, in the plan's order."""
        for row in self._candidates():
            name = self.schedule.ids[row]
            slot = self.plan._slot(name)
            assert slot is not None
            node = int(self.problem.network.node_of_slot[slot])
            entity = self.plan[name]
            if self.schedule.dates.summary[row]:
                yield from self._summary(row, entity)
            else:
                yield from self._leaf(row, node, entity)

    def _candidates(self) -> list[int]:
        """Rows that may have something to say, found by columns."""
        import numpy as np

        d, fill, columns = self.schedule.dates, self.problem.columns, self.plan.columns
        slots = (columns.kind <= 2).nonzero()[0]
        node = self.problem.network.node_of_slot[slots]
        # a summary has something to say only where it sets what is told of it, or an amount of its own
        told = ((columns.flags & RARE) != 0) | (
            (columns.kind == KIND_CODES["task"]) & (columns.duration != MISSING)
        )
        usual = [("mode", AUTO), ("state", 0), ("finish_cap", BIG), ("start_cap", BIG)]
        if self.solved.backward:
            usual += [("floor", NEVER), ("finish_floor", NEVER)]
        plain = (d.total_float >= 0) | self.passed_on[node]
        for name, value in usual:
            plain &= chosen(fill[name], node) == value
        plain = np.where(d.summary, ~told[slots], plain)
        missing = (
            np.isin(slots, np.array(self.problem.missing, dtype=np.int64)) if self.problem.missing else False
        )
        late = np.zeros(len(slots), dtype=bool)
        if self.status is not None:
            late = (chosen(fill["state"], node) != COMPLETE) & (d.start < self.status) & ~d.summary
        return np.flatnonzero(~plain | missing | late).tolist()

    def _leaf(self, row: int, node: int, item: Task | Milestone) -> Iterator[Finding]:
        d, fill = self.schedule.dates, self.problem.columns
        if fill["duration"][node] >= 0 and self.plan._slot(item.id) in self.problem.missing:
            yield Finding(
                "duration.missing", item.id,
                f"{item.name} has neither duration nor effort; one day is assumed", {"minutes": int(d.duration[row])}, "info",
            )  # fmt: skip
        if fill["mode"][node] == MANUAL:
            yield from self._by_hand(row, node, item)
        elif fill["mode"][node] == PINNED:
            yield from self._pinned(row, node, item)
        yield from self._late(row, item)
        total = int(d.total_float[row])
        if total < 0 and not self.passed_on[node]:
            yield Finding(
                "float.negative", item.id,
                f"{item.name}, with what it waits for, is {self._span(-total)} too late for what is promised",
                {"total_float": total},
            )  # fmt: skip
        if fill["state"][node] == STARTED:
            yield from self._under_way(row, node, item)
        elif fill["state"][node] == COMPLETE:
            yield from self._done(item)
        yield from self._behind(row, node, item)

    def _summary(self, row: int, item: Task | Project) -> Iterator[Finding]:
        if isinstance(item, Task) and (item.duration is not None or item.effort is not None):
            yield Finding(
                "summary.own_amount", item.id,
                f"{item.name} has items below it, which say how long it takes; its own duration or effort is kept unused",
                severity="info",
            )  # fmt: skip
        if isinstance(item, Task) and (item.progress is not None or item.manual is not None):
            yield Finding(
                "summary.own_dates", item.id,
                f"{item.name} has items below it, whose dates and progress add up; its own are kept unused", severity="info",
            )  # fmt: skip
        if item.constraint is not None and item.constraint.kind in ("MSO", "MFO"):
            weaker = "start no earlier than" if item.constraint.kind == "MSO" else "finish no later than"
            yield Finding(
                "constraint.on_summary", item.id,
                f"{item.name} is a summary, whose dates follow from its items; {item.constraint} acts on them as {weaker}",
                {"constraint": str(item.constraint)},
            )  # fmt: skip
        yield from self._late(row, item)

    def _late(self, row: int, item: Task | Milestone | Project) -> Iterator[Finding]:
        """Deadlines and upper bounds that the scheduled dates break."""
        d, axis, calendar = self.schedule.dates, self.plan.axis, self._calendar(row)
        if item.deadline is not None and d.finish[row] > axis.minute(item.deadline, end=True):
            due = ending(axis, item.deadline, calendar)
            yield self._missed(
                "deadline.missed", row, item, "its deadline", item.deadline, due, int(d.finish[row])
            )
        held = item.constraint
        if held is None or held.date is None or self._pins(row, held.kind):
            return
        due = ending(axis, held.date, calendar) if held.reads_end_of_day else axis.minute(held.date)
        reached = int(d.start[row] if held.kind in ("SNET", "SNLT") else d.finish[row])
        if held.kind in ("SNLT", "FNLT", "MFO"):
            missed = reached > axis.minute(held.date, end=True)
        else:  # only a plan from its finish gives way here; a bound in closed hours is met where work ends before them
            missed = self.solved.backward and calendar.between(reached, due) > 0
        if missed:
            yield self._missed("constraint.missed", row, item, f'"{held.name}"', held.date, due, reached)

    def _pins(self, row: int, kind: str) -> bool:
        """Whether a constraint leaves nothing to miss: it holds the item, or acted on a start that is a fact by now."""
        if kind != "MFO":
            return kind == "MSO"
        slot = self.plan._slot(self.schedule.ids[row])
        assert slot is not None
        return bool(self.problem.columns["state"][self.problem.network.node_of_slot[slot]] != STARTED)

    def _missed(
        self, code: str, row: int, item: Any, what: str, given: Any, due: int, reached: int
    ) -> Finding:
        over = self._calendar(row).between(due, reached)
        side = "after" if reached > due else "before"
        by = f"{self._span(abs(over))} of work {side}" if over else f"in the closed hours {side}"
        return Finding(
            code, item.id,
            f"{item.name} misses {what}, {said(given)}: it comes {_time(self.plan, reached)}, {by}",
            {"due": self.plan.axis.time(due), "date": self.plan.axis.time(reached), "over": over},
        )  # fmt: skip

    def _by_hand(self, row: int, node: int, item: Task | Milestone) -> Iterator[Finding]:
        dates = self.solved
        asked, at = int(dates.start_bound[node]), int(dates.es[node])
        calendar = self._calendar(row)
        if asked > NEVER and calendar.between(at, asked) > 0 and self._has_logic(node):
            yield Finding(
                "manual.against_logic", item.id,
                f"{item.name} is set by hand to {_time(self.plan, at)}, but what it waits for allows {_time(self.plan, asked)}",
                {"manual": self.plan.axis.time(at), "logic": self.plan.axis.time(asked)},
            )  # fmt: skip
        bound, end = int(dates.finish_bound[node]), int(dates.ef[node])
        if bound > NEVER and calendar.between(end, bound) > 0:
            yield Finding(
                "manual.against_logic", item.id,
                f"{item.name} is set by hand to end {_time(self.plan, end)}, but what it waits for asks for "
                f"{_time(self.plan, bound)}",
                {"manual": self.plan.axis.time(end), "logic": self.plan.axis.time(bound)},
            )  # fmt: skip

    def _pinned(self, row: int, node: int, item: Task | Milestone) -> Iterator[Finding]:
        dates = self.solved
        calendar = self._calendar(row)
        for asked, at in (
            (dates.start_bound[node], dates.es[node]),
            (dates.finish_bound[node], dates.ef[node]),
        ):
            if asked > NEVER and calendar.between(int(at), int(asked)) > 0:
                yield Finding(
                    "constraint.against_logic", item.id,
                    f"{item.name} is held by {item.constraint}, but its logic asks for {_time(self.plan, int(asked))}",
                    {"constraint": str(item.constraint), "logic": self.plan.axis.time(int(asked))},
                )  # fmt: skip
                return

    def _under_way(self, row: int, node: int, item: Task | Milestone) -> Iterator[Finding]:
        dates, report = self.solved, self.problem.reports[node]
        asked, at = int(dates.start_bound[node]), int(dates.es[node])
        if report.start is not None and self._has_logic(node) and self._calendar(row).between(at, asked) > 0:
            rest = "waits" if self.plan.settings.out_of_sequence == "retained_logic" else "runs on"
            yield Finding(
                "progress.out_of_sequence", item.id,
                f"{item.name} started {_time(self.plan, at)}, before what it waits for allows "
                f"({_time(self.plan, asked)}); what remains {rest}",
                {"started": self.plan.axis.time(at), "logic": self.plan.axis.time(asked)},
            )  # fmt: skip
        if report.stated is not None:
            yield Finding(
                "progress.disagrees", item.id,
                f"{item.name} is reported {report.stated:g} % complete, but done and remaining work make it "
                f"{report.percent:.0f} %; those count",
                {"stated": report.stated, "computed": report.percent},
            )  # fmt: skip

    def _done(self, item: Task | Milestone) -> Iterator[Finding]:
        """What is reported of work that is done, and cannot be."""
        said_of = item.progress
        assert said_of is not None
        stated = 100.0 if said_of.percent is None else float(said_of.percent)
        left = 0 if said_of.remaining is None else self.plan.minutes(said_of.remaining)
        if stated < 100 or left:
            told = f"{self._span(left)} remaining" if left else f"{stated:g} % complete"
            yield Finding(
                "progress.disagrees", item.id,
                f"{item.name} is reported as done, and as having {told}; it counts as done",
                {"stated": stated, "computed": 100.0},
            )  # fmt: skip

    def _behind(self, row: int, node: int, item: Task | Milestone) -> Iterator[Finding]:
        state = int(self.problem.columns["state"][node])
        if self.status is None or state == COMPLETE or isinstance(item, Project):
            return
        d = self.schedule.dates
        if state == 0 and d.start[row] < self.status and d.duration[row]:
            yield Finding(
                "progress.not_started", item.id,
                f"{item.name} was to start {_time(self.plan, int(d.start[row]))}, before the status date, and has not",
                {"start": self.plan.axis.time(d.start[row])},
            )  # fmt: skip
        elif d.finish[row] < self.status:
            yield Finding(
                "progress.not_finished", item.id,
                f"{item.name} was to be done {_time(self.plan, int(d.finish[row]))}, before the status date, and is not",
                {"finish": self.plan.axis.time(d.finish[row])},
            )  # fmt: skip

    # -- the whole ----------------------------------------------------------------------------------------------

    def about_plan(self) -> Iterator[Finding]:
        """Dates that did not come to rest; the finish of a plan made from its start, which bounds nothing."""
        if not self.solved.settled:
            yield Finding(
                "plan.unsettled", "",
                "dates did not settle: the plan is made from its finish, and a lag in percent of a summary moves the dates "
                "that the summary's length depends on; write that lag as a time, such as 2d",
            )  # fmt: skip
        yield from self._start_missed()
        wanted, last = self.plan.settings.finish, self.schedule.finish
        if wanted is None or last is None or self.solved.backward:
            return
        axis = self.plan.axis
        if axis.minute(last) > axis.minute(wanted, end=True):
            yield Finding(
                "plan.finish_missed", "",
                f"the plan ends {said(last)}, after its finish, {said(wanted)}; planned from its start that bounds nothing: "
                f'give items deadlines, or plan from the finish with direction="backward"',
                {"due": wanted, "date": last},
            )  # fmt: skip

    def _start_missed(self) -> Iterator[Finding]:
        """A plan made from its finish that begins before the start it names."""
        given, first = self.plan.settings.start, self.schedule.start
        if given is None or first is None or not self.solved.backward:
            return
        if self.plan.axis.minute(first) < self.plan.axis.minute(given):
            yield Finding(
                "plan.start_missed", "",
                f"to end on time the plan has to begin {said(first)}, before its start, {said(given)}, which bounds "
                "nothing in a plan made from its finish: shorten it, or move its finish",
                {"start": given, "date": first},
            )  # fmt: skip

    def about_logic(self) -> Iterator[Finding]:
        """Work that stands outside the logic, and dependencies on routines."""
        import numpy as np

        network = self.problem.network
        if (self.plan.columns.kind == KIND_CODES["routine"]).any():
            yield from self._routines()
        if not len(network.predecessor):
            return
        waited_for = np.zeros(len(network), dtype=bool)
        waited_for[network.predecessor] = True
        waits = np.diff(network.first) > 0
        waits[list(self.problem.waits)] = True
        apart = ~waited_for & ~waits & (network.part == LEAF) & (self.problem.columns["state"] != COMPLETE)
        for end, flags in ((network.close, waited_for), (network.gate, waits)):
            apart &= ~_above(network, end, flags)
        for node in np.flatnonzero(apart).tolist():
            entity: Any = self.plan._at(int(network.slot[node]))
            if entity.kind == "project":
                continue  # with nothing in it: the plan's own check says so
            yield Finding(
                "logic.dangling", entity.id,
                f"{entity.name} waits for nothing and nothing waits for it, so nothing shows when it slips", severity="info",
            )  # fmt: skip

    def _routines(self) -> Iterator[Finding]:
        names = set(self.plan.routines)
        for entity in self.plan.items.values():
            for d in entity.after:
                if d.predecessor not in names:
                    continue
                if d.binding is None or self.solved.backward:
                    yield Finding(
                        "dependency.routine", entity.id,
                        f"{entity.name} waits for routine {d.predecessor}, whose occurrences this schedule does not look at",
                        {"routine": d.predecessor}, "info",
                    )  # fmt: skip
        for node in sorted(self.solved.awaited, key=self.problem.network.slot.__getitem__):
            yield from self._awaited(node)

    def _awaited(self, node: int) -> Iterator[Finding]:
        """Occurrences that something waits for, and that are not there."""
        entity: Any = self.plan._at(int(self.problem.network.slot[node]))
        for one in self.solved.awaited[node]:
            d = one.dependency
            nothing = not one.occurrence and d.binding is not Binding.LATEST_BEFORE
            if nothing and self.problem.columns["state"][node] != COMPLETE:
                period = d.binding is Binding.SAME_PERIOD
                where = "in the period of its own start" if period else "at or after its own start"
                yield Finding(
                    "dependency.no_occurrence", entity.id,
                    f"{entity.name} waits for routine {d.predecessor}, which does not occur {where}, "
                    f"{_time(self.plan, one.own)}; it waits for nothing",
                    {"routine": d.predecessor, "binding": str(d.binding), "start": self.plan.axis.time(one.own)},
                )  # fmt: skip

    def about_calendars(self) -> Iterator[Finding]:
        """Dates that lie beyond the last exception a calendar knows: later holidays may be missing."""
        if not len(self.schedule):
            return
        finish = self.schedule.finish
        assert finish is not None
        for slot in (self.plan.columns.kind == KIND_CODES["calendar"]).nonzero()[0].tolist():
            calendar: Any = self.plan._at(slot)
            dated = [e.finish for e in calendar.exceptions if e.recurrence is None]
            if dated and finish.date() > date(max(dated).year, 12, 31):
                yield Finding(
                    "calendar.beyond_exceptions", calendar.id,
                    f"calendar {calendar.name} has no exceptions after {max(dated)}, but work is planned until "
                    f"{finish.date()}; holidays may be missing",
                    {"until": max(dated), "finish": finish}, "info",
                )  # fmt: skip

    # -- words --------------------------------------------------------------------------------------------------

    def _has_logic(self, node: int) -> bool:
        return bool(self.solved.start_bound[node] > self.solved.base[node])

    def _calendar(self, row: int) -> Any:
        slot = self.plan._slot(self.schedule.ids[row])
        assert slot is not None
        return self.problem.numbers.calendars[
            int(self.problem.columns["plain"][self.problem.network.node_of_slot[slot]])
        ]

    def _span(self, minutes: int) -> str:
        days, rest = divmod(minutes, self.plan.conventions.minutes_per_day)
        hours, left = divmod(rest, 60)
        amounts = ((days, "d"), (hours, "h"), (left, "min"))
        return " ".join(f"{amount}{unit}" for amount, unit in amounts if amount) or "0min"


def _passed_on(problem: Problem, solved: Solved) -> Any:
    """Whether something that waits for a leaf lacks as much float: then the lack is told there, at its source."""
    import numpy as np

    network, total = problem.network, solved.total
    least = np.where(network.part == LEAF, total, BIG)
    least[problem.columns["state"] == COMPLETE] = BIG
    if not (least < 0).any():
        return np.zeros(len(network), dtype=bool)
    for node in range(len(network) - 1, -1, -1) if (network.part != LEAF).any() else ():
        if network.gate[node] >= 0 and network.part[node] != CLOSE:
            least[network.gate[node]] = min(least[network.gate[node]], least[node])
    waiting = np.full(len(network), BIG)
    holders = np.repeat(np.arange(len(network)), np.diff(network.first))
    np.minimum.at(waiting, network.predecessor, least[holders])
    here = network.close.copy()
    while (here >= 0).any():  # what waits for a summary waits for everything in it
        waiting = np.minimum(waiting, np.where(here >= 0, waiting[here], BIG))
        here = np.where(here >= 0, network.close[here], -1)
    return waiting <= total


def _above(network: Any, end: Any, flags: Any) -> Any:
    """Whether a flag is set on the gate or close of any summary above each node."""
    import numpy as np

    found = np.zeros(len(network), dtype=bool)
    here = end.copy()
    while (here >= 0).any():
        found |= (here >= 0) & flags[here]
        here = np.where(here >= 0, end[here], -1)
    return found


def _time(plan: Plan, minute: int) -> str:
    return said(plan.axis.time(minute))
