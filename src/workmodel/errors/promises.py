"""What an engine answers and a second opinion does not believe."""

from __future__ import annotations

from attrs import frozen

from workmodel.errors.base import WorkModelError

__all__ = ["BrokenPromise"]

_SHOWN = 3


@frozen
class BrokenPromise(WorkModelError, RuntimeError):
    """An answer that does not stand up to verification: a fault of the library, not of the plan.

    Attributes
    ----------
    what
        What was asked for ("an allocation").
    findings
        What is wrong with the answer, as text.

    Examples
    --------
    >>> print(BrokenPromise("an allocation", ("ben is held by a, b",)))
    this allocation does not keep what it promises, so it is not handed out: ben is held by a, b. The fault is the library's...
    """

    what: str
    findings: tuple[str, ...]

    def __str__(self) -> str:
        some = "; ".join(self.findings[:_SHOWN])
        more = f"; and {len(self.findings) - _SHOWN} more" if len(self.findings) > _SHOWN else ""
        return (
            f"{self.what.replace('an ', 'this ', 1)} does not keep what it promises, so it is not handed out: {some}{more}. "
            "The fault is the library's, not the plan's: report it with the plan, and try another seed or number of "
            "iterations meanwhile."
        )
