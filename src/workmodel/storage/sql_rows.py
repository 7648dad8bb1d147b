"""From plans and changes to rows and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import frozen

from workmodel.domain import (
    Added,
    Change,
    Completion,
    Entity,
    Milestone,
    Moved,
    Plan,
    Project,
    Removed,
    Renamed,
    Revised,
    Routine,
    Task,
)
from workmodel.errors import DocumentFaults, Fault
from workmodel.interchange.changes import (
    json_line,
    json_value,
    read_changes,
    read_plan,
    write_change,
    write_entity,
    write_settings,
)
from workmodel.interchange.document_values import text_of_moment
from workmodel.quantities import Moment

__all__ = [
    "Delta",
    "assigned",
    "change_rows",
    "changes_of",
    "delta",
    "entity_row",
    "plan_of",
    "settings_text",
]

_PLANNED: Final = "planned"
_ACTIVE: Final = "active"
_DONE: Final = "done"


# -- to rows ------------------------------------------------------------------------------------------------------------


def settings_text(plan: Plan) -> str:
    """The document of a plan's settings."""
    return json_line(write_settings(plan.settings))


def entity_row(entity: Entity) -> dict[str, Any]:
    """What the row of an entity says of it, all but its plan, place and revision."""
    start, finish = _dates(entity)
    deadline = getattr(entity, "deadline", None)
    return {
        "id": entity.id,
        "kind": entity.kind,
        "parent": getattr(entity, "parent", None),
        "start": start,
        "finish": finish,
        "deadline": None if deadline is None else text_of_moment(deadline),
        "status": _status(entity),
        "document": json_line(write_entity(entity)),
    }


def _dates(entity: Entity) -> tuple[str | None, str | None]:
    """The dates that were given: what happened before what was set by hand."""
    start: Moment | None = None
    finish: Moment | None = None
    if isinstance(entity, (Task, Milestone)):
        if entity.manual is not None:
            start, finish = entity.manual.start, entity.manual.finish
        if entity.progress is not None:
            start = entity.progress.actual_start or start
            finish = entity.progress.actual_finish or finish
    elif isinstance(entity, Project):
        start = entity.start
    elif isinstance(entity, Routine):
        start, finish = entity.valid_from, entity.valid_to
    elif isinstance(entity, Completion):
        start, finish = entity.occurrence, entity.done
    return (
        None if start is None else text_of_moment(start),
        None if finish is None else text_of_moment(finish),
    )


def _status(entity: Entity) -> str | None:
    """How far it has come; nothing for what is not done."""
    if isinstance(entity, Completion):
        return entity.outcome
    if not isinstance(entity, (Task, Milestone)):
        return None
    done = entity.progress
    if done is None:
        return _PLANNED
    return _DONE if done.complete else _ACTIVE if done.started else _PLANNED


def assigned(these: Iterable[Entity]) -> dict[tuple[str, str], None]:
    """Who is assigned to these, each once: resource and entity."""
    return {(one.resource, entity.id): None for entity in these for one in getattr(entity, "assignments", ())}


def change_rows(changes: Iterable[Change], plan: Plan) -> list[dict[str, Any]]:
    """The rows of the changes that lead to a plan, all but plan and revision."""
    rows = []
    for step, change in enumerate(changes, 1):
        raw = write_change(change, plan)
        rows.append(
            {"step": step, "change": raw["change"], "subject": change.subject, "document": json_line(raw)}
        )
    return rows


# -- what differs -------------------------------------------------------------------------------------------------------


@frozen
class Delta:
    """What has to be written of a plan, given what is there of the one before.

    Attributes
    ----------
    gone
        Ids of rows to delete, as they were.
    renamed
        Entities with another id by that id: rows to insert, in the place of that which had the old one.
    new
        Entities to insert.
    revised
        Entities whose rows say something else.
    loose
        Ids of what needs a place in the order: what is new and what moved.
    was
        The former id of each that was renamed.
    unassigned, assigned
        Who is no longer assigned, and who is from now on: resource and entity.
    """

    gone: tuple[str, ...]
    renamed: tuple[Entity, ...]
    new: tuple[Entity, ...]
    revised: tuple[Entity, ...]
    loose: frozenset[str]
    was: dict[str, str]
    unassigned: tuple[tuple[str, str], ...]
    assigned: tuple[tuple[str, str], ...]


def delta(before: Plan, plan: Plan, changes: Sequence[Change]) -> Delta:
    """What these changes, which lead from one plan to another, make of its rows; costs what changed."""
    was: dict[str, str] = {}
    removed: list[str] = []
    added: dict[str, None] = {}
    moved: dict[str, None] = {}
    revised: dict[str, None] = {}
    for change in changes:
        match change:
            case Renamed(old, new):
                was[new] = was.pop(old, old)
            case Removed(entity, _):
                removed.append(entity.id)
            case Added(entity, _):
                added[entity.id] = None
            case Moved(name, _, _):
                moved[name] = None
            case Revised(name, _):
                revised[name or ""] = None  # those of the settings are written anyway
    was = {new: old for new, old in was.items() if new != old}
    for name in was:  # what refers to it names it otherwise now
        revised.update(dict.fromkeys(plan.referrers(name)))
    gone = (*removed, *was.values())
    renamed = tuple(plan[name] for name in was)
    fresh = tuple(plan[name] for name in added)
    kept = tuple(plan[name] for name in revised if name and name not in added and name not in was)
    there = assigned(before[name] for name in (*gone, *(entity.id for entity in kept)))
    then = assigned((*renamed, *fresh, *kept))
    return Delta(
        gone, renamed, fresh, kept, frozenset([*added, *moved]), was,
        tuple(pair for pair in there if pair not in then),
        tuple(pair for pair in then if pair not in there),
    )  # fmt: skip


# -- from rows ----------------------------------------------------------------------------------------------------------


def plan_of(settings: str, documents: Sequence[str]) -> Plan:
    """The plan of these documents.

    Raises
    ------
    DocumentFaults
        They are none of a plan.
    """
    return read_plan(json_value(settings), _values(documents))


def changes_of(documents: Sequence[str]) -> tuple[Change, ...]:
    """The changes of these documents.

    Raises
    ------
    DocumentFaults
        They are none of changes.
    """
    return read_changes(_values(documents))


def _values(documents: Sequence[str]) -> Any:
    """All at once, which costs half of one by one."""
    values = json_value(f"[{','.join(documents)}]")
    if len(values) != len(documents):
        raise DocumentFaults((Fault("$", f"{len(documents)} documents hold {len(values)} values"),))
    return values
