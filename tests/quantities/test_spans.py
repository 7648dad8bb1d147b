from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import NO_LAG, Conventions, Effort, Percent, Span, WorkTime, lag, span
from workmodel.quantities.spans import half_up

UNITS = ("min", "h", "d", "w", "mo")
amounts = st.decimals(0, 10_000, allow_nan=False, allow_infinity=False, places=4)
spans = st.builds(
    Span,
    st.lists(st.tuples(amounts, st.sampled_from(UNITS)), max_size=4).map(tuple),
    st.booleans(),
    st.booleans(),
)
conventions = st.builds(Conventions, st.integers(1, 1440), st.integers(1, 10_080), st.integers(1, 31))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4h", 240),
        ("3d", 1440),
        ("1w 2d", 3360),
        ("2mo", 19_200),
        ("30min", 30),
        ("30 minutes", 30),
        ("1 week 2 days", 3360),
        ("1.5d", 720),
        (".5h", 30),
        ("1d4h", 720),
        ("+2d", 960),
        ("-2d", -960),
        ("−2d", -960),
        ("- 2d", -960),
        ("3ed", 4320),
        ("1ew 1 ed", 11_520),
        ("1emo", 43_200),
        ("2 EHRS", 120),
        ("0d", 0),
        ("-0d", 0),
        ("5M", 5),
    ],
)
def test_a_span_is_an_amount_with_a_unit(text, minutes):
    assert span(text).minutes() == minutes


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1 week 2 days", "1w 2d"),
        ("3.50 hours", "3.5h"),
        ("100d", "100d"),
        ("-2 edays", "-2ed"),
        ("0 h", "0h"),
        ("-0h", "0h"),
        ("0.000001d", "0.000001d"),
    ],
)
def test_a_span_prints_as_it_was_written_in_the_short_spelling(written, printed):
    assert str(span(written)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "3",
        "d",
        "3x",
        "3 d d",
        "three days",
        "1d, 2h",
        "--1d",
        "+-1d",
        "1d -2h",
        "nan d",
        "1e5",
        "1e400d",
        "inf d",
        "٣d",
        "3d\x00",
        "1" * 16 + "d",
        "d" * 300,
        "3d " * 200,
        "\ud800d",
        "3ee d",
        "1..5d",
        "1_0d",
    ],
)
def test_a_text_that_is_no_span_is_an_error_that_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        span(text)
    assert caught.value.text == text
    assert caught.value.what == "a span"
    assert '"1w 2d"' in str(caught.value)


def test_working_and_elapsed_units_do_not_mix():
    with pytest.raises(InvalidText) as caught:
        span("1d 2eh")
    assert caught.value.expected == "either working or elapsed units, not both in one span"


@pytest.mark.parametrize("value", [3, 2.5, None, True, b"3d", ["3d"], {"d": 3}, Decimal(3), object()])
def test_a_bare_number_has_no_unit_and_is_no_span(value):
    with pytest.raises(WrongType) as caught:
        span(value)
    assert caught.value.value is value


def test_spans_and_resolved_amounts_are_taken_as_they_are():
    three = span("3d")
    assert span(three) is three
    assert str(span(WorkTime(90))) == "1.5h"
    assert str(span(Effort(50))) == "50min"
    assert span("90min").work_time() == WorkTime(90)
    assert span("1d").effort(Conventions(minutes_per_day=450)) == Effort(450)


def test_no_lag_is_the_zero_span():
    assert span("0d") == NO_LAG
    assert Span() == NO_LAG
    assert hash(Span(())) == hash(span("0d"))
    assert not NO_LAG
    assert str(NO_LAG) == "0d"


@given(spans)
def test_text_of_a_span_gives_the_span_back(value):
    assert span(str(value)) == value
    assert str(span(str(value))) == str(value)


@given(spans)
def test_a_lead_mirrors_its_lag(value):
    one_way = -value
    assert one_way.minutes() == -value.minutes()
    assert -one_way == value


@given(spans, conventions)
def test_minutes_are_the_exact_sum_rounded_once(value, held):
    sizes = (
        {"min": 1, "h": 60, "d": 1440, "w": 10_080, "mo": 43_200}
        if value.elapsed
        else {u: held.unit(u) for u in UNITS}
    )
    exact = sum((Fraction(amount) * sizes[unit] for amount, unit in value.parts), Fraction(0))
    minutes = value.minutes(held)
    assert abs(abs(minutes) - exact) <= Fraction(1, 2)
    assert abs(minutes) >= exact if abs(minutes) - exact == Fraction(1, 2) else True
    assert (minutes < 0) <= value.negative


