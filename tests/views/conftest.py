"""Schedules that the views are looked at with, and readers that are stricter than browsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from workmodel.domain import Milestone, Plan, Project, Resource, Schedule, Task
from workmodel.scheduling import schedule

VOID = {"meta", "col", "br", "img", "input", "link", "hr", "base", "embed", "source", "track", "wbr", "area"}
REQUESTING = {
    "src",
    "srcset",
    "href",
    "xlink:href",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "ping",
}


class Page(HTMLParser):
    """A page whose tags have to nest, with every element's attributes and the text of the whole."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes {self.open}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(inside, self.texts).append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str, kind: str = "") -> list[dict[str, str | None]]:
        """The attributes of all elements of a tag, and of a class where one is given."""
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and (not kind or kind in (attrs.get("class") or "").split())
        ]

    def assert_harmless(self, scripts: int = 0) -> None:
        """No request, no handler, and no script but so many of ours."""
        for tag, attrs in self.elements:
            assert tag not in {
                "link",
                "img",
                "iframe",
                "object",
                "embed",
                "base",
                "image",
                "use",
                "a",
                "form",
            }, tag
            assert not REQUESTING & set(attrs), (tag, attrs)
            assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        assert len(self.all("script")) == scripts
        for style in [*self.styles, *(attrs.get("style") or "" for _, attrs in self.elements)]:
            assert not re.search(r"url\(|@import|expression\(", style)


@pytest.fixture(scope="session")
def page() -> Callable[[str], Page]:
    return Page


@pytest.fixture(scope="session")
def launch() -> Schedule:
    """A small project with everything a chart can show."""
    return schedule(
        Plan(title="Website launch", start="2026-03-02").add(
            Resource("ana", title="Ana Lima"),
            Resource("ben", title="Ben Okafor"),
            Project("site", title="Website", deadline="2026-04-03"),
            Task(
                "design", title="Design", parent="site", duration="5d", assignments=["ana"], progress="100%"
            ),
            Task(
                "texts",
                title="Texts",
                parent="site",
                duration="3d",
                assignments=["ana 50%"],
                after=["design SS+1d"],
                progress="40%",
            ),
            Task(
                "build",
                title="Build",
                parent="site",
                duration="10d",
                after=["design"],
                assignments=["ben"],
                progress="20%",
            ),
            Milestone(
                "live", title="Live", parent="site", after=["build FS+2d", "texts"], deadline="2026-03-20"
            ),
        )
    )


@pytest.fixture(scope="session")
def crowd() -> Schedule:
    """Five hundred items in fifty groups, with links inside and between them."""
    entities: list[Project | Task] = []
    for group in range(50):
        entities.append(Project(f"g{group}", title=f"Group {group}"))
        for number in range(9):
            before = [f"t{group}-{number - 1}"] if number else [f"t{group - 1}-4"] if group else []
            entities.append(
                Task(
                    f"t{group}-{number}",
                    title=f"Work {number} of group {group}",
                    parent=f"g{group}",
                    duration=f"{number % 4 + 1}d",
                    after=before,
                )
            )
    return schedule(Plan(title="Crowd", start="2026-03-02").add(entities))


@pytest.fixture(scope="session")
def odd() -> dict[str, Schedule]:
    """Plans at the edges of what is drawn."""
    start = "2026-03-02"
    plans = {
        "empty": Plan(start=start),
        "only resources": Plan(start=start).add(Resource("ana")),
        "one milestone": Plan(start=start).add(Milestone("only")),
        "one empty project": Plan(start=start).add(Project("bare")),
        "two hours": Plan(start="2026-03-02 09:00").add(
            Task("off", duration="30min"), Task("on", duration="90min", after=["off"])
        ),
        "thirty years": Plan(start=start).add(
            [Task(f"s{n}", duration="600d", after=[f"s{n - 1}"] if n else []) for n in range(13)]
        ),
        "change of clocks": Plan(start="2026-10-24", zone="Europe/Berlin", calendar="24_hours").add(
            Task("copy", duration="30h"), Task("check", duration="12h", after=["copy"])
        ),
        "elapsed": Plan(start=start).add(
            Task("pour", duration="1d"), Task("cure", duration="3ed", after=["pour"])
        ),
        "backward": Plan(finish="2026-04-30", direction="backward").add(
            Task("a", duration="5d"), Task("b", duration="10d", after=["a"])
        ),
    }
    return {name: schedule(plan) for name, plan in plans.items()}
