"""What is written can be read again and is the same."""

from __future__ import annotations

import io
import json
import random
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.calendars import CalendarException, Shift, WeekPattern
from workmodel.domain import (
    Assignment,
    Calendar,
    Constraint,
    Dependency,
    Estimate,
    Milestone,
    Plan,
    Progress,
    Property,
    Resource,
    Task,
)
from workmodel.errors import InvalidText
from workmodel.interchange import document
from workmodel.quantities import Money, Percent, Span
from workmodel.testing import strategies

BERLIN = ZoneInfo("Europe/Berlin")


def again(plan: Plan) -> Plan:
    return document.loads(document.dumps(plan))


def test_every_attribute_of_every_kind_comes_back(full_plan):
    assert again(full_plan) == full_plan


def test_no_attribute_is_missing_from_the_plan_that_uses_every_attribute(full_plan):
    import attrs

    used = {(e["kind"], name) for e in json.loads(document.dumps(full_plan))["entities"] for name in e}
    kinds = {type(entity) for entity in full_plan}
    for cls in kinds - {Property}:
        own = {a.name for a in attrs.fields(cls)} - {"id", "title", "notes", "tags", "properties", "external"}
        if cls is Milestone or cls.__name__ == "Project":
            own -= {"parent", "after", "calendar", "constraint", "deadline", "priority"}
        assert own <= {name for kind, name in used if kind == cls.kind}, cls


def test_writing_what_was_read_gives_the_same_text(full_plan):
    text = document.dumps(full_plan)
    assert document.dumps(document.loads(text)) == text


def test_the_order_of_entities_of_all_kinds_is_kept(full_plan):
    assert [e.id for e in again(full_plan)] == [e.id for e in full_plan]


def test_an_entity_is_one_object_with_what_differs_from_the_defaults():
    plan = Plan(start="2026-03-02").add(
        Resource("ana"), Task("draft", duration="3d", assignments=["ana 50%"])
    )
    assert document.dumps(plan) == (
        "{\n"
        '  "workmodel": {"format": "plan", "version": 1},\n'
        '  "settings": {"start": "2026-03-02"},\n'
        '  "entities": [\n'
        '    {"kind": "resource", "id": "ana"},\n'
        '    {"kind": "task", "id": "draft", "duration": "3d", "assignments": ["ana 50%"]}\n'
        "  ]\n"
        "}\n"
    )


def test_an_edit_of_one_entity_changes_lines_of_that_entity_only(full_plan):
    before = document.dumps(full_plan).splitlines()
    after = document.dumps(full_plan.evolve("press", capacity=3)).splitlines()
    differing = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(differing) == 1
    assert '"press"' in differing[0]


def test_a_day_a_plain_time_an_offset_and_a_named_zone_are_told_apart():
    moments = (
        date(2026, 3, 2),
        datetime(2026, 3, 2, 0, 0),
        datetime(2026, 3, 2, 0, 0, tzinfo=timezone(timedelta(hours=1))),
        datetime(2026, 3, 2, 0, 0, tzinfo=UTC),
        datetime(2026, 3, 2, 0, 0, tzinfo=BERLIN),
    )
    plan = Plan(zone="Europe/Berlin").add(*(Task(f"t{i}", deadline=m) for i, m in enumerate(moments)))
    read = [task.deadline for task in again(plan).tasks.values()]
    assert [type(m) for m in read] == [type(m) for m in moments]
    assert read == list(moments)
    assert [getattr(m, "tzinfo", None) for m in read] == [getattr(m, "tzinfo", None) for m in moments]


@pytest.mark.parametrize("zone", [None, BERLIN])
@pytest.mark.parametrize("fold", [0, 1])
def test_both_readings_of_a_repeated_hour_come_back(zone, fold):
    time = datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=fold)
    plan = Plan(zone="Europe/Berlin").add(Task("t", constraint=Constraint("SNET", time), deadline=time))
    for read in (again(plan)["t"].deadline, again(plan)["t"].constraint.date):
        assert (read, read.fold, read.tzinfo) == (time, fold, zone)


