"""The house keeps its measure: sizes of modules and functions, loose ends, words of the workshop."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULE_LINES = 450
FUNCTION_LINES = 60
LOOSE_ENDS = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|# type: ignore(?!\[)|except Exception:|except:\s*$"
)


def modules(root: Path) -> list[Path]:
    return sorted((root / "src" / "workmodel").rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module with its lines, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = ast.get_docstring(node, clean=False)
            begin, end = node.lineno, node.end_lineno or node.lineno
            yield node.name, end - begin + 1 - (doc.count("\n") + 1 if doc else 0)


def test_a_module_holds_one_idea(root: Path) -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(root)}
    assert sizes
    giants = [f"{path.relative_to(root)}: {size}" for path, size in sizes.items() if size > MODULE_LINES]
    assert not giants, f"over {MODULE_LINES} lines: {giants}"


def test_a_function_fits_a_screen(root: Path) -> None:
    giants = [
        f"{path.relative_to(root)}: {name} ({size})"
        for path in modules(root)
        for name, size in functions(path)
        if size > FUNCTION_LINES
    ]
    assert not giants, f"over {FUNCTION_LINES} lines without the docstring: {giants}"


def test_no_loose_ends_are_shipped(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for path in modules(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LOOSE_ENDS.search(line)
    ]
    assert not found, "\n".join(found)


def test_nobody_names_a_folder_of_a_machine(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    home = re.compile(r"(?<![\w.])/(?:home|Users|root)/[a-z]|[A-Z]:\\\\Users")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = root / name
        if not path.is_file():
            continue
        text = path.read_bytes().decode(errors="replace")
        found += [
            f"{name}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if home.search(line)
        ]
    assert not found, "\n".join(found)
