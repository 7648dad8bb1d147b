"""What a reading or writing found worth telling: single findings, and tallies of what occurs often."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from workmodel.findings import Finding, Severity

__all__ = ["Report"]

_MOST_OF_A_CODE: Final = 1000
_MOST_NAMED: Final = 20


class Report:
    """Findings as they come up; of each kind and of the tallies the first thousand are told, and the rest counted."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._numbers: Counter[str] = Counter()
        self._tallies: dict[tuple[str, str], tuple[str, list[str], list[int]]] = {}

    def add(
        self,
        code: str,
        subject: str,
        message: str,
        facts: dict[str, Any] | None = None,
        severity: Severity = "warning",
    ) -> None:
        """One finding; *code* without the prefix."""
        self._numbers[code] += 1
        if self._numbers[code] <= _MOST_OF_A_CODE:
            self._findings.append(Finding(f"msproject.{code}", subject, message, facts or {}, severity))

    def tally(self, code: str, what: str, subject: str, message: str) -> None:
        """Something that occurs often: one finding for all; in it ``{n}`` becomes the number, ``{what}`` what it is."""
        if (code, what) not in self._tallies and len(self._tallies) >= _MOST_OF_A_CODE:
            what = "others"
        _, subjects, number = self._tallies.setdefault((code, what), (message, [], [0]))
        number[0] += 1
        if subject and len(subjects) < _MOST_NAMED and subject not in subjects:
            subjects.append(subject)

    def findings(self) -> tuple[Finding, ...]:
        """All of them: single ones as they came, then the tallies."""
        cut = [
            Finding(
                f"msproject.{code}",
                "",
                f"{number - _MOST_OF_A_CODE} more of these were found",
                {"count": number},
            )
            for code, number in self._numbers.items()
            if number > _MOST_OF_A_CODE
        ]
        tallies = []
        for (code, what), (message, subjects, (number,)) in self._tallies.items():
            times = "once" if number == 1 else f"{number} times"
            text = message.replace("{what}", what).replace("{n}", times)
            facts = {"what": what, "count": number, "subjects": tuple(subjects)}
            tallies.append(
                Finding(
                    f"msproject.{code}", subjects[0] if number == 1 and subjects else "", text, facts, "info"
                )
            )
        return (*self._findings, *cut, *tallies)
