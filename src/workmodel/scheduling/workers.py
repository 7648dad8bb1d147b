"""Executors of `concurrent.futures` and their kin: what is asked of them, and what is said of those that do not work."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from typing import Any, Final

from workmodel.errors import OutOfRange, WrongType

__all__ = ["at_work", "open_executor", "taking_work", "workers_of"]

_USUAL: Final = 4


def open_executor(value: Any) -> Executor | None:
    """An executor, or ``None``.

    Raises
    ------
    WrongType
        Nothing that work can be given to.
    """
    if value is not None and not callable(getattr(value, "submit", None)):
        raise WrongType("an executor", value, "one of concurrent.futures, or None")
    checked: Executor | None = value
    return checked


def workers_of(executor: Executor) -> int:
    """How many workers it has, as far as it says so."""
    count = getattr(executor, "_max_workers", None)
    return count if isinstance(count, int) and count > 0 else _USUAL


@contextmanager
def taking_work() -> Iterator[None]:
    """While work is given to an executor, one that is closed or broken is told as such.

    Raises
    ------
    OutOfRange
        It takes no work.
    """
    try:
        yield
    except RuntimeError as error:  # what executors say that take no more work
        raise _no_work(error) from error


@contextmanager
def at_work() -> Iterator[None]:
    """While an executor works, one whose workers are gone is told as such; what goes wrong in the work is told as it is.

    Raises
    ------
    OutOfRange
        Its workers are gone.
    """
    try:
        yield
    except BrokenExecutor as error:
        raise _no_work(error) from error


def _no_work(error: RuntimeError) -> OutOfRange:
    return OutOfRange("an executor", f"one that takes no work ({error})", "one that is still open")
