"""The tests' clock: it goes as fast as the real one, from a moment that every test knows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from portal import clock

START = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Tuesday without a public holiday near it; branches are open."""


class MovableClock:
    """Moves `portal.clock`, in this process and in those that inherit its environment."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def now(self) -> datetime:
        return clock.now()

    def to(self, moment: datetime) -> None:
        """Set the portal's clock to an aware moment."""
        self._shift(moment.astimezone(UTC) - datetime.now(UTC))

    def forward(self, **span: float) -> None:
        """Let time pass, as in `forward(minutes=16)`."""
        self.to(clock.now() + timedelta(**span))

    def _shift(self, shift: timedelta) -> None:
        written = self.file.with_suffix(".new")
        written.write_text(str(shift.total_seconds()))
        written.replace(self.file)
