#!/usr/bin/env python3
"""Everything a contributor or a build machine does with this checkout, on Python 3.11+ and nothing else.

    python3 dev.py setup      make .venv beside this file, or bring it up to date
    python3 dev.py demo       plan a product launch: timetables here, reports in build/launch*.html
    python3 dev.py test       what every commit has to pass: all steps below, coverage and its floor
    python3 dev.py thorough   the tests again, with many more generated cases; before a release
    python3 dev.py bench      measure speed
    python3 dev.py docs       build the documentation into build/docs

    python3 dev.py lint       ruff: layout and rules
    python3 dev.py types      mypy
    python3 dev.py imports    the rules between the rooms
    python3 dev.py unit       the tests, without coverage
    python3 dev.py examples   the examples and the doctests
    python3 dev.py format     let ruff lay out the code
    python3 dev.py accept     take what the examples print today as the expected output
    python3 dev.py clean      remove what the tools made, but not .venv

What follows unit, examples, thorough or bench goes to pytest: python3 dev.py unit tests/calendars -k night

The virtual environment is this checkout's own; an active one and PYTHONPATH are not looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BUILD = ROOT / "build"
STAMP = VENV / "workmodel-setup.sha256"

OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (23, 1)
EXTRAS = "all,test,docs"
FOREIGN = (  # settings of another environment that would lead its packages into ours
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PIP_PREFIX",
    "PIP_TARGET",
    "PIP_USER",
    "__PYVENV_LAUNCHER__",
)
STEP_WIDTH = 12
AGAIN = "the failed ones alone, again: python3 dev.py unit --last-failed"


class Failed(Exception):
    """A step that did not succeed: its name, its exit status, and what to do."""

    def __init__(self, step: str, status: int, cure: str) -> None:
        super().__init__(step, status, cure)
        self.step, self.status, self.cure = step, status, cure


# --- running things -------------------------------------------------------------------------------


def say(step: str, text: str) -> None:
    """One line about one step."""
    print(f"{step:<{STEP_WIDTH}}{text}", flush=True)


def environment(**extra: str) -> dict[str, str]:
    """The variables for child processes: ours, without what belongs to another environment."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    kept["PATH"] = str(BIN) + os.pathsep + kept.get("PATH", os.defpath)
    kept["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return {**kept, **extra}


def ask(*command: str | Path) -> str:
    """What *command* prints, or nothing if it cannot be run or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def run(step: str, *command: str | Path, live: bool = False, cure: str = "", **extra: str) -> None:
    """Run *command* as *step*; quiet unless it fails or is *live*.

    Raises
    ------
    Failed
        The command ended with a status other than 0; its output has been printed.
    """
    words = [str(part) for part in command]
    shown = " ".join([Path(words[0]).name, *words[1:]])
    if live:
        say(step, shown)
    began = time.monotonic()
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment(**extra),
            stdin=subprocess.DEVNULL,
            stdout=None if live else subprocess.PIPE,
            stderr=None if live else subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise Failed(step, 1, f"{shown}: {error}") from error
    if done.returncode == 0:
        if not live:
            say(step, f"ok ({time.monotonic() - began:.1f} s)")
        return
    if not live:
        say(step, f"FAILED: {shown}")
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    raise Failed(
        step, done.returncode if done.returncode > 0 else 128 - done.returncode, cure or f"try: {shown}"
    )


def python(step: str, *words: str | Path, live: bool = False, cure: str = "", **extra: str) -> None:
    """Run the environment's Python as *step*."""
    run(step, PYTHON, *words, live=live, cure=cure, **extra)


# --- the environment ------------------------------------------------------------------------------


def wanted() -> str:
    """A digest of all that decides what the environment has to hold."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = ("name", "version", "requires-python", "dependencies", "optional-dependencies", "scripts")
    facts = {name: project["project"].get(name) for name in names}
    facts |= {"build": project["build-system"], "extras": EXTRAS, "place": str(ROOT)}
    facts["python"] = ask(PYTHON, "-c", "import sys; print(sys.version)")
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def usable() -> bool:
    """Whether the environment's Python runs, is new enough, and its scripts lead back to it.

    They do not after the checkout was moved or copied.
    """
    prefix = ask(PYTHON, "-c", f"import sys; assert sys.version_info >= {OLDEST_PYTHON}; print(sys.prefix)")
    if not prefix or Path(prefix).resolve() != VENV.resolve():
        return False
    script = ask(BIN / PYTHON.name.replace("python", "pip"), "--version")
    return str(VENV) in script


def pip_version() -> tuple[int, ...]:
    """Of the environment's pip, as numbers."""
    words = ask(PYTHON, "-m", "pip", "--version").split()
    numbers = words[1].split(".") if len(words) > 1 else ["0"]
    return tuple(int(number) for number in numbers[:2] if number.isdigit())


def create() -> None:
    """Make the environment anew, whatever lies in its place."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    cure = "this Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"
    run("create", sys.executable, "-m", "venv", VENV, cure=cure)


def setup() -> None:
    """Bring the environment up to date, making it if need be; quick when nothing changed."""
    if not VENV.exists():
        say("environment", f"making {VENV.name} with Python {sys.version.split()[0]}")
        create()
    elif not usable():
        say("environment", f"{VENV.name} does not work here (moved, copied or half made); making it anew")
        create()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted():
        say("environment", f"{VENV.name} is up to date")
        return
    STAMP.unlink(missing_ok=True)
    if pip_version() < OLDEST_PIP:
        python("pip", "-m", "pip", "install", "--quiet", "--upgrade", "pip")
    say("install", f"workmodel, editable, with [{EXTRAS}]; the first time takes a few minutes")
    cure = "check that pip reaches a package index"
    python("install", "-m", "pip", "install", "--quiet", "--editable", f".[{EXTRAS}]", cure=cure)
    python("install", "-c", "import workmodel")
    STAMP.write_text(wanted(), encoding="utf-8")


# --- the steps ------------------------------------------------------------------------------------


def formatted() -> None:
    """The layout is ruff's."""
    cure = "let ruff do it: python3 dev.py format"
    python("format", "-m", "ruff", "format", "--check", "--quiet", ".", cure=cure)


def rules() -> None:
    """Ruff's rules hold."""
    python(
        "lint", "-m", "ruff", "check", "--quiet", ".", cure="many are mended by: .venv/bin/ruff check --fix"
    )


def types() -> None:
    """The types fit, strictly."""
    python("types", "-m", "mypy", cure="each line above is file:line: what does not fit")


def imports() -> None:
    """Imports point down."""
    linter = "import sys; from importlinter.cli import lint_imports_command as lint; lint(sys.argv[1:])"
    for config in (".importlinter", ".importlinter-cycles"):
        words = (
            "-c",
            linter,
            "--no-logo",
            "--no-cache",
            "--config",
            config,
        )  # one cache would serve both, wrongly
        python("imports", *words, cure="ARCHITECTURE.md has the rules between the rooms")


def documents() -> None:
    """The documentation builds without a warning, from scratch."""
    shutil.rmtree(BUILD / "docs", ignore_errors=True)
    # -E: a page that is not read again would not warn again
    words = ("-W", "--keep-going", "-q", "-E", "-b", "html", "-d", BUILD / "doctrees", "docs", BUILD / "docs")
    python("docs", "-m", "sphinx", *words, cure="the first WARNING above names the file and the line")


def measured(*words: str) -> None:
    """All tests, doctests and examples, with branch coverage and its floor."""
    shutil.rmtree(BUILD / "coverage", ignore_errors=True)
    (BUILD / "coverage").mkdir(parents=True)
    report = f"--cov-report=html:{BUILD / 'coverage' / 'html'}"
    python(
        "tests",
        "-m",
        "pytest",
        *spread(),
        "-q",
        "--cov",
        "--cov-report=term",
        report,
        *words,
        live=True,
        cure=AGAIN,
    )


def spread() -> list[str]:
    """Pytest's arguments for two workers."""
    return ["-n", "2", "--dist", "worksteal"]


# --- the commands ---------------------------------------------------------------------------------


def lint(*_: str) -> None:
    """Check layout and rules."""
    formatted()
    rules()


def reformat(*_: str) -> None:
    """Let ruff lay out the code and mend what it can."""
    python("format", "-m", "ruff", "check", "--quiet", "--fix-only", ".")
    python("format", "-m", "ruff", "format", "--quiet", ".")


def test(*_: str) -> None:
    """Prove what every commit has to prove; pytest speaks last."""
    for step in (formatted, rules, types, imports, documents, measured):
        step()


def unit(*words: str) -> None:
    """Run the tests, or those named."""
    python("unit", "-m", "pytest", "-q", *(words or (*spread(), "tests")), live=True, cure=AGAIN)


def examples(*words: str) -> None:
    """Run the examples against their expected output, and the doctests."""
    python(
        "examples", "-m", "pytest", "-q", "tests/test_frame_examples.py", "src", *words, live=True, cure=AGAIN
    )


def accept(*_: str) -> None:
    """Write each example's output beside it; look at the difference before committing it."""
    python("accept", "tests/test_frame_examples.py", live=True)


def thorough(*words: str) -> None:
    """Run the tests with many more generated cases, and where there is a Java runtime with a second reader of our files."""
    if shutil.which("java"):
        python("reader", "-m", "pip", "install", "--quiet", "--editable", f".[{EXTRAS},reader]")
    python("thorough", "-m", "pytest", *spread(), "-q", *words, live=True, cure=AGAIN, WORKMODEL_THOROUGH="1")


def bench(*words: str) -> None:
    """Measure, one process, nothing beside it."""
    bounds = ["-o", "python_files=bench_*.py", "-p", "no:xdist"]
    python("bench", "-m", "pytest", "-q", "-s", *bounds, *(words or ("benchmarks",)), live=True, cure=AGAIN)


def demo(*_: str) -> None:
    """Plan a product launch, by logic and within everybody's hours, and write reports that open in any browser."""
    BUILD.mkdir(exist_ok=True)
    report = BUILD / "launch.html"
    plan = Path("examples", "product_launch.json")
    python("demo", "-m", "workmodel", plan, "--html", report, live=True)
    python("demo", "-m", "workmodel", plan, "--workload", live=True)
    leveled = BUILD / "launch_allocated.html"
    python("demo", "-m", "workmodel", plan, "--allocate", "--html", leveled, live=True)
    say("demo", f"open {report.relative_to(ROOT)} and {leveled.relative_to(ROOT)} in a browser")


def clean(*_: str) -> None:
    """Remove what the tools made."""
    for name in (
        "build",
        "dist",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".import_linter_cache",
    ):
        shutil.rmtree(ROOT / name, ignore_errors=True)
        say("clean", name)


COMMANDS = {
    "setup": lambda *_: None,
    "demo": demo,
    "test": test,
    "thorough": thorough,
    "bench": bench,
    "docs": lambda *_: documents(),
    "lint": lint,
    "format": reformat,
    "types": lambda *_: types(),
    "imports": lambda *_: imports(),
    "unit": unit,
    "examples": examples,
    "accept": accept,
    "clean": clean,
}
TAKES_WORDS = {"unit", "examples", "thorough", "bench"}


def usage(complaint: str) -> NoReturn:
    """Say what was wrong with the command line, and leave with status 2."""
    print(f"dev.py: {complaint}; one of: {', '.join(COMMANDS)} (python3 dev.py --help)", file=sys.stderr)
    raise SystemExit(2)


def main(words: list[str]) -> int:
    """Do what the command line says; the exit status is that of the step that failed, or 0."""
    if sys.version_info < OLDEST_PYTHON:
        print("dev.py: needs Python 3.11 or newer, this is " + sys.version.split()[0], file=sys.stderr)
        return 2
    if words and words[0] in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0
    if not words or words[0] not in COMMANDS:
        usage(f"{words[0]!r} is not a command" if words else "which command?")
    name, rest = words[0], words[1:]
    if rest and name not in TAKES_WORDS:
        usage(f"{name} takes no arguments, but got {' '.join(rest)}")
    try:
        if name != "clean":
            setup()
        COMMANDS[name](*rest)
    except Failed as failure:
        sys.stdout.flush()
        print(
            f"dev.py {name}: FAILED at {failure.step} (exit status {failure.status}); {failure.cure}",
            flush=True,
        )
        return failure.status
    except KeyboardInterrupt:
        print(f"dev.py {name}: interrupted", flush=True)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
