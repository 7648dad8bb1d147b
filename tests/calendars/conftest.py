"""What the tests of working time share: moments as people write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workmodel.quantities import Axis, moment


@pytest.fixture
def at() -> Callable[..., int]:
    """The minute of a time: ``at("2026-03-06 16:00")``, in UTC from the wall clock of a zone if one is given."""

    def minute(text: str, zone: str | None = None) -> int:
        return Axis(zone).minute(moment(text))

    return minute


@pytest.fixture
def shown() -> Callable[..., str]:
    """A minute as text: ``"Fri 2026-03-06 16:00"``, by the wall clock of a zone if one is given."""

    def text(minute: int, zone: str | None = None) -> str:
        return f"{Axis(zone).time(int(minute)):%a %Y-%m-%d %H:%M}"

    return text
