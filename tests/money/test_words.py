import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.languages import LOCALES
from portal.money import Money, money_in_words
from portal.money.arabic import Noun, cardinal, counted

MINORS = (0, 5, 208_50, 12_345_67, -1_00, 10**9 * 100)
WORDS = {
    "en": (
        "zero yuan",
        "five fen",
        "two hundred and eight yuan and fifty fen",
        "twelve thousand three hundred and forty-five yuan and sixty-seven fen",
        "minus one yuan",
        "one billion yuan",
    ),
    "zh_Hans": (
        "人民币零元整",
        "人民币伍分",
        "人民币贰佰零捌元伍角整",
        "人民币壹万贰仟叁佰肆拾伍元陆角柒分",
        "人民币负壹元整",
        "人民币壹拾亿元整",
    ),
    "zh_Hant": (
        "人民幣零元整",
        "人民幣伍分",
        "人民幣貳佰零捌元伍角整",
        "人民幣壹萬貳仟參佰肆拾伍元陸角柒分",
        "人民幣負壹元整",
        "人民幣壹拾億元整",
    ),
    "ja": (
        "零中国人民元",
        "零中国人民元 05/100",
        "二百八中国人民元 50/100",
        "一万二千三百四十五中国人民元 67/100",
        "マイナス一中国人民元",
        "十億中国人民元",
    ),
    "ko": (
        "영 중국 위안화",
        "영 중국 위안화 05/100",
        "이백팔 중국 위안화 50/100",
        "만 이천삼백사십오 중국 위안화 67/100",
        "마이너스 일 중국 위안화",
        "십억 중국 위안화",
    ),
    "vi": (
        "không nhân dân tệ",
        "không nhân dân tệ 05/100",
        "hai trăm lẻ tám nhân dân tệ 50/100",
        "mười hai nghìn ba trăm bốn mươi lăm nhân dân tệ 67/100",
        "âm một nhân dân tệ",
        "một tỷ nhân dân tệ",
    ),
    "th": (
        "ศูนย์ หยวนจีน",
        "ศูนย์ หยวนจีน 05/100",
        "สองร้อยแปด หยวนจีน 50/100",
        "หนึ่งหมื่นสองพันสามร้อยสี่สิบห้า หยวนจีน 67/100",
        "ลบหนึ่ง หยวนจีน",
        "หนึ่งพันล้าน หยวนจีน",
    ),
    "id": (
        "nol Yuan Tiongkok",
        "nol Yuan Tiongkok 05/100",
        "dua ratus delapan Yuan Tiongkok 50/100",
        "dua belas ribu tiga ratus empat puluh lima Yuan Tiongkok 67/100",
        "negatif satu Yuan Tiongkok",
        "satu miliar Yuan Tiongkok",
    ),
    "ru": (
        "ноль китайских юаней",
        "ноль китайских юаней 05/100",
        "двести восемь китайских юаней 50/100",
        "двенадцать тысяч триста сорок пять китайских юаней 67/100",
        "минус один китайский юань",
        "один миллиард китайских юаней",
    ),
    "ar": (
        "صفر يوان",
        "خمسة فينات",
        "مائتان وثمانية يوانات وخمسون فينًا",
        "اثنا عشر ألفًا وثلاثمائة وخمسة وأربعون يوانًا وسبعة وستون فينًا",
        "ناقص يوان واحد",
        "مليار يوان",
    ),
    "fr": (
        "zéro yuan renminbi chinois",
        "zéro yuan renminbi chinois 05/100",
        "deux cent huit yuans renminbi chinois 50/100",
        "douze mille trois cent quarante-cinq yuans renminbi chinois 67/100",
        "moins un yuan renminbi chinois",
        "un milliard de yuans renminbi chinois",
    ),
    "es": (
        "cero yuanes renminbi",
        "cero yuanes renminbi 05/100",
        "doscientos ocho yuanes renminbi 50/100",
        "doce mil trescientos cuarenta y cinco yuanes renminbi 67/100",
        "menos un yuan renminbi",
        "mil millones de yuanes renminbi",
    ),
}


@pytest.mark.parametrize(
    ("locale", "minor", "words"),
    [(locale, minor, words) for locale in WORDS for minor, words in zip(MINORS, WORDS[locale], strict=True)],
)
def test_yuan_in_words(locale: str, minor: int, words: str) -> None:
    assert money_in_words(Money(minor, "CNY"), locale) == words


