"""What a store promises about what it keeps: every plan and every text comes back, at every time, also later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workmodel.domain import Calendar, Milestone, Plan, Project, Property, Resource, Task, dependency
from workmodel.errors import RevisionConflict, UnknownRevision
from workmodel.quantities import Conventions, span
from workmodel.storage import PlanStore
from workmodel.testing.store_making import TEXTS, MakesStores, SettableClock, a_plan

__all__ = ["Contents", "Reopening", "Times"]

EDITS: dict[str, Callable[[Plan], Plan]] = {
    "nothing but the settings": lambda p: p.evolve(
        title='a "title"', start=None, finish="2026-12-24", direction="backward", zone=None, status_date="2026-05-01",
        conventions=Conventions(minutes_per_day=450), late_horizon="plan", critical_float="2d",
    ),
    "the calendar of the plan": lambda p: p.add(Calendar("office", base="standard")).evolve(calendar="office"),
    "a time with a zone": lambda p: p.evolve(start=datetime(2026, 3, 29, 9, tzinfo=ZoneInfo("Europe/Berlin"))),
    "everything goes": lambda p: p.remove(*[e.id for e in p], cascade=True),
    "one goes from the middle": lambda p: p.remove("design", cascade=True),
    "one goes and comes back elsewhere": lambda p: p.remove("ben", cascade=True).add(p["ben"]),
    "one in the middle is another under the same id": lambda p: p.replace(
        Milestone("build", parent="site", after=(dependency("design"),))
    ),
    "an id": lambda p: p.rename("design", "draft"),
    "ids exchanged": lambda p: p.rename("design", "x").rename("build", "design").rename("x", "build"),
    "an id that properties name": lambda p: p.rename("ben", "bea"),
    "the id of a property": lambda p: p.rename("risk", "danger"),
    "an id given up and taken by another": lambda p: p.rename("live", "done").add(Milestone("live")),
    "the order": lambda p: p.move("live", before="design").move("ana"),
    "the order turned round": lambda p: p.remove(*[e.id for e in p], cascade=True).add(list(p)[::-1]),
    "something new in the middle": lambda p: p.add(Task("new", parent="site")).move("new", before="build"),
    "values of properties": lambda p: p.add(
        Property("day", type="date"), Property("span", type="span"), Property("flag", type="bool"),
        Property("whole", type="int"), Property("words", type="text", default="none"),
    ).evolve("design", properties={
        "day": date(2026, 3, 2), "span": span("3d"), "flag": False, "whole": -(2**62),
        "words": "", "price": Decimal("1E+3"), "risk": "low", "reviewer": "design",
    }),
    "the type of a property": lambda p: p.evolve("build", properties={}).evolve("price", type="text").evolve(
        "build", properties={"price": "0.10"}
    ),
    "texts of any content": lambda p: p.evolve(
        "design", title="'; DROP TABLE", notes="\0 \n \r\n \u2028 🚀 שלום", tags=["a'b", "🚀"]
    ),
    "a long text": lambda p: p.evolve("design", notes="lorem ipsum " * 20_000),
    "two thousand more": lambda p: p.add([Task(f"t{i}", parent="site", duration=f"{i}h") for i in range(2000)]),
    "another plan altogether": lambda _: Plan(title="other").add(Resource("zoe"), Project("live"), Task("z", parent="live")),
}  # fmt: skip
"""Edits of every sort."""


class Contents(MakesStores):
    """What was put in comes out."""

    @pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
    def test_every_sort_of_edit_comes_back(
        self, place: Any, store: PlanStore, edit: Callable[[Plan], Plan]
    ) -> None:
        first = store.create("plan", a_plan())
        edited = edit(a_plan())
        store.save("plan", edit(store.load("plan").plan), first)
        _holds(store, "plan", edited)
        assert store.load("plan", at=1).plan == a_plan()
        assert a_plan().apply(store.changes("plan", 1, 2)) == edited
        assert edited.apply(store.changes("plan", 2, 1)) == a_plan()
        if self.kept:
            _holds(self.open_store(place), "plan", edited)
        store.save("plan", a_plan(), 2)
        _holds(store, "plan", a_plan())

    @pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
    def test_it_comes_back_also_where_nothing_is_shared(
        self, store: PlanStore, edit: Callable[[Plan], Plan]
    ) -> None:
        store.create("plan", a_plan())
        store.save("plan", edit(a_plan()), 1)
        _holds(store, "plan", edit(a_plan()))

    def test_an_empty_plan_is_a_plan(self, store: PlanStore) -> None:
        first = store.create("empty", Plan())
        assert store.load("empty").plan == Plan()
        store.save("empty", a_plan(), first)
        store.save("empty", Plan(), 2)
        _holds(store, "empty", Plan())

    def test_many_saves_in_a_row_all_come_back(self, store: PlanStore) -> None:
        store.create("plan", a_plan())
        plans = [a_plan()]
        for number in range(1, 40):
            edit = list(EDITS.values())[number % 13]
            after = edit(a_plan()).add(Task(f"n{number}"))
            plans.append(after)
            store.save("plan", after, number)
        for number, plan in enumerate(plans, 1):
            assert store.load("plan", at=number).plan == plan

    @pytest.mark.parametrize("text", TEXTS)
    def test_names_authors_and_messages_are_texts_of_any_content(
        self, place: Any, store: PlanStore, text: str
    ) -> None:
        made = store.create(text, a_plan(), author=text, message=text)
        saved = store.save(text, a_plan().evolve(title=text), made, author=text, message=text)
        branched = store.branch(text, f"b{text}"[:500], author=text)
        for seen in (store, self.open_store(place)) if self.kept else (store,):
            assert seen.names() == tuple(sorted((text, branched.name)))
            assert seen.history(text) == (made, saved)
            assert (saved.name, saved.author, saved.message) == (text, text, text)
            assert seen.history(branched.name)[0].origin == (text, 2)
            assert seen.load(text).plan.title == text

    def test_names_that_look_alike_are_different(self, store: PlanStore) -> None:
        names = [
            "Plan",
            "plan",
            "PLAN",
            "plan ",
            " plan",
            "pl\u0430n",
            "e\u0301",
            "\u00e9",
            "plan.",
            "plan/",
            "plan\\",
        ]
        for name in names:
            store.create(name, Plan(title=name))
        assert store.names() == tuple(sorted(names))
        assert [store.load(name).plan.title for name in names] == names

    def test_long_messages_are_kept(self, store: PlanStore) -> None:
        long = "because 🚀 " * 5000
        store.create("plan", Plan(), author=long, message=long)
        (found,) = store.history("plan")
        assert (found.author, found.message) == (long, long)


class Times(MakesStores):
    """Revisions are found by the time at which they stood."""

    def test_a_revision_says_when_it_was_saved_in_utc(self, store: PlanStore, clock: SettableClock) -> None:
        clock.time = datetime(2026, 3, 2, 10, 30, 15, 123456, tzinfo=ZoneInfo("Europe/Berlin"))
        made = store.create("plan", a_plan())
        assert made.at == datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
        assert made.at.utcoffset() == timedelta(0)
        assert store.history("plan")[0].at == made.at

    def test_a_plan_is_loaded_as_it_stood_at_an_instant(self, store: PlanStore, clock: SettableClock) -> None:
        nine = clock.time
        store.create("plan", Plan(title="1"))
        ten = clock.forward(hours=1)
        store.save("plan", Plan(title="2"), 1)
        clock.forward(hours=1)
        store.save("plan", Plan(title="3"), 2)
        for at, title in (
            (nine, "1"),
            (ten - timedelta(microseconds=1), "1"),
            (ten, "2"),
            (ten + timedelta(minutes=59), "2"),
            (datetime(9999, 12, 31, tzinfo=UTC), "3"),
        ):
            found = store.load("plan", at=at)
            assert (found.plan.title, str(found.revision.number)) == (title, title)

    def test_an_instant_without_a_zone_is_utc(self, store: PlanStore, clock: SettableClock) -> None:
        ten = clock.forward(hours=1)
        store.create("plan", Plan(title="1"))
        assert store.load("plan", at=ten.replace(tzinfo=None)).plan.title == "1"
        with pytest.raises(UnknownRevision):
            store.load("plan", at=ten.replace(tzinfo=None) - timedelta(seconds=1))

    def test_an_instant_in_another_zone_is_the_same_instant(
        self, store: PlanStore, clock: SettableClock
    ) -> None:
        store.create("plan", Plan(title="1"))
        elsewhere = clock.time.astimezone(timezone(timedelta(hours=-9)))
        assert store.load("plan", at=elsewhere).plan.title == "1"

    def test_of_several_at_one_instant_the_last_stands(self, store: PlanStore, clock: SettableClock) -> None:
        store.create("plan", Plan(title="1"))
        store.save("plan", Plan(title="2"), 1)
        store.save("plan", Plan(title="3"), 2)
        assert store.load("plan", at=clock.time).revision.number == 3
        assert len({r.at for r in store.history("plan")}) == 1

    def test_before_the_first_there_was_nothing(self, store: PlanStore, clock: SettableClock) -> None:
        store.create("plan", Plan())
        for asked in (clock.time - timedelta(microseconds=1), datetime(1, 1, 1)):
            for attempt in (store.load, lambda name, at: store.branch(name, "b", at)):
                with pytest.raises(UnknownRevision) as refusal:
                    attempt("plan", asked)
                found = refusal.value
                assert (found.name, found.asked, found.first, found.last) == ("plan", asked, 1, 1)
        assert store.names() == ("plan",)

    def test_time_never_goes_backward(self, store: PlanStore, clock: SettableClock) -> None:
        nine = clock.time
        store.create("plan", Plan(title="1"))
        clock.forward(days=-400)
        second = store.save("plan", Plan(title="2"), 1)
        assert second.at == nine
        clock.time = nine + timedelta(seconds=1)
        assert store.archive("plan").at == clock.time
        assert [r.at for r in store.history("plan")] == [nine, nine, clock.time]
        assert store.load("plan", at=nine).plan.title == "2"

    def test_each_plan_has_its_own_time(self, store: PlanStore, clock: SettableClock) -> None:
        store.create("plan", Plan())
        earlier = clock.forward(days=-1)
        assert store.branch("plan", "b").at == earlier

    def test_ids_come_from_whoever_is_asked_for_them(self, place: Any) -> None:
        numbers = count(1)
        store = self.open_store(place, new_id=lambda: f"id {next(numbers)}")
        made = store.create("plan", Plan())
        assert made.id.startswith("id ")
        assert store.history("plan")[0].id == made.id


class Reopening(MakesStores):
    """What a store keeps is there when it is opened again, and seen by whoever has it open too."""

    @pytest.fixture
    def _where_kept(self) -> None:
        if not self.kept:
            pytest.skip("what this store holds goes with it")

    @pytest.mark.usefixtures("_where_kept")
    def test_everything_is_there_again(self, place: Any, store: PlanStore, clock: SettableClock) -> None:
        store.create("plan", a_plan(), author="ana")
        clock.forward(hours=1)
        store.update("plan", lambda p: p.remove("live"), message="less")
        store.branch("plan", "branch", at=1)
        store.archive("branch")
        again = self.open_store(place)
        assert (again.names(), again.names(archived=True)) == (("plan",), ("branch",))
        for name in ("plan", "branch"):
            assert again.history(name) == store.history(name)
            for revision in store.history(name):
                assert again.load(name, at=revision.number) == store.load(name, at=revision.number)
            assert again.changes(name, 1) == store.changes(name, 1)

    @pytest.mark.usefixtures("_where_kept")
    def test_a_revision_is_good_for_another_opening_of_the_store(self, place: Any, store: PlanStore) -> None:
        first = store.create("plan", a_plan())
        second = self.open_store(place).save("plan", a_plan().remove("live"), first)
        assert store.load("plan").revision == second
        assert store.load("plan").plan == a_plan().remove("live")

    @pytest.mark.usefixtures("_where_kept")
    def test_whoever_has_it_open_too_is_not_overwritten(self, place: Any, store: PlanStore) -> None:
        other = self.open_store(place)
        first = store.create("plan", a_plan())
        seen = other.load("plan")
        second = store.save("plan", a_plan().remove("live"), first)
        with pytest.raises(RevisionConflict) as refusal:
            other.save("plan", a_plan().evolve(title="x"), seen.revision)
        assert refusal.value.current == second
        third = other.update("plan", lambda p: p.evolve(title="x"))
        assert third.number == 3
        assert store.load("plan").plan == a_plan().remove("live").evolve(title="x")

    @pytest.mark.usefixtures("_where_kept")
    def test_time_never_goes_backward_for_another_clock_either(self, place: Any, store: PlanStore) -> None:
        first = store.create("plan", a_plan())
        behind = SettableClock()
        behind.forward(days=-1)
        assert self.open_store(place, clock=behind).archive("plan").at == first.at


def _holds(store: PlanStore, name: str, plan: Plan) -> None:
    """The store has this plan, in every respect."""
    found = store.load(name).plan
    assert found == plan
    assert [entity.id for entity in found] == [entity.id for entity in plan]
    assert [type(entity) for entity in found] == [type(entity) for entity in plan]
    assert found.settings == plan.settings
    assert found.diff(plan) == ()
