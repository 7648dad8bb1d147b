"""After any sequence of edits, rescheduling from any earlier version gives what a full pass gives, byte for byte."""

from __future__ import annotations

import pickle

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from workmodel.domain.schedule_dates import DATE_NAMES
from workmodel.errors import WorkModelError
from workmodel.interchange import document
from workmodel.scheduling import compiled, incremental, moves, schedule
from workmodel.scheduling.regained import known_of
from workmodel.scheduling.stepped import stepped
from workmodel.testing.strategies import edited, plans
from workmodel.testing.strategies.plans import FEATURES

FORWARD = FEATURES - {"backward", "late"}


def anew(plan):
    """The same plan without anything that is remembered of it."""
    return pickle.loads(pickle.dumps(plan))


def outcome(call):
    """What a call gives, or the error that it tells."""
    try:
        return call()
    except WorkModelError as error:
        return type(error), str(error)


class Dragging(RuleBasedStateMachine):
    """Plans that are edited, left for older versions and edited again; each schedule is made from some other one."""

    reached = 0
    stepped = 0

    @initialize(data=st.data(), features=st.sampled_from([FORWARD, FORWARD, FEATURES]))
    def begin(self, data, features):
        plan = data.draw(plans(items=12, features=features))
        first = outcome(lambda: schedule(plan))
        self.versions = [] if isinstance(first, tuple) else [first]

    @precondition(lambda self: self.versions)
    @rule(data=st.data())
    def edit(self, data):
        base = data.draw(st.sampled_from(self.versions))
        previous = data.draw(st.sampled_from(self.versions))
        plan = data.draw(edited(base.plan, least=1, most=3))
        found, full = (
            outcome(lambda: schedule(plan, previous=previous)),
            outcome(lambda: schedule(anew(plan))),
        )
        if isinstance(full, tuple):
            assert found == full
            return
        type(self).reached += known_of(found) is not None
        assert found == full
        assert document.dumps(plan) == document.dumps(anew(plan))
        for name in DATE_NAMES:
            assert getattr(found.dates, name).tobytes() == getattr(full.dates, name).tobytes()
        name = data.draw(st.sampled_from(found.ids or ("",)))
        if name:
            assert found[name] == full[name]
            assert str(found.explain(name)) == str(full.explain(name))
        self.versions.append(found)

    @precondition(lambda self: len(self.versions) > 1)
    @rule(data=st.data())
    def what_moved_is_told_alike_by_the_steps_between_and_by_all_columns(self, data):
        before, after = (data.draw(st.sampled_from(self.versions)) for _ in range(2))
        if (before.plan.zone is None) is not (after.plan.zone is None):
            return
        found, full = moves(before, after), moves(schedule(anew(before.plan)), schedule(anew(after.plan)))
        if stepped(before, after) is not None:
            type(self).stepped += 1
            # steps know what was removed and added again; two plans made anew know only ids
            assert (found.rows(), found.added, found.removed) == (full.rows(), full.added, full.removed)

    @precondition(lambda self: len(self.versions) > 1)
    @rule(data=st.data())
    def forget(self, data):
        self.versions.remove(data.draw(st.sampled_from(self.versions)))

    @invariant()
    def all_versions_stay_what_they_were(self):
        for one in getattr(self, "versions", [])[:1]:
            assert one == schedule(anew(one.plan))


@pytest.mark.untraced
@pytest.mark.parametrize("form", ["as it stands", "compiled", "as if large"])
def test_reaching_a_version_by_edits_is_computing_it_in_full(form, monkeypatch, thorough):
    if form == "as if large":
        monkeypatch.setattr(incremental, "_SMALL", 0)
    found = compiled.compiled() if form == "compiled" else compiled.plain()
    if found is None:
        pytest.skip("numba is not installed")
    monkeypatch.setattr(incremental, "kernels", lambda _: found)
    Dragging.reached = Dragging.stepped = 0
    run_state_machine_as_test(
        Dragging,
        settings=settings(
            max_examples=2000 if thorough else 30,
            stateful_step_count=30 if thorough else 10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Dragging.reached > 15  # not all by full passes
    assert Dragging.stepped > 0
