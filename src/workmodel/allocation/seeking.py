"""The best places for one posed plan: priority rules, then a search, for as long as it is allowed.

The search runs on plain arrays first, where the plan is an instance that may leave out what other claims do to it; in the
plan itself what it finds is placed exactly, and then changed a little, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from math import isnan
from typing import Final, Literal

from attrs import define, field, frozen

from workmodel.allocation.abstracting import abstracted
from workmodel.allocation.asked import Asked
from workmodel.allocation.floors import earliest_finish
from workmodel.allocation.kernels.chance import drawn, sown
from workmodel.allocation.levelling import EMPTY, Place, generated
from workmodel.allocation.orders import PLAN_RULES, Key, keyed, ordered
from workmodel.allocation.posing import Posed
from workmodel.allocation.scoring import Scores
from workmodel.allocation.searching import Outcome, searched, side_by_side
from workmodel.allocation.timing import Timer
from workmodel.domain.telling import says_stop
from workmodel.errors import WrongType

__all__ = ["Ended", "Found", "Seeker"]

Ended = Literal["proved", "iterations", "time", "stopped"]
"""Why a search ended."""

_WORTH_SEARCHING: Final = 20  # schedules
_ON_THE_WAY: Final = 6  # schedules of an instance that is not quite the plan, of which each is placed


@frozen(eq=False)
class Found:
    """The best places so far."""

    score: tuple[int, ...]
    places: dict[int, Place]
    rule: str


@frozen
class _Try:
    """What to try next: keys in whose order items are placed, ways and floors that are given, how many schedules that took."""

    rule: str
    keys: list[Key]
    choice: Mapping[int, int] = EMPTY
    floors: Mapping[int, int] = EMPTY
    cost: int = 1


@define
class Seeker:
    """A search for the best places of one posed plan.

    Attributes
    ----------
    task
        What is levelled.
    asked
        How much of it.
    timer
        How much time is left.
    made
        How many schedules were made.
    bound
        Before this nothing can be at its end. [min since 1970]
    ended
        Why it ended.
    beyond
        Work that did not end in the stretch of time; where there is any, nothing was found.
    lost
        The places of a try in which something did not end in it.
    """

    task: Posed
    asked: Asked
    timer: Timer
    made: int = 0
    bound: int = 0
    ended: Ended = "iterations"
    beyond: set[str] = field(factory=set)
    lost: dict[int, Place] = field(factory=dict)
    _best: Found | None = None
    _here: Found | None = None
    _told: int = 0

    def best(self) -> Found | None:
        """The best of all that is tried; ``None`` where the stretch of time is too short."""
        task, asked = self.task, self.asked
        self.bound = earliest_finish(task)
        scores = Scores(task, asked.aims)
        for one in self._tries():
            known: dict[int, Place] = {}
            places = generated(
                task.level, one.keys, one.choice, scores.choosing(known), one.floors, known.__setitem__
            )
            self.made += one.cost
            if max(place.finish for place in places.values()) >= task.level.step.hi:
                if self._best is None:
                    self.beyond, self.lost = _beyond(task, places), places
                    return None
                continue
            score = scores.of(places)
            found = Found(score, places, one.rule)
            if self._best is None or score < self._best.score:
                self._best = found  # of equals the first: the simplest rule
            if self._here is None or score <= self._here.score:
                self._here = found  # of equals the last, so that the search gets about
            if self._over():
                break
        return self._best

    def _over(self) -> bool:
        """Whether to stop here, and why."""
        asked, best = self.asked, self._best
        assert best is not None
        short, first = best.score[:2]
        if asked.aims == ("finish",) and not short and first <= self.bound:
            self.ended = "proved"  # nothing can end earlier
        else:
            return self._interrupted()
        return True

    def _interrupted(self, margin: float = 0.0) -> bool:
        """Whether somebody wants it to stop, or the time that is left is no more than a margin."""
        asked, left = self.asked, self.timer.left()
        if self.ended == "stopped" or (
            asked.on_progress is not None
            and self._told < self.made
            and says_stop(asked.on_progress(self.made, asked.iterations))
        ):
            self.ended = "stopped"
        elif left is not None and left <= margin:
            self.ended = "time"
        else:
            self._told = self.made
            return False
        self._told = self.made
        return True

    def _tries(self) -> Iterator[_Try]:
        """The one rule that is asked for; or each rule, and then what a search around the best comes upon."""
        asked, task = self.asked, self.task
        if asked.rule is not None:
            yield self._by_own_rule(asked.rule)
            return
        if "stability" in asked.aims:
            yield self._as_it_stands()
        for rule in islice(PLAN_RULES, asked.iterations - self.made):
            yield _Try(rule, ordered(task, rule))
        if not task.workers and not task.level.options:
            return
        rest = asked.iterations - self.made
        if rest >= _WORTH_SEARCHING and asked.aims == ("finish",):
            yield from self._searched(rest)
        yield from self._climbed()

    def _by_own_rule(self, rule: object) -> _Try:
        if not callable(rule):
            return _Try(str(rule), ordered(self.task, str(rule)))
        plan, logic, level = self.task.plan, self.task.logic, self.task.level
        values = [
            0.0 if node in self.task.way_of else _number(rule(plan[name], logic[name]))
            for node, name in enumerate(level.names)
        ]
        return _Try(getattr(rule, "__name__", "own rule"), keyed(self.task, values))

    def _as_it_stands(self) -> _Try:
        """Everything where it is now, or as soon after as it can be, in the order in which it is now."""
        present = self.task.column("start")
        return _Try("present dates", [(float(start),) for start in present], floors=dict(enumerate(present)))

    def _searched(self, planned: int) -> Iterator[_Try]:
        """Orders by start, and ways, in better and better schedules of the plan as an instance.

        Where its schedules are those of the plan, only the last of them is placed; else some of those on the way there too.
        """
        abstract, asked = abstracted(self.task), self.asked
        planned = planned if abstract.exact else (planned + 1) // 2
        # what is still to come takes no longer than what was done so far
        margin = 0.0 if asked.seconds is None else self.timer.elapsed
        timer = self.timer.ahead(margin)
        if timer.over:
            return
        made, better = self.made, dict[int, Outcome]()

        def told(count: int, found: Outcome | None) -> bool:
            self.made = made + count
            if found is not None:
                better[found.makespan] = found
            return self._interrupted(margin)

        if asked.executor is None:
            best = searched(
                abstract.instance, planned, asked.seed, timer, told, exact=asked.seconds is not None
            )
        else:
            best = side_by_side(asked.executor, abstract.instance, planned, asked.seed, timer, told)
        if best is None:
            return
        self.made = made + best.made
        if abstract.exact:
            self.bound = max(self.bound, abstract.moment(best.bound))
        else:
            for makespan in sorted(better)[1:_ON_THE_WAY]:
                yield self._of_search(better[makespan])
        yield self._of_search(best)

    def _of_search(self, found: Outcome) -> _Try:
        starts = [float(start) for start in found.starts[: len(self.task.level.names)]]
        choice = {
            node: own[found.modes[node]] for node, own in self.task.level.options.items() if found.modes
        }
        return _Try("search", keyed(self.task, starts), choice, cost=0)

    def _climbed(self) -> Iterator[_Try]:
        """The best order with one item moved, one task done in another way, or one begun later, again and again.

        Where an early end is all that matters, priorities come before the order; what else may be better weighs them itself.
        """
        chance, plain = sown(self.asked.seed), self.asked.aims == ("finish",)
        options = self.task.level.options
        choosers = list(options)
        waits = not {"load", "stability"}.isdisjoint(self.asked.aims)
        while self.made < self.asked.iterations and self._here is not None:
            best = self._here.places
            order = sorted(best, key=lambda node: (best[node].start, best[node].finish, node))
            choice = {node: best[node].way for node in options}
            floors = {node: place.start for node, place in best.items() if place.kept}
            kind = drawn(chance, 2 + waits)
            if kind == 2:
                node = order[drawn(chance, len(order))]
                other = best[order[drawn(chance, len(order))]]
                floors[node] = other.finish if drawn(chance, 2) else other.start
            elif kind == 1 and choosers:
                node = choosers[drawn(chance, len(choosers))]
                choice[node] = options[node][drawn(chance, len(options[node]))]
            else:
                node = order.pop(drawn(chance, len(order)))
                order.insert(drawn(chance, len(order) + 1), node)
                if drawn(chance, 2):
                    choice.clear()
            values = [0.0] * len(self.task.level.names)
            for place, one in enumerate(order):
                values[one] = float(place)
            keys: list[Key] = keyed(self.task, values) if plain else [(value,) for value in values]
            yield _Try("search", keys, choice, floors)


def _number(value: object) -> float:
    """What a rule says of an item."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or isnan(value):
        raise WrongType(
            "what a priority rule says of an item", value, "a number, of which the lesser comes first"
        )
    return float(value)


def _beyond(task: Posed, places: dict[int, Place]) -> set[str]:
    """Work that begins within the stretch of time and does not end in it."""
    hi, names = task.level.step.hi, task.level.names
    return {
        names[one]
        for node, place in places.items()
        if place.way in task.paces and place.start < hi <= place.finish
        for one in (node, place.way)
    }
