"""Why a date is what it is: drivers, explanations, the critical path and the paths beside it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from workmodel import CalendarException
from workmodel.domain import Calendar, Milestone, Plan, Project, Schedule, Task
from workmodel.errors import UnknownId
from workmodel.scheduling import schedule
from workmodel.testing import sketch

FINISH = {"direction": "backward", "finish": "2026-03-13 17:00"}


def chain(found: Schedule, name: str) -> list[str]:
    """The items on the chain of causes."""
    return [step.id for step in found.explain(name).steps]


def drivers(found: Schedule, name: str) -> list[tuple[str, str, str]]:
    """What decided an item's date: kind, subject, detail."""
    return [(d.kind, d.subject, d.detail) for d in found.explain(name).drivers]


def bounds(found: Schedule, name: str) -> list[tuple[str, str, str, bool]]:
    """Every bound of an item: kind and subject, side, moment, whether it decided."""
    return [
        (f"{b.driver.kind} {b.driver.subject}".strip(), b.side, f"{b.time:%a %H:%M}", b.binding)
        for b in found.explain(name).steps[0].bounds
    ]


def diamonds(stages: int, bound: str = "") -> Plan:
    """Two ways of equal length from each milestone to the next; with a *bound*, a day of room before each milestone."""
    plan = Plan(start="2026-03-02 08:00", calendar="24_hours").add(Milestone("m0"))
    return plan.add(
        *(
            item
            for i in range(stages)
            for item in (
                Task(f"a{i}", duration="1h", after=[f"m{i}"]),
                Task(f"b{i}", duration="1h", after=[f"m{i}"]),
                Milestone(
                    f"m{i + 1}",
                    after=[f"a{i}", f"b{i}"],
                    constraint=f"{bound} {date(2026, 3, 3) + timedelta(days=i)}" if bound else None,
                ),
            )
        )
    )


