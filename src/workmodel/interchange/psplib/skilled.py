r"""Files of the multi-skill library MSLIB, ``.msrcp``: modules of rows, each under its name between ``\*`` and ``*\``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workmodel.interchange.psplib.instance import Activity, Instance, Part, Staff, Way
from workmodel.interchange.psplib.text import Faults

__all__ = ["skilled"]

_PROJECT: Final = "Project Module"
_WORKERS: Final = "Workforce Module"
_LEVELS: Final = "Workforce Module with Skill Levels"
_NEEDS: Final = "Skill Requirements Module"
_READ: Final = (_PROJECT, _WORKERS, _LEVELS, _NEEDS)
_HAS_IT: Final = 3  # the level of a skill of which none is said
_MOST_LEVEL: Final = 5
_MOST_NEEDED: Final = 10_000
_HEAD: Final = 3  # rows before the activities: four counts, and two deadlines

_Rows = list[tuple[int, list[int] | None]]


def skilled(text: str, faults: Faults) -> Instance:
    """What a file of one project with workers and their skills says.

    The format is that of the library MSLIB [1]_: durations and successors of activities, which worker has which skill and
    how well, and how many with each skill an activity needs. Modules on what levels are needed, on costs, on shared
    resources and on rework belong to variants of the problem, and are left out.

    Raises
    ------
    DocumentFaults
        It is cut off or contradicts itself.

    References
    ----------
    .. [1] J. Snauwaert and M. Vanhoucke, "A classification and new benchmark instances for the multi-skilled
       resource-constrained project scheduling problem", European Journal of Operational Research 307, 2023, p. 1.
    """
    modules, left_out, last = _modules(text, faults)
    for name in (_PROJECT, _WORKERS, _NEEDS):
        if name not in modules:
            faults.refuse(last, f"the file ends, and there is no {name}; it may be cut off")
    project = modules[_PROJECT]
    line, counts = project[0] if project else (1, None)
    if counts is None or len(counts) != 4:
        faults.refuse(line, "expected how many activities, workers, skills and levels there are")
    jobs, workers, skills, _ = counts
    faults.entities(line, jobs + workers)
    rows = project[_HEAD:]
    if len(rows) != jobs:
        faults.refuse(line, f"{_PROJECT} has {len(rows)} rows for {jobs} activities")
    activities = tuple([_activity(*row, place, jobs, faults) for place, row in enumerate(rows, 1)])
    has = _table(modules[_WORKERS], _WORKERS, "workers", workers, skills, faults)
    levels = has
    if _LEVELS in modules:
        levels = _table(modules[_LEVELS], _LEVELS, "workers", workers, skills, faults)
    needed = _table(modules[_NEEDS], _NEEDS, "activities", jobs, skills, faults)
    _check_needs(modules[_NEEDS], faults)
    faults.tell()
    _check_levels(modules.get(_LEVELS, []), has, faults)
    faults.tell()
    known = levels if _LEVELS in modules else [[_HAS_IT * min(one, 1) for one in row] for row in has]
    staff = Staff(tuple(map(tuple, known)), tuple(map(tuple, needed)), left_out)
    return Instance(activities, (Part(0, jobs),), (), (), staff=staff)


def _modules(text: str, faults: Faults) -> tuple[dict[str, _Rows], tuple[str, ...], int]:
    """The rows of the modules that are read, the names of those that are not, and the last line."""
    names = {name.lower(): name for name in _READ}
    modules: dict[str, _Rows] = {}
    left_out: list[str] = []
    current: _Rows | None = None
    number = 0
    for number, whole in enumerate(text.split("\n"), 1):
        line = whole.strip()
        if line.startswith("\\*"):
            name = " ".join(line.strip("\\*").split())
            known = names.get(name.lower())
            if known is None:
                left_out.append(name[:60])
            current = None if known is None else modules.setdefault(known, [])
        elif line and current is not None:
            current.append((number, faults.numbers(number, line)))
    if current is not None and text[-1:].isdigit():  # where a number may have lost digits nobody would see it
        faults.add(number, "the file ends in the middle of a row; it may be cut off")
    return modules, tuple(left_out), number


def _activity(line: int, row: Sequence[int] | None, place: int, jobs: int, faults: Faults) -> Activity:
    after: Sequence[int] = ()
    duration = 0
    if row is not None and (len(row) < 2 or len(row) != 2 + row[1]):
        faults.add(line, f"expected a duration, a number of successors and these, found {len(row)} numbers")
    elif row is not None:
        duration, after = row[0], row[2:]
        faults.periods(line, "a duration", duration)
    for number in after:
        if number == place:
            faults.add(line, f"activity {number} waits for itself")
        elif not 1 <= number <= jobs:
            faults.add(line, f"there is no activity {number}; there are {jobs}")
    return Activity((Way(duration, ()),), tuple(sorted({number - 1 for number in after})))


def _table(rows: _Rows, name: str, what: str, count: int, skills: int, faults: Faults) -> list[list[int]]:
    """A row for each worker or activity, with a number for each skill."""
    if len(rows) != count:
        line = rows[0][0] if rows else 1
        faults.refuse(line, f"{name} has {len(rows)} rows for {count} {what}")
    found = []
    for line, row in rows:
        if row is not None and len(row) != skills:
            faults.add(line, f"expected {skills} numbers, one for each skill, found {len(row)}")
        found.append(row or [])
    return found


def _check_needs(rows: _Rows, faults: Faults) -> None:
    for line, row in rows:
        if row and max(row) > _MOST_NEEDED:
            faults.add(
                line, f"{max(row)} with one skill are more than the {_MOST_NEEDED:,} that can be asked for"
            )


def _check_levels(
    rows: Sequence[tuple[int, list[int] | None]], has: Sequence[Sequence[int]], faults: Faults
) -> None:
    """Note levels that no skill can have, and levels of skills that a worker has not, or the other way round."""
    for place, ((line, levels), own) in enumerate(zip(rows, has, strict=False), 1):
        for skill, (level, one) in enumerate(zip(levels or (), own, strict=True), 1):
            if level > _MOST_LEVEL:
                faults.add(line, f"a level of {level} is more than the {_MOST_LEVEL} that a skill can have")
            elif bool(level) != bool(one):
                said = "has" if one else "has not"
                faults.add(
                    line, f"worker {place} {said} skill {skill} in {_WORKERS}, and here a level of {level}"
                )
