"""Files of one project, ``.sm``, and ``.mm`` with several modes: sections of rows between lines of stars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from workmodel.interchange.psplib.instance import Activity, Instance, Part, Way
from workmodel.interchange.psplib.text import Faults, one_line

__all__ = ["single"]

_PROJECT: Final = "PROJECT INFORMATION"
_LINKS: Final = "PRECEDENCE RELATIONS"
_REQUESTS: Final = "REQUESTS/DURATIONS"
_CAPACITIES: Final = "RESOURCEAVAILABILITIES"
_SECTIONS: Final = (_PROJECT, _LINKS, _REQUESTS, _CAPACITIES)
_COUNTS: Final = {
    "projects": "projects",
    "jobs": "jobs",
    "- renewable": "renewable",
    "- nonrenewable": "nonrenewable",
    "- doubly constrained": "doubly",
}


@frozen
class _Section:
    """The rows of a section, as numbers, with their lines; a row that holds none is ``None``."""

    line: int
    rows: list[tuple[int, list[int] | None]]


@frozen
class _Head:
    """What stands before the sections, with the lines where it stands."""

    title: str
    counts: dict[str, tuple[int, int]]

    def count(self, name: str) -> int:
        """A number of the head; zero where nothing is said of it."""
        return self.counts.get(name, (0, 0))[1]


def single(text: str, faults: Faults) -> Instance:
    """What a file of one project says.

    Raises
    ------
    DocumentFaults
        It is cut off or contradicts itself.
    """
    head, sections = _parts(text, faults)
    renewable = _renewable(head, faults)
    jobs = head.count("jobs")
    modes, successors = _successors(sections[_LINKS], jobs, faults)
    ways = _ways(sections[_REQUESTS], modes, renewable, faults)
    capacities = _capacities(sections[_CAPACITIES], renewable, faults)
    release, due, cost = _terms(sections.get(_PROJECT), faults)
    faults.tell()
    activities = tuple([Activity(*one) for one in zip(ways, successors, strict=True)])
    part = Part(release, len(activities))
    return Instance(activities, (part,), tuple(capacities), renewable, title=head.title, due=due, cost=cost)


def _parts(text: str, faults: Faults) -> tuple[_Head, dict[str, _Section]]:
    """The head and the sections, of which those that are needed are there."""
    title = ""
    counts: dict[str, tuple[int, int]] = {}
    sections: dict[str, _Section] = {}
    current: _Section | None = None
    number = 0
    for number, whole in enumerate(text.split("\n"), 1):
        line = whole.strip()
        if not line or not line.strip("*") or not line.strip("-"):
            continue
        name = line.rstrip(":").rstrip().replace("RESOURCE AVAIL", "RESOURCEAVAIL")  # as MMLIB writes it
        if name in _SECTIONS:
            current = sections.setdefault(name, _Section(number, []))
        elif current is None:
            key, _, value = line.partition(":")
            key = key.partition("(")[0].strip().lower()
            if key == "file with basedata":
                title = one_line(value)
            elif key in _COUNTS:
                found = faults.number(number, (value.split() or [""])[0])
                counts[_COUNTS[key]] = (number, found or 0)
        elif not line[0].isalpha() or current.rows:  # above the rows stand names of columns
            current.rows.append((number, faults.numbers(number, line)))
    if current is not None and text[-1:].isdigit():  # where a number may have lost digits nobody would see it
        faults.add(number, "the file ends in the middle of a row; it may be cut off")
    missing = [name for name in _SECTIONS[1:] if name not in sections]
    for name in missing:
        faults.add(number, f"the file ends, and there is no section {name}; it may be cut off")
    if missing or "jobs" not in counts:
        faults.refuse(
            1, 'no instance of one project; expected "jobs", and sections from PRECEDENCE RELATIONS on'
        )
    return _Head(title, counts), sections


def _renewable(head: _Head, faults: Faults) -> tuple[bool, ...]:
    """Of each resource whether it comes back."""
    line, projects = head.counts.get("projects", (1, 1))
    if projects != 1:
        faults.add(line, f"expected 1 project, found {projects}")
    line, doubly = head.counts.get("doubly", (1, 0))
    if doubly:
        faults.add(line, "resources that are limited at once and in all cannot be said in a plan; expected 0")
    numbers = [head.count("renewable"), head.count("nonrenewable")]
    line, jobs = head.counts["jobs"]
    faults.entities(line, sum(numbers) + jobs)
    return (True,) * numbers[0] + (False,) * numbers[1]


def _successors(section: _Section, jobs: int, faults: Faults) -> tuple[list[int], list[tuple[int, ...]]]:
    """For each activity how many modes it has, zero where that cannot be read, and the places of those that wait for it."""
    if len(section.rows) != jobs:
        faults.refuse(section.line, f"{_LINKS} has {len(section.rows)} rows for {jobs} jobs")
    modes: list[int] = []
    found: list[tuple[int, ...]] = []
    for place, (line, row) in enumerate(section.rows, 1):
        after: list[int] = []
        modes.append(row[1] if row is not None and len(row) > 1 else 0)
        if row is None:
            continue
        if row[0] != place:
            faults.add(line, f"expected activity {place}, found {row[0]}")
            continue
        if len(row) < 3:
            faults.add(line, f"expected an activity, its modes and its successors, found {len(row)} numbers")
        elif not row[1]:
            faults.add(line, f"activity {row[0]} can be done in 0 modes, expected 1 or more")
        elif len(row) != 3 + row[2]:
            faults.add(line, f"expected {row[2]} successors, found {len(row) - 3}")
        else:
            after = row[3:]
        for number in after:
            if number == row[0]:
                faults.add(line, f"activity {number} waits for itself")
            elif not 1 <= number <= jobs:
                faults.add(line, f"there is no activity {number}; there are {jobs}")
        found.append(tuple(sorted({number - 1 for number in after})))
    return modes, found


def _ways(
    section: _Section, modes: Sequence[int], renewable: Sequence[bool], faults: Faults
) -> list[tuple[Way, ...]]:
    """For each activity its modes: a row for each, of which the first begins with the activity's number."""
    total = sum(one or 1 for one in modes)
    if len(section.rows) != total:
        if 0 in modes:
            faults.tell()
        of = f"{len(modes)} jobs" if total == len(modes) else f"{total} modes of {len(modes)} jobs"
        faults.refuse(section.line, f"{_REQUESTS} has {len(section.rows)} rows for {of}")
    faults.entities(section.line, total - len(modes))
    rows = iter(section.rows)
    found = []
    for place, count in enumerate(modes, 1):
        ways = []
        for mode in range(1, (count or 1) + 1):
            line, row = next(rows)
            head = [place, mode] if mode == 1 else [mode]
            if row is not None and (way := _way(line, row, head, renewable, faults)) is not None:
                ways.append(way)
        found.append(tuple(ways))
    return found


