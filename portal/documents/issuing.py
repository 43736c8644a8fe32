"""How a room gives out a document: at once when it is short, by the worker when it is long."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from portal import clock
from portal.audit.models import Actor
from portal.db import transaction
from portal.documents import codes, operations, queries
from portal.documents.description import Document
from portal.documents.making import Wanted, made
from portal.documents.models import IssuedDocument
from portal.documents.printing import PressError
from portal.documents.rules import Stage, Unprintable, is_long
from portal.documents.storage import store

Describe = Callable[[int, dict[str, Any]], Document]
"""Describes anew what a document is about: whose it is, and the subject that the room gave."""
Told = Callable[[IssuedDocument, datetime], object]
log = logging.getLogger(__name__)


def register(app: Flask, kind: str, describe: Describe) -> None:
    """Have long documents of `kind` described by `describe` when the worker makes them."""
    app.extensions.setdefault("described", {})[kind] = describe


def tell_when_made(app: Flask, tell: Told) -> None:
    """Have `tell` say to the customer that the worker made her document or gave up, in the same transaction."""
    app.extensions["document_made"] = tell


def give_out(
    customer_id: int,
    document: Document,
    subject: dict[str, Any],
    wanted: Wanted,
    by: Actor,
    now: datetime,
    rows: int | None = None,
) -> IssuedDocument:
    """Issue a document, or promise it when it is long. Raises `Unprintable` or `PressError`.

    `rows` is said where `document` only stands for a longer one. Call it before any transaction opens: the press
    takes its time.
    """
    if is_long(document.rows if rows is None else rows):
        asked = operations.ask(customer_id, document.kind, subject, wanted, by, now)
        operations.promise(asked, now)
        return asked
    code = codes.new_code()
    data = made(document, wanted, code, now)
    name = store(customer_id, data)
    issued = operations.ask(customer_id, document.kind, subject, wanted, by, now)
    operations.issue(issued, data, code, name, now)
    return issued


def make_long(payload: dict[str, Any]) -> None:
    """The handler of "document": one that was made already is left alone; one that cannot be made says so."""
    document = queries.document_known_as(payload["public_id"])
    if document is None or document.stage in (Stage.READY, Stage.FAILED):
        return
    try:
        _make(document)
    except (Unprintable, PressError) as error:
        log.error("document %s: %s", document.public_id, error)
        with transaction():
            operations.move_to(document, Stage.FAILED)
            current_app.extensions["document_made"](document, clock.now())


def _make(document: IssuedDocument) -> None:
    kept = document.subject
    with transaction():
        operations.move_to(document, Stage.COLLECTING)
    described = current_app.extensions["described"][document.kind](document.customer_id, kept["about"])
    with transaction():
        operations.move_to(document, Stage.PRINTING)
    code, now = codes.new_code(), clock.now()
    data = made(described, Wanted.from_kept(kept["wanted"]), code, now)
    name = store(document.customer_id, data)
    with transaction():
        operations.issue(document, data, code, name, now)
        current_app.extensions["document_made"](document, now)
