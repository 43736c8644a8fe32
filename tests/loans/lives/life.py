"""What the world saw of a pre-application and of those around it; the portal must agree."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.casework.models import AnswerSource
from portal.loans import queries
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    INCLUSIVE,
    MAY_SIGN_IN,
    MOST_PARTIES,
    MOST_WRONG_TRIES,
    LoanStatus,
    PartyRole,
    PartyWay,
    Product,
    Proof,
    Question,
)


@dataclass
class Proposed:
    """What an officer put beside an answer and she has not settled."""

    number: int
    value: Any
    by: str


@dataclass
class Code:
    """The pick-up code that counts."""

    expires_at: datetime
    tries: int = 0
    is_used: bool = False
    is_dead: bool = False

    def lives(self, at: datetime) -> bool:
        return not self.is_used and not self.is_dead and at < self.expires_at

    def miss(self) -> None:
        self.tries += 1
        self.is_dead = self.tries >= MOST_WRONG_TRIES and not self.is_used


@dataclass
class Lease:
    holder: str
    until: datetime


@dataclass
class Beside:
    """A person whom she named."""

    role: PartyRole
    way: PartyWay
    expires_at: datetime
    customer: str | None = None
    signed: bool = False
    declined: bool = False
    removed: bool = False
    is_seen: bool = False
    """Whether an officer saw his identity paper."""
    digits: str | None = None
    tries: int = 0

    @property
    def may_be_sent(self) -> bool:
        return self.signed or (not self.declined and self.way == PartyWay.BRANCH)


@dataclass
class Life:
    name: str
    touched_at: datetime
    status: LoanStatus = LoanStatus.DRAFT
    owner_id: int | None = None
    given: dict[Question, list[tuple[Any, str]]] = field(default_factory=dict)
    """Every answer with its source, the oldest first."""
    proposed: dict[Question, Proposed] = field(default_factory=dict)
    proposals: Counter[Question] = field(default_factory=Counter)
    disputes: Counter[Question] = field(default_factory=Counter)
    lease: Lease | None = None
    beside: dict[str, Beside] = field(default_factory=dict)
    began_at: datetime = field(init=False)
    open_until: datetime | None = None
    """Until when the branch reads the file."""
    opened: tuple[Proof, date] | None = None
    """How it was opened last, and on which day."""
    offered_at: datetime | None = None
    left_at: datetime | None = None
    """When she withdrew it, until it is let go of."""
    code: Code | None = None
    product: Product = INCLUSIVE
    papers: tuple[Question, ...] = (Question.PAPER,)
    warned: int = 0
    """How often, since it was touched last."""
    warnings: int = 0
    """How often, ever."""

    def __post_init__(self) -> None:
        self.began_at = self.touched_at

    def hear(self, question: Question, value: Any, source: str) -> None:
        """What says nothing new is no new answer."""
        if self.last(question) != (value, source):
            self.given.setdefault(question, []).append((value, source))

    def last(self, question: Question) -> tuple[Any, str | None]:
        return self.given.get(question, [(None, None)])[-1]

    def versions(self, question: Question) -> int:
        return len(self.given.get(question, []))

    def is_record(self, question: Question) -> bool:
        return self.last(question)[1] == AnswerSource.BANK_RECORD

    @property
    def branch(self) -> str:
        return str(self.last(Question.BRANCH)[0])

    def is_open(self, at: datetime) -> bool:
        return self.open_until is not None and at < self.open_until

    def kill_code(self) -> None:
        if self.code and not self.code.is_used:
            self.code.is_dead = True

    def let_go(self) -> None:
        self.left_at = None
        self.kill_code()
        for each in self.named:
            each.signed, each.removed = False, True

    @property
    def named(self) -> list[Beside]:
        return [each for each in self.beside.values() if not each.removed]

    def has_room(self, role: PartyRole) -> bool:
        taken = sum(each.role == role for each in self.named)
        return role in self.product.parties and taken < MOST_PARTIES[role]

    def may_be(self, who: Beside, name: str) -> bool:
        """Whether the customer of this name can be that person: not the applicant, not another, not twice."""
        others = [each.customer for each in self.named if each is not who and not each.declined]
        return name != self.name and who.customer in (None, name) and name not in others

    def may_sign(self, who: Beside) -> bool:
        return not (who.signed or who.declined or who.removed) and self.status in MAY_SIGN_IN

    def lapse_signatures(self) -> None:
        for each in self.named:
            each.signed = False


def agrees(loan: LoanApplication, life: Life, ids: dict[str, int]) -> None:
    """The portal has of it what the world saw, no more and no less. `ids`: of the people, by sign-in name."""
    assert (loan.status, loan.owner_id) == (life.status, life.owner_id)
    kept: dict[Question, list[tuple[Any, str]]] = {}
    for answer in loan.answers:
        kept.setdefault(Question(answer.question), []).append((answer.value, answer.source))
    assert kept == life.given
    proposed = {each.question: (each.number, each.value, each.by_id) for each in loan.open_proposals}
    assert proposed == {
        question: (each.number, each.value, ids[each.by]) for question, each in life.proposed.items()
    }
    assert Counter(each.question for each in loan.proposals) == +life.proposals
    assert Counter(each.question for each in loan.disputes) == +life.disputes
    lease = loan.lease and (loan.lease.holder_id, loan.lease.expires_at)
    assert lease == (life.lease and (ids[life.lease.holder], life.lease.until))
    code = queries.code_of(loan)
    assert (code and (code.expires_at, code.wrong_tries, bool(code.used_at), bool(code.dead_at))) == (
        life.code and (life.code.expires_at, life.code.tries, life.code.is_used, life.code.is_dead)
    )
    assert loan.file_open_until == life.open_until
    assert {
        party.public_id: (party.customer_id, party.is_signed, bool(party.declined_at), bool(party.removed_at))
        for party in loan.parties
    } == {
        name: (ids[each.customer] if each.customer else None, each.signed, each.declined, each.removed)
        for name, each in life.beside.items()
    }