class TestLowerBounds:
    @pytest.mark.parametrize(
        ("picture", "expected"),
        [
            ("x 1d", ("plan_start", "", "2026-03-02 08:00")),
            ("p project start 2026-03-09\n  g\n    x 1d", ("project_start", "p", "2026-03-09")),
            ("x 1d SNET 2026-03-04", ("constraint", "", "SNET 2026-03-04")),
            ("x 1d FNET 2026-03-06", ("constraint", "", "FNET 2026-03-06")),
            ("x 1d MSO 2026-03-04", ("constraint", "", "MSO 2026-03-04")),
            ("x 1d MFO 2026-03-04", ("constraint", "", "MFO 2026-03-04")),
            ("g task SNET 2026-03-04\n  x 1d", ("constraint", "", "SNET 2026-03-04")),
            ("g task MSO 2026-03-04\n  x 1d", ("constraint", "", "MSO 2026-03-04")),
            ("x 1d manual 2026-03-04", ("manual", "", "")),
            ("x 1d started 2026-03-04", ("actual", "", "")),
            ("x 1d done 2026-03-04", ("actual", "", "")),
            ("plan status_date 2026-03-04, uncompleted reschedule\nx 1d", ("status_date", "", "")),
            ("a 1d\nx 1d after a", ("dependency", "a", "a")),
            ("a 2d\nx 1d after a SS+1d", ("dependency", "a", "a SS+1d")),
            ("a 3d\nx 1d after a FF", ("dependency", "a", "a FF")),
            ("a 1d\ng task after a FS+1d\n  x 1d", ("dependency", "a", "a FS+1d")),
            ("g\n  a 1d\nx 1d after g", ("dependency", "g", "g")),
        ],
    )
    def test_each_kind_of_cause(self, picture: str, expected: tuple[str, str, str]) -> None:
        """One thing decided, and it is said in the planner's notation; the item's driver is the same."""
        found = schedule(sketch(picture))
        assert drivers(found, "x") == [expected]
        driver = found["x"].driver
        assert driver is not None
        assert (driver.kind, driver.subject, driver.detail) == expected

    def test_every_bound_is_there_with_those_that_decided_marked(self) -> None:
        """``c`` starts Thu 08:00: ``b`` ended Wed 17:00, ``a`` Mon; not before Tue; not before the plan."""
        found = schedule(sketch("a 1d\nb 3d\nc 1d after a, b, SNET 2026-03-03"))
        assert bounds(found, "c") == [
            ("dependency a", "start", "Mon 17:00", False),
            ("dependency b", "start", "Wed 17:00", True),
            ("constraint", "start", "Tue 00:00", False),
            ("plan_start", "start", "Mon 08:00", False),
        ]

    def test_all_that_bind_equally_are_drivers(self) -> None:
        """``a`` and ``b`` both end Tue 17:00, and Wed 08:00 is where work goes on after that."""
        found = schedule(sketch("a 2d\nb 2d\nc 1d after a, b, SNET 2026-03-04 08:00"))
        assert [d[0] for d in drivers(found, "c")] == ["dependency", "dependency", "constraint"]

    def test_a_finish_bound_decides_only_where_it_moves_the_finish(self) -> None:
        """``b`` ends Wed 17:00 by itself, and ``a`` Mon; with ``c``, Thu 17:00, that decides."""
        found = schedule(sketch("a 1d\nc 4d\nb 3d after a FF\nd 3d after a FF, c FF"))
        assert [d[:2] for d in drivers(found, "b")] == [("plan_start", "")]
        assert [d[:2] for d in drivers(found, "d")] == [("dependency", "c")]

    def test_a_raw_finish_is_decided_by_the_bound_that_set_it(self) -> None:
        """Start-to-finish from Tue 08:00 leaves the finish there; a bound at Mon 17:00 is the same work, but not it."""
        found = schedule(sketch("a 1d\nb 1d SNET 2026-03-03\nc 1d after b SF, a FF"))
        assert f"{found['c'].finish:%a %H:%M}" == "Tue 08:00"
        assert [d[:2] for d in drivers(found, "c")] == [("dependency", "b")]

    def test_milestones_are_decided_by_the_raw_bound(self) -> None:
        """``a`` ends Mon 17:00; held to Mon 18:00 the milestone stands there, though no work lies between."""
        found = schedule(sketch("a 1d\nm 0d after a, SNET 2026-03-02 18:00"))
        assert [d[0] for d in drivers(found, "m")] == ["constraint"]

    def test_levelling_is_added_before_bounds_are_compared(self) -> None:
        """``b`` waits for ``a``, Mon 17:00, and two days more: Thu; the notes say so."""
        found = schedule(sketch("a 1d\nb 1d after a leveling 2ed"))
        assert drivers(found, "b") == [("dependency", "a", "a")]
        assert found.explain("b").steps[0].notes == (
            "levelling delays it by 2ed",
            "its calendar is closed until Thu 5 Mar 2026 08:00",
        )

    def test_a_calendar_that_is_closed_is_noted(self) -> None:
        """Friday 17:00 is followed by Monday 08:00."""
        found = schedule(sketch("a 5d\nb 1d after a"))
        assert found.explain("b").steps[0].notes == ("its calendar is closed until Mon 9 Mar 2026 08:00",)

    def test_work_that_resumes_later_is_noted(self) -> None:
        """It was left Mon 17:00 and goes on Thu."""
        found = schedule(sketch("a 2d started 2026-03-02 08:00 worked 1d resume 2026-03-05"))
        assert found.explain("a").steps[0].notes == (
            "what remains of it goes on later than where it was left",
        )

    def test_what_is_fixed_still_shows_what_logic_asks(self) -> None:
        """Set by hand to Tue; it should wait for ``a`` until Thu 17:00."""
        found = schedule(sketch("a 4d\nb 1d after a manual 2026-03-03 08:00"))
        assert bounds(found, "b")[:2] == [
            ("manual", "start", "Tue 08:00", True),
            ("dependency a", "start", "Thu 17:00", False),
        ]

    def test_must_finish_on_is_a_bound_of_the_finish(self) -> None:
        """The other constraints that fix dates start them."""
        found = schedule(sketch("b 1d MFO 2026-03-03 17:00"))
        assert bounds(found, "b")[0] == ("constraint", "finish", "Tue 17:00", True)

    def test_the_chain_runs_back_to_a_cause_that_needs_none(self) -> None:
        """``c`` for ``b``, ``b`` for ``a``, and ``a`` for the start of the plan."""
        found = schedule(sketch("a 1d\nb 1d after a\nc 1d after b"))
        assert chain(found, "c") == ["c", "b", "a"]
        root = found.explain("c").root
        assert root is not None
        assert root.kind == "plan_start"

    def test_a_chain_ends_at_a_fact(self) -> None:
        """What has started needs no cause."""
        found = schedule(sketch("a 1d\nb 2d after a started 2026-03-04 08:00\nc 1d after b"))
        assert chain(found, "c") == ["c", "b"]

    def test_as_text(self) -> None:
        """One line an item, one a bound, the winner marked."""
        text = str(schedule(sketch('a 1d "Draft"\ng task after a\n  b 1d')).explain("b"))
        assert text.splitlines() == [
            "b (b): Tue 2026-03-03 08:00 → Tue 2026-03-03 17:00",
            "  → a, through g: start not before Mon 2026-03-02 17:00",
            "    the plan's start (2026-03-02 08:00): start not before Mon 2026-03-02 08:00",
            "    its calendar is closed until Tue 3 Mar 2026 08:00",
            "  Draft (a): Mon 2026-03-02 08:00 → Mon 2026-03-02 17:00",
            "    → the plan's start (2026-03-02 08:00): start not before Mon 2026-03-02 08:00",
        ]


