"""A conflict may leave one side's value here and the other's there: what that closes is told as well."""

from __future__ import annotations

import workmodel as wm
from workmodel.scenarios import merge


def test_a_ring_that_an_undecided_conflict_closes_is_a_conflict_too() -> None:
    base = wm.Plan(start="2026-03-02").add(wm.Task("a"), wm.Task("c", after=["a"]))
    ours = base.evolve("c", tags=["late"])
    theirs = base.replace(wm.Project("c")).evolve("a", parent="c")
    merged = merge(base, ours, theirs)
    assert {one.kind for one in merged.conflicts} == {"kind", "ring"}
    assert wm.schedule(merged.plan).finish is not None
