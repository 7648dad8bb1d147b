"""Nothing is public that nobody can look up and see at work."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOMS = (
    "advice",
    "allocation",
    "calendars",
    "capacity",
    "cli",
    "domain",
    "errors",
    "findings",
    "graph",
    "interchange",
    "quantities",
    "routines",
    "scheduling",
    "storage",
    "testing",
    "verification",
    "views",
)


def room(name: str) -> ModuleType:
    return importlib.import_module(f"workmodel.{name}")


def public() -> Iterator[tuple[str, str, object]]:
    """Place, name and object of everything in a room's ``__all__``, and in that of its public modules."""
    for name in ROOMS:
        for member in room(name).__all__:
            value = getattr(room(name), member)
            yield name, member, value
            if inspect.ismodule(value):
                yield from ((f"{name}.{member}", inner, getattr(value, inner)) for inner in value.__all__)


def names_in_code(source: str) -> set[str]:
    """The names that a program uses: bare, imported, or after a dot."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def names_in_doctests(path: Path) -> set[str]:
    """The names that a module's doctests use, and those of the errors they expect."""
    found: set[str] = set()
    parser = doctest.DocTestParser()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for example in parser.get_examples(ast.get_docstring(node) or ""):
                found |= names_in_code(example.source)
                if example.exc_msg:
                    found.add(example.exc_msg.partition(":")[0].rpartition(".")[2].strip())
    return found


@pytest.fixture(scope="module")
def shown(root: Path) -> set[str]:
    """Every name that some example or doctest uses, and the errors that examples print."""
    found: set[str] = set()
    for script in sorted((root / "examples").glob("[0-9][0-9]_*.py")):
        found |= names_in_code(script.read_text(encoding="utf-8"))
    for module in sorted((root / "src" / "workmodel").rglob("*.py")):
        found |= names_in_doctests(module)
    return found


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_says_what_is_public(name: str) -> None:
    module = room(name)
    assert (module.__doc__ or "").strip()
    assert len(module.__all__) == len(set(module.__all__))
    missing = [member for member in module.__all__ if not hasattr(module, member)]
    assert not missing


def test_the_facade_offers_what_the_rooms_hold() -> None:
    import workmodel

    held = {id(value) for _, _, value in public()}
    strange = [name for name in workmodel.__all__ if id(getattr(workmodel, name)) not in held]
    assert not strange, f"in no room's __all__: {strange}"


def test_everything_public_has_a_docstring() -> None:
    bare = [
        f"{where}.{name}"
        for where, name, value in public()
        if (inspect.isclass(value) or inspect.isroutine(value)) and not (value.__doc__ or "").strip()
    ]
    assert not bare, f"without a docstring: {bare}"


def test_everything_public_that_is_called_is_seen_at_work_in_an_example(shown: set[str]) -> None:
    unseen = [
        f"{where}.{name}"
        for where, name, value in public()
        if (inspect.isclass(value) or inspect.isroutine(value)) and name not in shown
    ]
    assert not unseen, f"in no example and no doctest: {unseen}"


def test_every_room_is_in_the_reference(root: Path) -> None:
    for name in ROOMS:
        page = (root / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")
        assert re.search(rf"automodule:: workmodel\.{name}\n\s+:members:", page)


def test_there_are_examples_in_reading_order(root: Path) -> None:
    numbers = [int(script.name[:2]) for script in sorted((root / "examples").glob("[0-9][0-9]_*.py"))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_the_program_in_the_readme_prints_what_it_says(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    program = "".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    exec(compile(program, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    promised = re.findall(r"print\(.*\)  # (\d.*)", program)
    assert promised
    for line in promised:
        assert line in printed
