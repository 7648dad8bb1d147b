"""Files that are broken, or made to break the reader: one documented error or a plan with findings, quickly."""

from __future__ import annotations

import random
import re
import sys
import time
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from workmodel import Plan, schedule
from workmodel.calendars import CalendarException
from workmodel.domain import Calendar, Milestone, Property, Resource, Task
from workmodel.errors import MissingExtra, MsProjectError, OutOfRange
from workmodel.interchange import Imported, load, msproject
from workmodel.interchange.msproject import nodes

HEAD = '<Project xmlns="http://schemas.microsoft.com/project">'
GOOD = (
    f"{HEAD}<Title>Größe</Title><StartDate>2026-03-02T08:00:00</StartDate>"
    "<Tasks><Task><UID>1</UID><Name>Entwürfe</Name></Task></Tasks></Project>"
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n > 1 else "&lol;" * 10}">' for n in range(1, 10))
    + f"]>{HEAD}<Title>&l9;</Title></Project>"
)


def refused(data: bytes | str) -> MsProjectError:
    with pytest.raises(MsProjectError) as caught:
        msproject.loads(data)
    assert caught.value.cure
    assert str(caught.value)
    return caught.value


# -- what is no file at all ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"   ", "", "\ufeff", b"\xef\xbb\xbf", b"\x00" * 100, b"PK\x03\x04 not xml", b"{}"]
)
def test_nothing_or_something_else(data: bytes | str) -> None:
    refused(data)


def test_truncated_files_say_where() -> None:
    error = refused(GOOD[:-20])
    assert error.where.startswith("line 1, column")


@pytest.mark.parametrize("step", [1, 7])
def test_every_truncation_is_an_error(step: int) -> None:
    for length in range(0, len(GOOD) - 1, step):
        refused(GOOD[:length])


# -- attacks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        f'<!DOCTYPE P [<!ENTITY x SYSTEM "file:///etc/hostname">]>{HEAD}<Title>&x;</Title></Project>',
        f'<!DOCTYPE P [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>{HEAD}</Project>',
        f'<!DOCTYPE P [<!ENTITY x "y">]>{HEAD}<Title>&x;</Title></Project>',
        f"{HEAD}<Title>&undefined;</Title></Project>",
    ],
)
def test_entities_are_refused_and_never_expanded(text: str) -> None:
    began = time.process_time()
    refused(text)
    assert time.process_time() - began < 2


def test_depth_is_limited() -> None:
    def nested(depth: int) -> str:
        return HEAD + "<a>" * (depth - 1) + "</a>" * (depth - 1) + "</Project>"

    assert msproject.loads(nested(nodes.MOST_DEPTH)).plan == Plan()
    assert "deep" in refused(nested(nodes.MOST_DEPTH + 1)).problem
    refused(HEAD + "<a>" * 1_000_000)


def test_size_is_limited() -> None:
    filler = "x" * (nodes.MOST_BYTES - len(HEAD) - len("<Title></Title></Project>"))
    data = f"{HEAD}<Title>{filler}</Title></Project>".encode()
    assert len(data) == nodes.MOST_BYTES
    assert len(msproject.loads(data).plan.title) == len(filler)
    error = refused(data + b" ")
    assert "64 MB" in error.problem
    assert "limit=" in error.cure
    assert msproject.loads(data + b" ", limit=len(data) + 1).plan.title == filler


def test_a_smaller_size_may_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_text(HEAD + "</Project>", encoding="utf-8")
    size = path.stat().st_size
    assert msproject.load(path, limit=size).plan == Plan()
    for read in (msproject.load, load):
        with pytest.raises(MsProjectError):
            read(path, limit=size - 1)
    with pytest.raises(OutOfRange):
        msproject.loads(HEAD + "</Project>", limit=-1)


