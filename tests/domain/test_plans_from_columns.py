"""A plan from columns is the plan of the same entities, made for those who look, and as strictly checked."""

import gc
import pickle
import threading
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from workmodel import Calendar, Milestone, Plan, Project, Resource, Task, schedule
from workmodel.domain import Baseline, Dependency, Property, inverse
from workmodel.domain.chunks import SIZE
from workmodel.domain.quiet import quiet_collector
from workmodel.errors import PlanFaults, Stopped, WrongType
from workmodel.interchange import document
from workmodel.quantities import WorkTime

MONDAY = "2026-03-02"
ID_RULE = "text without white space, '@' or '/', at most 200 characters; a title is free."
SPAN_RULE = (
    'an amount with a unit, such as "4h", "3d", "1w 2d", "2mo" or "30min", with "e" before the unit for elapsed time '
    '("3ed").'
)


def faults(items, links=None, **settings):
    with pytest.raises(PlanFaults) as caught:
        Plan.from_columns(items, links, **settings)
    return caught.value.faults


def chain(size, **more):
    """Tasks that wait for one another, as columns."""
    items = {
        "id": [f"w{i}" for i in range(size)],
        "duration": [480 * (1 + i % 3) for i in range(size)],
        **more,
    }
    return items, {"predecessor": list(range(size - 1)), "successor": list(range(1, size))}


def chain_of_entities(size):
    return Plan(start=MONDAY).add(
        Task(f"w{i}", duration=WorkTime(480 * (1 + i % 3)), after=[f"w{i - 1}"] if i else [])
        for i in range(size)
    )


def made(plan):
    """How many entities of the columns of a plan have been made."""
    return sum(
        len(chunk.items) if chunk.piece() is None or chunk._made("items") else len(chunk._single)
        for chunk in plan._spine
    )


