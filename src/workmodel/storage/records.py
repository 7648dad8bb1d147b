"""What a record of a log says: which revision it is, and the plan or what changed, as JSON on one line.

::

    [{"number": 1, "name": "website", "at": ..., "event": "created", ...},   {"settings": {...}, "entities": [...]}]
    [{"number": 2, "name": "website", "at": ..., "event": "saved", ...},     [{"change": "revised", ...}]]

Between the two stands a tab, which JSON has nowhere else: so the first can be read without the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from workmodel.domain import Change, Plan
from workmodel.errors import DamagedStore, InvalidDocument, InvalidPlan, InvalidValue
from workmodel.interchange.changes import (
    json_line,
    json_value,
    read_changes,
    read_plan,
    write_change,
    write_entity,
    write_settings,
)
from workmodel.storage.interface import Revision

__all__ = ["read_content", "read_revision", "write_record"]

_TAB: Final = ",\t"
_TYPES: Final[dict[str, type]] = {
    "number": int, "name": str, "at": str, "author": str, "message": str, "event": str, "id": str,
}  # fmt: skip
_EVENTS: Final = ("created", "saved", "branched", "archived")


def write_record(revision: Revision, plan: Plan, before: Plan | None, changes: Sequence[Change]) -> str:
    """The record of a revision: the whole plan where there is none before it, otherwise what changed.

    What is written is read back before it counts. Should the changes not lead to the plan, it is recorded as a whole.

    Raises
    ------
    InvalidText
        A text holds half of a character.
    """
    if before is not None:
        written = json_line([write_change(change, plan) for change in changes])
        if _leads_to(plan, before, written):
            return _joined(revision, written)
    whole = {
        "settings": write_settings(plan.settings),
        "entities": [write_entity(entity) for entity in plan],
    }
    return _joined(revision, json_line(whole))


def _leads_to(plan: Plan, before: Plan, written: str) -> bool:
    try:
        return before.apply(read_changes(json_value(written))) == plan
    except (InvalidDocument, InvalidPlan, InvalidValue):
        return False


def _joined(revision: Revision, content: str) -> str:
    facts = {
        "number": revision.number,
        "name": revision.name,
        "at": revision.at.isoformat(),
        "author": revision.author,
        "message": revision.message,
        "event": revision.event,
        "id": revision.id,
    }
    if revision.origin is not None:
        facts["origin"] = list(revision.origin)
    return f"[{json_line(facts)}{_TAB}{content}]"


def read_revision(record: str, name: str, number: int, before: Revision | None, where: str) -> Revision:
    """The revision that a record tells of; the content is not looked at.

    Raises
    ------
    DamagedStore
        It is no record of this plan that could stand here.
    """
    facts, _ = _parts(record, where)
    origin = facts.pop("origin", None)
    right = isinstance(origin, list) and [type(part) for part in origin] == [str, int]
    if {key: type(value) for key, value in facts.items()} != _TYPES or not (origin is None or right):
        _damaged(where, "it does not say what a revision is")
    if (facts["name"], facts["number"]) != (name, number):
        said = f"{facts['name']!r:.80} {facts['number']}"
        _damaged(where, f"it belongs to {said}, where {name!r:.80} {number} has to stand")
    try:
        at = datetime.fromisoformat(facts["at"]).astimezone(UTC)
    except (ValueError, OverflowError):
        _damaged(where, f"{facts['at']!r:.80} is no instant")
    if facts["event"] not in _EVENTS or (before is not None and at < before.at):
        _damaged(where, "what it says of its revision cannot be")
    made_from = None if origin is None else (origin[0], origin[1])
    return Revision(
        name, number, at, facts["author"], facts["message"], facts["event"], made_from, facts["id"]
    )


def read_content(record: str, before: Plan | None, where: str) -> Plan:
    """The plan at the revision of a record.

    Raises
    ------
    DamagedStore
        The record cannot be read, or does not follow on the plan before it.
    """
    _, content = _parts(record, where)
    try:
        found = json_value(content)
        if isinstance(found, list) and before is not None:
            return before.apply(read_changes(found))
        if isinstance(found, dict) and set(found) == {"settings", "entities"}:
            return read_plan(found["settings"], found["entities"])
    except (InvalidDocument, InvalidPlan, InvalidValue) as problem:
        _damaged(where, str(problem))
    return _damaged(where, "it holds neither a plan nor changes that follow on one")


def _parts(record: str, where: str) -> tuple[dict[str, Any], str]:
    """The facts of the revision, and its content unread."""
    head, tab, content = record.partition(_TAB)
    if not (tab and record.startswith("[") and record.endswith("]")):
        _damaged(where, "it is no record")
    try:
        facts = json_value(head[1:])
    except InvalidDocument as problem:
        _damaged(where, str(problem))
    if type(facts) is not dict:  # also one with keys that are repeated
        _damaged(where, "it does not say what a revision is")
    return facts, content[:-1]


def _damaged(where: str, problem: str) -> NoReturn:
    raise DamagedStore(where, problem.rstrip("."))
