"""`dev.py` says what it does, stops at the first failure, and hands its status on."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def dev(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", root / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ready(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`dev` with an environment that is up to date: the interpreter of this test run."""
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "setup", lambda: None)
    return dev


def test_a_command_that_does_not_exist_is_refused_with_those_that_do(root: Path) -> None:
    done = subprocess.run([sys.executable, root / "dev.py", "tset"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "'tset' is not a command" in done.stderr
    assert "thorough" in done.stderr


def test_help_names_every_command(root: Path, dev: ModuleType) -> None:
    done = subprocess.run([sys.executable, root / "dev.py", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert [name for name in dev.COMMANDS if f"dev.py {name} " not in done.stdout] == []


def test_make_knows_every_command(root: Path, dev: ModuleType) -> None:
    targets = next(
        line.split(":=")[1].split()
        for line in (root / "Makefile").read_text(encoding="utf-8").splitlines()
        if line.startswith("TARGETS")
    )
    assert set(targets) == set(dev.COMMANDS)


def test_the_first_failing_step_ends_the_command_with_its_output_and_status(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    after: list[str] = []

    def steps(*_: str) -> None:
        ready.python("first", "-c", "print('quiet')")
        ready.python("second", "-c", "print('the reason'); raise SystemExit(7)", cure="mend it")
        after.append("third")

    monkeypatch.setitem(ready.COMMANDS, "test", steps)
    assert ready.main(["test"]) == 7
    assert after == []
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0].startswith("first       ok (")
    assert "quiet" not in lines
    assert "the reason" in lines
    assert lines[-1] == "dev.py test: FAILED at second (exit status 7); mend it"


def test_a_step_that_a_signal_ends_has_the_status_of_shells(ready: ModuleType) -> None:
    with pytest.raises(ready.Failed) as caught:
        ready.python("step", "-c", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    assert caught.value.status == 128 + 15


def test_another_environment_does_not_leak_in(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in dev.FOREIGN:
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    seen = dev.environment()
    assert not set(dev.FOREIGN) & set(seen)
    assert seen["HTTPS_PROXY"] == "http://proxy.example"
    assert seen["PATH"].split(os.pathsep)[0] == str(dev.BIN)


def test_an_environment_without_a_working_python_is_not_usable(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "BIN", tmp_path / "bin")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "bin" / "python")
    assert not dev.usable()


def test_the_environment_of_another_folder_is_not_usable(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "VENV", Path("/elsewhere/.venv"))
    assert not dev.usable()


def test_what_has_to_be_installed_changes_with_the_requirements(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    now = ready.wanted()
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text.replace('"attrs>=', '"attrs>=1'), encoding="utf-8")
    assert ready.wanted() == now
    monkeypatch.setattr(ready, "ROOT", tmp_path)
    assert ready.wanted() != now
