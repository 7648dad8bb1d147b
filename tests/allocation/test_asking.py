"""What may be asked of `allocate`: limits, seeds, rules, objectives, dates within the float."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import permutations
from multiprocessing import get_context
from typing import Any

import pytest

import workmodel as wm
from workmodel.allocation import Allocation, allocate, searching
from workmodel.domain import Link, Mode, Project, Resource, Task
from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.verification import verify

START = "2026-03-02"  # a Monday
BEN, ANA = Resource("ben"), Resource("ana")


def plan(*entities: object) -> wm.Plan:
    return wm.Plan(start=START).add(*entities)


def sound(found: Allocation) -> Allocation:
    assert verify(found.plan, found) == ()
    return found


def busy(count: int = 8) -> wm.Plan:
    """Tasks of different lengths, all Ben's, some of which wait for others."""
    tasks = [
        Task(
            f"t{n}",
            duration=f"{n % 4 + 1}d",
            assignments=["ben" if n % 3 else "ana"],
            after=[f"t{n - 3}"] if n > 4 else [],
        )
        for n in range(count)
    ]
    return plan(BEN, ANA, *tasks)


class TestLimits:
    def test_iterations_are_the_most_that_are_made(self) -> None:
        for most in (1, 5, 40, 200):
            assert allocate(busy(), iterations=most).generated <= most + 1

    def test_equal_seed_equal_answer(self) -> None:
        one, other = allocate(busy(), iterations=60, seed=7), allocate(busy(), iterations=60, seed=7)
        assert one.leveled == other.leveled
        assert one.ended == other.ended

    def test_a_limit_of_time_ends_it_and_is_told(self) -> None:
        loose = plan(BEN, *(Task(f"t{n}", duration="1d", assignments=["ben 60%"]) for n in range(9)))
        found = sound(allocate(loose, time_limit=0.2, objective=("finish", "load")))
        assert found.ended == "time"
        assert sound(allocate(loose, time_limit=timedelta(seconds=60), iterations=10)).ended == "iterations"

    def test_what_cannot_be_better_is_told_to_be_proved(self) -> None:
        found = allocate(plan(BEN, *(Task(name, duration="1d", assignments=["ben"]) for name in "ab")))
        assert (found.ended, found.gap) == ("proved", 0)

    def test_whoever_follows_its_progress_can_stop_it(self) -> None:
        told: list[tuple[int, int]] = []

        def enough(made: int, most: int) -> bool:
            told.append((made, most))
            return len(told) < 3

        loose = plan(BEN, *(Task(f"t{n}", duration="1d", assignments=["ben 60%"]) for n in range(9)))
        found = sound(allocate(loose, iterations=90, on_progress=enough))
        assert found.ended == "stopped"
        assert told == [(1, 90), (2, 90), (3, 90)]

    def test_it_stops_also_while_stocks_last_for_no_choice(self) -> None:
        kit = Resource("kit", type="material", unit="piece", stock=7)
        ways = [
            Mode("quick", duration="1d", assignments=["ben", "kit 3 piece"]),
            Mode("slow", duration="3d", assignments=["ben", "kit 2 piece"]),
        ]
        four = plan(BEN, kit, *(Task(f"t{n}", modes=ways) for n in range(4)))
        found = sound(allocate(four, iterations=4_000, on_progress=lambda made, _: made < 60))
        assert found.ended == "stopped"
        assert found.generated < 1_000

    @pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf"), timedelta(0)])
    def test_no_time_at_all_is_refused(self, limit: float) -> None:
        with pytest.raises(OutOfRange, match="a limit of time"):
            allocate(busy(), time_limit=limit)

    def test_arguments_of_no_use_are_refused_by_name(self) -> None:
        with pytest.raises(WrongType, match="a limit of time"):
            allocate(busy(), time_limit="soon")  # type: ignore[arg-type]
        with pytest.raises(InvalidText, match="an objective"):
            allocate(busy(), objective="beauty")  # type: ignore[arg-type]
        with pytest.raises(OutOfRange, match="objectives"):
            allocate(busy(), objective=())
        with pytest.raises(InvalidText, match="a priority rule"):
            allocate(busy(), rule="luck")
        with pytest.raises(WrongType, match="an executor"):
            allocate(busy(), executor="two")  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="smoothing"):
            allocate(busy(), smoothing=1)  # type: ignore[arg-type]

    def test_an_executor_that_takes_no_more_work_is_named(self) -> None:
        closed = ThreadPoolExecutor(1)
        closed.shutdown()
        loose = plan(BEN, *(Task(f"t{n}", duration="1d", assignments=["ben 60%"]) for n in range(9)))
        with pytest.raises(OutOfRange, match="still open"):
            allocate(loose, executor=closed, iterations=200)

    def test_an_executor_whose_workers_are_gone_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loose = plan(BEN, *(Task(f"t{n}", duration="1d", assignments=["ben 60%"]) for n in range(9)))
        monkeypatch.setattr(searching, "_apart", _gone)
        with (
            ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool,
            pytest.raises(OutOfRange, match="takes no work"),
        ):
            allocate(loose, executor=pool, iterations=200)

    @pytest.mark.parametrize("wrong", ["often", lambda: None, lambda made: None])
    def test_whoever_is_told_takes_two_numbers(self, wrong: Any) -> None:
        with pytest.raises(WrongType, match="a function of two numbers"):
            allocate(busy(), on_progress=wrong)

    def test_what_ends_with_the_calendar_is_refused(self) -> None:
        late = wm.Plan(start="9999-12-27").add(BEN, Task("x", duration="1d", assignments=["ben"]))
        with pytest.raises(OutOfRange, match="the end of a plan to allocate"):
            allocate(late)


