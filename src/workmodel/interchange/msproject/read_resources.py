"""Resources: people, material and cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from workmodel.domain import ExternalReference, FrozenMap, Resource
from workmodel.interchange.msproject.codes import NO_CURRENCY
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.read_properties import CustomFields
from workmodel.interchange.msproject.report import Report
from workmodel.interchange.msproject.uids import Uids
from workmodel.quantities import Money

__all__ = ["external_of", "resources_of", "share_of"]

_TYPES: Final = {0: "material", 1: "person", 2: "money"}
_MOST_CAPACITY: Final = 100_000
_HUNDREDTHS: Final = 100


def share_of(fields: Fields, name: str, most: int) -> Decimal | None:
    """A share, in whole ten-thousandths."""
    found = fields.number(name)
    if found is None:
        return None
    if not 0 <= found <= most:
        fields.report.add(
            "bad_value", fields.subject,
            f"{fields.node.name}/{name} is {found}, which is not from 0 to {most}; it was left out",
            {"element": name, "value": str(found)},
        )  # fmt: skip
        return None
    whole = round(found, 4)
    if whole != found:
        fields.report.tally("rounded_share", name, fields.subject, "{what} was rounded to four decimals {n}")
    return whole


def external_of(fields: Fields) -> tuple[ExternalReference, ...]:
    """The GUID, by which servers know it."""
    guid = fields.word("GUID")
    return (ExternalReference("msproject", guid),) if guid else ()


def resources_of(
    root: Node, report: Report, calendars: Uids, custom: CustomFields, currency: str
) -> tuple[list[Resource], Uids]:
    """The resources in the file's order, and their ids by UID; blank rows are passed over."""
    uids = Uids("r", "resource", report)
    used = {node.values.get("ResourceUID", "").strip() for node in root.inside("Assignments", "Assignment")}
    found = []
    for node in root.inside("Resources", "Resource"):
        fields = Fields(node, report)
        if fields.flag("IsNull") or _placeholder(node, used):
            continue
        name = uids.claim(fields)
        found.append(_resource(Fields(node, report, name), calendars, custom, currency))
    return found, uids


def _placeholder(node: Node, used: set[str]) -> bool:
    """Whether it is the nameless resource 0 that stands for "unassigned" in every file."""
    return (
        node.values.get("UID", "").strip() == "0"
        and not node.values.get("Name", "").strip()
        and "0" not in used
    )


def _resource(fields: Fields, calendars: Uids, custom: CustomFields, currency: str) -> Resource:
    report, name = fields.report, fields.subject
    number = fields.whole("Type", 0, 2)
    kind = _TYPES[1 if number is None else number]
    if fields.flag("IsCostResource"):
        kind = "money"
    calendar = None
    uid = fields.whole("CalendarUID")
    if uid is not None and uid >= 0:
        calendar = calendars(uid)
        if calendar is None:
            report.add(
                "unknown_calendar", name,
                f"the resource works by the calendar with the UID {uid}, which is not in the file; it has the plan's",
                {"uid": uid},
            )  # fmt: skip
    if fields.flag("IsInactive"):
        report.add(
            "inactive_resource",
            name,
            f"{fields.text('Name') or name} is inactive; a plan knows no such state",
        )
    capacity = share_of(fields, "MaxUnits", _MOST_CAPACITY)
    return Resource(
        name, title=fields.text("Name"), notes=fields.text("Notes"), type=kind,
        capacity=Decimal(1) if capacity is None else capacity,
        calendar=calendar, cost_rate=_rate(fields, kind, currency), cost_per_use=_per_use(fields, currency),
        unit=fields.text("MaterialLabel") if kind == "material" else "", email=fields.text("EmailAddress"),
        external=external_of(fields), properties=FrozenMap(custom.values_of(fields, "resource")),
    )  # fmt: skip


def _rate(fields: Fields, kind: str, currency: str) -> Money | None:
    """The standard rate, which is stored per hour whatever unit it is shown in (per unit for material)."""
    amount = fields.number("StandardRate")
    if not amount:
        return None
    if kind == "material":
        fields.report.tally(
            "rate_of_material",
            "StandardRate",
            fields.subject,
            "{what} of a material, a price per unit, was kept as its rate {n}",
        )
    return _money(fields, amount, currency)


def _per_use(fields: Fields, currency: str) -> Money | None:
    amount = fields.number("CostPerUse")
    return _money(fields, amount / _HUNDREDTHS, currency) if amount else None


def _money(fields: Fields, amount: Decimal, currency: str) -> Money | None:
    if abs(amount) >= 10**18:
        fields.report.add(
            "bad_value", fields.subject, f"an amount of money of {amount} is too large; it was left out"
        )
        return None
    exact = round(amount, 6)
    if exact != amount:
        fields.report.tally(
            "rounded_money", "a rate", fields.subject, "{what} was rounded to six decimals {n}"
        )
    if currency == NO_CURRENCY:
        fields.report.tally(
            "no_currency",
            "amounts",
            fields.subject,
            f"the file names no currency for its {{what}}; {NO_CURRENCY} stands for it",
        )
    return Money(
        exact.normalize() + 0 if exact != exact.to_integral_value() else exact.quantize(Decimal(1)), currency
    )
