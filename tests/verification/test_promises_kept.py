"""What the engine answers keeps every promise, for any plan."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from workmodel.domain import Plan
from workmodel.scheduling import schedule
from workmodel.testing import drawn, sketch
from workmodel.testing.strategies import FEATURES, plans
from workmodel.verification import verify

any_speed = settings(suppress_health_check=list(HealthCheck))


def keeps_its_promises(plan: Plan) -> None:
    broken = verify(plan, schedule(plan))
    assert not broken, "\n".join([drawn(plan), *map(str, broken)])


@any_speed
@given(plans())
def test_plans_with_every_feature(plan: Plan) -> None:
    keeps_its_promises(plan)


@any_speed
@given(plans(items=15, features={"lags", "hierarchy", "calendars"}))
def test_larger_plans_with_summaries_and_calendars(plan: Plan) -> None:
    keeps_its_promises(plan)


@pytest.mark.parametrize("feature", sorted(FEATURES - {"lags"}))
def test_each_feature_beside_lags_and_summaries(feature: str) -> None:
    @settings(any_speed, max_examples=settings.default.max_examples // 4 if settings.default else 25)
    @given(plans(features={"lags", "hierarchy", feature}))
    def kept(plan: Plan) -> None:
        keeps_its_promises(plan)

    kept()


@pytest.mark.parametrize(
    "picture",
    [
        "a 1d ALAP leveling 1ed",  # levelling moves the end of the plan, and it is late within that
        "a 1d\nb 0d manual 2026-03-02 .. 2026-03-03",  # its dates lie apart whatever its duration says
    ],
)
def test_levelled_late_work_and_dates_set_by_hand_to_work_of_no_time(picture: str) -> None:
    keeps_its_promises(sketch(picture))


def test_the_second_opinion_shares_no_code_with_engines() -> None:
    import workmodel.verification

    folder = Path(workmodel.verification.__file__).parent
    imported = set()
    for module in folder.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("workmodel."):
                imported.add(node.module.split(".")[1])
    assert imported == {"calendars", "domain", "errors", "findings", "quantities", "routines", "verification"}


def test_every_code_is_in_the_catalogue_and_every_entry_is_a_code() -> None:
    import workmodel.verification

    folder = Path(workmodel.verification.__file__).parent
    said = set(re.findall(r"``(verify\.\w+)``", workmodel.verification.__doc__ or ""))
    used = {
        code
        for module in folder.glob("[a-z]*.py")
        for code in re.findall(r'"(verify\.\w+)"', module.read_text("utf-8"))
    }
    assert said == used
