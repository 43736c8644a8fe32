"""What waits: the branch's visits, the reviewer's queue."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may, require
from portal.loans import labels, queries
from portal.loans.staff_views.access import blueprint


@blueprint.get("/")
@require(Permission.SEE_BRANCH_LOANS)
def index() -> ResponseReturnValue:
    if may(Permission.DECIDE_LOANS):
        return render_template(
            "loans/staff/reviews.html",
            loans=queries.review_queue(current_user),
            now=clock.now(),
            labels=labels,
        )
    today, open_files, later = queries.visits_from(current_user, _today_starts())
    return render_template(
        "loans/staff/index.html", today=today, open_files=open_files, later=later, labels=labels
    )


def _today_starts() -> datetime:
    timezone = ZoneInfo(current_app.config["TIMEZONE"])
    return datetime.combine(clock.now().astimezone(timezone).date(), time(), timezone)
