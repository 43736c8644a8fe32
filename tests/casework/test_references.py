"""References: random, speakable, and a typing mistake is found before anything is looked up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.references import ALPHABET, new_reference, tidy_reference

REFERENCES = st.builds(new_reference, st.sampled_from("LCR"))


@given(REFERENCES)
def test_a_new_one_is_valid_as_it_stands(reference: str) -> None:
    assert tidy_reference(reference) == reference
    prefix, first, second, check = reference.split("-")
    assert (len(prefix), len(first), len(second), len(check)) == (1, 4, 4, 1)
    assert set(first + second + check) <= set(ALPHABET)


@settings(max_examples=300)
@given(REFERENCES, st.data())
def test_any_single_wrong_character_is_found(reference: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at, each in enumerate(reference) if at > 1 and each != "-"]))
    wrong = data.draw(st.sampled_from([each for each in ALPHABET if each != reference[place]]))
    assert tidy_reference(reference[:place] + wrong + reference[place + 1 :]) is None


@settings(max_examples=300)
@given(REFERENCES, st.data())
def test_two_neighbours_that_changed_places_are_found(reference: str, data: st.DataObject) -> None:
    """All but the first and the last of the alphabet, which this check character cannot tell apart."""
    plain = reference.replace("-", "")
    place = data.draw(st.integers(1, len(plain) - 2))
    one, other = plain[place], plain[place + 1]
    if one != other and {one, other} != {ALPHABET[0], ALPHABET[-1]}:
        assert tidy_reference(plain[:place] + other + one + plain[place + 2 :]) is None


@given(REFERENCES, st.data())
def test_a_missing_or_doubled_character_is_found(reference: str, data: st.DataObject) -> None:
    plain = reference.replace("-", "")
    place = data.draw(st.integers(1, len(plain) - 1))
    assert tidy_reference(plain[:place] + plain[place + 1 :]) is None
    assert tidy_reference(plain[:place] + plain[place] + plain[place:]) is None


@given(REFERENCES, st.sampled_from(["lower", "upper"]), st.sampled_from(["", " ", "-", " - ", "."]))
def test_it_is_known_however_it_is_typed(reference: str, case: str, between: str) -> None:
    typed = getattr(between.join(reference.split("-")), case)()
    assert tidy_reference(f" {typed} ") == reference


@given(REFERENCES)
def test_letters_that_look_like_digits_are_meant_as_them(reference: str) -> None:
    misread = reference[:2] + reference[2:].replace("1", "I").replace("0", "O")
    assert tidy_reference(misread) == reference
    assert tidy_reference(misread.replace("I", "l").lower()) == reference


@given(REFERENCES)
def test_full_width_characters_of_a_chinese_keyboard_are_meant_as_plain_ones(reference: str) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) for each in reference)
    assert tidy_reference(wide) == reference


@given(st.text())
def test_whatever_is_typed_is_a_reference_or_none(typed: str) -> None:
    tidied = tidy_reference(typed)
    assert tidied is None or tidy_reference(tidied) == tidied


@pytest.mark.parametrize("typed", ["", "L", "L-7K3M-92QF", "王秀兰", "L-7K3M-92QF-55", "\0"])
def test_what_cannot_be_one_is_none(typed: str) -> None:
    assert tidy_reference(typed) is None
