"""Ids of what a file numbers: ``t5`` for the task with the UID 5."""

from __future__ import annotations

from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.report import Report

__all__ = ["Uids"]

_LIMIT = 2**31


class Uids:
    """The ids of one kind of element, unique whatever the file says.

    Parameters
    ----------
    letter
        First letter of the ids.
    what
        The kind in words.
    report
        Where doubled and missing UIDs are told.
    """

    def __init__(self, letter: str, what: str, report: Report) -> None:
        self._letter = letter
        self._what = what
        self._report = report
        self._known: dict[int, str] = {}
        self._taken: set[str] = set()
        self._spare = 0

    def __call__(self, uid: int | None) -> str | None:
        """The id of a UID, if there is an element with it."""
        return None if uid is None else self._known.get(uid)

    def claim(self, fields: Fields) -> str:
        """An id for an element, from its UID."""
        uid = fields.whole("UID", -_LIMIT, _LIMIT)
        if uid is not None and uid not in self._known:
            name = self._known[uid] = f"{self._letter}{uid}"
            self._taken.add(name)
            return name
        self._spare += 1
        name = f"{self._letter}_{self._spare}"
        if uid is None:
            self._report.add("missing_uid", name, f'a {self._what} without a UID was called "{name}"')
        else:
            self._report.add(
                "duplicate_uid", name,
                f'the UID {uid} stands at a second {self._what}, which was called "{name}"; references mean the first',
                {"uid": uid},
            )  # fmt: skip
        return name

    def put(self, uid: int, name: str | None) -> None:
        """Let a UID mean another id, or nothing."""
        if name is None:
            self._known.pop(uid, None)
        else:
            self._known[uid] = name