def _gone(*_arguments: Any, **_more: Any) -> None:
    """End the process that is asked for something."""
    os._exit(1)


class TestRules:
    def test_a_function_of_ones_own_decides_who_comes_first(self) -> None:
        tasks = [
            Task(name, duration="1d", assignments=["ben"], tags=[tag])
            for name, tag in zip("abc", "231", strict=True)
        ]
        found = sound(allocate(plan(BEN, *tasks), rule=lambda item, _dates: float(next(iter(item.tags)))))
        assert sorted("abc", key=lambda name: found.schedule[name].start) == ["c", "a", "b"]
        assert found.generated == 1

    def test_a_rule_by_name_is_the_only_one(self) -> None:
        found = sound(allocate(busy(), rule="shortest", iterations=50))
        assert (found.rule, found.generated) == ("shortest", 1)


class TestObjectives:
    def test_less_lateness_is_the_best_of_all_orders(self) -> None:
        days = {
            "a": ("4d", "2026-03-05", 500),
            "b": ("1d", "2026-03-02", 500),
            "c": ("2d", "2026-03-04", 900),
            "d": ("2d", "2026-03-09", 100),
        }
        tasks = [
            Task(name, duration=takes, deadline=due, priority=priority, assignments=["ben"])
            for name, (takes, due, priority) in days.items()
        ]

        def late(order: tuple[str, ...]) -> int:
            made = allocate(plan(BEN, *tasks), rule=lambda item, _dates: float(order.index(item.id)))
            return weighted(made)

        def weighted(made: Allocation) -> int:
            total = 0
            for name, (_, due, priority) in days.items():
                over = made.schedule[name].finish - datetime.fromisoformat(f"{due} 17:00")
                total += max(int(over / timedelta(minutes=1)), 0) * (priority + 1)
            return total

        found = sound(allocate(plan(BEN, *tasks), objective="lateness", iterations=200))
        assert weighted(found) <= min(late(order) for order in permutations(days))

    def test_stability_keeps_dates_where_they_are(self) -> None:
        before = allocate(busy(), seed=1).leveled_plan()
        more = before.add(Task("new", duration="1d", assignments=["ben"], priority=0))
        found = sound(allocate(more, objective=("stability", "finish"), iterations=100))
        moved = [
            name for name in before.items if found.schedule[name].start != wm.schedule(before)[name].start
        ]
        assert moved == []

    def test_a_smooth_load_uses_people_side_by_side_rather_than_in_heaps(self) -> None:
        pool = Resource("crew", type="equipment", capacity=4)
        tasks = [Task(name, duration="1d", assignments=["crew 100%"]) for name in "abcd"]
        end = Task("end", duration="4d")
        made = sound(allocate(plan(pool, end, *tasks), objective=("finish", "load"), iterations=200))
        assert len({made.schedule[name].start for name in "abcd"}) == 4
        assert made.finish == datetime(2026, 3, 5, 17)


class TestSmoothing:
    def shared(self) -> wm.Plan:
        return plan(
            BEN,
            Project("p"),
            Task("long", parent="p", duration="5d"),
            Task("a", parent="p", duration="2d", assignments=["ben"]),
            Task("b", parent="p", duration="2d", assignments=["ben"]),
            Task("end", parent="p", duration="1d", after=["long", "a", "b"]),
        )

    def test_work_waits_within_its_float_and_everything_ends_as_logic_has_it(self) -> None:
        found = sound(allocate(self.shared(), smoothing=True))
        assert {found.schedule[name].start for name in "ab"} == {
            datetime(2026, 3, 2, 8),
            datetime(2026, 3, 4, 8),
        }
        assert found.finish == wm.schedule(self.shared()).finish
        assert found.findings == ()

    def test_what_cannot_wait_stands_where_it_is_and_that_is_told(self) -> None:
        tight = plan(BEN, *(Task(name, duration="2d", assignments=["ben"]) for name in "ab"))
        found = sound(allocate(tight, smoothing=True))
        assert found.finish == wm.schedule(tight).finish
        assert [one.code for one in found.findings] == ["allocation.crowded"]

    def test_links_hold_within_the_float_too(self) -> None:
        linked = self.shared().replace(
            Task("b", parent="p", duration="1d", assignments=["ben"], after=[f"a {Link.SS}"])
        )
        found = sound(allocate(linked, smoothing=True))
        assert found.finish == wm.schedule(linked).finish
