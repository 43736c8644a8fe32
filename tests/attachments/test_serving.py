"""Papers that were taken: sealed where they lie, and given back as downloads that can do nothing."""

import stat
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from PIL import Image

from portal.attachments.models import Attachment
from portal.attachments.storage import read
from portal.db import db
from portal.loans.rules import Question
from tests.conftest import SignIn
from tests.factories import files
from tests.loans import quickly
from tests.page import Client

SENT = {
    "photo": (files.jpeg(files.SIDEWAYS), "IMG_0001.JPG", "image/jpeg", "jpg"),
    "screenshot": (files.png(), "执照 (1).png", "image/jpeg", "jpg"),
    "iphone": (files.heic(), "IMG_2.HEIC", "image/jpeg", "jpg"),
    "scan": (files.pdf(2), "../../licence.pdf", "application/pdf", "pdf"),
    "hostile": (files.active_pdf(), "licence.pdf", "application/pdf", "pdf"),
}


@pytest.fixture
def elder(sign_in: SignIn) -> Client:
    return sign_in("xiulan")


def sent_by(client: Client, app: Flask, kind: str) -> str:
    """The address of a paper that she has just sent."""
    content, name, *_ = SENT[kind]
    page = f"/loans/applications/{quickly.draft(app, Question.PAPER)}/paper"
    client.get(page).form("question").fill(answer="upload", file=(content, name)).submit()
    return f"{page}/file"


def kept(app: Flask) -> Attachment:
    with app.app_context():
        return db.session.query(Attachment).one()


@pytest.mark.parametrize("kind", SENT)
def test_a_paper_comes_back_as_a_harmless_download(kind: str, elder: Client, app: Flask) -> None:
    address = sent_by(elder, app, kind)
    answer = elder.browser.get(address)
    _content, _name, media_type, suffix = SENT[kind]
    reference = address.split("/")[3]
    assert answer.mimetype == media_type
    disposition = f'attachment; filename="{reference}-paper.{suffix}"'
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_photo_comes_back_upright_and_without_its_place(elder: Client, app: Flask) -> None:
    content = elder.browser.get(sent_by(elder, app, "photo")).data
    picture = Image.open(BytesIO(content))
    assert picture.size == (48, 64)
    assert not picture.getexif()
    assert files.PHONE.encode() not in content


def test_a_document_comes_back_without_what_it_would_do(elder: Client, app: Flask) -> None:
    content = elder.browser.get(sent_by(elder, app, "hostile")).data
    assert files.SCRIPT.encode() not in content
    with pikepdf.open(BytesIO(content)) as document:
        assert len(document.pages) == 2
        assert "/OpenAction" not in document.Root


def test_it_lies_sealed_under_a_random_name_for_the_portal_alone(
    elder: Client, app: Flask, instance: Path
) -> None:
    answer = elder.browser.get(sent_by(elder, app, "scan")).data
    (file,) = (instance / "attachments").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "licence" not in file.name
    assert b"%PDF" not in file.read_bytes()
    assert answer[:40] not in file.read_bytes()


def test_a_file_that_was_changed_or_moved_is_not_given_out(elder: Client, app: Flask, instance: Path) -> None:
    sent_by(elder, app, "scan")
    (file,) = (instance / "attachments").iterdir()
    sealed = bytearray(file.read_bytes())
    sealed[-1] ^= 1
    file.write_bytes(sealed)
    with app.app_context(), pytest.raises(InvalidTag):
        read(kept(app))
    sealed[-1] ^= 1
    (file.parent / "another").write_bytes(sealed)
    moved = kept(app)
    moved.stored_name = "another"
    with app.app_context(), pytest.raises(InvalidTag):
        read(moved)


def test_a_paper_that_was_sent_need_not_be_sent_again(elder: Client, app: Flask) -> None:
    address = sent_by(elder, app, "photo")
    page = elder.get(address.removesuffix("/file")).form("question").submit()
    assert page.path.endswith("/branch")
    assert kept(app).pages == 1


def test_who_brings_it_has_nothing_to_fetch(elder: Client, app: Flask) -> None:
    elder.get(f"/loans/applications/{quickly.draft(app)}/paper/file", status=404)


def test_nobody_else_fetches_it(elder: Client, app: Flask, sign_in: SignIn, anyone: Client) -> None:
    address = sent_by(elder, app, "photo")
    sign_in("james").get(address, status=404)
    assert anyone.get(address).path == "/sign-in"
    reference = address.split("/")[3]
    for name in ("officer", "reviewer"):
        sign_in(name).get(f"/staff/loans/{reference}/papers/paper/file", status=404)


def test_the_branch_fetches_it_while_the_file_is_open(sign_in: SignIn, app: Flask) -> None:
    sent = quickly.in_review(app)
    address = f"/staff/loans/{sent.reference}/papers/paper/file"
    for name in ("officer", "reviewer"):
        answer = sign_in(name).browser.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    sign_in("officer2").get(address, status=404)
