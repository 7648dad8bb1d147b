"""`plan_store_machine`: any sequence of edits, saves and branches, done to a store and to the one in memory alike.

Whatever one answers or refuses, the other has to answer or refuse too. Two people work on the plans: each has what it
loaded some time ago, edits it, and meets the other when it saves.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from typing import Any, Final, cast

from workmodel.errors import MissingExtra

if find_spec("hypothesis") is None or find_spec("pytest") is None:
    raise MissingExtra("testing", "the machine that tests a store")

# below what tells of a missing library in our own words
import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from workmodel.domain import Milestone, Plan, Project, Property, Resource, Task, dependency
from workmodel.errors import InvalidPlan, RevisionConflict, UnknownPlan, WorkModelError
from workmodel.storage import MemoryStore, PlanStore, Revision, Stored
from workmodel.testing.store_making import SettableClock

__all__ = ["edited", "plan_store_machine"]

_NAMES: Final = ("plan", "Plan", "b'; --", "🚀")
_IDS: Final = ("a", "b", "c", "d", "e")
_PEOPLE: Final = ("ana", "ben")
_names = st.sampled_from(_NAMES)
_ids = st.sampled_from(_IDS)
_texts = st.sampled_from(("", "x", "it's", "\0\n🚀"))


@st.composite
def edited(draw: st.DrawFn, plan: Plan) -> Plan:
    """A plan after an edit of some sort; the same one where the edit does not fit.

    Examples
    --------
    >>> from hypothesis import find
    >>> "a" in find(edited(Plan()), lambda plan: "a" in plan)
    True
    """
    name, other, text = draw(_ids), draw(_ids), draw(_texts)
    edits: tuple[Callable[[], Plan], ...] = (
        lambda: plan.add(Task(name, title=text)),
        lambda: plan.add(Task(name, parent=other, properties=_valued(plan, other))),
        lambda: plan.add(Project(name)),
        lambda: plan.add(Resource(name, capacity=draw(st.sampled_from(("0.5", "0.50", "1"))))),
        lambda: plan.add(Property(name, type=draw(st.sampled_from(("text", "int", "reference"))))),
        lambda: plan.evolve(name, title=text),
        lambda: plan.evolve(name, notes=text * 50, tags=(text,) if text else ()),
        lambda: plan.evolve(name, after=(dependency(f"{other} {draw(st.sampled_from(('FS', 'SS+1d')))}"),)),
        lambda: plan.evolve(name, properties=_valued(plan, other)),
        lambda: plan.evolve(title=text, zone=draw(st.sampled_from((None, "Europe/Berlin")))),
        lambda: plan.rename(name, other),
        lambda: plan.rename(name, "~").rename(other, name).rename("~", other),
        lambda: plan.move(name, before=other),
        lambda: plan.move(name),
        lambda: plan.remove(name, cascade=True),
        lambda: plan.remove(name, cascade=True).add(plan[name]),
        lambda: plan.replace(Milestone(name, title=text)),
        Plan,
    )
    with suppress(WorkModelError):  # no such item, a name that is taken, a reference that leads nowhere
        return edits[draw(st.integers(0, len(edits) - 1))]()
    return plan


def _valued(plan: Plan, name: str) -> Any:
    declared = plan.get(name)
    return (
        {name: {"text": "x", "int": 3, "reference": name}[declared.type]}
        if isinstance(declared, Property)
        else {}
    )


def plan_store_machine(
    open_store: Callable[..., PlanStore],
    *,
    place: Callable[[], Any] = dict,
    drop: Callable[[Any], object] | None = None,
    kept: bool = False,
) -> type[RuleBasedStateMachine]:
    """A Hypothesis state machine that does to a store what it does to one in memory.

    Parameters
    ----------
    open_store
        Opens a store: ``open_store(place, clock=...)``.
    place
        Makes an empty place for a store.
    drop
        Does away with a place.
    kept
        Whether a store opened in the same place again has what was saved there.

    Examples
    --------
    >>> from hypothesis import settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> machine = plan_store_machine(lambda place, **options: MemoryStore(**options))
    >>> run_state_machine_as_test(machine, settings=settings(max_examples=3, stateful_step_count=5))
    """

    class StoreMachine(_StoreMachine):
        def opened(self) -> PlanStore:
            return open_store(self.place, clock=self.clock)

        def made_place(self) -> Any:
            return place()

        def teardown(self) -> None:
            if drop is not None:
                drop(self.place)

        @precondition(lambda _: kept)
        @rule()
        def open_again(self) -> None:
            self.store = self.opened()

    return StoreMachine


class _StoreMachine(RuleBasedStateMachine):
    """One store, one in memory, one clock, and two people with what they loaded last."""

    store: PlanStore

    def __init__(self) -> None:
        super().__init__()
        self.clock = SettableClock()
        self.place = self.made_place()
        self.store = self.opened()
        self.model = MemoryStore(clock=self.clock)
        self.held: dict[str, tuple[Stored, Stored]] = {}  # by person: from the store, and from the model

    def opened(self) -> PlanStore:
        raise AssertionError("told by the machine that is made of this one")

    def made_place(self) -> Any:
        raise AssertionError("told by the machine that is made of this one")

    def both(self, ask: Callable[[PlanStore], Any]) -> tuple[Any, Any]:
        """What the two answer, which has to be the same."""
        found, wanted = _answer(self.store, ask), _answer(self.model, ask)
        assert _plain(found) == _plain(wanted)
        return found, wanted

    @rule(name=_names, data=st.data(), who=st.sampled_from(_PEOPLE), why=_texts)
    def create(self, name: str, data: st.DataObject, who: str, why: str) -> None:
        plan = data.draw(edited(data.draw(edited(Plan(title=name)))))
        self.both(lambda store: store.create(name, plan, author=who, message=why))

    @initialize()
    def begin(self) -> None:
        self.both(lambda store: store.create("plan", Plan().add(Task("a"), Task("b"), Project("c"))))
        for who in _PEOPLE:
            self.load("plan", who)

    @rule(name=_names, who=st.sampled_from(_PEOPLE))
    def load(self, name: str, who: str) -> None:
        found, wanted = self.both(lambda store: store.load(name))
        if isinstance(found, Stored):
            self.held[who] = found, wanted

    @rule(data=st.data(), by_number=st.booleans())
    def save_as_ana(self, data: st.DataObject, by_number: bool) -> None:
        self.save("ana", data, by_number)

    @rule(data=st.data(), by_number=st.booleans())
    def save_as_ben(self, data: st.DataObject, by_number: bool) -> None:
        self.save("ben", data, by_number)

    def save(self, who: str, data: st.DataObject, by_number: bool) -> None:
        """Edit what somebody has loaded, save it, and merge it where the other was quicker."""
        began, model_began = self.held[who]
        plan = began.plan
        for _ in range(data.draw(st.integers(1, 4))):
            plan = data.draw(edited(plan))
        name = began.revision.name
        found = _answer(
            self.store, lambda s: s.save(name, plan, _named(began.revision, by_number), author=who)
        )
        wanted = _answer(
            self.model, lambda s: s.save(name, plan, _named(model_began.revision, by_number), author=who)
        )
        assert _plain(found) == _plain(wanted)
        if isinstance(found, RevisionConflict):
            assert began.plan.apply(found.changes) == self.model.load(name).plan
            self.merge(name, began.plan, plan)
        self.load(name, who)

    def merge(self, name: str, began: Plan, plan: Plan) -> None:
        """Replay one's own changes on what stands now, as far as they apply there."""
        mine = began.diff(plan)

        def merged(theirs: Plan) -> Plan:
            try:
                return theirs.apply(mine)
            except InvalidPlan:
                return theirs

        self.both(lambda store: store.update(name, merged, author="merged"))

    @rule(name=_names, new=_names, at=st.none() | st.integers(-1, 6))
    def branch(self, name: str, new: str, at: int | None) -> None:
        self.both(lambda store: store.branch(name, new, at, author="branch"))

    @precondition(lambda self: len(self.model.names()) > 1)
    @rule(name=_names, rarely=st.integers(0, 5))
    def archive(self, name: str, rarely: int) -> None:
        if rarely == 0:
            self.both(lambda store: store.archive(name, message="done"))

    @rule(name=_names, at=st.integers(-1, 12))
    def load_the_past(self, name: str, at: int) -> None:
        self.both(lambda store: store.load(name, at))

    @rule(name=_names, minutes=st.integers(-200, 200))
    def load_at_an_instant(self, name: str, minutes: int) -> None:
        at = self.clock.time + timedelta(minutes=minutes)
        self.both(lambda store: store.load(name, at))

    @rule(name=_names, since=st.integers(0, 8), until=st.none() | st.integers(0, 8))
    def ask_for_changes(self, name: str, since: int, until: int | None) -> None:
        found, wanted = (
            _answer(s, lambda s: s.changes(name, since, until)) for s in (self.store, self.model)
        )
        if isinstance(wanted, WorkModelError):
            assert _plain(found) == _plain(wanted)
        else:  # two ways may lead to one place
            assert self.model.load(name, since).plan.apply(found) == self.model.load(name, until).plan

    @rule(minutes=st.integers(-30, 60))
    def let_time_pass(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @invariant()
    def they_hold_the_same(self) -> None:
        for archived in (False, True):
            assert self.store.names(archived=archived) == self.model.names(archived=archived)
            for name in self.model.names(archived=archived):
                self.both(lambda store, name=name: store.history(name))  # type: ignore[misc]
                self.both(lambda store, name=name: store.load(name))  # type: ignore[misc]


def _named(revision: Revision, by_number: bool) -> Revision | int:
    return revision.number if by_number else revision


def _answer(store: PlanStore, ask: Callable[[PlanStore], Any]) -> Any:
    try:
        return ask(store)
    except WorkModelError as refusal:
        return refusal


def _plain(value: Any) -> Any:
    """An answer or a refusal without what may differ: ids, plans at hand, and by which changes one gets somewhere."""
    if isinstance(value, Revision):
        return attrs.evolve(value, id="", plan=None)
    if isinstance(value, Stored):
        return list(value.plan), value.plan.settings, _plain(value.revision)
    if isinstance(value, RevisionConflict):
        return type(value), value.name, _plain(value.expected), _plain(value.current)
    if isinstance(value, UnknownPlan):
        return type(value), value.name, frozenset(value.known)
    if isinstance(value, WorkModelError):
        return type(value), [
            _plain(getattr(value, field.name)) for field in attrs.fields(cast(Any, type(value)))
        ]
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