def _way(
    line: int, row: Sequence[int], head: Sequence[int], renewable: Sequence[bool], faults: Faults
) -> Way | None:
    """The mode of a row that begins with *head*: its duration, and what it asks for of each resource."""
    width = len(head) + 1 + len(renewable)
    if len(row) != width:
        faults.add(line, f"expected {width} numbers, found {len(row)}")
        return None
    for what, wanted, there in zip(("activity", "mode")[-len(head) :], head, row, strict=False):
        if there != wanted:
            faults.add(line, f"expected {what} {wanted}, found {there}")
            return None
    duration, *requirements = row[len(head) :]
    faults.periods(line, "a duration", duration)
    faults.units(line, requirements, renewable)
    return Way(duration, tuple(requirements))


def _capacities(section: _Section, renewable: Sequence[bool], faults: Faults) -> list[int]:
    """How much there is of each resource."""
    found = [number for _, row in section.rows for number in row or ()]
    line = section.rows[-1][0] if section.rows else section.line
    if len(found) == len(renewable):
        faults.capacities(line, found, renewable)
    elif all(row is not None for _, row in section.rows):
        faults.add(line, f"expected {len(renewable)} capacities, found {len(found)}")
    return found


def _terms(section: _Section | None, faults: Faults) -> tuple[int, int, int]:
    """The release of the project, when it is due, and what delay costs; zeros where nothing is said."""
    line, row = section.rows[0] if section is not None and section.rows else (1, None)
    if row is None:
        return 0, 0, 0
    release, due, cost = (*row[2:5], 0, 0, 0)[:3]
    faults.periods(line, "a release", release)
    return release, due, cost
