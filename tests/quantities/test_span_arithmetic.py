from decimal import Context, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workmodel.errors import OutOfRange, SpansDoNotMix
from workmodel.quantities import NO_LAG, Conventions, Span, WorkTime, span

CLOSE = {"min": 1, "h": 60, "d": 480, "w": 2400, "mo": 9600}
ELAPSED = {"min": 1, "h": 60, "d": 1440, "w": 10_080, "mo": 43_200}
spans = st.builds(
    Span,
    st.lists(st.tuples(st.decimals(0, 500, places=2), st.sampled_from([*CLOSE])), min_size=1, max_size=3).map(
        tuple
    ),
    st.booleans(),
    st.booleans(),
)


def exact(value):
    lengths = ELAPSED if value.elapsed else CLOSE
    size = sum((Fraction(amount) * lengths[unit] for amount, unit in value.parts), Fraction(0))
    return -size if value.negative else size


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        ("3d", "4h", "3d 4h"),
        ("4h", "3d", "3d 4h"),
        ("3d", "2d", "5d"),
        ("1w", "2d", "1w 2d"),
        ("1w 2d", "1w 4h", "2w 2d 4h"),
        ("2h 30min", "30min", "3h"),
        ("3h", "90min", "4h 30min"),
        ("90min", "30min", "120min"),
        ("1.5d", "0.5d", "2d"),
        ("3h", "-30min", "2h 30min"),
        ("30min", "-3h", "-2h 30min"),
        ("3d 4h", "-1d", "2d 4h"),
        ("1d 2h", "-30min", "1d 1h 30min"),
        ("-2d", "-1d", "-3d"),
        ("3d", "-3d", "0d"),
        ("3h", "-3h", "0h"),
        ("1ew", "2ed", "1ew 2ed"),
        ("1ew", "-2ed", "5ed"),
        ("1ed", "-30emin", "23eh 30emin"),
        ("1emo", "-1ew", "3ew 2ed"),
        ("2mo", "1mon", "3mo"),
        ("0d", "3ed", "3ed"),
        ("3ed", "0d", "3ed"),
        ("0h", "0d", "0h"),
    ],
)
def test_spans_add_up_in_the_units_in_which_they_are_written(first, second, total):
    assert str(span(first) + span(second)) == total
    assert span(first) - -span(second) == span(total)


@pytest.mark.parametrize(
    ("first", "second"),
    [("3d", "1ed"), ("1ed", "3d"), ("1w", "-2d"), ("1d", "-1h"), ("1mo", "-1w"), ("-1d 2h", "3h")],
)
def test_what_only_conventions_or_a_calendar_could_add_is_an_error_that_says_so(first, second):
    with pytest.raises(SpansDoNotMix) as caught:
        span(first) + span(second)
    assert caught.value.first == first
    assert caught.value.deed in {"add", "subtract"}
    assert "plan.conventions" in str(caught.value)
    assert isinstance(caught.value, (TypeError, ValueError))


def test_three_days_longer_is_three_days_more():
    assert span("2w") + span("3d") == span("2w 3d")
    assert sum([span("1d"), span("2d"), span("1ed") * 0], NO_LAG) == span("3d")


def test_a_span_is_taken_so_many_times():
    assert span("1d 2h") * 3 == 3 * span("1d 2h") == span("3d 6h")
    assert span("2ed") * -2 == span("-4ed")
    assert span("2d") * 0 == span("0d")
    with pytest.raises(OutOfRange):
        span("2d") * 10**30
    with pytest.raises(OutOfRange):
        span("2mo") * 10**10


@pytest.mark.parametrize("other", [None, 3, 1.5, "1d", WorkTime(5), True, []])
def test_spans_are_added_to_and_compared_with_spans_only(other):
    for deed in (
        lambda: span("1d") + other,
        lambda: span("1d") - other,
        lambda: other + span("1d"),
        lambda: span("1d") < other,
        lambda: span("1d") >= other,
    ):
        with pytest.raises(TypeError):
            deed()
    for times in (1.5, "3", None, True):
        with pytest.raises(TypeError):
            span("1d") * times


def test_spans_compare_by_length_where_it_is_told_by_their_units():
    assert span("2d") < span("3d") <= span("3d") < span("3d 1h")
    assert span("-3d") < span("0d") < span("30min") < span("1h")
    assert span("1ew") > span("6ed 23eh")
    assert span("1w 3d") > span("1w")
    assert sorted([span("3d"), span("-1d"), span("2d")]) == [span("-1d"), span("2d"), span("3d")]
    assert span("60min") <= span("1h")
    assert span("60min") >= span("1h")
    assert not span("60min") < span("1h")
    assert span("60min") != span("1h")
    for first, second in (("1w", "6d"), ("8h", "1d"), ("1d", "1ed")):
        with pytest.raises(SpansDoNotMix) as caught:
            assert span(first) < span(second)
        assert (caught.value.first, caught.value.second, caught.value.deed) == (first, second, "compare")


@given(spans, spans)
def test_a_sum_is_as_long_as_its_parts_under_any_conventions(a, b):
    try:
        total = a + b
    except SpansDoNotMix:
        assert a.elapsed is not b.elapsed or a.negative is not b.negative
        return
    assert exact(total) == exact(a) + exact(b)
    assert total == b + a or not (a or b)
    assert span(str(total)) == total


@given(spans, spans)
def test_spans_of_one_sign_and_kind_always_add_up(a, b):
    assume(a.elapsed is b.elapsed and a.negative is b.negative)
    held = Conventions(450, 2000, 19)
    assert abs((a + b).minutes(held) - a.minutes(held) - b.minutes(held)) <= 1


@given(spans.filter(lambda s: s.elapsed), spans.filter(lambda s: s.elapsed))
def test_elapsed_spans_always_add_up_and_compare(a, b):
    assert exact(a - b) == exact(a) - exact(b)
    assert (a < b, a <= b, a > b) == (exact(a) < exact(b), exact(a) <= exact(b), exact(a) > exact(b))


def test_a_narrow_decimal_context_does_not_round_a_sum():
    with localcontext(Context(prec=2)):
        assert str(span("1234.5678d") + span("0.0001d")) == "1234.5679d"
        assert str(span("12345emin") - span("1eh")) == "204eh 45emin"
        assert str(span("1234.5d") * 3) == "3703.5d"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("2m", "min"), ("2 m", "min"), ("2mo", "mo"), ("2mon", "mo"), ("2mons", "mo"), ("2 months", "mo"), ("1 month", "mo")],
)  # fmt: skip
def test_m_is_minutes_and_mo_is_months(text, unit):
    assert span(text).parts[0][1] == unit
