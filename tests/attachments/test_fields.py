"""Several files for one paper: every one is checked, every refusal names its file, the good ones stay."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask, render_template_string, request

from portal import clock
from portal.attachments import forms
from portal.attachments.checking import Checked, check
from portal.attachments.forms import PaperField, PapersField
from portal.attachments.labels import REFUSALS
from portal.attachments.operations import attach
from portal.attachments.queries import bytes_left
from portal.attachments.rules import MAX_BYTES, MAX_FILES, Refusal, shown_name
from portal.attachments.storage import store
from portal.audit.models import Actor
from portal.db import transaction
from portal.identity.queries import person_named
from portal.web.forms import Form
from tests.attachments.clamd import VIRUS, Scanner, listening
from tests.factories import files

Sent = tuple[bytes, str]


class LicenceForm(Form):
    pages = PapersField("Licence")


class OneForm(Form):
    page = PaperField("Licence")


@pytest.fixture
def xiulan(app: Flask) -> int:
    with app.app_context():
        person = person_named("xiulan")
        assert person is not None
        return person.id


@pytest.fixture
def send(app: Flask, xiulan: int) -> Callable[..., PapersField]:
    """`send((content, name), …, held=2)`: the field as the form has it after checking them."""

    def sent(*chosen: Sent, held: int = 0) -> PapersField:
        data = {"pages": [(BytesIO(content), name) for content, name in chosen]}
        with app.test_request_context(method="POST", data=data, content_type="multipart/form-data"):
            form = LicenceForm()
            form.pages.expect(xiulan, held)
            form.validate()
            request.close()
            request.environ["wsgi.input"].close()
            return form.pages

    return sent


def refusal(name: str, reason: Refusal) -> str:
    return f"\u2068{name}\u2069: {REFUSALS[reason]}"


PHOTO = (files.jpeg(), "one.jpg")
SCAN = (files.pdf(2), "two.pdf")


def test_several_files_come_in_their_order(send: Callable[..., PapersField]) -> None:
    field = send(SCAN, PHOTO, (files.heic(), "three.heic"))
    assert field.errors == []
    assert [(each.media_type, each.pages) for each in field.checked] == [
        ("application/pdf", 2),
        ("image/jpeg", 1),
        ("image/jpeg", 1),
    ]
    assert all(each.thumbnail for each in field.checked)


def test_none_is_none(send: Callable[..., PapersField]) -> None:
    field = send((b"", ""), (b"", ""))
    assert (field.checked, field.errors, not field.data) == ([], [], True)


BAD: dict[Refusal, Sent] = {
    Refusal.EMPTY: (b"", "empty.pdf"),
    Refusal.TOO_LARGE: (b"%PDF-" + bytes(MAX_BYTES), "large.pdf"),
    Refusal.WRONG_KIND: (files.gif(), "moving.gif"),
    Refusal.NOT_WHAT_IT_SAYS: (files.archive(), "letter.heic"),
    Refusal.TOO_MANY_PIXELS: (files.bomb_png(), "bomb.png"),
    Refusal.TOO_MANY_PAGES: (files.pdf(300), "book.pdf"),
    Refusal.ENCRYPTED: (files.encrypted_pdf(), "locked.pdf"),
    Refusal.DAMAGED: (files.cut_pdf(), "cut.pdf"),
    Refusal.TOO_SLOW: (files.bomb_pdf(), "swelling.pdf"),
}


def test_every_bad_file_is_named_and_the_good_ones_stay(app: Flask, send: Callable[..., PapersField]) -> None:
    for chosen in (list(BAD)[:5], list(BAD)[5:]):
        field = send(PHOTO, *(BAD[reason] for reason in chosen), SCAN)
        with app.test_request_context():
            assert field.errors == [refusal(BAD[reason][1], reason) for reason in chosen]
        assert [each.media_type for each in field.checked] == ["image/jpeg", "application/pdf"]


def test_a_photo_that_calls_itself_heic_is_a_photo(send: Callable[..., PapersField]) -> None:
    field = send((files.jpeg(), "IMG_0001.HEIC"))
    assert (field.errors, field.checked[0].media_type) == ([], "image/jpeg")


def test_a_document_loses_its_scripts(send: Callable[..., PapersField]) -> None:
    (clean,) = send((files.active_pdf(), "form.pdf")).checked
    assert files.SCRIPT.encode() not in clean.data


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is accepted as it is; that files are checked is tested elsewhere."""
    monkeypatch.setattr(forms, "check", lambda data, _name, clamav: Checked("image/jpeg", data, 1))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("held", "room"), [(0, MAX_FILES), (8, 2), (MAX_FILES, 0), (MAX_FILES + 1, 0)])
