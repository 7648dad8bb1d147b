"""What is different about a plan that was written and read back: by kind and field, for formats that lose some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import fields

from workmodel.domain import Plan
from workmodel.domain.settings import SETTING_NAMES

__all__ = ["differing", "loss"]

_MOST_NAMED: Final = 20
_NOBODY: Final[Mapping[str, str]] = {}


def differing(
    plan: Plan, back: Plan, old_names: Mapping[str, str] = _NOBODY, *, settings: Iterable[str] = SETTING_NAMES
) -> dict[tuple[str, str], list[str]]:
    """Ids by the kind and the field in which they differ; the field is empty where an entity is missing.

    Parameters
    ----------
    plan
        What was written, with the ids that it has in the file.
    back
        What was read.
    old_names
        The ids by which entities are told, where they became others.
    settings
        Names of the settings that are compared.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for name in settings:
        if getattr(plan.settings, name) != getattr(back.settings, name):
            found.setdefault(("settings", name), []).append("")
    for entity in plan:
        other = back.get(entity.id)
        subject = old_names.get(entity.id, entity.id)
        if other is None:
            found.setdefault((entity.kind, ""), []).append(subject)
            continue
        for name in _fields(entity, other, titled=entity.id in old_names):
            found.setdefault((entity.kind, name), []).append(subject)
    return found


def _fields(entity: Any, other: Any, *, titled: bool) -> Iterator[str]:
    """Names of the fields that differ; the kind counts as one."""
    if entity.kind != other.kind:
        yield "kind"
    shared = {one.name for one in fields(type(other))}
    for one in fields(type(entity)):
        mine = getattr(entity, one.name)
        if one.name not in shared:
            if mine != one.default:
                yield one.name
        elif mine != getattr(other, one.name) and not (one.name == "title" and titled and not mine):
            yield one.name


def loss(kind: str, name: str, subjects: list[str], reason: str) -> tuple[str, str, dict[str, Any]]:
    """Subject, message and facts of a finding about one field of one kind."""
    what = f"{kind}.{name}" if name else kind
    times = "once" if len(subjects) == 1 else f"{len(subjects)} times"
    verb = "changes" if name else "is left out"
    message = f"{what} {verb} {times}" + (f": {reason}" if reason else "")
    facts = {"what": what, "count": len(subjects), "subjects": tuple(subjects[:_MOST_NAMED])}
    return subjects[0] if len(subjects) == 1 else "", message, facts
