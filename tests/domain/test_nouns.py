import pickle
from datetime import date, datetime
from decimal import Decimal

import attrs
import pytest

from workmodel.calendars import CalendarException, WeekPattern, WorkWeek
from workmodel.domain import (
    Assignment,
    Calendar,
    CalendarRing,
    ExternalReference,
    FrozenMap,
    Milestone,
    Plan,
    Project,
    Property,
    Resource,
    Routine,
    Settings,
    Skill,
    Task,
)
from workmodel.domain.calendar import layers_of
from workmodel.domain.references import references_of
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import Money, span

NOUNS = [Task, Milestone, Project, Routine, Resource, Calendar, Property]
NAN = float("nan")


class Hostile:
    """An object whose repr raises."""

    def __repr__(self):
        raise ValueError("no repr")


@pytest.mark.parametrize("noun", NOUNS)
def test_only_an_id_is_needed(noun):
    one = noun("x")
    assert (one.id, one.title, one.name, one.kind) == ("x", "", "x", noun.__name__.lower())
    assert noun("x", title="The title").name == "The title"
    assert hash(one) == hash(noun("x"))
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.title = "y"


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        "a@b",
        "a/b",
        "a\n",
        " a",
        "a\u00a0b",
        "a\u200bb",
        "\ud800",
        "\x00",
        "x" * 201,
        "x " * 101,
    ],
)
def test_an_id_is_text_without_white_space_at_or_slash(noun, name):
    with pytest.raises(InvalidText) as caught:
        noun(name)
    assert caught.value.what == "an id"


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("name", [None, 5, NAN, b"x", ["x"], {}, Hostile()])
def test_an_id_is_text(noun, name):
    with pytest.raises(WrongType) as caught:
        noun(name)
    assert str(caught.value)


@pytest.mark.parametrize(
    "name", ["x", "launch-2026", "ä", "計画", "1.2.3", "#5", "x" * 200, "FS", "a+1d", "50%"]
)
def test_ids_that_people_use_are_fine(name):
    assert Task(name).id == name


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", 5),
        ("title", None),
        ("title", "\ud800"),
        ("notes", b"x"),
        ("tags", 5),
        ("tags", [5]),
        ("tags", {"a", "b"}),
        ("tags", {"a": 1}),
        ("tags", b"ab"),
        ("properties", 5),
        ("properties", [("a", 1)]),
        ("properties", {5: 1}),
        ("properties", FrozenMap({5: 1})),
        ("external", "jira"),
        ("external", 5),
        ("external", ["jira:"]),
        ("external", [None]),
    ],
)
def test_what_every_noun_has_is_checked(noun, field, wrong):
    with pytest.raises(InvalidValue):
        noun("x", **{field: wrong})


@pytest.mark.parametrize("noun", NOUNS)
def test_a_field_that_does_not_exist_is_refused(noun):
    with pytest.raises(TypeError):
        noun("x", titel="x")


def test_what_every_noun_has_is_kept():
    one = Task("x", tags="red", external="jira:WEB-1", properties={"risk": 3})
    assert one.tags == ("red",)
    assert one.external == (ExternalReference("jira", "WEB-1"),)
    assert dict(one.properties) == {"risk": 3}
    assert Task("x", tags=(t for t in ["a", "b"])).tags == ("a", "b")
    assert Task("x", tags=None).tags == ()
    assert Task("x", external=[ExternalReference("jira", "WEB-1", "https://jira")]).external[0].url
    assert Task("x", properties=one.properties).properties is one.properties
    assert repr(one.properties) == "FrozenMap({'risk': 3})"
    assert one.properties == {"risk": 3}
    assert pickle.loads(pickle.dumps(one)) == one
    for wrong in (5, None):
        with pytest.raises(WrongType):
            ExternalReference("jira", wrong)


WORK_FAULTS = [
    ("parent", 5),
    ("parent", "a b"),
    ("parent", ["a"]),
    ("after", 5),
    ("after", {"a": "b"}),
    ("after", {"a"}),
    ("after", ["a b c"]),
    ("after", [None]),
    ("calendar", 5),
    ("calendar", ""),
    ("constraint", "SNET"),
    ("constraint", 5),
    ("deadline", "soon"),
    ("deadline", 5),
    ("deadline", NAN),
    ("priority", -1),
    ("priority", 1001),
    ("priority", 500.0),
    ("priority", True),
    ("priority", "500"),
    ("priority", 10**4000),
]
TASK_FAULTS = [
    ("duration", "3"),
    ("duration", 3),
    ("duration", "-3d"),
    ("duration", NAN),
    ("duration", "9" * 300 + "d"),
    ("effort", "-1h"),
    ("effort", "1ed"),
    ("effort", 1.5),
    ("estimate", "1d"),
    ("estimate", 5),
    ("estimated", 1),
    ("estimated", "yes"),
    ("type", "fixed"),
    ("type", 5),
    ("type", []),
    ("assignments", 5),
    ("assignments", ["a b c"]),
    ("assignments", {"ana": 1}),
    ("split", "all"),
    ("ignore_resource_calendars", None),
    ("manual", 5),
    ("manual", "soon"),
    ("progress", "101%"),
    ("progress", []),
    ("leveling_delay", "1d"),
    ("leveling_delay", 5),
]


