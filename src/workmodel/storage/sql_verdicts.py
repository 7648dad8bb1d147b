"""What an error of a database means for who asked."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

__all__ = ["Kind", "Verdict"]


class Verdict(Enum):
    """What an error means."""

    AGAIN = auto()
    """Two got into each other's way: the same again is going to succeed."""
    TAKEN = auto()
    """Somebody else was first with the same name: another try is going to see it."""
    BUSY = auto()
    """Others held what was needed for too long."""
    DAMAGED = auto()
    """What is read is not what was written."""
    FAILED = auto()
    """Anything else."""


class Kind(Protocol):
    """What differs from one database to another."""

    def where(self, url: URL) -> str:
        """What messages call the store."""
        ...

    def engine(self, url: URL, *, timeout: float, read_only: bool, journal: str | None) -> Engine:
        """An engine of our own."""
        ...

    def check(self, connection: Connection, engine: Engine, *, ours: bool) -> None:
        """Refuse an engine on which transactions would not hold."""
        ...

    def begin(self, connection: Connection, *, write: bool, ours: bool, timeout: float) -> None:
        """Begin a transaction."""
        ...

    def commit(self, connection: Connection) -> None:
        """Make it last."""
        ...

    def alone(self, connection: Connection) -> None:
        """Wait until nobody else changes the tables."""
        ...

    def verdict(self, problem: DBAPIError) -> Verdict:
        """What an error of the driver means."""
        ...

    def problem(self, problem: DBAPIError) -> str:
        """The error in words."""
        ...
