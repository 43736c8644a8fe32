"""Thumbnails and turned copies: small, harmless, sealed, and gone with their paper."""

import random
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image, ImageStat
from werkzeug.exceptions import NotFound

from portal import clock
from portal.attachments import serving
from portal.attachments.checking import Checked, check, turn
from portal.attachments.decoder import documents
from portal.attachments.models import Attachment
from portal.attachments.operations import attach, erase
from portal.attachments.rules import MAX_THUMBNAIL_BYTES, THUMBNAIL_SIDE, Limits
from portal.attachments.storage import read, store, turned
from portal.audit.models import Actor
from portal.db import db, rollback, transaction
from portal.identity.queries import person_named
from tests.factories import files


def noise(size: tuple[int, int]) -> bytes:
    """A photograph of nothing, the hardest to make small."""
    dots = random.Random(1).randbytes(size[0] * size[1] * 3)
    return files.encoded(Image.frombytes("RGB", size, dots), "PNG")


def filled_pdf(width: int, height: int, more: bytes = b"") -> bytes:
    """A blue page, and what else is on it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(width, height))
    page.Contents = document.make_stream(b"0 0 1 rg 0 0 %d %d re f" % (width, height) + more)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


SIZES = {
    "phone.jpg": (lambda: files.jpeg(size=(1200, 800)), (320, 213)),
    "sideways.jpg": (lambda: files.jpeg(files.SIDEWAYS, (1200, 800)), (213, 320)),
    "tiny.png": (files.png, (64, 48)),
    "strip.png": (lambda: files.encoded(files.photo((2000, 2)), "PNG"), (320, 1)),
    "phone.heic": (files.heic, (64, 48)),
    "scan.pdf": (lambda: files.pdf(2), (227, 320)),
    "hostile.pdf": (files.active_pdf, (227, 320)),
    "poster.pdf": (lambda: filled_pdf(14_400, 7_200), (320, 160)),
    "stamp.pdf": (lambda: filled_pdf(9, 9), (320, 320)),
}


@pytest.mark.parametrize("filename", SIZES)
def test_every_paper_has_a_small_picture(filename: str) -> None:
    make, size = SIZES[filename]
    thumbnail = check(make(), filename).thumbnail
    assert len(thumbnail) <= MAX_THUMBNAIL_BYTES
    picture = Image.open(BytesIO(thumbnail))
    assert (picture.format, picture.size) == ("JPEG", size)
    assert not picture.getexif()
    assert files.PHONE.encode() not in thumbnail


def test_the_busiest_photo_is_small_too() -> None:
    thumbnail = check(noise((400, 400)), "noise.png").thumbnail
    assert len(thumbnail) <= MAX_THUMBNAIL_BYTES
    assert max(Image.open(BytesIO(thumbnail)).size) <= THUMBNAIL_SIDE


def test_a_page_is_drawn_as_it_looks() -> None:
    picture = Image.open(BytesIO(check(filled_pdf(100, 200), "blue.pdf").thumbnail))
    red, green, blue = ImageStat.Stat(picture).mean
    assert (red, green) < (10, 10)
    assert blue > 245


def test_what_cannot_be_drawn_has_no_picture() -> None:
    assert documents.drawn(b"%PDF-1.7 and nothing that PDFium knows") == b""


def test_a_page_that_takes_long_to_draw_is_kept_without_a_picture() -> None:
    curves = b"\n".join(
        b"%d 0 m 800 %d 0 %d %d 800 c S" % (n % 800, n % 7, n % 11, n % 13) for n in range(200_000)
    )
    checked = check(filled_pdf(800, 800, curves), "map.pdf", Limits(cpu_seconds=2))
    assert (checked.pages, checked.thumbnail) == (1, b"")


def corner(data: bytes) -> str:
    """Where the red quarter of `files.photo` stands."""
    picture = Image.open(BytesIO(data)).convert("RGB")
    width, height = picture.size
    places = {"upper left": (4, 4), "upper right": (width - 5, 4)}
    places |= {"lower left": (4, height - 5), "lower right": (width - 5, height - 5)}
    (red,) = [name for name, place in places.items() if picture.getpixel(place)[0] > 128]  # type: ignore[index]
    return red


@pytest.mark.parametrize(
    ("turns", "where", "size"),
    [(1, "upper right", (48, 64)), (2, "lower right", (64, 48)), (3, "lower left", (48, 64))],
)
def test_a_photo_turns_clockwise(turns: int, where: str, size: tuple[int, int]) -> None:
    clean = check(files.jpeg(), "a.jpg")
    other = turn(clean.data, clean.media_type, turns)
    assert (corner(other.data), (other.width, other.height)) == (where, size)
    assert corner(other.thumbnail) == where


def test_a_document_turns_clockwise_and_from_where_it_stands() -> None:
    clean = check(files.pdf(2), "a.pdf")
    once = turn(clean.data, clean.media_type, 1)
    twice = turn(once.data, once.media_type, 2)
    with pikepdf.open(BytesIO(twice.data)) as document:
        assert [page.obj.Rotate for page in document.pages] == [270, 270]
    assert Image.open(BytesIO(once.thumbnail)).size == (320, 227)


@pytest.mark.parametrize("turns", [-1, 0, 4])
def test_only_one_to_three_quarters_are_a_turn(turns: int) -> None:
    with pytest.raises(ValueError, match="quarter turns"):
        turn(files.jpeg(), "image/jpeg", turns)


def kept(app: Flask, checked: Checked) -> Attachment:
    """A paper of xiulan's."""
    with app.app_context(), transaction():
        person = person_named("xiulan")
        assert person is not None
        stored_name = store(person.id, checked)
        return attach(person.id, checked, stored_name, Actor(person.id, "online"), clock.now())


def test_a_turned_paper_is_another_one(app: Flask) -> None:
    first = check(files.jpeg(), "a.jpg")
    paper = kept(app, first)
    with app.app_context():
        second = turned(paper, 1)
        assert (corner(second.data), read(paper)) == ("upper right", first.data)


def test_a_thumbnail_is_shown_and_can_do_nothing(app: Flask) -> None:
    checked = check(files.pdf(1), "a.pdf")
    paper = kept(app, checked)
    with app.test_request_context():
        answer = app.process_response(serving.thumbnail(paper))
    assert answer.data == checked.thumbnail
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == ("image/jpeg", "inline")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Length"] == str(len(checked.thumbnail)) == str(paper.thumbnail_size)


def test_a_paper_without_one_says_so(app: Flask) -> None:
    paper = kept(app, Checked("application/pdf", files.pdf(1), 1))
    assert not paper.has_thumbnail
    with app.test_request_context(), pytest.raises(NotFound):
        serving.thumbnail(paper)


def test_a_thumbnail_lies_sealed_and_goes_with_its_paper(app: Flask, instance: Path) -> None:
    checked = check(files.jpeg(), "a.jpg")
    paper = kept(app, checked)
    (file,) = (instance / "thumbnails").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (paper.stored_name, 0o600)
    assert file.read_bytes()[12:40] not in checked.thumbnail
    assert b"JFIF" not in file.read_bytes()
    with app.app_context(), transaction():
        erase(db.session.merge(paper))
    assert not list((instance / "thumbnails").iterdir())
    assert not list((instance / "attachments").iterdir())


def test_nothing_stays_of_a_request_that_fails(app: Flask, instance: Path) -> None:
    checked = check(files.jpeg(), "a.jpg")
    with app.app_context():
        person = person_named("xiulan")
        assert person is not None
        store(person.id, checked)
        rollback()
    assert not [*(instance / "thumbnails").iterdir(), *(instance / "attachments").iterdir()]