@pytest.mark.parametrize(
    ("noun", "field", "wrong"),
    [(noun, *fault) for noun in (Task, Milestone, Project) for fault in WORK_FAULTS]
    + [(Task, *fault) for fault in TASK_FAULTS]
    + [(Milestone, *fault) for fault in [("leveling_delay", "1d"), ("progress", 101), ("manual", ())]]
    + [(Project, *fault) for fault in [("start", "soon"), ("objective", 5), ("owner", 5)]],
)
def test_what_scheduled_items_have_is_checked(noun, field, wrong):
    with pytest.raises(InvalidValue) as caught:
        noun("x", **{field: wrong})
    assert str(caught.value)


def test_a_task_keeps_what_is_said_of_it():
    task = Task(
        "build",
        parent="site",
        duration="3d",
        effort="10d",
        after=["design", "spec SS+2d"],
        assignments="ben 50%",
        estimate="1d / 2d / 3d",
        constraint="SNET 2026-03-02",
        deadline="2026-04-10",
        progress="40%",
        leveling_delay="-2ed",
        manual=("2026-03-02", None),
        priority=1000,
        type="fixed_work",
        split="each",
        estimated=True,
    )
    assert (str(task.duration), str(task.effort), task.deadline) == ("3d", "10d", date(2026, 4, 10))
    assert [str(d) for d in task.after] == ["design", "spec SS+2d"]
    assert str(task.assignments[0]) == "ben 50%"
    assert task.leveling_delay == span("-2ed")
    assert Task("x", leveling_delay="0d").leveling_delay == span("0d")
    assert Milestone("x", leveling_delay="0d", progress=100).progress.complete
    assert [r.target for r in references_of(task)] == ["site", "design", "spec", "ben"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("recurrence", "WEEKLY"),
        ("recurrence", "FREQ"),
        ("recurrence", "BYDAY=MO"),
        ("recurrence", "FREQ=DAILY;FREQ=WEEKLY"),
        ("recurrence", 5),
        ("recurrence", None),
        ("recurrence", " "),
        ("recurrence", "FREQ=SECONDLY"),
        ("recurrence", "FREQ=DAILY;COUNT=10001"),
        ("recurrence", "FREQ=DAILY;COUNT=3;UNTIL=20261231"),
        ("recurrence", "EXDATE:20260302"),
        ("recurrence", "DTSTART:20260302 RRULE:FREQ=DAILY"),
        ("recurrence", "RRULE:FREQ=DAILY RDATE;TZID=Mars/Base:20260302T090000"),
        ("recurrence", "RRULE:FREQ=DAILY RDATE;VALUE=PERIOD:20260302T090000/PT1H"),
        ("recurrence", "RRULE:FREQ=DAILY EXDATE:20260230"),
        ("recurrence", "\ud800"),
        ("arrivals", 5),
        ("arrivals", ""),
        ("arrivals", "12"),
        ("arrivals", "0 per day"),
        ("arrivals", "-1 per day"),
        ("arrivals", "10000000000 per day"),
        ("arrivals", "12 per fortnight"),
        ("arrivals", "nan per day"),
        ("reservation", 5),
        ("reservation", ""),
        ("reservation", "4h"),
        ("reservation", "4eh per week"),
        ("reservation", "0h per week"),
        ("reservation", "120%"),
        ("reservation", "0%"),
        ("reservation", "20% per week"),
        ("zone", "Mars/Base"),
        ("zone", 5),
        ("gap", "fall"),
        ("day_off", "sometimes"),
        ("renewal", "+"),
        ("overrides", 5),
        ("overrides", "2026-06-30"),
        ("overrides", "cancelled"),
        ("overrides", "2026-06-30 cancelled effort 2h"),
        ("overrides", "2026-06-30 effort 2eh"),
        ("overrides", "2026-06-30 effort -2h"),
        ("overrides", "2026-06-30 to"),
        ("overrides", "2026-06-30 to 2026-07-01 to 2026-07-02"),
        ("overrides", "2026-06-30 cancelled soon"),
        ("overrides", ["2026-06-30 effort 2h", "2026-06-30 cancelled"]),
        ("steps", 5),
        ("steps", ["check"]),
        ("fan_out", 5),
        ("effort", "1ed"),
        ("effort", "-1h"),
        ("window", 5),
        ("at", 9),
        ("at", "24:00"),
        ("at", "9"),
        ("service_level", "-1d"),
        ("valid_from", "soon"),
        ("valid_to", 5),
        ("split", "none"),
        ("owner", 5),
        ("assignments", 5),
        ("priority", 2000),
        ("estimate", "1d"),
    ],
)
def test_what_routines_have_is_checked(field, wrong):
    with pytest.raises(InvalidValue):
        Routine("x", **{field: wrong})


