"""What all tests share: Hypothesis profiles, the thorough run, reference data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
THOROUGH = os.environ.get("WORKMODEL_THOROUGH") == "1"
CASES = 100

# On a build machine the same cases every time: a red build must be red again when someone looks. A deadline
# per case would make the machine's speed a property of the code; the benchmarks look after speed.
settings.register_profile(
    "default", deadline=None, max_examples=CASES, derandomize="CI" in os.environ, print_blob=True
)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=10 * CASES,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("thorough" if THOROUGH else "default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked ``thorough`` out of an ordinary run."""
    if THOROUGH:
        return
    later = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=later)
    items[:] = [item for item in items if item not in later]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether this is the run before a release: ten times the cases."""
    return THOROUGH


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    """The folder of published reference data; the test is skipped where it is not at hand."""
    named = os.environ.get("WORKMODEL_BENCHMARKS")
    folder = Path(named) if named else ROOT.parent / "shared" / "benchmarks"
    if not folder.is_dir():
        pytest.skip(f"no reference data in {folder}; name its folder in WORKMODEL_BENCHMARKS")
    return folder
