"""Who edits the file and whose turn it is: leases, handing it back to her, opening it without a code."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.casework.rules import LEASE_SECONDS, LEASE_SECONDS_WITHOUT_SCRIPT
from portal.identity.calendar import open_days_from
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    IdentityPaper,
    LoanAction,
    LoanStatus,
    Proof,
    Question,
    end_of_day,
)
from tests.loans.lives.applying import ZONE, day_of
from tests.loans.lives.filing import Filing
from tests.loans.lives.life import Lease
from tests.loans.lives.living import LATE, WHO, among

A, Q, S = LoanAction, Question, LoanStatus
PROPOSED = [Q.AMOUNT, Q.AMOUNT, Q.TERM, Q.PURPOSE, Q.PURPOSE_DETAIL, Q.BUSINESS_NAME, Q.BRANCH, Q.CONSENTS]
CHOICE = st.integers(0, 2)


class Editing(Filing):
    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH), who=WHO)
    def hand_back(self, ref: str, who: int) -> None:
        life = self.lives[ref]
        if life.status != S.DRAFT:
            name = self.officer(ref, who)
            refused = self.act(ref, name, hand_back)
            if self.moved(ref, A.HAND_BACK, refused, life.is_open(self.at)):
                self.leaves(ref, name)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.WITH_CUSTOMER), late=LATE)
    def send_back(self, ref: str, late: bool = False) -> None:
        life = self.lives[ref]
        is_whole = self.read(ref, lambda loan: not loan.unanswered)
        refused = self.act(ref, life.name, operations.return_to_branch, late=late)
        if self.moved(ref, A.SEND_BACK, refused, is_whole and not late):
            tomorrow = day_of(self.at) + timedelta(days=1)
            life.open_until = end_of_day(next(open_days_from(tomorrow, "CN")), ZONE)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.SUBMITTED, S.AT_BRANCH), who=WHO)
    def open_by_identity(self, ref: str, who: int) -> None:
        life = self.lives[ref]
        if life.status != S.DRAFT:
            refused = self.act(ref, self.officer(ref, who), open_by_identity)
            if self.moved(ref, A.PICK_UP, refused, True):
                life.kill_code()
                self.opens(life, Proof.IDENTITY)

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.AT_BRANCH),
        who=WHO,
        seconds=st.sampled_from([LEASE_SECONDS, LEASE_SECONDS_WITHOUT_SCRIPT]),
    )
    def take_lease(self, ref: str, who: int, seconds: int = LEASE_SECONDS) -> None:
        life = self.lives[ref]
        if life.status != S.DRAFT:
            name, lease = self.officer(ref, who), life.lease
            refused = self.act(ref, name, take_lease, seconds)
            is_free = lease is None or lease.holder == name or lease.until <= self.at
            assert (refused is None) == is_free, refused
            if refused is None:
                self.holds(ref, name, seconds)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH), who=WHO)
    def renew_lease(self, ref: str, who: int) -> None:
        life = self.lives[ref]
        if life.status != S.DRAFT:
            name, lease = self.officer(ref, who), life.lease
            refused = self.act(ref, name, casework.renew_lease)
            assert (refused is None) == (lease is not None and lease.holder == name), refused
            if refused is None:
                self.holds(ref, name, LEASE_SECONDS)

    def holds(self, ref: str, name: str, seconds: int) -> None:
        """Who has it longer keeps it longer; a lease that was taken over begins anew."""
        life = self.lives[ref]
        until = self.at + timedelta(seconds=seconds)
        if life.lease and life.lease.holder == name:
            until = max(until, life.lease.until)
        elif life.lease:
            self.came_to["taken over"] += 1
        life.lease = Lease(name, until)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH), who=WHO)
    def release_lease(self, ref: str, who: int) -> None:
        if self.lives[ref].status != S.DRAFT:
            name = self.officer(ref, who)
            assert self.act(ref, name, release_lease) is None
            self.leaves(ref, name)


def hand_back(loan: LoanApplication, by: Actor, now: datetime) -> None:
    operations.hand_back(loan, "请再看一下金额。", by, now)


def open_by_identity(loan: LoanApplication, by: Actor, now: datetime) -> None:
    operations.open_by_identity(loan, IdentityPaper.PASSPORT, by, now)


def take_lease(loan: LoanApplication, seconds: int, by: Actor, now: datetime) -> None:
    casework.take_lease(loan, by, now, seconds)


def release_lease(loan: LoanApplication, by: Actor, _now: datetime) -> None:
    casework.release_lease(loan, by)
