import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.languages import LOCALES, format_money
from portal.money import AmountError, Money, parse_money


@pytest.mark.parametrize(
    ("text", "locale", "minor"),
    [
        ("50000", "en", 50_000_00),
        ("50,000", "en", 50_000_00),
        ("50,000.00", "en", 50_000_00),
        ("208.5", "en", 208_50),
        ("0", "en", 0),
        (".5", "en", 50),
        ("5.", "en", 5_00),
        ("1.2300", "en", 1_23),
        ("  50 000  ", "en", 50_000_00),
        ("50\u00a0000", "fr", 50_000_00),
        ("50\u202f000,05", "fr", 50_000_05),
        ("5\u30000000", "zh_Hans", 50_000_00),
        ("1,234", "en", 1_234_00),
        ("1.234", "es", 1_234_00),
        ("1.234.567,89", "id", 1_234_567_89),
        ("1 234 567,89", "ru", 1_234_567_89),
        ("50000,00", "vi", 50_000_00),
        ("12,345.67", "ar", 12_345_67),
    ],
    ids=str,
)
def test_numbers_as_the_locale_writes_them(text: str, locale: str, minor: int) -> None:
    assert parse_money(text, "CNY", locale) == Money(minor, "CNY")


@pytest.mark.parametrize(
    ("text", "locale", "minor"),
    [
        ("208.50", "fr", 208_50),
        ("208.5", "es", 208_50),
        ("208,50", "en", 208_50),
        ("208,5", "zh_Hans", 208_50),
        ("1.234,56", "en", 1_234_56),
        ("1,234.56", "id", 1_234_56),
    ],
)
def test_the_other_separator_when_it_can_only_be_a_decimal_one(text: str, locale: str, minor: int) -> None:
    assert parse_money(text, "CNY", locale) == Money(minor, "CNY")


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("５００００", 50_000_00),
        ("５０，０００．５０", 50_000_50),
        ("208。5", 208_50),
        ("٥٠٠٠٠", 50_000_00),
        ("١٬٢٣٤٫٥٦", 1_234_56),
        ("۵۰۰۰۰", 50_000_00),
        ("๕๐๐๐๐", 50_000_00),
        ("٥٠،٠٠٠", 50_000_00),
        ("\u200f50,000.00\u00a0", 50_000_00),
        ("\u200e50000\u200e", 50_000_00),
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar", "th"])
def test_digits_of_any_script(text: str, minor: int, locale: str) -> None:
    assert parse_money(text, "CNY", locale) == Money(minor, "CNY")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("¥50000", 50_000_00),
        ("￥50000", 50_000_00),
        ("CNY 50000", 50_000_00),
        ("50000 cny", 50_000_00),
        ("RMB50000", 50_000_00),
        ("50000元", 50_000_00),
        ("人民币50000元", 50_000_00),
        ("CN¥ 50000", 50_000_00),
        ("50000 yuan", 50_000_00),
        ("5万", 50_000_00),
        ("5萬", 50_000_00),
        ("5万元", 50_000_00),
        ("5 万 元", 50_000_00),
        ("¥5万", 50_000_00),
        ("1.5万", 15_000_00),
        ("1.23456万", 12_345_60),
        ("５万", 50_000_00),
        ("3千", 3_000_00),
        ("0.01亿", 1_000_000_00),
    ],
)
def test_currency_words_and_large_units(text: str, minor: int, locale: str) -> None:
    if locale in ("vi", "id", "es", "fr", "ru"):
        text = text.replace(".", ",")
    assert parse_money(text, "CNY", locale) == Money(minor, "CNY")


@pytest.mark.parametrize(
    ("text", "currency", "locale", "minor"),
    [
        ("¥5,000", "JPY", "ja", 5_000),
        ("5000円", "JPY", "ja", 5_000),
        ("₩5,000", "KRW", "ko", 5_000),
        ("$50.25", "USD", "en", 50_25),
        ("1.234", "KWD", "en", 1_234),
    ],
)
def test_other_currencies(text: str, currency: str, locale: str, minor: int) -> None:
    assert parse_money(text, currency, locale) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "locale", "code"),
    [
        (None, "en", "empty"),
        ("", "en", "empty"),
        (" \u3000\u200f", "zh_Hans", "empty"),
        ("¥", "en", "empty"),
        ("fifty", "en", "not_a_number"),
        ("万", "zh_Hans", "not_a_number"),
        ("1万5", "zh_Hans", "not_a_number"),
        ("12,34,567", "en", "not_a_number"),
        ("1,234,56", "en", "not_a_number"),
        ("1.234.567", "en", "not_a_number"),
        ("1.2.3", "en", "not_a_number"),
        ("1,2345", "en", "not_a_number"),
        (".", "en", "not_a_number"),
        ("-", "en", "not_a_number"),
        ("--5", "en", "not_a_number"),
        ("1e5", "en", "not_a_number"),
        ("NaN", "en", "not_a_number"),
        ("Infinity", "en", "not_a_number"),
        ("0x10", "en", "not_a_number"),
        ("5%", "en", "not_a_number"),
        ("$50", "en", "not_a_number"),
        ("9" * 16, "en", "too_large"),
        ("0." + "0" * 40 + "1", "en", "not_a_number"),
        ("9" * 13 + "万", "zh_Hans", "too_large"),
        ("208.505", "en", "too_precise"),
        ("208,505", "fr", "too_precise"),
        ("1.234", "zh_Hans", "too_precise"),
        ("1.2345678万", "zh_Hans", "too_precise"),
        ("-1", "en", "negative"),
        ("−1", "en", "negative"),
        ("－１", "zh_Hans", "negative"),
        ("-¥1", "en", "negative"),
        ("¥-1", "en", "negative"),
        ("-1.234", "en", "negative"),
        ("-x", "en", "not_a_number"),
    ],
)
def test_what_is_not_an_amount_says_why(text: str | None, locale: str, code: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_money(text, "CNY", locale)
    assert caught.value.code == code


def test_a_currency_without_decimals_is_too_precise_with_them() -> None:
    with pytest.raises(AmountError, match="too_precise"):
        parse_money("5.5", "JPY", "ja")


@given(
    minor=st.integers(min_value=0, max_value=10**14),
    locale=st.sampled_from(list(LOCALES)),
    currency=st.sampled_from(["CNY", "USD", "HKD", "EUR", "JPY", "KRW"]),
)
@settings(max_examples=300)
def test_reads_back_what_the_portal_writes(minor: int, locale: str, currency: str) -> None:
    money = Money(minor, currency)
    assert parse_money(format_money(money, locale), currency, locale) == money


@given(st.text(max_size=30), st.sampled_from(list(LOCALES)))
@settings(max_examples=300)
def test_any_text_is_an_amount_or_an_error_with_a_code(text: str, locale: str) -> None:
    try:
        money = parse_money(text, "CNY", locale)
    except AmountError as error:
        code = error.code
    else:
        code = None
        assert 0 <= money.minor < 2**63
    assert code in {None, "empty", "not_a_number", "too_precise", "negative"}
