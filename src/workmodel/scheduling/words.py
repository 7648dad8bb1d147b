"""How messages say a moment."""

from __future__ import annotations

from datetime import date, datetime

__all__ = ["said"]


def said(moment: date | datetime) -> str:
    """A day or a time in words that every platform's ``strftime`` has: ``"Mon 2 Mar 2026 08:00"``.

    >>> said(datetime(2026, 3, 2, 8)), said(date(2026, 3, 2))
    ('Mon 2 Mar 2026 08:00', 'Mon 2 Mar 2026')
    """
    day = f"{moment:%a} {moment.day} {moment:%b %Y}"
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day
