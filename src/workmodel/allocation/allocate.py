"""`allocate`: dates that respect everybody's hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Final, Literal

from attrs import frozen

from workmodel.allocation.abstracting import abstracted
from workmodel.allocation.floors import earliest_finish
from workmodel.allocation.kernels.chance import sown
from workmodel.allocation.kernels.search import Search
from workmodel.allocation.levelling import Place, generated
from workmodel.allocation.orders import PLAN_RULES, moved, ordered
from workmodel.allocation.posing import Posed, posed
from workmodel.allocation.result import Allocation
from workmodel.allocation.telling import delays_of, leveled_of, slowed_of
from workmodel.capacity.hours import SCALE
from workmodel.domain import Plan, Schedule
from workmodel.domain.values import one_of, share
from workmodel.errors import BrokenPromise, OutOfRange, WrongType, instance_of, whole_number
from workmodel.findings import Finding
from workmodel.scheduling import schedule
from workmodel.verification import verify
from workmodel.verification.checker import doubts

__all__ = ["allocate"]

_DAY: Final = 1440
_LONGEST: Final = 12 * 366 * _DAY
_MOST: Final = 1_000_000_000
_WORTH_SEARCHING: Final = 100  # schedules
_ROUNDS: Final = 8  # after which routines that follow the dates are taken as they stand

Objective = Literal["finish", "lateness"]


@frozen(eq=False)
class _Found:
    """The best places so far."""

    score: tuple[int, ...]
    places: dict[int, Place]
    rule: str


def allocate(
    plan: Plan,
    *,
    iterations: int = 30,
    seed: int = 0,
    objective: Objective = "finish",
    reserve: float = 0,
    on_progress: Callable[[int, int], bool | None] | None = None,
) -> Allocation:
    """Dates that respect everybody's hours.

    Nobody is held by more than there is of them, and what routines, meetings and absences take is not there for tasks.

    Logic, calendars, constraints and progress are those of `schedule`; on top, an item begins once its people are free, and
    goes on as fast as what else claims them lets it. What is reported or set by hand stays where it is. Of several items
    that could come next, those of projects and tasks of higher priority do; within equal priorities several rules are
    tried, and then orders drawn around the best.

    Parameters
    ----------
    plan
        The plan, with a start.
    iterations
        How many schedules may be made; the answer depends on nothing else but *seed*.
    seed
        For the orders that are drawn.
    objective
        What is better: an earlier ``"finish"`` of everything, or less ``"lateness"`` beyond deadlines, by priority.
    reserve
        Share of everybody's availability that is left on purpose. [0–1]
    on_progress
        Called with the schedules made and the most there will be; ``False`` from it ends the search.

    Returns
    -------
    Allocation
        The dates, what was delayed by whom, a bound, and the plan in which the delays are set.

    Raises
    ------
    NoPlanDate
        The plan has no start.
    OutOfRange
        The plan is planned from its finish; an argument is of no use.
    BrokenPromise
        The dates found do not stand up to `workmodel.verification.verify`: a fault of the library.
    WorkModelError
        Whatever `schedule` raises.

    Notes
    -----
    Serial schedule generation with priority rules and sampling around them [1]_. A task holds its people from its start to
    its finish, breaks included, at its units; people's absences and what routines claim do not interrupt it but slow it
    down. The bound is the end of the plan if nobody had more than one thing to do at a time.

    References
    ----------
    .. [1] R. Kolisch and S. Hartmann, "Heuristic algorithms for the resource-constrained project scheduling problem", in
       *Project Scheduling*, Kluwer, 1999.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben"),
    ...     Task("deploy", duration="3d", assignments=["ben"], priority=800),
    ...     Task("build", duration="2d", assignments=["ben"]),
    ... )
    >>> found = allocate(plan)
    >>> print(found.explain("build"))
    build waits until Thu 2026-03-05 08:00 because ben has deploy until then
    """
    instance_of(Plan, "a plan", plan, "a Plan, such as Plan(start=...).add(*items)")
    count = whole_number("a number of schedules", iterations)
    if not 1 <= count <= _MOST:
        raise OutOfRange("a number of schedules", iterations, f"from 1 to {_MOST:,}")
    chance = whole_number("a seed", seed)
    aim = one_of("an objective", "finish", "lateness")(objective)
    if on_progress is not None and not callable(on_progress):
        raise WrongType("what is called with progress", on_progress, "a function of two numbers")
    if plan.direction == "backward":
        raise OutOfRange(
            "the direction of a plan to allocate",
            "backward",
            '"forward": what people have time for is found from a start on',
        )
    kept = int(Fraction(share("a reserve", reserve, most=1)) * SCALE)
    return _Search(plan, count, chance, aim, kept, on_progress).run()


class _Search:
    """One call of `allocate`."""

    def __init__(
        self, plan: Plan, iterations: int, seed: int, objective: str, reserve: int,
        on_progress: Callable[[int, int], bool | None] | None,
    ) -> None:  # fmt: skip
        self.plan, self.iterations, self.seed, self.objective = plan, iterations, seed, objective
        self.reserve, self.on_progress = reserve, on_progress
        self.logic = schedule(plan)
        self.made = self.bound = 0
        self.beyond: set[str] = set()
        self.stopped = False

    def run(self) -> Allocation:
        """The best dates found, with routines that follow those very dates."""
        if not self.logic.ids:
            return Allocation(
                plan=self.plan,
                leveled=self.plan,
                schedule=self.logic,
                delays={},
                slowed={},
                bound=None,
                rule="",
                generated=0,
                logic=self.logic,
            )
        follows = any(one.parent is not None or one.after for one in self.plan.routines.values())
        task, found = self._leveled(self.logic)
        leveled = leveled_of(task, found.places)
        dated = schedule(leveled)
        for _ in range(_ROUNDS if follows else 0):
            before = found.places
            task, found = self._leveled(dated)
            leveled = leveled_of(task, found.places)
            dated = schedule(leveled)
            if found.places == before or self.stopped:
                break
        made = Allocation(
            plan=self.plan,
            leveled=leveled,
            schedule=dated,
            delays=delays_of(task, found.places),
            slowed=slowed_of(task, found.places),
            bound=self.plan.axis.time(min(self.bound, int(dated.dates.finish.max()))),
            rule=found.rule,
            generated=self.made,
            logic=self.logic,
            reserve=Fraction(self.reserve, SCALE),
            findings=(*self._findings(task), *dated.findings),
        )
        _verified(made)
        return made

    def _leveled(self, dated: Schedule) -> tuple[Posed, _Found]:
        """The best places with routines as they follow some dates; the stretch of time grows until all fits in."""
        begin, end = int(self.logic.dates.start.min()), int(self.logic.dates.finish.max())
        first = reach = max(2 * (end - begin), 180 * _DAY)
        hopeless: set[str] = set()
        while True:
            task = posed(self.plan, self.logic, dated, begin - 30 * _DAY, end + reach, self.reserve, hopeless)
            found = self._searched(task)
            if found is not None:
                return task, found
            reach *= 2
            if reach > max(_LONGEST, 4 * first) and self.beyond:
                # what does not end by then has people who are gone, or as good as: it stays where logic puts it
                hopeless |= self.beyond
                reach = first
            elif reach > 16 * _LONGEST:
                raise OutOfRange(
                    "a plan to allocate", "work without end", "one whose work ends within some decades"
                )

    def _searched(self, task: Posed) -> _Found | None:
        """The best of all that is tried; ``None`` where the stretch of time is too short."""
        self.made, self.bound = 0, earliest_finish(task)
        best: _Found | None = None
        for rule, keys, cost in self._orders(task):
            places = generated(task.level, keys)
            self.made += cost
            if max(place.finish for place in places.values()) >= task.level.step.hi:
                if best is None:
                    self.beyond = _beyond(task, places)
                    return None
                continue
            score = self._score(task, places)
            if best is None or score < best.score:
                best = _Found(score, places, rule)
            if self.objective == "finish" and best.score[0] <= self.bound:
                break  # nothing can end earlier
            if self.on_progress is not None and self.on_progress(self.made, self.iterations) is False:
                self.stopped = True
                break
        return best

    def _orders(self, task: Posed) -> Iterator[tuple[str, list[tuple[float, ...]], int]]:
        """Orders to try, with how many schedules each cost: each rule, then draws around all of them in turn.

        Where there are schedules enough, most go into a search on plain arrays, which says in which order items should start.
        """
        known = []
        for rule in islice(PLAN_RULES, self.iterations):
            known.append((rule, ordered(task, rule)))
            yield *known[-1], 1
        rest = self.iterations - len(known)
        if rest >= _WORTH_SEARCHING and self.objective == "finish" and task.workers:
            yield from self._search(task, rest)
            return
        chance = sown(self.seed)
        for number in range(rest):
            rule, keys = known[number % len(known)]
            yield f"around {rule}", moved(keys, chance), 1

    def _search(self, task: Posed, planned: int) -> Iterator[tuple[str, list[tuple[float, ...]], int]]:
        """Orders by start in better and better schedules of the plan as an instance, portion by portion."""
        abstract = abstracted(task)
        search = Search(abstract.instance, planned=planned, seed=self.seed)
        priorities = [key[:2] for key in ordered(task, "late_finish")]
        before = 0
        while search.made < planned and not search.proved:
            search.advance(min(max(planned // 10, 1), planned - search.made))
            if abstract.exact:
                self.bound = max(self.bound, abstract.moment(search.bound.makespan))
            starts = search.starts()
            keys = [(*first, float(start)) for first, start in zip(priorities, starts, strict=False)]
            cost, before = search.made - before, search.made
            yield "search", keys, cost

    def _score(self, task: Posed, places: dict[int, Place]) -> tuple[int, ...]:
        finish = max(place.finish for place in places.values())
        total = sum(place.finish for place in places.values())
        if self.objective == "finish":
            return finish, total
        caps = task.level.step.problem.columns["finish_cap"].tolist()
        late = 0
        for node, place in places.items():
            item = self.plan[task.level.names[node]]
            late += max(place.finish - caps[node], 0) * (getattr(item, "priority", 500) + 1)
        return late, finish, total

    def _findings(self, task: Posed) -> Iterator[Finding]:
        for node in task.idle:
            name = task.level.names[node]
            who = ", ".join(dict.fromkeys(one.resource for one in self.plan[name].assignments))
            yield Finding(
                "allocation.no_hours", name,
                f"{name} stands where logic puts it: nothing is left of the hours of {who}", {"people": who},
            )  # fmt: skip


def _verified(made: Allocation) -> None:
    """Refuse what a second opinion does not believe; where it doubts the dates of logic, those are not levelling's."""
    wrong = tuple(doubts(made.plan, made, logic=False))
    if wrong and not verify(made.plan, made.logic):
        raise BrokenPromise("an allocation", tuple(map(str, wrong)))


def _beyond(task: Posed, places: dict[int, Place]) -> set[str]:
    """Work that begins within the stretch of time and does not end in it."""
    hi, names = task.level.step.hi, task.level.names
    return {names[node] for node in task.paces if places[node].start < hi <= places[node].finish}