def test_an_offset_that_the_named_zone_does_not_have_is_refused():
    text = document.dumps(
        Plan(zone="Europe/Berlin").add(Task("t", deadline=datetime(2026, 3, 2, 9, tzinfo=BERLIN)))
    )
    assert "2026-03-02T09:00+01:00[Europe/Berlin]" in text
    with pytest.raises(ValueError, match=r"\$\.entities\[0\]\.deadline: .* an offset that Europe/Berlin has"):
        document.loads(text.replace("+01:00[", "+05:00["))


def test_numbers_are_exact(full_plan):
    value = again(full_plan)["build"].properties["budget"]
    assert value == Decimal("0.1000000000000000000000000001")


@pytest.mark.parametrize(
    "entity",
    [
        Task("t", duration=Span()),
        Task("t", duration=Span(((Decimal("1E-15"), "d"), (Decimal("1E+5"), "min")))),
        Task("t", duration=Span(tuple((Decimal(i), "min") for i in range(80)))),
        Task("t", duration=Span(((Decimal(1), "min"),) * 80, elapsed=True)),
        Task("t", leveling_delay=Span(((Decimal(1), "min"),) * 80, elapsed=True, negative=True)),
        Task("t", after=[Dependency("a", lag=Span(((Decimal("0.5"), "min"),) * 80))]),
        Task("t", after=[Dependency("a", lag="0d")]),
        Task("t", after=[Dependency("a", lag=Percent(Decimal("0.0000001")))]),
        Task("t", after=[Dependency("a+b-c")]),
        Task("t", assignments=[Assignment("r", Decimal("0.0001"))]),
        Task("t", estimate=Estimate("0d", Span(), "1d")),
        Task("t", progress=Progress(percent=0)),
        Task("t", progress=Progress()),
        Resource("t", cost_rate=Money(Decimal("-12345678901234567.123456789"), "XXX")),
        Resource("t", cost_rate=Money(Decimal("1E+5"), "XXX")),
        Calendar("t", week=WeekPattern()),
        Calendar("t", week=WeekPattern(monday=[Shift(m * 10, m * 10 + 5) for m in range(90)], tuesday=())),
        Calendar("t", week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "0-24")),
        Calendar(
            "t",
            exceptions=[CalendarException(start="2026-01-01", finish="2026-12-31", recurrence="FREQ=DAILY")],
        ),
    ],
    ids=lambda entity: repr(entity)[:60],
)
def test_what_the_notation_cannot_say_is_written_part_by_part(entity):
    plan = Plan().add(Task("a"), Task("a+b-c"), Resource("r"), entity)
    assert again(plan) == plan


def test_a_week_too_long_for_its_notation_comes_back():
    many = [Shift(m * 10, m * 10 + 5) for m in range(90)]
    week = WeekPattern(*(many[: 90 - day] for day in range(7)))
    plan = Plan().add(Calendar("c", week=week))
    assert again(plan) == plan


def test_a_calendar_of_the_plans_own_may_be_its_calendar():
    plan = Plan(calendar="office").add(Calendar("office", week="mon 8-12"))
    assert again(plan) == plan


def test_the_empty_plan_comes_back():
    assert again(Plan()) == Plan()
    assert document.loads('{"workmodel": {"format": "plan", "version": 1}}') == Plan()


def test_a_text_that_no_file_can_hold_is_refused_when_writing():
    plan = Plan().add(Calendar("c", exceptions=[CalendarException(start="2026-01-01")]))
    broken = plan["c"].exceptions[0]
    object.__setattr__(broken, "name", "\ud800")
    with pytest.raises(InvalidText, match="lone surrogates"):
        document.dumps(plan)


