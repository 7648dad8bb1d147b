"""Very long, very deep and very large plans."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from workmodel.domain import Milestone, Plan, Task
from workmodel.errors import PlanTooLong
from workmodel.scheduling import compiled, schedule
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.solving import solve
from workmodel.testing import sketch

BACKWARD = {"direction": "backward", "finish": "2026-03-13 17:00"}


class TestTooLong:
    @pytest.mark.parametrize("frame", [{}, BACKWARD], ids=["from a start", "from a finish"])
    @pytest.mark.parametrize(
        ("picture", "subject"),
        [
            ("a 1d\nb 2000mo after a", {"b", "a"}),
            ("x 1d SNET 2026-03-04\nb 2000mo after x", {"b", "x"}),
            ("x 1d\nb 1d after x FS+2000mo", {"b", "x"}),
            ("x 1d\nb 40000ed after x", {"b", "x"}),
            ("b 1000000mo", {"b"}),
            ("b 1000000mo SNET 2026-03-04", {"b"}),
            ("b 1000000mo MSO 2026-03-04", {"b"}),
            ("b 1d MSO 2326-03-04\na 1d", {"b"}),
            ("b 1d deadline 1526-03-04\na 1d", {"b"}),
            ("ana resource\nben resource calendar 24_hours\nb effort 9999999h @ana @ben", {"b"}),
        ],
    )
    def test_dates_more_than_a_hundred_years_apart_are_refused(
        self, picture: str, subject: set[str], frame: dict[str, str]
    ) -> None:
        """The error names an item that lies so far away."""
        with pytest.raises(PlanTooLong) as caught:
            schedule(sketch(picture, **frame))
        assert caught.value.subject in subject

    def test_ninety_years_are_not_too_long(self) -> None:
        """1000 months of 20 days are 20,000 days of work, 4000 weeks, some 77 years; on either way."""
        for picture in ("a 1000mo", "a 1000mo SNET 2026-03-02"):
            found = schedule(sketch(picture))["a"]
            assert f"{found.finish:%a %Y-%m-%d %H:%M}" == "Fri 2102-10-27 17:00"

    @pytest.mark.parametrize("far", ["2999-12-31", "9998-12-31"])
    def test_a_deadline_that_means_none_does_no_harm(self, far: str) -> None:
        """It bounds nothing."""
        found = schedule(sketch(f"a 1d deadline {far}\nb 1d after a FNLT {far}\nc 1d SNLT {far}"))
        assert [item.total_float.minutes for item in found.values()] == [0, 0, 480]


class TestDeep:
    @pytest.mark.parametrize(
        "change", [{}, {"deadline": "2100-01-01"}], ids=["the short way", "the full way"]
    )
    def test_ten_thousand_in_a_row(self, change: dict[str, Any]) -> None:
        """Nothing recurses, neither the passes nor the questions. 10,000 minutes are twenty days and 400 minutes."""
        size = 10_000
        plan = Plan(start="2026-03-02 08:00").add(
            *(Task(f"t{i}", duration="1min", after=[f"t{i - 1}"] if i else (), **change) for i in range(size))
        )
        found = schedule(plan)
        assert f"{found.finish:%a %Y-%m-%d %H:%M}" == "Mon 2026-03-30 15:40"
        assert len(found.critical_path) == size
        assert len(found.explain(f"t{size - 1}").steps) == size
        assert len(found.paths(f"t{size - 1}", 1)[0]) == size

    def test_ten_thousand_back_from_a_finish(self) -> None:
        """The chain of upper bounds likewise."""
        size = 2_000
        plan = Plan(**BACKWARD).add(
            *(Task(f"t{i}", duration="1min", after=[f"t{i - 1}"] if i else ()) for i in range(size))
        )
        found = schedule(plan)
        assert len(found.explain("t0").steps) == size

    def test_a_thousand_summaries_in_each_other(self) -> None:
        """The innermost task gives all of them their dates."""
        size = 1_000
        plan = Plan(start="2026-03-02 08:00").add(
            *(Task(f"g{i}", parent=f"g{i - 1}" if i else None) for i in range(size)),
            Task("a", parent=f"g{size - 1}", duration="1d"),
            Milestone("m", after=["g0"]),
        )
        found = schedule(plan)
        assert found["m"].start == found["a"].finish == found["g0"].finish
        assert found.critical_path == ("a", "m")
        assert found["a"].wbs.count(".") == size

    def test_what_drives_summaries_in_each_other_is_found_for_all_at_once(self) -> None:
        """4,000 of them, a task in each, the last of which ends last; asked one by one they are eight million."""
        size = 4_000
        plan = Plan(start="2026-03-02 08:00").add(
            *(Task(f"g{i}", parent=f"g{i - 1}" if i else None) for i in range(size)),
            *(Task(f"t{i}", parent=f"g{i}", duration="1h") for i in range(size)),
            Task("last", parent=f"g{size - 1}", duration="2h"),
        )
        found = schedule(plan)
        began = process_time()
        assert {found[f"g{i}"].driver.subject for i in range(size)} == {"last"}
        assert process_time() - began < 4


def many(size: int) -> Plan:
    """A plan in which every task waits for two others, in four projects' worth of lanes, with some rare fields."""
    return Plan(start="2026-03-02 08:00").add(
        *(
            Task(
                f"t{i}",
                duration=f"{30 + i % 400}min",
                after=[f"t{i - k}{link}" for k, link in ((4, ""), (7, " SS+1h")) if i >= k and i % 97],
                calendar="24_hours" if i % 1000 == 999 else None,
                deadline="2090-01-01" if i % 500 == 0 else None,
            )
            for i in range(size)
        )
    )


@pytest.mark.untraced
def test_a_hundred_thousand_tasks_in_both_kernels() -> None:
    """Plain and compiled find the same dates, floats and drivers."""
    plan = many(100_000)
    problem = problem_of(plan)
    plain = solve(plan, problem, compiled.plain())
    fast = compiled.compiled()
    if fast is None:
        pytest.skip("numba is not installed")
    found = solve(plan, problem, fast)
    for name in ("es", "ef", "ls", "lf", "total", "free", "driver", "span"):
        assert (getattr(found, name) == getattr(plain, name)).all(), name
    assert len(schedule(plan)) == 100_000


def test_small_plans_do_not_wait_for_a_compiler() -> None:
    """Kernels run as they stand until plans are large, and go on compiled once they are."""
    made, compiled._made[:] = list(compiled._made), []
    try:
        assert compiled.kernels(100) is compiled.plain()
        assert compiled.kernels(40_000) is compiled.plain()
    finally:
        compiled._made[:] = made


def test_without_a_compiler_kernels_run_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size."""
    made, compiled._made[:] = list(compiled._made), []
    monkeypatch.setitem(__import__("sys").modules, "numba", None)
    try:
        assert compiled.compiled() is None
        assert compiled.kernels(1_000_000) is compiled.plain()
    finally:
        compiled._made[:] = made
