"""What filters and macros make of a value."""

from unicodedata import bidirectional

from tests.conftest import SignIn

MINUS = "\u2212"


def test_the_sign_stands_on_the_left_of_an_arabic_amount(sign_in: SignIn) -> None:
    """It follows a mark from left to right, so that it keeps to its number, and one from right to left ends that."""
    page = sign_in("amina").get("/accounts/A-100003-1?lang=ar")
    amounts = [tag.get_text() for tag in page.find(".movement-amount .money")]
    signed = [text for text in amounts if MINUS in text or "+" in text]
    assert any(MINUS in text for text in signed)
    for text in signed:
        assert text[2] in f"{MINUS}+", ascii(text)
        assert [bidirectional(each) for each in text[:2]] == ["R", "L"]
        assert "\u200f\u00a0" in text


def test_what_a_link_is_about_is_a_sentence_in_every_language(sign_in: SignIn) -> None:
    for language, said in (
        ("en", "CSV: October 2026"),
        ("zh_Hans", "CSV：2026年10月"),
        ("ar", "CSV: أكتوبر 2026"),
    ):
        page = sign_in("amina").get(f"/accounts/A-100003-1/statements?lang={language}")
        assert said in [" ".join(tag.get_text().split()) for tag in page.find("a[download]")]