class TestSummaries:
    PICTURE = """
        group
          one 2d
          inner
            two 1d SNET 2026-03-06
        fs 1d after group
        ss 1d after group SS+1d
    """

    def test_what_ended_last_decided_for_what_waits_for_the_finish(self) -> None:
        """``two``, two levels down, ends Fri 6."""
        found = schedule(sketch(self.PICTURE))
        assert chain(found, "fs") == ["fs", "group", "two"]
        step = found.explain("fs").steps[1]
        assert [(b.driver.detail, b.side, f"{b.time:%a %H:%M}") for b in step.bounds] == [
            ("two ends last", "finish", "Fri 17:00")
        ]

    def test_what_started_first_decided_for_what_waits_for_the_start(self) -> None:
        """``one`` starts with the plan."""
        found = schedule(sketch(self.PICTURE))
        assert chain(found, "ss") == ["ss", "group", "one"]
        assert found.explain("ss").steps[1].bounds[0].driver.detail == "one starts first"

    def test_a_summary_itself_ends_with_its_last(self) -> None:
        """Asked for the group, its finish is explained; its driver says so too."""
        found = schedule(sketch(self.PICTURE))
        assert chain(found, "group") == ["group", "two"]
        driver = found["group"].driver
        assert driver is not None
        assert (driver.kind, driver.subject, driver.detail) == ("summary", "two", "two ends last")

    def test_from_a_finish_it_starts_with_its_first(self) -> None:
        """There the start is what has to be explained."""
        found = schedule(sketch("group\n  a 1d\n  b 2d after a", **FINISH))
        driver = found["group"].driver
        assert driver is not None
        assert driver.detail == "a starts first"
        assert chain(found, "group") == ["group", "a", "b"]

    def test_of_several_that_end_last_the_first_declared(self) -> None:
        """Both end Tue."""
        found = schedule(sketch("group\n  a 2d\n  b 2d\nc 1d after group"))
        assert chain(found, "c") == ["c", "group", "a"]

    def test_a_project_with_nothing_in_it_has_causes_like_a_milestone(self) -> None:
        """Its own logic decides, and what waits for it goes on to what it waits for."""
        found = schedule(sketch("a 1d\np project after a\nx 1d after p"))
        assert drivers(found, "p") == [("dependency", "a", "a")]
        assert chain(found, "x") == ["x", "p", "a"]

    def test_nothing_decides_in_a_summary_that_is_done(self) -> None:
        """What waits for it looks at its end; how late it may be, nothing in it says any more."""
        found = schedule(
            sketch("group\n  a 1d started 2026-03-02 08:00 done 2026-03-02 17:00\nz 1d after group")
        )
        assert chain(found, "z") == ["z", "group", "a"]


