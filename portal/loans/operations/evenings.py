"""Until when a file or a code is open: to the end of a day of the bank."""

from datetime import datetime, timedelta

from flask import current_app

from portal import clock
from portal.identity.calendar import open_days_from
from portal.loans.rules import end_of_day


def this_evening(moment: datetime) -> datetime:
    """The end of that moment's day."""
    timezone = current_app.config["TIMEZONE"]
    return end_of_day(clock.day_of(moment, timezone), timezone)


def next_evening(moment: datetime) -> datetime:
    """The end of the first day after that moment's on which branches are open."""
    timezone, country = current_app.config["TIMEZONE"], current_app.config["CALENDAR"]
    tomorrow = clock.day_of(moment, timezone) + timedelta(days=1)
    return end_of_day(next(open_days_from(tomorrow, country)), timezone)
