"""The status table itself: no database, no request."""

import pytest

from portal.loans.rules import (
    CLOSED,
    INCLUSIVE,
    PURPOSE_FOLLOW_UP,
    REFUSAL_REMEDIES,
    TRANSITIONS,
    LoanAction,
    LoanStatus,
    Purpose,
    PurposeQuestion,
    RefusalReason,
)

ALLOWED = {
    LoanStatus.DRAFT: "submit",
    LoanStatus.SUBMITTED: "pick_up send_to_review withdraw",
    LoanStatus.AT_BRANCH: "pick_up hand_back send_to_review withdraw",
    LoanStatus.WITH_CUSTOMER: "send_back withdraw",
    LoanStatus.IN_REVIEW: "ask propose offer approve refuse withdraw party_left",
    LoanStatus.ASKED: "reply stop_asking withdraw party_left",
    LoanStatus.IN_SECOND_REVIEW: "return offer approve refuse withdraw party_left",
    LoanStatus.OFFERED: "accept accept_to_sign decline lapse withdraw party_left",
    LoanStatus.APPROVED: "",
    LoanStatus.REFUSED: "ask_second_look",
    LoanStatus.IN_SECOND_LOOK: "approve refuse withdraw",
    LoanStatus.WITHDRAWN: "",
}


@pytest.mark.parametrize("status", LoanStatus)
@pytest.mark.parametrize("action", LoanAction)
def test_every_pair_is_allowed_or_not(status: LoanStatus, action: LoanAction) -> None:
    assert ((status, action) in TRANSITIONS) == (action in ALLOWED[status].split())


def test_every_status_is_reached_and_only_closed_ones_are_ends() -> None:
    assert set(TRANSITIONS.values()) | {LoanStatus.DRAFT} == set(LoanStatus)
    ends = set(LoanStatus) - {status for status, _ in TRANSITIONS}
    assert ends == CLOSED - {LoanStatus.REFUSED}  # which somebody else may look at again


def test_only_a_review_refuses() -> None:
    refusing = [status for (status, action) in TRANSITIONS if action == LoanAction.REFUSE]
    assert refusing == [LoanStatus.IN_REVIEW, LoanStatus.IN_SECOND_REVIEW, LoanStatus.IN_SECOND_LOOK]


def test_the_questions_in_the_order_of_the_journey() -> None:
    assert " ".join(ask.question for ask in INCLUSIVE.questions) == (
        "amount term purpose purpose_detail business_name started_on yearly_income paper branch visit consents"
    )


def test_every_purpose_has_its_own_follow_up_and_every_reason_its_remedies() -> None:
    assert set(PURPOSE_FOLLOW_UP) == set(Purpose)
    assert sorted(PURPOSE_FOLLOW_UP.values()) == sorted(PurposeQuestion)
    assert set(REFUSAL_REMEDIES) == set(RefusalReason)
    assert [reason for reason, remedies in REFUSAL_REMEDIES.items() if not remedies] == [RefusalReason.OTHER]
