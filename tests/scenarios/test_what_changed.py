"""Edits and what they cause, told apart."""

from __future__ import annotations

from datetime import datetime

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from workmodel.calendars import CalendarException
from workmodel.domain import (
    Baseline,
    Calendar,
    Completion,
    Explanation,
    Plan,
    Resource,
    Routine,
    Schedule,
    Task,
)
from workmodel.errors import UnknownId, WrongType
from workmodel.quantities import Conventions
from workmodel.scenarios import what_changed
from workmodel.scheduling import schedule
from workmodel.testing import sketch
from workmodel.testing.strategies import FEATURES, plans


def launch() -> Plan:
    return sketch("""
        site     project "Site"
          design  5d "Design" @ana
          build   5d "Build" after design
          copy    2d "Copy"
          live    0d "Live" after build, copy
        ana  resource "Ana"
        ben  resource "Ben"
    """)


def edited(before: Plan, after: Plan) -> list[str]:
    return [str(fact) for fact in what_changed(before, after).facts]


class TestFacts:
    @pytest.mark.parametrize(
        ("name", "changes", "said"),
        [
            ("design", {"duration": "8d"}, "Design grew from 5d to 8d"),
            ("design", {"duration": "3d"}, "Design shrank from 5d to 3d"),
            ("design", {"duration": "5ed"}, "Design takes 5ed instead of 5d"),
            ("design", {"duration": None}, "Design has no duration of its own now, it was 5d"),
            ("design", {"effort": "3d"}, "Design takes 3d of effort now, nothing was said before"),
            ("design", {"assignments": []}, "Ana left Design"),
            ("design", {"assignments": ["ana", "ben 50%"]}, "Ben joined Design with 50%"),
            ("design", {"assignments": ["ana 50%"]}, "Ana works on Design with 50% instead of all there is"),
            ("build", {"after": []}, "Build no longer waits for Design"),
            ("build", {"after": ["design FS+2d"]}, "Build waits for Design FS+2d instead of Design"),
            ("build", {"after": ["design", "copy SS"]}, "Build waits for Copy SS now"),
            ("copy", {"after": ["design"]}, "Copy waits for Design now"),
            ("copy", {"parent": None}, "Copy is part of nothing now, it was part of Site"),
            ("copy", {"title": "Write the copy"}, "copy is called “Write the copy” instead of “Copy”"),
            ("copy", {"notes": "long"}, "notes of Copy were edited"),
            ("copy", {"priority": 900}, "the priority of Copy is 900 instead of 500"),
            ("copy", {"deadline": "2026-03-06"}, "the deadline of Copy is Fri 2026-03-06 instead of none"),
            ("copy", {"constraint": "SNET 2026-03-04"}, "the constraint of Copy is SNET 2026-03-04 instead of none"),
            ("copy", {"progress": "40%"}, "the progress of Copy is 40 % instead of none"),
            ("copy", {"manual": "2026-03-04"}, "the dates set by hand of Copy is Wed 2026-03-04 instead of none"),
            ("ana", {"capacity": "0.5"}, "Ana has a capacity of 0.5 instead of 1"),
            ("ana", {"absences": ["2026-03-04 sick"]}, "Ana is away 2026-03-04 sick"),
        ],
    )  # fmt: skip
    def test_an_edit_is_told_as_a_planner_would(
        self, name: str, changes: dict[str, object], said: str
    ) -> None:
        assert edited(launch(), launch().evolve(name, **changes)) == [said]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"start": "2026-03-09"}, "the plan starts Mon 2026-03-09 instead of Mon 2026-03-02 08:00"),
            ({"status_date": "2026-03-09"}, "the plan's status date is Mon 2026-03-09 instead of none"),
            ({"conventions": Conventions(450)}, "the plan counts days, weeks and months of work otherwise"),
            ({"calendar": "24_hours"}, "the plan's calendar is 24_hours instead of standard"),
        ],
    )
    def test_so_are_settings(self, changes: dict[str, object], said: str) -> None:
        assert edited(launch(), launch().evolve(**changes)) == [said]

    def test_so_are_days_of_calendars(self) -> None:
        plan = Plan(start="2026-03-02").add(Calendar("office", base="standard"))
        closed = CalendarException(start="2026-04-03", name="Good Friday")
        after = plan.evolve("office", exceptions=[closed])
        assert edited(plan, after) == ["office is closed Fri 2026-04-03 (Good Friday)"]
        assert edited(after, plan) == ["office has its usual hours Fri 2026-04-03 (Good Friday) again"]

    def test_what_joins_takes_its_links_along(self) -> None:
        after = launch().add(Task("review", title="Review", duration="1d", after=["design"], parent="site"))
        after = after.evolve("build", after=["review"])
        assert edited(launch(), after) == [
            "Review (1d) was added after Design, before Build",
            "Build no longer waits for Design",
        ]

    def test_what_leaves_takes_its_links_along(self) -> None:
        assert edited(launch(), launch().remove("copy", cascade=True)) == ["Copy was removed"]

    def test_a_new_id_an_order_and_what_is_no_work(self) -> None:
        plan = launch()
        assert edited(plan, plan.rename("copy", "texts")) == ["copy has the id texts now"]
        assert edited(plan, plan.move("copy", before="design")) == ["Copy stands before Design now"]
        assert edited(plan, plan.add(Baseline("march", title="March"))) == ["baseline March was agreed"]
        assert edited(plan, plan.add(Resource("cem"))) == ["resource cem was added"]

    def test_each_edit_can_be_made_alone(self) -> None:
        plan = launch()
        after = plan.evolve("design", duration="8d", assignments=["ben"]).evolve("copy", after=["design"])
        found = what_changed(plan, after)
        assert [str(fact) for fact in found.facts] == [
            "Design grew from 5d to 8d", "Ana left Design", "Ben joined Design", "Copy waits for Design now",
        ]  # fmt: skip
        assert plan.apply(found.facts[0].steps) == plan.evolve("design", duration="8d")
        assert plan.apply(found.facts[1].steps) == plan.evolve("design", assignments=[])
        assert plan.apply(found.facts[3].steps) == plan.evolve("copy", after=["design"])

    def test_nothing_changed(self) -> None:
        found = what_changed(launch(), launch())
        assert not found
        assert str(found) == "nothing changed"


