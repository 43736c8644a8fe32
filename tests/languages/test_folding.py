"""What a search takes for the same: tables of what people type, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.folding import folded, matcher


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("nguyen", "NGUYỄN Văn Đức"),
        ("DUC van", "Nguyễn Văn Đức"),
        ("永辉", "上海永辉超市"),
        ("امينه", "أَمِينَة السيد"),
        ("السيد", "الســـيد"),
        ("１２3", "№ 123"),
        ("١٢٣", "123"),
        ("cafe zoe", "Zoë’s Café"),
        ("STRASSE", "straße"),
        ("ｶﾌｪ", "カフェ"),
        ("ิน", "กิน"),
        ("σιασ", "ΣΊΑΣ"),
        ("ﬁnance", "Finance"),
    ],
)
def test_a_search_takes_for_the_same_what_people_do(typed: str, stands: str) -> None:
    assert matcher(typed)([None, stands])


@pytest.mark.parametrize(("typed", "stands"), [("永辉", "永 辉"), ("bakery quay", "bakery"), ("กน", "กิน")])
def test_and_nothing_else(typed: str, stands: str) -> None:
    assert not matcher(typed)([stands])


@given(st.text(max_size=20))
def test_whatever_stands_there_is_found_by_itself(text: str) -> None:
    assert matcher(text)([text])
    assert folded(folded(text)) == folded(text)
