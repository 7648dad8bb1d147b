"""Nodes made anew: the rows of the items that an edit concerns, and how they are put into a workspace.

Rows are made before anything is touched, by the same functions that read a whole plan (`workmodel.scheduling.problem`); only
what follows from where an item stands is looked up step by step here instead of by columns.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import define

from workmodel.calendars import ending
from workmodel.domain.rows import ASSIGNED, BUILT_IN_SLOTS, ELAPSED, KIND_CODES, MISSING, RARE
from workmodel.graph.network import CLOSE, GATE, LEAF
from workmodel.scheduling.columns import Columns
from workmodel.scheduling.edited import Edited, row_at
from workmodel.scheduling.layout import (
    AUTO,
    BIG,
    L_PREDECESSOR,
    LINK_WIDTH,
    MANUAL,
    N_CLOSE,
    N_FIRST,
    N_GATE,
    N_HORIZON,
    N_PLAIN,
    NEVER,
    NODE_FIELDS,
    NODE_WIDTH,
    STARTED,
)
from workmodel.scheduling.near import A_OTHER, A_PROJECT, DEAD, NEAR_WIDTH
from workmodel.scheduling.ordering import placed_anew, put_in_order, rank
from workmodel.scheduling.problem import Build, look_at, summary_bounds
from workmodel.scheduling.rates import compiled_rates
from workmodel.scheduling.solving import GIVEN

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.workspace import Workspace

__all__ = ["NotHere", "Patch"]

_PROJECT: Final = KIND_CODES["project"]
_BUILT_IN: Final = {slot: name for name, slot in BUILT_IN_SLOTS.items()}
_MOST_CURVES: Final = 64  # that edits may bring before everything is compiled anew

_USUAL: Final = {
    "part": LEAF, "slot": -1, "gate": -1, "close": -1, "first": 0, "end": 0, "cal": 0, "plain": 0, "duration": 0, "done": 0,
    "state": 0, "mode": AUTO, "base": NEVER, "floor": NEVER, "finish_floor": NEVER, "delay": 0, "advance": 0,
    "fixed_start": NEVER, "fixed_finish": NEVER, "resume": NEVER, "waits": 0, "start_cap": BIG, "finish_cap": BIG,
    "rated": -1, "rated_end": 0, "effort": 0, "horizon": BIG,
}  # fmt: skip
_NAMES: Final = tuple(_USUAL)
assert _NAMES == NODE_FIELDS
_DATED: Final = tuple(NODE_FIELDS.index(name) for name in GIVEN)
_STANDS: Final = (N_GATE, N_CLOSE, N_FIRST, N_FIRST + 1, N_HORIZON)  # fields that say where a node hangs


class NotHere(Exception):
    """The edit brings something that only a full pass knows; caught by who asked."""


@define
class _Outline:
    """The nodes of one item, in the form in which a whole plan's network has them."""

    part: Any
    slot: Any

    def below(self, _: int) -> Any:
        """Nobody: what is below is asked for its summaries, not told by them."""
        import numpy as np

        return np.zeros(0, dtype=np.int64)


