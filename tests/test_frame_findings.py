"""The catalogue of findings holds every code that the library returns, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")
# Who builds codes out of a prefix and a word, and the name of the call that is handed the word.
PREFIXED = {"msproject": ("msproject", {"add", "tally"}), "tables": ("tables", {"tally"})}


def name_of(call: ast.Call) -> str:
    function = call.func
    return getattr(function, "attr", None) or getattr(function, "id", "")


def texts_of(argument: ast.expr) -> Iterator[str]:
    """What an argument may be: a text, either branch of a choice, or a pattern for one with holes in it."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from texts_of(argument.body)
        yield from texts_of(argument.orelse)
    elif isinstance(argument, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "*" for p in argument.values]
        yield "".join(map(str, parts))


def prefix_of(path: Path) -> tuple[str, set[str]] | None:
    if "msproject" in path.parts:
        return PREFIXED["msproject"]
    return PREFIXED["tables"] if path.name.startswith("tables") else None


def docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    first = [node.body[0] for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    return {id(statement.value) for statement in first if isinstance(statement, ast.Expr)}


@pytest.fixture(scope="module")
def emitted(root: Path) -> set[str]:
    """Every code in the source; ``*`` stands for a part that is only known when it runs."""
    found: set[str] = set()
    constants: set[str] = set()
    for path in sorted((root / "src" / "workmodel").rglob("*.py")):
        if "testing" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prefix = prefix_of(path)
        said = docstrings(tree)
        tells = any(isinstance(node, ast.Call) and name_of(node) == "Finding" for node in ast.walk(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                constants.add(node.value)
            if not isinstance(node, ast.Call) or not node.args:
                continue
            texts = list(texts_of(node.args[0]))
            if name_of(node) == "Finding":
                found.update(texts)
            elif tells:
                found.update(text for text in texts if CODE.fullmatch(text))
            if prefix is not None and name_of(node) in prefix[1]:
                found.update(f"{prefix[0]}.{text}" for text in texts if re.fullmatch(r"[a-z_*]+", text))
    families = {code.partition(".")[0] for code in found} | {"verify"}
    # codes that reach a finding through a table or a helper
    found |= {text for text in constants if CODE.fullmatch(text) and text.partition(".")[0] in families}
    return found - {"msproject.*", "tables.*"}


@pytest.fixture(scope="module")
def told(root: Path) -> set[str]:
    """Every code in the first column of the catalogue."""
    page = (root / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    return {code for cell in cells for code in re.findall(r"`([a-z_.]+)`", cell)}


def matches(pattern: str, code: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[a-z_]+"), code) is not None


def test_every_code_is_in_the_catalogue(emitted: set[str], told: set[str]) -> None:
    assert len(emitted) > 50
    missing = [pattern for pattern in sorted(emitted) if not any(matches(pattern, code) for code in told)]
    assert not missing, f"not in docs/reference/findings.md: {missing}"


def test_the_catalogue_holds_no_code_that_nothing_returns(emitted: set[str], told: set[str]) -> None:
    stale = [code for code in sorted(told) if not any(matches(pattern, code) for pattern in emitted)]
    assert not stale, f"in docs/reference/findings.md, but nowhere in the source: {stale}"
