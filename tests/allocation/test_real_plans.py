"""Plans that Microsoft Project saved, within everybody's hours."""

from __future__ import annotations

from pathlib import Path

import workmodel as wm
from workmodel.interchange import msproject


def resourced(folder: Path) -> list[Path]:
    """Files whose plans have people, planned from a start."""
    found = []
    for path in sorted((folder / "msproject").rglob("*.xml")):
        plan = msproject.load(path).plan
        if plan.direction == "forward" and any(task.assignments for task in plan.tasks.values()):
            found.append(path)
    return found


def test_every_resourced_plan_is_leveled_verified_and_explained(benchmarks: Path) -> None:
    files = resourced(benchmarks)
    assert len(files) >= 8
    for path in files:
        plan = msproject.load(path).plan
        found = wm.allocate(plan, iterations=6)
        assert wm.verify(plan, found) == (), path.name
        assert found.bound is None or found.finish is None or found.bound <= found.finish
        for name in found.ledger.resources:
            for one in found.ledger.total(name).unmet:
                task = found.leveled.get(one.source.id)
                given = one.source.kind != "task" or task.progress is not None or task.manual is not None
                assert given, f"{path.name}: {one}"
        for name in found.delays:
            assert found.explain(name).startswith(f"{name} waits until"), path.name
