"""What the documentation shows is what the library does: its snippets are run, page by page.

Run as a script, ``python tests/test_frame_docs.py``, it writes what the snippets print today into the pages.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SNIPPET = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHOWING = [page for page in PAGES if SNIPPET.search(page.read_text(encoding="utf-8"))]


def snippets(text: str) -> str:
    """The snippets of a page, everything else blanked out, so that a failure names the line of the page."""
    kept = [False] * len(text.splitlines())
    for match in SNIPPET.finditer(text):
        first = text[: match.start(1)].count("\n")
        for line in range(first, first + match[1].count("\n")):
            kept[line] = True
    return "\n".join(line if keep else "" for line, keep in zip(text.splitlines(), kept, strict=True))


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = io.StringIO()
    shown = snippets(page.read_text(encoding="utf-8"))
    test = doctest.DocTestParser().get_doctest(shown, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    found = runner.run(test, out=told.write)
    assert found.attempted
    assert not found.failed, told.getvalue()


def test_the_readme_shows_what_its_program_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    program = "".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    assert shown
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(program, "README.md", "exec"), {})
    assert [line.rstrip() for line in shown[1].splitlines()] == [
        line.rstrip() for line in printed.getvalue().splitlines()
    ]


def test_every_page_can_be_reached_from_the_first() -> None:
    """A page that no table of contents names is one that nobody finds."""
    docs = ROOT / "docs"
    reached, open_pages = set(), [docs / "index.md"]
    while open_pages:
        page = open_pages.pop()
        if page in reached:
            continue
        reached.add(page)
        for tree in re.findall(r"```\{toctree\}(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for line in tree.splitlines():
                name = line.strip()
                if name and not name.startswith(":"):
                    open_pages += page.parent.glob(f"{name}.md")
    assert reached == set(docs.rglob("*.md"))


def answered(source: str, names: dict[str, Any]) -> list[str]:
    """What one statement of a snippet prints, as the page shows it."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        try:
            exec(compile(source, "<page>", "single"), names)
        except Exception as problem:  # noqa: BLE001 - a snippet may show any error
            kind = type(problem)
            lines = [
                "Traceback (most recent call last):",
                "    ...",
                f"{kind.__module__}.{kind.__qualname__}: {problem}",
            ]
            printed.write("\n".join(lines) + "\n")
    return [line.rstrip() or "<BLANKLINE>" for line in printed.getvalue().splitlines()]


def accept() -> None:
    """Write what the snippets print today into the pages; look at the difference before committing it."""
    for page in SHOWING:
        names: dict[str, Any] = {}

        def filled(match: re.Match[str], names: dict[str, Any] = names) -> str:
            lines: list[str] = []
            for example in doctest.DocTestParser().get_examples(match[1]):
                first, *rest = example.source.rstrip("\n").split("\n")
                lines += [
                    f">>> {first}",
                    *(f"... {line}".rstrip() for line in rest),
                    *answered(example.source, names),
                ]
            return "\n".join(["```pycon", *lines, "```"])

        before = page.read_text(encoding="utf-8")
        after = SNIPPET.sub(filled, before)
        page.write_text(after, encoding="utf-8")
        sys.stdout.write(f"{page.relative_to(ROOT)}: {'unchanged' if after == before else 'written'}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        accept()
        os.chdir(ROOT)