class TestFiles:
    def test_a_path(self, full_plan, tmp_path: Path):
        path = tmp_path / "plän.json"
        document.dump(full_plan, path)
        assert document.load(path) == full_plan
        assert document.load(str(path)) == full_plan
        assert path.read_bytes().decode() == document.dumps(full_plan)
        assert [p.name for p in tmp_path.iterdir()] == ["plän.json"]

    def test_open_files_of_text_and_of_bytes(self, full_plan):
        for file in (io.StringIO(), io.BytesIO()):
            document.dump(full_plan, file)
            file.seek(0)
            assert document.load(file) == full_plan

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
    def test_every_unicode_encoding_is_read(self, full_plan, encoding):
        assert document.loads(document.dumps(full_plan).encode(encoding)) == full_plan

    def test_a_failed_write_leaves_the_old_file(self, full_plan, tmp_path: Path, monkeypatch):
        path = tmp_path / "plan.json"
        document.dump(Plan(), path)

        def broken(_: int) -> None:
            raise OSError(28, "no space left")

        monkeypatch.setattr("os.fsync", broken)
        with pytest.raises(OSError, match="no space"):
            document.dump(full_plan, path)
        assert document.load(path) == Plan()
        assert len(list(tmp_path.iterdir())) == 1

    def test_a_file_keeps_its_permissions(self, tmp_path: Path):
        path = tmp_path / "plan.json"
        document.dump(Plan(), path)
        path.chmod(0o640)
        document.dump(Plan(start="2026-03-02"), path)
        assert path.stat().st_mode & 0o777 == 0o640

    def test_a_link_to_a_file_stays_a_link(self, tmp_path: Path):
        (tmp_path / "real.json").write_text("old", encoding="utf-8")
        (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
        document.dump(Plan(), tmp_path / "link.json")
        assert (tmp_path / "link.json").is_symlink()
        assert document.load(tmp_path / "real.json") == Plan()

    @pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
    def test_a_device_is_written_to_and_not_replaced(self):
        document.dump(Plan(), "/dev/null")
        assert not Path("/dev/null").is_file()

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path):
        with pytest.raises(FileNotFoundError, match=r"no such folder.*plan\.json"):
            document.dump(Plan(), tmp_path / "no" / "plan.json")

    def test_a_folder_is_no_file(self, tmp_path: Path):
        with pytest.raises(IsADirectoryError):
            document.dump(Plan(), tmp_path)


# -- any plan ---------------------------------------------------------------------------------------------------------

ids = st.from_regex(r"[A-Za-z_.+][A-Za-z0-9_.+-]{0,6}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
times = st.datetimes(
    datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.sampled_from([None, BERLIN, UTC])
)
moments = st.one_of(st.none(), days, times)
amounts = st.decimals(0, 1000, places=6)
units = st.sampled_from(["min", "h", "d", "w", "mo"])


@st.composite
def spans(draw, elapsed=None):
    parts = draw(st.lists(st.tuples(amounts, units), max_size=3))
    return Span(tuple(parts), draw(st.booleans()) if elapsed is None else elapsed)


lags = st.one_of(
    spans().map(lambda s: -s), spans(),
    st.builds(Percent, st.decimals(-1000, 1000, allow_nan=False), st.booleans()),
)  # fmt: skip


@st.composite
def tasks(draw, name, earlier):
    after = [
        Dependency(
            draw(st.sampled_from(earlier)), draw(st.sampled_from(["FS", "SS", "FF", "SF"])), draw(lags)
        )
        for _ in range(draw(st.integers(0, 2)) if earlier else 0)
    ]
    return Task(
        name, title=draw(texts), notes=draw(texts), tags=draw(st.lists(texts, max_size=2)), after=after,
        duration=draw(st.none() | spans()), effort=draw(st.none() | spans(elapsed=False)), deadline=draw(moments),
        priority=draw(st.integers(0, 1000)), estimated=draw(st.booleans()),
        progress=draw(st.none() | st.builds(Progress, resume=moments, remaining=st.none() | spans())),
        properties={"any": draw(st.decimals(allow_nan=False, allow_infinity=False))} if draw(st.booleans()) else {},
    )  # fmt: skip


@st.composite
def plans(draw):
    names = draw(st.lists(ids, max_size=6, unique=True))
    names = [n for n in names if n not in ("any", "standard")]
    return Plan(title=draw(texts), start=draw(moments), zone="Asia/Tokyo").add(
        Property("any", type="decimal"), *(draw(tasks(name, names[:i])) for i, name in enumerate(names))
    )


@settings(max_examples=2 * settings.default.max_examples)
@given(plans())
def test_reading_what_was_written_gives_the_same_plan(plan):
    text = document.dumps(plan)
    read = document.loads(text)
    assert read == plan
    assert document.dumps(read) == text


@pytest.mark.untraced
@given(strategies.plans(details=True))
def test_any_plan_of_any_kind_comes_back(plan):
    assert again(plan) == plan


@given(plans())
def test_the_document_is_ordinary_json_without_trailing_space(plan):
    text = document.dumps(plan)
    json.loads(text, parse_constant=pytest.fail)
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("}\n")


# -- very many plans, made quickly --------------------------------------------------------------------------------------

SPANS = [
    "0d",
    "3d",
    "1w 2d",
    "90min",
    "1.25h",
    "2ed",
    "1mo",
    "0.1d",
    ".5ew",
    Span(((Decimal("0.333"), "d"),)),
]
MOMENTS = [
    date(2026, 3, 2), datetime(2026, 3, 2, 9, 30), datetime(2026, 10, 25, 2, 30, fold=1), date(9999, 12, 31),
    datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), datetime(2026, 3, 2, tzinfo=UTC), date(1, 1, 1),
    datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN), datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=-3))),
]  # fmt: skip
TEXTS = [
    "",
    "plain",
    "Ünïcödé ☃",
    'quotes " and \\',
    "line\nfeed\ttab",
    "\u2028",
    "x" * 150,
    " space ",
    "{[,]}",
]
LINKS = ["", " FS", " SS+2d", " FF-1ed", " SF+50%", " FS+1w 2d", " SS-12.5e%"]