def causes(before: Plan, after: Plan) -> dict[str, list[str]]:
    """By item that moved, the facts that are named for it."""
    return {one.id: [str(fact) for fact in one.causes] for one in what_changed(before, after).consequences}


class TestCauses:
    def test_what_waits_moves_because_of_what_grew(self) -> None:
        found = what_changed(launch(), launch().evolve("design", duration="8d"))
        assert str(found["build"]) == "Build ends 3d later, Wed 2026-03-18, because Design grew from 5d to 8d"
        assert found["build"].start_before == datetime(2026, 3, 9, 8)
        assert str(found["live"]) == "Live is 3d later, Wed 2026-03-18, because Design grew from 5d to 8d"
        assert [one.id for one in found.consequences] == ["site", "design", "build", "live"]

    def test_earlier_is_told_by_what_drove_it_before(self) -> None:
        after = launch().evolve("design", duration="1d").evolve("build", duration="1d")
        found = causes(launch(), after)
        assert found["build"] == ["Design shrank from 5d to 1d", "Build shrank from 5d to 1d"]
        assert found["design"] == ["Design shrank from 5d to 1d"]

    def test_edits_that_are_not_on_the_chain_are_not_named(self) -> None:
        after = launch().evolve("design", duration="8d").evolve("copy", duration="3d")
        found = causes(launch(), after)
        assert found["live"] == ["Design grew from 5d to 8d"]
        assert found["copy"] == ["Copy grew from 2d to 3d"]

    def test_edits_that_push_the_other_way_are_not_named(self) -> None:
        after = launch().evolve("design", duration="8d").evolve("build", duration="4d")
        assert causes(launch(), after)["live"] == ["Design grew from 5d to 8d"]

    def test_several_edits_on_the_chain_are_all_named(self) -> None:
        after = launch().evolve("design", duration="8d").evolve("build", duration="6d")
        assert causes(launch(), after)["live"] == ["Design grew from 5d to 8d", "Build grew from 5d to 6d"]

    def test_what_drives_with_its_start_is_not_told_by_how_long_it_takes(self) -> None:
        plan = sketch("a 2d\nb 2d after a SS+1d")
        after = plan.evolve("a", duration="4d", constraint="SNET 2026-03-03")
        assert causes(plan, after)["b"] == ["the constraint of a is SNET 2026-03-03 instead of none"]

    def test_a_link_that_came_or_went_is_the_reason(self) -> None:
        plan = launch()
        assert causes(plan, plan.evolve("copy", after=["design"]))["copy"] == ["Copy waits for Design now"]
        assert causes(plan, plan.evolve("build", after=[]))["build"] == ["Build no longer waits for Design"]

    def test_what_came_in_between_is_the_reason(self) -> None:
        after = launch().add(Task("review", title="Review", duration="1d", after=["design"]))
        after = after.evolve("build", after=["review"])
        assert causes(launch(), after)["live"] == ["Review (1d) was added after Design, before Build"]

    def test_what_went_is_the_reason(self) -> None:
        plan = sketch("a 2d\nb 1d after a\nc 1d after b")
        assert causes(plan, plan.remove("b", cascade=True).evolve("c", after=["a"]))["c"] == ["b was removed"]

    def test_a_calendar_and_whoever_works_by_it_are_the_reason(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Calendar("office", base="standard"), Resource("ana", calendar="office"),
            Task("a", duration="2d", assignments=["ana"]), Task("b", duration="1d", after=["a"]), Task("c", duration="1d"),
        )  # fmt: skip
        after = plan.evolve("office", exceptions=[CalendarException(start="2026-03-03")])
        found = causes(plan, after)
        assert found == {name: ["office is closed Tue 2026-03-03"] for name in ("a", "b")}

    def test_what_a_calendar_inherits_counts(self) -> None:
        plan = Plan(start="2026-03-02", calendar="team").add(
            Calendar("house", base="standard"),
            Calendar("team", base="house"),
            Task("a", duration="2d"),
            Task("b"),
        )
        after = plan.evolve("house", exceptions=[CalendarException(start="2026-03-03")]).evolve(
            "b", notes="x"
        )
        assert causes(plan, after)["a"] == ["house is closed Tue 2026-03-03"]

    def test_a_part_time_person_is_the_reason_where_effort_says_how_long_it_takes(self) -> None:
        plan = sketch("ana resource\nben resource\na effort 2d @ana\nb 2d @ben")
        after = plan.evolve("ana", capacity="0.5").evolve("ben", capacity="0.5")
        assert causes(plan, after) == {"a": ["ana has a capacity of 0.5 instead of 1"]}

    def test_what_contains_an_item_is_the_reason(self) -> None:
        after = launch().evolve("site", constraint="SNET 2026-03-04").evolve("ben", notes="x")
        reason = "the constraint of Site is SNET 2026-03-04 instead of none"
        assert causes(launch(), after)["live"] == [reason]

    def test_links_of_what_contains_an_item_are_the_reason(self) -> None:
        plan = sketch("a 2d\np project\n  b 1d\n  c 1d after b")
        after = plan.evolve("p", after=["a"]).evolve("a", priority=600)
        assert causes(plan, after)["c"] == ["p waits for a now"]

    def test_the_start_of_the_plan_is_the_reason_of_what_it_drives(self) -> None:
        plan = launch().evolve("copy", constraint="SNET 2026-03-20")
        after = plan.evolve(start="2026-03-09").evolve("copy", constraint="SNET 2026-03-24")
        found = causes(plan, after)
        assert found["design"] == ["the plan starts Mon 2026-03-09 instead of Mon 2026-03-02 08:00"]
        assert found["copy"] == ["the constraint of Copy is SNET 2026-03-24 instead of SNET 2026-03-20"]

    def test_what_a_routine_does_otherwise_is_the_reason_of_what_waits_for_it(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Routine("close", recurrence="FREQ=MONTHLY;BYMONTHDAY=10", valid_from="2026-01-01"),
            Task("report", duration="1d", after=["close next_only"]), Task("other"),
        )  # fmt: skip
        after = plan.evolve("close", recurrence="FREQ=MONTHLY;BYMONTHDAY=12").evolve("other", duration="2d")
        assert causes(plan, after)["report"] == ["the recurrence of close was edited"]
        done = plan.add(Completion(routine="close", occurrence="2026-03-10", done="2026-03-13")).evolve(
            "other", duration="2d"
        )
        assert causes(plan, done)["report"] == ["completion close.2026-03-10 was added"]

    def test_planned_from_the_finish_it_is_the_other_way_round(self) -> None:
        plan = Plan(finish="2026-03-27", direction="backward").add(
            Task("a", duration="2d"), Task("b", duration="2d", after=["a"]), Task("c", duration="1d")
        )
        after = plan.evolve("b", duration="4d").evolve("c", duration="2d")
        assert causes(plan, after)["a"] == ["b grew from 2d to 4d"]

    def test_planned_from_the_finish_a_link_that_came_is_the_reason_of_what_is_waited_for(self) -> None:
        plan = Plan(finish="2026-03-27", direction="backward").add(
            Task("a", duration="2d"), Task("b", duration="2d"), Task("c", duration="1d")
        )
        after = plan.evolve("b", after=["a"]).evolve("c", duration="2d")
        assert causes(plan, after)["a"] == ["b waits for a now"]

    def test_what_contains_others_begins_with_the_first_of_them(self) -> None:
        plan = sketch("d 1d\nb project after d\n  c 1d SNET 2026-03-05\n  e 1d")
        after = plan.evolve("d", duration="4h").evolve("e", duration="4h")
        assert causes(plan, after)["b"] == ["d shrank from 1d to 4h"]

    def test_what_is_planned_as_late_as_possible_moves_with_what_ends_last(self) -> None:
        plan = sketch("a 5d\nb 2d ALAP\nc 1d")
        after = plan.evolve("a", duration="8d").evolve("b", duration="3d").evolve("c", duration="2d")
        assert causes(plan, after)["b"] == ["a grew from 5d to 8d"]

    def test_of_chains_that_drove_it_equally_all_had_to_give_way(self) -> None:
        plan = sketch("a 3d\nb 3d\nc 1d after a, b")
        after = plan.evolve("a", duration="1d").evolve("b", duration="2d")
        assert causes(plan, after)["c"] == ["a shrank from 3d to 1d", "b shrank from 3d to 2d"]

    def test_the_only_edit_that_moves_dates_is_the_reason(self) -> None:
        plan = sketch("a 2d\nb 2d ALAP\nc 5d after a")
        after = plan.evolve("c", duration="6d").evolve("a", notes="x")
        assert causes(plan, after)["b"] == ["c grew from 5d to 6d"]

    def test_items_that_have_another_id_are_told_by_the_new_one(self) -> None:
        plan = launch()
        after = plan.rename("design", "drafts").rename("build", "code").evolve("drafts", duration="8d")
        found = what_changed(plan, after)
        assert [one.id for one in found.consequences] == ["site", "drafts", "code", "live"]
        assert [str(fact) for fact in found["code"].causes] == ["Design grew from 5d to 8d"]
        earlier = what_changed(after, after.evolve("drafts", duration="5d").rename("drafts", "design"))
        assert [str(fact) for fact in earlier["code"].causes] == ["Design shrank from 8d to 5d"]


