"""What is wrong with files and texts that are read."""

from __future__ import annotations

from attrs import frozen

from workmodel.errors.base import WorkModelError

__all__ = ["DocumentFaults", "Fault", "InvalidDocument", "MsProjectError", "NewerFormat", "UnknownFormat"]


class InvalidDocument(WorkModelError, ValueError):
    """A file or text that cannot be read."""


@frozen
class MsProjectError(InvalidDocument):
    """A file is not readable as Microsoft Project's XML.

    Attributes
    ----------
    where
        Place in the file; empty: the file as a whole.
    problem
        What is wrong there.
    cure
        What to do about it, a sentence.
    """

    where: str
    problem: str
    cure: str

    def __str__(self) -> str:
        place = f" at {self.where}" if self.where else ""
        return (
            f"this is not a Microsoft Project XML file that can be read{place}: {self.problem}. {self.cure}"
        )


@frozen
class Fault:
    """One thing that is wrong with a document.

    Attributes
    ----------
    path
        Where: a path into JSON, ``"$.entities[3].duration"``, a row of a table, ``"row 4"``, or an element of XML.
    message
        What is wrong there, and what was expected.

    Examples
    --------
    >>> print(Fault("row 4", "nobody knows the resource bne"))
    row 4: nobody knows the resource bne
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@frozen
class DocumentFaults(InvalidDocument):
    """Everything that is wrong with a document.

    Attributes
    ----------
    faults
        In the order of the document.
    """

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return f"the document cannot be read. {self.faults[0]}"
        most = 20
        lines = [f"  - {fault}" for fault in self.faults[:most]]
        if len(self.faults) > most:
            lines.append(f"  … and {len(self.faults) - most} more")
        return "\n".join([f"the document cannot be read; {len(self.faults)} things are wrong:", *lines])


@frozen
class NewerFormat(InvalidDocument):
    """A document was written by a later release than this one.

    Attributes
    ----------
    format
        Which format.
    found, known
        Its version, and the latest that this release reads.
    """

    format: str
    found: int
    known: int

    def __str__(self) -> str:
        return (
            f'this document has version {self.found} of the format "{self.format}", and this release of workmodel reads '
            f"versions up to {self.known}. Upgrade workmodel, or write the document again with the older release."
        )


@frozen
class UnknownFormat(InvalidDocument):
    """Content of no format that can be read.

    Attributes
    ----------
    found
        What the content looks like.
    cure
        What to do about it.
    """

    found: str
    cure: str

    def __str__(self) -> str:
        return f"this is {self.found}, which cannot be read as a plan. {self.cure}"
