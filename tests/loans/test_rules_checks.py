from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.loans.rules import (
    INCLUSIVE,
    Check,
    Facts,
    Finding,
    Outcome,
    Paper,
    PartyFacts,
    PartyRole,
    Question,
    RemedyKind,
    Repayment,
    add_months,
    assess,
    every_check_passed,
    what_would_change,
)
from portal.money import Money

TODAY = date(2026, 11, 23)
SOUND = Facts(
    amount=Money(50_000_00, "CNY"),
    months=12,
    started_on=date(2019, 5, 1),
    yearly_income=Money(2_400_000_00, "CNY"),
    yearly_debts=Money.zero("CNY"),
    papers={Question.PAPER: Paper.CHECKED},
    bureau_consent=True,
    has_borrowed_before=True,
    technology_company=False,
)

CHECKS = [
    Check.AMOUNT_IN_RANGE,
    Check.TERM_OFFERED,
    Check.BUSINESS_AGE,
    Check.INSTALMENT_AFFORDABLE,
    Check.BUREAU_CONSENT,
    Check.FIRST_TIME_BORROWER,
    Check.TECHNOLOGY_COMPANY,
    Check.GUARANTOR_SIGNED,
    Check.PAPER_HELD,
]

facts_strategy = st.builds(
    Facts,
    amount=st.integers(min_value=0, max_value=600_000_00).map(lambda minor: Money(minor, "CNY")),
    months=st.integers(min_value=1, max_value=48),
    started_on=st.dates(min_value=date(1990, 1, 1), max_value=date(2027, 12, 31)),
    yearly_income=st.integers(min_value=0, max_value=1_000_000_00).map(lambda minor: Money(minor, "CNY")),
    yearly_debts=st.integers(min_value=0, max_value=100_000_00).map(lambda minor: Money(minor, "CNY")),
    papers=st.sampled_from(Paper).map(lambda state: {Question.PAPER: state}),
    bureau_consent=st.booleans(),
    has_borrowed_before=st.booleans(),
    technology_company=st.booleans(),
    answers=st.just({}),
    born_on=st.none(),
)


def finding(facts: Facts, check: Check, today: date = TODAY) -> Finding:
    return next(found for found in assess(facts, INCLUSIVE, today) if found.check == check)


def test_a_sound_application_passes_every_check() -> None:
    findings = assess(SOUND, INCLUSIVE, TODAY)
    assert [found.check for found in findings] == CHECKS
    assert every_check_passed(findings)
    assert all(found.remedy is None for found in findings)


CASES = [
    (replace(SOUND, amount=Money(9_000_00, "CNY")), "amount_in_range", "fail", {"raise_amount": 10_000_00}),
    (
        replace(SOUND, amount=Money(600_000_00, "CNY")),
        "amount_in_range",
        "fail",
        {"lower_amount": 500_000_00},
    ),
    (replace(SOUND, months=13), "term_offered", "fail", {"offered_term": 12}),
    (replace(SOUND, months=48), "term_offered", "fail", {"offered_term": 36}),
    (replace(SOUND, started_on=date(2025, 11, 23)), "business_age", "pass", None),
    (replace(SOUND, started_on=date(2025, 11, 24)), "business_age", "fail", {"wait_until": "2026-11-24"}),
    (replace(SOUND, started_on=date(2027, 1, 1)), "business_age", "fail", {"wait_until": "2028-01-01"}),
    (replace(SOUND, papers={Question.PAPER: Paper.HELD}), "paper_held", "pass", None),
    (
        replace(SOUND, papers={Question.PAPER: Paper.TO_BRING}),
        "paper_held",
        "attention",
        {"bring_paper": "paper"},
    ),
    (replace(SOUND, papers={Question.PAPER: Paper.MISSING}), "paper_held", "fail", {"bring_paper": "paper"}),
    (replace(SOUND, bureau_consent=False), "bureau_consent", "attention", {"bring_paper": "credit_report"}),
    (replace(SOUND, has_borrowed_before=False), "first_time_borrower", "attention", None),
    (replace(SOUND, technology_company=True), "technology_company", "attention", None),
]


@pytest.mark.parametrize(("facts", "check", "outcome", "remedy"), CASES)
def test_one_fact_changes_its_own_check(
    facts: Facts, check: str, outcome: str, remedy: dict[str, object] | None
) -> None:
    findings = assess(facts, INCLUSIVE, TODAY)
    found = next(each for each in findings if each.check == check)
    assert (found.outcome, found.remedy) == (outcome, remedy)
    assert every_check_passed(findings) == (outcome == "pass")
    assert [each.check for each in findings if each.outcome != Outcome.PASS] == [check] * (outcome != "pass")


@pytest.mark.parametrize(
    ("amount", "months", "yearly_income", "remedy"),
    [
        # 45,000 over 12 months is 3,838.95 a month; 30 % of 12,000 is 3,600, which carries 42,000.
        (45_000_00, 12, 144_000_00, {RemedyKind.LOWER_AMOUNT: 42_000_00, RemedyKind.LONGER_TERM: 18}),
        (45_000_00, 12, 100_000_00, {RemedyKind.LOWER_AMOUNT: 29_000_00, RemedyKind.LONGER_TERM: 24}),
        (45_000_00, 36, 40_000_00, {RemedyKind.LOWER_AMOUNT: 33_000_00}),
        (10_000_00, 6, 60_000_00, {RemedyKind.LONGER_TERM: 12}),
        (500_000_00, 36, 8_000_00, None),
        (50_000_00, 12, 0, None),
    ],
)
def test_what_would_make_the_instalment_affordable(
    amount: int, months: int, yearly_income: int, remedy: dict[RemedyKind, int] | None
) -> None:
    facts = replace(
        SOUND,
        amount=Money(amount, "CNY"),
        months=months,
        yearly_income=Money(yearly_income, "CNY"),
    )
    found = finding(facts, Check.INSTALMENT_AFFORDABLE)
    assert (found.outcome, found.remedy) == (Outcome.FAIL, remedy)


