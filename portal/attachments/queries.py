from sqlalchemy import select

from portal.attachments.models import Attachment
from portal.db import db


def attachment_of(customer_id: int, public_id: str) -> Attachment | None:
    """The customer's paper with this public id."""
    return db.session.scalar(
        select(Attachment).where(Attachment.customer_id == customer_id, Attachment.public_id == public_id)
    )
