import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.errors import OutOfRange, WrongType
from workmodel.quantities import Effort, WorkTime

minutes = st.integers(-(2**40), 2**40)


@given(minutes, minutes)
def test_amounts_add_and_subtract_in_whole_minutes(a, b):
    assert WorkTime(a) + WorkTime(b) == WorkTime(a + b)
    assert Effort(a) - Effort(b) == Effort(a - b)
    assert -WorkTime(a) == WorkTime(-a)
    assert (WorkTime(a) < WorkTime(b)) is (a < b)
    assert bool(Effort(a)) is (a != 0)


def test_effort_and_working_time_are_not_the_same():
    assert WorkTime(60) != Effort(60)
    for do in (
        lambda: WorkTime(1) + Effort(1),
        lambda: Effort(1) - WorkTime(1),
        lambda: WorkTime(1) < Effort(1),
        lambda: WorkTime(1) + 1,
        lambda: WorkTime(1) - 1,
    ):
        with pytest.raises(TypeError):
            do()


@pytest.mark.parametrize("value", [1.0, "5", None, True, float("nan"), [5]])
def test_minutes_are_whole_numbers(value):
    with pytest.raises(WrongType) as caught:
        WorkTime(value)
    assert caught.value.what == "WorkTime.minutes"


def test_minutes_fit_in_63_bits():
    assert WorkTime(2**63 - 1).hours > 0
    for value in (2**63, -(2**63), 10**5000):
        with pytest.raises(OutOfRange):
            Effort(value)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0min"), (59, "59min"), (60, "1h"), (150, "2h 30min"), (-150, "-2h 30min"), (-60, "-1h")],
)
def test_amounts_print_in_hours_and_minutes(size, text):
    assert str(WorkTime(size)) == text


@given(minutes)
def test_amounts_are_values(size):
    value = Effort(size)
    assert pickle.loads(pickle.dumps(value)) == value
    assert hash(value) == hash(Effort(size))
    assert value.hours == size / 60
