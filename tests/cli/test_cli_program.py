"""The command line from outside: what is printed, what is written, and what is said when something cannot be done."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workmodel.cli import main
from workmodel.domain import Milestone, Plan, Project, Resource, Task
from workmodel.interchange import document, load, tables

PLAN = Plan(title="Website", start="2026-03-02", status_date="2026-03-04").add(
    Resource("ana"),
    Project("site", title="Site"),
    Task("design", title="Design", parent="site", duration="3d", assignments=["ana"], progress="40%"),
    Task("build", title="Build – größer", parent="site", duration="5d", after=["design"]),
    Task("words", title="Words", parent="site", duration="1d"),
    Milestone("live", title="Live", parent="site", after=["build", "words"], deadline="2026-03-10"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "plan.json"
    document.dump(PLAN, place)
    return place


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Two pieces of work for one person at once."""
    place = tmp_path / "shared.json"
    document.dump(
        Plan(title="Site", start="2026-03-02").add(
            Resource("ana", title="Ana"),
            Task("design", title="Design", duration="4d", assignments=["ana"], priority=800),
            Task("build", title="Build", duration="5d", assignments=["ana"]),
        ),
        place,
    )
    return place


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "workmodel", *map(str, arguments)],
        env=environment, capture_output=True, encoding="utf-8", errors="replace", timeout=120, **options,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


