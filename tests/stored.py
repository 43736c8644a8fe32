"""What a thief of the database would read."""

import json
from typing import Any

from flask import Flask

from portal.db import Base, db


def is_stored(app: Flask, text: str) -> bool:
    """Whether any column of any row has `text`, in UTF-8 or as JSON escapes it."""
    return any(needle in everything(app) for needle in (text.encode(), json.dumps(text)[1:-1].encode()))


def everything(app: Flask) -> bytes:
    """Every value of every table, one after the other."""
    with app.app_context():
        rows = (row for table in Base.metadata.sorted_tables for row in db.session.execute(table.select()))
        return b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value: Any) -> bytes:
    match value:
        case bytes():
            return value
        case dict() | list():
            return json.dumps(value, ensure_ascii=False).encode()
    return str(value).encode()
