"""The pick-up code: six digits, single use, dead after five wrong tries, valid until the visit day ends."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DIGITS = 6
MOST_WRONG_TRIES = 5


class CodeProblem(StrEnum):
    UNKNOWN = "unknown"
    """No such reference at this branch: a missing one and another branch's look the same."""
    WRONG = "wrong"
    DEAD = "dead"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class CodeRefused(Exception):
    """The code opens or signs nothing; `left` says how many wrong tries it still survives."""

    def __init__(self, problem: CodeProblem, left: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.left = problem, left


def end_of_day(day: date, timezone: str) -> datetime:
    """The moment at which `day` is over in `timezone`."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone))
