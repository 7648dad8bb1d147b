"""Texts that can be stored: what titles, names and notes have to be."""

from __future__ import annotations

from workmodel.errors import InvalidText, WrongType

__all__ = ["name_of", "text"]


def text(what: str, value: object) -> str:
    """Any text, checked to be text that can be stored (no lone surrogates)."""
    if not isinstance(value, str):
        raise WrongType(what, value, "text")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidText(what, value, "text without lone surrogates") from None
    return value


def name_of(value: object) -> str:
    """A name for people: text of any content."""
    return text("a name", value)
