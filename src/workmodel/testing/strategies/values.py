"""Strategies for values: spans, lags, moments, estimates, texts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal

from hypothesis import strategies as st

from workmodel.domain import Estimate
from workmodel.quantities import Lag, Moment, Percent, Span

__all__ = ["MONDAY", "estimates", "lags", "moments", "names", "spans", "texts", "whole_spans"]

MONDAY: Final = date(2026, 3, 2)
"""The day around which generated dates gather; four weeks before Europe changes its clocks."""

_UNITS: Final = ("d", "h", "w")
_TIMES: Final = (time(8), time(17), time(12), time(13), time(9, 30), time(0), time(23), time(4), time(16, 59))


def spans(*, elapsed: bool | None = None, signed: bool = False, zero: bool = True) -> st.SearchStrategy[Span]:
    """Spans as planners write them: one or two units, perhaps with decimals, at most some weeks.

    Parameters
    ----------
    elapsed
        Whether they run around the clock; ``None``: some do.
    signed
        Whether some are negative.
    zero
        Whether some are nothing at all.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(spans(elapsed=True), lambda span: span.minutes() > 480).elapsed
    True
    """
    quarters = st.sampled_from([Decimal(n) / 4 for n in (4, 8, 12, 20, 2, 1, 6, 11)])
    minutes = st.sampled_from([Decimal(n) for n in (30, 15, 1, 90)]).map(lambda n: ((n, "min"),))
    parts = st.tuples(quarters, st.sampled_from(_UNITS)).map(lambda part: (part,)) | minutes
    two = st.tuples(st.integers(1, 3), st.integers(1, 7)).map(
        lambda n: ((Decimal(n[0]), "d"), (Decimal(n[1]), "h"))
    )
    some = parts | two | st.just(()) if zero else parts | two
    runs = st.booleans() if elapsed is None else st.just(elapsed)
    minus = st.booleans() if signed else st.just(False)
    return st.builds(_span, some, runs, minus)


def _span(parts: tuple[tuple[Decimal, str], ...], elapsed: bool, negative: bool) -> Span:
    tidy = tuple((Decimal(f"{amount.normalize():f}"), unit) for amount, unit in parts)
    return Span(tidy, elapsed and bool(tidy), negative and bool(tidy))


def whole_spans() -> st.SearchStrategy[Span]:
    """Positive working spans from half an hour to two weeks: what most tasks take."""
    texts_ = ("1d", "2d", "4h", "3d", "8h", "30min", "1w", "5h 20min", "1.5d", "2w", "1min")
    return st.sampled_from(texts_).map(_parsed)


def _parsed(text: str) -> Span:
    from workmodel.quantities import span

    return span(text)


def lags() -> st.SearchStrategy[Lag]:
    """Lags and leads: working, elapsed, and percentages of the predecessor's duration."""
    percents = st.builds(
        Percent,
        st.sampled_from([50, 100, -50, 25, -75, 33, 150, -100]).map(Decimal),
        st.sampled_from([False, True]),
    )
    return spans(signed=True) | percents


def moments(around: date = MONDAY, *, days: int = 18) -> st.SearchStrategy[Moment]:
    """Days and times near a day: from a week before it to *days* after, at the edges of usual shifts and off them.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(moments(), lambda moment: True)
    datetime.date(2026, 3, 2)
    """
    near = st.integers(0, days) | st.integers(-7, -1)
    day = near.map(lambda n: around + timedelta(days=n))
    return day | st.builds(datetime.combine, day, st.sampled_from(_TIMES))


def estimates(*, of: Literal["duration", "effort"] = "duration") -> st.SearchStrategy[Estimate]:
    """Three-point estimates, in order of size."""
    three = st.lists(spans(elapsed=False), min_size=3, max_size=3)
    return three.map(lambda found: _estimate(found, of))


def _estimate(found: list[Span], of: Literal["duration", "effort"]) -> Estimate:
    low, likely, high = sorted(found, key=Span.minutes)
    return Estimate(low, likely, high, of)


def texts(max_size: int = 20) -> st.SearchStrategy[str]:
    """Text of any script, with quotes, line breaks and the like, that can be stored."""
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=max_size)


def names() -> st.SearchStrategy[str]:
    """Ids: short words mostly, and now and then all that an id may be."""
    plain = st.sampled_from(["a", "b", "task-1", "übung", "x.y", "1.2.3", "設計", "q3_goal"])
    odd = st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="@/"), min_size=1
    )
    return plain | odd.map(lambda text: text[:40]).filter(
        lambda text: text.isprintable() and text.split() == [text]
    )