@given(spans)
def test_elapsed_units_do_not_depend_on_conventions(value):
    if value.elapsed:
        assert value.minutes(Conventions(60, 60, 1)) == value.minutes()


def test_halves_round_away_from_zero_on_both_sides():
    assert (span("0.5min").minutes(), span("-0.5min").minutes()) == (1, -1)
    assert (span("1.5min").minutes(), span("2.5min").minutes()) == (2, 3)
    assert span("0.49min").minutes() == 0
    assert span("0.25min 0.25min").minutes() == 1  # rounded once, not part by part
    assert bool(span("0.1min"))


@given(st.fractions(-1000, 1000))
def test_half_up_is_the_nearest_whole_number_away_from_zero_on_ties(value):
    found = half_up(value)
    assert abs(found - value) <= Fraction(1, 2)
    assert half_up(-value) == -found
    if abs(found - value) == Fraction(1, 2):
        assert abs(found) > abs(value)


@given(st.integers(-(2**40), 2**40), st.sampled_from(UNITS), st.booleans())
def test_the_span_of_some_minutes_is_so_many_minutes(minutes, unit, elapsed):
    found = Span.of_minutes(minutes, unit=unit, elapsed=elapsed)
    assert found.minutes() == minutes
    assert found.elapsed is elapsed
    assert span(str(found)) == found


def test_minutes_are_written_in_the_unit_wanted_where_that_is_exact():
    assert str(Span.of_minutes(960, unit="d")) == "2d"
    assert str(Span.of_minutes(-720, unit="d")) == "-1.5d"
    assert str(Span.of_minutes(0, unit="w")) == "0w"
    assert str(Span.of_minutes(1440, unit="d", elapsed=True)) == "1ed"
    assert str(Span.of_minutes(50, unit="w")) == "50min"
    assert str(Span.of_minutes(30, unit="mo")) == "0.5h"
    assert str(Span.of_minutes(450, unit="d", conventions=Conventions(450))) == "1d"


@pytest.mark.parametrize(
    ("minutes", "unit", "error"),
    [
        (float("nan"), "d", WrongType),
        (2.0, "d", WrongType),
        (True, "d", WrongType),
        ("5", "d", WrongType),
        (2**41, "d", OutOfRange),
        (10**400, "d", OutOfRange),
        (5, "year", InvalidText),
        (5, ["d"], InvalidText),
    ],
)
def test_minutes_that_make_no_span_are_refused(minutes, unit, error):
    with pytest.raises(error):
        Span.of_minutes(minutes, unit=unit)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (None, WrongType),
        ("3d", WrongType),
        (5, WrongType),
        (("3d",), WrongType),
        ((3,), WrongType),
        (((1, "d", 2),), WrongType),
        (((1.5, "d"),), WrongType),
        (((True, "d"),), WrongType),
        ((("3", "d"),), WrongType),
        (((Decimal(1), "year"),), InvalidText),
        (((Decimal(1), []),), InvalidText),
        (((Decimal("nan"), "d"),), OutOfRange),
        (((Decimal("sNaN"), "d"),), OutOfRange),
        (((Decimal("inf"), "d"),), OutOfRange),
        (((Decimal(-1), "d"),), OutOfRange),
        (((Decimal("1e999999"), "d"),), OutOfRange),
        (((Decimal("1e-999999"), "d"),), OutOfRange),
        (((10**400, "d"),), OutOfRange),
        (((2**35, "mo"),), OutOfRange),
    ],
)
def test_parts_that_are_no_amounts_with_units_are_refused(parts, error):
    with pytest.raises(error):
        Span(parts)


@pytest.mark.parametrize("name", ["elapsed", "negative"])
def test_switches_of_a_span_are_true_or_false(name):
    with pytest.raises(WrongType):
        Span(((1, "d"),), **{name: 1})


def test_a_span_longer_than_two_million_years_is_refused():
    with pytest.raises(OutOfRange):
        span("999999999999999mo")
    assert span(f"{2**40}min").minutes() == 2**40
    with pytest.raises(OutOfRange):
        span(f"{2**40}min 1min")