@pytest.mark.parametrize("number", ["MOST_ELEMENTS", "MOST_NODES", "MOST_ENTITIES"])
def test_a_larger_limit_allows_more_elements_as_well(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setattr(nodes, number, 10)
    text = f"{HEAD}<Tasks>{'<Task><UID>1</UID></Task>' * 12}</Tasks></Project>"
    assert "limit=" in refused(text).cure
    assert len(msproject.loads(text, limit=4 * nodes.MOST_BYTES).plan) == 12


def test_a_file_that_would_need_a_larger_limit_is_told_before_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = Plan(start="2026-03-02").add(Task(f"t{n}", title=str(n), duration="1d") for n in range(1, 30))
    assert "msproject.beyond_limit" not in [f.code for f in msproject.losses(plan)]
    monkeypatch.setattr(nodes, "MOST_ENTITIES", 20)
    told = msproject.losses(plan)[0]
    assert (told.code, "limit=" in told.message) == ("msproject.beyond_limit", True)
    refused(msproject.dumps(plan))
    assert len(msproject.loads(msproject.dumps(plan), limit=told.fact("limit")).plan.tasks) == 29


def test_the_number_of_elements_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MOST_ELEMENTS", 100)
    assert msproject.loads(HEAD + "<a/>" * 99 + "</Project>").plan == Plan()
    assert "elements" in refused(HEAD + "<a/>" * 100 + "</Project>").problem


def test_many_elements_take_bounded_memory() -> None:
    count = 200_000
    work = "<TimephasedData><Type>1</Type><UID>1</UID><Value>PT8H0M0S</Value></TimephasedData>"
    task = f"<Task><UID>1</UID><Cost>0</Cost>{work}</Task>"
    data = f"{HEAD}<Tasks>{task * (count // 7)}</Tasks></Project>"
    tracemalloc.start()
    msproject.nodes.parsed(data)  # type: ignore[attr-defined]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 * 2**20  # three million elements stay below a gigabyte, real files far below


def test_findings_are_bounded_too() -> None:
    names = "".join(f"<Task><Strange{n}>1</Strange{n}></Task>" for n in range(3000))
    assert len(msproject.loads(f"{HEAD}<Tasks>{names}</Tasks></Project>").findings) < 2100


# -- charsets -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-8-sig", "UTF-8"), ("utf-8-sig", "utf-16"), ("utf-16", "UTF-16"),
        ("utf-16", ""), ("utf-16-le", "utf-16"), ("utf-16-be", "UTF-16"), ("utf-32", "utf-32"),
        ("iso-8859-1", "ISO-8859-1"),
        ("windows-1252", "windows-1252"), ("utf-8", "no-such-charset"), ("utf-8", "rot13"), ("utf-8", "utf-16"),
        ("cp1251", ""), ("gb18030", "GB18030"), ("utf-8", "idna"),
    ],
)  # fmt: skip
def test_charsets_and_byte_order_marks(charset: str, declared: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = prolog + (
        GOOD if charset != "cp1251" else GOOD.replace("ö", "o").replace("ß", "s").replace("ü", "u")
    )
    imported = msproject.loads(text.encode(charset))
    expected = "Größe" if charset != "cp1251" else "Grose"
    assert imported.plan.title == expected
    assert imported.findings == ()


def test_bytes_that_are_not_what_the_file_says_are_replaced_and_told_of() -> None:
    imported = msproject.loads(GOOD.encode("latin-1"))
    assert imported.plan.title == "Gr\ufffd\ufffde" or "\ufffd" in imported.plan.title
    assert [finding.code for finding in imported.findings] == ["msproject.encoding"]


def test_text_with_a_mark_or_white_space_before_it() -> None:
    for text in ("\ufeff" + GOOD, "\n  " + GOOD, '\ufeff<?xml version="1.0" encoding="utf-16"?>' + GOOD):
        assert msproject.loads(text).plan.title == "Größe"
    refused(GOOD.replace("Größe", "\ud800"))


def test_without_defusedxml_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "defusedxml"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    with pytest.raises(MissingExtra) as caught:
        msproject.loads(GOOD)
    assert caught.value.extra == "msproject"


# -- nonsense inside ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["NaN", "INF", "-1", "1e9", "9" * 30, "-" + "9" * 30, "0x10", "١٢", "1.5", "true", " ", "soon"]
)
@pytest.mark.parametrize(
    "name",
    ["UID", "OutlineLevel", "Priority", "Type", "Duration", "DurationFormat", "Work", "ConstraintType", "CalendarUID",
     "LevelingDelay",
     "PercentComplete", "TotalSlack", "Start", "Deadline", "ActualStart", "Manual", "Milestone"],
)  # fmt: skip
def test_nonsense_in_a_value_of_a_task(name: str, text: str) -> None:
    others = "".join(
        f"<{other}>{value}</{other}>"
        for other, value in (
            ("UID", "1"),
            ("Start", "2026-03-02T08:00:00"),
            ("Finish", "2026-03-02T17:00:00"),
            ("Duration", "PT8H0M0S"),
        )
        if other != name
    )
    imported = msproject.loads(f"{HEAD}<Tasks><Task>{others}<{name}>{text}</{name}></Task></Tasks></Project>")
    assert len(imported.plan.items) == 1


