from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.languages import (
    LOCALES,
    format_clock,
    format_day,
    format_long_day,
    format_moment,
    format_moment_briefly,
    format_money,
    format_percent,
    join_sentences,
    negotiate,
    relative_day,
    served,
)
from portal.money import Money

TODAY = date(2026, 11, 23)


def test_the_twelve_languages_in_their_order() -> None:
    assert " ".join(LOCALES) == "en zh_Hans zh_Hant ja ko vi th id ru ar fr es"
    assert [code for code, language in LOCALES.items() if language.direction == "rtl"] == ["ar"]
    assert [code for code, language in LOCALES.items() if language.whole] == ["en", "zh_Hans", "ar"]
    assert LOCALES["zh_Hant"].tag == "zh-Hant-HK"
    assert all(code == language.code for code, language in LOCALES.items())


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("zh-HK", "zh_Hant"),
        ("zh-TW", "zh_Hant"),
        ("zh-MO", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("zh-Hant-TW", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-SG", "zh_Hans"),
        ("zh-MY", "zh_Hans"),
        ("zh-Hans", "zh_Hans"),
        ("zh-Hans-HK", "zh_Hans"),
        ("ZH-hk", "zh_Hant"),
        ("zh_TW", "zh_Hant"),
        ("en-GB", "en"),
        ("es-419", "es"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("in-ID", "id"),
        ("vi", "vi"),
        ("de,sw;q=0.9,ja;q=0.2", "ja"),
        ("en;q=0.5,ar;q=0.9", "ar"),
        ("ar;q=0,en;q=0.1", "en"),
        ("de", "ko"),
        ("*", "ko"),
        ("", "ko"),
        (None, "ko"),
        ("garbage;;q=,=", "ko"),
        ("english", "ko"),
        ("en-GB;q=abc", "ko"),
    ],
)
def test_negotiation(header: str | None, code: str) -> None:
    assert negotiate(header, "ko") == code


@given(st.text(max_size=60))
def test_any_header_gives_a_language(header: str) -> None:
    assert negotiate(header, "en") in LOCALES


@pytest.mark.parametrize(
    ("code", "shown"), [("en", "en"), ("zh_Hans", "zh_Hans"), ("ar", "ar"), ("vi", "en"), ("zh_Hant", "en")]
)
def test_pages_are_english_until_a_catalogue_is_whole(code: str, shown: str) -> None:
    assert served(code) == shown


MONEY = {
    "en": "CN¥50,000.00",
    "zh_Hans": "¥50,000.00",
    "zh_Hant": "CN¥50,000.00",
    "ja": "元50,000.00",
    "ko": "CN¥50,000.00",
    "vi": "50.000,00\u00a0CN¥",
    "th": "CN¥50,000.00",
    "id": "CN¥50.000,00",
    "ru": "50\u00a0000,00\u00a0CN¥",
    "ar": "\u200f50,000.00\u00a0\u2066CN¥\u2069",
    "fr": "50\u202f000,00\u00a0CNY",
    "es": "50.000,00\u00a0CNY",
}
TOMORROW = {
    "en": "Tuesday 24 November, tomorrow",
    "zh_Hans": "11月24日星期二（明天）",
    "zh_Hant": "11月24日星期二（明日）",
    "ja": "11月24日火曜日（明日）",
    "ko": "11월 24일 화요일, 내일",
    "vi": "Thứ Ba, 24 tháng 11, ngày mai",
    "th": "วันอังคารที่ 24 พฤศจิกายน พรุ่งนี้",
    "id": "Selasa, 24 November, besok",
    "ru": "вторник, 24 ноября, завтра",
    "ar": "الثلاثاء، 24 نوفمبر، غدًا",
    "fr": "mardi 24 novembre, demain",
    "es": "martes, 24 de noviembre, mañana",
}
NEXT_YEAR = {
    "en": "Saturday 2 January 2027",
    "zh_Hans": "2027年1月2日星期六",
    "zh_Hant": "2027年1月2日星期六",
    "ja": "2027年1月2日土曜日",
    "ko": "2027년 1월 2일 토요일",
    "vi": "Thứ Bảy, 2 tháng 1, 2027",
    "th": "วันเสาร์ที่ 2 มกราคม ค.ศ. 2027",
    "id": "Sabtu, 2 Januari 2027",
    "ru": "суббота, 2 января 2027 г.",
    "ar": "السبت، 2 يناير 2027",
    "fr": "samedi 2 janvier 2027",
    "es": "sábado, 2 de enero de 2027",
}
MOMENT = {
    "en": "24 November 2026, 15:04",
    "zh_Hans": "2026年11月24日 15:04",
    "zh_Hant": "2026年11月24日 下午3:04",
    "ja": "2026年11月24日 15:04",
    "ru": "24 ноября 2026\u202fг., 15:04",
    "ar": "24 نوفمبر 2026، 3:04 م",
    "fr": "24 novembre 2026, 15:04",
    "es": "24 de noviembre de 2026, 15:04",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_money(locale: str) -> None:
    assert format_money(Money(50_000_00, "CNY"), locale) == MONEY[locale]


@pytest.mark.parametrize(
    ("currency", "text"), [("KRW", "₩5,000"), ("JPY", "JP¥5,000"), ("HKD", "HK$50.00"), ("CNY", "CN¥50.00")]
)
def test_decimals_are_the_currencys(currency: str, text: str) -> None:
    assert format_money(Money(5000, currency), "en") == text


def test_negative_money_keeps_its_sign() -> None:
    assert format_money(Money(-5_00, "CNY"), "zh_Hans") == "-¥5.00"
    assert format_money(Money(-5_00, "CNY"), "ar") == "\u200f-5.00\u00a0\u2066CN¥\u2069"


@pytest.mark.parametrize("locale", LOCALES)
def test_days(locale: str) -> None:
    assert format_day(date(2026, 11, 24), locale, TODAY) == TOMORROW[locale]
    assert format_day(date(2027, 1, 2), locale, TODAY) == NEXT_YEAR[locale]
    assert format_day(date(2027, 1, 2), locale) == NEXT_YEAR[locale]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "Sunday 22 November, yesterday"),
        (date(2026, 11, 23), "Monday 23 November, today"),
        (date(2026, 11, 25), "Wednesday 25 November"),
        (date(2025, 11, 23), "Sunday 23 November 2025"),
    ],
)
def test_days_near_words(day: date, text: str) -> None:
    assert format_day(day, "en", TODAY) == text


