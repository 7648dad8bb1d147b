"""Text as it lands on a terminal or in markup: harmless, measured in cells, cut to a width.

Titles come from anywhere. Control characters and marks that turn the direction of writing are taken out, East Asian
wide characters count two cells, and right-to-left titles are isolated, so that they cannot reorder their line.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import escape
from typing import Final

__all__ = ["cells", "clean", "fit", "markup", "plain"]

_SPACES: Final = re.compile(r"\s+")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff]")
# What XML 1.0 cannot hold, section 2.2: surrogates and two noncharacters.
_FORBIDDEN: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ISOLATE: Final = ("\u2068", "\u2069")
_JOINER: Final = "\u200d"


def clean(text: str, instead: str = "") -> str:
    r"""One line of text without control characters and direction marks; *instead* where nothing visible is left.

    Examples
    --------
    >>> clean("red\x1b[31m\n alert"), clean(" \u202e ", "t1")
    ('red[31m alert', 't1')
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip() or instead
    spaced = _SPACES.sub(" ", text)
    found = _SPACES.sub(" ", _FORBIDDEN.sub("\ufffd", _CONTROLS.sub("", spaced))).strip()
    return found if any(_width(c) for c in found) else instead


def markup(text: str) -> str:
    """Cleaned text that is harmless between tags and inside quoted attributes of HTML and SVG.

    Examples
    --------
    >>> markup("<b> & 'x'")
    '&lt;b&gt; &amp; &#x27;x&#x27;'
    """
    return escape(clean(text))


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    r"""How many terminal cells a text takes (Unicode Standard Annex 11: wide and fullwidth take two).

    Examples
    --------
    >>> cells("plan"), cells("計画"), cells("e\u0301")
    (4, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_width, text))


def plain(text: str) -> str:
    """The nearest ASCII text: accents dropped, what has no likeness as ``?``.

    Examples
    --------
    >>> plain("Café → 計画")
    'Cafe > ??'
    """
    for fancy, simple in (
        ("→", ">"),
        ("…", "~"),
        ("–", "-"),
        ("−", "-"),
        ("·", "-"),
        ("’", "'"),
        ("≥", ">="),
        ("≤", "<="),
    ):
        text = text.replace(fancy, simple)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.encode("ascii", "replace").decode("ascii")


def fit(text: str, room: int, *, right: bool = False, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """A text of exactly *room* cells: cut with an ellipsis or filled with spaces.

    Parameters
    ----------
    text
        What to show.
    room
        Width. [terminal cells]
    right
        Whether to set it flush right.
    ascii
        Whether only ASCII characters may be used, for the ellipsis too.

    Examples
    --------
    >>> fit("Requirements", 8), fit("計画書", 5), fit("3d", 4, right=True)
    ('Require…', '計画…', '  3d')
    """
    if ascii:
        text = plain(text)
    size = cells(text)
    if size > room:
        kept, size = [], 0
        for character in text:
            width = _width(character)
            if size + width > room - 1:
                break
            kept.append(character)
            size += width
        text = "".join(kept).rstrip(_JOINER) + (("~" if ascii else "…") if room > 0 else "")
        size += room > 0
    filling = " " * (room - size)
    text = _isolated(text)
    return filling + text if right else text + filling


def _isolated(text: str) -> str:
    if text.isascii() or not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text):
        return text
    return text.join(_ISOLATE)
