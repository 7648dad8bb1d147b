"""Changes from JSON values: which members each has, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from workmodel.domain import Added, Change, Entity, Moved, Removed, Renamed, Revised, Settings
from workmodel.errors import Fault, nearest
from workmodel.interchange.document_codec import path_to
from workmodel.interchange.document_parts import class_of, entity_of, fields_of, noting
from workmodel.interchange.document_text import Repeated
from workmodel.interchange.document_values import text

__all__ = ["WHOLE", "change_of"]

WHOLE: Final = "entity"
"""The one field of a `Revised` that exchanges all of an entity."""

_MAYBE_LEFT_OUT: Final = {("added", "before"), ("removed", "before")}


def change_of(value: Any, path: str, faults: list[Fault]) -> Change | None:
    """The change in a JSON value, or ``None`` where its faults were noted."""
    if not isinstance(value, dict):
        faults.append(Fault(path, "has to be an object in braces"))
        return None
    word = value.get("change")
    if not isinstance(word, str) or word not in _PARTS:
        faults.append(Fault(path_to(path, "change"), f"has to be one of {', '.join(_PARTS)}"))
        return None
    noted = len(faults)
    faults.extend(_strange(value, ("change", *_PARTS[word]), path))
    parts: dict[str, Any] = {}
    for name, read in _PARTS[word].items():
        place = path_to(path, name)
        if name in value:
            parts[name] = read(value, name, place, faults)
        elif (word, name) in _MAYBE_LEFT_OUT:
            parts[name] = None
        else:
            faults.append(Fault(place, "is missing"))
    return _BUILT[word](parts) if len(faults) == noted else None


def _strange(value: dict[str, Any], known: tuple[str, ...], path: str) -> Iterator[Fault]:
    for key in value:
        if key not in known:
            yield Fault(path_to(path, key), f"is not known here.{nearest(key, known)}".rstrip("."))
    for key in value.keys_again if isinstance(value, Repeated) else ():
        yield Fault(path_to(path, key), "is given more than once; keep one")


def _text_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> str | None:
    return noting(text, raw[name], path, faults)  # type: ignore[no-any-return]


def _maybe_text_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> str | None:
    return None if raw[name] is None else _text_part(raw, name, path, faults)


def _entity_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> Entity | None:
    return entity_of(raw[name], path, faults)


def _kind_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> None:
    class_of(raw, path.removesuffix(f".{name}"), faults)


def _fields_part(
    raw: dict[str, Any], name: str, path: str, faults: list[Fault]
) -> tuple[tuple[str, Any, Any], ...]:
    cls: type | None = Settings if raw["change"] == "settings" else class_of(raw, "", [])
    if cls is None:  # told where the kind stands
        return ()
    if not isinstance(raw[name], list):
        faults.append(Fault(path, "has to be a list in square brackets"))
        return ()
    known = fields_of(cls)
    found: list[tuple[str, Any, Any]] = []
    for number, part in enumerate(raw[name]):
        place = path_to(path, number)
        if not isinstance(part, list) or len(part) != 3 or not isinstance(part[0], str):
            faults.append(Fault(place, "has to be a list of a field's name, its old and its new value"))
        elif part[0] not in known:
            faults.append(Fault(place, f"is of no field that is known here.{nearest(part[0], known)}"))
        else:
            read = known[part[0]].read
            old, new = (noting(read, part[i], path_to(place, i), faults) for i in (1, 2))
            found.append((part[0], old, new))
    return tuple(found)


_Part = Callable[[dict[str, Any], str, str, list[Fault]], Any]
_PARTS: Final[Mapping[str, Mapping[str, _Part]]] = {
    "added": {"entity": _entity_part, "before": _maybe_text_part},
    "removed": {"entity": _entity_part, "before": _maybe_text_part},
    "revised": {"kind": _kind_part, "id": _text_part, "fields": _fields_part},
    "replaced": {"id": _text_part, "old": _entity_part, "new": _entity_part},
    "settings": {"fields": _fields_part},
    "renamed": {"old": _text_part, "new": _text_part},
    "moved": {"id": _text_part, "was_before": _maybe_text_part, "before": _maybe_text_part},
}
_BUILT: Final[Mapping[str, Callable[[dict[str, Any]], Change]]] = {
    "added": lambda parts: Added(**parts),
    "removed": lambda parts: Removed(**parts),
    "revised": lambda parts: Revised(parts["id"], parts["fields"]),
    "replaced": lambda parts: Revised(parts["id"], ((WHOLE, parts["old"], parts["new"]),)),
    "settings": lambda parts: Revised(None, parts["fields"]),
    "renamed": lambda parts: Renamed(**parts),
    "moved": lambda parts: Moved(**parts),
}
