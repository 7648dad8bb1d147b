"""Text and bytes to plan and back: the JSON document, Microsoft Project's XML, tables of tasks, instances of research.

Each format is a module with ``loads``, ``dumps``, ``load`` and ``dump``, loaded on first use; `read` tells by
the content which one it has before it. Whatever is wrong with a file comes back as one error of
`workmodel.errors`, all faults at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from workmodel.interchange.imported import Imported

if TYPE_CHECKING:
    from workmodel.interchange.reading import load, read

__all__ = ["Imported", "changes", "document", "load", "msproject", "psplib", "read", "tables"]

_FUNCTIONS = ("load", "read")


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(import_module("workmodel.interchange.reading"), name)
    if name in __all__:
        return import_module(f"workmodel.interchange.{name}")
    raise AttributeError(f"module 'workmodel.interchange' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
