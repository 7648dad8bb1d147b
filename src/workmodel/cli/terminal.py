"""Where the output goes: how wide it is, which characters it can show, and what happens when nobody reads on."""

from __future__ import annotations

import os
import shutil
import sys
from typing import IO, Final

from attrs import frozen

__all__ = ["Terminal", "close_quietly"]

_DRAWN: Final = "━┣┫▓░█◆◇●│▾▼▲→…–·≤é"
_WIDEST: Final = 200
_PIPED: Final = 120


@frozen
class Terminal:
    """Standard output as it is.

    Attributes
    ----------
    file
        Where to write.
    width
        How many columns lines may take.
    ascii
        Whether only ASCII characters can be shown.
    """

    file: IO[str]
    width: int
    ascii: bool

    @classmethod
    def found(cls, *, width: int | None, ascii: bool) -> Terminal:  # noqa: A002 - the views' word
        """The terminal of this process, as far as the options leave it open."""
        out = sys.stdout
        if width is None:
            width = shutil.get_terminal_size((_PIPED, 24)).columns
            width = max(40, min(width - 1, _WIDEST))
        return cls(out, width, ascii or not _shows(out, _DRAWN))

    def print(self, text: str = "") -> None:
        """Write a text and a line feed; what the encoding does not have is shown as ``?``."""
        encoding = getattr(self.file, "encoding", None) or "utf-8"
        self.file.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def _shows(file: IO[str], text: str) -> bool:
    try:
        text.encode(getattr(file, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def close_quietly() -> None:
    """Give up on standard output after its reader went away, so that nothing is said about it at exit."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)
