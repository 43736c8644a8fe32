from collections.abc import Collection

from flask import current_app
from sqlalchemy import func, select

from portal.attachments.models import Attachment
from portal.db import db


def attachment_of(customer_id: int, public_id: str) -> Attachment | None:
    """The customer's paper with this public id."""
    return db.session.scalar(
        select(Attachment).where(Attachment.customer_id == customer_id, Attachment.public_id == public_id)
    )


def attachments_of(customer_id: int, public_ids: Collection[str]) -> list[Attachment]:
    """Those of the customer's papers that are still there, in the order of their ids."""
    if not public_ids:
        return []
    wanted = select(Attachment).where(
        Attachment.customer_id == customer_id, Attachment.public_id.in_(public_ids)
    )
    found = {each.public_id: each for each in db.session.scalars(wanted)}
    return [found[public_id] for public_id in public_ids if public_id in found]


def bytes_left(customer_id: int) -> int:
    """How much more of hers may be stored, in bytes; below zero once the bank has lowered the quota."""
    stored = func.sum(Attachment.size + Attachment.thumbnail_size)
    taken = db.session.scalar(select(stored).where(Attachment.customer_id == customer_id))
    return int(current_app.config["PAPER_QUOTA"]) - int(taken or 0)