def test_equal_amounts_are_equal_spans_however_they_are_written():
    assert span("1.50d") == span("1.5 days") == Span(((Decimal("1.500"), "d"),))
    assert len({span("1.50d"), span("1.5d")}) == 1
    assert span("1d") != span("8h")  # as written: only a plan's conventions know


def test_a_narrow_decimal_context_does_not_round_what_was_given():
    with localcontext(Context(prec=3)):
        assert str(span("1234567.890123d")) == "1234567.890123d"
        assert str(lag("12345.6789%")) == "12345.6789%"
        assert str(Span.of_minutes(123_456_789, unit="min")) == "123456789min"


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_the_documented_error(text):
    for read in (span, lag):
        try:
            found = read(text)
        except InvalidValue as problem:
            note(str(problem))
        else:
            assert read(str(found)) == found


# -- lags ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed", "of_a_day"),
    [
        ("50%", "50%", 240),
        ("+50%", "50%", 240),
        ("-25%", "-25%", -120),
        ("−25%", "-25%", -120),
        (" 12.5 e% ", "12.5e%", 60),
        ("50E%", "50e%", 240),
        ("0%", "0%", 0),
        ("-0%", "0%", 0),
        ("33.33%", "33.33%", 160),
        ("33.33335%", "33.3334%", 160),
    ],
)
def test_a_lag_may_be_a_percentage_of_the_predecessors_duration(text, printed, of_a_day):
    found = lag(text)
    assert isinstance(found, Percent)
    assert str(found) == printed
    assert found.minutes_of(480) == of_a_day
    assert found.elapsed is ("e" in printed)
    assert bool(found) is (of_a_day != 0)
    assert lag(found) is found
    assert lag(str(found)) == found


def test_a_lag_may_be_a_span():
    assert lag("-1ed") == span("-1ed")
    assert lag(NO_LAG) is NO_LAG


@pytest.mark.parametrize("text", ["%", "x%", "1e9%", "50%%", "5 0%", "1234567%", "--5%", "nan%", "٥%"])
def test_a_percentage_that_is_none_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        lag(text)
    assert caught.value.what == "a lag"
    assert '"50%"' in caught.value.expected


def test_what_follows_a_long_percentage_is_not_overlooked():
    with pytest.raises(InvalidText):
        lag("50%" + " " * 250 + "x%")


def test_percent_lags_have_limits():
    assert lag("100000%").minutes_of(1) == 1000
    for value in (Decimal("100000.0001"), Decimal("nan"), Decimal("-inf"), Decimal("1e999999")):
        with pytest.raises(OutOfRange):
            Percent(value)
    for wrong in (0.5, True, "50", None):
        with pytest.raises(WrongType):
            Percent(wrong)
    with pytest.raises(WrongType):
        Percent(Decimal(5), elapsed=1)
    assert Percent(50) == Percent(Decimal("50.0")) == lag("50%")
    assert Percent(Decimal("1e-999999")) == Percent(0)


@given(st.decimals(-1000, 1000, places=4), st.integers(0, 10**6))
def test_a_share_of_a_duration_is_the_exact_share_rounded_away_from_zero(value, duration):
    percent = Percent(value)
    exact = Fraction(value) * duration / 100
    assert abs(percent.minutes_of(duration) - exact) <= Fraction(1, 2)
    assert Percent(-value).minutes_of(duration) == -percent.minutes_of(duration)


# -- conventions ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "most"), [("minutes_per_day", 1440), ("minutes_per_week", 10_080), ("days_per_month", 31)]
)
def test_conventions_have_limits(name, most):
    assert getattr(Conventions(**{name: most}), name) == most
    for value in (0, -1, most + 1, 7.5, True, "480", None, float("nan"), 10**5000):
        with pytest.raises(OutOfRange) as caught:
            Conventions(**{name: value})
        assert caught.value.what == name


def test_conventions_say_how_long_units_of_work_are():
    held = Conventions(minutes_per_day=450, minutes_per_week=2250, days_per_month=21)
    assert [held.unit(u) for u in UNITS] == [1, 60, 450, 2250, 9450]
    for wrong in ("year", None, []):
        with pytest.raises(InvalidText):
            held.unit(wrong)
