from datetime import datetime

from sqlalchemy import case, func, select

from portal.db import db
from portal.documents import codes
from portal.documents.models import IssuedDocument, WrongQuestion
from portal.documents.rules import ASKING_WINDOW, must_wait
from portal.identity.models import Customer, Person

PAGE = 25
WAITS_FOR_POST = (
    IssuedDocument.by_post & IssuedDocument.posted_at.is_(None) & IssuedDocument.stored_name.is_not(None)
)


def document_for(person: Person, public_id: str) -> IssuedDocument | None:
    """One of the person's own documents."""
    mine = select(IssuedDocument).where(IssuedDocument.customer_id == person.id)
    return db.session.scalar(mine.where(IssuedDocument.public_id == public_id))


def documents_of(person: Person, before: int | None = None) -> tuple[list[IssuedDocument], int | None]:
    """A page of the person's documents, the newest first, and the key of the next page if there is one."""
    wanted = select(IssuedDocument).where(IssuedDocument.customer_id == person.id)
    if before is not None:
        wanted = wanted.where(IssuedDocument.id < before)
    found = list(db.session.scalars(wanted.order_by(IssuedDocument.id.desc()).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def documents_to_post() -> list[tuple[IssuedDocument, str]]:
    """What waits for the post, the oldest first, each with its customer's number."""
    wanted = select(IssuedDocument, Customer.number).join(Customer, Customer.id == IssuedDocument.customer_id)
    rows = db.session.execute(wanted.where(WAITS_FOR_POST).order_by(IssuedDocument.id))
    return [(document, number) for document, number in rows]


def document_known_as(public_id: str) -> IssuedDocument | None:
    """For the worker alone, which looks for nobody."""
    return db.session.scalar(select(IssuedDocument).where(IssuedDocument.public_id == public_id))


def document_with_code(typed: str) -> IssuedDocument | None:
    """What was issued under a code as somebody typed it; one that cannot be a code is looked for all the same."""
    return db.session.scalar(
        select(IssuedDocument).where(IssuedDocument.code_hash == codes.digest(codes.tidy(typed)))
    )


def document_with_digest(sha256: str) -> IssuedDocument | None:
    """What was issued with exactly these bytes."""
    return db.session.scalar(select(IssuedDocument).where(IssuedDocument.sha256 == sha256).limit(1))


def has_to_wait(address: str, now: datetime) -> bool:
    """Whether too many wrong codes or files came from this address, or from everywhere."""
    here, everywhere = db.session.execute(
        select(func.count(case((WrongQuestion.address == address, 1))), func.count()).where(
            WrongQuestion.at > now - ASKING_WINDOW
        )
    ).one()
    return must_wait(here, everywhere)
