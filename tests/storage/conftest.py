"""How long the machines run: under a minute a store for a commit, ten times as many runs before a release."""

import pytest
from hypothesis import settings


@pytest.fixture(scope="session")
def machine_settings(thorough):
    runs, steps = (2000, 50) if thorough else (200, 50)
    return settings(max_examples=runs, stateful_step_count=steps, deadline=None)
