"""The outbox: what was promised is done, once, whatever dies in between."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.db import db, transaction
from portal.jobs import operations as jobs
from portal.jobs.models import OutboxEntry
from portal.jobs.operations import LEASE, LONGEST_WAIT, TryLater, enqueue, register
from portal.jobs.queries import oldest_waiting
from portal.jobs.queue import every_minute
from tests.clocks import MovableClock


class World:
    """The world outside: it notes what it was asked, and can be `down` or `broken`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.down, self.broken = False, set[str]()

    def handle(self, payload: dict[str, Any]) -> None:
        if self.down:
            raise TryLater("it is down")
        if payload["name"] in self.broken:
            raise LookupError(payload["name"])
        self.asked.append(payload["name"])


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    made = World()
    register(app, "ask", made.handle)
    with app.app_context():
        yield made


def promise(*names: str) -> None:
    with transaction():
        for name in names:
            enqueue("ask", f"ask:{name}", now(), name=name)


def entry(name: str) -> OutboxEntry:
    db.session.expire_all()
    return db.session.scalars(select(OutboxEntry).where(OutboxEntry.key == f"ask:{name}")).one()


def test_everything_is_done_once_and_in_order(world: World) -> None:
    promise("a", "b", "c")
    assert jobs.drain() == 3
    assert jobs.drain() == 0
    assert world.asked == ["a", "b", "c"]
    assert entry("a").done_at


def test_the_same_promise_twice_is_one(world: World) -> None:
    promise("a")
    promise("a", "a")
    assert jobs.drain() == 1
    promise("a")
    assert jobs.drain() == 0


def test_a_promise_that_was_rolled_back_is_none(world: World) -> None:
    def refused() -> None:
        with transaction():
            enqueue("ask", "ask:a", now(), name="a")
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    assert jobs.drain() == 0


def test_two_workers_never_do_the_same(app: Flask, world: World) -> None:
    names = [f"{number:02d}" for number in range(20)]
    promise(*names)
    barrier = Barrier(2)

    def work() -> None:
        with app.app_context():
            barrier.wait()
            jobs.drain()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(world.asked) == names


def test_a_world_that_is_down_is_asked_again_later_and_later(world: World, clock: MovableClock) -> None:
    promise("a")
    world.down, waits = True, list[timedelta]()
    for _ in range(10):
        assert jobs.drain() == 0
        waits.append(entry("a").not_before - now())
        clock.to(entry("a").not_before)
    seconds = [round(wait.total_seconds(), -1) for wait in waits]
    assert seconds == sorted(seconds)
    assert timedelta(seconds=25) < waits[0] < timedelta(seconds=31)
    assert LONGEST_WAIT - timedelta(minutes=1) < waits[-1] <= LONGEST_WAIT
    assert (entry("a").attempts, entry("a").last_error) == (10, "it is down")
    world.down = False
    assert jobs.drain() == 1
    assert (world.asked, entry("a").last_error) == (["a"], None)


def test_it_is_not_asked_before_its_time(world: World) -> None:
    promise("a")
    world.down = True
    jobs.drain()
    world.down = False
    assert jobs.drain() == 0


def test_what_waits_holds_nothing_else_up(world: World) -> None:
    promise("a")
    world.down = True
    jobs.drain()
    world.down = False
    promise("b")
    assert jobs.drain() == 1
    assert world.asked == ["b"]


def test_a_kind_that_has_to_wait_is_asked_once_a_round_and_the_others_go_on(
    app: Flask, world: World, clock: MovableClock
) -> None:
    tries: list[str] = []

    def hang(payload: dict[str, Any]) -> None:
        tries.append(payload["name"])
        raise TryLater("it hangs")

    register(app, "hang", hang)
    with transaction():
        for name in ("x", "y", "z"):
            enqueue("hang", f"hang:{name}", now(), name=name)
    promise("a", "b")
    assert jobs.drain() == 2
    assert (tries, world.asked) == (["x"], ["a", "b"])
    clock.forward(seconds=1)
    jobs.drain()
    assert tries == ["x", "y"], "the next is first in its turn"


def test_a_worker_that_dies_at_work_leaves_it_to_another_when_its_lease_is_over(
    world: World, clock: MovableClock
) -> None:
    promise("a")
    taken = jobs._lease(now())
    assert taken is not None
    assert jobs.drain() == 0
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert jobs.drain() == 1
    assert entry("a").attempts == 2


def test_work_that_cannot_be_done_keeps_nobody_else_from_theirs(
    app: Flask, world: World, clock: MovableClock
) -> None:
    """Two such entries would take turns in being the first, and nothing behind them would ever be done."""
    promise("bad", "worse", "c", "d")
    world.broken = {"bad", "worse"}
    for _ in range(3):
        with suppress(LookupError):
            jobs.drain()
    assert world.asked == ["c", "d"]
    assert (entry("bad").done_at, entry("worse").done_at) == (None, None)
    assert "LookupError" in str(entry("bad").last_error)


def test_the_oldest_promise_that_is_late(world: World, clock: MovableClock) -> None:
    assert oldest_waiting(now()) is None
    promise("a")
    made: datetime = entry("a").not_before
    clock.forward(hours=2)
    promise("b")
    assert oldest_waiting(now()) == made
    jobs.drain()
    assert oldest_waiting(now()) is None


def test_the_doorbell_wakes_the_worker(app: Flask, world: World) -> None:
    queue = app.extensions["huey"]
    promise("a")
    queue.execute(queue.dequeue())
    assert world.asked == ["a"]


def test_once_a_minute_the_worker_looks_by_itself_and_does_its_chores(app: Flask, world: World) -> None:
    done: list[str] = []
    every_minute(app, lambda: done.append("chore"))
    promise("a")
    queue = app.extensions["huey"]
    queue.flush()
    for task in queue.read_periodic(datetime(2026, 11, 24, 10)):  # noqa: DTZ001  (as huey asks)
        queue.execute(task)
    assert (world.asked, done) == (["a"], ["chore"])


def test_a_doorbell_that_cannot_ring_harms_no_promise(app: Flask, world: World) -> None:
    def broken() -> None:
        raise OSError("no space left on device")

    app.extensions["doorbell"] = broken
    promise("a")
    assert jobs.drain() == 1
