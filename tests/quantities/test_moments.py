import pickle
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType, ZoneMismatch
from workmodel.quantities import Axis, TimeWindow, moment
from workmodel.quantities.moments import zone_info

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
wall_clock = st.datetimes(datetime(1972, 1, 1), datetime(2100, 1, 1)).map(
    lambda d: d.replace(second=0, microsecond=0)
)


def berlin(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


# -- moments ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        (" 2026-03-02 ", date(2026, 3, 2)),
        ("2026-03-02 09:00", datetime(2026, 3, 2, 9)),
        ("2026-03-02T09:00", datetime(2026, 3, 2, 9)),
        ("2026-03-02 09", datetime(2026, 3, 2, 9)),
        ("2026-03-02T09:00:29.999", datetime(2026, 3, 2, 9)),
        ("2026-03-02T09:00:30", datetime(2026, 3, 2, 9, 1)),
        ("2026-12-31T23:59:59", datetime(2027, 1, 1)),
        ("2026-03-02T09:00Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T09:00+01:00", datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_moment_is_a_day_or_a_time_in_iso_form(text, value):
    assert moment(text) == value
    assert type(moment(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-13-01",
        "2026-02-30",
        "02.03.2026",
        "20260302",
        "2026-W10-1",
        "2026-03-02 25:00",
        "0000-01-01",
        "٢٠٢٦-٠٣-٠٢",
        "2026-03-02 09:00 Berlin",
        "2026-03-02\x00",
        "2026-03-02\ud800",
        "2026-03-02" + " " * 60,
        "2026-03-02T09:00+99:00",
    ],
)
def test_text_that_is_no_moment_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        moment(text)
    assert caught.value.text == text
    assert '"2026-03-02 09:00"' in str(caught.value)


@pytest.mark.parametrize("value", [20260302, 1.5, None, True, b"2026-03-02", [2026, 3, 2], timedelta(1)])
def test_what_is_neither_text_nor_date_is_refused(value):
    with pytest.raises(WrongType):
        moment(value)


@given(wall_clock | st.dates())
def test_text_of_a_moment_gives_the_moment_back(value):
    assert moment(value) == value
    assert moment(value.isoformat()) == value


def test_a_time_after_the_last_minute_is_refused():
    with pytest.raises(InvalidText, match="between the years 1 and 9999"):
        moment("9999-12-31T23:59:30")
    with pytest.raises(OutOfRange):
        moment(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_rounding_up_stays_at_the_same_instant_where_clocks_change():
    last_of_summer = berlin("2026-10-25 02:59:40")
    assert moment(last_of_summer).astimezone(UTC) == datetime(2026, 10, 25, 1, tzinfo=UTC)
    second_time_round = berlin("2026-10-25 02:30:40", fold=1)
    assert moment(second_time_round).astimezone(UTC) == datetime(2026, 10, 25, 1, 31, tzinfo=UTC)
    assert moment(datetime(2026, 10, 25, 2, 30, 40, fold=1)).fold == 1
    into_summer = berlin("2026-03-29 01:59:40")
    assert moment(into_summer).astimezone(UTC) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(
    st.datetimes(
        datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.sampled_from([ZoneInfo(z) for z in ZONES])
    )
)
def test_rounding_moves_an_instant_by_at_most_half_a_minute(value):
    assert abs(moment(value).astimezone(UTC) - value.astimezone(UTC)) <= timedelta(seconds=30)


def test_what_subclasses_add_is_left_behind():
    class Stamp(datetime):
        nanosecond = 5

    class Day(date):
        pass

    assert type(moment(Stamp(2026, 3, 2, 9))) is datetime
    assert type(moment(Day(2026, 3, 2))) is date


def test_a_time_that_is_no_time_is_refused():
    class NotATime(datetime):
        year = float("nan")

    with pytest.raises(WrongType):
        moment(NotATime(2026, 3, 2))


class Nowhere(tzinfo):
    """A zone that does not know its offset; its times are naive by definition."""

    def utcoffset(self, dt):
        return None

    def dst(self, dt):
        return None

    def tzname(self, dt):
        return None


def test_a_zone_without_an_offset_is_no_zone():
    assert moment(datetime(2026, 3, 2, 9, tzinfo=Nowhere())) == datetime(2026, 3, 2, 9)
    assert moment(datetime(2026, 3, 2, 9, tzinfo=Nowhere())).tzinfo is None


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_the_documented_error(text):
    try:
        moment(text)
    except InvalidValue as problem:
        note(str(problem))


# -- axis ----------------------------------------------------------------


def test_floating_minutes_count_wall_clock():
    axis = Axis()
    assert axis.minute(datetime(1970, 1, 1)) == 0
    assert axis.minute(date(1970, 1, 2)) == 1440
    assert axis.minute(date(1970, 1, 2), end=True) == 2880
    assert axis.minute(datetime(2026, 3, 30)) - axis.minute(datetime(2026, 3, 29)) == 1440
    assert axis.time(0).tzinfo is None


def test_days_are_shorter_and_longer_where_clocks_change():
    axis = Axis("Europe/Berlin")
    length = {
        d: axis.minute(date(2026, *d), end=True) - axis.minute(date(2026, *d))
        for d in ((3, 28), (3, 29), (10, 25))
    }
    assert length == {(3, 28): 1440, (3, 29): 1380, (10, 25): 1500}


def test_a_time_that_a_change_of_clocks_removes_is_read_with_the_offset_before_it():
    axis = Axis("Europe/Berlin")
    assert axis.time(axis.minute(datetime(2026, 3, 29, 2, 30))).isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_time_that_a_change_of_clocks_repeats_is_the_first_unless_it_says_otherwise():
    axis = Axis("Europe/Berlin")
    first, second = datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 2, 30, fold=1)
    assert axis.minute(second) - axis.minute(first) == 60
    assert axis.time(axis.minute(second)).fold == 1


@given(wall_clock, st.sampled_from(ZONES))
def test_minutes_of_aware_times_give_the_instant_back(value, zone):
    axis = Axis(zone)
    aware = value.replace(tzinfo=ZoneInfo("America/New_York"))
    assert axis.time(axis.minute(aware)).astimezone(UTC) == aware.astimezone(UTC)


@given(st.integers(0, 70_000_000), st.sampled_from([None, *ZONES]))
def test_a_minute_gives_the_time_that_gives_the_minute_back(minute, zone):
    axis = Axis(zone)
    time = axis.time(minute)
    assert axis.minute(time) == minute
    assert (
        axis.minute(time.replace(tzinfo=None)) == minute or time.fold
    )  # the wall clock says it too, but for the repeated hour
    assert (time.tzinfo is None) is (zone is None)


@given(st.dates(date(1972, 1, 1), date(2100, 1, 1)), st.sampled_from([None, *ZONES]))
def test_the_end_of_a_day_is_the_start_of_the_next(day, zone):
    axis = Axis(zone)
    assert axis.minute(day, end=True) == axis.minute(day + timedelta(days=1))
    assert axis.minute(day) <= axis.minute(day, end=True)  # a day may be missing: Samoa skipped one


def test_a_zone_in_a_floating_plan_is_an_error_that_says_so():
    with pytest.raises(ZoneMismatch) as caught:
        Axis().minute(datetime(2026, 3, 2, tzinfo=UTC))
    assert 'Plan(zone="Europe/Berlin")' in str(caught.value)


def test_offsets_with_seconds_round_to_whole_minutes():
    axis = Axis("Europe/Amsterdam")  # +00:19:32 until 1937
    assert isinstance(axis.minute(datetime(1930, 1, 1)), int)


def test_the_last_day_has_an_end_and_the_axis_an_edge():
    for zone in (None, "UTC", "America/New_York", "Europe/Berlin"):
        axis = Axis(zone)
        assert axis.minute(date.max, end=True) == axis.minute(date.max) + 1440
    assert Axis().minute(date.min) < 0
    with pytest.raises(OutOfRange):
        Axis("Europe/Berlin").minute(date.min)
    with pytest.raises(OutOfRange):
        Axis("UTC").minute(datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))
    with pytest.raises(OutOfRange):
        Axis("America/New_York").minute(datetime(9999, 12, 31, 23, 59))
    for minute in (10**10, -(10**10), 10**5000):
        for zone in (None, "Europe/Berlin"):
            with pytest.raises(OutOfRange):
                Axis(zone).time(minute)


@pytest.mark.parametrize("value", [1.5, float("nan"), "5", None])
def test_a_minute_is_a_whole_number(value):
    with pytest.raises(WrongType):
        Axis().time(value)


@pytest.mark.parametrize("value", ["2026-03-02", 5, None])
def test_an_axis_places_dates_and_datetimes(value):
    with pytest.raises(WrongType):
        Axis().minute(value)


def test_numpys_whole_numbers_are_minutes():
    assert Axis().times(np.array([0, 1440])) == [datetime(1970, 1, 1), datetime(1970, 1, 2)]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Nowhere",
        "Europe",
        "europe/nowhere",
        "../etc/passwd",
        "/etc/passwd",
        "x" * 5000,
        "\x00",
        "\ud800",
        "tzdata.zi",
    ],
)
def test_a_zone_that_does_not_exist_is_an_error(name):
    with pytest.raises(InvalidText) as caught:
        Axis(name)
    assert caught.value.what == "a zone"


