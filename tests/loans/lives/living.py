"""The people around a loan, who try things; the portal must answer as the table of transitions says."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, TypeVar

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.access.permissions import Role
from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.casework.rules import UNDO
from portal.cli.operators import raise_late_clocks, tidy
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer, Person, Staff
from portal.identity.operations import add_staff
from portal.identity.queries import branch_coded
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.parties.operations import PartyRefused
from portal.loans.rules import (
    CLOSED,
    DRAFT_KEPT,
    DRAFT_WARNINGS,
    OFFER_KEPT,
    TRANSITIONS,
    LoanAction,
    LoanStatus,
)
from portal.notices.models import Notice
from portal.visits.operations import SlotTaken
from portal.web.errors import Conflict
from tests.clocks import START, MovableClock
from tests.loans import quickly, truths
from tests.loans.lives.life import Life, agrees

S = LoanStatus
T = TypeVar("T")
MOST = 2
OFFICERS = {"east": ("officer", "colleague"), "west": ("officer2",)}
REFUSALS = (Conflict, operations.Incomplete, operations.CodeRefused, SlotTaken, PartyRefused)
LATE = st.sampled_from([False, False, False, True])
WHO = st.sampled_from([0, 0, 1])
TRULY = st.sampled_from([False, False, False, True])
"""So that few lives end before they began."""
SPANS = [timedelta(minutes=3), timedelta(hours=1), timedelta(hours=5), timedelta(hours=16)]
SPANS += [timedelta(days=days) for days in (1, 3, 15, 23, 31)]
"""A lease, an afternoon, an evening, a weekend, an offer, the warning of a draft, its end."""


def among(*statuses: LoanStatus) -> st.SearchStrategy[str]:
    """The reference of a life that stands there, mostly; now and then of any other."""

    def choose(machine: "Living") -> st.SearchStrategy[str]:
        here = list(machine.lives)[-MOST:]
        fitting = [ref for ref in here if machine.lives[ref].status in statuses]
        return st.sampled_from(fitting * 4 + here)

    return st.runner().flatmap(choose)


ANY = among()


class Living(RuleBasedStateMachine):
    """`app` and `clock` come from the test; `came_to` counts, so that no machine is idle."""

    app: ClassVar[Flask]
    clock: ClassVar[MovableClock]
    came_to: ClassVar[Counter[str]]
    ids: ClassVar[dict[str, int]]
    hands: ClassVar[dict[str, Actor]]

    def __init__(self) -> None:
        super().__init__()
        self.lives: dict[str, Life] = {}
        self.touched: set[str] = set()
        self.came_to["examples"] += 1
        self.clock.to(START + timedelta(days=35 * self.came_to["examples"]))
        self.at = self.clock.now
        """The moment of the last act."""

    @invariant()
    def truths_hold(self) -> None:
        self.look_at(self.touched & self.lives.keys())
        self.touched.clear()

    def look_at(self, references: Iterable[str]) -> None:
        with self.app.app_context():
            for ref in references:
                loan = quickly.loan(ref)
                events = history(loan.subject)
                truths.of_a_loan(loan, events)
                agrees(loan, self.lives[ref], self.ids)
                self.came_to.update({loan.status, *(event.action for event in events)})

    def teardown(self) -> None:
        self.look_at(self.lives)
        with self.app.app_context():
            for ref in self.lives:
                loan = quickly.loan(ref)
                strangers = [quickly.someone(name) for name in ("james", "minh", "officer2", "reviewer")]
                customers = [each for each in strangers if isinstance(each, Customer)]
                staff = [each for each in strangers if isinstance(each, Staff)]
                truths.only_its_people_see_it(loan, [loan.customer, *customers], staff)

    def live_through(self, _name: str, act: Callable[[], T]) -> T:
        """Do it. (Where the power fails it is cut off before, and done again.)"""
        return act()

    def act(self, ref: str, name: str, do: Callable[..., Any], *args: Any, late: bool | None = None) -> Any:
        """What refused this person's act, if anything did; `late`: from a page of the version before."""
        self.touched.add(ref)
        return self.live_through(do.__name__, partial(self._act, ref, name, do, args, late))

    def _act(
        self, ref: str, name: str, do: Callable[..., Any], args: tuple[Any, ...], late: bool | None
    ) -> Any:
        self.at = self.clock.now
        try:
            with self.app.app_context(), transaction():
                loan = quickly.loan(ref)
                if late is not None:
                    casework.expect_version(loan, loan.version - late)
                do(loan, *args, self.hands[name], self.at)
        except REFUSALS as refused:
            self.came_to[type(refused).__name__] += 1
            return refused
        return None

    def moved(self, ref: str, action: LoanAction, refused: Any, ready: bool) -> bool:
        """It went as the table says; whether it went."""
        life = self.lives[ref]
        following = TRANSITIONS.get((life.status, action)) if ready else None
        assert (refused is None) == (following is not None), (life.status, action, refused)
        life.status = following or life.status
        if life.status in CLOSED:
            life.proposed.clear()
        return following is not None

    def read(self, ref: str, question: Callable[[LoanApplication], T]) -> T:
        with self.app.app_context():
            return question(quickly.loan(ref))

    def officer(self, ref: str, who: int = 0) -> str:
        here = OFFICERS[self.lives[ref].branch]
        return here[who % len(here)]

    @precondition(lambda self: self.lives)
    @rule(ref=ANY, choice=st.integers(0, 3), steps=st.integers(1, 3))
    def go_on(self, ref: str, choice: int, steps: int = 1) -> None:
        for _ in range(steps):
            self.next_step(ref, choice)
            self.truths_hold()

    def next_step(self, ref: str, choice: int) -> None:
        """What comes next when nothing goes wrong."""
        raise NotImplementedError

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        """The worker looks every minute; after a jump the first look lets nothing rise."""
        self.clock.forward(seconds=span.total_seconds())
        self.live_through("tidy", partial(self._chore, tidy))
        self.draft_ages(self.clock.now)
        for _ in range(2):
            self.clock.forward(minutes=1)
            self.live_through("raise", partial(self._chore, raise_late_clocks))
        for ref, life in self.lives.items():
            if life.left_at and life.left_at + UNDO <= self.at:
                self.live_through("let go", partial(self._chore, partial(operations.let_go, {"ref": ref})))
                life.let_go()
            if life.status == S.OFFERED and life.offered_at + OFFER_KEPT <= self.at:
                self.moved(ref, LoanAction.LAPSE, None, True)
            self.touched.add(ref)
            self.read(ref, lambda loan: truths.late_clocks_rose(loan, self.at))

    def _chore(self, chore: Callable[[], None]) -> None:
        self.at = self.clock.now
        with self.app.app_context():
            chore()

    def draft_ages(self, at: datetime) -> None:
        """She is warned, each time once; then it is gone."""
        for ref, life in list(self.lives.items()):
            if life.status == S.DRAFT:
                ends_at = life.touched_at + DRAFT_KEPT
                due = sum(ends_at - warning <= at for warning in DRAFT_WARNINGS)
                is_over = ends_at <= at
                life.warnings += 0 if is_over else due > life.warned
                life.warned = max(due, life.warned)
                self.forget(ref, "lapsed", is_over)

    def forget(self, ref: str, how: str, is_gone: bool) -> None:
        life = self.lives[ref]
        if is_gone:
            del self.lives[ref]
            self.came_to[how] += 1
        with self.app.app_context():
            found = db.session.query(LoanApplication.id).filter_by(reference=ref).count()
            told = db.session.query(Notice).filter_by(kind="loan draft expires")
            recent = told.filter(Notice.created_at >= life.began_at)
            warned = [each for each in recent if each.facts["reference"] == ref]
        assert (found, len(warned)) == (not is_gone, life.warnings)


def live(
    machine: type[Living],
    app: Flask,
    clock: MovableClock,
    walks: Iterable[Callable[[Any], None]],
    examples: int = 15,
) -> Counter[str]:
    """What the machine came to: first on the ways that are laid out, then by luck."""
    machine.app, machine.clock, machine.came_to = app, clock, Counter()
    with app.app_context():
        with transaction():
            add_staff("colleague", "x", Role.OFFICER, {"en": "Colleague"}, branch_coded("east"), now())
        people = db.session.query(Person).all()
        machine.ids = {each.sign_in_name: each.id for each in people}
        machine.hands = {each.sign_in_name: quickly.hand(each.sign_in_name) for each in people}
    for walk in walks:
        life = machine()
        walk(life)
        life.truths_hold()
        life.teardown()
    run_state_machine_as_test(machine, settings=settings(BY_LUCK, max_examples=examples))  # type: ignore[no-untyped-call]
    with app.app_context():
        assert list(truths.of_the_whole_bank()) == []
    return machine.came_to


BY_LUCK = settings(
    phases=[Phase.generate],  # to shrink a whole life takes many minutes
    stateful_step_count=15,
    suppress_health_check=list(HealthCheck),
)
