"""What moved between two schedules, by how much, and why."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from importlib import import_module

import pytest
from attrs import evolve, fields_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workmodel.domain import ItemDates, ItemMove, Moves, Plan, Schedule, Task
from workmodel.domain.difference import renamed
from workmodel.domain.wording import calendar_of
from workmodel.errors import NoSuchPlace, OutOfRange, UnknownId, WorkModelError, WrongType, ZonesDoNotMix
from workmodel.scheduling import moves, schedule
from workmodel.testing import sketch
from workmodel.testing.strategies import plans
from workmodel.testing.strategies.edits import edited

COMPARED = tuple(fields_dict(ItemDates))


def launch() -> Plan:
    return sketch("""
        site     project "Site"
          design  5d "Design"
          build   5d "Build" after design
          copy    2d "Copy"
          live    0d "Live" after build, copy
    """)


def between(before: Plan, after: Plan) -> Moves:
    return moves(schedule(before), schedule(after))


class TestWhatMoved:
    def test_what_drives_an_item_later_is_told_with_how_much_work_later(self) -> None:
        found = between(launch(), launch().evolve("design", duration="8d"))
        assert [str(one) for one in found] == [
            "Site ends 3d later, Wed 2026-03-18",
            "Design ends 3d later, Wed 2026-03-11",
            "Build ends 3d later, Wed 2026-03-18",
            "Copy keeps its dates, with 11d of float instead of 8d",
            "Live is 3d later, Wed 2026-03-18",
        ]
        live = found["live"]
        assert (live.finish_later.minutes, live.side) == (3 * 480, 1)
        assert (live.before.finish, live.after.finish) == (
            datetime(2026, 3, 13, 17),
            datetime(2026, 3, 18, 17),
        )
        assert str(live.why) == "build"

    def test_earlier_is_below_zero(self) -> None:
        found = between(launch(), launch().evolve("design", duration="4d"))
        assert (found["live"].later.minutes, found["live"].by) == (-480, "1d earlier")

    def test_nothing_moves_between_a_schedule_and_itself(self) -> None:
        dates = schedule(launch())
        found = moves(dates, dates)
        assert (len(found), list(found), found.added, found.removed) == (0, [], (), ())
        assert found.ends == "all ends as before, Fri 2026-03-13"

    def test_an_edit_that_moves_no_date_moves_nothing(self) -> None:
        assert len(between(launch(), launch().evolve("design", title="Sketch", notes="by hand"))) == 0

    def test_what_is_in_one_plan_only_is_added_or_removed_and_did_not_move(self) -> None:
        other = launch().remove("copy", cascade=True).add(Task("party", duration="1d", after=["live"]))
        found = between(launch(), other)
        assert (found.added, found.removed) == (("party",), ("copy",))
        assert "party" not in found
        assert "copy" not in found

    def test_what_was_renamed_is_followed(self) -> None:
        before = launch()
        after = before.rename("build", "make").evolve("make", duration="6d")
        found = between(before, after)
        assert (found.added, found.removed) == ((), ())
        assert (found["make"].id_before, found["make"].by) == ("build", "1d later")
        assert [one.id for one in found.chain("live")] == ["live", "make"]

    def test_an_id_that_was_freed_and_given_again_is_another_item(self) -> None:
        before = launch()
        after = before.rename("copy", "texts").add(Task("copy", duration="9d"))
        found = between(before, after)
        assert found.added == ("copy",)
        assert found.removed == ()

    def test_a_rename_to_the_id_of_something_that_is_gone_is_followed(self) -> None:
        before = launch()
        after = before.remove("copy", cascade=True).rename("build", "copy").evolve("copy", duration="6d")
        found = between(before, after)
        assert (found.added, found.removed) == ((), ("copy",))
        assert (found["copy"].id_before, found["copy"].by) == ("build", "1d later")
        back = between(after, before)
        assert (back.added, back.removed) == (("copy",), ())
        assert (back["build"].id_before, back["build"].by) == ("copy", "1d earlier")

    def test_two_items_that_swap_their_ids_swap_what_is_said_of_them(self) -> None:
        before = Plan(start="2026-03-02").add(Task("a", duration="1d"), Task("b", duration="2d"))
        after = before.rename("a", "x").rename("b", "a").rename("x", "b")
        assert renamed(before, after) == {"a": "b", "b": "a"}
        assert len(between(before, after)) == 0

    def test_plans_that_have_nothing_in_common_are_compared_by_id(self) -> None:
        found = between(launch(), sketch("design 6d"))
        assert [one.id for one in found] == ["design"]
        assert found.removed == ("site", "build", "copy", "live")

    def test_the_order_is_that_of_the_plan_after(self) -> None:
        after = launch().move("copy", before="design").evolve(start="2026-03-03")
        assert [one.id for one in between(launch(), after)] == ["site", "copy", "design", "build", "live"]

    def test_within_closed_hours_there_is_no_work_in_between(self) -> None:
        before = Plan(start="2026-03-02").add(Task("a", manual="2026-03-06 18:00"))
        found = between(before, before.evolve("a", manual="2026-03-07 10:00"))
        assert (found["a"].start_later.minutes, found["a"].side) == (0, 1)


class TestSomeOfThem:
    def test_milestones_that_moved_are_found_by_themselves(self) -> None:
        found = between(launch(), launch().evolve("design", duration="8d"))
        assert [one.id for one in found.milestones] == ["live"]
        assert [one.id for one in found.of_kind("project")] == ["site"]
        assert [one.id for one in found.of_kind("task")] == ["design", "build", "copy"]

    def test_a_milestone_that_keeps_its_date_did_not_move(self) -> None:
        before = sketch("""
            a   5d
            b   0d
            c   1d after b
        """)
        found = between(before, before.evolve("a", duration="6d"))
        assert [one.id for one in found.of_kind("milestone")] == ["b"]
        assert list(found.milestones) == []

    def test_who_is_critical_now_and_who_no_longer(self) -> None:
        found = between(launch(), launch().evolve("copy", duration="12d"))
        assert [one.id for one in found.became_critical] == ["copy"]
        assert [one.id for one in found.left_critical] == ["design", "build"]
        assert str(found["copy"]) == "Copy ends 10d later, Tue 2026-03-17, and becomes critical"
        assert str(found["build"]) == (
            "Build keeps its dates, with 2d of float instead of 0d, and is no longer critical"
        )

    def test_what_has_other_dates_and_what_has_another_float_are_told_apart(self) -> None:
        found = between(launch(), launch().evolve("design", duration="8d"))
        assert [one.id for one in found.shifted] == ["site", "design", "build", "live"]
        assert [one.id for one in found.float_changed] == ["copy"]

    def test_moves_are_looked_up_by_place_by_slice_and_by_id(self) -> None:
        found = between(launch(), launch().evolve("design", duration="8d"))
        assert found[0] == found["site"]
        assert found[-1].id == "live"
        assert [one.id for one in found[1:3]] == ["design", "build"]
        assert found[2] in found
        with pytest.raises(UnknownId) as caught:
            found["biuld"]
        assert "build" in str(caught.value)
        with pytest.raises(NoSuchPlace) as missed:
            found[9]
        assert (missed.value.place, missed.value.length) == (9, 5)
        with pytest.raises(WrongType):
            found[1.5]  # type: ignore[call-overload]
        with pytest.raises(OutOfRange):
            found.of_kind("resource")  # type: ignore[arg-type]

    def test_some_of_them_are_looked_up_alike(self) -> None:
        found = between(launch(), launch().evolve("design", duration="8d")).shifted
        assert (len(found), found[0].id, found[-1].id) == (4, "site", "live")
        assert [one.id for one in found[1:3]] == ["design", "build"]
        assert found[3] in found
        assert repr(found) == "<4 of 5 moves>"
        with pytest.raises(NoSuchPlace):
            found[4]
        with pytest.raises(WrongType):
            found["live"]  # type: ignore[call-overload]

    def test_to_count_moves_none_of_them_is_made(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = between(launch(), launch().evolve("copy", duration="12d"))

        def refused(*_: object, **__: object) -> None:
            raise AssertionError

        monkeypatch.setattr(import_module("workmodel.domain.moves"), "ItemMove", refused)
        assert len(found) == 5
        assert (len(found.shifted), len(found.milestones), len(found.float_changed)) == (3, 1, 3)
        assert (len(found.became_critical), len(found.left_critical), len(found.of_kind("task"))) == (1, 2, 3)
        with pytest.raises(AssertionError):
            found["live"]


class TestWhy:
    def test_the_chain_of_what_comes_later_is_the_one_that_drives_it_now(self) -> None:
        found = between(launch(), launch().evolve("copy", duration="12d"))
        assert [one.id for one in found.chain("live")] == ["live", "copy"]

    def test_the_chain_of_what_comes_earlier_is_the_one_that_gave_way(self) -> None:
        found = between(launch().evolve("copy", duration="12d"), launch())
        assert [one.id for one in found.chain("live")] == ["live", "copy"]

    def test_what_keeps_its_dates_has_no_chain_behind_it(self) -> None:
        found = between(launch(), launch().evolve("design", duration="8d"))
        assert [one.id for one in found.chain("copy")] == ["copy"]

    def test_a_move_is_explained_as_its_date_is(self) -> None:
        after = schedule(launch().evolve("design", duration="8d"))
        assert moves(schedule(launch()), after).explain("live") == after.explain("live")

    def test_what_drives_an_item_is_found_when_somebody_asks(self) -> None:
        def refused(_: Schedule, __: int) -> None:
            raise AssertionError

        after = schedule(launch().evolve("design", duration="8d"))
        after = evolve(after, causes=evolve(after.causes, driver=refused))
        found = moves(schedule(launch()), after)
        assert len([str(one) for one in found]) == 5
        with pytest.raises(AssertionError):
            assert found["live"].why


class TestZones:
    def test_one_plan_with_a_zone_and_one_without_cannot_be_told_apart(self) -> None:
        zoned = launch().evolve(zone="Europe/Berlin")
        with pytest.raises(ZonesDoNotMix) as caught:
            between(launch(), zoned)
        assert (caught.value.zone, caught.value.before) == ("Europe/Berlin", False)
        with pytest.raises(ZonesDoNotMix) as caught:
            between(zoned, launch())
        assert caught.value.before

    def test_each_date_is_told_in_the_zone_of_its_plan(self) -> None:
        before = launch().evolve(zone="Europe/Berlin")
        found = between(before, launch().evolve(zone="America/New_York"))
        live = found["live"]
        assert (live.before.finish.hour, live.after.finish.hour) == (17, 17)
        assert (live.after.finish.astimezone(UTC) - live.before.finish.astimezone(UTC)).total_seconds() > 0

    def test_days_are_those_of_the_plan_after(self) -> None:
        from workmodel.quantities import Conventions

        short = Conventions(minutes_per_day=240)
        found = between(launch(), launch().evolve(conventions=short).evolve("design", duration="20d"))
        assert found["design"].finish_later.minutes == 20 * 240 - 5 * 480
        assert found["design"].by == "10d later"


class TestBadInput:
    @pytest.mark.parametrize("wrong", [None, 3, "a", launch(), {}])
    def test_only_schedules_are_compared(self, wrong: object) -> None:
        dates = schedule(launch())
        for pair in ((wrong, dates), (dates, wrong)):
            with pytest.raises(WrongType):
                moves(*pair)  # type: ignore[arg-type]

    def test_nothing_to_do_ends_nowhere(self) -> None:
        empty = Plan(start="2026-03-02")
        found = between(empty, launch())
        assert (len(found), found.finish_before) == (0, None)
        assert found.added == ("site", "design", "build", "copy", "live")
        assert found.ends == "one of the two plans has no dates"


def test_moves_travel_and_say_the_same_afterwards() -> None:
    found = between(launch(), launch().evolve("design", duration="8d"))
    other = pickle.loads(pickle.dumps(found))
    assert list(other) == list(found)
    assert [one.why for one in other] == [one.why for one in found]


def test_rows_hold_what_moves_say_as_plain_values() -> None:
    row = between(launch(), launch().evolve("design", duration="8d")).rows()[-1]
    assert row["id"] == "live"
    assert (row["finish_before"], row["finish"]) == (datetime(2026, 3, 13, 17), datetime(2026, 3, 18, 17))
    assert (row["finish_later_minutes"], row["total_float_minutes"], row["critical"]) == (1440, 0, True)
    assert row["why"] == "build"


# -- laws --------------------------------------------------------------------------------------------------------------


def same_moment(a: object, b: object) -> bool:
    """Whether two values of an item are equal; times through UTC, where a wall clock may show two moments alike."""
    if isinstance(a, datetime) and isinstance(b, datetime) and a.tzinfo and b.tzinfo:
        return a.astimezone(UTC) == b.astimezone(UTC)
    return a == b


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[Schedule, Schedule]:
    """Schedules of a plan and of an edit of it, such as can be compared."""
    plan = draw(plans())
    other = draw(edited(plan, least=1))
    try:
        return schedule(plan), schedule(other)
    except WorkModelError:
        return schedule(plan), schedule(plan)


def same_items(before: Schedule, after: Schedule) -> dict[str, str]:
    """What each id of the schedule after, and others, was called before."""
    names = renamed(before.plan, after.plan)
    others = {name: name for name in before if name not in names and name not in names.values()}
    return others | {new: old for old, new in names.items() if old in before}


def comparable(before: Plan, after: Plan) -> bool:
    return (before.zone is None) is (after.zone is None)


@given(two_versions())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_moved_is_exactly_what_differs_item_by_item(both: tuple[Schedule, Schedule]) -> None:
    before, after = both
    if not comparable(before.plan, after.plan):
        return
    old = same_items(before, after)
    differ = [
        name
        for name in after
        if name in old
        and not all(
            same_moment(getattr(before[old[name]], field), getattr(after[name], field)) for field in COMPARED
        )
    ]
    found = moves(before, after)
    assert [one.id for one in found] == differ
    assert found.added == tuple(name for name in after if name not in old)
    assert set(found.removed) == set(before) - {was for now, was in old.items() if now in after}
    for one in found:
        for name in COMPARED:
            assert getattr(one.before, name) == getattr(before[one.id_before], name)
            assert getattr(one.after, name) == getattr(after[one.id], name)
        assert one.why == after[one.id].driver
        assert one.shifted or one.by == ""
        assert str(one)
        assert found.chain(one.id)[0] == one


def turned(one: ItemMove) -> tuple[object, ...]:
    return one.id_before, one.id, one.after, one.before, -one.side


@given(two_versions())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_seen_from_the_other_side_every_move_is_the_opposite(both: tuple[Schedule, Schedule]) -> None:
    before, after = both
    if not comparable(before.plan, after.plan):
        return
    there, back = moves(before, after), moves(after, before)
    assert (there.added, there.removed) == (back.removed, back.added)
    home = {one.id_before: one for one in back}
    assert len(home) == len(there)
    for one in there:
        other = home[one.id]
        assert turned(other) == (one.id, one.id_before, one.before, one.after, one.side)
        if calendar_of(before.plan, one.id_before) == calendar_of(after.plan, one.id):
            assert other.start_later.minutes == -one.start_later.minutes
            assert other.finish_later.minutes == -one.finish_later.minutes


@given(plans(), plans())
def test_of_any_two_plans_it_can_be_told_what_moved(before: Plan, after: Plan) -> None:
    if not comparable(before, after):
        with pytest.raises(ZonesDoNotMix):
            between(before, after)
        return
    found = between(before, after)
    old, new = schedule(before), schedule(after)
    assert set(found.added) == set(new) - set(old)
    assert set(found.removed) == set(old) - set(new)
    for name in set(old) & set(new):
        same = all(same_moment(getattr(old[name], field), getattr(new[name], field)) for field in COMPARED)
        assert (name in found) is not same


@given(plans())
def test_nothing_moves_between_equal_schedules(plan: Plan) -> None:
    assert list(moves(schedule(plan), schedule(plan.evolve(title="the same")))) == []