@pytest.mark.parametrize("name", [5, ["UTC"], {}, b"UTC", UTC])
def test_a_zone_is_given_by_name(name):
    with pytest.raises(WrongType):
        Axis(name)


def test_axes_are_values():
    axis = Axis("Europe/Berlin")
    assert axis == Axis("Europe/Berlin") != Axis()
    assert pickle.loads(pickle.dumps(axis)).time(0) == axis.time(0)
    assert zone_info("UTC").key == "UTC"


# -- windows ----------------------------------------------------------------


def test_a_window_is_half_open():
    window = TimeWindow(datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12))
    assert datetime(2026, 3, 2, 9) in window
    assert datetime(2026, 3, 2, 11, 59) in window
    assert datetime(2026, 3, 2, 12) not in window
    assert datetime(2026, 3, 2, 8, 59) not in window
    assert "2026-03-02 10:00" not in window
    assert window.elapsed == timedelta(hours=3)
    assert TimeWindow(window.start, window.start).elapsed == timedelta(0)
    assert window.start not in TimeWindow(window.start, window.start)


def test_a_window_over_a_change_of_clocks_lasts_as_long_as_it_lasts():
    assert TimeWindow(berlin("2026-03-28 12:00"), berlin("2026-03-29 12:00")).elapsed == timedelta(hours=23)
    assert TimeWindow(berlin("2026-10-24 12:00"), berlin("2026-10-25 12:00")).elapsed == timedelta(hours=25)


