"""Laws of occurrences that hold for any routine: windows add up, names are stable, overrides change what they name."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from workmodel.domain import Completion, Override, Plan, Routine
from workmodel.interchange import document
from workmodel.routines import adherence, next_occurrence, occurrences
from workmodel.testing import drawn, sketch
from workmodel.testing.strategies.entities import entities
from workmodel.testing.strategies.routines import routines

ZONES = [None, "Europe/Berlin", "America/New_York", "Pacific/Apia", "America/Sao_Paulo"]
START = datetime(2026, 3, 1)


def plans(*, overridden: bool = True) -> st.SearchStrategy[Plan]:
    """Plans with one routine that recurs, in some zone, with some of its occurrences done."""

    def made(routine: Routine, zone: str | None, own: str | None, done: list[int]) -> Plan:
        if zone is not None:
            routine = evolve(routine, zone=own)
        if not overridden:
            routine = evolve(routine, overrides=())
        plan = Plan(start="2026-03-01", zone=zone).add(evolve(routine, id="r", estimate=None))
        found = list(islice(occurrences(plan, "r", "2026-03-01", "2026-08-01"), 5))
        for number in done:
            if number < len(found):
                one = found[number]
                plan = plan.add(
                    Completion(
                        f"c{number}",
                        routine="r",
                        occurrence=one.original,
                        done=one.start + timedelta(days=number),
                    )
                )
        return plan

    recurring = routines().filter(lambda routine: bool(routine.recurrence))
    done = st.lists(st.integers(0, 4), unique=True, max_size=2)
    return st.builds(made, recurring, st.sampled_from(ZONES), st.sampled_from([None, *ZONES[1:]]), done)


def times() -> st.SearchStrategy[datetime]:
    return st.integers(0, 800 * 24).map(lambda hours: START + timedelta(hours=hours))


@given(plans(), times(), times(), times())
def test_the_occurrences_of_a_window_are_those_of_its_halves(plan, a, b, c):
    lo, middle, hi = sorted([a, b, c])
    whole = list(occurrences(plan, "r", lo, hi))
    assert whole == [*occurrences(plan, "r", lo, middle), *occurrences(plan, "r", middle, hi)]
    assert len({one.id for one in whole}) == len(whole)
    assert [one.start for one in whole] == sorted(one.start for one in whole)


@given(plans(), times())
def test_the_next_occurrence_is_the_first_of_those_that_follow(plan, when):
    found = next_occurrence(plan, "r", when)
    limit = datetime(2030, 1, 1)
    following = next(occurrences(plan, "r", when + timedelta(minutes=1), limit), None)
    if following is not None:
        assert found == following
    else:
        assert found is None or found.start.replace(tzinfo=None) >= limit


@given(plans(), st.integers(0, 10), st.sampled_from(["cancelled", "effort", "window", "start"]))
def test_an_override_changes_only_what_it_names(plan, number, what):
    before = list(occurrences(plan, "r", "2026-03-01", "2027-03-01"))
    assume(
        number < len(before) and not (what == "effort" and plan["r"].steps) and plan["r"].renewal == "fixed"
    )
    chosen = before[number]
    taken = {one.original for one in plan["r"].overrides}
    assume(not taken)
    change = {
        "cancelled": {"cancelled": True}, "effort": {"effort": "77min"}, "window": {"window": "77emin"},
        "start": {"start": chosen.start + timedelta(hours=1)},
    }[what]  # fmt: skip
    after = {one.id: one for one in occurrences(
        plan.evolve("r", overrides=[Override(chosen.original, **change)]), "r", "2026-03-01", "2027-03-02")}  # fmt: skip
    for one in before:
        if one.id != chosen.id:
            assert after[one.id] == one
    if what == "cancelled":
        assert chosen.id not in after
    else:
        same = {"effort": "effort", "window": "due", "start": "start"}[what]
        changed = after[chosen.id]
        for name in ("id", "original", "effort", "due", "steps", "start"):
            if name != same and not (what == "start" and name == "due"):
                assert getattr(changed, name) == getattr(chosen, name), name


@given(plans(), times())
def test_adherence_puts_each_occurrence_in_one_place(plan, as_of):
    found = adherence(plan, "r", "2026-03-01", "2026-12-31", as_of=as_of)
    names = [*found.due, *found.skipped, *found.open]
    assert sorted(names) == sorted(one.id for one in occurrences(plan, "r", "2026-03-01", "2026-12-31"))
    assert found.share is None or 0 <= found.share <= 1


@given(plans())
def test_a_plan_with_routines_survives_its_document(plan):
    assert document.loads(document.dumps(plan)) == plan


@given(entities("routine"))
def test_a_routine_that_is_drawn_reads_back(routine):
    told = evolve(
        routine, title="", notes="", tags=(), external=(), purpose="", steps=tuple(evolve(s, title="") for s in routine.steps)
    )  # fmt: skip
    plan = Plan(start="2026-03-02").add(told)
    picture = drawn(plan)
    names = "".join([told.id, *(step.id for step in told.steps)])
    assume(not set("#,") & set(names))  # a comment, and the next of several: the notation's own
    assert sketch(picture, start=plan.start) == plan, picture


@given(plans(overridden=False), st.sampled_from(["skip", "next", "previous"]))
def test_days_off_never_hold_what_was_to_be_moved_from_them(plan, rule):
    plan = plan.evolve("r", day_off=rule, zone=None)
    calendar, axis = plan.work_calendar(), plan.axis
    for one in occurrences(plan, "r", "2026-03-01", "2026-09-01"):
        day = one.start.date()
        assert calendar.between(axis.minute(day), axis.minute(day, end=True)) > 0
