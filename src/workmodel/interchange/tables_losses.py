"""What a table of a plan would lose: found by writing it, reading it again, and comparing."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from workmodel.domain import Entity, Plan, WorkItem
from workmodel.errors import DocumentFaults
from workmodel.findings import Finding
from workmodel.interchange.document_text import MOST_BYTES
from workmodel.interchange.tables_reading import imported
from workmodel.interchange.tables_text import table_text
from workmodel.interchange.tables_writing import rows_of_plan

__all__ = ["losses_of"]


def losses_of(plan: Plan) -> tuple[Finding, ...]:
    """Findings on what a table would not bring back: settings, then entities in the plan's order."""
    text = table_text(rows_of_plan(plan))
    try:
        read = imported(text, max(MOST_BYTES, 512 * len(plan), 32 * len(text)), plan.zone).plan
    except DocumentFaults as problem:
        return tuple(
            Finding(
                "tables.not_readable",
                "",
                f"the table could not be read again: {fault}",
                {"path": fault.path},
                "error",
            )
            for fault in problem.faults
        )
    return (
        *_settings(plan, read),
        *(finding for entity in plan for finding in _entity(entity, read)),
        *_order(plan, read),
    )


def _settings(plan: Plan, read: Plan) -> Iterator[Finding]:
    for name, value, _ in plan.settings.changes_to(attrs.evolve(read.settings, zone=None)):
        cure = f'; say it when the table is read, loads(..., zone="{value}")' if name == "zone" else ""
        yield Finding(
            "tables.setting_lost",
            "",
            f"the plan's {name.replace('_', ' ')} is not in the table{cure}",
            {name: value},
            "info",
        )


def _entity(entity: Entity, read: Plan) -> Iterator[Finding]:
    there = read.get(entity.id)
    if type(there) is not type(entity):
        yield Finding(
            "tables.entity_lost", entity.id, f"a {entity.kind} is not in the table", {"kind": entity.kind}
        )
        return
    lost = [a.name for a in attrs.fields(type(entity)) if getattr(entity, a.name) != getattr(there, a.name)]
    if lost:
        verb = "is" if len(lost) == 1 else "are"
        yield Finding(
            "tables.field_lost",
            entity.id,
            f"{', '.join(lost)} {verb} not in the table",
            {"fields": tuple(lost)},
        )


def _order(plan: Plan, read: Plan) -> Iterator[Finding]:
    kept = [e.id for e in plan if e.id in read]
    if kept != [e.id for e in read] and not all(isinstance(e, WorkItem) for e in plan):
        about = "entities come back in another order: resources behind the tasks"
        yield Finding("tables.order_lost", "", about, severity="info")