def test_in_the_repeated_hour_a_window_knows_which_of_the_two():
    first = TimeWindow(berlin("2026-10-25 02:00"), berlin("2026-10-25 02:45"))
    assert berlin("2026-10-25 02:30") in first
    assert berlin("2026-10-25 02:30", fold=1) not in first
    assert TimeWindow(berlin("2026-10-25 02:45"), berlin("2026-10-25 02:15", fold=1)).elapsed == timedelta(
        minutes=30
    )


def test_a_window_may_reach_to_the_ends_of_the_calendar():
    east = timezone(timedelta(hours=14))
    assert TimeWindow(
        datetime.min.replace(tzinfo=east), datetime.max.replace(tzinfo=UTC)
    ).elapsed > timedelta(0)


def test_ends_of_a_window_fit_together():
    with pytest.raises(OutOfRange):
        TimeWindow(datetime(2026, 3, 2), datetime(2026, 3, 1))
    with pytest.raises(OutOfRange):
        TimeWindow(datetime(2026, 3, 1), datetime(2026, 3, 2, tzinfo=UTC))
    for wrong in (date(2026, 3, 1), "2026-03-01", None):
        with pytest.raises(WrongType):
            TimeWindow(wrong, datetime(2026, 3, 2))


def test_looking_for_a_time_with_a_zone_where_there_is_none_is_an_error():
    floating = TimeWindow(datetime(2026, 3, 1), datetime(2026, 3, 2))
    aware = TimeWindow(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(WrongType):
        datetime(2026, 3, 1, tzinfo=UTC) in floating
    with pytest.raises(WrongType):
        datetime(2026, 3, 1) in aware


@given(wall_clock, st.integers(0, 10_000), st.integers(-20_000, 20_000), st.sampled_from(ZONES))
def test_a_window_holds_what_lies_between_its_minutes(start, length, offset, zone):
    axis = Axis(zone)
    first = axis.minute(start)
    window = TimeWindow(axis.time(first), axis.time(first + length))
    assert (axis.time(first + offset) in window) is (0 <= offset < length)
    assert window.elapsed == timedelta(minutes=length)
