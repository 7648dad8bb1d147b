"""Files of several projects, ``.rcmp``: numbers one after the other, projects told apart by a head of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from workmodel.interchange.psplib.instance import Activity, Instance, Part, Way
from workmodel.interchange.psplib.text import Faults

__all__ = ["several"]


class _Words:
    """The words of a file in turn, each with its line."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.faults = faults
        self.line = 1
        self._words = self._all(text)

    def _all(self, text: str) -> Iterator[str]:
        for number, line in enumerate(text.split("\n"), 1):
            words = line.split()
            if words:
                self.line = number
                yield from words

    def next(self) -> str:
        """The next word; a file that ends before is refused."""
        word = next(self._words, None)
        if word is None:
            self.faults.refuse(self.line, "the file ends before its last activity; it may be cut off")
        return word

    def number(self) -> int:
        """The next number; anything else is refused, since nothing after it could be told apart."""
        word = self.next()
        found = self.faults.number(self.line, word)
        if found is None:
            self.faults.tell()
        return found or 0

    def end(self) -> None:
        """Note whatever is left."""
        for word in self._words:
            self.faults.add(self.line, f"expected the end of the file, found {word[:40]!r}")
            return


@frozen
class _Row:
    """An activity with its successors as they are written, each a project and a number."""

    line: int
    duration: int
    requirements: tuple[int, ...]
    successors: tuple[tuple[int, int], ...]


def several(text: str, faults: Faults) -> Instance:
    """What a file of several projects says.

    The format is that of the library MPLIB [1]_: projects and resources, how much there is of each, and for each project
    how many activities it has, its release, which resources it uses (which its activities say as well), and a row for
    each activity: its duration, what it asks for, how many successors it has, each ``PROJECT:ACTIVITY``.

    Raises
    ------
    DocumentFaults
        It is cut off or contradicts itself.

    References
    ----------
    .. [1] R. Van Eynde and M. Vanhoucke, "Resource-constrained multi-project scheduling: benchmark datasets and decoupled
       scheduling", Journal of Scheduling 23, 2020, p. 301.
    """
    words = _Words(text, faults)
    projects = words.number()
    resources = words.number()
    faults.entities(words.line, projects + resources)
    capacities = [words.number() for _ in range(resources)]
    renewable = (True,) * resources
    faults.capacities(words.line, capacities, renewable)
    parts: list[Part] = []
    rows: list[_Row] = []
    for _ in range(projects):
        count, release = words.number(), words.number()
        faults.entities(words.line, count)
        faults.periods(words.line, "a release", release)
        for _ in range(resources):
            words.number()
        parts.append(Part(release, count))
        rows += [_row(words, renewable) for _ in range(count)]
    words.end()
    activities = _linked(rows, parts, faults)
    faults.tell()
    return Instance(activities, tuple(parts), tuple(capacities), renewable, several=True)


def _row(words: _Words, renewable: Sequence[bool]) -> _Row:
    duration = words.number()
    line = words.line
    requirements = tuple([words.number() for _ in renewable])
    words.faults.periods(line, "a duration", duration)
    words.faults.units(line, requirements, renewable)
    return _Row(line, duration, requirements, tuple([_successor(words) for _ in range(words.number())]))


def _successor(words: _Words) -> tuple[int, int]:
    project, colon, activity = words.next().partition(":")
    first = words.faults.number(words.line, project)
    second = words.faults.number(words.line, activity) if colon else None
    if first is None or second is None:
        words.faults.refuse(words.line, "expected a successor as PROJECT:ACTIVITY, such as 1:7")
    return first, second


def _linked(rows: Sequence[_Row], parts: Sequence[Part], faults: Faults) -> tuple[Activity, ...]:
    """The activities, with places for names."""
    firsts = [0]
    for part in parts:
        firsts.append(firsts[-1] + part.activities)
    found = []
    for place, row in enumerate(rows):
        after = set()
        for project, number in row.successors:
            if not 1 <= project <= len(parts):
                faults.add(
                    row.line,
                    f"there is no activity {number} in project {project}; there are {len(parts)} projects",
                )
            elif not 1 <= number <= parts[project - 1].activities:
                has = parts[project - 1].activities
                faults.add(row.line, f"there is no activity {number} in project {project}; it has {has}")
            elif (other := firsts[project - 1] + number - 1) == place:
                faults.add(row.line, f"activity {number} of project {project} waits for itself")
            else:
                after.add(other)
        found.append(Activity((Way(row.duration, row.requirements),), tuple(sorted(after))))
    return tuple(found)
