"""Where documents lie that were made: sealed, until their time is over."""

import secrets

from portal.db import on_rollback
from portal.documents.models import IssuedDocument
from portal.identity import sealed_files

FOLDER, PLACE = "documents", "issued_documents.file"


def store(customer_id: int, data: bytes) -> str:
    """Write the sealed bytes before any transaction opens; the name they are stored under.

    They go again if the request or job fails.
    """
    name = secrets.token_urlsafe(24)
    on_rollback(lambda: remove(name))
    sealed_files.write(FOLDER, name, customer_id, data, PLACE)
    return name


def read(document: IssuedDocument) -> bytes:
    """Its bytes, while they are kept; LookupError afterwards."""
    if document.stored_name is None:
        raise LookupError(f"{document.public_id} is not kept any more")
    return sealed_files.read(FOLDER, document.stored_name, document.customer_id, PLACE)


def remove(stored_name: str) -> None:
    sealed_files.remove(FOLDER, stored_name)
