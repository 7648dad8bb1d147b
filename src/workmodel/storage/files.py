"""`FileStore`: plans in a folder, for people and programs to read.

::

    workmodel-store.json                          which version of this layout it is
    plans/website-4f6c…/log.jsonl                 every revision there ever was: the truth
    plans/website-4f6c…/revision-000145-….json    the plan as it stood then, as a document that `interchange.load` reads
    plans/website-4f6c…/lock                      held while something is added

The documents are made from the log, now and then; whoever deletes or edits one changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from workmodel.domain import Plan
from workmodel.errors import (
    DamagedStore,
    InvalidDocument,
    InvalidText,
    NewerStore,
    OutOfRange,
    ReadOnlyStore,
    StoreUnavailable,
    WrongType,
)
from workmodel.interchange import document
from workmodel.interchange.changes import json_line, json_value
from workmodel.quantities.texts import text
from workmodel.storage import disk
from workmodel.storage.asked import given_name
from workmodel.storage.interface import Revision
from workmodel.storage.logfile import LogFile
from workmodel.storage.logged import LoggedStore
from workmodel.storage.records import read_revision

__all__ = ["FileStore"]

VERSION: Final = 1
"""The version of the layout of the folder."""

_MARK: Final = "workmodel-store.json"
_PLANS: Final = "plans"
_LOG: Final = "log.jsonl"
_LOCK: Final = "lock"
_DOCUMENT: Final = re.compile(r"revision-([0-9]{6,})-([0-9a-f]{8})\.json")
_WORTH: Final = 8  # a document is written once the log has grown by this part of the document's size
_MOST_BETWEEN: Final = 1000  # or by so many revisions
_KEPT_APART: Final = 500  # documents that are kept are about so many revisions apart
_LEFT_BEHIND: Final = 3600  # [s] after which an unfinished file is nobody's any more


@frozen
class _Document:
    """A document beside a log: of which revision it is, its checksum, and where it stands."""

    number: int
    check: int
    path: Path


class FileStore(LoggedStore):
    """A `PlanStore` in a folder, safe to use from several threads and processes of one machine.

    A save adds one line to the plan's log and waits until the disk has it; it costs what changed. Now and then the
    plan is written beside it as an ordinary document, so often that all documents together cost about eight times
    what the log does, and at least every thousand revisions.

    Parameters
    ----------
    folder
        Where; made if it is not there.
    clock
        What time it is; by default the system's.
    new_id
        Makes the ids of revisions; by default random ones.
    read_only
        Whether nothing may be written, not even a lock.
    timeout
        How long to wait for others who are saving the same plan. [s]

    Raises
    ------
    DamagedStore
        The folder holds plans, and does not say in which version.
    NewerStore
        The folder was made by a later release.
    StoreUnavailable
        The folder cannot be used, or holds other things.

    Examples
    --------
    >>> import tempfile
    >>> from workmodel.domain import Plan, Task
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = FileStore(folder)
    ...     first = store.create("website", Plan().add(Task("design")), author="ana")
    ...     store.names(), FileStore(folder, read_only=True).load("website").revision.author
    (('website',), 'ana')
    """

    def __init__(
        self,
        folder: str | PathLike[str],
        *,
        clock: Callable[[], datetime] | None = None,
        new_id: Callable[[], str] | None = None,
        read_only: bool = False,
        timeout: float = 10.0,
    ) -> None:
        super().__init__(clock=clock, new_id=new_id)
        self.folder: Final = _given_folder(folder)
        self._timeout = _given_timeout(timeout)
        self._read_only = bool(read_only)
        self._files: dict[str, LogFile] = {}
        with disk.telling(self.folder):
            self._find_or_make()

    def __repr__(self) -> str:
        return f"FileStore({str(self.folder)!r}{', read_only=True' if self._read_only else ''})"

    def document(self, name: str) -> Path:
        """The path of the current plan as an ordinary document; it is written if it is not there.

        Raises
        ------
        ReadOnlyStore
            It would have to be written.
        UnknownPlan
            There is no such plan.

        Examples
        --------
        >>> import tempfile
        >>> from workmodel.domain import Plan, Task
        >>> from workmodel.interchange import load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = FileStore(folder)
        ...     revision = store.create("website", Plan().add(Task("design")))
        ...     load(store.document("website")).plan["design"].id
        'design'
        """
        with self._lock, disk.telling(self._home(given_name(name))):
            stored = self.load(name)
            log, number = self._file(name), stored.revision.number
            newest = self._newest(log, number)
            if newest is None or newest.number != number:
                self.refuse_writing("write a document")
                newest = self._write_document(log, number, stored.plan)
            return newest.path

    # -- what keeps the records -----------------------------------------------------------------------------------------

    def logs(self) -> Iterable[str]:
        """The names of all plans, as the first record of each log tells it."""
        with disk.telling(self.folder):
            return list(self._names())

    def read(self, log: str, first: int, last: int | None = None) -> Sequence[str]:
        """The records of a plan's log from one number to another, or to the end."""
        with disk.telling(self._home(log)):
            return self._file(log).read(first, last)

    def append(self, log: str, number: int, record: str) -> bool:
        """Keep a record for good; ``False`` if there is one of this number already."""
        home = self._home(log)
        with disk.telling(home):
            disk.made_folder(home)
            with disk.held(home / _LOCK, self._timeout, "save"):
                file = self._file(log)
                file.refresh()
                if len(file) >= number:
                    return False
                file.append(record)
                self._files[log] = file
                return True

    def where(self, log: str, number: int) -> str:
        """The line of the file where a record stands."""
        return self._file(log).where(number)

    def checkpoint(self, log: str, last: int, after: int) -> tuple[int, Plan] | None:
        """The plan in the newest document up to a revision that is as it was written."""
        file = self._file(log)
        with disk.telling(file.path):
            for found in sorted(self._documents(file), key=lambda one: -one.number):
                if (
                    after < found.number <= min(last, len(file))
                    and (plan := _plan_in(found, file)) is not None
                ):
                    return found.number, plan
        return None

    def saved(self, revision: Revision, plan: Plan) -> None:
        """Write the plan beside the log, if that has grown enough."""
        file = self._file(revision.name)
        # the revision is kept, whatever happens now: a document that cannot be written is written another time
        with suppress(OSError):
            newest = self._newest(file, revision.number)
            if newest is not None:
                grown = file.size_after(newest.number) * _WORTH >= disk.size(newest.path)
                if not grown and revision.number - newest.number < _MOST_BETWEEN:
                    return
            self._write_document(file, revision.number, plan)

    def refuse_writing(self, what: str) -> None:
        """Nothing is written to a store that is open for reading only."""
        if self._read_only:
            raise ReadOnlyStore(what)

    # -- the folder -----------------------------------------------------------------------------------------------------

    def _find_or_make(self) -> None:
        mark = self.folder / _MARK
        if not mark.is_file():
            self._make(mark)
            return
        try:
            said = json_value(mark.read_bytes())
            version = said["workmodel"]["version"] if said["workmodel"]["format"] == "store" else None
        except (InvalidDocument, KeyError, TypeError):
            version = None
        if type(version) is not int or version < 1:
            raise DamagedStore(str(mark), "it does not say which version of a store this is")
        if version > VERSION:
            raise NewerStore(str(self.folder), str(version), str(VERSION))

    def _make(self, mark: Path) -> None:
        """Make a new store, where there is nothing yet."""
        if (self.folder / _PLANS).is_dir() and not mark.is_file():  # another process may just have made it
            raise DamagedStore(str(mark), "it is missing, and says which version of a store this is")
        if self._read_only:
            raise StoreUnavailable(str(self.folder), "there is no store to read")
        disk.made_folder(self.folder)
        if any(not found.name.startswith(".") for found in self.folder.iterdir()):
            if mark.is_file():
                return
            raise StoreUnavailable(
                str(self.folder), "it holds other things and no store; give a folder of its own"
            )
        said = {"workmodel": {"format": "store", "version": VERSION}}
        disk.put(mark, (json_line(said) + "\n").encode(), lasting=True)

    def _home(self, name: str) -> Path:
        return self.folder / _PLANS / folder_name(name)

    def _file(self, name: str) -> LogFile:
        found = self._files.get(name)
        if found is None:
            found = LogFile(self._home(name) / _LOG)
            if disk.size(found.path):  # names that nobody has are not kept in mind
                self._files[name] = found
        return found

    def _names(self) -> Iterator[str]:
        plans = self.folder / _PLANS
        known = {file.path: name for name, file in self._files.items() if len(file)}
        for home in sorted(plans.iterdir()) if plans.is_dir() else ():
            path = home / _LOG
            if path in known:
                yield known[path]
                continue
            file = LogFile(path)
            first = file.read(1, 1)
            if first:
                name = named_in(first[0], file.where(1))
                self._files.setdefault(name, file)
                yield name

    # -- documents ------------------------------------------------------------------------------------------------------

    def _documents(self, log: LogFile) -> list[_Document]:
        home = log.path.parent
        matches = ((path, _DOCUMENT.fullmatch(path.name)) for path in home.iterdir()) if home.is_dir() else ()
        return [_Document(int(m[1]), int(m[2], 16), path) for path, m in matches if m is not None]

    def _newest(self, log: LogFile, last: int) -> _Document | None:
        known = (one for one in self._documents(log) if one.number <= last)
        return max(known, key=lambda one: one.number, default=None)

    def _write_document(self, log: LogFile, number: int, plan: Plan) -> _Document:
        content = document.dumps(plan).encode()
        check = zlib.crc32(content, log.check_of(number))
        path = log.path.parent / f"revision-{number:06d}-{check:08x}.json"
        # it could be made again from the log, and its name says whether it is whole: no need to wait for the disk
        disk.put(path, content, lasting=False)
        made = _Document(number, check, path)
        with suppress(OSError):  # others may do the same
            self._tidy(log, made)
        return made

    def _tidy(self, log: LogFile, made: _Document) -> None:
        """Drop the document before, unless it is needed to load the past; and what others left behind."""
        before = sorted(
            (one for one in self._documents(log) if one.number < made.number), key=lambda one: one.number
        )
        if before:
            earlier = before[-2].number if len(before) > 1 else 0
            if made.number - earlier < _KEPT_APART:
                before[-1].path.unlink()
        for path in log.path.parent.glob(f"{disk.UNFINISHED}*"):
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                path.unlink()