def test_every_language_has_its_row() -> None:
    assert list(WORDS) == list(LOCALES)


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (1_409_50, "壹仟肆佰零玖元伍角整"),
        (6_007_14, "陆仟零柒元壹角肆分"),
        (1_680_32, "壹仟陆佰捌拾元叁角贰分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (325_04, "叁佰贰拾伍元零肆分"),
        (10_00, "壹拾元整"),
        (150_000_00, "壹拾伍万元整"),
        (50, "伍角整"),
        (-5, "负伍分"),
    ],
)
def test_chinese_as_the_peoples_bank_writes_it(minor: int, words: str) -> None:
    """The first six are the examples of 支付结算办法, annex 1, in one of the forms that it allows."""
    assert money_in_words(Money(minor, "CNY"), "zh_Hans") == f"人民币{words}"


@given(st.integers(min_value=0, max_value=10**14 - 1))
@settings(max_examples=300)
def test_chinese_reads_back_to_the_same_amount(minor: int) -> None:
    words = money_in_words(Money(minor, "CNY"), "zh_Hans")
    match = re.fullmatch(r"人民币(?:(.+)元)?零?(?:(.)角)?(?:(.)分|整)", words)
    assert match
    yuan, jiao, fen = (_read_chinese(part or "零") for part in match.groups())
    assert yuan * 100 + jiao * 10 + fen == minor
    assert not re.search("零零|零元(?!整)|零万|零亿|人民币拾", words)


def _read_chinese(words: str) -> int:
    total = section = digit = 0
    for char in words:
        if char in "亿万":
            total = (total + section + digit) * 10**8 if char == "亿" else total + (section + digit) * 10**4
            section = digit = 0
        elif char in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(char) + 1), 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
    return total + section + digit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "صفر يوان"),
        (1, "يوان واحد"),
        (2, "يوانان"),
        (3, "ثلاثة يوانات"),
        (10, "عشرة يوانات"),
        (11, "أحد عشر يوانًا"),
        (12, "اثنا عشر يوانًا"),
        (20, "عشرون يوانًا"),
        (21, "واحد وعشرون يوانًا"),
        (99, "تسعة وتسعون يوانًا"),
        (100, "مائة يوان"),
        (101, "مائة يوان ويوان"),
        (102, "مائة يوان ويوانان"),
        (103, "مائة وثلاثة يوانات"),
        (111, "مائة وأحد عشر يوانًا"),
        (200, "مائتا يوان"),
        (300, "ثلاثمائة يوان"),
        (1_000, "ألف يوان"),
        (1_200, "ألف ومائتا يوان"),
        (2_000, "ألفا يوان"),
        (2_005, "ألفان وخمسة يوانات"),
        (8_000, "ثمانية آلاف يوان"),
        (12_000, "اثنا عشر ألف يوان"),
        (12_300, "اثنا عشر ألفًا وثلاثمائة يوان"),
        (50_000, "خمسون ألف يوان"),
        (100_000, "مائة ألف يوان"),
        (101_000, "مائة ألف وألف يوان"),
        (200_000, "مائتا ألف يوان"),
        (500_000, "خمسمائة ألف يوان"),
        (2_000_000, "مليونا يوان"),
        (3_500_000, "ثلاثة ملايين وخمسمائة ألف يوان"),
    ],
)
def test_arabic_numbers_agree_with_what_they_count(number: int, words: str) -> None:
    assert counted(number, Noun("يوان", "يوانان", "يوانات", "يوانًا")) == words


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10**12))
def test_different_numbers_have_different_arabic_words(one: int, two: int) -> None:
    assert (cardinal(one) == cardinal(two)) == (one == two)


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "words"),
    [
        (1_234_56, "USD", "en", "one thousand two hundred and thirty-four US dollars 56/100"),
        (1_000, "JPY", "ja", "千円"),
        (1_000, "JPY", "zh_Hans", "日元壹仟元整"),
        (50_000_00, "HKD", "zh_Hant", "港幣伍萬元整"),
        (21_00, "USD", "ru", "двадцать один доллар США"),
        (5_00, "USD", "ru", "пять долларов США"),
        (2_000_000_00, "EUR", "fr", "deux millions d’euros"),
        (1_000_000_00, "CNY", "es", "un millón de yuanes renminbi"),
        (1_234_567, "KWD", "en", "one thousand two hundred and thirty-four Kuwaiti dinars 567/1000"),
        (50_00, "USD", "ar", "خمسون دولار أمريكي"),
    ],
)
def test_other_currencies_by_their_name(minor: int, currency: str, locale: str, words: str) -> None:
    assert money_in_words(Money(minor, currency), locale) == words


@given(st.integers(min_value=-(10**13), max_value=10**13), st.sampled_from(list(LOCALES)))
@settings(max_examples=300)
def test_words_hold_no_stray_marks(minor: int, locale: str) -> None:
    words = money_in_words(Money(minor, "CNY"), locale)
    assert words == " ".join(words.split())
    assert not set(words) & set("〇\u200b\u00ad")
