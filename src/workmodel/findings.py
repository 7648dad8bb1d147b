"""What a planner should weigh, as values.

A finding is returned, never raised: negative float, a missed deadline, work that nobody waits for. Its code never
changes; its message may be reworded. The catalogue of codes stands in the reference part of the documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from attrs import field, frozen

from workmodel.errors import WrongType, tuple_of

__all__ = ["Finding", "Severity"]

Severity = Literal["info", "warning", "error"]


def _facts(value: Any) -> tuple[tuple[str, Any], ...]:
    if isinstance(value, Mapping):
        return tuple(value.items())
    pairs = tuple_of("the facts of a finding", value, _FACTS)
    for pair in pairs:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise WrongType("a fact of a finding", pair, _FACTS)
    return tuple([(name, fact) for name, fact in pairs])


_FACTS: Final = 'values by name, such as {"days": 2}'


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
        return next((fact for known, fact in reversed(self.facts) if known == name), default)

    def __str__(self) -> str:
        about = f"{self.subject}: " if self.subject else ""
        return f"[{self.code}] {about}{self.message}"