class TestUpperBounds:
    def test_as_late_as_possible_is_held_by_the_latest_finish(self) -> None:
        """Nothing waits for it."""
        found = schedule(sketch("long 5d\na 1d ALAP"))
        assert drivers(found, "a") == [("as_late_as_possible", "", "the latest finish")]
        assert found.explain("a").steps[0].bounds[0].upper

    def test_in_a_project_by_the_latest_finish_in_it(self) -> None:
        """Wed 17:00, not Fri."""
        plan = sketch("long 5d\np project\n  b 3d\n  a 1d ALAP")
        assert bounds(schedule(plan), "a") == [("as_late_as_possible", "finish", "Wed 17:00", True)]
        whole = schedule(plan.evolve(late_horizon="plan"))
        assert bounds(whole, "a") == [("as_late_as_possible", "finish", "Fri 17:00", True)]

    def test_or_by_what_waits_for_it(self) -> None:
        """``b`` has to start Fri 08:00; a deadline later than that decides nothing."""
        found = schedule(sketch("long 5d\na 1d ALAP, deadline 2026-03-06\nb 1d after a"))
        assert drivers(found, "a") == [("dependency", "b", "b waits for a")]
        assert bounds(found, "a") == [
            ("dependency b", "finish", "Fri 08:00", True),
            ("deadline", "finish", "Fri 17:00", False),
            ("as_late_as_possible", "finish", "Fri 17:00", False),
        ]

    def test_or_by_its_deadline(self) -> None:
        """Done by Wed."""
        found = schedule(sketch("long 5d\na 1d ALAP, deadline 2026-03-04"))
        assert drivers(found, "a") == [("deadline", "", "2026-03-04")]

    def test_where_it_could_not_be_late_the_early_bounds_decide(self) -> None:
        """Promised for Mon, it waits for ``x`` until Tue."""
        found = schedule(sketch("x 1d\na 1d ALAP, after x, deadline 2026-03-02"))
        assert drivers(found, "a") == [("dependency", "x", "x")]

    def test_a_plan_from_its_finish(self) -> None:
        """Each is held by what waits for it, the last by the plan's finish."""
        found = schedule(sketch("a 1d\nb 1d after a\nc 1d after b", **FINISH))
        assert chain(found, "a") == ["a", "b", "c"]
        root = found.explain("a").root
        assert root is not None
        assert (root.kind, root.detail) == ("plan_finish", "2026-03-13T17:00:00")
        assert str(found.explain("c").steps[0].bounds[0].driver) == "the plan's finish (2026-03-13T17:00:00)"

    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            ("a 1d deadline 2026-03-04", ("deadline", "2026-03-04")),
            ("a 1d FNLT 2026-03-04", ("constraint", "FNLT 2026-03-04")),
            ("a 1d SNLT 2026-03-04 08:00", ("constraint", "SNLT 2026-03-04T08:00:00")),
            ("g task FNLT 2026-03-04\n  a 1d", ("constraint", "FNLT 2026-03-04")),
            ("g task MFO 2026-03-04\n  a 1d", ("constraint", "MFO 2026-03-04")),
            ("g task deadline 2026-03-04\n  a 1d", ("deadline", "2026-03-04")),
            ("m milestone FNLT 2026-03-04\na 1d ALAP", ("plan_finish", "2026-03-13T17:00:00")),
            ("a 1d ASAP", ("plan_start", "2026-03-13 08:00")),
            ("p project start 2026-03-11\n  a 1d ASAP", ("project_start", "2026-03-11")),
            ("a 1d manual 2026-03-04", ("manual", "")),
            ("a 1d MSO 2026-03-04", ("constraint", "MSO 2026-03-04")),
        ],
    )
    def test_each_kind_of_cause_from_a_finish(self, item: str, expected: tuple[str, str]) -> None:
        """What keeps it from being later, or fixes it; ``ASAP`` is held from below."""
        found = schedule(sketch(item, **FINISH))
        assert [(d.kind, d.detail) for d in found.explain("a").drivers] == [expected]

    def test_what_is_complete_bounds_nobody(self) -> None:
        """``b`` is done; ``a`` is held by the plan's finish."""
        found = schedule(sketch("a 1d\nb 1d after a done 2026-03-02", **FINISH))
        assert [d[0] for d in drivers(found, "a")] == ["plan_finish"]

    def test_through_summaries_on_either_side(self) -> None:
        """``a`` is in ``first``, for which ``second`` waits; there ``c`` has to start first."""
        picture = "first\n  a 1d\nsecond task after first FS+1d\n  b 1d\n  c 2d"
        found = schedule(sketch(picture, **FINISH))
        step = found.explain("a").steps[0]
        assert [(b.driver.subject, b.through) for b in step.bounds if b.binding] == [("second", "first")]
        assert chain(found, "a") == ["a", "second", "c"]
        assert found.explain("a").steps[1].bounds[0].driver.detail == "c has to start first"

    def test_a_finish_that_waits(self) -> None:
        """``second`` is to end with ``a`` or later; ``b``, due Wed, has to end first, and so has ``a``."""
        picture = "a 1d\nsecond task after a FF\n  b 1d deadline 2026-03-04\n  c 1d\n  d 1d done 2026-03-02"
        found = schedule(sketch(picture, **FINISH))
        assert f"{found['a'].finish:%a %d}" == "Wed 04"
        assert chain(found, "a") == ["a", "second", "b"]
        assert found.explain("a").steps[1].bounds[0].driver.detail == "b has to end first"

    def test_a_start_that_waits(self) -> None:
        """``b`` starts with ``a`` or later, and must start by Wed: so must ``a``."""
        found = schedule(sketch("a 1d\nb 1d after a SS, SNLT 2026-03-04 08:00", **FINISH))
        assert chain(found, "a") == ["a", "b"]
        assert found.explain("a").steps[0].bounds[0].side == "start"

    def test_levelling_moves_it_before_its_bound(self) -> None:
        """Held by the finish of the plan, two days earlier."""
        found = schedule(sketch("a 1d leveling 2ed", **FINISH))
        assert [d[0] for d in drivers(found, "a")] == ["plan_finish"]

    def test_milestones_by_the_raw_bound(self) -> None:
        """Before ``b``, Fri 08:00; a deadline at Thu 18:00 is nearer."""
        found = schedule(sketch("m 0d deadline 2026-03-12 18:00\nb 1d after m", **FINISH))
        assert [d[0] for d in drivers(found, "m")] == ["deadline"]