class TestTheWhole:
    def test_many_that_move_for_one_reason_are_one_line_with_the_milestones(self) -> None:
        lines = "\n".join(f"t{n} 1d after design" for n in range(50))
        plan = sketch(f"design 5d\n{lines}\nlive 0d after t1\nalpha 0d after t2")
        found = what_changed(plan, plan.evolve("design", duration="8d"))
        (group,) = found.grouped
        assert len(group.items) == 53
        assert str(group) == (
            "53 items come 3d later, because design grew from 5d to 8d: live 3d later, Thu 2026-03-12; "
            "alpha 3d later, Thu 2026-03-12"
        )
        assert len(found.rows()) == 1 + 53

    def test_reasons_are_told_one_by_one_the_largest_move_first(self) -> None:
        after = launch().evolve("copy", duration="3d").evolve("design", duration="8d")
        assert [str(one).partition(" because ")[2].partition(":")[0] for one in what_changed(launch(), after).grouped] == [
            "Design grew from 5d to 8d", "Copy grew from 2d to 3d",
        ]  # fmt: skip

    def test_promises_that_break_are_told(self) -> None:
        plan = launch().evolve("live", deadline="2026-03-13")
        found = what_changed(plan, plan.evolve("design", duration="8d"))
        assert [(one.item, one.newly) for one in found.missed] == [("live", True)]
        assert "! live misses its deadline, Fri 2026-03-13, by 3d" in str(found)

    def test_when_all_ends_is_told(self) -> None:
        assert (
            what_changed(launch(), launch().evolve("copy", duration="3d")).ends
            == "all ends as before, Fri 2026-03-13"
        )
        assert (
            what_changed(launch(), launch().evolve("build", duration="6d")).ends
            == "all ends Mon 2026-03-16, 1d later"
        )
        assert what_changed(Plan(start="2026-03-02"), launch()).ends == "one of the two plans has no dates"

    def test_without_moves_it_says_so(self) -> None:
        found = what_changed(launch(), launch().evolve("copy", notes="x"))
        assert str(found).splitlines() == [
            "edited:", "  notes of Copy were edited", "no date moved", "all ends as before, Fri 2026-03-13",
        ]  # fmt: skip

    def test_a_ring_is_told_beside_the_edits(self) -> None:
        found = what_changed(launch(), launch().evolve("design", after=["build"]))
        assert [str(fact) for fact in found.facts] == ["Design waits for Build now"]
        assert "wait for each other" in found.problem
        assert found.consequences == ()

    def test_plans_of_which_one_has_a_zone_are_not_compared_by_dates(self) -> None:
        found = what_changed(launch(), launch().evolve(zone="Europe/Berlin"))
        assert "has a zone (Europe/Berlin)" in found.problem

    def test_schedules_that_are_at_hand_are_taken(self) -> None:
        before, after = launch(), launch().evolve("design", duration="8d")
        found = what_changed(before, after, schedules=(schedule(before), schedule(after)))
        assert found.rows() == what_changed(before, after).rows()
        for wrong in ((schedule(after), schedule(before)), (1, 2), schedule(before)):
            with pytest.raises(WrongType):
                what_changed(before, after, schedules=wrong)

    def test_what_did_not_move_is_no_consequence(self) -> None:
        with pytest.raises(UnknownId, match="item that moved"):
            what_changed(launch(), launch().evolve("copy", duration="3d"))["build"]