def folder_name(name: str) -> str:
    """The folder of a plan: some of its name, for people, and a checksum that tells all names apart.

    Small letters, digits and hyphens only: so it is the same folder where capitals do not count, none that a system
    reserves, and never another place.

    Examples
    --------
    >>> folder_name("Website launch")
    'website-launch-...'
    """
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower())[:40].strip("-")
    told_apart = hashlib.blake2b(name.encode(), digest_size=10).hexdigest()
    return f"{readable or 'plan'}-{told_apart}"


def named_in(record: str, where: str) -> str:
    """The name of the plan whose first record this is."""
    try:
        name = json_value(record.partition(",\t")[0][1:])["name"]
    except (InvalidDocument, KeyError, TypeError):
        raise DamagedStore(where, "it does not say whose it is") from None
    return read_revision(record, name, 1, None, where).name


def _plan_in(found: _Document, log: LogFile) -> Plan | None:
    """The plan in a document, if it is the one that was written for this revision of this log."""
    content = disk.contents(found.path, 0)
    if zlib.crc32(content, log.check_of(found.number)) != found.check:
        return None
    try:
        return document.loads(content, limit=1024 * (len(content) + 1))
    except InvalidDocument:
        return None


def _given_folder(folder: Any) -> Path:
    name = folder.__fspath__() if isinstance(folder, PathLike) else folder
    if not isinstance(name, str):
        raise WrongType("a folder", folder, "a path as text or a pathlib.Path")
    if not name or "\0" in text("a folder", name):
        raise InvalidText("a folder", name, "its path, without NUL characters")
    return Path(name)


def _given_timeout(timeout: Any) -> float:
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise WrongType("a timeout", timeout, "a number of seconds")
    if not 0 <= timeout < float("inf"):
        raise OutOfRange("a timeout", timeout, "zero seconds or more")
    return float(timeout)
