"""Instances with workers and their skills: what becomes of them, and what they must not be."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workmodel import Milestone, Plan, Resource, Task
from workmodel.errors import DocumentFaults
from workmodel.interchange import psplib, read

TEAM = """\\* Project Module *\\
4\t2\t2\t5

30

28

0\t2\t2 3
6\t1\t4
4\t1\t4
0\t0

\\* Workforce Module *\\
1\t0
1\t1

\\* Workforce Module with Skill Levels *\\
4\t0
1\t5

\\* Skill Requirements Module *\\
0\t0
2\t0
1\t1
0\t0

\\* Skill Level Requirements Module *\\
-1
1 4
1 5
-1

\\* Rework Module *\\
0.67\t0.6
"""


def changed(old: str, new: str, text: str = TEAM) -> str:
    assert old in text
    return text.replace(old, new, 1)


def faults_of(text: str) -> list[str]:
    with pytest.raises(DocumentFaults) as caught:
        psplib.loads(text)
    return [f"{fault.path}: {fault.message}" for fault in caught.value.faults]


def test_workers_are_people_with_skills_and_activities_ask_for_them() -> None:
    found = read(TEAM)
    plan = found.plan
    assert plan.resources["w2"] == Resource("w2", calendar="24_hours", skills=["s1 1", "s2 5"])
    assert [*map(str, plan.resources["w1"].skills)] == ["s1 4"]
    assert plan["a3"] == Task("a3", duration="4h", after=["a1"], requires=["s1", "s2"])
    assert [*map(str, plan["a2"].requires)] == ["2 s1"]
    assert isinstance(plan["a4"], Milestone)
    assert plan.check() == ()


def test_what_is_for_variants_of_the_problem_is_left_out_and_named() -> None:
    (found,) = psplib.loads(TEAM).findings
    assert (found.code, found.severity) == ("psplib.variants_left_out", "info")
    assert dict(found.facts)["modules"] == ("Skill Level Requirements Module", "Rework Module")


def test_without_levels_a_skill_has_the_usual_one() -> None:
    before, _, rest = TEAM.partition("\\* Workforce Module with")
    text = before + "\\*" + rest.partition("\\*")[2]
    assert [*map(str, psplib.loads(text).plan["w2"].skills)] == ["s1", "s2"]


def test_whoever_is_needed_for_no_time_is_left_out() -> None:
    found = psplib.loads(changed("6\t1\t4", "0\t1\t4"))
    assert isinstance(found.plan["a2"], Milestone)
    assert [one.subject for one in found.findings if one.code == "psplib.idle_requirement"] == ["a2"]


def test_more_who_are_needed_than_there_are_is_a_finding_of_the_plan() -> None:
    plan = psplib.loads(changed("2\t0\n1\t1\n0\t0", "3\t0\n1\t1\n0\t0")).plan
    assert [(one.code, one.subject) for one in plan.check()] == [("requirement.unmet", "a2")]


def test_the_format_with_modes_loses_the_skills_and_says_so() -> None:
    what = {dict(one.facts).get("what") for one in psplib.losses(psplib.loads(TEAM).plan)}
    assert {"task.requires", "resource.skills"} <= what


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("4\t2\t2\t5", "4\t2\t2", "line 2: expected how many activities, workers, skills and levels there are"),
        ("4\t2\t2\t5", "5\t2\t2\t5", "line 2: Project Module has 4 rows for 5 activities"),
        ("4\t2\t2\t5", "4\t3\t2\t5", "line 14: Workforce Module has 2 rows for 3 workers"),
        ("6\t1\t4", "6\t2\t4", "line 9: expected a duration, a number of successors and these, found 3 numbers"),
        ("6\t1\t4", "6\t1\t9", "line 9: there is no activity 9; there are 4"),
        ("6\t1\t4", "6\t1\t2", "line 9: activity 2 waits for itself"),
        ("6\t1\t4", "6\tx\t4", "line 9: 'x' is no whole number from 0 to 999,999,999"),
        ("6\t1\t4", "999999\t1\t4",
         "line 9: a duration of 999999 periods is longer than a hundred years, 876,600 hours"),
        ("1\t5\n", "1\t6\n", "line 19: a level of 6 is more than the 5 that a skill can have"),
        ("4\t0\n", "4\t2\n", "line 18: worker 1 has not skill 2 in Workforce Module, and here a level of 2"),
        ("4\t0\n", "0\t0\n", "line 18: worker 1 has skill 1 in Workforce Module, and here a level of 0"),
        ("2\t0\n1\t1", "20000\t0\n1\t1",
         "line 23: 20000 with one skill are more than the 10,000 that can be asked for"),
        ("2\t0\n1\t1", "2\n1\t1", "line 23: expected 2 numbers, one for each skill, found 1"),
        ("Skill Requirements Module", "Something Else",
         "line 35: the file ends, and there is no Skill Requirements Module; it may be cut off"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_the_line(old: str, new: str, fault: str) -> None:
    assert faults_of(changed(old, new)) == [fault]


def test_activities_that_wait_for_each_other_are_named() -> None:
    (fault,) = faults_of(changed("0\t0\n\n\\* Workforce", "0\t1\t2\n\n\\* Workforce"))
    assert "a2 → a4 → a2" in fault


def test_a_file_that_is_cut_off_before_the_last_requirement_is_refused() -> None:
    end = TEAM.index("\n\\* Skill Level")
    assert psplib.loads(TEAM[:end]).plan == psplib.loads(TEAM).plan
    for place in range(30, end - 1):
        assert faults_of(TEAM[:place])


def samples(folder: Path) -> Iterator[tuple[str, str]]:
    archive = folder / "psplib" / "multiskill_samples.zip"
    if not archive.is_file():
        pytest.skip(f"no {archive.name} in {archive.parent}")
    with zipfile.ZipFile(archive) as found:
        for name in sorted(found.namelist()):
            yield name, found.read(name).decode("ascii")


def test_published_instances_have_what_their_files_say(benchmarks: Path) -> None:
    """Tables by cutting the file where the words stand."""
    read_so_far = 0
    for name, text in samples(benchmarks):
        if not name.endswith(".msrcp"):
            continue
        found = read(text)
        plan: Plan = found.plan
        tables = {
            part.partition("*\\")[0].strip(): [line.split() for line in part.splitlines()[1:] if line.strip()]
            for part in text.split("\\*")[1:]
        }
        rows = tables["Project Module"][3:]
        durations = [plan.minutes(getattr(item, "duration", "0h")) // 60 for item in plan.items.values()]
        assert durations == [int(row[0]) for row in rows]
        assert sum(len(item.after) for item in plan.items.values()) == sum(int(row[1]) for row in rows)
        needed = [
            [
                sum(one.count for one in getattr(item, "requires", ()) if one.skill == f"s{n}")
                for n in range(1, 5)
            ]
            for item in plan.items.values()
        ]
        assert needed == [[int(n) for n in row] for row in tables["Skill Requirements Module"]]
        levels = [
            [next((one.level for one in worker.skills if one.name == f"s{n}"), 0) for n in range(1, 5)]
            for worker in plan.resources.values()
        ]
        assert levels == [[int(n) for n in row] for row in tables["Workforce Module with Skill Levels"]]
        assert plan.check() == ()
        read_so_far += 1
    assert read_so_far == 2


def test_instances_with_alternative_parts_are_refused_since_a_plan_does_all_of_its_work(
    benchmarks: Path,
) -> None:
    refused = [name for name, text in samples(benchmarks) if not name.endswith(".msrcp") and faults_of(text)]
    assert refused == ["aslib0_0.rcp", "rcpsp_ps.txt"]
