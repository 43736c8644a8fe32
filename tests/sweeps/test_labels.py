"""Whatever can happen has a name, in each language that is whole.

Never asks the database: the lists of what there is are the enums themselves.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.access.permissions import Role
from portal.accounts import labels as accounts
from portal.accounts import rules as account_rules
from portal.attachments import labels as attachments
from portal.attachments.rules import Refusal
from portal.casework import labels as casework
from portal.casework.models import AnswerSource
from portal.casework.rules import CaseEvent
from portal.cli.demo_people import CUSTOMERS
from portal.documents import labels as documents
from portal.documents import rules as document_rules
from portal.home.notices import WORDINGS as HOME_WORDINGS
from portal.identity import labels as identity
from portal.languages import LOCALES
from portal.loans import labels as loans
from portal.loans import rules
from portal.loans.notices import WORDINGS
from portal.loans.parties.notices import WORDINGS as PARTY_WORDINGS
from portal.preferences import labels as preferences
from portal.preferences.rules import (
    Balances,
    Braille,
    ByPost,
    ContactNeed,
    Contrast,
    Mode,
    Motion,
    PaperLanguages,
    PrintSize,
    TextSize,
)

WHOLE = [code for code, language in LOCALES.items() if language.whole]
SENT = set(rules.LoanStatus) - {rules.LoanStatus.DRAFT}
VERDICTS = {rules.LoanAction(name) for name in ("approve", "refuse", "offer", "return")}
TYPED_WRONG = set(rules.CodeProblem) - {rules.CodeProblem.WRONG}  # said with the tries that are left

OF_KIND = {kind: [question for question in rules.Question if question.kind == kind] for kind in rules.Kind}
CHOICES: dict[rules.Question, type[StrEnum]] = {
    rules.Question.REPAYMENT: rules.Repayment,
    rules.Question.PURPOSE: rules.Purpose,
    rules.Question.NEED: rules.Need,
    rules.Question.STUDENT: rules.Student,
    rules.Question.HOMES_OWNED: rules.HomesOwned,
    rules.Question.CAR_CONDITION: rules.CarCondition,
    rules.Question.EMPLOYMENT: rules.Employment,
    rules.Question.PATENTS: rules.Patents,
}

HAPPENS = {(kind, direction) for kind in account_rules.Kind for direction in account_rules.Direction}
EVERYTHING: list[tuple[str, Mapping[Any, Any], Collection[Any]]] = [
    ("a customer reads every status", loans.STATUSES, rules.LoanStatus),
    ("staff read every status that reaches them", loans.STAFF_STATUSES, SENT),
    ("a status page has its sentence", loans.SENTENCES, SENT),
    ("every action has a name in the history", loans.EVENTS, rules.LoanAction),
    ("every question is asked", loans.QUESTIONS, rules.Question),
    ("every answer has a name", loans.ANSWERS, rules.Question),
    ("every product", loans.PRODUCTS, rules.PRODUCTS),
    ("every way to repay", loans.REPAYMENTS, rules.Repayment),
    ("what a way to repay means", loans.REPAYMENT_HINTS, rules.Repayment),
    ("what is paid first", loans.FIRST_PAYMENTS, rules.Repayment),
    ("every question to choose at", loans.CHOICES, OF_KIND[rules.Kind.CHOICE]),
    ("what to do where no words are typed", loans.REQUIRED, OF_KIND[rules.Kind.TEXT]),
    ("why a paper is needed", loans.PAPER_REASONS, OF_KIND[rules.Kind.PAPER]),
    ("what is accepted as a paper", loans.PAPER_ACCEPTED, OF_KIND[rules.Kind.PAPER]),
    ("every way to give a paper", loans.PAPER_WAYS, rules.Way),
    ("every way a paper was given", loans.PAPER_ANSWERS, rules.Way),
    ("where a paper stands", loans.PAPER_STATES, rules.Paper),
    ("where a paper stands, in a word", loans.PAPER_TAGS, rules.Paper),
    ("why a paper is sent back", loans.SEND_BACK_REASONS, rules.SendBackReason),
    *((f"every choice of {question}", loans.CHOICES[question], among) for question, among in CHOICES.items()),
    ("every purpose's question", loans.PURPOSE_QUESTIONS, rules.PurposeQuestion),
    ("every consent", loans.CONSENTS, rules.ConsentPurpose),
    ("what a consent means", loans.CONSENT_HINTS, rules.ConsentPurpose),
    ("every source of an answer", loans.SOURCES, AnswerSource),
    ("every role of a person beside the applicant", loans.PARTY_ROLES, rules.PartyRole),
    ("what such a role means", loans.PARTY_MEANINGS, rules.PartyRole),
    ("every way of an invitation", loans.PARTY_WAYS, rules.PartyWay),
    ("every state of such a person", loans.PARTY_STATES, rules.PartyState),
    ("what comes after it", loans.PARTY_NEXT, set(rules.PartyState) - {rules.PartyState.REMOVED}),
    ("why a customer cannot be this person", loans.PARTY_PROBLEMS, rules.PartyProblem),
    ("what such a person reads of the loan", loans.PARTY_LOANS, rules.LoanStatus),
    ("what such a person agrees to", loans.PARTY_CONSENT_HINTS, rules.PARTY_CONSENTS),
    ("every identity paper", loans.IDENTITY_PAPERS, rules.IdentityPaper),
    ("every check", loans.CHECKS, rules.Check),
    ("every outcome", loans.OUTCOMES, rules.Outcome),
    ("every part of the reviewers' queue", loans.QUEUES, rules.QUEUES),
    ("every verdict", loans.VERDICTS, VERDICTS),
    ("every end of an offer", loans.OFFER_ANSWERS, rules.OfferAnswer),
    ("every stage of a review", loans.STAGES, rules.TO_DECIDE),
    ("what is asked beside papers", loans.ASKED, rules.Asked),
    ("whose turn it is", loans.WAITS_FOR_HER, rules.WAITING_FOR_CUSTOMER),
    ("every reason of a refusal", loans.REFUSAL_REASONS, rules.RefusalReason),
    ("why a code does not open a file", loans.CODE_PROBLEMS, TYPED_WRONG),
    ("every document", documents.KINDS, document_rules.Kind),
    ("every form of a document", documents.FORMS, document_rules.Form),
    ("how far the worker is with it", documents.STAGES, document_rules.Stage),
    ("why a document cannot be made", documents.REFUSALS, document_rules.Refusal),
    ("why an upload is refused", attachments.REFUSALS, Refusal),
    ("every role", identity.ROLES, Role),
    ("every mode", preferences.MODES, Mode),
    ("what a mode means", preferences.MODE_HINTS, Mode),
    ("every text size", preferences.TEXT_SIZES, TextSize),
    ("every contrast", preferences.CONTRASTS, Contrast),
    ("every motion", preferences.MOTIONS, Motion),
    ("every size of print", preferences.PRINT_SIZES, PrintSize),
    ("every kind of braille", preferences.BRAILLES, Braille),
    ("the languages of papers", preferences.PAPER_LANGUAGES, PaperLanguages),
    ("where papers come to", preferences.BY_POST, ByPost),
    ("how balances are shown", preferences.BALANCES, Balances),
    ("every contact need", preferences.CONTACT_NEEDS, ContactNeed),
    (
        "every account of the demo",
        accounts.ACCOUNTS,
        {kind for each in CUSTOMERS for kind, *_ in each.accounts},
    ),
    ("every card of the demo", accounts.CARDS, {each.card[0] for each in CUSTOMERS if each.card}),
    ("every kind of transaction", accounts.KINDS, account_rules.Kind),
    ("what a transaction was, in a sentence", accounts.SENTENCES, HAPPENS),
    ("which way money went", accounts.DIRECTIONS, account_rules.Direction),
    ("why a month has no statement", accounts.NO_STATEMENT, account_rules.NoStatement),
    ("every form of a statement", accounts.FORMS, accounts.FORM_NAMES),
    ("what happens to any case", casework.EVENTS, CaseEvent),
    ("a loan's history names what happens to any case", loans.EVENTS, CaseEvent),
]


@pytest.mark.parametrize(
    ("words", "things"), [row[1:] for row in EVERYTHING], ids=[row[0].replace(" ", "-") for row in EVERYTHING]
)
def test_everything_is_named(app: Flask, words: Mapping[Any, Any], things: Collection[Any]) -> None:
    assert set(things) - words.keys() == set()
    for locale in WHOLE:
        with app.test_request_context(), force_locale(locale):
            assert [key for key, word in words.items() if not str(word).strip()] == [], locale


@pytest.mark.parametrize("kinds", [loans.STATUS_KINDS, loans.OUTCOME_KINDS, loans.PAPER_KINDS])
def test_a_status_has_a_colour_that_is_drawn(kinds: Mapping[str, str]) -> None:
    assert set(kinds.values()) <= {"info", "go", "wait", "stop", "quiet"}
    assert kinds.keys() in (set(rules.LoanStatus), set(rules.Outcome), set(rules.Paper))


@pytest.mark.parametrize("locale", WHOLE)
def test_every_notice_is_worded(app: Flask, locale: str) -> None:
    facts = {
        "reference": "L-7K3M-92QF-5",
        "code": "123456",
        "branch": {"en": "Harbour East"},
        "owner": {"en": "Zhang Min"},
        "paper": "paper_income",
        "reason": "unreadable",
        "document": "abc",
        "kind_of_document": "statement",
    }
    moments = dict.fromkeys(("starts_at", "due_at", "on"), "2026-11-25T01:00:00+00:00")
    for kind, said in (WORDINGS | PARTY_WORDINGS | HOME_WORDINGS).items():
        with app.test_request_context(), force_locale(locale):
            words = said.words(facts | moments)
            assert "%(" not in said.subject % words + said.text % words, kind
            assert said.address(facts).startswith(("/loans/", "/documents/")), kind
