"""Published instances against a count of their own, and against their known critical paths."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from workmodel import Milestone, Plan, Task, schedule
from workmodel.errors import DocumentFaults
from workmodel.interchange import psplib, read

HOUR = 3600


def files(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a set by the name of their instance; the test is skipped where they are not at hand."""
    archive = folder / "psplib" / f"{name}.zip"
    if not archive.is_file():
        pytest.skip(f"no {archive.name} in {archive.parent}")
    with zipfile.ZipFile(archive) as found:
        for member in sorted(found.namelist()):
            yield Path(member).stem, found.read(member)


def critical_paths(folder: Path, name: str) -> dict[str, int]:
    text = (folder / "psplib" / f"{name}_bounds.csv").read_text(encoding="utf-8")
    return {row["instance"]: int(row["cplb"]) for row in csv.DictReader(io.StringIO(text))}


def counted(plan: Plan) -> tuple[int, int, list[int], int, int]:
    """Activities, links, capacities, all durations, all requirements of whatever takes time."""
    items = [item for item in plan.items.values() if item.kind != "project"]
    tasks = plan.tasks.values()
    return (
        len(items),
        sum(len(item.after) for item in items),
        [int(one.capacity) for one in plan.resources.values()],
        sum(plan.minutes(task.duration or "0h") // 60 for task in tasks),
        sum(int(one.units or 0) for task in tasks for one in task.assignments),
    )


def count_single(text: str) -> tuple[int, int, list[int], int, int]:
    """The same of a file, by cutting it where the words stand."""
    links = text.partition("   successors\n")[2].partition("***")[0].splitlines()
    rows = [line.split() for line in text.rpartition("---\n")[2].partition("***")[0].splitlines()]
    capacities = text.split("RESOURCEAVAILABILITIES:\n")[1].splitlines()[1].split()
    return (
        len(rows),
        sum(len(line.split()) - 3 for line in links if line.strip()),
        [int(number) for number in capacities],
        sum(int(row[2]) for row in rows),
        sum(int(cell) for row in rows for cell in row[3:] if row[2] != "0"),
    )


def count_several(text: str) -> tuple[int, int, list[int], int, int]:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    rows = [line for line in lines[3:] if len(line) > 5]
    return (
        len(rows),
        text.count(":"),
        [int(number) for number in lines[2]],
        sum(int(row[0]) for row in rows),
        sum(int(cell) for row in rows for cell in row[1:5] if row[0] != "0"),
    )


def some(found: dict[str, bytes], thorough: bool) -> dict[str, bytes]:
    """Every seventh file, so that each kind has its turn; all of them before a release."""
    return found if thorough else dict(islice(found.items(), 0, None, 7))


def periods(plan: Plan) -> float:
    """How long the plan takes where nothing is scarce."""
    dates = schedule(plan)
    assert dates.start is not None
    assert dates.finish is not None
    return (dates.finish - dates.start).total_seconds() / HOUR


@pytest.mark.untraced
@pytest.mark.parametrize("name", ["j30", "j60", "j120"])
def test_instances_of_one_project_have_what_their_files_say(
    name: str, benchmarks: Path, thorough: bool
) -> None:
    paths = critical_paths(benchmarks, name)
    found = dict(files(benchmarks, name))
    assert set(found) == set(paths)
    for instance, data in some(found, thorough).items():
        text = data.decode("ascii")
        plan = psplib.loads(data).plan
        assert counted(plan) == count_single(text), instance
        assert periods(plan) == paths[instance], instance
        assert psplib.loads(psplib.dumps(plan)).plan == plan, instance
        assert (
            psplib.dumps(plan).partition("PRECEDENCE")[2].split() == text.partition("PRECEDENCE")[2].split()
        )


@pytest.mark.untraced
def test_instances_of_several_projects_have_what_their_files_say(benchmarks: Path, thorough: bool) -> None:
    paths = critical_paths(benchmarks, "MPLIB1_Set3_dev")
    found = dict(files(benchmarks, "MPLIB1_Set3_dev"))
    assert set(found) == set(paths)
    for instance, data in some(found, thorough).items():
        text = data.decode("ascii")
        plan = read(data).plan
        assert counted(plan) == count_several(text), instance
        assert len(plan.projects) == 24
        assert periods(plan) == paths[instance], instance


def count_modes(text: str) -> tuple[list[list[tuple[int, ...]]], list[int]]:
    """Of each activity the numbers of each mode, and how much there is, by cutting a file where the words stand."""
    links = text.partition("PRECEDENCE RELATIONS:")[2].partition("***")[0].splitlines()[2:]
    modes = [int(line.split()[1]) for line in links if line.strip()]
    lines = text.partition("REQUESTS/DURATIONS")[2].partition("***")[0].splitlines()
    rows = [
        numbers
        for line in lines
        if (numbers := [int(n) for n in line.split() if n.isdigit()]) and len(numbers) > 4
    ]
    found, place = [], 0
    for count in modes:
        found.append([tuple(row[-5:]) for row in rows[place : place + count]])
        place += count
    assert place == len(rows)
    words = text.replace("RESOURCE AVAIL", "RESOURCEAVAIL").rpartition("RESOURCEAVAILABILITIES")[2].split()
    return found, [int(word) for word in words if word.isdigit()][-4:]


def modes_in(plan: Plan) -> list[list[tuple[int, ...]]]:
    """The same of a plan: durations, and what each mode asks for of two resources that come back and two that do not."""
    found = []
    for item in plan.items.values():
        ways = [(0, 0, 0, 0, 0)]
        if isinstance(item, Task):
            ways = []
            for way in item.modes or (item,):
                asked = {one.resource: int(one.units or 0) for one in way.assignments}
                hours = plan.minutes(way.duration or "0h") // 60
                ways.append((hours, *(asked.get(name, 0) for name in ("r1", "r2", "n1", "n2"))))
        found.append(ways)
    return found


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("name", "activities", "title"),
    [("j10mm", 12, True), ("j20mm", 22, True), ("j30mm", 32, True), ("MMLIB50", 52, False)],
)
def test_instances_with_several_modes_have_what_their_files_say(
    name: str, activities: int, title: bool, benchmarks: Path, thorough: bool
) -> None:
    paths = critical_paths(benchmarks, name)
    found = dict(files(benchmarks, name))
    assert set(found) >= set(paths)
    assert len(found) > 500
    for instance, data in some(found, thorough).items():
        read = psplib.loads(data)
        plan = read.plan
        modes, capacities = count_modes(data.decode("ascii"))
        assert len(plan.items) == activities
        assert modes_in(plan) == modes, instance
        assert [int(one.stock or one.capacity) for one in plan.resources.values()] == capacities, instance
        assert read.findings == () or {one.code for one in read.findings} <= {
            "psplib.due_date_left_out", "psplib.beyond_capacity",
        }, instance  # fmt: skip
        assert all(task.mode == "m1" for task in plan.tasks.values() if task.modes)
        assert bool(plan.title) == title
        assert psplib.loads(psplib.dumps(plan)).plan == plan, instance
        shortest = plan.replace(
            *(task.in_mode(min(task.modes, key=lambda one: plan.minutes(one.duration or "0h")).name)
              for task in plan.tasks.values() if task.modes)
        )  # fmt: skip
        assert instance not in paths or periods(shortest) == paths[instance], instance


def test_published_files_that_are_cut_off_are_refused(benchmarks: Path) -> None:
    for name in ("j30", "MPLIB1_Set3_dev"):
        (_, data), *_ = files(benchmarks, name)
        for place in range(0, len(data), max(len(data) // 60, 1)):
            with pytest.raises(DocumentFaults):
                psplib.loads(data[: min(place, len(data) - 80)])


def test_milestones_are_where_nothing_takes_time(benchmarks: Path) -> None:
    for _, data in files(benchmarks, "j30"):
        plan = psplib.loads(data).plan
        ends = [item.id for item in plan.items.values() if isinstance(item, Milestone)]
        assert ends == ["a1", "a32"]
