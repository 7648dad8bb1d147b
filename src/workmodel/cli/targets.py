"""Where results are written to: looked over before anything is read, so that nothing is half done."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workmodel.errors import shown

__all__ = ["STANDARD", "problem_with"]

STANDARD = "-"
"""The name that stands for standard input or output."""


def problem_with(targets: Sequence[tuple[str, str]], plan: str) -> str:
    """What keeps these targets from being written, as a sentence; nothing if nothing does.

    Parameters
    ----------
    targets
        Options that write, ``"json"``, each with where to.
    plan
        The file that is read.
    """
    return next(_problems(targets, plan), "")


def _problems(targets: Sequence[tuple[str, str]], plan: str) -> Iterator[str]:
    if sum(target == STANDARD for _, target in targets) > 1:
        yield f'only one of --html, --json, --csv and --xml can go to standard output ("{STANDARD}").'
    files = [(name, target) for name, target in targets if target != STANDARD]
    for name, target in files:
        if problem := _unwritable(target):
            yield f"--{name}: {problem}"
    known: list[tuple[str, set[Any]]] = []
    given, taken = _marks(plan) if plan != STANDARD else _marks_of(sys.stdin), _marks_of(sys.stdout)
    for name, target in files:
        marks = _marks(target)
        if marks & given:
            yield f'--{name} "{target}" would overwrite the plan itself; name another file.'
        if marks & taken:
            yield f'--{name} "{target}" is where standard output goes already; name another file.'
        for other, others in known:
            if marks & others:
                yield f'--{other} and --{name} name the same file, "{target}"; name two.'
        known.append((name, marks))


def _unwritable(target: str) -> str:
    """What keeps a file from being written, as far as it can be told without trying."""
    try:
        named = bool(target) and b"\x00" not in os.fsencode(target)
    except UnicodeEncodeError:  # halves of characters
        named = False
    if not named:
        return f"{shown(target)} is not the name of a file."
    path = Path(target)
    if path.is_dir():
        return f'"{target}" is a folder; name a file in it.'
    if _is_device(path):
        return ""
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        return f'there is no folder "{folder}"; make it first, or name another file.'
    if not os.access(folder, os.W_OK):
        return f'nothing may be written to the folder "{folder}": permission denied.'
    return ""


def _marks(name: str) -> set[Any]:
    """What tells a file from others: its place, and its number on its disk; devices may be named as often as wanted."""
    path = Path(name)
    try:
        if _is_device(path):
            return set()
        found: set[Any] = {os.path.realpath(path)}
        if path.exists():
            found.add(_number(path.stat()))
    except (OSError, ValueError):
        return set()
    return found


def _marks_of(file: Any) -> set[Any]:
    """What tells the file that an open file is, where it is one."""
    try:
        found = os.fstat(file.fileno())
    except (AttributeError, OSError, ValueError):  # closed, or not a file of the operating system
        return set()
    return {_number(found)} if stat.S_ISREG(found.st_mode) else set()


def _number(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