@pytest.fixture
def said(capsys):
    """What a call of the program in this process printed: status, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


class TestSince:
    @pytest.fixture
    def now(self, tmp_path: Path) -> Path:
        place = tmp_path / "now.json"
        document.dump(PLAN.evolve("build", duration="7d").add(Task("party", duration="1d")), place)
        return place

    def test_what_moved_since_an_earlier_version_is_a_table_and_nothing_else(self, said, path, now):
        status, out, err = said(now, "--since", path, "--width", "120")
        assert (status, err) == (0, "")
        lines = out.splitlines()
        assert lines[0].split()[:4] == ["Item", "Before", "Now", "Moved"]
        assert next(line for line in lines if line.startswith("Live")).endswith("Build – größer")
        assert "Added: party" in lines
        assert lines[-1].startswith("All ends ")
        assert "Timetable" not in out

    def test_nothing_moved_since_itself(self, said, path):
        assert said(path, "--since", path)[1].startswith("Nothing moved.\n")

    def test_both_are_allocated_where_that_is_asked_for(self, said, shared, tmp_path):
        later = tmp_path / "later.json"
        document.dump(load(shared).plan.evolve("design", duration="6d"), later)
        out = said(later, "--since", shared, "--allocate")[1]
        assert [line for line in out.splitlines() if line.startswith("Build")]

    def test_whatever_is_wrong_with_the_earlier_version_names_the_option(self, said, path, tmp_path):
        zoned, undated, broken = (tmp_path / f"{name}.json" for name in ("zoned", "undated", "broken"))
        document.dump(PLAN.evolve(zone="Europe/Berlin"), zoned)
        document.dump(PLAN.evolve(start=None, direction="forward"), undated)
        broken.write_text("{")
        for earlier, words in ((zoned, "zone"), (undated, "no start"), (broken, "")):
            status, out, err = said(path, "--since", earlier)
            assert (status, out) == (2, "")
            assert err.startswith("workmodel: --since: ")
            assert words in err
        assert "nowhere.json" in said(path, "--since", tmp_path / "nowhere.json")[2]

    def test_the_earlier_version_is_not_written_over_and_only_one_is_piped_in(self, said, path, now):
        status, _, err = said(now, "--since", path, "--json", path)
        assert status == 2
        assert "would overwrite the plan itself" in err
        assert "only one of the two plans can be piped in" in said("-", "--since", "-")[2]
        assert "--since prints to standard output" in said(now, "--since", path, "--csv", "-")[2]


class TestShowing:
    def test_summary_findings_timetable_chart_and_critical_path(self, said, path):
        status, out, err = said(path, "--width", "120")
        assert (status, err) == (0, "")
        places = [out.index(word) for word in ("Website", "Findings", "Timetable", "Critical path")]
        assert places == sorted(places)
        assert "start     Mon 2 Mar 2026 08:00" in out
        assert "items     5: 3 tasks, 1 milestone, 1 summary" in out
        assert "negative for" in out
        assert "Build – größer" in out
        assert "▓" in out or "█" in out

    def test_brief_is_summary_and_findings_only(self, said, path):
        _, out, _ = said(path, "--brief")
        assert "Findings" in out
        assert "Timetable" not in out

    def test_no_line_is_wider_than_asked(self, said, path):
        for width in (60, 80, 140):
            _, out, _ = said(path, "--width", width)
            assert max(map(len, out.splitlines())) <= width

    @pytest.mark.parametrize(
        ("option", "column"), [((), "2"), (("day",), "2    3    4"), (("month",), "Mar")]
    )
    def test_workload_tells_how_full_everybody_is_and_nothing_else(self, said, tmp_path, option, column):
        place = tmp_path / "plan.json"
        document.dump(
            PLAN.add(Task("rush", title="Rush", duration="1d", effort="20h", assignments=["ana"])), place
        )
        status, out, err = said(place, "--workload", *option, "--width", "100")
        assert (status, err) == (0, "")
        assert "Timetable" not in out
        assert column in out
        assert out.splitlines()[3].strip() == "▾"  # the plan's status date
        assert "ana" in out.splitlines()[4]
        places = [out.index(words) for words in ("In all", "The fullest day", "What finds no room", "Rush")]
        assert places[:3] == sorted(places[:3])
        assert max(map(len, out.splitlines())) <= 100

    def test_workload_marks_the_day_that_is_asked_for(self, said, path):
        status, out, _ = said(path, "--workload", "day", "--as-of", "2026-03-04")
        assert status == 0
        assert "▾ as of Wed 4 Mar 2026" in out

    def test_workload_of_a_plan_without_people_is_refused_with_what_to_do(self, said, tmp_path):
        place = tmp_path / "plan.json"
        document.dump(Plan(start="2026-03-02").add(Task("t")), place)
        status, out, err = said(place, "--workload")
        assert (status, out) == (2, "")
        assert "nobody in the plan has hours; add people" in err

    def test_workload_by_something_else_is_refused(self, said, path):
        status, _, err = said("--workload", path)
        assert status == 2
        assert "is not day, week or month; PLAN comes before --workload" in err

    def test_workload_from_standard_input_and_in_ascii(self, path):
        done = run("-", "--workload", "--ascii", input=document.dumps(PLAN))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.isascii()
        assert "In all" in done.stdout

    def test_workload_and_a_report_on_one_standard_output_are_refused(self, said, path):
        status, out, err = said(path, "--workload", "--html", "-")
        assert (status, out) == (2, "")
        assert "--workload prints to standard output, where --html is to go" in err

    def test_workload_and_explanations_may_be_asked_for_together(self, said, path):
        _, out, _ = said(path, "--workload", "--explain", "live")
        assert out.index("Live") < out.index("In all")

    def test_dates_within_everybodys_hours_stand_with_what_held_each_item_back(self, said, shared):
        status, out, err = said(shared, "--allocate", "--width", "100")
        assert (status, err) == (0, "")
        places = [
            out.index(word)
            for word in ("Site", "Within everybody's hours", "Build", "Ana has Design until then")
        ]
        assert places == sorted(places)
        assert "1 of 2 items is later than by logic" in out
        assert "Critical path" not in out
        assert max(map(len, out.splitlines())) <= 100

    def test_dates_within_hours_can_be_brief_and_in_ascii(self, said, shared):
        status, out, _ = said(shared, "--allocate", "--brief", "--ascii")
        assert status == 0
        assert out.isascii()
        assert "Within" not in out
        assert "finish    Thu 12 Mar 2026 17:00" in out

    def test_an_item_is_explained_by_who_was_waited_for(self, said, shared):
        _, out, _ = said(shared, "--allocate", "--explain", "Build")
        assert out.index("Ana has Design until then") < out.index("start not before")

    def test_the_workload_of_dates_within_hours_has_none_of_them_twice(self, said, shared):
        _, by_logic, _ = said(shared, "--workload")
        _, out, _ = said(shared, "--workload", "--allocate")
        assert "not all of it finds room" in by_logic
        assert "not all of it finds room" not in out

    def test_dates_within_hours_are_what_is_written(self, said, shared, tmp_path):
        page, kept, items = (tmp_path / name for name in ("plan.html", "leveled.json", "items.csv"))
        status, _, err = said(shared, "--allocate", "--html", page, "--json", kept, "--csv", items)
        assert (status, err) == (0, "")
        assert "Within everybody’s hours" in page.read_text(encoding="utf-8")
        assert load(kept).plan["build"].leveling_delay is not None
        assert "2026-03-12" in items.read_text(encoding="utf-8")
        _, out, _ = said(shared, "--allocate", "--json", "-")
        assert out.rstrip() == kept.read_text(encoding="utf-8").rstrip()

    def test_dates_within_hours_and_stored_ones_exclude_each_other(self, said, shared):
        status, out, err = said(shared, "--allocate", "--stored")
        assert (status, out) == (2, "")
        assert "leave one of them out" in err

    def test_dates_within_hours_need_a_start_and_say_how_to_give_one(self, said, tmp_path):
        document.dump(Plan().add(Task("t")), tmp_path / "plan.json")
        status, _, err = said(tmp_path / "plan.json", "--allocate")
        assert status == 2
        assert "--start 2026-03-02" in err

    def test_explaining_tells_the_chain_of_causes_and_nothing_else(self, said, path):
        status, out, _ = said(path, "--explain", "live")
        assert status == 0
        assert out.index("Live") < out.index("Build") < out.index("Design")
        assert "Timetable" not in out

    @pytest.mark.parametrize("name", ["Live", "live", "LIVE"])
    def test_an_item_may_be_called_by_a_title_that_no_other_has(self, said, path, name):
        assert said(path, "--explain", name)[:2] == said(path, "--explain", "live")[:2]

    def test_where_several_have_the_title_their_ids_are_named(self, said, tmp_path):
        document.dump(
            Plan(start="2026-03-02").add(Task("b1", title="Build"), Task("b2", title="Build")),
            tmp_path / "p.json",
        )
        status, out, err = said(tmp_path / "p.json", "--explain", "Build")
        assert (status, out) == (2, "")
        assert "b1, b2" in err

    def test_the_nearest_titles_are_offered_too(self, said, path):
        status, _, err = said(path, "--explain", "Desing")
        assert status == 2
        assert 'Did you mean "Design"' in err

    def test_several_items_can_be_explained(self, said, path):
        _, out, _ = said(path, "--explain", "live", "--explain", "words")
        assert "Words" in out

    def test_the_line_of_today_is_where_it_is_asked_to_be(self, said, path):
        assert said(path, "--as-of", "2026-03-05")[1] != said(path, "--as-of", "2026-03-09")[1]

    def test_an_empty_plan_says_so(self, said, tmp_path):
        document.dump(Plan(start="2026-03-02"), tmp_path / "empty.json")
        status, out, _ = said(tmp_path / "empty.json")
        assert (status, "nothing in the plan has dates" in out) == (0, True)

    def test_titles_cannot_steer_the_terminal(self, said, tmp_path):
        plan = Plan(start="2026-03-02", title="\x1b[31mred\n").add(Task("a", title="\x1b]0;owned\x07"))
        document.dump(plan, tmp_path / "p.json")
        assert "\x1b" not in said(tmp_path / "p.json")[1]


class TestFormats:
    def test_a_table_is_planned_from_the_day_asked_for(self, said, tmp_path):
        (tmp_path / "tasks.csv").write_text("Name,Duration\nDraft,3d\nMoon,1\n", encoding="utf-8")
        status, out, _ = said(tmp_path / "tasks.csv", "--start", "2026-03-02")
        assert status == 0
        assert "While the file was read:" in out
        assert "Wed 4 Mar 2026 17:00" in out

    def test_what_a_table_says_of_its_start_is_not_told_where_another_is_asked_for(self, said, tmp_path):
        (tmp_path / "bare.csv").write_text("Name,Duration\nDraft,3d\n", encoding="utf-8")
        (tmp_path / "dated.csv").write_text("Name,Duration,Start\nDraft,3d,2026-05-04\n", encoding="utf-8")
        for name in ("bare.csv", "dated.csv"):
            status, out, _ = said(tmp_path / name, "--start", "2026-03-02")
            assert (status, "While the file was read" in out) == (0, False)

    def test_without_a_start_the_option_that_gives_one_is_named_and_no_code(self, said, tmp_path):
        (tmp_path / "tasks.csv").write_text("Name,Duration\nDraft,3d\n", encoding="utf-8")
        status, _, err = said(tmp_path / "tasks.csv")
        assert status == 2
        assert "--start 2026-03-02" in err
        assert "Plan(" not in err

    def test_what_came_up_in_reading_is_told_briefly_and_within_the_width(self, said, tmp_path):
        header = ",".join(f"Column {n} with a very long name indeed" for n in range(20))
        (tmp_path / "tasks.csv").write_text(f"Name,{header}\nDraft\n", encoding="utf-8")
        _, out, _ = said(tmp_path / "tasks.csv", "--start", "2026-03-02", "--width", "60")
        assert "and 14 more" in out
        assert max(map(len, out.splitlines())) <= 60

    def test_the_content_tells_the_format_and_not_the_name(self, said, tmp_path, path):
        path.rename(tmp_path / "plan.csv")
        assert said(tmp_path / "plan.csv")[0] == 0

    def test_standard_input(self, path):
        done = run("-", "--brief", input=path.read_text(encoding="utf-8"))
        assert (done.returncode, done.stderr) == (0, "")
        assert "Website" in done.stdout

    def test_stored_dates_where_there_are_none(self, said, path):
        status, _, err = said(path, "--stored")
        assert (status, "stores no dates" in err) == (2, True)

    def test_stored_dates_of_a_microsoft_project_file(self, said, tmp_path, path):
        pytest.importorskip("defusedxml")
        assert said(path, "--xml", tmp_path / "p.xml")[0] == 0
        status, out, _ = said(tmp_path / "p.xml", "--stored")
        assert status == 0
        assert "as stored in the file" in out


class TestWriting:
    def test_a_report_for_browsers(self, said, path, tmp_path):
        target = tmp_path / "out.html"
        status, out, _ = said(path, "--html", target)
        assert status == 0
        assert f"wrote {target}" in out
        html = target.read_text(encoding="utf-8")
        assert html.lstrip().lower().startswith("<!doctype html>")
        assert "Build – größer" in html

    def test_the_document_and_a_table(self, said, path, tmp_path):
        assert said(path, "--json", tmp_path / "o.json", "--csv", tmp_path / "o.csv")[0] == 0
        assert document.load(tmp_path / "o.json") == PLAN
        assert list(tables.load(tmp_path / "o.csv").plan.items) == list(PLAN.items)

    def test_what_a_format_loses_is_told(self, said, path, tmp_path):
        assert "does not hold all of the plan" in said(path, "--csv", tmp_path / "o.csv")[1]
        assert "does not hold" not in said(path, "--json", tmp_path / "o.json")[1]

    def test_to_standard_output_goes_nothing_but_what_was_asked_for(self, path):
        done = run(path, "--json", "-")
        assert document.loads(done.stdout) == PLAN
        assert run(path, "--csv", "-").stdout.startswith("ID,WBS,")

    def test_a_plan_that_cannot_be_scheduled_can_be_converted(self, tmp_path):
        (tmp_path / "t.csv").write_text("Name\nDraft\n", encoding="utf-8")
        done = run(tmp_path / "t.csv", "--json", "-")
        assert (done.returncode, json.loads(done.stdout)["entities"][0]["id"]) == (0, "draft")

    def test_the_plan_itself_is_never_overwritten(self, said, path):
        before = path.read_bytes()
        for option in ("--html", "--json", "--csv", "--xml"):
            status, _, err = said(path, option, path)
            assert (status, "overwrite the plan itself" in err) == (2, True)
        assert path.read_bytes() == before

    def test_only_one_thing_goes_to_standard_output(self, said, path):
        status, _, err = said(path, "--json", "-", "--csv", "-")
        assert (status, "only one of" in err) == (2, True)

    def test_a_folder_that_is_not_there(self, said, path, tmp_path):
        status, _, err = said(path, "--html", tmp_path / "no" / "out.html")
        assert (status, "no folder" in err) == (2, True)

    def test_a_report_that_fails_leaves_nothing_behind(self, said, path, tmp_path, monkeypatch):
        def broken(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", broken)
        status, _, err = said(path, "--html", tmp_path / "out.html")
        assert (status, "No space left" in err) == (2, True)
        assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]


class TestRefusals:
    def refused(self, said, *arguments: object) -> str:
        status, out, err = said(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("workmodel: ")
        assert "Traceback" not in err
        return err

    def test_a_file_that_is_not_there_with_its_neighbours(self, said, path):
        assert "Did you mean" in self.refused(said, path.with_name("paln.json"))

    def test_a_folder_that_is_not_there_either(self, said, tmp_path):
        assert "no folder" in self.refused(said, tmp_path / "x" / "y.json")

    def test_a_folder(self, said, tmp_path):
        assert "is a folder" in self.refused(said, tmp_path)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read(self, said, path):
        path.chmod(0)
        assert "permission denied" in self.refused(said, path)

    def test_permission_denied_is_told(self, said, path, monkeypatch):
        def denied(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "open", denied)
        assert "permission denied" in self.refused(said, path)

    def test_an_empty_file(self, said, tmp_path):
        (tmp_path / "empty").touch()
        assert "an empty file" in self.refused(said, tmp_path / "empty")

    def test_a_picture(self, said, tmp_path):
        (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        assert "a picture" in self.refused(said, tmp_path / "x.png")

    def test_all_faults_of_a_document(self, said, tmp_path):
        header = '"workmodel": {"format": "plan", "version": 1}'
        text = f'{{{header}, "entities": [{{"kind": "task"}}, {{"kind": "x", "id": "y"}}]}}'
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")
        err = self.refused(said, tmp_path / "bad.json")
        assert "$.entities[0].id" in err
        assert "$.entities[1].kind" in err

    def test_a_name_that_is_no_text(self, said, tmp_path):
        assert "no file" in self.refused(said, tmp_path / "\udcff.json")

    def test_an_unknown_item_with_the_nearest(self, said, path):
        assert 'Did you mean "build"?' in self.refused(said, path, "--explain", "biuld")

    def test_a_person_has_no_dates_to_explain(self, said, path):
        assert "resource" in self.refused(said, path, "--explain", "ana")

    def test_a_ring_of_dependencies(self, said, tmp_path):
        plan = Plan(start="2026-03-02").add(Task("a", after=["b"]), Task("b", after=["a"]))
        document.dump(plan, tmp_path / "ring.json")
        assert "wait for each other" in self.refused(said, tmp_path / "ring.json")

    def test_a_plan_without_a_start(self, said, tmp_path):
        document.dump(Plan().add(Task("a")), tmp_path / "p.json")
        assert "has no start" in self.refused(said, tmp_path / "p.json")

    @pytest.mark.parametrize("option", ["--as-of", "--start"])
    def test_a_date_that_is_none(self, said, path, option):
        assert f"{option}: 'soon' is not a date" in self.refused(said, path, option, "soon")

    def test_a_time_with_a_zone_in_a_plan_without(self, said, path):
        assert "zone" in self.refused(said, path, "--start", "2026-03-02T09:00+01:00")
        assert "zone" in self.refused(said, path, "--as-of", "2026-03-02T09:00+01:00")

    @pytest.mark.parametrize(
        "arguments", [(), ("--what",), ("a", "b"), ("a", "--width", "wide"), ("a", "--width", "5")]
    )
    def test_arguments_that_are_wrong(self, said, arguments):
        status, out, err = said(*arguments)
        assert (status, out) == (2, "")
        assert "usage:" in err


class TestTerminals:
    def test_ascii_is_all_that_is_printed_where_it_is_asked_for(self, said, path):
        for arguments in ((), ("--brief",), ("--explain", "live")):
            assert said(path, "--ascii", *arguments)[1].isascii()

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
    def test_any_terminal_can_show_the_output(self, path, encoding):
        done = run(path, env={"PYTHONIOENCODING": encoding})
        assert (done.returncode, done.stderr) == (0, "")

    def test_errors_are_shown_on_any_terminal(self, tmp_path):
        done = run(tmp_path / "größer ☃.json", env={"PYTHONIOENCODING": "ascii"})
        assert done.returncode == 2
        assert done.stderr.startswith("workmodel: there is no file")

    def test_the_width_of_the_terminal_is_kept(self, path):
        done = run(path, env={"COLUMNS": "70"})
        assert max(map(len, done.stdout.splitlines())) < 70

    @pytest.mark.skipif(os.name != "posix", reason="needs a shell")
    def test_a_reader_that_goes_away_is_no_error(self, path):
        command = f"'{sys.executable}' -m workmodel '{path}' | head -n 1"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            ["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.stdout == "Website\n"
        assert done.stderr == ""

    def test_a_pipe_that_is_closed_at_once_is_no_error(self, path):
        reading, writing = os.pipe()
        os.close(reading)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with os.fdopen(writing, "wb") as out:
            done = subprocess.run(
                [sys.executable, "-m", "workmodel", str(path)],
                env=environment,
                stdout=out,
                stderr=subprocess.PIPE,
                timeout=120,
            )
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
    def test_a_full_disk_is_told(self, path):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with Path("/dev/full").open("wb") as out:
            done = subprocess.run(
                [sys.executable, "-m", "workmodel", str(path)],
                env=environment,
                stdout=out,
                stderr=subprocess.PIPE,
                timeout=120,
            )
        assert done.returncode == 2
        assert done.stderr.startswith(b"workmodel: a file cannot be read or written: No space left")
        assert b"Exception ignored" not in done.stderr

    def test_a_broken_pipe_within_a_process_that_has_no_descriptor(self, path, monkeypatch):
        class Gone(io.StringIO):
            def write(self, _: str) -> int:
                raise BrokenPipeError

        monkeypatch.setattr(sys, "stdout", Gone())
        assert main([str(path)]) == 141

    def test_an_interrupt_ends_quietly(self, path, monkeypatch, capsys):
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("workmodel.interchange.load", interrupted, raising=False)
        assert main([str(path)]) == 130
        assert capsys.readouterr() == ("", "")


class TestHelp:
    def test_it_names_every_option_and_shows_examples(self, said):
        status, out, _ = said("--help")
        assert status == 0
        for word in (
            "PLAN",
            "--explain",
            "--html",
            "--json",
            "--csv",
            "--xml",
            "--as-of",
            "--stored",
            "examples:",
            "exit status",
        ):
            assert word in out

    def test_the_version(self, said):
        import workmodel

        assert said("--version")[1] == f"workmodel {workmodel.__version__}\n"

    def test_help_loads_no_engine(self):
        code = (
            "import sys; from workmodel.cli import main; main(['--help']); "
            "sys.exit(any(name in sys.modules for name in ('numpy', 'networkx', 'cattrs')))"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        assert (
            subprocess.run(
                [sys.executable, "-c", code], env=environment, capture_output=True, timeout=60
            ).returncode
            == 0
        )


class TestTheDemo:
    def test_the_shipped_plan_is_planned_and_reported(self, root, tmp_path):
        done = run(root / "examples" / "product_launch.json", "--html", tmp_path / "launch.html")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Critical path" in done.stdout
        assert (tmp_path / "launch.html").stat().st_size > 20_000

    def test_it_is_of_real_size_and_has_a_few_findings(self, root):
        from workmodel.scheduling import schedule

        plan = load(root / "examples" / "product_launch.json").plan
        assert document.dumps(plan) == (root / "examples" / "product_launch.json").read_text(encoding="utf-8")
        assert len(plan.items) >= 60
        assert len(plan.resources) >= 8
        assert len(plan.calendars) >= 4
        links = {str(d.link) for item in plan.items.values() for d in item.after}
        lags = [str(d.lag) for item in plan.items.values() for d in item.after if d.lag]
        assert links == {"FS", "SS", "FF", "SF"}
        assert any("%" in lag for lag in lags)
        assert any("ed" in lag or "eh" in lag for lag in lags)
        assert any(lag.startswith("-") for lag in lags)
        found = [finding for finding in schedule(plan).findings if finding.severity != "info"]
        assert 1 <= len(found) <= 12

    def test_its_people_have_routines_absences_and_too_much_to_do(self, root):
        done = run(root / "examples" / "product_launch.json", "--workload", "--width", "120")
        assert (done.returncode, done.stderr) == (0, "")
        assert max(map(len, done.stdout.splitlines())) <= 120
        for words in (
            "away",
            "Daily stand-up",
            "Launch meeting",
            "Support for",
            "finds no room",
        ):
            assert words in done.stdout
        plan = load(root / "examples" / "product_launch.json").plan
        assert any(one.arrivals for one in plan.routines.values())
        assert any(one.members for one in plan.resources.values())
        assert any(one.capacity_changes for one in plan.resources.values())
