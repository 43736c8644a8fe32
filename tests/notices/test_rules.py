"""By day a telephone may ring."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.notices.rules import when_awake

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("moment", "rings"),
    [
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026-11-24T20:59:59", "2026-11-24T20:59:59"),
        ("2026-11-24T21:00", "2026-11-25T08:00"),
        ("2026-11-24T23:59", "2026-11-25T08:00"),
        ("2026-11-25T00:00", "2026-11-25T08:00"),
        ("2026-11-25T07:59:59", "2026-11-25T08:00"),
        ("2026-12-31T22:00", "2027-01-01T08:00"),
    ],
)
def test_nobody_is_woken(moment: str, rings: str) -> None:
    here = ZoneInfo(SHANGHAI)
    told = datetime.fromisoformat(moment).replace(tzinfo=here).astimezone(ZoneInfo("UTC"))
    assert when_awake(told, SHANGHAI) == datetime.fromisoformat(rings).replace(tzinfo=here)


@pytest.mark.parametrize(
    ("told", "rings"), [("2026-03-28T22:00+01:00", 8 - 2), ("2026-10-24T22:00+02:00", 8 - 1)]
)
def test_eight_is_eight_when_the_clocks_change(told: str, rings: int) -> None:
    """Where the night is an hour shorter or longer, in UTC."""
    assert when_awake(datetime.fromisoformat(told), "Europe/Berlin").astimezone(ZoneInfo("UTC")).hour == rings
