from datetime import UTC, date, datetime
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import (
    Assignment,
    Binding,
    Constraint,
    Dependency,
    Estimate,
    Link,
    ManualDates,
    Progress,
    Skill,
    assignment,
    constraint,
    dependency,
    estimate,
    manual_dates,
    progress,
    skill,
)
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import NO_LAG, Conventions, Percent, Span, lag, span

ids = st.text("abcäß_.-+0:#%", min_size=1, max_size=8)
spans = st.builds(
    Span,
    st.lists(
        st.tuples(st.decimals(0, 999, places=2), st.sampled_from(["min", "h", "d", "w", "mo"])),
        max_size=2,
    ).map(tuple),
    st.booleans(),
    st.booleans(),
)
lags = spans | st.builds(Percent, st.decimals(-1000, 1000, places=4), st.booleans())
HOSTILE = [None, 5, 2.5, True, b"x", ["x"], {"x": 1}, {"x"}, object(), float("nan")]


# -- dependencies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts", "printed"),
    [
        ("design", ("design", "FS", "0d"), "design"),
        ("design FS", ("design", "FS", "0d"), "design"),
        ("spec SS+2d", ("spec", "SS", "2d"), "spec SS+2d"),
        ("spec ss + 2d", ("spec", "SS", "2d"), "spec SS+2d"),
        ("spec +2d", ("spec", "FS", "2d"), "spec FS+2d"),
        ("tests FF+50%", ("tests", "FF", "50%"), "tests FF+50%"),
        ("review FS-1ed", ("review", "FS", "-1ed"), "review FS-1ed"),
        ("review SF−1ed", ("review", "SF", "-1ed"), "review SF-1ed"),
        ("  a   SF ", ("a", "SF", "0d"), "a SF"),
        ("a FS+0h", ("a", "FS", "0d"), "a"),
        ("a SS-0%", ("a", "SS", "0d"), "a SS"),
        ("a+2d", ("a+2d", "FS", "0d"), "a+2d"),
        ("FS", ("FS", "FS", "0d"), "FS"),
        ("FS FS", ("FS", "FS", "0d"), "FS"),
        ("a FF+1w 2d", ("a", "FF", "1w 2d"), "a FF+1w 2d"),
    ],
)
def test_a_dependency_is_an_id_a_link_and_a_lag(text, parts, printed):
    found = dependency(text)
    assert (found.predecessor, str(found.link), str(found.lag)) == parts
    assert found.binding is None
    assert str(found) == printed


def test_for_a_routine_a_dependency_names_a_binding():
    assert dependency("close same_period") == Dependency("close", binding=Binding.SAME_PERIOD)
    assert str(dependency("close LATEST_BEFORE ss+1d")) == "close latest_before SS+1d"
    assert dependency("close next_only -1d") == Dependency("close", "FS", "-1d", "next_only")
    assert dependency("same_period") == Dependency("same_period")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "a b",
        "a XS",
        "a FS2d",
        "a FS+",
        "a FS+2",
        "a FS+2x",
        "a FS++2d",
        "a FS 2d",
        "a/b",
        "a@b FS",
        "a\x00",
        "x" * 500,
        "a" + " " * 500,
        "a FS+2d SS",
        "a same_period latest_before",
        "\ud800",
    ],
)
def test_text_that_is_no_dependency_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        dependency(text)
    assert caught.value.what in {"a dependency", "an id"}


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_neither_text_nor_dependency_is_refused(value):
    for read in (dependency, assignment, constraint, skill):
        with pytest.raises(WrongType):
            read(value)


@given(ids, st.sampled_from(Link), lags, st.none() | st.sampled_from(Binding))
def test_text_of_a_dependency_gives_the_dependency_back(name, link, amount, binding):
    value = Dependency(name, link, amount, binding)
    assert dependency(str(value)) == value
    assert dependency(value) is value
    assert bool(value.lag) or value.lag is NO_LAG


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_the_documented_error(text):
    for read in (dependency, assignment, constraint, skill, estimate, progress, manual_dates):
        try:
            found = read(text)
        except InvalidValue:
            continue
        if read not in (progress, manual_dates):
            assert read(str(found)) == found


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("predecessor", 5),
        ("predecessor", None),
        ("link", "XY"),
        ("link", 0),
        ("link", []),
        ("lag", 3),
        ("lag", None),
        ("binding", "sometimes"),
        ("binding", []),
        ("binding", 5),
    ],
)
def test_parts_of_a_dependency_are_checked(name, wrong):
    with pytest.raises(InvalidValue):
        Dependency(**{"predecessor": "a", name: wrong})


