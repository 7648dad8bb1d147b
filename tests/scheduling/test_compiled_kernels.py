"""Kernels compiled: one meaning for each name, one compilation for each kernel, none at import, and on any file system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from attrs import fields

import workmodel
from workmodel.domain import Milestone, Plan, Task
from workmodel.scheduling import compiled, incremental, schedule
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.solving import solve

numba = pytest.importorskip("numba")

PROGRAM = """
import os, workmodel
from workmodel import Plan, Task
from workmodel.scheduling.compiled import compiled
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.solving import solve
plan = Plan(start="2026-03-02").add(Task("a", duration="1d"), Task("b", duration="1d", after=["a"]))
print(os.path.dirname(workmodel.__file__), solve(plan, problem_of(plan), compiled()).ef.tolist())
"""


def test_kernels_mean_one_thing_by_each_name() -> None:
    """They are compiled in one namespace, in which another module's constant would take the place of their own."""
    meanings: dict[str, object] = {}
    for module in compiled._MODULES:
        for name, value in vars(module).items():
            if not name.startswith("__"):
                assert meanings.setdefault(name, value) is value or meanings[name] == value, name


def various(random: Random) -> Plan:
    """Links with lags or without, milestones, one calendar or two, constraints."""
    calendar = random.choice((None, "24_hours"))
    items = [
        Task("a", duration="2d"),
        Milestone("m", after=["a"]),
        Task("c", duration="3h", calendar=calendar),
    ]
    lag = random.choice(("", "+1d", "+1ed", "-2h"))
    deadline = random.choice((None, "2026-03-06"))
    constraint = random.choice((None, "MSO 2026-03-05"))
    return Plan(start="2026-03-02").add(
        *items,
        Task(
            "d",
            duration="1d",
            after=[f"m FS{lag}", random.choice(("c", "c SS"))],
            deadline=deadline,
            constraint=constraint,
        ),
    )


@pytest.mark.untraced
def test_nothing_is_compiled_twice() -> None:
    """Whatever the plan, a kernel sees arguments of the same types."""
    fast = compiled.compiled()
    assert fast is not None
    random = Random(1)
    for _ in range(80):
        plan = various(random)
        solve(plan, problem_of(plan), fast)
    times = {
        one.name: len(getattr(fast, one.name).signatures)
        for one in fields(compiled.Kernels)
        if one.name not in ("arrays", "sweep")
    }
    assert times == dict.fromkeys(times, 1)


def test_sweeps_are_not_compiled_twice_either(monkeypatch) -> None:
    fast = compiled.compiled()
    assert fast is not None
    monkeypatch.setattr(incremental, "kernels", lambda _: fast)
    random = Random(1)
    for _ in range(60):
        found = schedule(various(random))
        for name in list(found)[:4]:
            if found.plan[name].kind == "task":
                found = schedule(found.plan.evolve(name, duration=f"{random.randint(1, 9)}d"), previous=found)
    of_each = [
        {tuple(map(numba.types.unliteral, one)) for one in sweep.signatures}
        for sweep in vars(fast.sweep).values()
    ]
    assert max(map(len, of_each)) == 1


def run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    usual = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-c", program],
        env=usual | environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_importing_compiles_nothing() -> None:
    """Not even numba is loaded; small plans do not load it either."""
    program = "import sys, workmodel\nfrom workmodel import Plan, Task, schedule\n"
    program += (
        'schedule(Plan(start="2026-03-02").add(Task("a", duration="1d")))\nprint("numba" in sys.modules)'
    )
    assert run(program).stdout.strip() == "False"


@pytest.mark.parametrize("given", ["", "nowhere"])
def test_where_nothing_may_be_written_kernels_are_compiled_for_the_process(
    tmp_path: Path, given: str
) -> None:
    """An installed package that is read only, and no other folder to keep compiled code in."""
    package = tmp_path / "site" / "workmodel"
    shutil.copytree(Path(workmodel.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    nowhere = tmp_path / "nowhere"
    nowhere.write_text("a file, so that no folder can be made here")
    for folder in (package, *(path for path in package.rglob("*") if path.is_dir())):
        shutil.copy(nowhere, folder / "__pycache__")
    found = run(
        PROGRAM,
        PYTHONPATH=str(package.parent), NUMBA_CACHE_DIR=given and str(nowhere),
        HOME=str(nowhere), XDG_CACHE_HOME=str(nowhere), LOCALAPPDATA=str(nowhere),
    )  # fmt: skip
    assert found.stdout.split() == [str(package), "[29541180,", "29542620]"]
    assert not [*package.rglob("*.nbi")]
