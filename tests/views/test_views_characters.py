"""Titles come from anywhere and are shown harmless, aligned and cut to measure."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.views.characters import cells, clean, fit, markup, plain

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)  # lone surrogates too


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("\x1b[31mred\x07", "[31mred"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\ud800", "\ufffd"),
        ("\u200b \x00", ""),
        ("  plain  text ", "plain text"),
        ("日本\u3000語", "日本 語"),
    ],
)
def test_what_could_move_the_cursor_or_turn_the_line_is_taken_out(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_title_without_anything_visible_gives_way_to_what_stands_in() -> None:
    assert clean("\u200b", "t1") == "t1"


@pytest.mark.parametrize(
    ("text", "size"),
    [("plan", 4), ("計画", 4), ("ﾊﾝｶｸ", 4), ("e\u0301", 1), ("👩", 2), ("한국", 4), ("naïve", 5), ("", 0)],
)
def test_east_asian_wide_characters_take_two_cells_and_combining_marks_none(text: str, size: int) -> None:
    assert cells(text) == size


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert fit("計画書", 5) == "計画…"
    assert fit("計画書", 4) == "計… "


def test_a_right_to_left_title_is_isolated_from_its_line() -> None:
    assert fit("שלום", 6) == "\u2068שלום\u2069  "


@given(ANY, st.integers(0, 30), st.booleans())
def test_a_fitted_text_has_exactly_its_room(text: str, room: int, ascii_only: bool) -> None:
    shown = fit(clean(text), room, ascii=ascii_only)
    assert cells(shown) == room
    assert not ascii_only or shown.isascii()


@given(ANY)
def test_cleaned_text_is_one_line_and_cleaning_twice_changes_nothing(text: str) -> None:
    shown = clean(text)
    assert "\n" not in shown
    assert clean(shown) == shown


@given(ANY)
def test_markup_comes_back_as_the_cleaned_text_from_any_reader_of_xml(text: str) -> None:
    found = ET.fromstring(f'<a b="{markup(text)}">{markup(text)}</a>')
    assert (found.text or "") == clean(text)
    assert found.get("b") == clean(text)


@given(ANY)
def test_plain_text_is_ascii(text: str) -> None:
    assert plain(text).isascii()
