"""Plans become tables that spreadsheets open, that are safe there, and that can be read again."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Calendar, Milestone, Mode, Plan, Project, Property, Resource, Routine, Task
from workmodel.interchange import tables


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


PLAN = Plan().add(
    Project("site", title="Website"),
    Task("spec", title="Specification", parent="site", duration="3d", assignments=["ana", "ben 50%"], priority=700),
    Task(
        "build", parent="site", effort="40h", duration="1w 2d", estimated=True, after=["spec SS+2d", "live FF+50%"],
        progress={"percent": 40, "actual_start": "2026-03-02 09:00"}, tags=["red", "blue"], notes='a "b"\nc, d',
        constraint="SNET 2026-03-02", deadline="2026-04-10 17:00", calendar="24_hours",
    ),
    Milestone("live", after=["spec"], parent="site", progress={"actual_finish": "2026-03-09"}),
    Resource("ana"),
    Resource("ben"),
)  # fmt: skip


def test_a_row_for_each_task_milestone_and_project():
    found = rows(tables.dumps(PLAN))
    assert [row["ID"] for row in found] == ["site", "spec", "build", "live"]
    assert found[2] == {
        "ID": "build", "Parent": "site", "Type": "task", "Name": "build", "Duration": "1w 2d?", "Work": "40h",
        "% Complete": "40%", "Actual Start": "2026-03-02 09:00", "Actual Finish": "",
        "Predecessors": "spec SS+2d; live FF+50%", "Resource Names": "", "Constraint": "SNET 2026-03-02",
        "Deadline": "2026-04-10 17:00", "Priority": "500", "Calendar": "24_hours",
        "Tags": "red; blue", "Notes": 'a "b"\nc, d',
    }  # fmt: skip
    assert found[1]["Resource Names"] == "ana; ben 50%"


def test_what_a_table_can_hold_comes_back():
    assert tables.loads(tables.dumps(PLAN)).plan == PLAN
    assert tables.losses(PLAN) == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_with_any_delimiter(delimiter):
    assert tables.loads(tables.dumps(PLAN, delimiter=delimiter)).plan == PLAN


def test_lines_end_as_the_standard_says():
    assert tables.dumps(Plan().add(Task("a"))).count("\r\n") == 2


class TestFormulas:
    HOSTILE = (
        "=1+1",
        "+49 30 1234",
        "-2 degrees",
        "@SUM(A1)",
        "\tx",
        '=HYPERLINK("http://x")',
        "'=quoted",
        "''=twice",
    )

    @pytest.mark.parametrize("text", HOSTILE)
    def test_no_cell_is_run_as_a_formula(self, text):
        plan = Plan().add(Task("a", title=text, notes=text, tags=[text]))
        for row in csv.reader(io.StringIO(tables.dumps(plan), newline="")):
            assert not [cell for cell in row if cell[:1] in "=+-@\t\r" and cell]

    @pytest.mark.parametrize("text", [t for t in HOSTILE if t == t.strip()])
    def test_the_text_comes_back(self, text):
        assert tables.loads(tables.dumps(Plan().add(Task("a", title=text)))).plan["a"].title == text

    def test_an_ordinary_apostrophe_is_left_alone(self):
        assert tables.loads("Name\n'tis done\n").plan["tis-done"].title == "'tis done"


class TestLosses:
    def lost(self, plan: Plan) -> list[str]:
        return [str(finding) for finding in tables.losses(plan)]

    def test_entities_of_other_kinds(self):
        plan = Plan().add(
            Task("a"),
            Resource("ana"),
            Routine("support", effort="1h"),
            Calendar("office", week="mon 8-12"),
            Property("risk"),
        )
        assert self.lost(plan) == [
            "[tables.entity_lost] ana: a resource is not in the table",
            "[tables.entity_lost] support: a routine is not in the table",
            "[tables.entity_lost] office: a calendar is not in the table",
            "[tables.entity_lost] risk: a property is not in the table",
        ]

    def test_attributes_without_a_column(self):
        plan = Plan().add(
            Property("risk"), Resource("ana", capacity="0.5"),
            Task("a", estimate="1d / 2d / 3d", manual="2026-03-02", assignments=["ana"], properties={"risk": "x"}),
        )  # fmt: skip
        assert "[tables.field_lost] a: properties, estimate, manual are not in the table" in self.lost(plan)
        assert "[tables.field_lost] ana: capacity is not in the table" in self.lost(plan)
        modes = Task("a", modes=[Mode("fast", duration="1d"), Mode("slow", duration="3d")], splittable=True)
        assert self.lost(Plan().add(modes)) == [
            "[tables.field_lost] a: modes, splittable are not in the table"
        ]

    def test_settings(self):
        title, start, zone = self.lost(Plan(start="2026-03-02", zone="Europe/Berlin", title="x"))
        assert [title, start] == [
            "[tables.setting_lost] the plan's title is not in the table",
            "[tables.setting_lost] the plan's start is not in the table",
        ]
        assert zone.startswith("[tables.setting_lost] the plan's zone is not in the table; say it when")

    def test_amounts_of_summaries(self):
        plan = Plan().add(Task("a", duration="3d"), Task("b", parent="a"))
        assert self.lost(plan) == ["[tables.field_lost] a: duration is not in the table"]

    def test_an_order_that_cannot_be_told(self):
        plan = Plan().add(Resource("ana"), Task("a", assignments=["ana"]))
        assert self.lost(plan) == [
            "[tables.order_lost] entities come back in another order: resources behind the tasks"
        ]

    def test_ids_that_cannot_stand_in_a_list(self):
        plan = Plan().add(
            Task("a;b"), Task("c", after=["a;b"], duration="1d"), Task("d", after=["a;b SS", "c"])
        )
        found = tables.losses(plan)
        assert found
        assert {f.code for f in found} <= {"tables.not_readable", "tables.field_lost"}


class TestSchedules:
    def test_a_schedule_has_its_dates_and_outline(self):
        scheduling = pytest.importorskip("workmodel.scheduling")
        plan = PLAN.evolve(start="2026-03-02")
        found = rows(tables.dumps(scheduling.schedule(plan)))
        assert [row["WBS"] for row in found] == ["1", "1.1", "1.2", "1.3"]
        assert (found[1]["Start"], found[1]["Finish"]) == ("2026-03-02 08:00", "2026-03-04 17:00")

    def test_its_dates_do_not_become_constraints_when_read(self):
        scheduling = pytest.importorskip("workmodel.scheduling")
        plan = PLAN.evolve(start="2026-03-02")
        read = tables.loads(tables.dumps(scheduling.schedule(plan))).plan
        assert [read[e.id] for e in plan] == list(plan)
        assert read.start == datetime(2026, 3, 2, 8, 0)


def test_files(tmp_path: Path):
    path = tmp_path / "tasks.csv"
    tables.dump(PLAN, path)
    assert tables.load(path).plan == PLAN


# -- any plan of what tables hold ---------------------------------------------------------------------------------------

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,6}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
spans = st.sampled_from([None, "0d", "3d", "1w 2d", "90min", "1.5h", "2ed"])
moments = st.sampled_from([None, date(2026, 3, 2), datetime(2026, 3, 2, 9, 30)])


@st.composite
def plans(draw):
    ids = draw(st.lists(names, min_size=1, max_size=6, unique_by=str.casefold))
    ids = [name for name in ids if name != "standard"]
    found, people = [], ["P1", "P2"]
    for place, name in enumerate(ids):
        links = st.lists(st.sampled_from(ids[:place]), max_size=2, unique=True) if place else st.just([])
        found.append(
            Task(
                name, title=draw(texts), notes=draw(texts), duration=draw(spans), deadline=draw(moments),
                effort=draw(st.sampled_from([None, "40h", "3d"])), priority=draw(st.integers(0, 1000)),
                after=[f"{p} {draw(st.sampled_from(['FS', 'SS+1d', 'FF-50%', 'SF+2ed']))}" for p in draw(links)],
                assignments=[f"{draw(st.sampled_from(people))}x{place} 50%"],
                constraint=draw(st.sampled_from([None, "ALAP", "FNLT 2026-04-01", "MSO 2026-03-05T10:00"])),
            )
        )  # fmt: skip
    workers = [Resource(task.assignments[0].resource) for task in found]
    return Plan().add(found, workers)


@given(plans())
def test_reading_what_was_written_gives_the_same_plan_or_losses_say_what_is_missing(plan):
    read = tables.loads(tables.dumps(plan)).plan
    lost = tables.losses(plan)
    assert (read == plan) == (lost == ())
    named = {(f.subject, name) for f in lost for name in f.fact("fields", ())}
    for entity in plan:
        if entity.title != entity.id:
            assert {name for subject, name in named if subject == entity.id} == set()


def test_what_a_table_does_not_hold_of_people_and_open_demand_is_told():
    plan = Plan(start="2026-03-02").add(
        Task("a", duration="1d", requires="python", contour="front", assignments="ana"),
        Resource("ana", absences="2026-05-04 sick", capacity_changes="2026-05-04 0.5"),
    )
    told = {f.subject: f.fact("fields") for f in tables.losses(plan) if f.code == "tables.field_lost"}
    assert told == {"a": ("requires", "contour"), "ana": ("capacity_changes", "absences")}
