"""Names of exceptions and work weeks."""

from __future__ import annotations

import pytest

from workmodel.calendars import CalendarException, WorkWeek
from workmodel.errors import InvalidValue


@pytest.mark.parametrize("name", [3, None, b"x", "\ud800"])
def test_a_name_is_text_that_can_be_stored(name: object) -> None:
    with pytest.raises(InvalidValue):
        CalendarException(start="2026-12-25", name=name)
    with pytest.raises(InvalidValue):
        WorkWeek(start="2026-07-01", finish="2026-08-31", pattern="fri 08:00-12:00", name=name)
