"""Plans from dataframes, and schedules as numpy columns and dataframes, of whatever library is installed."""

import subprocess
import sys
from datetime import datetime, timedelta

import numpy as np
import pytest

from workmodel import Milestone, Plan, Project, Task, schedule
from workmodel.errors import MissingExtra, PlanFaults, WrongType
from workmodel.quantities import WorkTime

MONDAY = "2026-03-02"


@pytest.fixture(params=["pandas", "polars", "pyarrow"])
def library(request):
    """The name of a library of dataframes, and how to make one of columns."""
    pytest.importorskip("narwhals", reason="dataframes need the extra frames")
    found = pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    return request.param, found.table if request.param == "pyarrow" else found.DataFrame


def as_lists(frame, name):
    """The cells of a column of any library."""
    return frame[name].to_pylist() if hasattr(frame[name], "to_pylist") else frame[name].to_list()


@pytest.fixture
def plan():
    return Plan(start=MONDAY).add(
        Project("site"),
        Task("draft", parent="site", duration="2d", progress="50%"),
        Task("review", parent="site", duration="1d", after=["draft"]),
        Milestone("live", after=["review"]),
    )


class TestFromDataframes:
    def test_a_dataframe_is_read_as_its_columns_are(self, library):
        _, frame = library
        items = {
            "id": ["site", "draft", "review"],
            "kind": ["project", "task", None],
            "parent": [None, "site", "site"],
            "duration": [None, 960.0, 480.0],
            "priority": [500, 700, 500],
            "deadline": [None, datetime(2026, 3, 9, 12), None],
            "splittable": [False, True, False],
        }
        links = {"predecessor": [1], "successor": [2], "lag": [timedelta(hours=2)]}
        found = Plan.from_columns(frame(items), frame(links), start=MONDAY)
        assert found == Plan(start=MONDAY).add(
            Project("site"),
            Task(
                "draft", parent="site", duration=WorkTime(960), priority=700, deadline=datetime(2026, 3, 9, 12),
                splittable=True,
            ),
            Task("review", parent="site", duration=WorkTime(480), after=["draft FS+2h"]),
        )  # fmt: skip

    def test_columns_may_be_series(self, library):
        name, frame = library
        table = frame({"id": ["a", "b"], "duration": [480, 960], "title": ["A", None]})
        found = Plan.from_columns({column: table[column] for column in ("id", "duration", "title")})
        assert found == Plan().add(
            Task("a", title="A", duration=WorkTime(480)), Task("b", duration=WorkTime(960))
        ), name

    def test_faults_of_a_dataframe_have_their_rows(self, library):
        _, frame = library
        with pytest.raises(PlanFaults) as caught:
            Plan.from_columns(frame({"id": ["a", "b"], "duration": [1.5, 2.0]}))
        assert caught.value.faults == ("row 0: duration is 1.5, not a whole number of minutes",)

    def test_whole_numbers_of_pandas_that_may_be_missing_are_whole_numbers(self):
        pandas = pytest.importorskip("pandas", reason="pandas is not installed")
        frame = pandas.DataFrame(
            {
                "id": pandas.Series(["a", "b"], dtype="string"),
                "kind": pandas.Categorical(["task", "milestone"]),
                "duration": pandas.array([480, None], dtype="Int64"),
            }
        )
        found = Plan.from_columns(frame)
        assert found == Plan().add(Task("a", duration=WorkTime(480)), Milestone("b"))
        assert found == Plan.from_columns({name: frame[name] for name in frame.columns})

    def test_a_frame_that_is_not_computed_yet_has_to_be_collected(self):
        polars = pytest.importorskip("polars", reason="polars is not installed")
        with pytest.raises(WrongType, match="collected"):
            Plan.from_columns(polars.LazyFrame({"id": ["a"]}))

    def test_two_columns_of_one_name_are_refused(self):
        pandas = pytest.importorskip("pandas", reason="pandas is not installed")
        with pytest.raises(WrongType):
            Plan.from_columns(pandas.DataFrame([["a", "b"]], columns=["id", "id"]))


class TestToColumns:
    def test_the_dates_of_a_schedule_as_arrays(self, plan):
        found = schedule(plan)
        columns, plain = found.to_columns(), found.columns()
        assert list(columns) == [name for name in plain if name not in ("wbs", "title", "kind", "parent")]
        assert {name: column.dtype.str[1:] for name, column in columns.items()} == {
            "id": "O", "summary": "b1", "start": "M8[m]", "finish": "M8[m]", "early_start": "M8[m]",
            "early_finish": "M8[m]", "late_start": "M8[m]", "late_finish": "M8[m]", "duration_minutes": "i8",
            "total_float_minutes": "i8", "free_float_minutes": "i8", "critical": "b1", "complete": "f8",
        }  # fmt: skip
        for name, column in columns.items():
            assert column.tolist() == plain[name]

    def test_they_cannot_be_written_to(self, plan):
        found = schedule(plan)
        with pytest.raises(ValueError, match="read-only"):
            found.to_columns()["start"][0] = np.datetime64("2026-01-01")

    def test_of_a_plan_with_a_zone_dates_are_utc(self, plan):
        zoned = schedule(plan.evolve(zone="Europe/Berlin", start="2026-03-27"))
        finish = zoned.to_columns()["finish"]
        assert [moment.isoformat() for moment in zoned.columns()["finish"]][-1] == "2026-03-31T17:00:00+02:00"
        assert str(finish[-1]) == "2026-03-31T15:00"

    def test_a_dataframe_has_the_same_rows(self, plan, library):
        name, _ = library
        found = schedule(plan)
        frame = found.to_columns(name)
        plain = found.columns()
        for column in found.to_columns():
            assert as_lists(frame, column) == plain[column]

    def test_a_dataframe_of_a_plan_with_a_zone_is_on_its_clock(self, plan, library):
        name, _ = library
        found = schedule(plan.evolve(zone="Europe/Berlin", start="2026-03-27"))
        moments = as_lists(found.to_columns(name), "finish")
        assert [moment.isoformat() for moment in moments] == [
            moment.isoformat() for moment in found.columns()["finish"]
        ]

    def test_nothing_is_scheduled_in_a_plan_of_nothing(self):
        columns = schedule(Plan(start=MONDAY)).to_columns()
        assert {len(column) for column in columns.values()} == {0}

    @pytest.mark.parametrize("wrong", ["excel", 3, b"pandas"])
    def test_only_libraries_of_dataframes_make_dataframes(self, plan, wrong):
        pytest.importorskip("narwhals", reason="dataframes need the extra frames")
        with pytest.raises(WrongType):
            schedule(plan).to_columns(wrong)


def test_without_narwhals_the_extra_is_named(plan, monkeypatch):
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(MissingExtra, match=r"workmodel\[frames\]"):
        schedule(plan).to_columns("pandas")
    with pytest.raises(MissingExtra, match=r"workmodel\[frames\]"):
        Plan.from_columns(object())
    assert len(Plan.from_columns({"id": ["a"]})) == 1


def test_columns_without_dataframes_load_no_library_of_dataframes():
    code = (
        "import sys; from workmodel import Plan, schedule; "
        "schedule(Plan.from_columns({'id': ['a']}, start='2026-03-02')).to_columns(); "
        "sys.exit(bool({'narwhals', 'pandas', 'polars', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
