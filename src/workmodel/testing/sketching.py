"""`sketch`: a plan from a picture of it, one item a line, indentation for what is part of what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from workmodel.domain import Calendar, Completion, Milestone, Plan, Project, Resource, Routine, Task
from workmodel.domain.items import Entity
from workmodel.errors import InvalidSketch, InvalidValue, shown
from workmodel.quantities import Conventions, span
from workmodel.testing.clauses import CLAUSES, KINDS, NotationFault, clauses_of, fields_of

__all__ = ["START", "sketch"]

START: Final = "2026-03-02 08:00"
"""When sketched plans begin unless they say otherwise: a Monday morning."""

_TOKEN: Final = re.compile(r'"[^"]*",?|\S+')
_COMMENT: Final = re.compile(r"(^|\s)#.*")
_CLASSES: Final[dict[str, Any]] = {
    "task": Task, "milestone": Milestone, "project": Project, "routine": Routine, "resource": Resource,
    "calendar": Calendar, "completion": Completion,
}  # fmt: skip
_FREE: Final = ("resource", "calendar", "completion", "plan")
_SPANS: Final = 'a span such as "3d" or "3ed" first, then clauses'


@frozen
class _Line:
    number: int
    text: str
    depth: int
    name: str
    kind: str
    words: tuple[str, ...]

    def fault(self, expected: str) -> InvalidSketch:
        return InvalidSketch(self.number, self.text, expected)


def sketch(text: str, **settings: Any) -> Plan:
    """A plan from its picture: one item a line, ``ID [KIND] [SPAN] [clauses]``, indented below its parent.

    The kind is ``task`` unless said (``milestone``, ``project``, ``routine``, ``resource``, ``calendar``,
    ``completion``);
    a span of zero makes a milestone. Clauses begin with their keyword: ``@ana``, ``@ben 50%``, ``after
    design, spec SS+2d``, ``SNET 2026-03-03`` and the other constraints, ``deadline``, ``calendar``,
    ``effort``, ``estimate``, ``progress``, ``started``, ``done``, ``worked``, ``remaining``, ``resume``,
    ``manual 2026-03-03 .. 2026-03-05``, ``leveling 2ed``, ``priority``, ``type``, ``requires 2 python 4, sql from dev``,
    ``splittable``, ``staff 2``. Modes of a task and baselines have no notation here. A calendar takes a week,
    ``base``, ``off 2026-12-24..2026-12-26``, ``open 2026-03-07 09:00-12:00`` and ``during
    2026-06-01..2026-08-31 fri off``. A routine takes ``every FREQ=DAILY``, ``at``, ``window``, ``from``, ``until``,
    ``day_off``, ``for ana, ben``, and last, as they take some of these words for themselves, ``step talk 30min by each
    manager after review`` and ``override 2026-06-30 cancelled``; a completion ``of close on 2026-06-30 done
    2026-07-01``. Text in double quotes is a title, ``#`` begins a comment, and a line
    ``plan`` says settings.

    Parameters
    ----------
    text
        The picture.
    settings
        The plan's own settings, as `Plan` takes them; they win over a ``plan`` line. A plan without a start
        begins on Monday 2026-03-02 at 08:00.

    Raises
    ------
    InvalidSketch
        A line does not follow the notation; it names the line and what was expected.
    PlanFaults
        The items do not fit together.

    Examples
    --------
    >>> plan = sketch('''
    ...     site                     project, deadline 2026-04-10
    ...       design   5d   @ana
    ...       build    10d  after design   # ten days of work
    ...       live     0d   after build
    ...     ana  resource  capacity 80%
    ... ''')
    >>> [(e.kind, e.id) for e in plan]
    [('project', 'site'), ('task', 'design'), ('task', 'build'), ('milestone', 'live'), ('resource', 'ana')]
    >>> plan["build"].parent, str(plan["build"].after[0])
    ('site', 'design')
    """
    entities: list[Entity] = []
    given: dict[str, Any] = {}
    open_lines: list[_Line] = []
    for line in _lines(text):
        while open_lines and open_lines[-1].depth >= line.depth:
            open_lines.pop()
        if line.kind == "plan":
            given |= _settings(line)
            continue
        parent = open_lines[-1] if open_lines else None
        if parent is not None and (line.kind in _FREE or parent.kind not in ("task", "project")):
            raise line.fault(f"no indentation: a {line.kind} is not part of {parent.name}, a {parent.kind}")
        entities.append(_entity(line, None if parent is None else parent.name))
        if line.kind not in _FREE:
            open_lines.append(line)
    given |= settings
    if given.get("direction") != "backward":
        given.setdefault("start", START)
    return Plan(**given).add(*entities)


def _lines(text: str) -> Iterator[_Line]:
    if not isinstance(text, str):
        raise InvalidSketch(0, shown(text), "text, one item a line")
    for number, raw in enumerate(text.expandtabs(4).splitlines(), 1):
        bare = _COMMENT.sub("", raw)
        words = _TOKEN.findall(bare)
        if not words:
            continue
        name, rest = words[0].rstrip(","), words[1:]
        depth = len(bare) - len(bare.lstrip())
        kind = "plan" if name == "plan" else "task"
        second = rest[0].rstrip(",") if rest else ""
        if kind == "task" and second in KINDS:
            kind, rest = second, rest[1:]
        elif kind == "task" and _is_zero(second):
            kind, rest = "milestone", rest[1:]
        yield _Line(number, raw, depth, name, kind, tuple(rest))


def _is_zero(word: str) -> bool:
    return bool(re.fullmatch(r"0+(min|h|d|w|mo)", word))


def _fields(line: _Line) -> tuple[str, dict[str, Any]]:
    titles = [word.rstrip(",") for word in line.words if word.startswith('"')]
    words = [word for word in line.words if not word.startswith('"')]
    if len(titles) > 1:
        raise line.fault("one title")
    try:
        head, clauses = clauses_of(line.kind, words)
        fields = fields_of(line.kind, clauses)
    except NotationFault as fault:
        raise line.fault(str(fault)) from None
    except InvalidValue as problem:
        raise line.fault(f"something else ({problem})") from None
    if titles:
        fields["title"] = titles[0].strip('"')
    return head, fields


def _settings(line: _Line) -> dict[str, Any]:
    head, fields = _fields(line)
    if head:
        raise line.fault(f"settings by name ({', '.join(CLAUSES['plan'])}), not {shown(head)}")
    sizes = _nested(fields, "conventions.")
    if sizes:
        if not all(str(size).isdigit() for size in sizes.values()):
            raise line.fault("whole numbers for day, week and month")
        fields["conventions"] = Conventions(**{name: int(size) for name, size in sizes.items()})
    return fields


def _nested(fields: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Fields of a part of an entity, taken out of the entity's own."""
    return {name.removeprefix(prefix): fields.pop(name) for name in list(fields) if name.startswith(prefix)}


def _entity(line: _Line, parent: str | None) -> Entity:
    head, fields = _fields(line)
    if parent is not None:
        fields["parent"] = parent
    done = _nested(fields, "progress.")
    if done:
        fields["progress"] = done
    for name in ("priority", "minimum_staff"):
        if name in fields and str(fields[name]).isdecimal() and len(fields[name]) < 9:
            fields[name] = int(fields[name])
    if line.kind == "calendar":
        if head:
            fields["week"] = head
    elif head and line.kind == "task":
        try:
            fields["duration"] = span(head)
        except InvalidValue:
            raise line.fault(f"{_SPANS} ({', '.join(CLAUSES['task'])}), not {shown(head)}") from None
    elif head:
        raise line.fault(f"a clause of a {line.kind} ({', '.join(CLAUSES[line.kind])}), not {shown(head)}")
    try:
        entity: Entity = _CLASSES[line.kind](line.name, **fields)
    except InvalidValue as problem:
        raise line.fault(f"something else ({str(problem).removesuffix('.')})") from None
    except TypeError:
        raise line.fault(f"no assignment, which a {line.kind} does not have") from None
    return entity
