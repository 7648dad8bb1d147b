"""Valid files, damaged in every way that files are: a plan or the documented error comes out, and soon."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from workmodel import interchange
from workmodel.domain import Milestone, Plan, Project, Resource, Task
from workmodel.errors import InvalidDocument
from workmodel.interchange import document, msproject, tables
from workmodel.scheduling import schedule

INPUTS = 1000
PLAN = Plan(title="Größe", start="2026-03-02").add(
    Resource("ana", calendar="standard", capacity="0.8", cost_rate="85 EUR"),
    Project("site", deadline="2026-04-10"),
    Task("spec", parent="site", duration="3d", assignments=["ana 50%"], progress="40%", tags=["red"]),
    Task("build", parent="site", effort="40h", after=["spec SS+2d"], constraint="SNET 2026-03-02", notes='a "b"\nc'),
    Milestone("live", after=["build"], parent="site"),
)  # fmt: skip
ODD = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"NaN", b"-Infinity", b"1e400", b"9" * 400,
    b"-0", b"0.0000000001", b"null", b"true", b"[]", b"{}", b'""', b'"', b"\\", b"<", b">", b"&", b"&lt;", b"&#0;",
    b"&#xD800;", b"]]>", b"<!--", b"<![CDATA[", b"<?xml version='1.1'?>", b"</Task>", b"<Task>", b"<UID>1</UID>", b",", b";",
    b"\t", b"\r", b"\n\n", b"'", b"=", b"P9999999999D", b"PT1H.5M", b"9999-12-31T23:59:59", b"0001-01-01", b"2026-02-30",
    b"-1", b"%", b"\xe2\x80\xae", b" " * 500, b"[" * 100, b'{"a":' * 100, b"2026-03-02T09:00+25:00", b"FS+1d", b"site",
    b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;&b;">]>', b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp037", "utf-7")
VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 1e308, float("nan"), 10**30, "", "x", "3d", "\ud800", [], [[]], {}, {"kind": "task"}, ["spec"],
    "2026-03-02", "x" * 5000, [None], {"parts": [["1", "d"]]},
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things wrong: changed, cut out, doubled, moved, put in."""
    found = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 5, 20])):
        place = chance.randrange(len(found) + 1)
        length = chance.choice([1, 1, 3, 10, 60, 300])
        piece = found[place : place + length]
        match chance.randrange(7):
            case 0 if place < len(found):
                found[place] = chance.randrange(256)
            case 1:
                del found[place : place + length]
            case 2:
                found[place:place] = piece * chance.choice([1, 2, 50])
            case 3:
                other = chance.randrange(len(found) + 1)
                found[other : other + length] = piece
            case 4:
                found[place:place] = chance.choice(ODD)
            case 5:
                found[place : place + length] = chance.choice(ODD)
            case _:
                numbers = list(re.finditer(rb"\d+", found))
                if numbers:
                    match = chance.choice(numbers)
                    found[match.start() : match.end()] = chance.choice(ODD)
    if chance.random() < 0.03:
        return bytes(found).decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")
    return bytes(found[: chance.randrange(len(found) + 1)] if chance.random() < 0.05 else found)


def retyped(raw: Any, chance: random.Random) -> Any:
    """A JSON value in which some parts are of another type, doubled, or nested in themselves."""
    if chance.random() < 0.03:
        return chance.choice([*VALUES, [raw], {"id": raw}, [raw, raw]])
    if isinstance(raw, dict):
        return {
            key if chance.random() > 0.01 else chance.choice(["id", "", "kind", "\x00"]): retyped(
                part, chance
            )
            for key, part in raw.items()
        }
    return [retyped(part, chance) for part in raw] if isinstance(raw, list) else raw


def of_document(chance: random.Random) -> bytes:
    text = document.dumps(PLAN)
    if chance.random() < 0.4:
        text = json.dumps(retyped(json.loads(text), chance))
        return text.encode("utf-8", "surrogatepass")
    return damaged(text.encode(), chance)


def of_project(chance: random.Random) -> bytes:
    return damaged(chance.choice(PROJECTS), chance)


def of_table(chance: random.Random) -> bytes:
    return damaged(chance.choice(TABLES), chance)


PROJECTS = (msproject.dumps(PLAN), msproject.dumps(PLAN, schedule(PLAN)))
TABLES = (
    tables.dumps(PLAN).encode(),
    tables.dumps(schedule(PLAN), delimiter=";").encode(),
    "Task Name;Dur.;Pred\nSpec;3 days?;\n  Build;2w;1FS+1d\n".encode("utf-16"),
)


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("read", "made"),
    [
        (document.loads, of_document),
        (msproject.loads, of_project),
        (tables.loads, of_table),
        (lambda data: tables.loads(data, zone="Europe/Berlin"), of_table),
    ],
    ids=["document", "msproject", "tables", "tables with a zone"],
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    read: Callable[[bytes], object], made: Callable[[random.Random], bytes], thorough: bool
) -> None:
    pytest.importorskip("defusedxml")
    chance = random.Random(20260302)
    outcomes = {True: 0, False: 0}
    slowest = 0.0
    for _ in range(INPUTS * (10 if thorough else 1)):
        data = made(chance)
        begun = time.process_time()
        outcomes[survived(read, data)] += 1
        survived(interchange.read, data)
        slowest = max(slowest, time.process_time() - begun)
    assert outcomes[True] > 20
    assert outcomes[False] > 20
    assert slowest < 4


def survived(read: Callable[[bytes], object], data: bytes) -> bool:
    """Whether it was read; a refusal has to be one of ours, and short enough to be shown."""
    try:
        read(data)
    except InvalidDocument as problem:
        shown = str(problem)
    else:
        return True
    assert 0 < len(shown) < 30_000
    shown.encode()
    return False