class TestTheSamePlan:
    def test_a_plan_from_columns_equals_the_plan_of_its_entities(self):
        plan = Plan.from_columns(
            {
                "id": ["site", "draft", "review", "live"],
                "title": ["Site", None, "Review it", ""],
                "kind": ["project", "task", "task", "milestone"],
                "parent": [None, "site", "site", "site"],
                "calendar": [None, "night_shift", "office", None],
                "duration": [None, "3d", "2ed", None],
                "priority": [None, 700, 500, 1],
            },
            {
                "predecessor": ["draft", "review", "draft"],
                "successor": ["review", "live", "live"],
                "link": ["SS", None, "ff"],
                "lag": ["1d", "-50%", 90],
            },
            also=[Calendar("office")],
            start=MONDAY,
            title="Launch",
        )
        same = Plan(start=MONDAY, title="Launch").add(
            Calendar("office"),
            Project("site", title="Site"),
            Task("draft", parent="site", calendar="night_shift", duration="3d", priority=700),
            Task(
                "review",
                title="Review it",
                parent="site",
                calendar="office",
                duration="2ed",
                after=["draft SS+1d"],
            ),
            Milestone("live", parent="site", priority=1, after=["review FS-50%", "draft FF+1.5h"]),
        )
        assert plan == same
        assert same == plan
        assert plan.diff(same) == ()
        assert document.dumps(plan) == document.dumps(same)
        assert schedule(plan) == schedule(same)
        assert repr(plan) == repr(same)
        assert list(plan.tasks) == ["draft", "review"]
        assert plan.leaves("site") == same.leaves("site")
        assert plan.leaves() == same.leaves() == ("draft", "review", "live")

    def test_without_ids_items_are_called_by_their_row(self):
        plan = Plan.from_columns(
            {"duration": np.full(12, 480)}, {"predecessor": [0, 9], "successor": [9, 11]}
        )
        assert [item.id for item in plan] == [f"t{i}" for i in range(12)]
        assert [str(d) for d in plan["t11"].after] == ["t9"]

    def test_links_may_be_places_of_rows_or_ids(self):
        items, by_place = chain(5)
        by_id = {name: [f"w{i}" for i in places] for name, places in by_place.items()}
        assert Plan.from_columns(items, by_place) == Plan.from_columns(items, by_id)

    def test_links_are_held_in_the_order_in_which_they_are_given(self):
        plan = Plan.from_columns(
            {"id": list("abcd")}, {"predecessor": list("cadb"), "successor": ["d", "b", "a", "d"]}
        )
        assert [str(d) for d in plan["d"].after] == ["c", "b"]

    def test_minutes_are_kept_in_hours_and_texts_as_they_were_written(self):
        plan = Plan.from_columns({"id": list("abc"), "duration": [90, "2d", timedelta(hours=8)]})
        assert [str(plan[name].duration) for name in "abc"] == ["1.5h", "2d", "8h"]
        assert Plan.from_columns({"duration": np.array([90], "m8[m]")})["t0"].duration == plan["a"].duration

    def test_what_becomes_of_the_columns_afterwards_is_nothing_to_the_plan(self):
        minutes, priority = np.array([480, 960]), np.array([1, 2], dtype=np.int16)
        ids, before, after = ["a", "b"], np.array([0]), np.array([1])
        items = {"id": ids, "duration": minutes, "priority": priority, "effort": [None, 60]}
        lag = np.array([30])
        plan = Plan.from_columns(items, {"predecessor": before, "successor": after, "lag": lag})
        assert minutes.tolist() == [480, 960]
        for column in (minutes, priority, before, after, lag):
            column[:] = 7
        ids[0] = "c"
        assert [item.id for item in plan] == ["a", "b"]
        assert [str(item.duration) for item in plan] == ["8h", "16h"]
        assert [item.priority for item in plan] == [1, 2]
        assert str(plan["b"].after[0]) == "a FS+0.5h"

    def test_a_parent_may_be_the_place_of_a_row(self):
        plan = Plan.from_columns(
            {"id": list("abc"), "kind": ["project", "task", "task"], "parent": [-1, 0, 1]}
        )
        assert [plan[name].parent for name in "abc"] == [None, "a", "b"]
        floats = Plan.from_columns(
            {"id": list("abc"), "kind": ["project", "task", "task"], "parent": [np.nan, 0, 1]}
        )
        assert plan == floats

    def test_any_other_field_of_an_item_is_a_column_as_well(self):
        plan = Plan.from_columns(
            {
                "id": ["build", "live", "site"],
                "kind": ["task", "milestone", "project"],
                "effort": [600, None, None],
                "assignments": [["ana", "ben 50%"], None, None],
                "deadline": [date(2026, 3, 9), np.datetime64("2026-03-10T12:00"), "2026-03-11"],
                "constraint": ["SNET 2026-03-03", None, None],
                "progress": [np.nan, "100%", None],
                "start": [None, None, "2026-03-04"],
                "splittable": [True, False, False],
                "notes": ["", "Open the doors", None],
                "after": [None, ["build SS+1d", "site"], []],
                "properties": [{"risk": 3}, None, None],
            },
            {"predecessor": ["build"], "successor": ["live"]},
            also=[Resource("ana"), Resource("ben"), Property("risk", type="int", on=["task"])],
            start=MONDAY,
        )
        same = Plan(start=MONDAY).add(
            Resource("ana"),
            Resource("ben"),
            Property("risk", type="int", on=["task"]),
            Task(
                "build", effort=WorkTime(600), assignments=["ana", "ben 50%"], deadline="2026-03-09", splittable=True,
                constraint="SNET 2026-03-03", properties={"risk": 3},
            ),
            Milestone(
                "live", deadline=datetime(2026, 3, 10, 12), progress="100%", notes="Open the doors",
                after=["build SS+1d", "site", "build"],
            ),
            Project("site", deadline="2026-03-11", start="2026-03-04"),
        )  # fmt: skip
        assert plan == same
        assert plan.columns.flags.tolist() == same.columns.flags.tolist()
        assert plan.referrers("ana") == ("build",)
        assert plan.referrers("risk") == ("build",)
        assert schedule(plan) == schedule(same)

    def test_lists_within_a_column_may_be_arrays(self):
        items = {
            "id": ["a", "b"],
            "after": [np.array([]), np.array(["a", "ana"])[:1]],
            "priority": [None, None],
        }
        assert [str(d) for d in Plan.from_columns(items)["b"].after] == ["a"]

    def test_nothing_is_a_plan_too(self):
        assert Plan.from_columns({}, start=MONDAY) == Plan(start=MONDAY)
        assert Plan.from_columns({"id": []}, {"predecessor": [], "successor": []}) == Plan()
        assert len(Plan.from_columns({"id": []}, also=[Task("a")])) == 1

    def test_a_calendar_of_the_plan_may_come_along(self):
        plan = Plan.from_columns({"id": ["a"]}, also=Calendar("office"), calendar="office")
        assert plan.calendar == "office"
        assert faults({"id": ["a"]}, calendar="office") == (
            'the plan\'s calendar "office" is not a calendar of the plan.',
        )