def made_up(chance: random.Random) -> Plan:
    names = [
        f"{chance.choice('abc')}{chance.choice(['', '-', '.x', 'é'])}{n}" for n in range(chance.randint(1, 5))
    ]
    people = ["ana", "ben"]

    def maybe(values):
        return chance.choice(values) if chance.random() < 0.4 else None

    def fields(kind, place):
        found = {
            "title": chance.choice(TEXTS), "notes": chance.choice(TEXTS),
            "tags": chance.sample(TEXTS, chance.randint(0, 2)),
            "parent": maybe(names[:place] or [None]), "deadline": maybe(MOMENTS), "priority": chance.randint(0, 1000),
            "after": [f"{name}{chance.choice(LINKS)}" for name in names[:place] if chance.random() < 0.4],
            "constraint": maybe([Constraint("SNET", chance.choice(MOMENTS)), Constraint("ALAP"), "MFO 2026-03-02"]),
            "calendar": maybe(["standard", "office"]),
            "progress": maybe(["40%", {"resume": chance.choice(MOMENTS)}, {"percent": Decimal("33.3333")}]),
            "properties": maybe([{"any": value} for value in (None, Decimal(chance.random()), 3, "0.5", 0.1)]),
        }  # fmt: skip
        if kind is Task:
            found |= {
                "duration": maybe(SPANS), "effort": maybe(["40h", "0.7d"]), "estimated": chance.random() < 0.5,
                "estimate": maybe(["1d / 2d / 3d", Estimate("0ed", "1ed", "1ew", "effort")]),
                "assignments": maybe([["ana"], ["ben 50%", "ana 0.01%"], ["ben 33.33%"]]),
                "type": chance.choice(["fixed_units", "fixed_duration", "fixed_work"]),
            }  # fmt: skip
        return {name: value for name, value in found.items() if value is not None}

    items = []
    for place, name in enumerate(names):
        kind = chance.choice([Task, Task, Milestone]) if place == len(names) - 1 else Task
        items.append(kind(name, **fields(kind, place)))
    others = [
        *(Resource(who, capacity=Decimal(chance.randint(0, 30000)) / 10000) for who in people),
        Calendar("office", week=chance.choice(["mon-fri 9-17", "", "sun off", "fri 22-6"])),
        Property("any", type="decimal"),
    ]
    entities = [*items, *others]
    if chance.random() < 0.5:
        chance.shuffle(entities)
    return Plan(zone="Europe/Berlin", start=maybe(MOMENTS), title=chance.choice(TEXTS)).add(entities)


def test_two_thousand_plans_come_back(thorough):
    chance = random.Random(20260302)
    for _ in range(20_000 if thorough else 2000):
        plan = made_up(chance)
        text = document.dumps(plan)
        read = document.loads(text)
        assert read == plan
        assert document.dumps(read) == text