class TestCriticalPathAndPaths:
    def test_the_driving_chain_to_the_latest_finish(self) -> None:
        """``d`` ends last, after ``c``, after ``a``, which takes longer than ``b``."""
        found = schedule(sketch("a 3d\nb 1d\nc 1d after b, a\nd 1d after c\ne 2d"))
        assert found.critical_path == ("a", "c", "d")

    def test_through_summaries_lags_and_milestones(self) -> None:
        """The last in ``group``, ``y``, decides for ``next``; the milestone ends it."""
        found = schedule(sketch("group\n  x 1d\n  y 2d\nnext 1d after group FS+1d\nm 0d after next"))
        assert found.critical_path == ("y", "next", "m")

    def test_over_finish_bounds(self) -> None:
        """``b`` ends with ``a``."""
        assert schedule(sketch("a 3d\nb 1d after a FF")).critical_path == ("a", "b")

    def test_what_is_fixed_begins_it(self) -> None:
        """Nothing drove ``b`` but the planner."""
        assert schedule(sketch("a 1d\nb 1d after a MSO 2026-03-03\nc 1d after b")).critical_path == ("b", "c")
        assert schedule(sketch("a 1d\nb 1d after a manual 2026-03-03\nc 1d after b")).critical_path == (
            "b",
            "c",
        )
        started = sketch("a 1d\nb 1d after a started 2026-03-03 08:00\nc 1d after b")
        assert schedule(started).critical_path == ("b", "c")

    def test_of_nothing_it_is_nothing(self) -> None:
        """An empty plan."""
        assert schedule(Plan(start="2026-03-02")).critical_path == ()

    def test_an_empty_project_is_on_it_like_a_milestone(self) -> None:
        """Alone, and where something waits for it."""
        assert schedule(Plan(start="2026-03-02").add(Project("p"))).critical_path == ("p",)
        assert schedule(sketch("p project\nx 1d after p")).critical_path == ("p", "x")

    def test_paths_come_tightest_first(self) -> None:
        """``a`` leaves ``d`` no room, ``b`` a day, ``c`` two; each from its first item."""
        found = schedule(sketch("a 3d\nx 1d\nb 1d after x\nc 1d\nd 1d after a, b, c"))
        assert found.paths("d", 5) == (("a", "d"), ("x", "b", "d"), ("c", "d"))
        assert found.paths("d", 1) == (("a", "d"),)
        assert found.paths("a") == (("a",),)

    def test_equally_tight_paths_come_as_their_dependencies_were_declared(self) -> None:
        """Those that have more of their end in common with the one before come first."""
        found = schedule(sketch("x 1d\ny 1d\na 1d after x, y\nb 1d after y, x\nd 1d after b, a"))
        expected = (("y", "b", "d"), ("x", "b", "d"), ("x", "a", "d"), ("y", "a", "d"))
        assert found.paths("d", 9) == expected
        assert found.paths("d", 2) == expected[:2]

    def test_paths_with_equal_room_in_all_are_not_all_tried(self) -> None:
        """Three hundred times two equal ways: 2³⁰⁰ chains, with and without room in each step."""
        for bound in ("", "SNET"):
            found = schedule(diamonds(300, bound))
            for path in found.paths("m300", 4):
                assert len(path) == 601
                assert path[0] == "m0"
            assert len(set(found.paths("m300", 4))) == 4

    def test_paths_are_the_tightest_of_all_chains(self) -> None:
        """Against every chain, added up: four stages of three tasks, no two of which leave equal room."""
        stages = [[f"s{stage}t{i}" for i in range(3)] for stage in range(4)]
        lengths = {
            name: 2 ** (3 * stage + i) for stage, row in enumerate(stages) for i, name in enumerate(row)
        }
        plan = Plan(start="2026-03-02 08:00", calendar="24_hours").add(
            *(
                Task(name, duration=f"{lengths[name]}min", after=stages[stage - 1] if stage else ())
                for stage, row in enumerate(stages)
                for name in row
            ),
            Milestone("end", after=stages[-1]),
        )
        chains = sorted(product(*stages), key=lambda chain: -sum(lengths[name] for name in chain))
        assert schedule(plan).paths("end", 100) == tuple((*chain, "end") for chain in chains)

    def test_paths_to_a_summary_are_those_to_its_last(self) -> None:
        """An empty project counts like a milestone."""
        found = schedule(sketch("a 1d\ngroup\n  b 1d after a\n  c 1d\np project\nq 1d after p, a, a SS"))
        assert found.paths("group") == (("a", "b"),)
        assert found.paths("p") == (("p",),)
        assert found.paths("q") == (("a", "q"), ("p", "q"))

    def test_of_what_is_not_there(self) -> None:
        """An unknown id says so."""
        found = schedule(sketch("a 1d"))
        for question in (found.explain, found.paths, found.__getitem__):
            with pytest.raises(UnknownId):
                question("b")


