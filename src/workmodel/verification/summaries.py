"""Promises about summaries: they are what is below them, added up."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.below import FIRST, LAST, below
from workmodel.verification.facts import Facts, Item
from workmodel.verification.saying import broken, date_differs

__all__ = ["summaries"]


def summaries(facts: Facts) -> Iterator[Finding]:
    """A summary begins with the first and ends with the last below it, is as tight as the tightest."""
    for item in facts.items:
        if item.summary:
            yield from _dates(facts, item)
            if (
                facts.schedule.source == "computed"
            ):  # files are of two minds about what floats of summaries are
                yield from _floats(facts, item)


def _dates(facts: Facts, item: Item) -> Iterator[Finding]:
    row = facts[item.id]
    inside = below(facts, item)
    for columns, dates in ((FIRST, inside.first), (LAST, inside.last)):
        for column, expected in zip(columns, dates, strict=True):
            found = getattr(row, column)
            if found != expected:
                what = column.replace("_", " ")
                yield date_differs(facts, "verify.summary", item.id, what, found, expected, "what is in it")
    expected = item.plain.between(row.start, row.finish)
    if row.duration != expected:
        yield broken(
            "verify.summary", item.id,
            f"{item.id} has {expected} working minutes between its start and finish, and a duration of {row.duration}",
            found=row.duration, expected=expected,
        )  # fmt: skip


def _floats(facts: Facts, item: Item) -> Iterator[Finding]:
    row = facts[item.id]
    inside = below(facts, item)
    total = 0 if inside.least_float is None else inside.least_float
    if row.total_float != total:
        yield broken(
            "verify.summary", item.id,
            f"the least total float in {item.id} is {total} minutes, and its own is {row.total_float}",
            found=row.total_float, expected=total,
        )  # fmt: skip
    if row.critical is not inside.critical:
        yield broken(
            "verify.summary", item.id, f"{item.id} is marked critical {row.critical}, and what is in it {inside.critical}",
            found=row.critical, expected=inside.critical,
        )  # fmt: skip
