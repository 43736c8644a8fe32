"""The power fails in the middle of whatever is done: nothing of it is there, then all, and every notice comes once."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, ClassVar, TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.jobs.models import OutboxEntry
from portal.jobs.operations import drain
from portal.notices.models import Notice
from tests.clocks import MovableClock
from tests.loans.lives import test_others, test_review, test_tablet
from tests.loans.lives.lightning import fingerprint, lightning
from tests.loans.lives.living import Living, live
from tests.mail import MailServer

pytestmark = pytest.mark.slow
T = TypeVar("T")


class Struck(Living):
    """Every act is cut off once, at an instant of luck, then done again as by a new process."""

    luck: ClassVar[Random]
    lengths: ClassVar[Counter[str]]
    """How much an act of that name sends to the database, as far as is known."""

    def live_through(self, name: str, act: Callable[[], T]) -> T:
        at, before = self.luck.randint(1, self.lengths[name] or 20), fingerprint(self.app)
        with lightning(self.app, at) as fuse:
            done = act()
        if not fuse.is_burnt:
            self.lengths[name] = max(fuse.sent, self.lengths[name])
            return done
        assert fingerprint(self.app) == before, f"{name} was cut off at {at} and left something"
        self.came_to[f"cut {name}"] += 1
        with lightning(self.app, None) as fuse:
            done = act()
        self.lengths[name] = max(fuse.sent, self.lengths[name])
        return done

    def teardown(self) -> None:
        """The worker is cut off too; what it left is taken up when its lease is over."""
        super().teardown()
        with lightning(self.app, self.luck.randint(1, 20)) as fuse:
            self.post()
        self.came_to["cut post"] += fuse.is_burnt
        self.clock.forward(minutes=3)
        self.post()

    def post(self) -> None:
        with self.app.app_context():
            drain()


class StruckReview(Struck, test_review.Review):
    pass


class StruckAtTheCounter(Struck, test_tablet.AtTheCounter):
    pass


class StruckTogether(Struck, test_others.Together):
    pass


@pytest.mark.parametrize(
    ("machine", "walks"),
    [
        (StruckReview, [*test_review.ENDS[-4:], test_review.declined, test_review.too_late]),
        (StruckAtTheCounter, test_tablet.WALKS),
        (StruckTogether, test_others.WALKS),
    ],
)
def test_nothing_is_half_there(
    machine: type[Struck],
    walks: list[Callable[[Any], None]],
    app: Flask,
    clock: MovableClock,
    mail_server: MailServer,
) -> None:
    machine.luck, machine.lengths = Random(20261123), Counter()
    came_to = live(machine, app, clock, walks, examples=2)
    cut = {name: times for name, times in came_to.items() if name.startswith("cut ")}
    assert sum(cut.values()) > 100, cut
    _every_letter_came(app, mail_server, came_to["cut post"])


def _every_letter_came(app: Flask, mail_server: MailServer, deaths: int) -> None:
    """Once, but for the one that was sent when the worker died and could not note it any more."""
    with app.app_context():
        assert db.session.query(OutboxEntry).filter_by(done_at=None).count() == 0
        told = set(db.session.scalars(select(Notice.public_id)))
    came = Counter(
        str(message["Message-ID"]).strip("<").partition("@")[0] for message in mail_server.received
    )
    assert told <= came.keys()
    assert sum(came.values()) - len(came) <= deaths