def test_the_share_of_income_is_exact_to_the_fen() -> None:
    at_the_limit = Money(4_265_50 * 12 * 10 // 3, "CNY")
    one_fen_less = at_the_limit - Money(1, "CNY")
    assert finding(replace(SOUND, yearly_income=at_the_limit), Check.INSTALMENT_AFFORDABLE).outcome == "pass"
    assert finding(replace(SOUND, yearly_income=one_fen_less), Check.INSTALMENT_AFFORDABLE).outcome == "fail"


@pytest.mark.parametrize(
    ("yearly_income", "yearly_debts", "most", "outcome"),
    [
        (170_620_00, 0, 4_265_50, "pass"),
        (170_619_99, 0, 4_265_49, "fail"),  # 4,265.49975 a month: what is said is never rounded up
        (210_620_00, 12_000_00, 4_265_50, "pass"),
        (210_620_00, 12_000_12, 4_265_49, "fail"),
        (100_000_00, 30_000_00, 0, "fail"),
        (100_000_00, 90_000_00, 0, "fail"),
        (0, 0, 0, "fail"),
    ],
)
def test_what_the_income_carries_beside_other_loans(
    yearly_income: int, yearly_debts: int, most: int, outcome: str
) -> None:
    income, debts = Money(yearly_income, "CNY"), Money(yearly_debts, "CNY")
    found = finding(replace(SOUND, yearly_income=income, yearly_debts=debts), Check.INSTALMENT_AFFORDABLE)
    assert (found.inputs["most"], found.outcome) == (most, outcome)


@pytest.mark.parametrize(
    ("repayment", "heaviest"),
    [
        (Repayment.EQUAL_INSTALMENTS, 4_265_50),
        (Repayment.EQUAL_PRINCIPAL, 4_166_67 + 181_25),
        (Repayment.INTEREST_FIRST, 4_265_50),
    ],
)
def test_the_dearest_month_counts(repayment: Repayment, heaviest: int) -> None:
    found = finding(replace(SOUND, repayment=repayment), Check.INSTALMENT_AFFORDABLE)
    assert found.inputs["instalment"] == heaviest


def test_the_inputs_say_what_was_compared() -> None:
    facts = replace(SOUND, yearly_income=Money(180_000_00, "CNY"))
    assert finding(facts, Check.INSTALMENT_AFFORDABLE).inputs == {
        "amount": 50_000_00,
        "months": 12,
        "instalment": 4_265_50,
        "most": 4_500_00,
        "yearly_income": 180_000_00,
        "yearly_debts": 0,
    }


@given(facts_strategy)
def test_special_cases_go_to_a_person_and_never_fail(facts: Facts) -> None:
    findings = {found.check: found for found in assess(facts, INCLUSIVE, TODAY)}
    for check in (Check.FIRST_TIME_BORROWER, Check.TECHNOLOGY_COMPANY):
        assert findings[check].outcome in (Outcome.PASS, Outcome.ATTENTION)
    if facts.technology_company or not facts.has_borrowed_before:
        assert not every_check_passed(list(findings.values()))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_adding_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


JOINT, GUARANTOR = PartyRole.JOINT, PartyRole.GUARANTOR


@pytest.mark.parametrize(
    ("parties", "found"),
    [
        ([], []),
        ([PartyFacts(GUARANTOR, False, False)], []),
        ([PartyFacts(GUARANTOR, True, True)], [("guarantor", "pass", None)]),
        ([PartyFacts(GUARANTOR, True, False)], [("guarantor", "attention", "credit_report_guarantor")]),
        ([PartyFacts(JOINT, True, False)], [("joint", "attention", "credit_report_joint")]),
        (
            [
                PartyFacts(JOINT, True, True),
                PartyFacts(GUARANTOR, True, False),
                PartyFacts(GUARANTOR, True, True),
            ],
            [
                ("joint", "pass", None),
                ("guarantor", "attention", "credit_report_guarantor"),
                ("guarantor", "pass", None),
            ],
        ),
    ],
)
def test_whoever_signs_with_her_lets_the_bureau_be_asked_or_brings_a_report(
    parties: list[PartyFacts], found: list[tuple[str, str, str | None]]
) -> None:
    findings = assess(replace(SOUND, parties=tuple(parties)), INCLUSIVE, TODAY)
    theirs = [each for each in findings if each.check == Check.BUREAU_CONSENT and "role" in each.inputs]
    said = [
        (each.inputs["role"], each.outcome, (each.remedy or {}).get(RemedyKind.BRING_PAPER))
        for each in theirs
    ]
    assert said == found
    signed = all(each.has_signed for each in parties)
    agreed = all(each.bureau_consent for each in parties)
    assert every_check_passed(findings) == (signed and agreed)


def test_no_other_amount_makes_up_for_a_consent() -> None:
    facts = replace(SOUND, parties=(PartyFacts(GUARANTOR, True, False),))
    assert what_would_change(facts, INCLUSIVE, TODAY) == []