def test_links_know_their_number_in_arrays():
    assert [link.code for link in (Link.FS, Link.SS, Link.FF, Link.SF)] == [0, 1, 2, 3]
    assert Dependency("a", "ff").link is Link.FF


# -- assignments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "units", "printed"),
    [
        ("ana", None, "ana"),
        ("ben 50%", "0.5", "ben 50%"),
        ("ben 0.5", "0.5", "ben 50%"),
        ("ben 12.5 %", "0.125", "ben 12.5%"),
        ("ben 100%", "1", "ben 100%"),
        ("team 300%", "3", "team 300%"),
        ("ben 0%", "0", "ben 0%"),
        ("ben 0.01%", "0.0001", "ben 0.01%"),
        ("paint 40", "40", "paint 4000%"),
    ],
)
def test_an_assignment_is_a_resource_and_its_units(text, units, printed):
    found = assignment(text)
    assert found.units == (None if units is None else Decimal(units))
    assert str(found) == printed


@pytest.mark.parametrize(
    ("text", "units", "unit", "printed"),
    [
        ("paint 40 litre", "40", "litre", "paint 40 litre"),
        ("travel 1250.50 EUR", "1250.5", "EUR", "travel 1250.5 EUR"),
        ("binding  3  Each   Folder", "3", "Each Folder", "binding 3 Each Folder"),
        ("bricks 250000 pieces", "250000", "pieces", "bricks 250000 pieces"),
        ("gas 0.0001 m³", "0.0001", "m³", "gas 0.0001 m³"),
    ],
)
def test_an_assignment_of_a_material_is_a_quantity_with_its_unit(text, units, unit, printed):
    found = assignment(text)
    assert (found.units, found.unit, str(found)) == (Decimal(units), unit, printed)
    assert assignment(str(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "paint 1e3 litre",
        "paint -4 litre",
        "paint 0.00001 litre",
        "paint 40 litre\x07",
        "paint 10000000001 l",
        "paint x litre",
    ],
)
def test_a_quantity_that_is_no_number_with_a_unit_is_refused(text):
    with pytest.raises(InvalidText, match='"paint 40 litre"'):
        assignment(text)


def test_a_unit_has_a_number_and_more_than_ten_thousand_have_a_unit():
    with pytest.raises(OutOfRange, match="with a number"):
        Assignment("paint", None, "litre")
    with pytest.raises(OutOfRange, match="unless the quantity names its unit"):
        Assignment("bricks", 10_001)


@given(ids, st.none() | st.integers(0, 10**8).map(lambda n: Decimal(n) / 10_000))
def test_text_of_an_assignment_gives_the_assignment_back(name, units):
    value = Assignment(name, units)
    with localcontext(Context(prec=3)):
        text = str(value)
    assert assignment(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "ben x%", "ben -5%", "ben 50% 50%", "ben nan", "ben inf%", "ben 1e9", "a@b", "ben 0.001%"],
)
def test_text_that_is_no_assignment_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        assignment(text)
    assert caught.value.what == "an assignment"
    assert '"ben 50%"' in str(caught.value)


@pytest.mark.parametrize(
    "units",
    [float("nan"), float("inf"), -1, 10**4000, Decimal("sNaN"), "1" * 200, "0.00001", 1e300, [1], True],
)
def test_units_are_a_share_in_ten_thousandths(units):
    with pytest.raises(InvalidValue):
        Assignment("ben", units)


# -- constraints --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("asap", "ASAP", "as soon as possible"),
        (" ALAP ", "ALAP", "as late as possible"),
        ("SNET 2026-03-02", "SNET 2026-03-02", "start no earlier than"),
        ("snlt\t2026-03-02", "SNLT 2026-03-02", "start no later than"),
        ("FNET 2026-03-02 09:00", "FNET 2026-03-02T09:00:00", "finish no earlier than"),
        ("FNLT  2026-03-02", "FNLT 2026-03-02", "finish no later than"),
        ("MSO 2026-03-02", "MSO 2026-03-02", "must start on"),
        ("MFO 2026-03-02T09:00Z", "MFO 2026-03-02T09:00:00+00:00", "must finish on"),
    ],
)
def test_a_constraint_is_one_of_eight_with_a_date_where_it_needs_one(text, printed, name):
    found = constraint(text)
    assert str(found) == printed
    assert found.name == name
    assert constraint(printed) == found
    assert constraint(found) is found


