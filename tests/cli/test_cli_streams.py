"""The command line among closed streams, broken pipes and places that cannot be written: told once, nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workmodel.cli import main
from workmodel.domain import Plan, Task
from workmodel.interchange import document, tables

PLAN = Plan(title="Website", start="2026-03-02").add(
    Task("design", duration="3d"), Task("build", duration="5d", after=["design"])
)
posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "plan.json"
    document.dump(PLAN, place)
    return place


@pytest.fixture
def refused(capsys):
    """The one paragraph that a refused call says."""

    def call(*arguments: object) -> str:
        status = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert (status, out) == (2, "")
        assert err.startswith("workmodel: ")
        assert err.count("\n") == 1
        return err

    return call


def shell(line: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A line of shell in which ``$W`` is the program and ``$1`` the first argument."""
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "W": f"{sys.executable} -W error -m workmodel",
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-c", line, "bash", *map(str, arguments)],
        env=environment, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@posix
class TestStreams:
    def test_a_closed_output_is_told(self, path):
        done = shell('$W "$1" >&-', path)
        assert done.returncode == 2
        assert done.stderr.startswith("workmodel: standard output is closed")
        assert done.stderr.count("\n") == 1

    def test_a_closed_input_is_told_where_it_is_read(self, path):
        done = shell("$W - <&-")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith("workmodel: standard input is closed")
        assert shell('$W "$1" --brief <&-', path).returncode == 0

    def test_closed_errors_leave_the_status(self, path):
        assert shell('$W "$1" --brief 2>&-', path).returncode == 0
        assert shell("$W --what 2>&-").returncode == 2
        for line in ("$W nowhere 2>&-", "$W nowhere <&- >&- 2>&-"):
            done = shell(line)
            assert (done.returncode, done.stdout, done.stderr) == (2, "", "")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
    def test_errors_that_nobody_can_read_leave_the_status(self):
        assert shell("$W nowhere 2>/dev/full").returncode == 2

    def test_a_reader_of_help_that_goes_away_is_no_error(self):
        done = shell("$W --help | head -n 1; exit ${PIPESTATUS[0]}")
        assert done.stderr == ""
        assert done.returncode in (0, 141)

    def test_files_are_written_although_nobody_reads_what_is_shown(self, path, tmp_path):
        done = shell('$W "$1" --json "$2" | head -n 1', path, tmp_path / "o.json")
        assert (done.stdout, done.stderr) == ("Website\n", "")
        assert document.load(tmp_path / "o.json") == PLAN

    def test_an_interrupt_while_it_waits_ends_quietly(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        running = subprocess.Popen(
            [sys.executable, "-m", "workmodel", str(tmp_path / "pipe"), "--json", str(tmp_path / "o.json")],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - what runs in the background ignores it
        )  # fmt: skip
        with running, (tmp_path / "pipe").open("wb"):  # opens when the program has opened it, too
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        assert (running.returncode, out, err) == (130, b"", b"")
        assert not (tmp_path / "o.json").exists()

    def test_a_terminal_is_not_waited_for(self, refused, monkeypatch):
        class Terminal:
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr(sys, "stdin", Terminal())
        assert "standard input is a terminal" in refused("-")

    def test_the_file_that_is_piped_in_is_not_overwritten(self, path):
        before = path.read_bytes()
        done = shell('$W - --csv "$1" < "$1"', path)
        assert (done.returncode, "would overwrite the plan itself" in done.stderr) == (2, True)
        assert path.read_bytes() == before

    def test_the_file_that_takes_the_output_is_no_other_target(self, path, tmp_path):
        done = shell('$W "$1" --csv "$2" > "$2"', path, tmp_path / "o")
        assert (done.returncode, "standard output goes already" in done.stderr) == (2, True)


class TestTargets:
    def test_one_file_for_two_outputs_is_refused_however_it_is_named(self, refused, path, tmp_path):
        (tmp_path / "there").touch()
        (tmp_path / "link").symlink_to(tmp_path / "there")
        (tmp_path / "hard").hardlink_to(tmp_path / "there")
        (tmp_path / "dangling").symlink_to(tmp_path / "new")
        for one, other in (
            ("new", "new"), ("new", "../" + tmp_path.name + "/new"), ("there", "link"), ("there", "hard"),
            ("dangling", "new"),
        ):  # fmt: skip
            assert "name the same file" in refused(
                path, "--json", f"{tmp_path}/{one}", "--csv", f"{tmp_path}/{other}"
            )
        assert not (tmp_path / "new").exists()
        assert (tmp_path / "there").read_bytes() == b""

    def test_the_plan_under_another_name_is_not_overwritten(self, refused, path, tmp_path):
        (tmp_path / "hard").hardlink_to(path)
        (tmp_path / "link").symlink_to(path)
        for name in ("hard", "link"):
            assert "overwrite the plan itself" in refused(path, "--json", tmp_path / name)

    def test_nothing_is_written_where_one_of_several_cannot_be(self, refused, path, tmp_path):
        (tmp_path / "folder").mkdir()
        for wrong, reason in (
            ("no/such.csv", "there is no folder"), ("folder", "is a folder"), ("a\0b", "not the name of a file"),
            ("half\ud800", "not the name of a file"),
        ):  # fmt: skip
            assert reason in refused(path, "--json", tmp_path / "o.json", "--csv", f"{tmp_path}/{wrong}")
        assert "not the name of a file" in refused(path, "--json", tmp_path / "o.json", "--csv", "")
        assert not (tmp_path / "o.json").exists()

    @pytest.mark.parametrize("wrong", ["nowhere", "plan.json"])
    def test_nothing_is_written_where_something_else_is_refused(self, refused, path, tmp_path, wrong):
        arguments = [] if wrong == "nowhere" else ["--explain", "desing"]
        told = refused(path.with_name(wrong), "--json", tmp_path / "o.json", *arguments)
        assert "Did you mean" in told or wrong == "nowhere"
        assert not (tmp_path / "o.json").exists()

    def test_a_folder_without_permission_is_told_before_anything_is_done(
        self, refused, path, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert "permission denied" in refused(path, "--json", tmp_path / "o.json")

    def test_what_only_shows_in_writing_is_told_with_the_target(self, refused, path, tmp_path, monkeypatch):
        def denied(*_: object, **__: object) -> tuple[int, str]:
            raise PermissionError(13, "Permission denied", str(tmp_path / ".secret"))

        monkeypatch.setattr("tempfile.mkstemp", denied)
        told = refused(path, "--json", tmp_path / "o.json")
        assert f'--json: "{tmp_path / "o.json"}" cannot be written: Permission denied' in told

    @pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
    def test_a_device_may_be_named_twice(self, path, capsys):
        assert main([str(path), "--json", "/dev/null", "--csv", "/dev/null"]) == 0
        capsys.readouterr()

    def test_explanations_and_a_format_do_not_share_the_output(self, refused, path):
        assert "--explain prints to standard output" in refused(path, "--json", "-", "--explain", "build")

    def test_every_file_asked_for_is_written_beside_the_one_on_the_output(self, path, tmp_path, capsys):
        assert main([str(path), "--json", "-", "--csv", str(tmp_path / "o.csv")]) == 0
        assert document.loads(capsys.readouterr().out) == PLAN
        assert set(tables.load(tmp_path / "o.csv").plan.items) == set(PLAN.items)


class TestZones:
    TABLE = "ID,Duration,Start,Deadline\na,3d,2026-03-02 09:00,2026-03-05T16:00Z\n"

    def test_the_zone_of_a_table_is_said(self, tmp_path, capsys):
        (tmp_path / "t.csv").write_text(self.TABLE, encoding="utf-8")
        assert main([str(tmp_path / "t.csv"), "--zone", "Europe/Berlin", "--json", "-"]) == 0
        assert document.loads(capsys.readouterr().out).zone == "Europe/Berlin"

    def test_a_table_with_offsets_asks_for_it(self, refused, tmp_path):
        (tmp_path / "t.csv").write_text(self.TABLE, encoding="utf-8")
        assert 'zone="Europe/Berlin"' in refused(tmp_path / "t.csv")
        assert "is not a zone" in refused(tmp_path / "t.csv", "--zone", "Mars")

    def test_a_document_says_its_own(self, refused, path):
        assert "its plan has no zone" in refused(path, "--zone", "Europe/Berlin")