def test_a_paper_has_ten_files_at_most(
    app: Flask, send: Callable[..., PapersField], held: int, room: int
) -> None:
    names = [f"{number}.jpg" for number in range(room + 2)]
    field = send(*((b"x", name) for name in names), held=held)
    assert len(field.checked) == room
    with app.test_request_context():
        assert field.errors == [refusal(name, Refusal.TOO_MANY_FILES) for name in names[room:]]


@pytest.mark.usefixtures("quick")
def test_the_quota_counts_what_is_stored_and_what_comes(
    app: Flask, send: Callable[..., PapersField], xiulan: int
) -> None:
    app.config["PAPER_QUOTA"] = 1000
    checked = Checked("image/jpeg", bytes(400), 1, thumbnail=bytes(100))
    with app.app_context(), transaction():
        attach(xiulan, checked, store(xiulan, checked), Actor(xiulan, "online"), clock.now())
        assert bytes_left(xiulan) == 500
    field = send((b"a" * 300, "a.jpg"), (b"b" * 300, "b.jpg"), (b"c" * 200, "c.jpg"))
    assert [len(each.data) for each in field.checked] == [300, 200]
    with app.test_request_context():
        assert field.errors == [refusal("b.jpg", Refusal.QUOTA)]


@pytest.mark.usefixtures("quick")
def test_the_quota_holds_for_one_file_and_for_her_alone(app: Flask, xiulan: int) -> None:
    app.config["PAPER_QUOTA"] = 10
    for size, errors in ((10, []), (11, [str(REFUSALS[Refusal.QUOTA])])):
        data = {"page": (BytesIO(bytes(size)), "a.jpg")}
        with app.test_request_context(method="POST", data=data, content_type="multipart/form-data"):
            form = OneForm()
            form.page.expect(xiulan)
            form.validate()
            assert (form.page.errors, form.page.checked is None) == (errors, bool(errors))


def test_a_form_that_does_not_say_whose_papers_is_a_mistake(app: Flask) -> None:
    data = {"pages": (BytesIO(b"x"), "a.jpg")}
    with app.test_request_context(method="POST", data=data, content_type="multipart/form-data"):
        form = LicenceForm()
        with pytest.raises(RuntimeError, match="nobody said whose"):
            form.validate()


def test_a_camera_beside_the_files_sends_under_the_same_name(app: Flask, xiulan: int) -> None:
    data = {"page": [(BytesIO(b""), ""), (BytesIO(files.jpeg()), "image.jpg")]}
    with app.test_request_context(method="POST", data=data, content_type="multipart/form-data"):
        form = OneForm()
        assert form.validate()
        assert form.page.checked == check(files.jpeg(), "image.jpg")


def test_the_scanner_of_the_settings_is_asked(app: Flask, send: Callable[..., PapersField]) -> None:
    scanner = Scanner()
    with listening(scanner) as app.config["CLAMAV"]:
        field = send(PHOTO, (files.jpeg() + VIRUS, "bad.jpg"))
        scanner.answer = b""
        other = send(SCAN)
    with app.test_request_context():
        assert field.errors == [refusal("bad.jpg", Refusal.INFECTED)]
        assert other.errors == [refusal("two.pdf", Refusal.NOT_SCANNED)]
    assert (len(field.checked), other.checked) == (1, [])


def test_a_name_is_never_markup(app: Flask, send: Callable[..., PapersField]) -> None:
    field = send((files.gif(), "<img src=x onerror=alert(1)>.gif"))
    with app.test_request_context():
        shown = render_template_string(
            '{% import "ui/forms.html" as forms %}{{ forms.file(field) }}', field=field
        )
    assert "&lt;img src=x onerror=alert(1)&gt;.gif" in shown
    assert "<img" not in shown


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("licence.pdf", "licence.pdf"),
        ("执照 (1).pdf", "执照 (1).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("exe.\u202efdp.gnp\0\n", "exe.fdp.gnp"),
        ("x" * 100 + ".pdf", "x" * 24 + "…" + "x" * 8 + ".pdf"),
        ("", ""),
    ],
)
def test_a_name_is_said_without_what_hides_or_reorders(filename: str, shown: str) -> None:
    assert shown_name(filename) == shown
