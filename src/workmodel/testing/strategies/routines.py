"""Strategies for routines: rules, overrides and steps, without anything that refers to other entities."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from workmodel.domain import Override, Routine, RoutineStep
from workmodel.testing.strategies.values import estimates, moments, names, spans, texts

__all__ = ["overrides", "recurrences", "routine_steps", "routines"]

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BEGIN: Final = date(2026, 3, 2)


def recurrences(*, timed: bool = False, ends: bool = True) -> st.SearchStrategy[str]:
    """Texts of recurrences: rules of every frequency, also with dates added and left out.

    Parameters
    ----------
    timed
        Whether rules say their times of day.
    ends
        Whether they may end and hold single dates.
    """
    days = st.sets(st.sampled_from(_WEEKDAYS), min_size=1, max_size=3).map(
        lambda found: ",".join(sorted(found))
    )
    month_day = st.sampled_from([1, 15, 29, 30, 31, -1, -2])
    by = st.one_of(
        st.just("FREQ=DAILY"),
        days.map(lambda found: f"FREQ=WEEKLY;BYDAY={found}"),
        st.just("FREQ=WEEKLY"),
        month_day.map(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}"),
        st.sampled_from(
            ["FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1", "FREQ=MONTHLY"]
        ),
        st.sampled_from(
            ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY", "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO"]
        ),
    )
    times = ["BYHOUR=9;BYMINUTE=30", "BYHOUR=2,14"] if timed else [""]
    limits = ["", "COUNT=7", "UNTIL=20260831"] if ends else [""]
    rule = st.tuples(
        by, st.sampled_from(["", "INTERVAL=2", "INTERVAL=3"]), st.sampled_from(times), st.sampled_from(limits)
    )
    plain = rule.map(lambda parts: ";".join(filter(None, parts)))
    if not ends:
        return plain
    day = st.integers(0, 90).map(lambda n: f"{_BEGIN + timedelta(days=n):%Y%m%d}")
    single = st.tuples(plain, day, day).map(
        lambda found: f"RRULE:{found[0]}\nRDATE;VALUE=DATE:{found[1]}\nEXDATE;VALUE=DATE:{found[2]}"
    )
    return plain | single


def overrides(*, effort: bool = True) -> st.SearchStrategy[tuple[Override, ...]]:
    """Overrides of different starts near each other.

    Parameters
    ----------
    effort
        Whether they may say another effort.
    """
    cancelled = st.builds(
        Override, moments(), cancelled=st.just(True), following=st.sampled_from([False, False, True])
    )
    told: dict[str, Any] = {"window": st.none() | spans(), "following": st.booleans()}
    if effort:
        told["effort"] = st.none() | spans(elapsed=False)
    changed = st.builds(Override, moments(), start=moments(), **told)
    several = st.lists(
        cancelled | changed, max_size=3, unique_by=lambda one: (str(one.original), one.following)
    )
    return several.map(tuple)


def routine_steps() -> st.SearchStrategy[tuple[RoutineStep, ...]]:
    """Steps that wait for earlier ones; nobody in them is named by id."""
    who = st.sampled_from([(), ("each",), ("each", "manager"), ("managers",)])
    ids = st.sampled_from(["draft", "check", "sign"])
    made = st.builds(RoutineStep, ids, effort=spans(elapsed=False), duration=st.none() | spans(), who=who)
    return st.lists(made, min_size=1, max_size=3, unique_by=lambda step: step.id).map(_in_order)


def _in_order(found: list[RoutineStep]) -> tuple[RoutineStep, ...]:
    from attrs import evolve

    return tuple(evolve(step, after=[found[n - 1].id] if n else []) for n, step in enumerate(found))


def routines() -> st.SearchStrategy[Routine]:
    """Routines of every demand."""
    rest = st.fixed_dictionaries({
        "valid_from": st.none() | moments(), "purpose": texts(), "split": st.sampled_from(["total", "each"]),
        "priority": st.integers(0, 1000), "window": st.none() | spans(),
        "service_level": st.none() | spans(),
    })  # fmt: skip
    return st.builds(
        lambda name, what, more: Routine(name, **what, **more), names(), _recurring() | _rated(), rest
    )


def _rated() -> st.SearchStrategy[dict[str, Any]]:
    amount = {"effort": st.none() | spans(elapsed=False), "estimate": st.none() | estimates()}
    arrivals = st.sampled_from(["12 per day", "0.5 per month", "3 per hour"])
    reservation = st.sampled_from(["4h per week", "20%", "1h 30min per day"])
    return st.fixed_dictionaries({"arrivals": arrivals, **amount}) | st.fixed_dictionaries(
        {"reservation": reservation}
    )


def _recurring() -> st.SearchStrategy[dict[str, Any]]:
    choices: dict[str, Any] = {
        "gap": st.sampled_from(["shift", "skip"]),
        "day_off": st.sampled_from(["keep", "keep", "skip", "next", "previous"]),
        "renewal": st.sampled_from(["fixed", "catch_up"]),
    }
    effort = {
        "effort": st.none() | spans(elapsed=False), "estimate": st.none() | estimates(), "overrides": overrides(),
    }  # fmt: skip
    steps = {"steps": routine_steps(), "overrides": overrides(effort=False)}
    clock = {"recurrence": recurrences(), "at": st.sampled_from(["", "09:00", "02:30"])}
    timed = {"recurrence": recurrences(timed=True)}
    renewed = {"recurrence": recurrences(ends=False), "renewal": st.just("after_completion")}
    return st.one_of([
        st.fixed_dictionaries({**choices, **what, **rule}) for what in (effort, steps) for rule in (clock, timed, renewed)
    ])  # fmt: skip
