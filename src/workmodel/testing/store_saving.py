"""What a store promises about saving: revisions, conflicts, branches, and what it refuses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

from workmodel.domain import Plan, Task
from workmodel.errors import (
    InvalidValue,
    NameTaken,
    PlanArchived,
    RevisionConflict,
    UnknownId,
    UnknownPlan,
    UnknownRevision,
    WorkModelError,
)
from workmodel.storage import PlanStore, Stored
from workmodel.testing.store_making import MakesStores, SettableClock, a_plan

__all__ = ["ABranch", "AnArchivedPlan", "AnUpdate", "Saving", "WrongArguments"]


def shorter(plan: Plan) -> Plan:
    """The plan after an edit."""
    return plan.evolve("design", effort="3d")


class Saving(MakesStores):
    """A plan becomes a row of revisions that nobody overwrites."""

    def test_a_store_follows_the_protocol_and_begins_empty(self, store: PlanStore) -> None:
        assert isinstance(store, PlanStore)
        assert store.names() == store.names(archived=True) == ()

    def test_the_first_revision_is_number_one_and_says_who_created_the_plan(self, store: PlanStore) -> None:
        first = store.create("website", a_plan(), author="ana", message="a first try")
        assert (first.name, first.number, first.event, first.origin) == ("website", 1, "created", None)
        assert (first.author, first.message) == ("ana", "a first try")

    def test_what_was_saved_is_loaded(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        found = store.load("website")
        assert isinstance(found, Stored)
        assert found.plan == a_plan()
        assert found.revision == first

    def test_a_revision_that_is_handed_out_carries_the_right_plan_or_none(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        second = store.save("website", shorter(a_plan()), first)
        for revision, plan in ((first, a_plan()), (second, shorter(a_plan()))):
            assert revision.plan in (None, plan)
        assert store.load("website").revision.plan == shorter(a_plan())

    def test_a_save_is_one_revision_more(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        second = store.save("website", shorter(a_plan()), first, author="ben", message="less")
        assert (second.number, second.event, second.author, second.message) == (2, "saved", "ben", "less")
        assert store.load("website").plan == shorter(a_plan())
        assert store.load("website", at=1).plan == a_plan()
        assert store.history("website") == (first, second)

    def test_the_expected_revision_may_be_named_by_its_number(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        assert store.save("website", shorter(a_plan()), 1).number == 2
        assert store.load("website").plan == shorter(a_plan())

    def test_a_revision_without_its_plan_is_as_good(self, store: PlanStore) -> None:
        first = evolve(store.create("website", a_plan()), plan=None)
        assert store.save("website", shorter(a_plan()), first).number == 2
        assert store.load("website").plan == shorter(a_plan())

    @pytest.mark.parametrize("by", ["revision", "number"])
    def test_saving_what_stands_makes_no_revision(self, store: PlanStore, by: str) -> None:
        first = store.create("website", a_plan())
        again = store.save(
            "website", a_plan(), first if by == "revision" else 1, author="ben", message="same"
        )
        assert again == first
        assert store.history("website") == (first,)

    def test_an_edit_that_was_taken_back_makes_no_revision(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        there_and_back = shorter(store.load("website").plan).evolve("design", effort="5d")
        assert store.save("website", there_and_back, first) == first

    def test_every_revision_has_an_id_of_its_own(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        store.save("website", shorter(a_plan()), first)
        store.branch("website", "other")
        store.create("third", a_plan())
        ids = [r.id for name in store.names() for r in store.history(name)]
        assert len(set(ids)) == 4
        assert all(ids)

    def test_whoever_began_from_an_older_revision_is_told_of_what_came_in_between(
        self, store: PlanStore
    ) -> None:
        first = store.create("website", a_plan())
        second = store.save("website", shorter(a_plan()), first, author="ben")
        third = store.save("website", shorter(a_plan()).evolve(title="Site"), second, author="cem")
        with pytest.raises(RevisionConflict) as refusal:
            store.save("website", a_plan().evolve("build", title="Build it"), first)
        conflict = refusal.value
        assert (conflict.name, conflict.expected, conflict.current) == ("website", first, third)
        assert a_plan().apply(conflict.changes) == shorter(a_plan()).evolve(title="Site")
        assert {change.subject for change in conflict.changes} == {"design", ""}

    def test_a_conflict_by_number_says_the_number(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        second = store.save("website", shorter(a_plan()), first)
        with pytest.raises(RevisionConflict) as refusal:
            store.save("website", a_plan(), 1)
        assert (refusal.value.expected, refusal.value.current) == (1, second)

    def test_a_conflict_saves_nothing(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        store.save("website", shorter(a_plan()), first)
        before = store.history("website")
        with pytest.raises(RevisionConflict):
            store.save("website", a_plan().evolve(title="lost"), first)
        assert store.history("website") == before
        assert store.load("website").plan == shorter(a_plan())

    def test_also_who_has_the_same_plan_is_told_when_it_began_from_an_older_one(
        self, store: PlanStore
    ) -> None:
        first = store.create("website", a_plan())
        store.save("website", shorter(a_plan()), first)
        with pytest.raises(RevisionConflict):
            store.save("website", shorter(a_plan()), first)

    def test_a_conflict_is_merged_by_replaying_ones_own_changes(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        store.save("website", shorter(a_plan()), first)
        mine = a_plan().evolve("build", title="Build it")
        with pytest.raises(RevisionConflict) as refusal:
            store.save("website", mine, first)
        theirs = store.load("website")
        assert theirs.revision == refusal.value.current
        merged = theirs.plan.apply(a_plan().diff(mine))
        store.save("website", merged, theirs.revision)
        now = store.load("website").plan
        assert (str(now["design"].effort), now["build"].title) == ("3d", "Build it")

    def test_an_expected_revision_that_never_was_is_refused(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        for number in (0, -1, 2, 10**30):
            with pytest.raises(UnknownRevision) as refusal:
                store.save("website", shorter(a_plan()), number)
            found = refusal.value
            assert (found.name, found.asked, found.first, found.last) == ("website", number, 1, 1)

    def test_an_expected_revision_of_another_plan_is_refused(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        other = store.create("other", a_plan())
        with pytest.raises(InvalidValue):
            store.save("website", shorter(a_plan()), other)
        with pytest.raises(InvalidValue):
            store.save("website", shorter(a_plan()), evolve(other, name="website"))
        assert len(store.history("website")) == 1

    def test_a_name_that_is_taken_is_refused(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        attempts: list[Callable[[], object]] = [
            lambda: store.create("website", Plan()),
            lambda: store.branch("website", "website"),
        ]
        for attempt in attempts:
            with pytest.raises(NameTaken) as refusal:
                attempt()
            assert (refusal.value.name, refusal.value.archived) == ("website", False)
        assert store.load("website").plan == a_plan()

    def test_a_plan_that_is_not_there_is_named_with_those_that_are(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        for attempt in _each_way(store, "webiste"):
            with pytest.raises(UnknownPlan) as refusal:
                attempt()
            assert (refusal.value.name, refusal.value.known) == ("webiste", ("website",))
        assert store.names() == ("website",)

    def test_changes_lead_from_one_revision_to_another_and_back(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        last = shorter(a_plan()).rename("ben", "bea").move("live", before="design")
        second = store.save("website", last, first)
        store.save("website", last.remove("live"), second)
        assert a_plan().apply(store.changes("website", 1, 2)) == last
        assert a_plan().apply(store.changes("website", 1)) == last.remove("live")
        assert last.remove("live").apply(store.changes("website", 3, 1)) == a_plan()
        assert store.changes("website", 2, 2) == store.changes("website", 3) == ()

    def test_what_was_loaded_and_edited_leaves_the_store_as_it_is(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        store.load("website").plan.evolve("design", effort="99d").remove("live")
        assert store.load("website").plan == a_plan()

    def test_two_threads_lose_nothing(self, store: PlanStore) -> None:
        store.create("count", Plan().add(Task("a", priority=0)))
        counted([store, store], 20)
        assert store.load("count").plan["a"].priority == 40
        assert [r.number for r in store.history("count")] == list(range(1, 42))

    def test_who_each_opened_the_store_lose_nothing(
        self, store: PlanStore, place: Any, clock: SettableClock
    ) -> None:
        if not self.kept:
            pytest.skip("a store of its own each time")
        store.create("count", Plan().add(Task("a", priority=0)))
        counted([self.open_store(place, clock=clock) for _ in range(4)], 10)
        found = self.open_store(place, clock=clock)
        assert found.load("count").plan["a"].priority == 40
        assert [r.number for r in found.history("count")] == list(range(1, 42))


def counted(stores: Sequence[PlanStore], times: int) -> None:
    """Count in a plan so many times in each store, all at once, each in a thread of its own."""
    problems: list[BaseException] = []

    def work(store: PlanStore) -> None:
        try:
            for _ in range(times):
                store.update("count", lambda p: p.evolve("a", priority=p["a"].priority + 1), retries=500)
        except BaseException as problem:  # told by the thread that waits
            problems.append(problem)
            raise

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems


class AnUpdate(MakesStores):
    """``update`` saves what a function makes of the current plan."""

    def test_it_saves_what_the_function_makes(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        second = store.update("website", shorter, author="ben", message="less")
        assert (second.number, second.event, second.author, second.message) == (2, "saved", "ben", "less")
        assert store.load("website").plan == shorter(a_plan())

    def test_a_function_that_changes_nothing_saves_nothing(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        assert store.update("website", lambda plan: plan) == first

    def test_when_somebody_saves_meanwhile_it_is_done_again_on_theirs(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        left = [1, 2]

        def function(plan: Plan) -> Plan:
            if left:
                store.update("website", lambda theirs: theirs.add(Task(f"theirs{left.pop()}")))
            return shorter(plan)

        assert store.update("website", function).number == 4
        now = store.load("website").plan
        assert str(now["design"].effort) == "3d"
        assert "theirs1" in now
        assert "theirs2" in now

    def test_after_so_many_retries_it_gives_up(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        calls = []

        def function(plan: Plan) -> Plan:
            calls.append(plan)
            store.update("website", lambda theirs: theirs.add(Task(f"theirs{len(calls)}")))
            return shorter(plan)

        with pytest.raises(RevisionConflict):
            store.update("website", function, retries=2)
        assert len(calls) == 3
        assert store.load("website").plan["design"] == a_plan()["design"]

    def test_an_error_of_the_function_goes_through_and_nothing_is_saved(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        with pytest.raises(UnknownId):
            store.update("website", lambda plan: plan.evolve("nobody", title="x"))
        assert len(store.history("website")) == 1

    def test_a_function_that_makes_no_plan_is_refused(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        wrong: Any = repr
        with pytest.raises(InvalidValue):
            store.update("website", wrong)


class ABranch(MakesStores):
    """A branch is a plan of its own that begins as another stands, or stood."""

    def test_it_begins_as_the_plan_stands(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        made = store.branch("website", "what if", author="ana", message="try")
        assert (made.name, made.number, made.event) == ("what if", 1, "branched")
        assert made.origin == ("website", 1)
        assert (made.author, made.message) == ("ana", "try")
        assert store.load("what if").plan == a_plan()
        assert store.history("what if") == (made,)

    def test_it_may_begin_in_the_past(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        store.save("website", shorter(a_plan()), first)
        assert store.branch("website", "by number", at=1).origin == ("website", 1)
        assert store.branch("website", "by instant", at=first.at).origin == ("website", 2)
        assert store.load("by number").plan == a_plan()
        assert store.load("by instant").plan == shorter(a_plan())

    def test_neither_changes_with_the_other(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        made = store.branch("website", "what if")
        store.save("what if", shorter(a_plan()), made)
        store.save("website", a_plan().evolve(title="Site"), first)
        assert store.load("website").plan == a_plan().evolve(title="Site")
        assert store.load("what if").plan == shorter(a_plan())

    def test_a_branch_of_a_branch(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        store.save("website", shorter(a_plan()), 1)
        store.branch("website", "b", at=1)
        store.update("b", lambda plan: plan.add(Task("new")))
        assert store.branch("b", "c").origin == ("b", 2)
        assert store.load("c").plan == a_plan().add(Task("new"))

    def test_no_branch_comes_of_what_is_not_there(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        with pytest.raises(UnknownRevision):
            store.branch("website", "b", at=2)
        assert store.names() == ("website",)


class AnArchivedPlan(MakesStores):
    """What is archived can be read and branched, and is never deleted."""

    def test_archiving_is_a_last_revision(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        last = store.archive("website", author="ana", message="done")
        assert (last.number, last.event, last.author, last.message) == (2, "archived", "ana", "done")
        assert store.history("website")[-1] == last
        assert store.changes("website", 1, 2) == ()

    def test_it_is_listed_apart(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        store.create("other", a_plan())
        store.archive("website")
        assert store.names() == ("other",)
        assert store.names(archived=True) == ("website",)

    def test_it_is_read_as_before(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        store.save("website", shorter(a_plan()), first)
        last = store.archive("website")
        assert store.load("website") == Stored(shorter(a_plan()), last)
        assert store.load("website", at=1).plan == a_plan()

    def test_it_takes_no_more_revisions(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        last = store.archive("website")
        attempts: list[Callable[[], object]] = [
            lambda: store.save("website", shorter(a_plan()), last),
            lambda: store.save("website", shorter(a_plan()), first),
            lambda: store.save("website", a_plan(), 2),
            lambda: store.update("website", shorter),
            lambda: store.archive("website"),
        ]
        for attempt in attempts:
            with pytest.raises(PlanArchived) as refusal:
                attempt()
            assert refusal.value.name == "website"
        assert len(store.history("website")) == 2

    def test_its_name_stays_taken(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        store.archive("website")
        with pytest.raises(NameTaken) as refusal:
            store.create("website", Plan())
        assert refusal.value.archived

    def test_it_is_gone_on_from_in_a_branch(self, store: PlanStore) -> None:
        store.create("website", a_plan())
        store.archive("website")
        made = store.branch("website", "again")
        assert made.origin == ("website", 2)
        assert store.save("again", shorter(a_plan()), made).number == 2


class WrongArguments(MakesStores):
    """Whatever is no name, plan, revision or instant is refused by an error of the library, and nothing happens."""

    def test_no_wrong_argument_does_anything(self, store: PlanStore) -> None:
        first = store.create("website", a_plan())
        wrong: Any
        attempts: list[Callable[[], object]] = []
        for wrong in (None, 3, "", b"x", [], "half \ud800", "x" * 100_000):
            attempts += _each_way(store, wrong)
            attempts.append(lambda wrong=wrong: store.create(wrong, Plan()))  # type: ignore[misc]
            attempts.append(lambda wrong=wrong: store.branch("website", wrong))  # type: ignore[misc]
        for wrong in (None, 3, "a", Task("a"), [Task("a")]):
            attempts.append(lambda wrong=wrong: store.create("b", wrong))  # type: ignore[misc]
            attempts.append(lambda wrong=wrong: store.save("website", wrong, first))  # type: ignore[misc]
        for wrong in (None, "1", 1.5, True, [], datetime(2026, 3, 2)):
            attempts.append(lambda wrong=wrong: store.save("website", Plan(), wrong))  # type: ignore[misc]
            attempts.append(lambda wrong=wrong: store.changes("website", wrong))  # type: ignore[misc]
        for wrong in ("1", 1.5, True, [], 0, -1, 10**30):
            attempts.append(lambda wrong=wrong: store.load("website", wrong))  # type: ignore[misc]
            attempts.append(lambda wrong=wrong: store.branch("website", "b", wrong))  # type: ignore[misc]
        for wrong in (None, 3, b"x", "half \ud800"):
            attempts.append(lambda wrong=wrong: store.create("b", Plan(), author=wrong))  # type: ignore[misc]
            attempts.append(lambda wrong=wrong: store.save("website", Plan(), first, message=wrong))  # type: ignore[misc]
            attempts.append(lambda wrong=wrong: store.archive("website", author=wrong))  # type: ignore[misc]
        for wrong in (None, "1", 1.5, -1):
            attempts.append(lambda wrong=wrong: store.update("website", shorter, retries=wrong))  # type: ignore[misc]
        attempts.append(lambda: store.update("website", None))  # type: ignore[arg-type]
        for attempt in attempts:
            with pytest.raises(WorkModelError):
                attempt()
        assert store.names() == ("website",)
        assert store.history("website") == (first,)


def _each_way(store: PlanStore, name: Any) -> list[Callable[[], object]]:
    """Everything that can be asked of a plan by name."""
    return [
        lambda: store.load(name),
        lambda: store.load(name, at=1),
        lambda: store.save(name, a_plan(), 1),
        lambda: store.update(name, shorter),
        lambda: store.history(name),
        lambda: store.changes(name, 1),
        lambda: store.branch(name, "new name"),
        lambda: store.archive(name),
    ]
