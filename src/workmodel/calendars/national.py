"""Public holidays by country, from the ``holidays`` package (extra ``holidays``), as calendar exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workmodel.calendars.exceptions import CalendarException
from workmodel.errors import MissingExtra, OutOfRange, UnknownCountry, WrongType, nearest, tuple_of

__all__ = ["public_holidays"]


def public_holidays(
    country: str, years: int | Iterable[int], subdivision: str | None = None
) -> tuple[CalendarException, ...]:
    """The public holidays of a country as days off, in order of date.

    Parameters
    ----------
    country
        ISO 3166-1 code of the country, ``"DE"``.
    years
        One year or several, 1 to 9999. Many holidays are moved or made by law year by year: ask for the years
        that are planned, and again when the package knows more.
    subdivision
        ISO 3166-2 code of a state or province without the country, ``"BY"``; left out: what holds in the
        whole country.

    Returns
    -------
    tuple of CalendarException
        One per day, named as in the country's default language.

    Raises
    ------
    MissingExtra
        The ``holidays`` package is not installed.
    UnknownCountry
        The package does not know the country or the subdivision; the error lists near ones.
    OutOfRange
        A year outside 1 to 9999.

    Examples
    --------
    >>> [f"{day.start} {day.name}" for day in public_holidays("DE", 2026)][:2]
    ['2026-01-01 Neujahr', '2026-04-03 Karfreitag']
    """
    try:
        import holidays
    except ImportError:
        raise MissingExtra("holidays", "public holidays by country") from None
    known: dict[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    code = _known(country, known, "a country")
    part = None if subdivision is None else _known(subdivision, known[code], f"a part of {code}")
    several = (years,) if isinstance(years, int) else years
    wanted: tuple[Any, ...] = tuple_of("years", several, "whole numbers such as [2026, 2027]")
    for year in wanted:
        if not isinstance(year, int) or isinstance(year, bool):
            raise WrongType("a year", year, "a whole number such as 2026")
        if not 1 <= year <= 9999:
            raise OutOfRange("a year", year, "1 to 9999")
    # Without a language named, the package looks for one in the environment, and equal calls would differ.
    native = holidays.country_holidays(code).default_language
    found = holidays.country_holidays(code, subdiv=part, years=wanted, expand=False, language=native)
    return tuple(CalendarException(start=day, name=str(name)) for day, name in sorted(found.items()))


def _known(code: object, known: Iterable[str], what: str) -> str:
    if not isinstance(code, str):
        raise WrongType(what, code, 'an ISO 3166 code such as "DE"')
    names = sorted(known)
    clean = code.strip().upper()
    if clean in names:
        return clean
    near = nearest(clean, names) or f" Known are {', '.join(names[:12])}{' …' if len(names) > 12 else ''}."
    raise UnknownCountry(code, what, near)
