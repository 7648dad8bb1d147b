from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import Money, money

amounts = st.decimals(-(10**12), 10**12, places=6, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("85 EUR", "85 EUR"),
        ("85.50eur", "85.50 EUR"),
        (" -3.1 Usd ", "-3.1 USD"),
        ("0 EUR", "0 EUR"),
        ("-0 EUR", "0 EUR"),
    ],
)
def test_money_is_an_amount_with_its_currency(text, printed):
    assert str(money(text)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "85",
        "EUR",
        "85 E",
        "85 EURO",
        "€85",
        "1e5 EUR",
        "nan EUR",
        "1,5 EUR",
        "٣ EUR",
        "9" * 19 + " EUR",
        "1 EÜR",
    ],
)
def test_text_that_is_no_money_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        money(text)
    assert '"85 EUR"' in str(caught.value)


@pytest.mark.parametrize("value", [85, 85.0, None, Decimal(85), ("85", "EUR")])
def test_an_amount_without_a_currency_is_no_money(value):
    with pytest.raises(WrongType):
        money(value)


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (1.5, WrongType),
        (True, WrongType),
        ("5", WrongType),
        (None, WrongType),
        (Decimal("nan"), OutOfRange),
        (Decimal("sNaN"), OutOfRange),
        (Decimal("inf"), OutOfRange),
        (10**18, OutOfRange),
        (-(10**18), OutOfRange),
        (10**400, OutOfRange),
        (Decimal("1e999999"), OutOfRange),
        (Decimal("1e-11"), OutOfRange),
        (Decimal("1e-999999"), OutOfRange),
    ],
)
def test_amounts_are_exact_and_have_limits(amount, error):
    with pytest.raises(error):
        Money(amount, "EUR")


@pytest.mark.parametrize("currency", ["eur", "EURO", "", None, 5, "EÜR", ["EUR"]])
def test_a_currency_is_three_capital_letters(currency):
    with pytest.raises(WrongType):
        Money(1, currency)


@given(amounts, amounts)
def test_sums_are_exact_whatever_the_threads_decimal_context_says(a, b):
    with localcontext(Context(prec=3)):
        total = Money(a, "EUR") + Money(b, "EUR")
        rest = total - Money(b, "EUR")
    assert rest == Money(a, "EUR")


@given(amounts)
def test_text_of_money_gives_the_money_back(amount):
    value = Money(amount, "CHF")
    assert money(str(value)) == value
    assert money(value) is value


def test_money_multiplies_by_exact_numbers_only():
    assert money("85 EUR") * 3 == money("255 EUR")
    assert money("85 EUR") * Decimal("0.5") == money("42.5 EUR")
    assert money("1 EUR") * Decimal("0.00000000005") == money("0.0000000001 EUR")  # half away from zero
    assert money("-1 EUR") * Decimal("0.00000000005") == money("-0.0000000001 EUR")
    assert money("0 EUR") * Decimal("1e-999999") == money("0 EUR")
    for factor in (0.5, True, "2", money("1 EUR")):
        with pytest.raises(TypeError):
            money("85 EUR") * factor
    for factor in (Decimal("nan"), Decimal("inf"), Decimal("sNaN"), Decimal("1e999999")):
        with pytest.raises(OutOfRange):
            money("0 EUR") * factor
    with pytest.raises(OutOfRange):
        money("1000000000 EUR") * 10**17
    with pytest.raises(OutOfRange):
        money("1.0000000001 EUR") * Decimal("999999999999999999.123456789")


def test_currencies_do_not_mix():
    for do in (lambda: money("1 EUR") + money("1 USD"), lambda: money("1 EUR") - money("1 USD")):
        with pytest.raises(OutOfRange) as caught:
            do()
        assert caught.value.expected == "in one currency"
    for do in (lambda: money("1 EUR") + 1, lambda: money("1 EUR") - Decimal(1)):
        with pytest.raises(TypeError):
            do()


@given(st.text(max_size=20))
def test_any_text_is_money_or_the_documented_error(text):
    try:
        assert money(str(money(text))) == money(text)
    except InvalidValue as problem:
        note(str(problem))
