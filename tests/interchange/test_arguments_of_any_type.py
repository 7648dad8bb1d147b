"""Whatever is handed to a function of this room: a result, an error of ours, or what the operating system says."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from workmodel import interchange
from workmodel.domain import Plan, Task
from workmodel.errors import DocumentFaults, InvalidText, OutOfRange, WorkModelError, WrongType
from workmodel.interchange import document, msproject, psplib, tables
from workmodel.interchange.files import deliver
from workmodel.scheduling import schedule

pytest.importorskip("defusedxml")

PLAN = Plan(start="2026-03-02").add(Task("a", title="Größe", duration="3d"))
TEXT = {document: document.dumps(PLAN), tables: tables.dumps(PLAN), msproject: msproject.dumps(PLAN).decode()}
FORMATS = (document, msproject, tables)
READERS = (interchange.read, document.loads, msproject.loads, psplib.loads, tables.loads)
LOADERS = (interchange.load, document.load, msproject.load, psplib.load, tables.load)


class Text(str):
    """A subclass of text."""

    __slots__ = ()


class Octets(bytes):
    """A subclass of bytes."""

    __slots__ = ()


class Broken(io.RawIOBase):
    """A file on a disk that fails."""

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise OSError(5, "Input/output error")

    def write(self, _: object) -> int:
        raise OSError(5, "Input/output error")


class Odd:
    """A file that reads neither text nor bytes, and takes neither."""

    def read(self, _: int = -1) -> object:
        return 3

    def write(self, _: object) -> int:
        raise TypeError("no")


class Dribbling(io.RawIOBase):
    """A file without a buffer: it gives and takes a few bytes at a time."""

    def __init__(self, data: bytes = b"") -> None:
        self.rest, self.taken = data, b""

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece, self.rest = self.rest[: min(7, len(buffer))], self.rest[min(7, len(buffer)) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def write(self, data) -> int:
        self.taken += bytes(data[:7])
        return min(7, len(data))


class Bytely:
    """A path whose name is bytes."""

    def __fspath__(self) -> bytes:
        return b"plan.json"


def closed() -> io.StringIO:
    file = io.StringIO("x")
    file.close()
    return file


VALUES = [
    None, 3, 1.5, True, object(), "", b"", [], {}, (), Text("x"), Octets(b"x"), "a\0b", "\ud800", b"\xff\xfe\x00", Odd(),
    bytearray(b"{"), memoryview(b"<"), print, int, Path("a\0b"), Path("nowhere") / "at" / "all.json", Broken(), closed(),
    io.StringIO(""), io.BytesIO(b""), io.BytesIO(b"\xff"), Bytely(), PLAN, schedule(PLAN), float("nan"), range(3),
]  # fmt: skip


def called(function, *arguments, **options):
    """What a call gives; anything but our errors and those of the operating system fails the test."""
    try:
        return function(*arguments, **options)
    except WorkModelError as problem:
        shown = str(problem)
    except OSError:
        return None
    assert 0 < len(shown) < 3000
    shown.encode()
    return None


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Whatever is written by a name that is no path is written here."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
class TestAnyValue:
    @pytest.mark.parametrize("function", [*READERS, *LOADERS], ids=lambda f: f"{f.__module__}.{f.__name__}")
    def test_can_be_handed_to_a_reader(self, function, value):
        called(function, value)

    @pytest.mark.parametrize("form", [*FORMATS, psplib])
    def test_can_be_handed_to_a_writer_instead_of_a_plan(self, form, value, tmp_path):
        called(form.dumps, value)
        called(form.dump, value, tmp_path / "out")
        if hasattr(form, "losses"):
            called(form.losses, value)

    @pytest.mark.parametrize("form", [*FORMATS, psplib])
    def test_can_be_handed_to_a_writer_instead_of_a_target(self, form, value):
        called(form.dump, PLAN, value)

    def test_can_be_any_other_argument(self, value):
        for function in (interchange.read, document.loads, tables.loads):
            called(function, TEXT[tables], limit=value)
        for function in (interchange.load, document.load, tables.load):
            called(function, io.StringIO(TEXT[tables]), limit=value)
        for function in (interchange.read, tables.loads):
            called(function, TEXT[tables], zone=value)
        called(tables.dumps, PLAN, delimiter=value)
        called(tables.dump, PLAN, io.StringIO(), delimiter=value)
        called(msproject.dumps, PLAN, value)
        called(msproject.dump, PLAN, io.BytesIO(), value)
        called(document.schema, version=value)
        called(psplib.loads, psplib.dumps(PLAN), limit=value)
        called(psplib.loads, psplib.dumps(PLAN), start=value)
        called(psplib.load, io.StringIO(psplib.dumps(PLAN)), start=value)
        called(psplib.dumps_starts, value)
        called(psplib.dumps_starts, {"x": value})
        called(psplib.dump_starts, {}, value)


@pytest.mark.parametrize("function", READERS)
@pytest.mark.parametrize("value", [None, 3, 1.5, [], object(), PLAN], ids=lambda value: type(value).__name__)
def test_what_is_no_content_is_refused_by_its_type(function, value):
    with pytest.raises(WrongType, match="text or bytes") as caught:
        function(value)
    assert caught.value.value is value


@pytest.mark.parametrize("function", LOADERS)
def test_what_is_no_file_is_refused_by_its_type(function):
    for value in (None, 3, 1.5, [], object(), b"plan.json", PLAN, closed(), Odd()):
        with pytest.raises(WrongType):
            function(value)
    for name in ("", "a\0b", Path("a\0b"), "half \ud83d"):
        with pytest.raises(InvalidText, match="the name of a file"):
            function(name)


@pytest.mark.parametrize("function", LOADERS)
def test_what_the_operating_system_refuses_is_told_by_its_own_error(function, tmp_path):
    with pytest.raises(FileNotFoundError):
        function(tmp_path / "nowhere.json")
    with pytest.raises(IsADirectoryError):
        function(tmp_path)
    with pytest.raises(OSError, match="Input/output"):
        function(Broken())


@pytest.mark.parametrize("form", FORMATS)
def test_text_of_a_file_may_be_read_where_bytes_are_meant_and_the_other_way_round(form):
    text = TEXT[form]
    for file in (
        io.StringIO(text),
        io.BytesIO(text.encode()),
        Dribbling(text.encode()),
    ):
        found = form.load(file)
        assert "Größe" in {task.title for task in getattr(found, "plan", found).tasks.values()}


@pytest.mark.parametrize("form", FORMATS)
def test_subclasses_and_views_are_read_as_what_they_hold(form):
    text = TEXT[form]
    for data in (Text(text), Octets(text.encode()), bytearray(text.encode()), memoryview(text.encode())):
        assert form.loads(data) == form.loads(text)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_takes_text_or_bytes_as_it_was_opened(form):
    text, binary, few = io.StringIO(), io.BytesIO(), Dribbling()
    for file in (text, binary, few):
        form.dump(PLAN, file)
    assert text.getvalue().encode() == binary.getvalue() == few.taken
    assert text.getvalue() == TEXT[form]


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_of_another_encoding_is_told(form, tmp_path):
    form.dump(PLAN, tmp_path / "plan")
    with (
        (tmp_path / "plan").open(encoding="ascii") as file,
        pytest.raises(InvalidText, match="text in ascii, as it was opened"),
    ):
        form.load(file)
    with (
        (tmp_path / "other").open("w", encoding="ascii") as file,
        pytest.raises(InvalidText, match="text in ascii, as it was opened"),
    ):
        form.dump(PLAN, file)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "target", [None, 3, object(), b"out", closed(), Odd()], ids=lambda target: type(target).__name__
)
def test_what_cannot_be_written_to_is_refused_by_its_type(form, target):
    with pytest.raises(WrongType):
        form.dump(PLAN, target)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_no_plan_is_refused_before_anything_is_written(form, tmp_path):
    for value in (None, 3, "x", object(), [PLAN]):
        with pytest.raises(WrongType):
            form.dump(value, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_document_of_a_schedule_is_that_of_its_plan():
    with pytest.raises(WrongType, match=r"schedule\.plan"):
        document.dumps(schedule(PLAN))


def test_a_text_that_no_file_can_hold_is_refused_where_it_comes_in_and_before_it_goes_out(tmp_path):
    with pytest.raises(DocumentFaults, match="lone surrogate"):
        tables.loads("Name\nhalf \ud83d\n")
    with pytest.raises(InvalidText, match="lone surrogates"):
        deliver("half \ud83d", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("limit", [None, "1", 1.5, True])
def test_a_limit_is_a_whole_number_of_bytes(limit):
    for function in (interchange.read, document.loads, tables.loads):
        with pytest.raises(WrongType, match="whole number of bytes"):
            function(TEXT[tables], limit=limit)
        with pytest.raises(OutOfRange):
            function(TEXT[tables], limit=-1)


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n", "x", "\ud800"])
def test_a_delimiter_is_one_that_can_be_read_again(delimiter):
    with pytest.raises(InvalidText, match="a delimiter"):
        tables.dumps(PLAN, delimiter=delimiter)
