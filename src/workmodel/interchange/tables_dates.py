"""Dates of a table: as cells write them, and in which zone they are times."""

from __future__ import annotations

from datetime import date, datetime

from attrs import frozen

from workmodel.errors import OutOfRange, ZoneMismatch
from workmodel.interchange.document_values import text_of_moment
from workmodel.interchange.tables_cells import DateOrder, date_of
from workmodel.quantities import Axis, Moment
from workmodel.quantities.moments import zone_info

__all__ = ["Dates", "date_text"]


@frozen
class Dates:
    """How the dates of one table are read.

    Attributes
    ----------
    order
        What comes first in dates with slashes.
    zone
        IANA name of the zone in which times without an offset are wall clock; ``None``: no time has an offset.

    Examples
    --------
    >>> Dates("day", "Europe/Berlin").read("2026-03-02 08:00Z").isoformat()
    '2026-03-02T09:00:00+01:00'
    """

    order: DateOrder
    zone: str | None = None

    def read(self, text: str) -> Moment:
        """A date or time in a cell; one with an offset becomes the same instant on the zone's clock.

        Raises
        ------
        InvalidText
            Not a date.
        OutOfRange
            A time that the zone's clock shows before the year 1 or after 9999.
        ZoneMismatch
            It has an offset, and the table no zone.
        """
        found = date_of(text, self.order)
        if not isinstance(found, datetime) or found.tzinfo is None:
            return found
        if self.zone is None:
            raise ZoneMismatch(found)
        return _on_the_clock_of(self.zone, found)

    def minute(self, value: Moment, *, end: bool = False) -> int:
        """The minute of a date that was read. [min since 1970]"""
        return Axis(self.zone).minute(value, end=end)


def _on_the_clock_of(zone: str, value: datetime) -> datetime:
    """The same instant; a wall clock that already has the zone's offset stays as written, also where clocks change."""
    info = zone_info(zone)
    for fold in (0, 1):
        found = value.replace(tzinfo=info, fold=fold)
        if found.utcoffset() == value.utcoffset():
            return found
    try:
        return value.astimezone(info)
    except OverflowError:
        raise OutOfRange("a time", str(value), f"between the years 1 and 9999 in {zone}") from None


def date_text(value: date | None, *, zoned: bool) -> str:
    """The cell of a date: ISO 8601, a space before the time.

    Parameters
    ----------
    value
        The date, or none.
    zoned
        Whether the plan has a zone, in which a wall clock may be the second of a repeated hour.

    Examples
    --------
    >>> date_text(datetime(2026, 10, 25, 2, 30, fold=1), zoned=True)
    '2026-10-25 02:30[fold=1]'
    """
    if not isinstance(value, datetime):
        return "" if value is None else value.isoformat()
    if zoned and value.tzinfo is None:
        return text_of_moment(value).replace("T", " ", 1)
    return value.isoformat(" ", timespec="minutes")
