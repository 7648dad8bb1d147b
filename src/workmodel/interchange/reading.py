"""Any format: what a file is, is told by what is in it, not by its name."""

from __future__ import annotations

from workmodel.domain.telling import OnProgress, progress_function
from workmodel.errors import DocumentFaults, UnknownFormat
from workmodel.interchange.document_text import MOST_BYTES
from workmodel.interchange.files import Source, contents
from workmodel.interchange.given import given_content, given_limit
from workmodel.interchange.imported import Imported
from workmodel.quantities.moments import zone_info

__all__ = ["load", "read"]

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "a Microsoft Project or Office file in the old binary form (.mpp, .xls)",
     "Open it in Microsoft Project and save it as XML, or in a spreadsheet and save it as CSV."),
    (b"PK\x03\x04", "a zip archive or spreadsheet (.zip, .xlsx)", "Unpack it, or save the sheet of tasks as CSV."),
    (b"%PDF", "a PDF document", "Export the plan as JSON, Microsoft Project XML or CSV instead."),
    (b"\x1f\x8b", "a file compressed with gzip", "Unpack it first."),
    (b"\x89PNG", "a picture", "Export the plan as JSON, Microsoft Project XML or CSV instead."),
)  # fmt: skip
_CURE = (
    "Plans are read from workmodel's JSON document, Microsoft Project's XML, CSV tables of tasks, and instances of project "
    "scheduling (.sm, .mm, .rcmp, .msrcp)."
)
_OF_INSTANCES = "*\\fFjJ0123456789"  # how they may begin


def read(
    data: str | bytes,
    *,
    zone: str | None = None,
    limit: int = MOST_BYTES,
    on_progress: OnProgress | None = None,
) -> Imported:
    r"""The plan in a text or in bytes of any format that is read: JSON document, Microsoft Project XML, instance, or table.

    Parameters
    ----------
    data
        The whole content.
    zone
        IANA name of the zone of a table's times, since a table cannot name it. The other formats say theirs, or have
        none. Instances have no dates either: they start on ``psplib.START`` unless ``psplib.loads`` is told otherwise.
    limit
        Largest size. [bytes]
    on_progress
        Called now and then with how much was read and how much there is; ``False`` from it stops with `Stopped`. Instances
        are small, and not told of.

    Raises
    ------
    UnknownFormat
        Nothing at all, or content of another kind.
    InvalidDocument
        The content is of a known format and has faults.
    InvalidText
        No such zone.
    MissingExtra
        Microsoft Project's XML needs the extra ``msproject``.
    WrongType
        Neither text nor bytes.

    Examples
    --------
    >>> read('{"workmodel": {"format": "plan", "version": 1}}').plan
    <Plan: empty>
    >>> len(read("Name,Duration\nDraft,3d\n").plan)
    1
    """
    data, limit, told = given_content(data, "a file"), given_limit(limit), progress_function(on_progress)
    if zone is not None:
        zone_info(zone)
    if isinstance(data, bytes):
        for signature, found, cure in _SIGNATURES:
            if data.startswith(signature):
                raise UnknownFormat(found, cure)
    beginning = _beginning(data)
    if not beginning:
        raise UnknownFormat("an empty file", _CURE)
    if beginning in "{[":
        from workmodel.interchange import document

        return Imported(document.loads(data, limit=limit, on_progress=told))
    if beginning == "<":
        from workmodel.interchange import msproject

        return msproject.loads(data, limit=limit, on_progress=told)
    if "\x00" in beginning:
        raise UnknownFormat("binary data", _CURE)
    if beginning in _OF_INSTANCES and _is_instance(data):
        from workmodel.interchange import psplib

        return psplib.loads(data, limit=limit)
    from workmodel.interchange import tables

    return tables.loads(data, zone=zone, limit=limit, on_progress=told)


def _beginning(data: str | bytes) -> str:
    """The first character that is neither space nor a mark of the byte order; NUL where it is no text."""
    if isinstance(data, str):
        return data[:10_000].lstrip("\ufeff \t\r\n")[:1]
    start = data[:10_000]
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    wide = start[:64].count(0) * 3 > len(start[:64])  # UTF-16 has a zero beside every letter
    if wide:
        start = start.replace(b"\x00", b"")
    text = start.decode("latin-1").lstrip(" \t\r\n")
    return "\x00" if "\x00" in text[:200] else text[:1]


def _is_instance(data: str | bytes) -> bool:
    """Whether it begins like an instance of project scheduling."""
    from workmodel.interchange.psplib.reading import is_instance
    from workmodel.interchange.psplib.text import decoded

    try:
        return is_instance(decoded(data[:10_000], 10_000))
    except DocumentFaults:  # no text that it could hold
        return False


def load(
    source: Source, *, zone: str | None = None, limit: int = MOST_BYTES, on_progress: OnProgress | None = None
) -> Imported:
    """The plan in a file of any format: a path, or an open file, text or binary; see `read`.

    Raises
    ------
    OSError
        The file cannot be read.
    InvalidDocument
        It holds no plan.
    WrongType
        Neither a path nor an open file.
    """
    return read(contents(source, limit=limit), zone=zone, limit=limit, on_progress=on_progress)
