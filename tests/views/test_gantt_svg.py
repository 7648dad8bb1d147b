"""The Gantt chart as an SVG document."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Plan, Schedule, Task
from workmodel.scheduling import schedule
from workmodel.views import gantt

SVG = "{http://www.w3.org/2000/svg}"


def drawing(made: Schedule, as_of: str | None = None) -> Element:
    return ET.fromstring(gantt.svg(made, as_of=as_of))


def of_class(root: Element, kind: str) -> list[Element]:
    return [element for element in root.iter() if kind in (element.get("class") or "").split()]


def test_each_item_has_a_bar_with_a_tooltip_and_a_name(launch: Schedule) -> None:
    root = drawing(launch)
    tips = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any(
        tip.startswith("1.3 Build\nMon 9 Mar 2026 → Fri 20 Mar 2026\n10d, 20% done\ncritical\nafter Design")
        for tip in tips
    )
    names = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Website", "Design", "Texts", "Build", "Live", "Ana Lima 50%", "24 Mar"} <= set(names)


def test_shapes_tell_what_colours_tell(launch: Schedule) -> None:
    root = drawing(launch)
    assert all(bar.get("rx") is None for bar in of_class(root, "w-c"))
    assert all(bar.get("rx") == "3" for bar in of_class(root, "w-t"))
    assert len(of_class(root, "w-s")) == 2, "the summary and its entry in the legend"


def test_it_says_what_it_is_to_those_who_do_not_see_it(launch: Schedule) -> None:
    root = drawing(launch)
    assert root.get("role") == "img"
    assert (
        root.get("aria-label") == "Gantt chart of Website launch: 5 items, Mon 2 Mar 2026 → Tue 24 Mar 2026"
    )
    assert root[0].tag == f"{SVG}title"


def test_the_line_of_today_is_drawn_where_asked_for_and_nowhere_else(launch: Schedule) -> None:
    assert not of_class(drawing(launch), "w-td")
    assert len(of_class(drawing(launch, "2026-03-11"), "w-td")) == 2, "the line and its entry in the legend"
    assert not of_class(drawing(launch, "2036-03-11"), "w-td")


def test_critical_links_are_drawn_last_and_strongest(launch: Schedule) -> None:
    kinds = [link.get("class") for link in of_class(drawing(launch), "w-l")]
    assert len(kinds) == 4
    assert kinds[-1] == "w-l w-lc"


@pytest.mark.parametrize(
    ("link", "leaves", "arrives"),
    [("FS", "right", "m-3-4l3 4l3-4"), ("SS", "left", "m-4-3l4 3l-4 3"), ("FF", "right", "m4-3l-4 3l4 3"),
     ("SF", "left", "m4-3l-4 3l4 3")],
)  # fmt: skip
def test_a_link_leaves_and_enters_the_ends_that_it_ties(link: str, leaves: str, arrives: str) -> None:
    plan = Plan(start="2026-03-02").add(
        Task("a", duration="4d"), Task("b", duration="2d", after=[f"a {link}+5d"])
    )
    root = drawing(schedule(plan))
    path = of_class(root, "w-l")[0].get("d") or ""
    bar = of_class(root, "w-c")[0] if of_class(root, "w-c")[0].get("y") == "7" else of_class(root, "w-t")[0]
    edge = float(bar.get("x") or 0) + (float(bar.get("width") or 0) if leaves == "right" else 0)
    assert path.startswith(f"M{edge:g} 14")
    assert path.endswith(arrives)


def test_a_lead_is_drawn_back_to_the_successors_start() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="8d"), Task("b", duration="2d", after=["a FS-5d"]))
    assert "h6V" in (of_class(drawing(schedule(plan)), "w-l")[0].get("d") or "")


def test_it_needs_nothing_from_anywhere(launch: Schedule) -> None:
    text = gantt.svg(launch)
    assert re.findall(r"https?://[^\"']*", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"href|url\(|@import|<script|<image|<use", text)


def test_it_knows_light_and_dark(launch: Schedule) -> None:
    style = gantt.svg(launch)
    assert "@media(prefers-color-scheme:dark)" in style
    assert "var(" not in style, "viewers of files know no custom properties"


def test_every_odd_plan_is_drawn_in_a_reasonable_size(odd: dict[str, Schedule], crowd: Schedule) -> None:
    for name, made in {**odd, "crowd": crowd}.items():
        root = drawing(made, "2026-03-11")
        assert 150 < int(root.get("width") or 0) < 2700, name
        assert int(root.get("height") or 0) < 80 + 28 * max(len(made), 1) + 60, name


def test_five_short_tasks_stay_small() -> None:
    made = schedule(Plan(start="2026-03-02").add([Task(f"t{n}", duration="1d") for n in range(5)]))
    assert int(drawing(made).get("width") or 0) < 600


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["LIGHT", "DARK"])
def test_colours_can_be_told_from_their_grounds(name: str) -> None:
    """WCAG 2.2: 4.5 : 1 for text (1.4.3), 3 : 1 for what carries meaning (1.4.11)."""
    from workmodel.views import style

    palette = getattr(style, name)
    for ground in ("panel", "page", "hover", "shade"):
        for text in ("ink", "muted"):
            assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    for text in ("hard", "accent", "good"):
        assert contrast(palette[text], palette["panel"]) >= 4.5, text
    for mark in ("done", "hard", "link", "today", "good"):
        for ground in ("panel", "shade"):
            assert contrast(palette[mark], palette[ground]) >= 3, (mark, ground)
    assert contrast(palette["done"], palette["task"]) >= 3
    assert contrast(palette["hard"], palette["critical"]) >= 3


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_title_gives_a_document_that_parses_and_holds_no_more_elements(title: str) -> None:
    def shape(name: str) -> list[str]:
        plan = Plan(title="p", start="2026-03-02").add(Task("a", title=name, duration="2d"))
        return [element.tag for element in ET.fromstring(gantt.svg(schedule(plan))).iter()]

    assert shape(title) == shape("plain")