@pytest.mark.parametrize(
    "text", ["", "SNET", "ASAP 2026-03-02", "XYZ 2026-03-02", "SNET soon", "2026-03-02", "SNET2026-03-02"]
)
def test_text_that_is_no_constraint_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        constraint(text)
    assert '"SNET 2026-03-02"' in str(caught.value)


def test_parts_of_a_constraint_are_checked():
    for wrong in (None, 5, ["SNET"], "NEVER"):
        with pytest.raises(WrongType):
            Constraint(wrong)
    with pytest.raises(InvalidText):
        Constraint("SNET")
    with pytest.raises(WrongType):
        Constraint("SNET", 5)


def test_upper_bounds_and_fixed_finishes_mean_the_end_of_a_day():
    ends = [k for k in ("ASAP", "ALAP") if Constraint(k).reads_end_of_day]
    ends += [
        k
        for k in ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")
        if Constraint(k, "2026-03-02").reads_end_of_day
    ]
    assert ends == ["SNLT", "FNLT", "MFO"]


# -- estimates ----------------------------------------------------------------------------------------


def test_an_estimate_is_three_spans_in_order():
    found = estimate("2d / 5d / 14d")
    assert found == Estimate(span("2d"), "5d", "14d") == estimate(["2d", "5d", "14d"])
    assert estimate(found) is found
    assert (found.mean(), found.deviation()) == (6 * 480, 2 * 480)
    assert found.minutes(Conventions(minutes_per_day=60)) == (120, 300, 840)
    assert str(found) == "2d / 5d / 14d"


def test_an_estimate_may_be_of_effort():
    found = estimate("2d/5d/14d effort")
    assert found == Estimate("2d", "5d", "14d", "effort")
    assert str(found) == "2d / 5d / 14d effort"
    assert estimate("2d/5d/14d duration").of == "duration"


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("2d", InvalidText),
        ("2d / 5d", InvalidText),
        ("1d / 2d / 3d / 4d", InvalidText),
        ("2d / x / 14d", InvalidText),
        ("", InvalidText),
        ("5d / 2d / 14d", OutOfRange),
        ("-1d / 2d / 3d", OutOfRange),
        ("1d / 2ed / 3d", OutOfRange),
        (("1d", "2d"), WrongType),
        ((1, 2, 3), WrongType),
        (5, WrongType),
        (None, WrongType),
        ({"a", "b", "c"}, WrongType),
    ],
)
def test_what_is_no_estimate_is_refused(value, error):
    with pytest.raises(error):
        estimate(value)


@given(
    st.lists(st.decimals(0, 1000, places=2), min_size=3, max_size=3).map(sorted),
    st.sampled_from(["duration", "effort"]),
)
def test_text_of_an_estimate_gives_the_estimate_back(points, of):
    value = Estimate(*(f"{p}h" for p in points), of=of)
    assert estimate(str(value)) == value
    assert value.minutes() == tuple(sorted(value.minutes()))


def test_what_is_estimated_is_named():
    for wrong in ("cost", 5, []):
        with pytest.raises(InvalidValue):
            Estimate("1d", "2d", "3d", wrong)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SNET", 'SNET with a date, such as "SNET 2026-03-02"'),
        ("ASAP 2026-03-02", "ASAP without a date"),
        ("SNTE 2026-03-02", 'Did you mean "SNLT" or "SNET"?'),
        ("SNET soon", "'soon' is not a date or time"),
        ("", "ASAP, ALAP, or one of"),
    ],
)
def test_what_a_constraint_lacks_is_said_once(text, told):
    with pytest.raises(InvalidText) as caught:
        constraint(text)
    message = str(caught.value)
    assert told in message
    assert message.count("is not a constraint") == 1
    assert message.count("SNET, SNLT") <= 1
    assert ".)." not in message


