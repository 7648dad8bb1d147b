"""Any sequence of edits against a plain list of entities that is edited by hand.

Entities are drawn from few ids, so that they collide; what fits together is read plainly, attribute by attribute.
"""

import contextlib
import pickle
from datetime import UTC, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workmodel.domain import (
    Calendar,
    Milestone,
    Mode,
    Plan,
    Project,
    Property,
    Requirement,
    Resource,
    Routine,
    Settings,
    Task,
    inverse,
)
from workmodel.domain.rows import BUILT_IN_SLOTS, KIND_CODES
from workmodel.errors import PlanFaults, StillReferred, UnknownId, WorkModelError

POOL = ["a", "b", "c", "d", "e", "f", "g", "standard"]
WORK = ("task", "milestone", "project", "routine")
READY_MADE = ("standard", "24_hours", "night_shift")
MOMENTS = [None, None, None, datetime(2026, 4, 1, 9), datetime(2026, 4, 1, 9, tzinfo=UTC)]

ids = st.sampled_from(POOL)


class Names:
    """Ids to refer to: mostly such that fit among the entities there are, sometimes any."""

    def __init__(self, draw, known):
        self.draw = draw
        self.known = known

    def one(self, *kinds):
        if self.draw(st.integers(0, 15)) == 0:
            return self.draw(ids)
        fitting = [e.id for e in self.known if e.kind in kinds]
        return self.draw(st.sampled_from([None, *fitting]))

    def some(self, *kinds):
        count = self.draw(st.sampled_from([0, 0, 1, 2]))
        return list(dict.fromkeys(name for _ in range(count) if (name := self.one(*kinds)) is not None))

    def requirements(self):
        skill = self.draw(st.sampled_from(["", "python"]))
        among = self.some("resource")
        return [Requirement(skill, among=among)] if skill or among else []

    def modes(self):
        found = []
        for number in range(self.draw(st.sampled_from([0, 0, 1, 2]))):
            duration = self.draw(st.sampled_from([None, "0h", "1d"]))
            way = (duration, None, self.some("resource"), self.requirements())
            found += [Mode(f"m{number}", *way)] if any(way) else []
        return found

    def properties(self):
        name = self.one("property") if self.draw(st.booleans()) else None
        if name is None:
            return {}
        declared = next((e for e in self.known if e.id == name), None)
        type_ = getattr(declared, "type", "text")
        value = {"int": 5, "reference": self.one(*KIND_CODES) or "a"}.get(type_, "x")
        return {name: self.draw(st.sampled_from([value, value, value, 5, "x"]))}


@st.composite
def entities(draw, known=(), name=None, kind=None):
    """One entity; its references lead to *known* ones of the right kind, or sometimes anywhere."""
    taken = {e.id for e in known}
    free = [other for other in POOL if other not in taken]
    if name is None:
        name = draw(st.sampled_from(free)) if free and draw(st.integers(0, 15)) else draw(ids)
    refer = Names(draw, [e for e in known if e.id != name])
    kind = kind or draw(st.sampled_from(["task", "task", "task", *WORK, "resource", "calendar", "property"]))
    if name in READY_MADE and draw(st.integers(0, 9)):
        kind = "calendar"
    held = {"title": draw(st.sampled_from(["", "x"])), "properties": refer.properties()}
    if kind == "property":
        type_ = draw(st.sampled_from(["text", "int", "reference", "reference"]))
        on = draw(st.sampled_from([(), (), (), ("task",)]))
        default = refer.one(*KIND_CODES) if type_ == "reference" else None
        return Property(name, type=type_, on=on, default=default, **held)
    if kind == "calendar":
        return Calendar(name, base=refer.one("calendar") or draw(st.sampled_from([None, "standard"])), **held)
    held["calendar"] = refer.one("calendar") or draw(st.sampled_from([None, "standard"]))
    if kind == "resource":
        since = draw(st.sampled_from(["", " from 2026-03-01", " from 2026-03-01 to 2026-06-30"]))
        return Resource(name, members=[f"{one}{since}" for one in refer.some("resource")], **held)
    held["after"] = [
        f"{i}{draw(st.sampled_from(['', ' SS', ' FF+1d', ' FS+50%']))}" for i in refer.some(*WORK)
    ]
    if kind == "routine":
        parent, owner = refer.one("project"), refer.one("resource")
        held["requires"] = refer.requirements()
        return Routine(name, parent=parent, owner=owner, assignments=refer.some("resource"), **held)
    held["parent"] = refer.one("task", "project")
    held["deadline"] = draw(st.sampled_from(MOMENTS))
    if kind == "project":
        return Project(name, owner=refer.one("resource"), **held)
    if kind == "milestone":
        return Milestone(name, **held)
    held["requires"], held["modes"] = refer.requirements(), refer.modes()
    return Task(
        name, assignments=refer.some("resource"), duration=draw(st.sampled_from([None, "3d", "2ed"])), **held
    )


