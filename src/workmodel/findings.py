"""What a planner should weigh, as values.

A finding is returned, never raised: negative float, a missed deadline, work that nobody waits for. Its code never
changes; its message may be reworded. The catalogue of codes stands in the reference part of the documentation.
"""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

__all__ = ["Finding", "Severity"]

Severity = Literal["info", "warning", "error"]


def _facts(value: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(value.items()) if isinstance(value, dict) else tuple(value)


@frozen
class Finding:
    """One thing worth a planner's attention.

    Attributes
    ----------
    code
        Stable name of the kind of finding, dotted: ``"float.negative"``.
    subject
        Id of the entity it is about; empty for the plan as a whole.
    message
        One sentence for people; may be reworded between releases.
    facts
        The values behind the message, by name.
    severity
        ``"info"``, ``"warning"`` (the default) or ``"error"``.

    Examples
    --------
    >>> Finding("deadline.missed", "launch", "launch ends 2 days after its deadline", {"days": 2}).fact(
    ...     "days"
    ... )
    2
    """

    code: str
    subject: str
    message: str
    facts: tuple[tuple[str, Any], ...] = field(default=(), converter=_facts)
    severity: Severity = "warning"

    def fact(self, name: str, default: Any = None) -> Any:
        """The fact of that name, or *default*."""
        return dict(self.facts).get(name, default)

    def __str__(self) -> str:
        about = f"{self.subject}: " if self.subject else ""
        return f"[{self.code}] {about}{self.message}"
