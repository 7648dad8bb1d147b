"""A plan as of any time, and since when something is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Resource, Task
from workmodel.errors import UnknownRevision, WrongType
from workmodel.scenarios import as_of, first_known
from workmodel.scheduling import schedule
from workmodel.storage import Revision, Stored

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROMISED = datetime(2026, 3, 13, 17)


@frozen
class Shelf:
    """Plans one after the other, a day between them."""

    plans: list[Plan]
    loaded: list[int] = field(factory=list)

    def history(self, name: str) -> tuple[Revision, ...]:
        return tuple(
            Revision(name, n, FIRST + timedelta(days=n - 1), author=f"author {n}", message=f"message {n}")
            for n in range(1, len(self.plans) + 1)
        )

    def load(self, name: str, at: int | datetime | None = None) -> Stored:
        found = self.history(name)
        if isinstance(at, datetime):
            at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
            found = tuple(one for one in found if one.at <= at)
        elif at is not None:
            found = tuple(one for one in found if one.number == at)
        if not found:
            raise UnknownRevision(name, at, 1, len(self.plans))
        self.loaded.append(found[-1].number)
        return Stored(self.plans[found[-1].number - 1], found[-1])


def lasting(*days: int) -> Shelf:
    """Revisions in which the design takes so many days each."""
    plan = Plan(start="2026-03-02").add(
        Resource("ana"), Task("design", assignments=["ana"]), Milestone("live", after=["design"])
    )
    return Shelf([plan.evolve("design", duration=f"{n}d") for n in days])


def late(dates):
    return dates["live"].finish > PROMISED


class TestAsOf:
    def test_a_plan_stands_as_it_stood_with_its_dates_hours_and_reasons(self) -> None:
        past = as_of(lasting(5, 8), "website", 1)
        assert past.revision.number == 1
        assert past.schedule["live"].finish == datetime(2026, 3, 6, 17)
        assert past.schedule is past.schedule
        assert past.explain("live").drivers[0].subject == "design"
        assert past.ledger("2026-03-02", "2026-03-09").total("ana").free == 0

    @pytest.mark.parametrize(
        ("when", "number"),
        [
            (None, 3), (2, 2), ("2026-03-03", 2), (date(2026, 3, 2), 1), ("2026-03-03 08:59", 1),
            (datetime(2026, 3, 3, 10, tzinfo=UTC), 2), (datetime(2026, 9, 1), 3),
        ],
    )  # fmt: skip
    def test_the_last_revision_that_is_not_later_counts_and_a_day_to_its_end(
        self, when: object, number: int
    ) -> None:
        assert as_of(lasting(5, 8, 9), "website", when).revision.number == number

    def test_before_the_first_there_is_none(self) -> None:
        with pytest.raises(UnknownRevision):
            as_of(lasting(5), "website", "2026-03-01")

    @pytest.mark.parametrize("wrong", [None, "shelf", object()])
    def test_a_store_is_what_keeps_plans(self, wrong: object) -> None:
        with pytest.raises(WrongType, match="a store of plans"):
            as_of(wrong, "website")  # type: ignore[arg-type]
        with pytest.raises(WrongType):
            as_of(lasting(5), "website", True)

    def test_differences_replayed_give_the_plan_that_was_kept(self) -> None:
        shelf = lasting(5, 8, 6)
        plan = shelf.plans[0]
        for before, after in zip(shelf.plans, shelf.plans[1:], strict=False):
            plan = plan.apply(before.diff(after))
        assert plan == as_of(shelf, "website").plan
        assert schedule(plan) == as_of(shelf, "website").schedule


class TestFirstKnown:
    def test_who_saved_it_when_and_what_changed_then(self) -> None:
        known = first_known(lasting(8, 9, 12, 13), "website", late)
        assert (known.since.number, known.since.author, known.first.number) == (3, "author 3", 3)
        assert known.before.number == 2
        assert [str(fact) for fact in known.what_changed.facts] == ["design grew from 9d to 12d"]
        assert (
            str(known).splitlines()[0]
            == "known since revision 3, saved Wed 2026-03-04 09:00 UTC by author 3: message 3"
        )

    def test_what_ceased_to_hold_in_between_is_known_since_it_holds_again(self) -> None:
        known = first_known(lasting(8, 12, 8, 13), "website", late)
        assert (known.since.number, known.first.number, known.wavered) == (4, 2, True)
        assert "it held once before, revision 2" in str(known)

    def test_what_does_not_hold_any_more_was_known_once(self) -> None:
        known = first_known(lasting(8, 12, 8), "website", late)
        assert (known.holds, known.first.number, known.since, known.what_changed) == (False, 2, None, None)
        assert known.plan["design"].duration.minutes() == 12 * 480
        assert "does not hold any more" in str(known)

    def test_what_held_from_the_first_has_nothing_before_it(self) -> None:
        known = first_known(lasting(12, 13), "website", late)
        assert (known.since.number, known.before, known.what_changed) == (1, None, None)

    def test_what_never_held_is_not_known(self) -> None:
        assert first_known(lasting(8, 9), "website", late) is None
        assert first_known(lasting(), "website", late) is None

    def test_a_condition_may_be_about_the_plan(self) -> None:
        known = first_known(
            lasting(8, 9, 12), "website", lambda plan: str(plan["design"].duration) != "8d", of="plan"
        )
        assert known.since.number == 2

    def test_a_revision_that_cannot_be_told_does_not_hold_and_is_named(self) -> None:
        shelf = lasting(12, 12, 12)
        shelf.plans[0] = Plan(start="2026-03-02")
        shelf.plans[1] = shelf.plans[1].evolve("design", after=["live"])
        known = first_known(shelf, "website", late)
        assert (known.since.number, known.untold) == (3, (1, 2))
        assert known.what_changed.problem

    def test_a_fault_of_the_condition_itself_is_not_hidden(self) -> None:
        with pytest.raises(ZeroDivisionError):
            first_known(lasting(8), "website", lambda dates: 1 / 0)

    def test_each_revision_is_loaded_once_and_fewer_where_it_is_monotone(self) -> None:
        shelf = lasting(*range(1, 33))
        assert first_known(shelf, "website", late).since.number == 11
        assert sorted(shelf.loaded) == list(range(1, 33))
        shelf.loaded.clear()
        assert first_known(shelf, "website", late, monotone=True).since.number == 11
        assert len(shelf.loaded) <= 7

    @pytest.mark.parametrize("wrong", [{"condition": 5}, {"of": "ledger"}, {"monotone": 1}])
    def test_arguments_that_mean_nothing_are_refused(self, wrong: dict[str, object]) -> None:
        from workmodel.errors import InvalidValue

        with pytest.raises(InvalidValue):
            first_known(lasting(8), "website", **{"condition": late, **wrong})  # type: ignore[arg-type]


@given(st.lists(st.integers(8, 13), min_size=1, max_size=8))
def test_it_has_held_since_and_did_not_hold_just_before(days: list[int]) -> None:
    known = first_known(lasting(*days), "website", late)
    held = [n > 10 for n in days]
    if known is None:
        assert not any(held)
    else:
        assert known.first.number == held.index(True) + 1
        if known.since is None:
            assert not held[-1]
        else:
            place = known.since.number - 1
            assert all(held[place:])
            assert not place or not held[place - 1]