@pytest.mark.parametrize("side", [1, -1])
def test_a_long_chain_is_explained_once_and_not_for_each_of_its_items(side: int) -> None:
    plan = Plan(start="2026-03-02").add([Task(f"t{n}", after=[f"t{n - 1}"] if n else []) for n in range(300)])
    both, asked = (schedule(plan), schedule(plan.evolve("t0", duration="2d"))), []

    def counted(dates: Schedule) -> Schedule:
        def explain(of: Schedule, name: str) -> Explanation:
            asked.append(name)
            return dates.causes.explain(of, name)

        return evolve(dates, causes=evolve(dates.causes, explain=explain))

    before, after = map(counted, both[::side])
    found = what_changed(before.plan, after.plan, schedules=(before, after))
    assert len(found.consequences) == 300
    assert len(asked) == 1


def scaled(plan: Plan, lengths: dict[str, int]) -> Plan:
    for name, percent in lengths.items():
        minutes = max(
            plan.minutes(plan[name].duration) * percent // 100, 1
        )  # what takes no time follows other rules
        plan = plan.evolve(name, duration=f"{minutes}min")
    return plan


def lengths_of(plan: Plan, data: st.DataObject) -> dict[str, int]:
    """Two or three tasks, and how long each is to take. [percent]"""
    tasks = [name for name, one in plan.tasks.items() if one.duration and not plan.children(name)]
    assume(len(tasks) > 1)
    sizes = st.sampled_from([50, 150, 300])
    return data.draw(st.dictionaries(st.sampled_from(tasks), sizes, min_size=2, max_size=3))


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(plans(links=["FS", "SS"], features=FEATURES - {"late", "backward"}), st.data())
def test_the_one_edit_that_is_named_moves_the_item_by_itself(plan: Plan, data: st.DataObject) -> None:
    found = what_changed(plan, scaled(plan, lengths_of(plan, data)))
    before = schedule(plan)
    for one in found.consequences:
        if len(one.causes) == 1:
            alone, was = schedule(plan.apply(one.causes[0].steps))[one.id], before[one.id]
            ended = one.finish != one.finish_before
            gap = alone.finish - was.finish if ended else alone.start - was.start
            assert gap.total_seconds() * one.side > 0, f"{one} without {[str(fact) for fact in found.facts]}"


@given(plans(links=["FS"], features={"calendars", "resources", "zones", "deadlines"}), st.data())
def test_whatever_moves_has_a_cause_among_the_edits(plan: Plan, data: st.DataObject) -> None:
    found = what_changed(plan, scaled(plan, lengths_of(plan, data)))
    assert all(one.causes for one in found.consequences)


@given(plans(), plans())
def test_any_two_plans_can_be_told_apart(before: Plan, after: Plan) -> None:
    found = what_changed(before, after)
    assert bool(found) is (before != after)
    moved = {one.id for one in found.consequences}
    if not found.problem:
        old, new = schedule(before), schedule(after)
        same = {
            name
            for name in new
            if name in old and (old[name].start, old[name].finish) == (new[name].start, new[name].finish)
        }
        assert not moved & same
    assert all(fact in found.facts for one in found.consequences for fact in one.causes)
    assert str(found)
    assert isinstance(found.rows(), list)
