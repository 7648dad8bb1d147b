"""What is written about the rooms is true of the rooms that stand."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest


def rooms(root: Path) -> set[str]:
    """The rooms and modules directly under `workmodel`."""
    package = root / "src" / "workmodel"
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    return folders | {path.stem for path in package.glob("*.py")} - {"__init__", "__main__"}


@pytest.fixture(scope="module")
def contracts(root: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(root / ".importlinter", encoding="utf-8")
    return parser


def layers(contracts: configparser.ConfigParser) -> list[set[str]]:
    """The layers of the house from the top, optional rooms included."""
    lines = contracts["importlinter:contract:layers"]["layers"].split("\n")
    return [set(re.findall(r"\w+", line)) for line in lines if line.strip()]


def test_every_room_has_its_place_in_the_house(root: Path, contracts: configparser.ConfigParser) -> None:
    placed = set().union(*layers(contracts))
    assert rooms(root) <= placed


def test_the_architecture_page_draws_the_house_as_the_linter_holds_it(
    root: Path, contracts: configparser.ConfigParser
) -> None:
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(r"```layers\n(.*?)```", text, re.DOTALL)
    assert block, "ARCHITECTURE.md has no block fenced ```layers"
    drawn = [set(re.findall(r"\w+", line)) for line in block[1].splitlines() if line.strip()]
    assert drawn == layers(contracts)


def test_every_room_has_a_page_of_reference(root: Path) -> None:
    for room in rooms(root):
        page = root / "docs" / "reference" / f"{room}.md"
        assert page.exists(), f"docs/reference/{page.name} is missing"
        assert f"automodule:: workmodel.{room}\n" in page.read_text(encoding="utf-8")


def test_every_room_is_described_in_the_architecture_page(root: Path) -> None:
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [room for room in sorted(rooms(root)) if f"`{room}`" not in text]
    assert not missing, f"ARCHITECTURE.md does not say what these rooms are for: {missing}"


def test_folders_under_a_room_are_packages(root: Path) -> None:
    package = root / "src" / "workmodel"
    bare = {path.parent for path in package.rglob("*.py") if not (path.parent / "__init__.py").exists()}
    assert not bare, f"without __init__.py: {sorted(str(path.relative_to(root)) for path in bare)}"
