"""Schedules that Microsoft Project stored keep the same promises, but for one stale task that its own file contradicts."""

from __future__ import annotations

from pathlib import Path

from workmodel.interchange import msproject
from workmodel.verification import verify

# mpxj-bug1: task 4 may be later than the stored late start of its successor and the late finish of its summary allow
STALE = {("mpxj-bug1.xml", "verify.late", "t4"), ("mpxj-bug1.xml", "verify.summary", "t1")}


def test_what_microsoft_project_stored_is_what_the_rules_say(benchmarks: Path) -> None:
    files = sorted((benchmarks / "msproject").glob("*.xml"))
    assert len(files) >= 20
    broken = set()
    for path in files:
        imported = msproject.loads(path.read_bytes())
        assert imported.schedule is not None
        assert imported.schedule.source == "read"
        broken |= {(path.name, f.code, f.subject) for f in verify(imported.plan, imported.schedule)}
    assert broken == STALE
