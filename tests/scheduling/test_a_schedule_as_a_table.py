"""The schedule as rows and columns, its outline codes, and what it is without work."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime

import pytest

from workmodel.domain import Milestone, Plan, Project, Resource, Routine, Task
from workmodel.errors import DependencyCycle, NoPlanDate, UnknownId
from workmodel.scheduling import schedule
from workmodel.testing import sketch

PICTURE = """
    p project "Website"
      a 1d
      phase
        b 2d after a
        c 1d after b
    m 0d after p
    ana resource
"""


class TestRowsAndColumns:
    def test_one_row_an_item_in_the_plans_order(self) -> None:
        """Tasks, milestones and projects; resources have no dates."""
        found = schedule(sketch(PICTURE))
        rows = found.rows()
        assert [row["id"] for row in rows] == ["p", "a", "phase", "b", "c", "m"] == list(found)
        assert rows[3] == {
            "id": "b",
            "wbs": "1.2.1",
            "title": "",
            "kind": "task",
            "parent": "phase",
            "summary": False,
            "start": datetime(2026, 3, 3, 8),
            "finish": datetime(2026, 3, 4, 17),
            "early_start": datetime(2026, 3, 3, 8),
            "early_finish": datetime(2026, 3, 4, 17),
            "late_start": datetime(2026, 3, 3, 8),
            "late_finish": datetime(2026, 3, 4, 17),
            "duration_minutes": 960,
            "total_float_minutes": 0,
            "free_float_minutes": 0,
            "critical": True,
            "complete": 0.0,
        }

    def test_columns_say_the_same(self) -> None:
        """Column by column."""
        found = schedule(sketch(PICTURE))
        columns = found.columns()
        assert [
            dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
        ] == found.rows()

    def test_outline_codes_follow_the_order_among_siblings(self) -> None:
        """Levels count from one."""
        found = schedule(sketch(PICTURE))
        assert found.wbs == ("1", "1.1", "1.2", "1.2.1", "1.2.2", "2")
        assert [item.level for item in found.values()] == [1, 2, 2, 3, 3, 1]

    def test_the_whole_begins_with_the_first_and_ends_with_the_last(self) -> None:
        """Mon 2 to Thu 5."""
        found = schedule(sketch(PICTURE))
        assert (found.start, found.finish) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 5, 17))
        assert repr(found) == "<Schedule: 6 items, 2026-03-02 → 2026-03-05, 4 critical>"


class TestAsAValue:
    def test_equal_plans_have_equal_schedules(self) -> None:
        """Also after a pickle, and it still explains itself."""
        found = schedule(sketch(PICTURE))
        assert found == schedule(sketch(PICTURE))
        assert found != schedule(sketch(PICTURE).evolve("a", duration="2d"))
        away = pickle.loads(pickle.dumps(found))
        assert away == found
        assert away.explain("c") == found.explain("c")
        assert away.critical_path == found.critical_path == ("a", "b", "c", "m")
        assert away["c"] == found["c"]

    def test_it_can_be_copied(self) -> None:
        """Deeply too."""
        found = schedule(sketch(PICTURE))
        assert copy.copy(found) == copy.deepcopy(found) == found

    def test_scheduling_changes_nothing(self) -> None:
        """The plan is a value; asking twice gives the same."""
        plan = sketch(PICTURE)
        assert schedule(plan) == schedule(plan)
        assert plan == sketch(PICTURE)


class TestNothingToDo:
    @pytest.mark.parametrize("direction", ["forward", "backward"])
    def test_an_empty_plan(self, direction: str) -> None:
        """No rows, no dates, no findings."""
        found = schedule(Plan(start="2026-03-02", finish="2026-03-13", direction=direction))
        assert (len(found), found.start, found.finish, found.findings) == (0, None, None, ())
        assert (found.rows(), found.critical_path, found.wbs) == ([], (), ())

    def test_an_empty_plan_needs_no_start(self) -> None:
        """There is nothing to date."""
        assert len(schedule(Plan())) == 0

    def test_a_plan_of_people_and_routines(self) -> None:
        """Nothing of it is scheduled here."""
        plan = Plan().add(Resource("ana"), Routine("close", recurrence="FREQ=WEEKLY;BYDAY=FR", effort="1h"))
        found = schedule(plan)
        assert len(found) == 0
        with pytest.raises(UnknownId) as caught:
            found["close"]
        assert "no dates of its own" in str(caught.value)


class TestWithoutADate:
    @pytest.mark.parametrize("item", [Task("a"), Milestone("m"), Project("p")])
    def test_a_plan_without_a_start(self, item: Task) -> None:
        """Nothing can be dated, and the error says what to give."""
        with pytest.raises(NoPlanDate) as caught:
            schedule(Plan().add(item))
        assert caught.value.setting == "start"

    def test_planned_from_a_finish_that_is_missing(self) -> None:
        """A start does not help."""
        with pytest.raises(NoPlanDate) as caught:
            schedule(Plan(start="2026-03-02", direction="backward").add(Task("a")))
        assert caught.value.setting == "finish"

    @pytest.mark.parametrize(
        "item",
        [
            Task("a", duration="1d", manual="2026-03-04"),
            Task("a", duration="1d", progress={"actual_start": "2026-03-04"}),
            Milestone("a", constraint="MSO 2026-03-04"),
        ],
    )
    def test_what_is_fixed_needs_no_start(self, item: Task) -> None:
        """Its dates follow from nothing else."""
        assert f"{schedule(Plan().add(item))['a'].start:%d}" == "04"


def test_a_ring_is_refused_by_name() -> None:
    """Each waits for the next."""
    with pytest.raises(DependencyCycle) as caught:
        schedule(sketch("a 1d after c\nb 1d after a\nc 1d after b"))
    assert set(caught.value.path) == {"a", "b", "c"}