@pytest.mark.parametrize("frame", [{}, FINISH])
def test_an_items_driver_is_one_of_those_that_explain_it(frame: dict[str, Any]) -> None:
    """Also where several bind: ``d`` waits for two that end alike."""
    picture = "a 2d\nb 2d\nc 1d ALAP\nm 0d after a, b\nd 1d after a, m, b\ne 1d SNET 2026-03-09\ng task after a\n  f 1d"
    found = schedule(sketch(picture, **frame))
    for name in found:
        if not found[name].summary:
            assert found[name].driver in found.explain(name).drivers, name


def test_nothing_is_asked_of_a_task_without_a_plan_start_from_its_finish() -> None:
    """The start that follows is named as the plan's."""
    plan = Plan(finish="2026-03-13 17:00", direction="backward").add(
        Task("a", duration="1d", constraint="ASAP")
    )
    assert str(schedule(plan)["a"].driver) == "the plan's start (2026-03-13 08:00)"


def test_work_reported_without_a_date_has_a_driver_also_where_what_it_waits_for_was_placed_late() -> None:
    """``b`` is half done and stands at Tue; ``a`` may end as late as where the rest of ``b`` begins."""
    found = schedule(sketch("long 5d\na 1d ALAP\nb 2d after a, progress 50%"))
    assert all(found[name].driver is not None for name in found)


def test_what_is_complete_without_dates_explains_what_it_bounds_in_a_plan_from_its_finish() -> None:
    plan = Plan(finish="2026-03-02", direction="backward").add(
        Task("a", duration="1d"), Milestone("c", after=["a FS+1d"], progress=100)
    )
    found = schedule(plan)
    assert str(found["a"].driver) == "c waits for a FS+1d"
    assert found["a"].driver in found.explain("a").drivers


def test_a_lead_that_reaches_before_all_working_time_bounds_nothing_and_is_explained():
    week = CalendarException(start="2026-03-09", finish="2026-03-13", shifts="09:00-17:00")
    plan = Plan(start="2026-03-09").add(
        Calendar("week", week="", exceptions=[week]),
        Task("a", duration="1d", calendar="week"),
        Milestone("b", calendar="week", after=["a FS-9d"]),
    )
    found = schedule(plan)
    assert found["b"].start.date() == date(2026, 3, 9)
    assert [bound.driver.kind for bound in found.explain("b").steps[0].bounds] == ["plan_start"]


def test_the_first_item_is_explained_where_nothing_is_open_before_the_plan():
    first = CalendarException(start="2026-03-02", finish="2026-12-31", shifts="09:00-17:00")
    plan = Plan(start="2026-03-02", calendar="first").add(
        Calendar("first", week="", exceptions=[first]),
        Milestone("go"),
        Task("a", duration="1d", after=["go"]),
    )
    found = schedule(plan)
    assert [step.id for step in found.explain("a").steps] == ["a", "go"]
