import secrets
from datetime import datetime

from portal.attachments.checking import Checked
from portal.attachments.models import Attachment
from portal.attachments.storage import remove
from portal.audit.models import Actor
from portal.db import after_commit, db, operation


@operation
def attach(customer_id: int, checked: Checked, stored_name: str, by: Actor, now: datetime) -> Attachment:
    """Note a paper whose bytes `storage.store` has written."""
    if by.person_id is None:
        raise ValueError("a machine has no papers")
    attachment = Attachment(
        public_id=secrets.token_urlsafe(12),
        customer_id=customer_id,
        by_id=by.person_id,
        at=now,
        media_type=checked.media_type,
        pages=checked.pages,
        size=len(checked.data),
        thumbnail_size=len(checked.thumbnail),
        stored_name=stored_name,
    )
    db.session.add(attachment)
    return attachment


@operation
def erase(attachment: Attachment) -> None:
    """Remove a paper; its files go once that is durable."""
    stored_name = attachment.stored_name
    db.session.delete(attachment)
    after_commit(lambda: remove(stored_name))