class Patch:
    """An edit of a workspace: rows first, which may fail, then all at once.

    Parameters
    ----------
    space
        The workspace, positioned at the version before.
    plan
        The version after.
    edited
        What differs.
    """

    def __init__(self, space: Workspace, plan: Plan, edited: Edited) -> None:
        self.space, self.plan, self.edited = space, plan, edited
        self.numbers = space.tables
        self.numbers.asked.clear()
        self.summary: dict[int, bool] = {}
        self.rows: dict[int, tuple[list[int], list[int] | None]] = {}
        self.seeds: dict[int, None] = {}
        settings = plan.settings
        self.start = None if settings.start is None else plan.axis.minute(settings.start)
        status = settings.status_date
        moving = status is not None and settings.uncompleted == "reschedule"
        self.status = plan.axis.minute(status, end=True) if moving and status is not None else None
        self.retained = settings.out_of_sequence == "retained_logic"

    # -- rows ---------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Make the rows of everything concerned.

        Raises
        ------
        NotHere
            Only a full pass knows what to do.
        WorkModelError
            Something cannot be dated; a full pass says what, in its own order.
        """
        space, had = self.space, len(self.space.curves)
        for parent, will in self._flips().items():
            self.summary[parent] = will
        for slot in self.edited.again:
            if row_at(self.plan, slot).kind <= _PROJECT:
                self.rows[slot] = self._rows_of(slot)
        if not all(self._within(row) for rows in self.rows.values() for row in rows if row is not None):
            raise NotHere
        if len(space.curves) > had:
            if len(space.curves) > _MOST_CURVES + had:
                raise NotHere
            space.R = space.shaped(compiled_rates(space.curves, space.lo, space.hi))

    def _within(self, row: list[int]) -> bool:
        """Whether the dates that a row gives lie in the stretch of time that is compiled."""
        return all(row[field] == NEVER or self.space.lo < row[field] < self.space.hi for field in _DATED)

    def _flips(self) -> dict[int, bool]:
        """Whether each item that is made anew has anything below it afterwards."""
        return {slot: self.edited.will_be_summary(slot) for slot in self.edited.again}

    def _rows_of(self, slot: int) -> tuple[list[int], list[int] | None]:
        """The row of a leaf, or those of a gate and a close."""
        row = row_at(self.plan, slot)
        summary = self.summary[slot]
        project = self._project(slot)
        plain = self._plain(slot, project, summary)
        fill = dict(_USUAL)
        fill["slot"], fill["plain"], fill["cal"] = slot, plain, plain
        base = self._base(project)
        if summary:
            if base == NEVER:
                raise NotHere
            gate = {**fill, "part": GATE}
            close = {**fill, "part": CLOSE, "base": base}
            if row.flags & (RARE | ASSIGNED):
                self._summary(slot, gate, close)
            return list(gate.values()), list(close.values())
        fill["base"], fill["duration"] = base, row.duration
        if row.flags & (RARE | ASSIGNED) or (row.duration == MISSING and row.kind == 0):
            fill = self._rare(slot, fill)
        self._from_above(slot, fill)
        if fill["mode"] == AUTO and self.status is not None:
            if fill["state"] == 0:
                fill["floor"] = max(fill["floor"], self.status)
            elif fill["state"] == STARTED:
                fill["resume"] = max(fill["resume"], self.status)
        if self.retained and fill["state"] == STARTED:
            fill["waits"] = 1
        if fill["base"] == NEVER and fill["fixed_start"] == NEVER:
            raise NotHere
        return list(fill.values()), None

    def _rare(self, slot: int, fill: dict[str, int]) -> dict[str, int]:
        """The row of a leaf that sets something rare."""
        item: Any = self.plan._at(slot)
        build = self._build([fill])
        look_at(build, 0, item)
        if build.late:
            raise NotHere
        return {name: int(column[0]) for name, column in build.columns.items()}

    def _summary(self, slot: int, gate: dict[str, int], close: dict[str, int]) -> None:
        """What a summary says of its own dates."""
        item: Any = self.plan._at(slot)
        if item.constraint is not None and item.constraint.kind == "ALAP":
            raise NotHere
        build = self._build([gate, close])
        for node, one in enumerate((gate, close)):
            summary_bounds(build, node, item)
            one.update({name: int(column[node]) for name, column in build.columns.items()})

    def _build(self, nodes: list[dict[str, int]]) -> Build:
        import numpy as np

        columns = Columns()
        for name in _NAMES:
            columns[name] = np.array([one[name] for one in nodes], dtype=np.int64)
        outline: Any = _Outline(columns["part"], columns["slot"])
        return Build(self.plan, outline, self.numbers, columns, self.space.curves, [], [], {})

    # -- what follows from where an item stands -----------------------------------------------------------------

    def _project(self, slot: int) -> int:
        """Slot of the nearest project: itself, or one around it, or -1."""
        while slot >= 0:
            row = row_at(self.plan, slot)
            if row.kind == _PROJECT:
                return slot
            slot = row.parent
        return -1

    def _plain(self, slot: int, project: int, summary: bool) -> int:
        """Number of an item's own calendar, else its nearest project's that has one, else the plan's."""
        row = row_at(self.plan, slot)
        if row.flags & ELAPSED and not summary:
            return 0
        calendar = row.calendar
        while calendar == -1 and project >= 0:
            around = row_at(self.plan, project)
            calendar = around.calendar
            project = self._project(around.parent)
        own = _BUILT_IN[calendar] if calendar < -1 else "" if calendar == -1 else self.plan._id(calendar)
        name = own or self.plan.calendar
        return self.numbers.number(self.plan.work_calendar(name))

    def _base(self, project: int) -> int:
        """Before what nothing in a project starts: its start, or that of one around it, or the plan's."""
        while project >= 0:
            around: Any = self.plan._at(project)
            if around.start is not None:
                return self.plan.axis.minute(around.start)
            project = self._project(row_at(self.plan, project).parent)
        return NEVER if self.start is None else self.start

    def _from_above(self, slot: int, fill: dict[str, int]) -> None:
        """A day without a time that caps a summary is the end of work that day on the calendar of what is below."""
        raw = fill["duration"] == 0 or fill["mode"] == MANUAL or fill["advance"] > 0
        above = row_at(self.plan, slot).parent
        while above >= 0:
            row = row_at(self.plan, above)
            if row.flags & RARE:
                item: Any = self.plan._at(above)
                held = item.constraint
                if held is not None and held.kind == "ALAP":
                    raise NotHere
                if raw:
                    self._capped(fill, item)
            above = row.parent

    def _capped(self, fill: dict[str, int], item: Any) -> None:
        calendar = self.numbers.calendars[fill["cal"]]
        held = item.constraint
        caps = [("finish_cap", item.deadline)]
        if held is not None and held.kind in ("FNLT", "MFO", "SNLT"):
            caps.append(("start_cap" if held.kind == "SNLT" else "finish_cap", held.date))
        for cap, date in caps:
            if date is not None and not isinstance(date, datetime):
                fill[cap] = min(fill[cap], ending(self.plan.axis, date, calendar))

    # -- into the workspace -------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Put the rows where they belong, with their links and places, and the order right.

        Raises
        ------
        Ring
            Items wait for each other.
        NotHere
            Only a full pass knows what to do. The workspace is then of no use any more, as after a ring.
        """
        fresh = self._detach()
        for slot in self.rows:
            self._hang(slot)
        for slot in self.rows:
            self._links(slot)
        for slot in self.rows:
            self._horizon(slot)
        self._in_order(fresh)

    def _touch(self, *nodes: int) -> None:
        for node in nodes:
            if node >= 0:
                self.seeds[node] = None

    def _parents(self, node: int) -> None:
        """The gate and close above a node have to be looked at again."""
        n = node * NODE_WIDTH
        self._touch(int(self.space.N[n + N_GATE]), int(self.space.N[n + N_CLOSE]))

    def _detach(self) -> list[int]:
        """Take what is concerned out of where it hung; nodes that have just come, or come back."""
        space, fresh = self.space, []
        for slot in self.edited.again:
            there = slot in self.rows
            if not there and (slot >= len(space.node_of_slot) or space.node_of_slot[slot] < 0):
                continue
            node = space.node(slot)
            if space.part(node) == DEAD:
                fresh.append(node)
            else:
                if space.part(node) == LEAF and space.early_finish(node) == space.horizon:
                    space.lost_top = True
                self._touch(*space.unlink(node))
                self._parents(node)
                space.leave(node)
            if there and self.summary[slot]:
                close = space.close(slot)
                if space.part(close) == DEAD:
                    fresh.append(close)
                self._touch(close)
            elif slot < len(space.close_of_slot) and space.close_of_slot[slot] >= 0:
                space.set_part(space.close_of_slot[slot], DEAD)
            if there:
                self._touch(node)
            else:
                space.set_part(node, DEAD)
        return fresh

    def _hang(self, slot: int) -> None:
        """Put an item's rows into its nodes, and those below their parent."""
        space = self.space
        node = space.node(slot)
        for one, row in zip((node, space.close_of_slot[slot]), self.rows[slot], strict=True):
            if row is None:
                continue
            n = one * NODE_WIDTH
            for field in _STANDS:
                row[field] = int(space.N[n + field])
            space.N[n : n + NODE_WIDTH] = row
            if one != node:
                space.N[n + N_HORIZON] = BIG
        here = row_at(self.plan, slot)
        space.A[node * NEAR_WIDTH + A_PROJECT] = int(here.kind == _PROJECT)
        if self.rows[slot][1] is not None:
            space.N[node * NODE_WIDTH + N_HORIZON] = BIG
        if here.parent >= 0:
            gate = space.node(here.parent)
            space.close(here.parent)
            space.enter(node, gate)
            self._parents(node)

    def _links(self, slot: int) -> None:
        space, plan = self.space, self.plan
        found = []
        node = space.node(slot)
        for waited, code, kind, size in row_at(plan, slot).links:
            if row_at(plan, waited).kind > _PROJECT:
                self._waits(slot)
                continue
            if space.is_summary(waited):
                tail = space.close_of_slot[waited]
                if not space.counts_on_one_calendar(int(space.N[node * NODE_WIDTH + N_PLAIN])):
                    raise NotHere
            else:
                tail = space.node(waited)
            found.append((tail, code, kind, size))
        space.link(node, found)
        self._touch(*(row[0] for row in found))

    def _waits(self, slot: int) -> None:
        """What waits for an occurrence of a routine is not for here."""
        item: Any = self.plan._at(slot)
        routines = self.plan.routines
        if any(d.binding is not None and d.predecessor in routines for d in item.after):
            raise NotHere

    def _horizon(self, slot: int) -> None:
        """How far a leaf may reach: to the end of its project, or of the plan."""
        space = self.space
        node = space.node(slot)
        if space.part(node) != LEAF:
            return
        inside = -1
        if self.plan.settings.late_horizon == "project":
            row = row_at(self.plan, slot)
            inside = self._project(row.parent if row.kind == _PROJECT else slot)
        close = space.close_of_slot[inside] if inside >= 0 else -1
        horizon = space.horizon if close < 0 else space.early_finish(close)
        space.N[node * NODE_WIDTH + N_HORIZON] = horizon

    def _in_order(self, fresh: list[int]) -> None:
        """Ranks for what came, and for all that now waits for something behind it."""
        space = self.space
        for node in sorted(fresh, key=lambda one: (space.part(one) == CLOSE, rank(space, one))):
            if space.part(node) != DEAD:
                placed_anew(space, node)
        for slot in self.rows:
            node = space.node(slot)
            n = node * NODE_WIDTH
            last = node
            if space.part(node) == GATE:
                last = int(space.A[node * NEAR_WIDTH + A_OTHER])
                put_in_order(space, node, last)
            gate, close = int(space.N[n + N_GATE]), int(space.N[n + N_CLOSE])
            if gate >= 0:
                put_in_order(space, gate, node)
                put_in_order(space, last, close)
            for e in range(int(space.N[n + N_FIRST]), int(space.N[n + N_FIRST + 1])):
                put_in_order(space, int(space.L[e * LINK_WIDTH + L_PREDECESSOR]), node)
