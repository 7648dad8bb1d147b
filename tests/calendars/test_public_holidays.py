"""Public holidays by country."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from workmodel.calendars import STANDARD, Layer, WorkCalendar, public_holidays
from workmodel.errors import MissingExtra, OutOfRange, UnknownCountry, WrongType


def test_public_holidays_are_days_off_in_order() -> None:
    pytest.importorskip("holidays")
    found = public_holidays("DE", [2027, 2026])
    assert [day.start for day in found] == sorted(day.start for day in found)
    assert {day.start for day in found} >= {date(2026, 12, 25), date(2027, 1, 1)}
    assert all(day.shifts == () and day.finish == day.start and day.name for day in found)
    office = WorkCalendar(Layer(STANDARD.week, found))
    assert not office.is_open((date(2026, 12, 25) - date(1970, 1, 1)).days * 1440 + 600)


def test_a_part_of_a_country_may_have_more() -> None:
    pytest.importorskip("holidays")
    epiphany = date(2026, 1, 6)
    assert epiphany not in {day.start for day in public_holidays("de", 2026)}
    assert epiphany in {day.start for day in public_holidays("de", 2026, "by")}


def test_names_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("holidays")
    for language in ("de_DE", "en_US", "C"):
        monkeypatch.setenv("LANGUAGE", language)
        assert public_holidays("DE", 2026)[0].name == "Neujahr"


def test_an_unknown_country_or_part_is_refused_with_near_ones() -> None:
    pytest.importorskip("holidays")
    with pytest.raises(UnknownCountry, match="ISO 3166") as caught:
        public_holidays("XX1", 2026)
    assert caught.value.code == "XX1"
    with pytest.raises(UnknownCountry, match="a part of DE"):
        public_holidays("DE", 2026, "Bavaria")
    with pytest.raises(WrongType):
        public_holidays(49, 2026)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [0, 10000])
def test_a_year_is_from_1_to_9999(year: int) -> None:
    pytest.importorskip("holidays")
    with pytest.raises(OutOfRange):
        public_holidays("DE", year)
    with pytest.raises(WrongType):
        public_holidays("DE", ["2026"])  # type: ignore[list-item]


def test_without_the_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtra, match=r"workmodel\[holidays\]") as caught:
        public_holidays("DE", 2026)
    assert caught.value.extra == "holidays"