@st.composite
def batches(draw, known=()):
    """Entities to add together, in any order: they may refer to each other forward and backward."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        found.append(draw(entities((*known, *found))))
    return draw(st.permutations(found))


def references(e):
    """Each id that an entity names in its attributes, with the kinds it may be; by hand, attribute by attribute."""
    found = [(name, ("property",)) for name in e.properties]
    if e.kind in WORK:
        parents = ("project",) if e.kind == "routine" else ("task", "project")
        found += [] if e.parent is None else [(e.parent, parents)]
        found += [(d.predecessor, WORK) for d in e.after]
    if e.kind in ("project", "routine") and e.owner is not None:
        found.append((e.owner, ("resource",)))
    if e.kind in ("task", "routine"):
        found += [(name, ("resource",)) for name in taking(e)]
    if e.kind == "task":
        found += [(name, ("resource",)) for mode in e.modes for name in taking(mode)]
    if e.kind == "resource":
        found += [(one.resource, ("resource",)) for one in e.members]
    calendar = e.base if e.kind == "calendar" else getattr(e, "calendar", None)
    return found if calendar is None else [*found, (calendar, ("calendar",))]


def taking(e):
    """Each id of somebody assigned to, or to be taken for, an item or a mode of it."""
    return [a.resource for a in e.assignments] + [name for one in e.requires for name in one.among]


def staffed(e, one):
    """Assignments and requirements of an item or a mode with each id exchanged by *one*, or gone with it."""
    assigned = [
        attrs.evolve(a, resource=name) for a in e.assignments if (name := one(a.resource)) is not None
    ]
    asked = []
    for r in e.requires:
        among = [name for old in r.among if (name := one(old)) is not None]
        asked += [attrs.evolve(r, among=among)] if r.skill or among else []
    return {"assignments": assigned, "requires": asked}


def modes_of(e, one):
    """Modes in which each id is exchanged, without those that then say nothing."""
    found = [(mode, staffed(mode, one)) for mode in e.modes]
    return [
        attrs.evolve(mode, **staff)
        for mode, staff in found
        if mode.duration is not None or mode.effort is not None or any(staff.values())
    ]


def named_by_values(items, e):
    """Each id that values of reference properties name."""
    known = {other.id: other for other in items}
    found = []
    for name, value in e.properties.items():
        declared = known.get(name)
        if declared is not None and declared.kind == "property" and declared.type == "reference":
            found.append(value)
    if e.kind == "property" and e.type == "reference" and e.default is not None:
        found.append(e.default)
    return found


def fits(items, settings):
    """Whether these entities make a plan: the rules, read plainly."""
    known = {e.id: e for e in items}
    if len(known) < len(items):
        return False
    if (
        settings.calendar not in READY_MADE
        and getattr(known.get(settings.calendar), "kind", "") != "calendar"
    ):
        return False
    return all(_entity_fits(items, known, settings, e) for e in items)


def _entity_fits(items, known, settings, e):
    if e.id in READY_MADE and e.kind != "calendar":
        return False
    for target, kinds in references(e):
        if target not in known:
            if kinds != ("calendar",) or target not in READY_MADE:
                return False
        elif known[target].kind not in kinds:
            return False
    own = [d.predecessor for d in getattr(e, "after", ())] + [m.resource for m in getattr(e, "members", ())]
    if e.id in own or e.id in _inside(known, e):
        return False
    for attribute in ("parent", "base"):
        seen, here = set(), e
        while here is not None and getattr(here, attribute, None) is not None:
            if here.id in seen:
                return False
            seen.add(here.id)
            here = known.get(getattr(here, attribute))
    if settings.zone is None and getattr(getattr(e, "deadline", None), "tzinfo", None) is not None:
        return False
    if any(value not in known for value in named_by_values(items, e)):
        return False
    for name, value in e.properties.items():
        declared = known[name]
        if declared.on and e.kind not in declared.on:
            return False
        if isinstance(value, int) is not (declared.type == "int"):
            return False
    return True


def _inside(known, team):
    """Ids of all that is in a team, at any depth."""
    found, waiting = set(), [team]
    while waiting:
        here = waiting.pop()
        fresh = {m.resource for m in getattr(here, "members", ())} - found
        found |= fresh
        waiting += [known[name] for name in fresh if name in known]
    return found


def renamed(items, settings, old, new):
    """The entities with an id exchanged wherever it is named."""

    def one(name):
        return new if name == old else name

    found = []
    for e in items:
        refers = named_by_values(items, e)
        changes = {"id": one(e.id)}
        changes["properties"] = {
            one(k): one(v) if v in refers and _is_reference(items, k) else v for k, v in e.properties.items()
        }
        for attribute in ("parent", "owner", "calendar", "base"):
            if getattr(e, attribute, None) is not None:
                changes[attribute] = one(getattr(e, attribute))
        if hasattr(e, "after"):
            changes["after"] = [attrs.evolve(d, predecessor=one(d.predecessor)) for d in e.after]
        if hasattr(e, "assignments"):
            changes |= staffed(e, one)
        if hasattr(e, "modes"):
            changes["modes"] = modes_of(e, one)
        if hasattr(e, "members"):
            changes["members"] = [attrs.evolve(m, resource=one(m.resource)) for m in e.members]
        if e.kind == "property" and e.type == "reference":
            changes["default"] = one(e.default)
        found.append(attrs.evolve(e, **changes))
    return found, attrs.evolve(settings, calendar=one(settings.calendar))


def _is_reference(items, name):
    return any(e.id == name and e.kind == "property" and e.type == "reference" for e in items)


def without(items, settings, gone):
    """The entities without those that go, their children and all that names them."""
    gone = set(gone)
    while more := {e.id for e in items if getattr(e, "parent", None) in gone} - gone:
        gone |= more
    found = []
    for e in items:
        if e.id in gone:
            continue
        changes = {
            "properties": {
                k: v
                for k, v in e.properties.items()
                if k not in gone and not (v in gone and _is_reference(items, k))
            }
        }
        for attribute in ("parent", "owner", "calendar", "base"):
            if getattr(e, attribute, None) in gone:
                changes[attribute] = None
        if hasattr(e, "after"):
            changes["after"] = [d for d in e.after if d.predecessor not in gone]
        if hasattr(e, "assignments"):
            changes |= staffed(e, lambda name: None if name in gone else name)
        if hasattr(e, "modes"):
            changes["modes"] = modes_of(e, lambda name: None if name in gone else name)
        if hasattr(e, "members"):
            changes["members"] = [m for m in e.members if m.resource not in gone]
        if e.kind == "property" and e.type == "reference" and e.default in gone:
            changes["default"] = None
        found.append(attrs.evolve(e, **changes))
    return found, attrs.evolve(settings, calendar="standard") if settings.calendar in gone else settings


@st.composite
def plans(draw, size=6):
    """Plans that fit together, made at once or in two steps."""
    zone, start = draw(st.sampled_from([None, "Europe/Berlin"])), draw(st.sampled_from([None, "2026-03-02"]))
    kept = []
    for _ in range(draw(st.integers(0, size))):
        candidate = draw(entities(kept))
        if fits([*kept, candidate], Settings(zone=zone, start=start)):
            kept.append(candidate)
    cut = draw(st.integers(0, len(kept)))
    return Plan(zone=zone, start=start).add(kept[:cut]).add(kept[cut:])


# -- the machine --------------------------------------------------------------------------------------

SETTINGS = st.sampled_from(
    [
        {"title": "x"},
        {"calendar": "a"},
        {"calendar": "standard"},
        {"zone": "Europe/Berlin"},
        {"zone": None},
        {"start": "2026-03-02"},
    ]
)


def columns_by_id(plan):
    """The columns of a plan with ids for slots, so that plans with and without holes compare."""
    c = plan.columns
    ready_made = {slot: f"ready-made {name}" for name, slot in BUILT_IN_SLOTS.items()} | {-1: None}
    slots = [plan._at(slot) for slot in range(plan._end)]

    def name(slot):
        return slots[slot].id if slot >= 0 else ready_made[slot]

    assert [int(k) for k in c.kind] == [255 if e is None else KIND_CODES[e.kind] for e in slots]
    found, link = {}, 0
    for slot, e in enumerate(slots):
        links = []
        for _ in range(c.link_count[slot]):
            links.append(
                (
                    name(c.link_predecessor[link]),
                    *(int(x[link]) for x in (c.link_code, c.link_lag_kind, c.link_lag)),
                )
            )
            link += 1
        if e is not None:
            found[e.id] = (
                name(c.parent[slot]),
                name(c.calendar[slot]),
                int(c.duration[slot]),
                int(c.flags[slot]),
                links,
            )
    assert link == len(c.link_predecessor)
    return found


class Editing(RuleBasedStateMachine):
    """A plan, the same as a list of entities and settings, and some older versions."""

    @initialize(plan=plans())
    def begin(self, plan):
        self.plan = plan
        self.items, self.settings = list(plan), plan.settings
        self.older = [Plan(zone=plan.zone)]

    def edited(self, edit, items, settings):
        """An edit that has to succeed exactly where its outcome fits together."""
        before, was = self.plan, list(self.plan)
        if fits(items, settings):
            self.older.append(before)
            self.plan, self.items, self.settings = edit(), items, settings
        else:
            with pytest.raises(PlanFaults) as caught:
                edit()
            assert all(caught.value.faults)
        assert list(before) == was

    @rule(data=st.data())
    def add(self, data):
        new = data.draw(batches(tuple(self.items)))
        self.edited(lambda: self.plan.add(*new), [*self.items, *new], self.settings)

    @rule(name=ids, data=st.data())
    def replace(self, name, data):
        new = data.draw(entities(tuple(self.items), name))
        if new.id not in {e.id for e in self.items}:
            with pytest.raises(UnknownId):
                self.plan.replace(new)
            return
        self.edited(
            lambda: self.plan.replace(new), [new if e.id == new.id else e for e in self.items], self.settings
        )

    @rule(data=st.data())
    def evolve(self, data):
        if not self.items:
            return
        old = data.draw(st.sampled_from(self.items))
        new = data.draw(entities(tuple(self.items), old.id, old.kind))
        changes = {f.name: getattr(new, f.name) for f in attrs.fields(type(new)) if f.name != "id"}
        if old.kind == new.kind:
            items = [new if e is old else e for e in self.items]
            self.edited(lambda: self.plan.evolve(old.id, **changes), items, self.settings)

    @rule(changes=SETTINGS)
    def evolve_settings(self, changes):
        settings = attrs.evolve(self.settings, **changes)
        self.edited(lambda: self.plan.evolve(**changes), self.items, settings)

    @rule(names=st.lists(ids, min_size=1, max_size=2, unique=True), cascade=st.booleans())
    def remove(self, names, cascade):
        known = [e.id for e in self.items]
        if not set(names) <= set(known):
            with pytest.raises(UnknownId):
                self.plan.remove(*names, cascade=cascade)
            return
        kept = [e for e in self.items if e.id not in names]
        left = {t for e in kept for t in [*(t for t, _ in references(e)), *named_by_values(self.items, e)]}
        if not cascade and (left | {self.settings.calendar}) & set(names):
            with pytest.raises(StillReferred) as caught:
                self.plan.remove(*names)
            assert {name for name, _ in caught.value.referrers} <= set(names)
            return
        items, settings = without(self.items, self.settings, names)
        self.edited(lambda: self.plan.remove(*names, cascade=cascade), items, settings)

    @rule(old=ids, new=st.sampled_from([*POOL[:-1], "new"]))
    def rename(self, old, new):
        if old not in {e.id for e in self.items}:
            with pytest.raises(UnknownId):
                self.plan.rename(old, new)
            return
        items, settings = renamed(self.items, self.settings, old, new)
        self.edited(lambda: self.plan.rename(old, new), items, settings)

    @rule(name=ids, before=st.none() | ids)
    def move(self, name, before):
        known = [e.id for e in self.items]
        if not {name, before} - {None} <= set(known):
            with pytest.raises(UnknownId):
                self.plan.move(name, before=before)
            return
        items = [e for e in self.items if e.id != name or name == before]
        if name != before:
            place = len(items) if before is None else [e.id for e in items].index(before)
            items.insert(place, self.items[known.index(name)])
        self.edited(lambda: self.plan.move(name, before=before), items, self.settings)

    @rule(data=st.data())
    def go_back(self, data):
        if self.older:
            self.plan = data.draw(st.sampled_from(self.older[-5:]))
            self.items, self.settings = list(self.plan), self.plan.settings

    @rule()
    def pickle_it(self):
        self.plan = pickle.loads(pickle.dumps(self.plan))

    @rule(data=st.data())
    def differ_from_an_older_version(self, data):
        if self.older:
            other = data.draw(st.sampled_from(self.older[-8:]))
            the_difference_of_two_plans_leads_from_one_to_the_other(self.plan, other)
            the_difference_of_two_plans_leads_from_one_to_the_other(other, self.plan)

    @invariant()
    def same_as_the_list(self):
        plan, items = self.plan, self.items
        assert list(plan) == items
        assert plan.settings == self.settings
        assert len(plan) == len(items)
        for name in [*POOL, "new"]:
            assert (name in plan) is any(e.id == name for e in items)
            assert plan.get(name) == next((e for e in items if e.id == name), None)
        for kind, view in zip(
            KIND_CODES,
            [
                plan.tasks,
                plan.milestones,
                plan.projects,
                plan.routines,
                plan.resources,
                plan.calendars,
                plan.properties,
                plan.completions,
                plan.baselines,
            ],
            strict=True,
        ):
            assert list(view) == [e.id for e in items if e.kind == kind]

    @invariant()
    def same_questions_same_answers(self):
        plan, items = self.plan, self.items
        for e in items:
            referring = [
                o.id for o in items if e.id in [*(t for t, _ in references(o)), *named_by_values(items, o)]
            ]
            settings = [""] if self.settings.calendar == e.id else []
            assert list(plan.referrers(e.id)) == settings + referring
            assert list(plan.children(e.id)) == [o.id for o in items if getattr(o, "parent", None) == e.id]
        leaves = [e.id for e in items if e.kind in ("task", "milestone") and not plan.children(e.id)]
        assert list(plan.leaves()) == leaves

    @invariant()
    def same_columns_as_a_plan_made_at_once(self):
        fresh = Plan(zone=self.settings.zone, start=self.settings.start, calendar=self.settings.calendar)
        fresh = (
            fresh.evolve(title=self.settings.title).add(self.items)
            if self.settings.calendar == "standard"
            else fresh.add(self.items).evolve(title=self.settings.title)
        )
        assert fresh == self.plan
        assert columns_by_id(fresh) == columns_by_id(self.plan)


def the_difference_of_two_plans_leads_from_one_to_the_other(plan, other):
    changes = plan.diff(other)
    assert plan.apply(changes) == other
    assert other.apply(inverse(changes)) == plan
    assert bool(changes) is (plan != other)


THOROUGH = hypothesis_settings().max_examples >= 1000

TestEditing = Editing.TestCase
TestEditing.settings = hypothesis_settings(
    max_examples=2000 if THOROUGH else 50, stateful_step_count=50 if THOROUGH else 25, deadline=None
)


# -- laws ---------------------------------------------------------------------------------------------


@given(plans(), plans())
def test_the_difference_of_independent_plans_leads_from_one_to_the_other(plan, other):
    the_difference_of_two_plans_leads_from_one_to_the_other(plan, other)


@given(plans())
def test_a_pickle_is_the_same_plan_whatever_its_history(plan):
    assert pickle.loads(pickle.dumps(plan)) == plan
    fresh = Plan(zone=plan.zone, start=plan.start).add(list(plan))
    assert pickle.dumps(pickle.loads(pickle.dumps(plan))) == pickle.dumps(pickle.loads(pickle.dumps(fresh)))


@given(st.lists(st.one_of(entities(), st.sampled_from([None, 5, "x", [], {}, object()])), max_size=4))
def test_nothing_but_documented_errors_comes_out_of_add(new):
    with contextlib.suppress(WorkModelError):
        Plan().add(*new)
