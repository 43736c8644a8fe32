"""Uploads: what is accepted, what is refused and why, and that nothing but the picture or the pages comes through.

Never mocks a decoder library; the child process is real except where a test plays a child that was taken over.
"""

import io
import json
import os
import sys
import types
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps, ImageStat

from portal.attachments import checking, decoder
from portal.attachments.checking import Checked, DecoderMissing, check
from portal.attachments.rules import MAX_BYTES, Kind, Limits, Refusal, Refused
from tests.factories import files

PHOTO = ("image/jpeg", 1, 64, 48)
SMALL = ("image/jpeg", 1, 40, 30)

OUTCOMES = {
    "phone.jpg": (files.jpeg, PHOTO),
    "sideways.jpg": (lambda: files.jpeg(files.SIDEWAYS), ("image/jpeg", 1, 48, 64)),
    "large.jpg": (lambda: files.jpeg(size=(4000, 2000)), ("image/jpeg", 1, 3000, 1500)),
    "two.jpg": (files.motion_jpeg, PHOTO),
    "profile.jpg": (files.wide_gamut_jpeg, PHOTO),
    "print.jpg": (lambda: files.encoded(files.photo(mode="CMYK"), "JPEG"), PHOTO),
    "picture.png": (files.png, PHOTO),
    "palette.png": (lambda: files.png("P"), PHOTO),
    "clear.png": (files.clear_png, SMALL),
    "scan.png": (files.deep_grey_png, SMALL),
    "picture.webp": (files.webp, PHOTO),
    "exact.webp": (lambda: files.webp(lossless=True), PHOTO),
    "moving.webp": (files.moving_webp, PHOTO),
    "iphone.heic": (files.heic, PHOTO),
    "really-a-photo.pdf": (files.jpeg, PHOTO),
    "no-ending": (files.png, PHOTO),
    "archive-behind.jpg": (files.jpeg_and_archive, PHOTO),
    "pages.pdf": (files.pdf, ("application/pdf", 3, None, None)),
    "thirty.pdf": (lambda: files.pdf(30), ("application/pdf", 30, None, None)),
    "after-a-line.pdf": (lambda: b"\r\n" + files.pdf(1), ("application/pdf", 1, None, None)),
    "owner-locked.pdf": (lambda: files.encrypted_pdf(user=""), ("application/pdf", 1, None, None)),
    "active.pdf": (files.active_pdf, ("application/pdf", 2, None, None)),
    "nothing.jpg": (bytes, Refusal.EMPTY),
    "eleven.pdf": (lambda: files.pdf() + bytes(MAX_BYTES), Refusal.TOO_LARGE),
    "text.jpg": (lambda: b"Dear bank, ...", Refusal.NOT_WHAT_IT_SAYS),
    "page.PDF": (lambda: b"<html><script>", Refusal.NOT_WHAT_IT_SAYS),
    "moving.png": (files.gif, Refusal.NOT_WHAT_IT_SAYS),
    "letter.docx": (files.archive, Refusal.WRONG_KIND),
    "moving.gif": (files.gif, Refusal.WRONG_KIND),
    "drawing.svg": (files.svg, Refusal.WRONG_KIND),
    "film.mp4": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", Refusal.WRONG_KIND),
    "bomb.png": (files.bomb_png, Refusal.TOO_MANY_PIXELS),
    "bomb.webp": (files.bomb_webp, Refusal.TOO_MANY_PIXELS),
    "bomb.jpg": (files.lying_jpeg, Refusal.TOO_MANY_PIXELS),
    "bomb.pdf": (files.huge_picture_pdf, Refusal.TOO_MANY_PIXELS),
    "swelling.pdf": (files.bomb_pdf, Refusal.TOO_SLOW),
    "thirty-one.pdf": (lambda: files.pdf(31), Refusal.TOO_MANY_PAGES),
    "no-pages.pdf": (lambda: files.pdf(0), Refusal.DAMAGED),
    "locked.pdf": (files.encrypted_pdf, Refusal.ENCRYPTED),
    "cut.jpg": (files.cut_jpeg, Refusal.DAMAGED),
    "cut.pdf": (files.cut_pdf, Refusal.DAMAGED),
    "cut.heic": (lambda: files.heic()[:400], Refusal.DAMAGED),
    "head-only.png": (lambda: files.png()[:8], Refusal.DAMAGED),
}


def outcome(data: bytes, filename: str, limits: Limits = checking.LIMITS) -> object:
    try:
        clean = check(data, filename, limits)
    except Refused as refused:
        return refused.reason
    return clean.media_type, clean.pages, clean.width, clean.height


