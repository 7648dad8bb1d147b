"""Files of one project, ``.sm`` (and ``.mm`` where each activity has one mode): sections of rows between lines of stars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from workmodel.interchange.psplib.instance import Activity, Instance, Part
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
_CURE: Final = "choose one mode for each activity and save them as .sm"


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
        It is cut off or contradicts itself, or activities can be done in several modes.
    """
    head, sections = _parts(text, faults)
    renewable = _renewable(head, faults)
    jobs = head.count("jobs")
    successors = _successors(sections[_LINKS], jobs, faults)
    requests = _requests(sections[_REQUESTS], jobs, renewable, faults)
    capacities = _capacities(sections[_CAPACITIES], renewable, faults)
    release, due, cost = _terms(sections.get(_PROJECT), faults)
    faults.tell()
    activities = tuple(
        Activity(row[2], tuple(row[3:]), after) for row, after in zip(requests, successors, strict=True)
    )
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


def _numbered(section: _Section, name: str, jobs: int, faults: Faults) -> list[tuple[int, list[int]]]:
    """The rows of all activities, from the first to the last."""
    if len(section.rows) != jobs:
        faults.refuse(section.line, f"{name} has {len(section.rows)} rows for {jobs} jobs")
    found = []
    for place, (line, row) in enumerate(section.rows, 1):
        if row is not None and row[0] != place:
            faults.add(line, f"expected activity {place}, found {row[0]}")
        elif row is not None:
            found.append((line, row))
    return found


def _one_mode_each(section: _Section, faults: Faults) -> None:
    """Refuse activities that can be done in several modes."""
    several = [(line, row) for line, row in section.rows if row is not None and len(row) > 1 and row[1] > 1]
    for line, row in several[:1]:
        faults.refuse(
            line,
            f"activity {row[0]} can be done in {row[1]} modes, and so can {len(several) - 1} more in several, but a plan "
            f"knows one way of doing each; {_CURE}",
        )


def _successors(section: _Section, jobs: int, faults: Faults) -> list[tuple[int, ...]]:
    """For each activity the places of those that wait for it."""
    _one_mode_each(section, faults)
    found: list[tuple[int, ...]] = []
    for line, row in _numbered(section, _LINKS, jobs, faults):
        after: list[int] = []
        if len(row) < 3:
            faults.add(line, f"expected an activity, its modes and its successors, found {len(row)} numbers")
        elif row[1] != 1:
            faults.add(line, f"activity {row[0]} can be done in {row[1]} modes, expected 1")
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
    return found


def _requests(section: _Section, jobs: int, renewable: Sequence[bool], faults: Faults) -> list[list[int]]:
    """For each activity its number, its mode, its duration, and what it asks for of each resource."""
    width = 3 + len(renewable)
    found = []
    for line, row in _numbered(section, _REQUESTS, jobs, faults):
        if len(row) != width:
            faults.add(line, f"expected {width} numbers, found {len(row)}")
            continue
        faults.periods(line, "a duration", row[2])
        faults.units(line, row[3:], renewable)
        found.append(row)
    return found


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
