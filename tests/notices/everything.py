"""Every kind of notice, with whatever any of them knows, and what nobody else may read of it."""

import json

from flask import Flask
from flask_babel import force_locale

from portal.clock import now
from portal.documents.rules import Kind
from portal.home.notices import WORDINGS as DOCUMENT_WORDINGS
from portal.identity.models import Customer
from portal.loans import labels
from portal.loans.notices import WORDINGS as LOAN_WORDINGS
from portal.loans.parties.notices import WORDINGS as PARTY_WORDINGS
from portal.loans.rules import Question, SendBackReason
from portal.notices.models import Notice

REFERENCE = "L-7K3M-92QF-5"
MOMENT = "2026-12-24T09:30:00+00:00"
PEOPLE = {"en": "Zhang Min", "zh_Hans": "张敏", "ar": "تشانغ مين"}
PLACES = {"en": "Harbour East", "zh_Hans": "海港东支行", "ar": "فرع الميناء الشرقي"}
EVERYTHING = {
    "reference": REFERENCE,
    "starts_at": MOMENT,
    "due_at": MOMENT,
    "on": MOMENT,
    "paper": Question.PAPER,
    "reason": next(iter(SendBackReason)),
    "code": "482913",
    "amount": "50,000",
    "owner": PEOPLE,
    "branch": PLACES,
    "person": "Nguyễn Văn Minh",
    "party": "a-party",
    "role": "guarantor",
    "document": "a-document",
    "kind_of_document": next(iter(Kind)),
}
LOCALES = ["en", "zh_Hans", "ar"]
KINDS = sorted(DOCUMENT_WORDINGS | LOAN_WORDINGS | PARTY_WORDINGS)


def notice(kind: str, reader: Customer) -> Notice:
    made = Notice(public_id="a-notice", person_id=reader.id, kind=kind, created_at=now())
    made.facts_text = json.dumps(EVERYTHING)
    return made


def secrets(app: Flask) -> set[str]:
    """Names and reasons in each language; figures are looked for by themselves."""
    found = {"James", "Porter", "Minh", "Nguyễn", *PEOPLE.values(), *PLACES.values()}
    for locale in LOCALES:
        with app.test_request_context(), force_locale(locale):
            words = [*labels.SEND_BACK_REASONS.values(), *labels.REFUSAL_REASONS.values()]
            words += [labels.ANSWERS[question] for question in Question if question.is_paper]
            words += labels.PARTY_ROLES.values()
            found |= {str(each) for each in words}
    return found