class TestMadeForThoseWhoLook:
    def test_nobody_looks_and_nothing_is_made(self):
        plan = Plan.from_columns(*chain(5 * SIZE), start=MONDAY)
        found = schedule(plan)
        assert found.to_columns()["finish"][-1] == found.dates.finish.view("M8[m]")[-1]
        assert "w700" in plan
        assert len(plan.tasks) == 5 * SIZE
        assert list(plan.tasks)[-1] == f"w{5 * SIZE - 1}"
        assert repr(plan).startswith(f"<Plan: {5 * SIZE} tasks")
        assert plan.children("w3") == ()
        assert plan.referrers("w3") == ("w4",)
        assert made(plan) == 0

    def test_who_looks_at_one_makes_one_and_sees_the_same_again(self):
        plan = Plan.from_columns(*chain(5 * SIZE))
        one = plan["w700"]
        assert made(plan) == 1
        assert plan["w700"] is one
        assert next(item for item in plan if item.id == "w700") is one

    def test_an_edit_makes_one_chunk_at_most(self):
        plan = Plan.from_columns(*chain(5 * SIZE))
        edited = plan.evolve("w700", title="Review")
        assert made(plan) <= SIZE
        assert plan.diff(edited) == chain_of_entities(5 * SIZE).diff(
            chain_of_entities(5 * SIZE).evolve("w700", title="Review")
        )
        assert edited.columns.ids == plan.columns.ids
        assert made(plan) <= SIZE

    def test_threads_that_look_at_once_see_the_same(self):
        plan = Plan.from_columns(*chain(4 * SIZE))
        seen = [[] for _ in range(4)]
        gate = threading.Barrier(4)

        def look(number):
            gate.wait()
            seen[number] = [plan["w300"], *plan]

        threads = [threading.Thread(target=look, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(a is b for other in seen[1:] for a, b in zip(seen[0], other, strict=True))


class TestEditing:
    @pytest.fixture
    def both(self):
        """The same plan from columns, behind some entities, and from entities."""
        items, links = chain(3 * SIZE + 7)
        plan = Plan.from_columns(
            items, links, also=[Calendar("office", base="standard"), Resource("ana")], start=MONDAY
        )
        same = Plan(start=MONDAY).add(
            Calendar("office", base="standard"), Resource("ana"), *chain_of_entities(3 * SIZE + 7)
        )
        assert plan == same
        return plan, same

    @pytest.mark.parametrize(
        "edit",
        [
            lambda plan: plan.add(Task("new", after=["w5"]), Milestone("end", after=["w600", "new"])),
            lambda plan: plan.remove("w5", "w6", "w600", cascade=True),
            lambda plan: plan.rename("w300", "review"),
            lambda plan: plan.rename("w300", "review").rename("w299", "w300"),
            lambda plan: plan.move("w500", before="w3"),
            lambda plan: plan.move("ana", after="w700"),
            lambda plan: plan.evolve("w255", calendar="office", assignments=["ana"]),
            lambda plan: plan.replace(Milestone("w40")),
            lambda plan: plan.add(Baseline("agreed")).evolve(title="Agreed"),
        ],
    )
    def test_every_edit_does_the_same(self, both, edit):
        plan, same = both
        assert edit(plan) == edit(same)
        assert schedule(edit(plan)) == schedule(edit(same))
        changes = plan.diff(edit(plan))
        assert changes == same.diff(edit(same))
        assert plan.apply(changes) == edit(plan)
        assert edit(plan).apply(inverse(changes)) == plan

    def test_many_edits_in_a_row_do_the_same(self, both):
        plan, same = both
        for number in range(0, 700, 37):
            plan, same = (
                each.evolve(f"w{number}", title=str(number)).remove(f"w{number + 1}", cascade=True)
                for each in (plan, same)
            )
        assert plan == same
        assert plan.columns.ids == same.columns.ids
        for name in (
            "kind",
            "parent",
            "calendar",
            "duration",
            "flags",
            "link_count",
            "link_predecessor",
            "link_lag",
        ):
            assert getattr(plan.columns, name).tolist() == getattr(same.columns, name).tolist()

    def test_a_pickle_brings_the_plan_back(self, both):
        plan, same = both
        assert pickle.loads(pickle.dumps(plan)) == same

    def test_what_refers_to_what_is_known_from_the_columns(self, both):
        plan, same = both
        for name in ("office", "ana", "w0", "w255", "w256", "w774"):
            assert plan.referrers(name) == same.referrers(name)


class TestFaults:
    def test_all_faults_come_at_once_each_with_its_row(self):
        assert faults(
            {
                "id": ["a", "b c", "a", "d", "e"],
                "kind": ["task", "taks", "task", "milestone", "task"],
                "duration": ["1d", "2d", "-1d", "3d", "four days"],
            }
        ) == (
            "row 1: 'b c' is not an id; expected " + ID_RULE,
            "row 1: kind is 'taks', not one of task, milestone, project. Did you mean \"task\"?",
            "row 2: duration: a duration is '-1d'; it has to be zero or more.",
            "row 4: duration: 'four days' is not a span; expected " + SPAN_RULE,
            "row 3: a milestone has no duration of its own; leave the cell empty, or make it a task",
        )

    def test_two_rows_do_not_share_an_id(self):
        assert faults({"id": ["a", "b", "a", "a"]}) == (
            'row 2: the id "a" is taken by row 0; choose another',
            'row 3: the id "a" is taken by row 0; choose another',
        )

    def test_an_id_is_not_that_of_another_entity_nor_of_a_ready_made_calendar(self):
        assert faults({"id": ["ana", "standard"]}, also=[Resource("ana")]) == (
            'row 0: the id "ana" is taken by a resource; choose another',
            'row 1: "standard" is the id of a ready-made calendar; give the item another',
        )
        assert "give a column of ids" in faults({"duration": [1, 2]}, also=[Resource("t1")])[0]

    def test_what_is_named_has_to_be_there(self):
        found = faults(
            {"id": ["a", "b"], "parent": ["c", None], "calendar": ["a", "offce"]},
            {"predecessor": ["a", "x", None], "successor": ["b", "b", "b"]},
            also=[Calendar("office")],
        )
        assert found == (
            'row 0: parent names "c", which is not in the plan.',
            'row 0: calendar names "a", which is an item',
            'row 1: calendar names "offce", which is not in the plan. Did you mean "office"?',
            'link 1: predecessor names "x", which is not in the plan.',
            "link 2: no predecessor is given; every link has one",
        )

    def test_places_of_rows_are_among_them(self):
        assert faults({"id": ["a", "b"]}, {"predecessor": [0, 2, -1], "successor": [1, 1, 1]}) == (
            "link 1: predecessor is 2, but the rows go from 0 to 1",
            "link 2: predecessor is -1, but the rows go from 0 to 1",
        )

    def test_nothing_waits_for_itself(self):
        assert faults({"id": ["a"]}, {"predecessor": [0], "successor": ["a"]}) == (
            'link 0: "a" waits for itself; drop that link',
        )
        assert faults({"id": ["a"], "after": ["a"]}) == ('row 0: "a" waits for itself; drop that reference',)

    def test_a_parent_is_a_task_or_a_project(self):
        assert faults({"id": ["m", "a"], "kind": ["milestone", "task"], "parent": [None, "m"]}) == (
            'row 1: parent names "m", which is a milestone; it has to be a task or a project',
        )

    def test_parents_form_no_ring_each_of_which_is_told_once(self):
        with pytest.raises(PlanFaults) as caught:
            Plan.from_columns({"id": list("abcdef"), "parent": ["b", "c", "a", "e", "d", "f"]})
        assert caught.value.rings == (("a", "b", "c"), ("d", "e"))
        assert caught.value.faults == (
            'row 5: "f" is part of itself; drop that reference',
            "row 0: these are part of each other: a → b → c → a; give one another parent",
            "row 3: these are part of each other: d → e → d; give one another parent",
        )

    def test_rings_of_dependencies_are_left_to_engines(self):
        plan = Plan.from_columns({"id": list("ab")}, {"predecessor": list("ab"), "successor": list("ba")})
        assert plan.check()[1].code == "dependency.cycle"

    def test_a_fault_that_is_everywhere_is_told_of_five_rows_and_hides_no_other(self):
        found = faults({"duration": np.full(100_000, -5)})
        assert len(found) == 6
        assert found[-1] == "99,995 rows more, up to row 99999, with the same fault: a duration out of range"

    @pytest.mark.parametrize(
        ("column", "said"),
        [
            ([1.5, 2.0], "duration is 1.5, not a whole number of minutes"),
            ([float("inf"), 2.0], "duration is inf, not a whole number of minutes"),
            ([-1, 2], "duration, in minutes, is -1; it has to be zero or more"),
            ([2**50, 2], "less than two million years"),
            ([True, False], "duration is a column of bool"),
            ([timedelta(seconds=90), None], "a whole number of minutes"),
            (np.array([90, 60], "m8[s]"), "duration is 0:01:30, not a whole number of minutes"),
            (np.array([2**62], "m8[D]"), "longer than two million years"),
            (np.array([3], "m8[M]"), "weeks or less"),
            (np.array([3], "m8"), "weeks or less"),
            (np.array([-(2**63)]), "zero or more"),
            ([10**30], "less than two million years"),
            (["3", None], "is not a span"),
            ([b"3d", None], "is not a span"),
            ([True, "3d"], "is not a span"),
            ([[], "3d"], "is not a span"),
        ],
    )
    def test_a_duration_is_whole_minutes_that_a_plan_can_hold(self, column, said):
        found = faults({"duration": column})
        assert len(found) == 1
        assert said in found[0]

    def test_columns_are_as_long_as_each_other(self):
        assert faults({"id": ["a", "b"], "duration": [1]}) == (
            "items: the columns have different lengths: id 2, duration 1",
        )

    def test_an_unknown_column_is_offered_those_that_are_near(self):
        found = faults({"name": ["a"], "durration": [1]}, {"from": [0], "to": [1]})
        assert found == (
            "items: there is no column 'name'. Did you mean title?",
            "items: there is no column 'durration'. Did you mean \"duration\"?",
            "links: there is no column 'from'. Did you mean predecessor?",
            "links: there is no column 'to'. Did you mean successor?",
        )
        assert "Its columns are predecessor, successor, link, lag" in faults({}, {"weight": [1]})[0]

    def test_a_link_needs_both_ends(self):
        assert faults({"id": ["a"]}, {"predecessor": ["a"]}) == (
            'the links have no column "successor"; every link has a predecessor and a successor',
        )

    @pytest.mark.parametrize("wrong", [3, "abc", [("a", 3)], object()])
    def test_columns_are_a_mapping_or_a_dataframe(self, wrong):
        with pytest.raises(WrongType):
            Plan.from_columns(wrong)

    @pytest.mark.parametrize("column", ["abc", 3, {"a": 1}, np.zeros((2, 2)), {1, 2}])
    def test_a_column_is_a_list_or_an_array(self, column):
        assert faults({"id": column})[0].startswith("items: id ")

    @pytest.mark.parametrize(
        ("name", "cells", "said"),
        [
            ("id", [1, 2], "ids are text"),
            ("id", ["a", None], "not an id"),
            ("id", ["a", ""], "not an id"),
            ("id", ["a", "a\nb"], "not an id"),
            ("id", ["a", "x" * 201], "not an id"),
            ("id", ["a", "\ud800"], "not an id"),
            ("title", ["a", 3], "is not a text"),
            ("title", ["a", "\ud800"], "lone surrogates"),
            ("title", [1, 2], "it holds texts"),
            ("kind", [0, 1], "it holds"),
            ("kind", ["task", ["task"]], "not one of"),
            ("parent", [True, False], "it holds ids"),
            ("parent", [0.5, np.nan], "no place of a row"),
            ("calendar", [1, 2], "it holds ids of calendars"),
            ("priority", [1001, 2], "not from 0 to 1000"),
            ("priority", ["high", "low"], "it holds whole numbers"),
            ("deadline", ["soon", None], "row 0"),
            ("effort", ["3ed", None], "row 0"),
            ("assignments", ["ana", None], 'row 0: task "t0"'),
            ("after", ["x FS+", None], "row 0: after"),
            ("after", ["x", None], 'after names "x"'),
            ("owner", ["ana", None], "a task has no owner"),
            ("deadline", ["2026-03-02 12:00Z", None], "names a zone"),
        ],
    )
    def test_a_cell_that_is_refused_alone_is_refused_in_a_column(self, name, cells, said):
        assert said in "\n".join(faults({name: cells}))

    @pytest.mark.parametrize(
        ("name", "cells", "said"),
        [
            ("link", ["FX"], "link 0: link is 'FX', not one of FS, SS, FF, SF"),
            ("link", [1], "it holds FS, SS, FF or SF"),
            ("lag", ["3"], "link 0: lag"),
            ("lag", [0.5], "not a whole number of minutes"),
            ("lag", [2**50], "less than two million years"),
            ("lag", np.array([-(2**63)]), "less than two million years"),
        ],
    )
    def test_a_link_that_is_refused_alone_is_refused_in_a_column(self, name, cells, said):
        assert said in faults({"id": list("ab")}, {"predecessor": [0], "successor": [1], name: cells})[0]

    def test_what_stands_before_has_its_links_by_itself(self):
        assert (
            "say there what it waits for"
            in faults({"id": ["a"]}, {"predecessor": ["a"], "successor": ["site"]}, also=[Project("site")])[0]
        )

    def test_only_work_is_waited_for(self):
        assert faults(
            {"id": ["a"]}, {"predecessor": ["ana"], "successor": ["a"]}, also=[Resource("ana")]
        ) == (
            'row 0: it waits for "ana", which is a resource; it has to be a task, milestone, project or routine',
        )

    def test_an_entity_of_a_row_says_all_that_does_not_fit(self):
        found = faults(
            {
                "id": ["a", "b"],
                "assignments": [["ana", "ben"], None],
                "deadline": [None, "2026-03-02 12:00Z"],
            },
            also=[Resource("ana")],
        )
        assert len(found) == 2
        assert found[0].startswith('row 0: task "a": assignments names "ben"')
        assert found[1].startswith('row 1: task "b": deadline names a zone')
        both = faults({"id": ["a"], "assignments": ["ben"], "deadline": ["2026-03-02 12:00Z"]})
        assert "ben" in both[0]
        assert "names a zone" in both[0]

    def test_settings_are_those_of_a_plan(self):
        with pytest.raises(WrongType, match="Did you mean"):
            Plan.from_columns({"id": ["a"]}, strat=MONDAY)


class TestProgress:
    def test_it_is_told_how_far_the_load_is(self):
        told = []
        items, links = chain(10)
        Plan.from_columns(items, links, on_progress=lambda done, total: told.append((done, total)))
        assert told == [(10, 19), (19, 19)]
        Plan.from_columns({"notes": ["x"] * 2500}, on_progress=lambda *rows: told.append(rows))
        assert told[2:] == [(done, 7500) for done in (2500, 3500, 4500, 5000, 6000, 7000, 7500)]

    def test_false_ends_the_load(self):
        with pytest.raises(Stopped) as caught:
            Plan.from_columns({"notes": ["x"] * 2500}, on_progress=lambda done, _: done < 3000)
        assert (caught.value.done, caught.value.most) == (3500, 7500)

    def test_it_has_to_be_called(self):
        with pytest.raises(WrongType):
            Plan.from_columns({"id": ["a"]}, on_progress=3)


class TestQuiet:
    def test_the_collector_rests_during_a_load_and_is_afterwards_as_it_was(self):
        seen = []
        Plan.from_columns({"notes": ["x"] * 2000}, on_progress=lambda *_: seen.append(gc.isenabled()))
        assert not any(seen)
        assert gc.isenabled()

    def test_a_load_that_fails_wakes_it(self):
        faults({"duration": np.full(2000, -1)})
        assert gc.isenabled()

    def test_who_had_it_off_keeps_it_off(self):
        gc.disable()
        try:
            Plan.from_columns(*chain(2000))
            assert not gc.isenabled()
        finally:
            gc.enable()

    def test_loads_that_overlap_wake_it_once_the_last_is_done(self):
        with quiet_collector(2000):
            with quiet_collector(2000):
                assert not gc.isenabled()
            assert not gc.isenabled()
        assert gc.isenabled()
        entered, leave = threading.Event(), threading.Event()

        def load():
            with quiet_collector(2000):
                entered.set()
                leave.wait(10)

        other = threading.Thread(target=load)
        with quiet_collector(2000):
            other.start()
            assert entered.wait(10)
        assert not gc.isenabled()
        leave.set()
        other.join()
        assert gc.isenabled()


def test_a_dependency_from_columns_is_the_one_that_is_written():
    plan = Plan.from_columns(
        {"id": list("ab")}, {"predecessor": ["a"], "successor": ["b"], "link": ["SF"], "lag": ["0d"]}
    )
    assert plan["b"].after == (Dependency("a", "SF"),)


class TestNoRows:
    @pytest.mark.parametrize("name", ["id", "title", "kind", "parent", "duration", "calendar", "notes"])
    def test_a_column_without_cells_has_the_type_of_nothing(self, name):
        assert len(Plan.from_columns({name: np.array([], dtype=float)})) == 0

    def test_links_without_rows(self):
        none = np.array([], dtype=float)
        links = {"predecessor": none, "successor": none, "link": none, "lag": none}
        assert len(Plan.from_columns({"id": ["a", "b"]}, links)) == 2

    @pytest.mark.parametrize("name", ["type", "kind"])
    def test_what_others_call_the_kind_of_a_link_is_led_to_ours(self, name):
        with pytest.raises(PlanFaults, match="Did you mean link"):
            Plan.from_columns({"id": ["a", "b"]}, {"predecessor": ["a"], "successor": ["b"], name: ["SS"]})