@pytest.mark.parametrize(("read", "text"), [(dependency, "a FS+2"), (assignment, "ben 1.2.3")])
def test_a_reason_in_brackets_ends_without_a_point_of_its_own(read, text):
    with pytest.raises(InvalidText) as caught:
        read(text)
    assert str(caught.value).endswith(").")
    assert ".)" not in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"foo": 1}, "'foo'"),
        ({"percent": 40, "actual_strat": "2026-03-02"}, 'Did you mean "actual_start"'),
        ({1: 2}, "1 (int)"),
    ],
)
def test_a_key_of_progress_that_nobody_knows_is_named_with_those_that_are_known(given_, told):
    with pytest.raises(WrongType) as caught:
        progress(given_)
    assert told in str(caught.value)
    assert "actual_start, actual_finish, percent, actual_duration, remaining, resume" in str(caught.value)


# -- progress and manual dates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "percent", "started", "complete"),
    [
        ("40%", 40, True, False),
        (40, 40, True, False),
        ("100 %", 100, True, True),
        (0, 0, False, False),
        (0.5, "0.5", True, False),
        (Decimal("33.333333"), "33.3333", True, False),
        ("0.00005%", "0.0001", True, False),
        ("100", 100, True, True),
    ],
)
def test_progress_may_be_a_percentage(given_, percent, started, complete):
    found = progress(given_)
    assert found.percent == Decimal(percent)
    assert (found.started, found.complete) == (started, complete)


def test_facts_win_over_a_percentage():
    assert Progress(actual_start="2026-03-02").started
    assert Progress(actual_finish="2026-03-02").complete
    assert Progress(actual_finish="2026-03-02").started
    assert Progress(actual_duration="1d").started
    assert not Progress(percent=100, remaining="1d").complete
    assert Progress(percent=50, remaining="0d").complete
    assert not Progress(remaining="0d").complete  # nothing was begun
    assert not Progress().started
    same = progress({"actual_start": "2026-03-02 09:00", "remaining": "2d"})
    assert same == Progress(actual_start=datetime(2026, 3, 2, 9), remaining=span("2d"))
    assert progress(same) is same


@pytest.mark.parametrize(
    "value",
    [
        -1,
        101,
        float("nan"),
        float("inf"),
        10**4000,
        "x%",
        "40%%",
        "",
        True,
        None,
        [40],
        {"percent": 101},
        {"percent": [5]},
        {"percant": 5},
        {5: 5},
        {"remaining": "-1d"},
        {"actual_start": "soon"},
        {"actual_start": "2026-03-03", "actual_finish": "2026-03-02"},
        {"actual_start": "2026-03-03 10:00", "actual_finish": "2026-03-03 09:00"},
        {"actual_start": "2026-03-03 10:00Z", "actual_finish": "2026-03-03 10:30+01:00"},
    ],
)
def test_what_is_no_progress_is_refused(value):
    with pytest.raises(InvalidValue):
        progress(value)


def test_a_day_and_a_time_are_not_compared():
    assert Progress(actual_start="2026-03-03 10:00", actual_finish="2026-03-03").complete
    assert Progress(actual_start="2026-03-03 10:00", actual_finish="2026-03-03 09:00Z").complete


def test_manual_dates_are_a_start_a_finish_or_both():
    assert manual_dates("2026-03-02") == ManualDates(date(2026, 3, 2))
    both = manual_dates(("2026-03-02", "2026-03-04"))
    assert both == ManualDates(date(2026, 3, 2), date(2026, 3, 4)) == manual_dates(both)
    assert manual_dates([None, "2026-03-04"]).start is None
    for wrong in (None, (None, None), 5, ("2026-03-04", "2026-03-02"), ("a", "b"), ("2026-03-02",)):
        with pytest.raises(InvalidValue):
            manual_dates(wrong)
    aware = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    assert manual_dates(aware).finish == aware[1]


# -- skills -------------------------------------------------------------------------------------------


def test_a_skill_is_a_word_and_a_level():
    assert skill("python") == Skill("python", 3)
    assert str(skill("python 4")) == "python 4"
    assert str(skill("python 3")) == "python"
    assert skill(Skill("a")) == Skill("a")
    for wrong in ("", "python 6", "python x", "python 4 5", "a/b"):
        with pytest.raises(InvalidText):
            skill(wrong)
    for wrong in (0, 6, 2.5, "4", True, None):
        with pytest.raises(InvalidValue):
            Skill("python", wrong)


def test_lags_are_kept_as_written():
    assert dependency("a FS+1.50 weeks").lag == lag("1.5w")