def test_a_routine_has_one_demand():
    with pytest.raises(OutOfRange) as caught:
        Routine("x", recurrence="FREQ=DAILY", arrivals="12 per day")
    assert caught.value.value == "recurrence and arrivals"
    assert Routine("x", recurrence="RRULE:FREQ=WEEKLY;BYDAY=MO,TU", at="09:00", effort="1h").recurrence


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("type", "robot"),
        ("capacity", NAN),
        ("capacity", -1),
        ("capacity", float("inf")),
        ("capacity", "x"),
        ("capacity", None),
        ("capacity", 10**6),
        ("capacity", 10**4000),
        ("capacity", Decimal("sNaN")),
        ("capacity", "0.00001"),
        ("capacity", [1]),
        ("capacity", True),
        ("skills", 5),
        ("skills", ["python 9"]),
        ("cost_rate", 85),
        ("cost_rate", "85"),
        ("cost_per_use", NAN),
        ("members", 5),
        ("members", ["a b"]),
        ("members", {"a"}),
        ("unit", 5),
        ("email", None),
        ("calendar", 5),
    ],
)
def test_what_resources_have_is_checked(field, wrong):
    with pytest.raises(InvalidValue):
        Resource("x", **{field: wrong})


def test_a_resource_keeps_what_is_said_of_it():
    ben = Resource("ben", capacity="80%", skills=["python 4", Skill("sql")], cost_rate="85 EUR", members="x")
    assert ben.capacity == Decimal("0.8")
    assert Resource("x", capacity=0.1).capacity == Decimal("0.1")  # as it prints
    assert Resource("x", capacity=3).capacity == 3
    assert ben.cost_rate == Money(85, "EUR")
    assert [one.resource for one in ben.members] == ["x"]
    assert ben.works
    assert not Resource("x", type="material").works


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("base", 5),
        ("base", "a b"),
        ("week", 5),
        ("week", "sometimes"),
        ("exceptions", 5),
        ("exceptions", ["2026-12-24"]),
        ("work_weeks", [None]),
        ("work_weeks", {"a": 1}),
    ],
)
def test_what_calendars_have_is_checked(field, wrong):
    with pytest.raises(InvalidValue):
        Calendar("x", **{field: wrong})


def test_a_calendar_keeps_its_own_layer():
    office = Calendar("office", base="standard", week="fri 08:00-12:00")
    assert office.week == WeekPattern.of("fri 08:00-12:00") == Calendar("x", week=office.week).week
    assert office.layer.week == office.week
    assert Calendar("x", week={"fri": "08:00-12:00"}).week == office.week
    assert Calendar("empty").layer.week == WeekPattern()
    plan = Plan().add(office)
    assert len(layers_of(plan, "office")) == 2


def test_calendars_that_inherit_from_each_other_are_an_error_that_names_them():
    class Loop:
        def get(self, name):
            return Calendar(name, base={"a": "b", "b": "a"}[name])

    with pytest.raises(CalendarRing) as caught:
        layers_of(Loop(), "a")
    assert caught.value.path == ("a", "b")
    assert "a → b → a" in str(caught.value)


def test_days_off_and_work_weeks_are_values_of_their_own():
    off = CalendarException(start="2026-12-24", finish="2026-12-24")
    weeks = WorkWeek(start="2026-06-01", finish="2026-06-30", pattern="mon-fri 07:00-15:00")
    calendar = Calendar("office", base="standard", exceptions=off, work_weeks=[weeks])
    assert calendar.exceptions == (off,)
    assert calendar.work_weeks == (weeks,)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("start", "soon"),
        ("finish", 5),
        ("direction", "sideways"),
        ("zone", "Nowhere"),
        ("zone", 5),
        ("calendar", None),
        ("calendar", "a b"),
        ("status_date", []),
        ("conventions", 8),
        ("late_horizon", "week"),
        ("uncompleted", None),
        ("out_of_sequence", "ignore"),
        ("critical_float", "1ed"),
        ("critical_float", 5),
        ("title", 5),
    ],
)
def test_settings_are_checked(field, wrong):
    for make in (Settings, Plan):
        with pytest.raises(InvalidValue):
            make(**{field: wrong})


def test_settings_tell_what_differs():
    a, b = Settings(title="a"), Settings(title="b", start="2026-03-02")
    assert a.changes_to(b) == (("title", "a", "b"), ("start", None, date(2026, 3, 2)))
    assert Settings(critical_float="1d").critical_float == span("1d")
    assert Settings(start=datetime(2026, 3, 2, 9)).axis.zone is None


def test_numbers_too_long_to_print_are_refused_like_others():
    huge = 10**5000  # longer than Python prints
    for make in (
        lambda: Task("x", priority=huge),
        lambda: Task("x", progress=huge),
        lambda: Resource("x", capacity=huge),
        lambda: Task("x", assignments=[Assignment("ana", huge)]),
        lambda: Property("x", type="int", default=huge),
    ):
        with pytest.raises(OutOfRange) as caught:
            make()
        assert str(caught.value)