@pytest.mark.parametrize("filename", OUTCOMES)
def test_each_file_has_its_outcome(filename: str) -> None:
    make, expected = OUTCOMES[filename]
    assert outcome(make(), filename) == expected


def picture(clean: Checked) -> Image.Image:
    return Image.open(io.BytesIO(clean.data))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("make", [files.jpeg, files.png, files.webp, files.heic, files.wide_gamut_jpeg])
def test_no_metadata_comes_through(make: types.FunctionType) -> None:
    clean = check(make(), "photo")
    assert not picture(clean).getexif()
    assert set(picture(clean).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert files.PHONE[:7].encode() not in clean.data and b"Exif" not in clean.data
    assert difference(picture(clean), files.photo()) < 6


def test_the_samples_do_have_metadata() -> None:
    for make in (files.jpeg, files.png, files.webp):
        assert Image.open(io.BytesIO(make())).getexif().get_ifd(0x8825)
    assert b"Harbour Phone" in files.heic()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_is_upright(orientation: int) -> None:
    data = files.jpeg(orientation)
    clean, _ = decoder.prepare(Kind.JPEG)(data)
    assert (
        difference(Image.open(io.BytesIO(clean)), ImageOps.exif_transpose(Image.open(io.BytesIO(data)))) < 3
    )


def test_clear_is_white_and_grey_stays_grey() -> None:
    assert ImageStat.Stat(picture(check(files.clear_png(), "a.png"))).mean == [255, 255, 255]
    assert ImageStat.Stat(picture(check(files.deep_grey_png(), "a.png"))).mean == [128, 128, 128]


def test_a_broken_exif_block_costs_only_the_turning() -> None:
    data = files.encoded(files.photo(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff broken")
    assert outcome(data, "a.jpg") == PHOTO


def unpacked(data: bytes) -> bytes:
    """Everything in a PDF, readable, photographs as they are."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(file, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


ACTIVE = [
    files.SCRIPT,
    files.PHONE,
    "cmd.exe",
    "phish",
    "/JS",
    "/JavaScript",
    "/Launch",
    "/URI",
    "/AA <<",
    "/XFA",
]
ACTIVE += ["/EmbeddedFile", "/OpenAction", "/Metadata", "/Author", "/ByteRange", "Exif"]


@pytest.mark.parametrize("word", ACTIVE)
def test_nothing_active_comes_through_in_a_pdf(word: str, active: tuple[bytes, bytes]) -> None:
    before, after = active
    assert word.encode() in before
    assert word.encode() not in after


@pytest.fixture(scope="module")
def active() -> tuple[bytes, bytes]:
    data = files.active_pdf()
    return unpacked(data), unpacked(check(data, "a.pdf").data)


def test_what_shows_stays_in_a_pdf() -> None:
    with pikepdf.open(io.BytesIO(check(files.active_pdf(), "a.pdf").data)) as pdf:
        page = pdf.pages[0]
        assert b"(Page 0) Tj" in page.Contents.read_bytes()
        assert page.Resources.Font["/AA"].BaseFont == "/Helvetica"
        assert pikepdf.PdfImage(page.Resources.XObject.Scan).as_pil_image().size == (64, 48)
        assert pdf.Root.AcroForm.Fields[0].T == "iban"
        assert not pdf.is_linearized and not pdf.is_encrypted


def test_nothing_is_left_behind_the_clean_copy() -> None:
    assert b"PK" not in check(files.jpeg_and_archive(), "a.jpg").data
    assert b"index.html" not in check(files.pdf() + files.archive(), "a.pdf").data


def test_the_same_file_gives_the_same_copy_from_every_thread() -> None:
    with ThreadPoolExecutor(4) as threads:
        photos = list(threads.map(lambda _: check(files.jpeg(), "a.jpg"), range(4)))
        papers = list(threads.map(lambda _: check(files.pdf(), "a.pdf"), range(4)))
    assert len(set(photos)) == len(set(papers)) == 1


@pytest.mark.parametrize(
    ("limits", "data"),
    [
        (Limits(wall_seconds=0.001), files.jpeg()),
        (Limits(cpu_seconds=1), files.bomb_png(7000) + bytes(1000)),
        (Limits(memory_bytes=300 * 2**20), files.bomb_pdf()),
    ],
    ids=["wall", "cpu", "memory"],
)
def test_a_child_that_needs_too_much_is_stopped(limits: Limits, data: bytes) -> None:
    assert outcome(data, "a.jpg", limits) == Refusal.TOO_SLOW
    assert psutil.Process().children() == []


def play(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(checking, "_COMMAND", [sys.executable, "-c", code])


def say(head: object, body: bytes = b"", ready: bytes = checking.READY) -> str:
    whole = ready + json.dumps(head).encode() + b"\n" + body
    return f"import os, sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({whole!r})"


FINE = {"pages": 1, "size": 9, "width": 1, "height": 1}
JPEG = b"\xff\xd8\xff 45678"


@pytest.mark.parametrize(
    "code",
    [
        say(FINE, JPEG[:-1]),
        say(FINE, b"<script>!"),
        say(FINE | {"pages": 2}, JPEG),
        say(FINE | {"width": 3001}, JPEG),
        say(FINE | {"width": True}, JPEG),
        say({"refused": "<script>"}),
        say([1]),
        say(FINE, JPEG) + "; sys.exit(1)",
        say(FINE, JPEG) + "; sys.stdout.flush(); os.abort()",
        "print('ready'); print('{')",
        "print('ready'); print('x' * 30_000_000)",
    ],
)
def test_an_answer_that_cannot_be_is_not_believed(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    play(monkeypatch, say(FINE, JPEG))
    assert outcome(files.jpeg(), "a.jpg") == ("image/jpeg", 1, 1, 1)
    play(monkeypatch, code)
    assert outcome(files.jpeg(), "a.jpg") == Refusal.DAMAGED


def test_a_child_that_goes_quiet_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, "import os, signal; os.close(1); signal.pause()")
    assert outcome(files.jpeg(), "a.jpg") == Refusal.TOO_SLOW


def test_a_child_that_cannot_start_is_not_the_customers_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, "import no_such_library")
    with pytest.raises(DecoderMissing):
        check(files.jpeg(), "a.jpg")


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "harbour-secret")
    tell = "import os; body = b'\\xff\\xd8\\xff' + repr(os.environ).encode()"
    tell += '; print(\'ready\\n{"pages": 1, "width": 1, "height": 1, "size": %d}\' % len(body), flush=True)'
    play(monkeypatch, tell + "; os.write(1, body)")
    assert b"environ" in (said := check(files.jpeg(), "a.jpg").data) and b"harbour-secret" not in said


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        ("None", Refusal.EMPTY),
        ("open('/etc/hostname')", Refusal.DAMAGED),
        ("socket.socket()", Refusal.DAMAGED),
        ("os.pipe()", Refusal.DAMAGED),
    ],
)
def test_a_decoder_that_was_taken_over_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, attempt: str, expected: Refusal
) -> None:
    play(
        monkeypatch,
        "import os, socket\nfrom portal.attachments import decoder\n"
        f"def taken(data, kind):\n    {attempt}\n    raise decoder.Refused(decoder.Refusal.EMPTY)\n"
        "decoder.clean_photo = taken\ndecoder.main()",
    )
    assert outcome(files.jpeg(), "a.jpg") == expected


REAL = [files.jpeg(), files.png(), files.webp(), files.heic(), files.pdf(1), files.active_pdf()]
HEADS = [b"", b"\xff\xd8\xff\xe0", files.png()[:33], files.webp()[:30], files.heic()[:28], b"%PDF-1.7\n"]


def is_an_outcome(data: bytes) -> bool:
    found = outcome(data, "upload.bin")
    return isinstance(found, (Refusal, tuple))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash(data: bytes) -> None:
    assert is_an_outcome(data)


@settings(derandomize=True, deadline=None, max_examples=12)
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_random_bytes_behind_a_true_signature_never_crash(head: bytes, data: bytes) -> None:
    assert is_an_outcome(head + data)


@settings(derandomize=True, deadline=None, max_examples=15)
@given(st.sampled_from(REAL), st.floats(0, 0.999), st.binary(min_size=1, max_size=6), st.booleans())
def test_changed_or_cut_files_never_crash(data: bytes, where: float, change: bytes, cut: bool) -> None:
    at = int(len(data) * where)
    assert is_an_outcome(data[:at] + change + (b"" if cut else data[at + len(change) :]))


def test_the_child_speaks_its_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    order = {"kind": "pdf", "size": len(files.pdf()), "cpu_seconds": 1, "memory_bytes": 1}
    standard_out = types.SimpleNamespace(buffer=io.BytesIO())
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(decoder.resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(
        sys,
        "stdin",
        types.SimpleNamespace(buffer=io.BytesIO(json.dumps(order).encode() + b"\n" + files.pdf())),
    )
    monkeypatch.setattr(sys, "stdout", standard_out)
    decoder.main()
    ready, head, body = standard_out.buffer.getvalue().split(b"\n", 2)
    assert ready == b"ready" and json.loads(head) == {
        "pages": 3,
        "size": len(body),
        "width": None,
        "height": None,
    }
    assert limits[decoder.resource.RLIMIT_NOFILE] == (3, 3) and limits[decoder.resource.RLIMIT_FSIZE] == (
        0,
        0,
    )
