"""Laws of scheduling, for any valid plan."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from workmodel.domain import Calendar, Dependency, Plan, Project, Schedule, Task
from workmodel.domain.settings import SETTING_NAMES
from workmodel.errors import DependencyCycle
from workmodel.quantities import Percent
from workmodel.scheduling import schedule
from workmodel.testing.strategies.plans import FEATURES, plans
from workmodel.verification import verify

SIZE = 5
# making a plan takes longer than scheduling it, and much of what is drawn closes a ring or is no case of the law
FEWER = settings(max_examples=settings.default.max_examples // 2, suppress_health_check=list(HealthCheck))
COLUMNS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
           "duration", "critical", "summary")  # fmt: skip


def table(found: Schedule) -> dict[str, tuple[Any, ...]]:
    """Every column by id."""
    columns = [getattr(found.dates, name).tolist() for name in COLUMNS]
    return dict(zip(found.ids, zip(*columns, strict=True), strict=True))


def without_shares(plan: Plan) -> Plan:
    """The plan with percentages of durations taken out of its lags: where a duration shrinks, such a lag does."""
    changed = [
        evolve(
            item, after=tuple(evolve(d, lag="0d") if isinstance(d.lag, Percent) else d for d in item.after)
        )
        for item in plan.items.values()
        if any(isinstance(d.lag, Percent) for d in item.after)
    ]
    return plan.replace(*changed) if changed else plan


# -- order and names --------------------------------------------------------------------------------------------------


@FEWER
@given(plans(items=SIZE), st.randoms(use_true_random=False))
def test_order_of_declaration_does_not_change_dates(plan: Plan, random: Any) -> None:
    """Neither of items nor of what they wait for."""
    shuffled = [
        evolve(one, after=tuple(random.sample(one.after, len(one.after)))) if hasattr(one, "after") else one
        for one in plan
    ]
    random.shuffle(shuffled)
    other = Plan(**{name: getattr(plan.settings, name) for name in SETTING_NAMES}).add(*shuffled)
    assert table(schedule(other)) == table(schedule(plan))


@FEWER
@given(plans(items=SIZE))
def test_ids_do_not_change_dates(plan: Plan) -> None:
    """What sorted first sorts last."""
    renamed, names = plan, {}
    for place, name in enumerate(list(plan.items)):
        names[name] = f"z{99 - place}"
        renamed = renamed.rename(name, names[name])
    found = table(schedule(renamed))
    assert {name: found[names[name]] for name in names} == table(schedule(plan))


# -- more logic, more work --------------------------------------------------------------------------------------------


@FEWER
@given(plans(items=SIZE, features=FEATURES - {"late", "backward"}), st.data())
def test_one_more_dependency_makes_no_early_date_earlier(plan: Plan, data: Any) -> None:
    """Not where shares of durations are lags: a summary may become shorter when its first item moves."""
    assume(len(plan.items) > 1)
    plan = without_shares(plan)
    holder, other = data.draw(st.permutations(list(plan.items)))[:2]
    more = Dependency(
        other,
        data.draw(st.sampled_from(["FS", "SS", "FF", "SF"])),
        data.draw(st.sampled_from(["0d", "1d", "-1d", "2ed"])),
    )
    tied = plan.evolve(holder, after=(*plan[holder].after, more))
    try:
        after = schedule(tied).dates
    except DependencyCycle:
        assume(False)
        return
    before = schedule(plan).dates
    assert (after.early_start >= before.early_start).all()
    assert (after.early_finish >= before.early_finish).all()


@FEWER
@given(
    plans(
        links=("FS", "SS"),
        features=FEATURES - {"late", "backward", "manual", "progress", "constraints", "resources"},
    ),
    st.data(),
)
def test_one_more_minute_makes_no_early_date_earlier(plan: Plan, data: Any) -> None:
    """Not where finishes are bound: there work begins before it."""
    plan = without_shares(plan)
    tasks = [task.id for task in plan.tasks.values() if task.duration is not None]
    assume(tasks)
    name = data.draw(st.sampled_from(tasks))
    minutes = plan.minutes(plan.tasks[name].duration) + 1
    longer = plan.evolve(name, duration=f"{minutes}{'e' if plan.tasks[name].duration.elapsed else ''}min")
    before, after = schedule(plan).dates, schedule(longer).dates
    assert (after.early_start >= before.early_start).all()
    assert (after.early_finish >= before.early_finish).all()


# -- shifted in time --------------------------------------------------------------------------------------------------


def shifted(value: Any, by: timedelta) -> Any:
    """A value with all its dates moved."""
    if hasattr(value, "__attrs_attrs__"):
        names = [one.name for one in value.__attrs_attrs__ if one.init and one.name != "external"]
        changes = {name: shifted(getattr(value, name), by) for name in names}
        changes = {name: new for name, new in changes.items() if new is not getattr(value, name)}
        return evolve(value, **changes) if changes else value
    return value + by if hasattr(value, "isoformat") else value


@FEWER
@given(plans(items=SIZE, features=FEATURES - {"zones"}), st.integers(-60, 60))
def test_shifting_by_whole_weeks_shifts_every_date(plan: Plan, weeks: int) -> None:
    """Where calendars have no exceptions; floats and durations stay."""
    assume(not any(one.exceptions or one.work_weeks for one in plan.calendars.values()))
    by = timedelta(weeks=weeks)
    moved = [one if isinstance(one, Calendar) else shifted(one, by) for one in plan]
    settings = {name: shifted(getattr(plan.settings, name), by) for name in SETTING_NAMES}
    before, after = schedule(plan).dates, schedule(Plan(**settings).add(*moved)).dates
    minutes = weeks * 7 * 1440
    for name in COLUMNS:
        distance = minutes if name.endswith(("start", "finish")) else 0
        assert (getattr(after, name) == getattr(before, name) + distance).all(), name


# -- what decides -----------------------------------------------------------------------------------------------------


@FEWER
@given(plans(items=SIZE, features=FEATURES - {"late", "backward", "hierarchy", "progress", "manual"}))
def test_taking_away_all_that_decides_changes_the_date_and_taking_away_fewer_does_not(plan: Plan) -> None:
    """Drivers are the whole set of equally binding bounds."""
    assume(all(len(set(one.after)) == len(one.after) for one in plan.items.values()))
    found = schedule(plan)
    for name, item in found.items():
        bounds = [b for b in found.explain(name).steps[0].bounds if b.binding]
        assert bounds, name
        if any(b.driver.kind != "dependency" for b in bounds):
            continue
        deciding = [d for d in plan[name].after if str(d) in {b.driver.detail for b in bounds}]
        for size in range(1, len(deciding) + 1):
            for some in combinations(deciding, size):
                rest = tuple(d for d in plan[name].after if d not in some)
                without = schedule(plan.evolve(name, after=rest))[name]
                same = (without.early_start, without.early_finish) == (item.early_start, item.early_finish)
                assert same is (size < len(deciding)), (name, some)


@FEWER
@given(plans(items=SIZE))
def test_every_item_can_say_why(plan: Plan) -> None:
    """A chain that ends, with a driver that is among those that explain it; and the critical path is a chain."""
    found = schedule(plan)
    for name in found:
        explanation = found.explain(name)
        assert explanation.id == explanation.steps[0].id == name
        if not found[name].summary:
            assert found[name].driver in explanation.drivers, name
        assert str(explanation)
    assert not any(found[name].summary for name in found.critical_path)
    assert len(set(found.critical_path)) == len(found.critical_path)


# -- a second opinion -------------------------------------------------------------------------------------------------


@FEWER
@given(plans(items=SIZE))
def test_a_second_opinion_finds_nothing(plan: Plan) -> None:
    """Every promise is kept. Told apart: what is placed late before what levelling delays, which late dates do not know,
    and dates that do not settle, of which a finding tells."""  # fmt: skip
    items = plan.items.values()
    late = any(one.constraint is not None and one.constraint.kind == "ALAP" for one in items)
    levelled = any(getattr(one, "leveling_delay", None) for one in items)
    assume(not (late and levelled and plan.settings.direction == "forward"))
    found = schedule(plan)
    assume(not any(finding.code == "plan.unsettled" for finding in found.findings))
    assert verify(plan, found) == ()


@FEWER
@given(plans(items=SIZE))
def test_floats_are_within_their_bounds(plan: Plan) -> None:
    """Free float lies between none and total float; that of a summary is the least below it."""
    found = schedule(plan)
    for name, item in found.items():
        assert 0 <= item.free_float.minutes <= max(item.total_float.minutes, 0)
        if item.summary:
            below = [found[leaf].total_float for leaf in plan.leaves(name) if found[leaf].complete < 100]
            if below and not isinstance(plan[name], Project):
                assert item.total_float <= min(below)


@FEWER
@given(plans(items=SIZE))
def test_another_version_of_the_same_plan_has_the_same_dates(plan: Plan) -> None:
    """Something came and went."""
    again = plan.add(Task("extra")).remove("extra")
    assert schedule(again) == schedule(plan)
