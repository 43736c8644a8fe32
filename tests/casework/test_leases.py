"""One editor by courtesy: a lease lapses, is renewed, is taken over in sight of both, and refuses nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from portal.audit.models import MACHINE, Actor
from portal.audit.queries import faults, history
from portal.casework import operations
from portal.casework.models import AnswerSource, Case, CaseLease
from portal.casework.operations import LeaseHeld, LeaseLost, WishGone
from portal.casework.queries import lease_of
from portal.casework.rules import LEASE_SECONDS, LEASE_SECONDS_WITHOUT_SCRIPT, CaseEvent
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.loans.rules import LoanStatus
from tests.casework.racing import at_once, gathered
from tests.clocks import MovableClock
from tests.factories.cases import at_status, draft, person


def hand(name: str) -> Actor:
    return Actor(person(name).id, "branch")


def take(case: Case, name: str = "officer", **more: int) -> CaseLease:
    with transaction():
        return operations.take_lease(case, hand(name), now(), **more)


def renew(case: Case, name: str = "officer") -> CaseLease:
    with transaction():
        return operations.renew_lease(case, hand(name), now())


def release(case: Case, name: str) -> None:
    with transaction():
        operations.release_lease(case, hand(name))


def takeovers(case: Case) -> list[tuple[int | None, int]]:
    return [
        (event.person_id, event.detail["was"])
        for event in history(case.subject)
        if event.action == CaseEvent.LEASE_TAKEN_OVER
    ]


@pytest.fixture
def case(james: Customer) -> Case:
    return at_status(james, LoanStatus.AT_BRANCH)


def test_who_edits_and_since_when_is_seen(case: Case) -> None:
    assert lease_of(case, now()) is None
    moment = take(case).taken_at
    seen = lease_of(case, now())
    assert seen is not None
    assert (seen.holder.sign_in_name, seen.taken_at) == ("officer", moment)


@pytest.mark.parametrize("seconds", [LEASE_SECONDS, LEASE_SECONDS_WITHOUT_SCRIPT])
def test_it_lapses_on_its_own(case: Case, clock: MovableClock, seconds: int) -> None:
    take(case, seconds=seconds)
    clock.forward(seconds=seconds - 1)
    assert lease_of(case, now()) is not None
    clock.forward(seconds=2)
    assert lease_of(case, now()) is None


def test_a_page_that_lives_keeps_it(case: Case, clock: MovableClock) -> None:
    since = take(case).taken_at
    for _ in range(10):
        clock.forward(seconds=30)
        renew(case)
    seen = lease_of(case, now())
    assert seen is not None
    assert (seen.taken_at, seen.expires_at - seen.renewed_at) == (since, timedelta(seconds=LEASE_SECONDS))


def test_renewing_changes_neither_version_nor_history(case: Case, clock: MovableClock) -> None:
    take(case)
    version, length = case.version, len(history(case.subject))
    for _ in range(3):
        clock.forward(seconds=30)
        renew(case)
        take(case)
    db.session.expire_all()
    assert (case.version, len(history(case.subject))) == (version, length)


def test_taking_what_one_has_renews_it(case: Case, clock: MovableClock) -> None:
    since = take(case).taken_at
    clock.forward(seconds=100)
    again = take(case)
    assert (again.taken_at, again.expires_at > now() + timedelta(seconds=100)) == (since, True)
    assert takeovers(case) == []


def test_a_renewal_with_script_does_not_shorten_one_without(case: Case, clock: MovableClock) -> None:
    take(case, seconds=LEASE_SECONDS_WITHOUT_SCRIPT)
    clock.forward(seconds=30)
    renew(case)
    clock.forward(seconds=400)
    assert lease_of(case, now()) is not None


def test_while_another_edits_it_is_not_taken(case: Case) -> None:
    take(case)
    with pytest.raises(LeaseHeld) as held:
        take(case, "officer2")
    assert held.value.lease.holder_id == person("officer").id
    assert takeovers(case) == []


def test_after_it_lapsed_it_is_taken_over_and_both_see_it(case: Case, clock: MovableClock) -> None:
    take(case)
    clock.forward(seconds=LEASE_SECONDS + 1)
    lease = take(case, "officer2", seconds=30)
    first, second = person("officer").id, person("officer2").id
    assert (lease.holder_id, lease.taken_from_id, lease.expires_at - lease.taken_at) == (
        second,
        first,
        timedelta(seconds=30),
    )
    with pytest.raises(LeaseLost) as lost:
        renew(case)
    assert lost.value.lease is not None
    assert (lost.value.lease.holder_id, lost.value.lease.taken_at) == (second, lease.taken_at)
    assert takeovers(case) == [(second, first)]
    assert list(faults()) == []


def test_it_may_be_renewed_late_if_nobody_wanted_it(case: Case, clock: MovableClock) -> None:
    take(case)
    clock.forward(seconds=LEASE_SECONDS * 2)
    renew(case)
    assert lease_of(case, now()) is not None


def test_taken_again_after_it_lapsed_it_is_held_since_then(case: Case, clock: MovableClock) -> None:
    take(case)
    clock.forward(hours=1)
    assert take(case).taken_at > now() - timedelta(minutes=1)
    assert takeovers(case) == []


def test_given_back_it_is_free_at_once_and_nobody_took_over(case: Case) -> None:
    take(case)
    release(case, "officer2")
    assert lease_of(case, now()) is not None
    release(case, "officer")
    assert lease_of(case, now()) is None
    with pytest.raises(LeaseLost) as lost:
        renew(case)
    assert lost.value.lease is None
    assert take(case, "officer2").taken_from_id is None
    assert takeovers(case) == []


def test_a_lease_refuses_nothing_but_a_lease(case: Case) -> None:
    take(case)
    with transaction():
        operations.expect_version(case, case.version)
        operations.answer(case, "amount", {"minor": 1}, AnswerSource.OFFICER, hand("officer2"), now())
    assert case.current_answers["amount"].version == 1


def test_a_customers_draft_is_erased_with_its_lease(james: Customer) -> None:
    case = draft(james)
    take(case, "james")
    with transaction():
        operations.erase_draft(case, hand("james"), now())
    assert db.session.scalar(select(func.count()).select_from(CaseLease)) == 0


def test_a_machine_edits_nothing(case: Case) -> None:
    with pytest.raises(ValueError, match="edits nothing"), transaction():
        operations.take_lease(case, MACHINE, now())


def test_nobody_takes_over_from_himself(case: Case) -> None:
    lease = take(case)
    with pytest.raises(IntegrityError), transaction():
        lease.taken_from_id = lease.holder_id


NAMES = ("officer", "officer2", "reviewer", "head")


def test_of_many_who_take_it_at_once_one_has_it(app: Flask, case: Case) -> None:
    case_id = case.id

    def race(name: str) -> int | None:
        try:
            return take(db.session.get_one(Case, case_id), name).holder_id
        except LeaseHeld:
            return None

    won = [holder for holder in at_once(app, race, NAMES) if holder]
    seen = lease_of(case, now())
    assert seen is not None
    assert won == [seen.holder_id]


def test_a_renewal_and_a_take_over_at_once_leave_one_holder_who_knows_it(
    app: Flask, case: Case, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, acts = case.id, {"officer": renew, "officer2": take}
    take(case)
    clock.forward(seconds=LEASE_SECONDS + 1)
    gathered(monkeypatch, "portal.casework.operations.leases", "_lease")

    def race(name: str) -> bool:
        try:
            acts[name](db.session.get_one(Case, case_id), name)
        except (LeaseHeld, LeaseLost):
            return False
        return True

    renewed, taken = at_once(app, race, acts)
    assert renewed != taken
    assert len(takeovers(case)) == taken
    db.session.expire_all()
    seen = lease_of(case, now())
    assert seen is not None
    assert seen.holder_id == person("officer2" if taken else "officer").id


# Asking for it


def ask(case: Case, name: str = "officer2") -> CaseLease:
    with transaction():
        return operations.ask_for_lease(case, hand(name), now())


def answer(case: Case, act: Callable[..., CaseLease], asked_at: datetime, name: str = "officer") -> CaseLease:
    with transaction():
        return act(case, asked_at, hand(name), now())


def asked_at(lease: CaseLease) -> datetime:
    assert lease.wanted_at is not None
    return lease.wanted_at


def wishes(case: Case) -> list[tuple[str, int | None]]:
    events = (CaseEvent.LEASE_WANTED, CaseEvent.LEASE_GIVEN, CaseEvent.LEASE_KEPT)
    return [(event.action, event.person_id) for event in history(case.subject) if event.action in events]


def test_a_wish_is_seen_by_both_and_changes_nobody(case: Case) -> None:
    take(case)
    lease = ask(case)
    first, second = person("officer").id, person("officer2").id
    assert (lease.holder_id, lease.wanted_by_id, lease.is_wanted) == (first, second, True)
    assert lease.state_for(first, now()) == f"mine-wanted-{second}"
    assert lease.state_for(second, now()) == f"held-{first}-wanted-{second}"
    assert wishes(case) == [("lease wanted", second)]
    renew(case)
    assert ask(case).is_wanted
    assert len(wishes(case)) == 1, "asking again while it waits is one wish"


def test_given_it_is_the_others_and_the_wish_is_over(case: Case) -> None:
    take(case)
    first, second = person("officer").id, person("officer2").id
    lease = answer(case, operations.give_lease, asked_at(ask(case)))
    assert (lease.holder_id, lease.taken_from_id, lease.wanted_at) == (second, first, None)
    assert lease.expires_at - lease.taken_at == timedelta(seconds=LEASE_SECONDS)
    assert wishes(case) == [("lease wanted", second), ("lease given", first)]
    assert takeovers(case) == []
    with pytest.raises(LeaseLost):
        renew(case)
    renew(case, "officer2")
    assert list(faults()) == []


def test_kept_it_is_said_and_may_be_asked_for_again(case: Case, clock: MovableClock) -> None:
    take(case)
    lease = answer(case, operations.keep_lease, asked_at(ask(case)))
    first, second = person("officer").id, person("officer2").id
    assert (lease.holder_id, lease.is_wanted) == (first, False)
    assert lease.state_for(second, now()) == f"held-{first}-kept-{second}"
    clock.forward(seconds=10)
    assert ask(case, "reviewer").wanted_by_id == person("reviewer").id
    assert [action for action, _ in wishes(case)] == ["lease wanted", "lease kept", "lease wanted"]


def test_one_wish_is_open_at_a_time(case: Case) -> None:
    take(case)
    ask(case)
    assert ask(case, "reviewer").wanted_by_id == person("officer2").id
    assert len(wishes(case)) == 1


@pytest.mark.parametrize("end", ["given back", "lapsed"])
def test_a_wish_ends_with_the_lease_and_who_asks_then_has_it(
    case: Case, clock: MovableClock, end: str
) -> None:
    take(case)
    wish = asked_at(ask(case))
    if end == "given back":
        release(case, "officer")
    else:
        clock.forward(seconds=LEASE_SECONDS + 1)
    lease = ask(case, "reviewer")
    assert (lease.holder_id, lease.wanted_by_id) == (person("reviewer").id, None)
    assert len(takeovers(case)) == (end == "lapsed")
    for act in (operations.give_lease, operations.keep_lease):
        with pytest.raises(LeaseLost):
            answer(case, act, wish)


def test_what_one_has_already_needs_no_wish(case: Case) -> None:
    take(case)
    assert not ask(case, "officer").is_wanted
    assert wishes(case) == []


def test_only_the_wish_that_was_seen_is_answered(case: Case, clock: MovableClock) -> None:
    take(case)
    old = asked_at(ask(case))
    answer(case, operations.keep_lease, old)
    with pytest.raises(WishGone):
        answer(case, operations.give_lease, old)
    clock.forward(seconds=5)
    new = asked_at(ask(case, "reviewer"))
    with pytest.raises(WishGone):
        answer(case, operations.give_lease, old)
    assert answer(case, operations.give_lease, new).holder_id == person("reviewer").id


@pytest.mark.parametrize(
    "wrong",
    [
        {"wanted_by_id": None, "wanted_at": now()},
        {"kept_at": now()},
        {"wanted_by_id": CaseLease.holder_id, "wanted_at": now()},
    ],
    ids=["nobodys", "kept without a wish", "of who has it"],
)
def test_the_database_refuses_half_a_wish(case: Case, wrong: dict[str, object]) -> None:
    take(case)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(CaseLease).values(**wrong))


def test_of_many_who_ask_at_once_one_wish_is_open(app: Flask, case: Case) -> None:
    case_id = case.id
    take(case)

    def race(name: str) -> int | None:
        return ask(db.session.get_one(Case, case_id), name).wanted_by_id

    wanted = at_once(app, race, NAMES[1:])
    assert len(set(wanted)) == 1
    assert len(wishes(case)) == 1


def test_given_and_kept_at_once_is_one_of_them(app: Flask, case: Case) -> None:
    case_id, acts = case.id, {"give": operations.give_lease, "keep": operations.keep_lease}
    take(case)
    wish = asked_at(ask(case))

    def race(name: str) -> bool:
        try:
            answer(db.session.get_one(Case, case_id), acts[name], wish)
        except (LeaseLost, WishGone):
            return False
        return True

    assert sorted(at_once(app, race, acts)) == [False, True]
    assert len(wishes(case)) == 2
