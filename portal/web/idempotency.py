"""A form that arrives twice is done once.

Same key and body: the first answer again. Other body: 422. Still in flight: it waits for the
write lock (or, on PostgreSQL, for the unique key), then gets the same answer.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import UnprocessableEntity

from portal import clock
from portal.db import Base, Key, at_open, db, operation
from portal.web.forms import has_files
from portal.web.htmx import address_after, go, is_poll
from portal.web.transaction import before_commit

KEPT = timedelta(days=1)
SAFE = {"GET", "HEAD", "OPTIONS"}
FIELD = "idempotency_key"
NOT_BODY = {FIELD, "csrf_token"}


class IdempotencyKey(Base):
    __tablename__ = "idempotency_keys"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    body_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    location: Mapped[str | None]


class AlreadyAnswered(Exception):
    def __init__(self, answer: IdempotencyKey, body_hash: str) -> None:
        super().__init__(answer.key)
        self.status, self.location = answer.status, answer.location
        self.is_same = answer.body_hash == body_hash


def init_app(app: Flask) -> None:
    app.before_request(prepare)
    app.register_error_handler(AlreadyAnswered, answer_again)
    app.jinja_env.globals["fresh_key"] = fresh_key


def fresh_key() -> str:
    return secrets.token_urlsafe(18)


def prepare() -> None:
    """Claim the form's key inside the write transaction, if this request opens one.

    A part of a page that asks by itself sends along what stands in it, also the key of a form that waits there
    to be sent: it claims none.
    """
    key = request.form.get(FIELD, "") if request.method not in SAFE and not is_poll() else ""
    if key:
        at_open(lambda: _claim(key[:64], _body_hash()))


def answer_again(again: AlreadyAnswered) -> ResponseReturnValue:
    if again.is_same and again.location:
        return go(again.location)
    if again.is_same:
        return "", 204
    unsaid = NOT_BODY | {"password"}
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in unsaid]
    return render_template(
        "errors/sent_before.html", typed=typed, files_lost=has_files()
    ), UnprocessableEntity.code


@operation
def forget_old_keys(now: datetime) -> None:
    db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT))


def _claim(key: str, body_hash: str) -> None:
    claimed = IdempotencyKey(key=key, body_hash=body_hash, created_at=clock.now())
    answer = _find(key)
    if answer is None:
        try:
            with db.session.begin_nested():
                db.session.add(claimed)
        except IntegrityError:
            answer = _find(key)
    if answer is not None:
        raise AlreadyAnswered(answer, body_hash)
    before_commit(lambda response: _remember(claimed, response))


def _remember(claimed: IdempotencyKey, response: Response) -> None:
    claimed.status, claimed.location = response.status_code, address_after(response)


def _find(key: str) -> IdempotencyKey | None:
    return db.session.scalar(select(IdempotencyKey).where(IdempotencyKey.key == key))


def _body_hash() -> str:
    """Who sent what where: keyed, so that what was typed cannot be found out by trying."""
    if "body_hash" not in g:
        key = current_app.config["SECRET_KEY"].encode()
        digest = hmac.new(key, f"{current_user.get_id()} {request.full_path}".encode(), "sha256")
        for name, value in sorted(request.form.items(multi=True)):
            if name not in NOT_BODY:
                digest.update(f"\0{name}\0{value}".encode())
        for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
            content = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
            file.stream.seek(0)
            digest.update(f"\0{name}\0{file.filename}\0{content}".encode())
        g.body_hash = digest.hexdigest()
    return str(g.body_hash)
