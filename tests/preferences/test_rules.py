"""What may be chosen, and what a cookie may say."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.languages import LOCALES
from portal.preferences.rules import (
    CHOICES,
    Braille,
    ByPost,
    ContactNeed,
    Contrast,
    Mode,
    Motion,
    PaperLanguages,
    Papers,
    Preferences,
    PrintSize,
    TextSize,
    is_choice,
)

CHOSEN = st.builds(
    Preferences,
    locale=st.sampled_from(["", *LOCALES]),
    mode=st.sampled_from(Mode),
    text_size=st.sampled_from(TextSize),
    contrast=st.sampled_from(Contrast),
    motion=st.sampled_from(Motion),
    print_size=st.sampled_from(["", *PrintSize]),
    braille=st.sampled_from(["", *Braille]),
    paper_languages=st.sampled_from(PaperLanguages),
    by_post=st.sampled_from(ByPost),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["mode", "locale", "x"]), inner),
)


@given(CHOSEN)
def test_a_cookie_brings_back_what_was_chosen(chosen: Preferences) -> None:
    assert Preferences.load(chosen.dump()) == chosen


@given(st.text() | JSON.map(json.dumps))
def test_whatever_a_cookie_says_the_choices_are_known_ones(text: str) -> None:
    loaded = Preferences.load(text)
    if loaded is not None:
        assert loaded.locale in {"", *LOCALES}
        chosen = {name: value for name, value in asdict(loaded).items() if value}
        assert all(is_choice(name, value) for name, value in chosen.items())


@pytest.mark.parametrize("text", ["[" * 3000, '{"a":' * 3000, "9" * 5000, "{", "", None, "[]", "1", "null"])
def test_junk_is_no_choice(text: str | None) -> None:
    assert Preferences.load(text) is None


def test_an_old_cookie_keeps_what_still_exists() -> None:
    old = '{"mode":"elder","contrast":"sepia","sound":"on","locale":"zh_Hans"}'
    assert Preferences.load(old) == Preferences(locale="zh_Hans", mode=Mode.ELDER)


@given(CHOSEN, st.sampled_from([*CHOICES, "locale", "other"]), st.text(max_size=10))
def test_an_unknown_choice_changes_nothing(chosen: Preferences, name: str, value: str) -> None:
    if not is_choice(name, value):
        assert chosen.with_choice(**{name: value}) == chosen


def test_until_a_language_is_chosen_it_is_english() -> None:
    assert Preferences().language is LOCALES["en"]


@pytest.mark.parametrize(
    ("chosen", "needs", "size", "braille"),
    [
        (Preferences(), (), "11", "none"),
        (Preferences(mode=Mode.ELDER), (), "18", "none"),
        (Preferences(), (ContactNeed.LARGE_PRINT,), "18", "none"),
        (Preferences(mode=Mode.ELDER, print_size="24"), (), "24", "none"),
        (Preferences(mode=Mode.ELDER, print_size="11"), (ContactNeed.LARGE_PRINT,), "11", "none"),
        (Preferences(), (ContactNeed.BRAILLE,), "11", "40x25"),
        (Preferences(braille="none"), (ContactNeed.BRAILLE,), "11", "none"),
        (Preferences(braille="32x25"), (), "11", "32x25"),
    ],
)
def test_what_was_said_before_is_not_asked_again_for_papers(
    chosen: Preferences, needs: tuple[str, ...], size: str, braille: str
) -> None:
    assert chosen.papers(needs) == Papers(PrintSize(size), Braille(braille), PaperLanguages.OWN, ByPost.NO)


@pytest.mark.parametrize(
    ("braille", "page"), [("40x25", (40, 25)), ("32x25", (32, 25)), ("unpaged", (0, 0)), ("none", (0, 0))]
)
def test_a_braille_page_has_cells_and_lines(braille: str, page: tuple[int, int]) -> None:
    assert Braille(braille).page == page
