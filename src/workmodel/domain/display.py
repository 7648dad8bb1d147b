"""The one arrow up: how a notebook, or a line of text, shows a value.

A type is mapped to the dotted name of its view, which is imported when it is first shown, so that `domain` imports no
view.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__all__ = ["html_of", "text_of"]

_VIEWS: Final = {
    "Allocation": ("workmodel.views.notebook", "allocation_html"),
    "Comparison": ("workmodel.views.comparison", "html"),
    "Known": ("workmodel.views.changes", "known_html"),
    "Merge": ("workmodel.views.notebook", "merge_html"),
    "Moves": ("workmodel.views.moves", "html"),
    "Plan": ("workmodel.views.notebook", "plan_html"),
    "Schedule": ("workmodel.views.notebook", "schedule_html"),
    "Explanation": ("workmodel.views.notebook", "explanation_html"),
    "Ledger": ("workmodel.views.notebook", "ledger_html"),
    "Stretch": ("workmodel.views.notebook", "stretch_html"),
    "Variance": ("workmodel.views.variance", "html"),
    "WhatChanged": ("workmodel.views.changes", "html"),
    "WhatIf": ("workmodel.views.what_if", "html"),
}


def html_of(value: Any) -> str:
    """The value as self-contained HTML."""
    module, name = _VIEWS[type(value).__name__]
    return str(getattr(import_module(module), name)(value))


def text_of(value: Any) -> str:
    """The value as text."""
    module, _ = _VIEWS[type(value).__name__]
    return str(import_module(module).text(value))
