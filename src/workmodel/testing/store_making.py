"""What every test of a store begins with: an empty store, and a clock that can be set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from workmodel.domain import Plan
from workmodel.interchange import document
from workmodel.storage import PlanStore

__all__ = ["TEXTS", "MakesStores", "SettableClock", "a_plan"]

TEXTS: Final = (
    "website",
    "Website launch 2026",
    "Robert'); DROP TABLE plans;--",
    "select",
    "100 % _like_ \\ ? :name %s {0}",
    "\"quoted\" 'twice' `thrice`",
    "../../etc/passwd",
    "..",
    ".",
    "/",
    "C:\\plans\\one",
    "con",
    "NUL.txt",
    "trailing dot.",
    "trailing space ",
    " ",
    "\t\r\n",
    "nothing\0behind",
    "\0",
    "null",
    "None",
    "0",
    "straße",
    "🚀🧑‍🚀 launch",
    "שלום עולם",
    "\u202eright to left\u202c",
    "e\u0301 and \u00e9",
    "\u2028\u2029\x85\x1f\x7f",
    "\ufeffmark",
    "\U0010ffff",
    "x" * 500,
    "é" * 500,
    "🚀" * 500,
)
"""Names, authors and messages that have led programs astray."""


class SettableClock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What it shows."""
        return self.time

    def forward(self, **span: float) -> datetime:
        """Put it forward (or back), and say what it shows then."""
        self.time += timedelta(**span)
        return self.time


class MakesStores(ABC):
    """How tests come to a store; see `PlanStoreContract`."""

    kept: bool = False
    """Whether a store that is opened in the same place again has what was saved there."""

    @abstractmethod
    def open_store(self, place: Any, **options: Any) -> PlanStore:
        """A store in a place, with ``clock`` (and perhaps ``new_id``) among the options."""

    @pytest.fixture
    def place(self) -> Any:
        """Where a store is kept: by default an empty dict."""
        return {}

    @pytest.fixture
    def clock(self) -> SettableClock:
        """The clock of the store."""
        return SettableClock()

    @pytest.fixture
    def store(self, place: Any, clock: SettableClock) -> PlanStore:
        """An empty store."""
        return self.open_store(place, clock=clock)


def a_plan() -> Plan:
    """A small plan with something of every sort in it."""
    return document.loads(_PLAN)


_PLAN: Final = """{
    "workmodel": {"format": "plan", "version": 1},
    "settings": {"title": "Website", "start": "2026-03-02", "zone": "Europe/Berlin"},
    "entities": [
        {"kind": "property", "id": "risk", "type": "choice", "choices": ["low", "high"]},
        {"kind": "property", "id": "price", "type": "decimal"},
        {"kind": "property", "id": "reviewer", "type": "reference"},
        {"kind": "resource", "id": "ana"},
        {"kind": "resource", "id": "ben", "capacity": 0.8},
        {"kind": "project", "id": "site", "deadline": "2026-04-10"},
        {"kind": "task", "id": "design", "parent": "site", "effort": "5d", "assignments": ["ana"],
         "properties": {"risk": "high", "reviewer": "ben"}},
        {"kind": "task", "id": "build", "parent": "site", "effort": "10d", "after": ["design FS+2d"],
         "assignments": ["ben 50%"], "properties": {"price": "0.10"}},
        {"kind": "milestone", "id": "live", "parent": "site", "after": ["build"]}
    ]
}"""
