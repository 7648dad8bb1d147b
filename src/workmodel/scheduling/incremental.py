"""`schedule(plan, previous=...)`: what an edit reaches, computed from what was known before it.

A family of schedules shares one workspace, which stands at one version at a time. Asked for a plan it goes back to the
schedule it was given, finds what was edited, makes those nodes anew and lets the sweeps run from there. Everything that this
does not cover is answered by a full pass, so that the answer is the same either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.domain import Schedule
from workmodel.domain.deferred import deferred, share_outline
from workmodel.errors import WorkModelError
from workmodel.graph.network import CLOSE, LEAF
from workmodel.scheduling.causes import CAUSES
from workmodel.scheduling.compiled import kernels
from workmodel.scheduling.edited import Edited, what_was_edited
from workmodel.scheduling.gaps import waits_for_summaries
from workmodel.scheduling.layout import D_EF, D_FINISH_BOUND, D_START_BOUND, DATE_WIDTH, NEVER
from workmodel.scheduling.near import A_OTHER, A_PROJECT, KEPT_WIDTH, NEAR_WIDTH
from workmodel.scheduling.ordering import Ring, in_order
from workmodel.scheduling.patching import NotHere, Patch
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.refusal import LONGEST
from workmodel.scheduling.regained import Family, Known, known_of, regained
from workmodel.scheduling.solving import given_dates, settled
from workmodel.scheduling.timetables import NoRoom
from workmodel.scheduling.versions import Version, between, dates_of, unpacked
from workmodel.scheduling.workspace import Workspace

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["continued", "rescheduled"]

_YEAR: Final = 366 * 1440
_SMALL: Final = 1000  # nodes, up to which going through all of them here costs less than beginning anew
_MOST_TIMES: Final = 4  # that a stretch of time is doubled


class Stale(Exception):
    """The workspace cannot go where it shall; caught here, and a full pass answers."""


class Large(Exception):
    """The edit moves the end of the plan, or most of it: a full pass costs less, and nothing was changed."""


class Outgrown(Stale):
    """Dates left the stretch of time; next time it will be longer."""


def rescheduled(plan: Plan, previous: Schedule) -> Schedule | None:
    """The schedule of an edited plan from that of another version; ``None`` where only a full pass will do."""
    known = _joined(previous)
    if known is None or not known.family.lock.acquire(blocking=False):
        return None  # while somebody else moves the workspace, a full pass waits for nobody
    family = known.family
    try:
        edited = None if family.broken else _stepped(family, known, previous, plan)
        return None if edited is None else _made(plan, previous, edited, Known(family, family.version))
    finally:
        family.lock.release()


def continued(made: Schedule, previous: Schedule) -> Schedule:
    """A schedule from a full pass that remembers from which family it came, for those who go on from it."""
    known = known_of(previous)
    if known is not None and not known.family.broken:
        made._memo["pending"] = known
    return made


def _stepped(family: Family, known: Known, previous: Schedule, plan: Plan) -> Edited | None:
    """From the version of a schedule to an edited plan; ``None`` where a full pass has to answer."""
    try:
        _go_to(family, previous.plan, known.version)
        return _advance(family, plan)
    except Large:
        return None
    except (Stale, NotHere, NoRoom, Ring, WorkModelError) as reason:
        family.broken = family.moving  # what was refused before anything was touched does no harm
        if isinstance(reason, Outgrown):
            previous._memo["outgrown"] = min(previous._memo.get("outgrown", 0) + 1, _MOST_TIMES)
        return None
    except BaseException:
        family.broken = True
        raise


# -- beginning ----------------------------------------------------------------------------------------------------


def _joined(previous: Schedule) -> Known | None:
    """The family of a schedule: its own, or one that it was made beside, or a new one founded on it."""
    if previous.source != "computed":
        return None
    known = known_of(previous)
    if known is None or known.family.broken:
        pending = previous._memo.pop("pending", None)
        known = None if pending is None else _taken_in(pending, previous)
    if known is None:
        family = _founded(previous)
        if family is None:
            return None
        known = Known(family, family.version)
    previous._memo["known"] = known
    return known


def _taken_in(pending: Known, schedule: Schedule) -> Known | None:
    """A schedule that a full pass answered, given a version of the family it was made beside."""
    family = pending.family
    if not family.lock.acquire(blocking=False):
        return None
    try:
        if family.broken:
            return None
        _go_to(family, schedule.plan, pending.version)
        family.moving = True
        _all_anew(family, turned=True)
        family.moving = False
        return Known(family, family.version)
    except (Stale, NotHere, NoRoom, Ring, WorkModelError):
        family.broken = family.moving
        return None
    except BaseException:
        family.broken = True
        raise
    finally:
        family.lock.release()


def _founded(previous: Schedule) -> Family | None:
    """A workspace at the plan of a schedule; ``None`` where the plan has what only full passes know."""
    plan = previous.plan
    problem = problem_of(plan)
    if (
        not len(problem.network)
        or plan.settings.direction == "backward"
        or len(problem.late)
        or problem.waits
    ):
        return None
    if waits_for_summaries(problem):
        return None
    dates = previous.dates
    first, last = given_dates(plan, problem)
    first = min(first, int(dates.early_start.min()), int(dates.late_start.min()))
    last = max(last, int(dates.early_finish.max()), int(dates.late_finish.max()))
    if last - first > LONGEST // 2:
        return None
    margin = (_YEAR // 2 + (last - first) // 2) << previous._memo.get("outgrown", 0)
    try:
        run, found = settled(plan, problem, kernels(len(problem.network)), (first - margin, last + margin))
    except WorkModelError:  # beside such margins something is never open
        return None
    if not found.settled or run.hi - run.lo > LONGEST:
        return None
    space = Workspace(problem, run)
    limit = plan.minutes(plan.settings.critical_float)
    order = space.listed(in_order(space))
    space.engine.sweep.all_summed(space.N, space.D, space.A, order, len(order), limit)
    return Family(space, plan, Version.kept(space.dates(), space.horizon), limit)


# -- going to a version -------------------------------------------------------------------------------------------


def _go_to(family: Family, plan: Plan, version: Version) -> None:
    """Have the workspace stand at a version: its nodes as the plan has them, its dates as they were."""
    if family.plan is not plan:
        edited = _edited(family, plan)
        if edited is None:
            raise Stale
        patch = Patch(family.space, plan, edited)
        patch.read()
        family.moving = True
        patch.apply()
        _share(family.plan, plan, edited)
        family.plan = plan
    if family.version is not version:
        family.moving = True
        _restore(family, version)
    family.version = version
    family.moving = False


def _restore(family: Family, version: Version) -> None:
    """Dates as they were at a version, and the horizons that follow from them."""
    import numpy as np

    space = family.space
    way = between(family.version, version)
    if way is None:
        space.set_dates(dates_of(version))
        closes = space.projects()
    else:
        steps = [(one.cells, unpacked(one.before)) for one in way[0]]
        steps += [(one.cells, unpacked(one.after)) for one in way[1]]
        for cells, values in steps:
            if space.engine.arrays:
                space.D[cells] = values
            else:
                for cell, value in zip(cells.tolist(), values.tolist(), strict=True):
                    space.D[cell] = value
        ended = [cells[cells % DATE_WIDTH == D_EF] // DATE_WIDTH for cells, _ in steps]
        closes = np.unique(np.concatenate(ended)).tolist() if ended else []
    _spread(family, closes)
    if space.horizon != version.top:
        _spread_top(family, version.top)


def _spread(family: Family, nodes: Any) -> list[int]:
    """Tell the leaves of projects among *nodes* (closes, others do not matter) how far they may reach; which were told."""
    space = family.space
    if family.plan.settings.late_horizon != "project":
        return []
    found: list[int] = []
    for close in nodes:
        if space.part(close) != CLOSE:
            continue
        gate = int(space.A[close * NEAR_WIDTH + A_OTHER])
        if space.A[gate * NEAR_WIDTH + A_PROJECT]:
            count = space.engine.sweep.spread(space.N, space.A, space.S, gate, space.early_finish(close))
            found.extend(int(i) for i in space.S[:count])
    return found


def _spread_top(family: Family, top: int) -> None:
    """Tell all leaves that may reach to the end of the plan when that is."""
    space = family.space
    inside = family.plan.settings.late_horizon == "project"
    space.engine.sweep.spread_top(space.N, space.A, top, inside)
    space.horizon = top


# -- a step -------------------------------------------------------------------------------------------------------


def _edited(family: Family, plan: Plan) -> Edited | None:
    return what_was_edited(family.plan, plan, family.space, 64 + family.space.nodes // 64)


def _share(before: Plan, after: Plan, edited: Edited) -> None:
    """What is known of one version and holds for the other: calendars, and who refers to what."""
    if not edited.calendars:
        for name in ("work_calendars", "layers"):
            if name in before._memo:
                after._memo.setdefault(name, before._memo[name])
    if not after._referrers.known and before._referrers.known:
        object.__setattr__(after, "_referrers", before._referrers.after(edited.differing))


def _advance(family: Family, plan: Plan) -> Edited | None:
    """From the version the workspace stands at to an edited plan; ``None``: the edit is too large, nothing was touched."""
    edited = _edited(family, plan)
    if edited is None:
        return None
    _share(family.plan, plan, edited)
    family.space.tidy()
    patch = Patch(family.space, plan, edited)
    patch.read()
    family.moving = True
    patch.apply()
    family.plan = plan
    _propagate(family, list(patch.seeds), turned=edited.turned)
    family.moving = False
    return edited


def _propagate(family: Family, seeds: list[int], *, turned: bool) -> None:
    """Let an edit take its course: upward, horizons, downward, summaries; and note what changed.

    Raises
    ------
    Large
        It moves the end of the plan, or too much; all dates are as they were.
    """
    space = family.space
    S = space.engine.sweep
    T, N, L, R, D, A, E, Q, J = (
        space.T,
        space.N,
        space.L,
        space.R,
        space.D,
        space.A,
        space.E,
        space.Q,
        space.J,
    )
    told: list[int] = []
    try:
        if (
            S.ascend(T, N, L, R, D, A, E, Q, J, space.listed(seeds), len(seeds))
            and _top(space) == space.horizon
        ):
            told = _spread(family, _longer_closes(space))
            seeds = seeds + told
            failed = S.descend(T, N, L, R, D, A, E, Q, J, space.listed(seeds), len(seeds))
            if failed == 2:
                raise Outgrown
            if not failed and S.add_up(N, D, A, Q, J, space.listed(seeds), len(seeds), family.limit):
                _note(family, space.horizon, turned=turned)
                return
        space.set_rows(*space.journal())
        if told:
            _spread(family, space.projects())
        if space.nodes > _SMALL:
            family.moving = False
            raise Large
        _all_anew(family, turned=turned)
    finally:
        S.reset(A, Q, J)
        space.lost_top = False


def _longer_closes(space: Workspace) -> list[int]:
    """Closes whose finish differs from what the journal says it was."""
    J, found = space.J, []
    for j in range(2, 2 + int(J[0]) * KEPT_WIDTH, KEPT_WIDTH):
        node = int(J[j])
        if space.part(node) == CLOSE and space.early_finish(node) != J[j + 1 + D_EF]:
            found.append(node)
    return found


def _top(space: Workspace) -> int:
    """The latest early finish after the ascent, looked for everywhere only where what was latest may have moved."""
    was, now = (int(t) for t in space.engine.sweep.tops(space.N, space.D, space.J))
    if now >= space.horizon:
        return now
    return space.top() if was >= space.horizon or space.lost_top else space.horizon


def _note(family: Family, top: int, *, turned: bool) -> None:
    """The next version: what the journal says has changed."""
    import numpy as np

    space = family.space
    nodes, before = space.journal()
    after = space.dates(nodes)
    _check_stretch(space, after[space.parts(nodes) == LEAF])
    differs = before != after
    cells = (nodes[:, None] * DATE_WIDTH + np.arange(DATE_WIDTH))[differs]
    family.version = family.version.changed(cells, before[differs], after[differs], top, turned=turned)
    if family.version.weight > space.nodes * DATE_WIDTH:
        family.version = Version.kept(space.dates(), top)


def _check_stretch(space: Workspace, rows: Any) -> None:
    """Leave dates that lie outside the stretch of time to a full pass, which takes a longer one."""
    if not len(rows):
        return
    ends, bounds = rows[:, :4], rows[:, D_START_BOUND : D_FINISH_BOUND + 1]
    least = min(int(ends.min()), int(bounds.min(initial=space.hi, where=bounds > NEVER)))
    if least <= space.lo or max(int(ends.max()), int(bounds.max())) >= space.hi:
        raise Outgrown


def _all_anew(family: Family, *, turned: bool) -> None:
    """Everything in order, where the workspace has the nodes of one version and the dates of another."""
    import numpy as np

    space = family.space
    S = space.engine.sweep
    before = space.dates()
    order = in_order(space)
    P = space.listed(order)
    T, N, L, R, D, A, E = space.T, space.N, space.L, space.R, space.D, space.A, space.E
    S.all_early(T, N, L, R, D, A, P, len(P))
    top = space.top()
    _spread_top(family, top)
    _spread(family, space.projects())
    if S.all_late(T, N, L, R, D, A, E, P, len(P)):
        raise Outgrown
    S.all_summed(N, D, A, P, len(P), family.limit)
    after = space.dates()
    _check_stretch(space, after[order[space.parts(order) == LEAF]])
    cells = np.flatnonzero(before.ravel() != after.ravel())
    if len(cells) > after.size // 8:
        family.version = Version.kept(after, top)
    else:
        family.version = family.version.changed(
            cells, before.ravel()[cells], after.ravel()[cells], top, turned=turned
        )


# -- the result ---------------------------------------------------------------------------------------------------


def _made(plan: Plan, previous: Schedule, edited: Edited, known: Known) -> Schedule:
    """A schedule whose columns come when somebody asks for them."""
    made = deferred(plan, CAUSES, regained)
    made._memo["known"] = known
    if known.version.top > NEVER:  # there is work
        made._memo["finish"] = known.version.top
    if not edited.listed:
        share_outline(made, previous)
    return made
