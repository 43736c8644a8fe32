"""The codes on documents: typed as people type, and a slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents import codes

ANY = st.builds(codes.new_code)


def test_codes_are_random_and_have_no_letter_that_looks_like_another() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(codes.is_code(code) and not set(code) & set("ILOU") for code in made)


@given(ANY)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    shown = codes.shown(code)
    assert [len(group) for group in shown.split()] == [4, 4, 4, 2]
    for typed in (
        shown,
        shown.lower(),
        f"  {code[:5]}-{code[5:]} ",
        "".join(chr(ord(each) + 0xFEE0) for each in code),
    ):
        assert codes.tidy(typed) == code


@pytest.mark.parametrize(("typed", "meant"), [("i", "1"), ("l", "1"), ("O", "0"), ("u", "V")])
def test_a_letter_that_was_misread_is_taken_for_what_it_looks_like(typed: str, meant: str) -> None:
    assert codes.tidy(typed) == meant


@given(ANY, st.integers(0, 13), st.sampled_from(codes.ALPHABET))
def test_one_wrong_letter_is_noticed(code: str, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    assert codes.is_code(wrong) == (wrong == code)


@given(ANY, st.integers(0, 12))
def test_two_letters_the_other_way_round_are_noticed(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.is_code(wrong) == (wrong == code)


@pytest.mark.parametrize(
    "text", ["", "7K3M", "7K3M92QF5XTA4", "7K3M92QF5XTA411", "😀" * 14, "IIIIIIIIIIIIII"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert not codes.is_code(text)


def test_a_stored_code_does_not_say_the_code() -> None:
    code = codes.new_code()
    assert code not in codes.digest(code)
    assert len(codes.digest(code)) == 64
