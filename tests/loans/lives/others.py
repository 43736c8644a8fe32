"""The people beside the applicant: named and invited, accepting, signing at home or on the tablet, leaving."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.loans import operations as loans
from portal.loans.models import LoanApplication
from portal.loans.parties import operations
from portal.loans.parties.models import LoanParty
from portal.loans.parties.operations import Statement
from portal.loans.rules import (
    CLOSED,
    INVITATION_KEPT,
    MAY_SIGN_IN,
    MOST_WRONG_TRIES,
    PARTY_CONSENTS,
    PRODUCTS,
    TRANSITIONS,
    IdentityPaper,
    LoanAction,
    LoanStatus,
    PartyRole,
    PartyWay,
    Question,
)
from portal.money import Money
from tests.loans import quickly
from tests.loans.lives.filing import Filing
from tests.loans.lives.life import Beside, Life
from tests.loans.lives.living import LATE, MOST, OFFICERS, WHO, among
from tests.loans.lives.saying import HOME

A, Q, S = LoanAction, Question, LoanStatus
Place = tuple[str, str]
"""A reference, and the public id of somebody named in it."""
NAMES = st.sampled_from(["amina", "amina", "fang", "xiulan"])


@st.composite
def places(draw: Callable[..., Any]) -> Place:
    machine = draw(st.runner())
    return draw(
        st.sampled_from([(ref, place) for ref in list(machine.lives) for place in machine.lives[ref].beside])
    )


SOMEBODY = places()
THERE = precondition(lambda self: any(life.beside for life in self.lives.values()))


class Others(Filing):
    @precondition(lambda self: sum(life.status not in CLOSED for life in self.lives.values()) < MOST)
    @rule()
    def wish_for_a_home(self) -> None:
        self.take_in("james", self.live_through("wish", partial(self._wish, "james")))

    def _wish(self, name: str) -> str:
        self.at = self.clock.now
        with self.app.app_context(), transaction():
            customer, by = quickly.someone(name), self.hands[name]
            assert isinstance(customer, Customer)
            begun = loans.start(customer, PRODUCTS["mortgage"], by, self.at)
            for question in (Q.AMOUNT, Q.TERM, Q.REPAYMENT):
                loans.answer(begun, question, HOME[question][0], by, self.at)
            return begun.reference

    @precondition(lambda self: self.lives)
    @rule(ref=among(*MAY_SIGN_IN), role=st.sampled_from(PartyRole), way=st.sampled_from(PartyWay))
    def invite(self, ref: str, role: PartyRole, way: PartyWay) -> None:
        life, said = self.lives[ref], [""]
        refused = self.act(ref, life.name, invite, role, way, said)
        knows = life.last(Q.AMOUNT)[0] and life.last(Q.TERM)[0]
        assert (refused is None) == bool(life.status in MAY_SIGN_IN and knows and life.has_room(role)), (
            refused
        )
        if refused is None:
            life.beside[said[0]] = Beside(role, way, self.at + INVITATION_KEPT)

    def with_him(self, place: Place, name: str, do: Callable[..., Any], *args: Any) -> Any:
        return self.act(place[0], name, with_him, place[1], do, *args)

    def who(self, place: Place) -> tuple[Life, Beside]:
        life = self.lives[place[0]]
        return life, life.beside[place[1]]

    @THERE
    @rule(place=SOMEBODY)
    def invite_again(self, place: Place) -> None:
        life, who = self.who(place)
        refused = self.with_him(place, life.name, operations.invite_again)
        assert (refused is None) == (life.may_sign(who) and who.customer is None), refused
        if refused is None:
            who.expires_at = self.at + INVITATION_KEPT

    @THERE
    @rule(place=SOMEBODY)
    def expect_at_branch(self, place: Place) -> None:
        life, who = self.who(place)
        refused = self.with_him(place, life.name, operations.expect_at_branch)
        assert (refused is None) == life.may_sign(who), refused
        who.way = who.way if refused else PartyWay.BRANCH

    @THERE
    @rule(place=SOMEBODY, name=NAMES)
    def accept(self, place: Place, name: str) -> None:
        life, who = self.who(place)
        refused = self.with_him(place, name, accept, self.ids[name])
        in_time = who.customer is not None or self.at < who.expires_at
        assert (refused is None) == (life.may_be(who, name) and life.may_sign(who) and in_time), refused
        who.customer = who.customer if refused else name

    @THERE
    @rule(place=SOMEBODY, name=NAMES, late=LATE)
    def sign(self, place: Place, name: str, late: bool = False) -> None:
        """`late`: the page showed him another loan."""
        life, who = self.who(place)
        refused = self.with_him(place, name, sign, late)
        assert (refused is None) == (who.customer == name and life.may_sign(who) and not late), refused
        who.signed = who.signed or refused is None

    @THERE
    @rule(place=SOMEBODY, name=NAMES, who=WHO)
    def identify(self, place: Place, name: str, who: int = 0) -> None:
        life, he = self.who(place)
        refused = self.with_him(place, OFFICERS["east"][who], identify, self.ids[name])
        assert (refused is None) == (life.may_be(he, name) and self.may_sign_here(life, he)), refused
        if refused is None:
            he.customer, he.is_seen = name, True

    def may_sign_here(self, life: Life, who: Beside) -> bool:
        return life.may_sign(who) and life.status == S.AT_BRANCH and life.is_open(self.at)

    @THERE
    @rule(place=SOMEBODY)
    def make_party_code(self, place: Place) -> None:
        (life, who), said = self.who(place), [""]
        refused = self.with_him(place, life.name, make_party_code, said)
        assert (refused is None) == life.may_sign(who), refused
        if refused is None:
            who.digits, who.tries = said[0], 0

    @THERE
    @rule(place=SOMEBODY, who=WHO, wrong=st.sampled_from([0, 0, 0, 1, MOST_WRONG_TRIES]))
    def sign_here(self, place: Place, who: int, wrong: int = 0) -> None:
        """On the tablet, with digits of his own; wrong ones are counted whatever follows."""
        (life, he), officer = self.who(place), OFFICERS["east"][who]
        typed = he.digits or "000000"
        odd = f"{(int(typed) + 1) % 10**6:06d}"
        for _ in range(wrong):
            is_live = he.digits is not None and self.clock.now < he.expires_at
            assert self.with_him(place, officer, weigh, odd) is None
            he.tries += is_live
            he.digits = None if he.tries == MOST_WRONG_TRIES else he.digits
        refused = self.with_him(place, officer, sign_here, typed)
        has_code = he.digits is not None and self.at < he.expires_at
        assert (refused is None) == (self.may_sign_here(life, he) and has_code and he.is_seen), refused
        if refused is None:
            he.signed, he.digits = True, None
            self.came_to["signed here"] += 1

    @THERE
    @rule(place=SOMEBODY)
    def decline(self, place: Place) -> None:
        life, who = self.who(place)
        if who.customer:
            refused = self.with_him(place, who.customer, operations.decline)
            assert (refused is None) == life.may_sign(who), refused
            who.declined = who.declined or refused is None

    @THERE
    @rule(place=SOMEBODY)
    def leave(self, place: Place) -> None:
        life, who = self.who(place)
        if who.customer:
            refused = self.with_him(place, who.customer, operations.leave)
            assert (refused is None) == (who.signed and life.status not in CLOSED), refused
            if refused is None:
                who.signed, who.declined = False, True
                life.status = TRANSITIONS.get((life.status, A.PARTY_LEFT), life.status)

    @THERE
    @rule(place=SOMEBODY)
    def remove(self, place: Place) -> None:
        life, who = self.who(place)
        refused = self.with_him(place, life.name, operations.remove)
        ready = not who.removed and not who.signed and life.status not in CLOSED
        assert (refused is None) == ready, refused
        who.removed = who.removed or ready


def with_him(loan: LoanApplication, place: str, do: Callable[..., Any], *rest: Any) -> None:
    do(next(party for party in loan.parties if party.public_id == place), *rest)


def invite(
    loan: LoanApplication, role: PartyRole, way: PartyWay, said: list[str], by: Actor, now: datetime
) -> None:
    mail = "amina@elsewhere.example"
    said[0] = operations.invite(loan, role, way, "Amina", mail, "zh_Hans", by, now).public_id


def accept(party: LoanParty, customer_id: int, by: Actor, now: datetime) -> None:
    operations.accept(party, db.session.get_one(Customer, customer_id), by, now)


def identify(party: LoanParty, customer_id: int, by: Actor, now: datetime) -> None:
    customer = db.session.get_one(Customer, customer_id)
    operations.identify(party, customer, IdentityPaper.PASSPORT, by, now)


def statement(party: LoanParty, late: bool = False) -> Statement:
    terms = f"1{party.terms}" if late else party.terms
    income, debts = Money(12_000_00, "CNY"), Money(500_00, "CNY")
    return Statement(income, debts, frozenset(PARTY_CONSENTS), terms, "zh_Hans")


def sign(party: LoanParty, late: bool, by: Actor, now: datetime) -> None:
    operations.sign(party, statement(party, late), by, now)


def sign_here(party: LoanParty, typed: str, by: Actor, now: datetime) -> None:
    operations.sign_at_branch(party, statement(party), typed, by, now)


def weigh(party: LoanParty, typed: str, by: Actor, now: datetime) -> None:
    assert operations.weigh_party_code(party, typed, by, now) is not None


def make_party_code(party: LoanParty, said: list[str], by: Actor, now: datetime) -> None:
    said[0] = operations.make_party_code(party, by, now)