def test_absurd_uids() -> None:
    texts = ["-5", "-65535", str(2**31), "9" * 40, "", "1.0", "١"]
    tasks = "".join(f"<Task><UID>{text}</UID><OutlineLevel>1</OutlineLevel></Task>" for text in texts)
    plan = msproject.loads(f"{HEAD}<Tasks>{tasks}</Tasks></Project>").plan
    assert len(plan.items) == len(texts)
    assert {"t-5", "t-65535", "t2147483648", "t1"} <= set(plan.items)


def test_a_deep_outline_and_a_long_chain() -> None:
    count = 3000
    deep = "".join(f"<Task><UID>{n}</UID><OutlineLevel>{n}</OutlineLevel></Task>" for n in range(1, count))
    assert len(msproject.loads(f"{HEAD}<Tasks>{deep}</Tasks></Project>").plan.items) == count - 1
    chain = "".join(
        f"<Task><UID>{n}</UID><OutlineLevel>1</OutlineLevel><PredecessorLink><PredecessorUID>{n % count + 1}"
        "</PredecessorUID></PredecessorLink></Task>"
        for n in range(1, count + 1)
    )
    imported = msproject.loads(f"{HEAD}<Tasks>{chain}</Tasks></Project>")
    assert "msproject.ring" in [finding.code for finding in imported.findings]


def test_empty_elements_everywhere() -> None:
    names = ("Calendars", "Tasks", "Resources", "Assignments", "ExtendedAttributes", "OutlineCodes")
    inside = "".join(f"<{name}><{name[:-1]}/><{name[:-1]}/></{name}>" for name in names)
    assert msproject.loads(f"{HEAD}{inside}{inside}</Project>").plan.title == ""


# -- fuzz ---------------------------------------------------------------------------------------------------------------

NASTY = (
    "", "NaN", "-1", "0", "1", "2", "3", "7", "8", "19", "255", "9" * 25, "1e5", "-999999999", "abc",
    "PT", "PT1H", "-PT5H0M0S", "PT999999999H0M0S", "PT0H0M31S", "P1D", "2026-02-30T00:00:00",
    "0001-01-01T00:00:00", "9999-12-31T23:59:59", "2026-03-02", "2026-03-02T08:00:00Z", "24:00:00",
    "25:99:99", "00:00:00", "true", "\u202e", "x" * 300, "0.5", "1.23456789", "é", "-65535",
)  # fmt: skip
TEXTS = re.compile(r">([^<>]*)</")
SIMPLE = re.compile(r"<(\w+)>[^<>]*</\1>")
GROUPS = re.compile(
    r"<(Task|WeekDay|Calendar|Exception|PredecessorLink|Resource|Assignment|ExtendedAttribute)>.*?</\1>",
    re.DOTALL,
)