def test_new_years_eve_sees_tomorrow_with_its_year() -> None:
    assert format_day(date(2027, 1, 1), "en", date(2026, 12, 31)) == "Friday 1 January 2027, tomorrow"


def test_relative_days() -> None:
    days = [relative_day(date(2026, 11, day), TODAY) for day in (21, 22, 23, 24, 25)]
    assert days == [None, "yesterday", "today", "tomorrow", None]


@pytest.mark.parametrize("locale", MOMENT)
@pytest.mark.parametrize("tz", ["Asia/Shanghai", ZoneInfo("Asia/Shanghai")])
def test_moments_in_the_banks_zone(locale: str, tz: str | ZoneInfo) -> None:
    assert format_moment(datetime(2026, 11, 24, 7, 4, tzinfo=UTC), locale, tz) == MOMENT[locale]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Tuesday 24 November, tomorrow, 15:04"),
        ("zh_Hans", "11月24日星期二（明天）15:04"),
        ("ar", "الثلاثاء، 24 نوفمبر، غدًا، 3:04 م"),
    ],
)
def test_moments_near_words(locale: str, text: str) -> None:
    moment = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
    assert format_moment(moment, locale, "Asia/Shanghai", TODAY) == text
    assert text.endswith(format_clock(moment, locale, "Asia/Shanghai"))


def test_moments_in_the_fewest_words() -> None:
    tomorrow, later = (datetime(2026, 11, day, 7, 4, tzinfo=UTC) for day in (24, 25))
    assert format_moment_briefly(tomorrow, "zh_Hans", "Asia/Shanghai", TODAY) == "明天 15:04"
    assert format_moment_briefly(later, "en", "Asia/Shanghai", TODAY) == "25 November 2026, 15:04"


def test_a_moments_day_is_that_of_the_banks_zone() -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert format_moment(late, "en", "Asia/Shanghai", TODAY) == "Monday 23 November, today, 00:30"


def test_nobody_says_the_weekday_of_a_birth() -> None:
    born_on = date(1966, 2, 28)
    said = {locale: format_long_day(born_on, locale) for locale in ("en", "zh_Hans", "ar")}
    assert said == {"en": "28 February 1966", "zh_Hans": "1966年2月28日", "ar": "28 فبراير 1966"}


def test_sentences_stand_apart_where_the_script_has_spaces() -> None:
    assert join_sentences(["One.", "Two."], "en") == "One. Two."
    assert join_sentences(["一。", "二。"], "zh_Hans") == "一。二。"


@pytest.mark.parametrize(
    ("fraction", "locale", "text"),
    [
        ("0.0538", "en", "5.38%"),
        ("0.0540", "en", "5.40%"),
        ("0.3", "en", "30%"),
        ("0.30", "zh_Hans", "30%"),
        ("0", "en", "0%"),
        ("1", "en", "100%"),
        ("1E+1", "en", "1,000%"),
        ("-0.05", "en", "-5%"),
        ("0.0538", "fr", "5,38\u00a0%"),
        ("0.0538", "vi", "5,38%"),
    ],
)
def test_percentages_keep_the_decimals_they_came_with(fraction: str, locale: str, text: str) -> None:
    assert format_percent(Decimal(fraction), locale) == text


@pytest.mark.parametrize("locale", LOCALES)
def test_figures_are_western_digits(locale: str) -> None:
    texts = [
        format_money(Money(1_234_567_89, "CNY"), locale),
        format_percent(Decimal("0.1234"), locale),
        format_day(TODAY, locale),
        format_moment(datetime(2026, 11, 24, 7, 4, tzinfo=UTC), locale, "Asia/Shanghai"),
    ]
    assert all(char.isascii() for text in texts for char in text if char.isdigit())
