"""What was agreed, and how far a plan stands from it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation import allocate
from workmodel.capacity import costs, ledger
from workmodel.domain import Baseline, BaselineRow, Milestone, Plan, Project, Resource, Task
from workmodel.errors import OutOfRange, UnknownId, WrongType
from workmodel.interchange import document
from workmodel.quantities import WorkTime, money
from workmodel.scenarios import baseline, variance
from workmodel.scheduling import schedule
from workmodel.testing import sketch
from workmodel.testing.strategies import plans


class TestWhatIsAgreed:
    def test_every_item_stands_with_its_dates_working_time_effort_and_cost(self, website: Plan) -> None:
        agreed = baseline(website, "march", title="March", date="2026-02-27")
        assert (agreed.title, agreed.date) == ("March", date(2026, 2, 27))
        assert [row.id for row in agreed.rows] == ["site", "design", "build", "copy", "live"]
        build = agreed.row("build")
        assert (build.start, build.finish) == (datetime(2026, 3, 9, 8), datetime(2026, 3, 20, 17))
        assert (str(build.duration), str(build.effort), build.parent) == ("80h", "40h", "site")
        assert build.cost == (money("2400 EUR"),)

    def test_a_milestone_has_no_duration_and_what_says_nothing_of_effort_has_none(
        self, website: Plan
    ) -> None:
        agreed = baseline(website, "march")
        assert agreed.row("live").duration is None
        assert (agreed.row("copy").effort, agreed.row("copy").cost) == (None, ())

    def test_a_summary_holds_what_it_contains(self, website: Plan) -> None:
        site = baseline(website, "march").row("site")
        assert (str(site.effort), site.cost) == ("80h", (money("5600 EUR"),))

    def test_duration_and_people_say_the_effort_where_none_is_given(self) -> None:
        plan = sketch("ana resource\na 4d @ana 50%")
        assert str(baseline(plan, "b").row("a").effort) == "16h"

    def test_an_effort_that_each_spends_counts_for_each(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"), Resource("ben"), Task("a", effort="1d", assignments=["ana", "ben"], split="each")
        )
        assert str(baseline(plan, "b").row("a").effort) == "16h"

    def test_it_is_agreed_at_the_status_date_unless_said(self, website: Plan) -> None:
        dated = website.evolve(status_date="2026-03-02 12:00")
        assert baseline(dated, "march").date == datetime(2026, 3, 2, 12)
        assert baseline(website, "march").date is None

    def test_costs_of_work_that_finds_no_hours_are_promised_all_the_same(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana", cost_rate="10 EUR"),
            Task("a", effort="8h", assignments=["ana"]),
            Task("b", effort="8h", assignments=["ana"]),
        )
        agreed = baseline(plan, "march")
        assert [row.cost for row in agreed.rows] == [(money("80 EUR"),)] * 2
        granted = costs(ledger(plan, "2026-03-02", "2026-03-03"), by="item")
        assert granted.total() == (money("80 EUR"),), "of two days of work one finds hours"

    def test_where_nothing_is_lacking_costs_are_those_of_the_ledger(self, website: Plan) -> None:
        found = costs(ledger(website, "2026-03-02", "2026-04-01"), by="item")
        agreed = baseline(website, "march")
        for name in ("design", "build"):
            assert agreed.row(name).cost == found.of(name)

    def test_the_dates_of_an_allocation_can_be_agreed(self) -> None:
        plan = sketch("ana resource\na 2d @ana\nb 3d @ana")
        agreed = baseline(plan, "march", schedule=allocate(plan))
        assert max(row.finish for row in agreed.rows) == datetime(2026, 3, 6, 17)

    def test_elapsed_time_stays_elapsed(self) -> None:
        row = baseline(sketch("cure 2ed"), "march").row("cure")
        assert row.duration.elapsed
        assert row.duration.minutes() == 2 * 1440

    def test_amounts_do_not_change_with_the_conventions_of_the_plan(self) -> None:
        from workmodel.quantities import Conventions

        plan = sketch("a 2d")
        agreed = baseline(plan, "march")
        later = plan.add(agreed).evolve(conventions=Conventions(minutes_per_day=240))
        assert later.minutes(later.baselines["march"].row("a").duration) == 960

    def test_the_dates_of_another_plan_are_refused(self, website: Plan) -> None:
        with pytest.raises(WrongType, match="of this very plan"):
            baseline(website, "march", schedule=schedule(website.evolve(start="2026-03-03")))
        with pytest.raises(WrongType):
            baseline(website, "march", schedule="soon")

    def test_a_plan_without_work_promises_nothing(self) -> None:
        assert baseline(Plan(start="2026-03-02"), "march").rows == ()

    def test_times_are_the_plans_wall_clock_and_an_hour_that_occurs_twice_stays_told_apart(self) -> None:
        plan = Plan(start="2026-10-25 02:30", zone="Europe/Berlin", calendar="24_hours").add(
            Task("a", duration="1h"), Task("b", duration="1h", after=["a"])
        )
        plan = plan.add(baseline(plan, "march"))
        rows = plan.baselines["march"].rows
        assert [(row.finish.isoformat(), row.finish.fold) for row in rows] == [
            ("2026-10-25T02:30:00", 1), ("2026-10-25T03:30:00", 0)
        ]  # fmt: skip
        assert not any(row.moved for row in variance(plan).items)
        again = document.loads(document.dumps(plan))
        assert not any(row.moved for row in variance(again).items)


@given(plans(details=True))
def test_a_plan_stands_as_it_was_just_agreed(plan: Plan) -> None:
    found = variance(plan.add(baseline(plan, "just-agreed")), "just-agreed")
    assert [row.id for row in found.items] == list(schedule(plan).ids)
    assert {row.state for row in found.items} <= {"kept"}
    for row in found.items:
        assert not any((row.start_variance, row.finish_variance, row.duration_variance, row.effort_variance))
        assert row.cost_variance == ()
    assert not any((found.finish_variance, found.effort_variance, found.cost_variance))
    assert document.loads(document.dumps(found.plan)) == found.plan


class TestVariance:
    def test_what_takes_longer_is_later_and_so_is_what_waits_for_it(self, website: Plan) -> None:
        agreed = baseline(website, "march")
        found = variance(website.evolve("design", effort="8d"), agreed)
        assert str(found["design"].finish_variance) == "24h"
        assert found["design"].start_variance == WorkTime(0)
        assert (found["build"].start_variance, found["live"].finish_variance) == (
            WorkTime(1440),
            WorkTime(1440),
        )
        assert (found["design"].effort_variance.minutes, found["design"].cost_variance) == (
            1440,
            (money("1920 EUR"),),
        )
        assert (found.finish_variance, found.effort_variance.minutes) == (WorkTime(1440), 1440)
        assert found.cost_variance == (money("1920 EUR"),)

    def test_earlier_is_below_zero(self, website: Plan) -> None:
        found = variance(website.evolve("design", effort="4d"), baseline(website, "march"))
        assert found["live"].finish_variance == WorkTime(-480)
        assert found.late == ()

    def test_dates_differ_by_working_time_of_the_plans_calendar(self) -> None:
        plan = sketch("a 5d")
        moved = variance(plan.evolve("a", duration="6d"), baseline(plan, "b"))["a"]
        assert moved.finish_variance == WorkTime(480), "Friday to Monday is one day of work"

    def test_what_was_added_since_and_what_is_gone_both_show(self, website: Plan) -> None:
        agreed = baseline(website, "march")
        now = website.remove("copy", cascade=True).add(Task("review", parent="site", duration="1d"))
        found = variance(now, agreed)
        assert [row.id for row in found.added] == ["review"]
        assert [(row.id, row.name, row.present) for row in found.deleted] == [("copy", "Copy", None)]
        assert found["copy"].finish_variance is None
        assert [row.id for row in found.items][-1] == "copy"

    def test_items_are_told_by_their_ids_and_by_renames_that_are_given(self, website: Plan) -> None:
        agreed = baseline(website, "march")
        now = website.rename("design", "drafts")
        assert {row.id: row.state for row in variance(now, agreed).items if row.state != "kept"} == {
            "drafts": "added", "design": "deleted",
        }  # fmt: skip
        found = variance(now, agreed, renames={"design": "drafts"})
        assert {row.state for row in found.items} == {"kept"}
        assert found["drafts"].baseline.id == "design"

    def test_what_had_an_id_before_another_took_it_is_still_told_as_deleted(self) -> None:
        before = Plan(start="2026-03-02").add(Task("a", duration="1d"), Task("b", duration="2d"))
        after = before.remove("b").rename("a", "b")
        found = variance(after, baseline(before, "march"), renames={"a": "b"})
        assert [(row.id, row.state) for row in found.items] == [("b", "kept"), ("b", "deleted")]
        assert found.items[0].baseline.id == "a"

    @pytest.mark.parametrize(
        ("renames", "missing"), [({"desing": "design"}, "desing"), ({"design": "drafts"}, "drafts")]
    )
    def test_renames_name_what_is_there(self, website: Plan, renames: dict[str, str], missing: str) -> None:
        with pytest.raises(UnknownId) as caught:
            variance(website, baseline(website, "march"), renames=renames)
        assert caught.value.id == missing

    def test_the_last_baseline_in_the_plan_counts_unless_one_is_named(self, website: Plan) -> None:
        first = baseline(website, "first")
        later = website.evolve("design", effort="8d")
        plan = later.add(first, baseline(later, "second"))
        assert not variance(plan).finish_variance
        assert variance(plan, "first").finish_variance == WorkTime(1440)
        with pytest.raises(UnknownId):
            variance(plan, "third")
        with pytest.raises(OutOfRange, match="one at least"):
            variance(website)
        with pytest.raises(WrongType):
            variance(website, 5)

    def test_milestones_are_a_view_of_their_own(self, website: Plan) -> None:
        found = variance(website, baseline(website, "march"))
        assert [row.id for row in found.milestones] == ["live"]

    def test_the_dates_that_are_measured_may_be_those_of_an_allocation(self) -> None:
        plan = sketch("ana resource\na 2d @ana\nb 3d @ana")
        agreed = baseline(plan, "by-logic")
        assert variance(plan, agreed, schedule=allocate(plan)).finish_variance == WorkTime(2 * 480)

    def test_elapsed_time_and_working_time_are_not_subtracted(self) -> None:
        plan = sketch("a 1d")
        assert variance(plan.evolve("a", duration="1ed"), baseline(plan, "b"))["a"].duration_variance is None

    def test_a_day_that_was_agreed_counts_to_its_end_for_what_finishes(self) -> None:
        plan = Plan(start="2026-03-02").add(Task("a", duration="5d"), Milestone("live", after=["a"]))
        agreed = Baseline(
            "b", rows=[BaselineRow(id="a", start="2026-03-02", finish="2026-03-06"),
                       BaselineRow(id="live", kind="milestone", start="2026-03-05", finish="2026-03-05")],
        )  # fmt: skip
        found = variance(plan, agreed)
        assert (found["a"].start_variance, found["a"].finish_variance) == (WorkTime(0), WorkTime(0))
        assert found["live"].finish_variance == WorkTime(480)

    def test_effort_of_all_counts_what_was_agreed_for_a_whole_once(self) -> None:
        plan = Plan(start="2026-03-02").add(
            Resource("ana"), Project("p"), Task("a", parent="p", effort="2d", assignments=["ana"])
        )
        agreed = Baseline(
            "b", rows=[BaselineRow(id="p", kind="project"), BaselineRow(id="a", parent="p", effort="1d")]
        )
        assert variance(plan, agreed).effort_variance.minutes == 480, (
            "a whole of which nothing is said has its parts"
        )
        agreed = Baseline(
            "b",
            rows=[
                BaselineRow(id="p", kind="project", effort="3d"),
                BaselineRow(id="a", parent="p", effort="1d"),
            ],
        )
        assert variance(plan, agreed).effort_variance.minutes == -480

    def test_rows_are_plain(self, website: Plan) -> None:
        found = variance(website.evolve("design", effort="8d"), baseline(website, "march"))
        row = next(row for row in found.rows() if row["id"] == "design")
        assert row["finish_variance_minutes"] == 1440
        assert (row["baseline_finish"], row["finish"]) == (
            datetime(2026, 3, 6, 17),
            datetime(2026, 3, 11, 17),
        )
        assert (row["baseline_effort_minutes"], row["effort_minutes"], row["state"]) == (2400, 3840, "kept")

    def test_text_tells_the_whole_and_the_milestones_that_moved(self, website: Plan) -> None:
        agreed = baseline(website, "march", date="2026-02-27")
        assert str(variance(website.evolve("design", effort="8d"), agreed)).splitlines() == [
            "against march, agreed 2026-02-27: all ends 3d later, 4 of 5 items later, effort +24h, cost +1,920.00 EUR",
            "Live: 3d later, Wed 2026-03-25",
        ]

    def test_nothing_of_that_id(self, website: Plan) -> None:
        with pytest.raises(UnknownId):
            variance(website, baseline(website, "march"))["desing"]


@given(st.integers(1, 40), st.integers(1, 40))
def test_variances_there_and_back_cancel_out(before: int, after: int) -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration=f"{before}h"))
    other = plan.evolve("a", duration=f"{after}h")
    there = variance(other, baseline(plan, "b"))["a"]
    back = variance(plan, baseline(other, "b"))["a"]
    assert there.finish_variance == -back.finish_variance
    assert there.duration_variance == WorkTime((after - before) * 60)