def samples() -> list[str]:
    """Small files that use most of the format together, as we write them."""
    calendars = Plan(start="2026-03-02 08:00", calendar="c1").add(
        Calendar("c1", week="mon-fri 08:00-16:00; sat-sun off", exceptions=[
            CalendarException(start="2026-03-04", finish="2026-05-04", recurrence="FREQ=WEEKLY;BYDAY=WE"),
        ]),
        Calendar("c2", base="c1", week="fri off"),
        Task("t1", duration="2d", calendar="c2"),
    )  # fmt: skip
    people = Plan(start="2026-03-02 08:00", calendar="c1").add(
        Property("Risk", type="choice", choices=["low", "high"], on=["task", "milestone"]),
        Calendar("c1", base="standard"),
        Resource("r1", title="Ana", calendar="c1", cost_rate="85 EUR"),
        Task("t2", duration="2d", assignments=["r1 50%"], properties={"Risk": "low"}, progress={
            "actual_start": "2026-03-02 08:00", "actual_duration": "1d", "remaining": "1d", "resume": "2026-03-03 08:00",
        }),
    )  # fmt: skip
    logic = Plan(start="2026-03-02 08:00", calendar="c1").add(
        Calendar("c1", base="standard"),
        Task("t1", title="Phase"),
        Task("t2", parent="t1", duration="3ed", manual="2026-03-05 08:00", leveling_delay="1ed"),
        Milestone(
            "t3",
            after=["t2 FF+1d", "t2 SS-50%"],
            constraint="SNET 2026-03-06 08:00",
            deadline="2026-03-31 17:00",
        ),
    )
    return [msproject.dumps(plan, schedule(plan)).decode() for plan in (calendars, people, logic)]


def mutated(text: str, chance: random.Random) -> bytes | str:
    """The file with something cut, put, moved or overwritten."""
    kind = chance.random()
    if kind < 0.15:
        return text[: chance.randrange(len(text))]
    if kind < 0.6:
        for _ in range(chance.choice((1, 1, 2, 5))):
            a, b = chance.choice([match.span(1) for match in TEXTS.finditer(text)])
            text = text[:a] + chance.choice(NASTY) + text[b:]
        return text
    if kind < 0.9:
        pattern = SIMPLE if kind < 0.75 else GROUPS
        spans = [match.span() for match in pattern.finditer(text)]
        (a, b), (x, _) = chance.choice(spans), chance.choice(spans)
        return text[:a] + text[b:] if chance.random() < 0.5 else text[:x] + text[a:b] + text[x:]
    raw = bytearray(text.encode())
    for _ in range(chance.choice((1, 3))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


@pytest.mark.untraced
def test_mutated_files_give_a_plan_or_the_documented_error_in_bounded_time(thorough: bool) -> None:
    """20,000 inputs; some of what is read is written and read again."""
    texts, chance = samples(), random.Random(20260302)
    read = refused_ones = 0
    slowest = 0.0
    for number in range(200_000 if thorough else 20_000):
        data = mutated(texts[number % len(texts)], chance)
        began = time.process_time()
        try:
            imported = msproject.loads(data)
        except MsProjectError:
            refused_ones += 1
        else:
            read += 1
            if number % 50 == 0:
                assert_stable(imported)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 2
    assert read > 1000
    assert refused_ones > 1000


def assert_stable(imported: Imported) -> None:
    """What was read is written, and read again as the same plan where nothing is told as lost."""
    again = msproject.loads(msproject.dumps(imported.plan, imported.schedule))
    if not msproject.losses(imported.plan):
        assert again.plan == imported.plan
        assert again.schedule == imported.schedule


def test_benchmark_files_with_pieces_swapped_are_read(benchmarks: Path) -> None:
    """Pieces of real files put together in ways that nobody saved."""
    chance = random.Random(7)
    texts = [
        path.read_text(encoding="utf-8") for path in sorted((benchmarks / "msproject").glob("mpxj-*.xml"))
    ]
    for one, other in pairwise(texts):
        spans = [match.span() for match in GROUPS.finditer(one)]
        pieces = [match.group() for match in GROUPS.finditer(other)]
        a, b = chance.choice(spans)
        msproject.loads(one[:a] + chance.choice(pieces) + one[b:])
