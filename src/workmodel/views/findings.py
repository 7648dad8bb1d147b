"""What a planner should weigh, as a list: the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.domain import Schedule
from workmodel.errors import instance_of
from workmodel.views.characters import clean, markup
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table

if TYPE_CHECKING:
    from workmodel.domain import Plan
    from workmodel.findings import Finding

__all__ = ["FindingRow", "html", "rows", "text"]

_GRAVITY: Final = {"error": 0, "warning": 1, "info": 2}
_MARKS: Final = {"error": "✖", "warning": "▲", "info": "ℹ"}
_ASCII_MARKS: Final = {"error": "x", "warning": "!", "info": "i"}
_CLASSES: Final = {"error": "w-bad", "warning": "w-bad", "info": "w-mu"}
_NONE: Final = "No findings: nothing asks for attention."


@frozen
class FindingRow:
    """One finding as a planner reads it.

    Attributes
    ----------
    severity
        ``"error"``, ``"warning"`` or ``"info"``.
    code
        Its stable name, ``"float.negative"``.
    subject
        Id of the entity it is about; empty for the plan as a whole.
    name
        What that is called.
    message
        One sentence.
    """

    severity: str
    code: str
    subject: str
    name: str
    message: str


def rows(schedule: Schedule) -> tuple[FindingRow, ...]:
    """The findings of a schedule, errors first, otherwise in their order.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> [
    ...     (row.severity, row.name)
    ...     for row in rows(schedule(Plan(start="2026-03-02").add(Task("a", title="Paint"))))
    ... ]
    [('info', 'Paint')]
    """
    instance_of(Schedule, "the schedule of a view", schedule, "a Schedule, such as schedule(plan) gives")
    return rows_of(schedule.plan, schedule.findings)


def rows_of(plan: Plan, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """Findings about a plan, from wherever, errors first, otherwise in their order."""
    found = [
        FindingRow(f.severity, f.code, f.subject, _name(plan, f.subject), clean(f.message, f.code))
        for f in findings
    ]
    return tuple(sorted(found, key=lambda row: _GRAVITY.get(row.severity, 0)))


def _name(plan: Plan, subject: str) -> str:
    entity = plan.get(subject) if subject else None
    title = getattr(entity, "title", "")
    return clean(title, clean(subject)) if subject else "the plan"


def text(schedule: Schedule, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """The findings as text, one line each.

    Parameters
    ----------
    schedule
        Whose findings.
    width
        Most cells in a line; ``None``: as wide as the longest message.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> from workmodel.scheduling import schedule
    >>> text(schedule(Plan(start="2026-03-02")))
    'No findings: nothing asks for attention.'
    """
    return findings_text(rows(schedule), width=width, ascii=ascii)


def findings_text(found: tuple[FindingRow, ...], *, width: int | None, ascii: bool) -> str:  # noqa: A002
    """Findings as text, one line each."""
    if not found:
        return _NONE
    marks = _ASCII_MARKS if ascii else _MARKS
    columns = [
        Column(""), Column("About", least=8, most=32), Column("Finding", least=20, most=400), Column("Code", rank=1),
    ]  # fmt: skip
    body = [[f"{marks.get(r.severity, '!')} {r.severity}", r.name, r.message, clean(r.code)] for r in found]
    return "\n".join(table(columns, body, width=width, ascii=ascii))


def html(schedule: Schedule) -> str:
    """The findings as a self-contained piece of HTML.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> from workmodel.scheduling import schedule
    >>> html(schedule(Plan(start="2026-03-02"))).endswith(
    ...     "<p>No findings: nothing asks for attention.</p></div>"
    ... )
    True
    """
    return fragment(findings_table(rows(schedule)))


def findings_table(found: tuple[FindingRow, ...], targets: dict[str, str] | None = None) -> str:
    """Findings as an HTML table; subjects in *targets* are buttons that open the explanation of that id."""
    if not found:
        return f"<p>{_NONE}</p>"
    body = "".join(_line(row, (targets or {}).get(row.subject)) for row in found)
    return (
        '<div class="w-box"><table><thead><tr><th scope="col">Severity</th><th scope="col">About</th>'
        f'<th scope="col">Finding</th><th scope="col">Code</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _line(row: FindingRow, target: str | None) -> str:
    about = f"<bdi>{markup(row.name)}</bdi>"
    if target:
        about = f'<button class="w-n2" popovertarget="{target}">{about}</button>'
    mark, kind = _MARKS.get(row.severity, "▲"), _CLASSES.get(row.severity, "w-bad")
    severity = f'<td class="w-nw {kind}">{mark} {markup(row.severity)}</td>'
    code = f'<td class="w-nw w-mu">{markup(row.code)}</td>'
    return f"<tr>{severity}<td>{about}</td><td>{markup(row.message)}</td>{code}</tr>"
