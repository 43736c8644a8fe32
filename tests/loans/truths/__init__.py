"""What must hold for a pre-application whatever was done to it; each truth says what it found."""

from portal.audit.models import AuditEvent
from portal.loans.models import LoanApplication
from tests.loans.truths import hands, loans, people
from tests.loans.truths.bank import of_the_whole_bank
from tests.loans.truths.notices import every_notice_once
from tests.loans.truths.rebuilding import history_rebuilds, hold_the_clocks, late_clocks_rose
from tests.loans.truths.seeing import only_its_people_see_it

__all__ = ["late_clocks_rose", "of_a_loan", "of_the_whole_bank", "only_its_people_see_it"]


def of_a_loan(loan: LoanApplication, events: list[AuditEvent]) -> None:
    """All that holds for it by itself; `events` is its history."""
    history_rebuilds(loan, events)
    hold_the_clocks(loan, events)
    loans.every_answer_is_the_one_that_was_hashed(loan, events)
    loans.somebody_looks_after_it(loan)
    loans.one_code_at_most_lives(loan)
    loans.one_seat_while_it_runs(loan)
    loans.an_approval_is_one_event_of_life(loan)
    loans.nobody_decides_twice(loan)
    loans.one_question_while_it_is_asked(loan)
    loans.an_offer_is_open_while_it_is_offered(loan)
    hands.no_answer_of_staff_without_her_yes(loan, events)
    hands.the_editor_is_who_took_it_last(loan, events)
    people.a_signature_covers_the_terms_it_was_given_for(loan, events)
    people.nobody_signs_for_another(loan, events)
    people.a_consent_lives_as_long_as_the_signature(loan)
    every_notice_once(loan, events)
