"""Uploads: what is accepted, what is refused and why, and that only the picture or the pages come through.

Mocks no decoder: the child process is real, except where a test plays one that was taken over.
"""

import functools
import io
import json
import resource
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
from portal.attachments.checking import Checked, DecoderError, check
from portal.attachments.rules import MAX_BYTES, Kind, Limits, Refusal, Refused
from tests.factories import files

PHOTO = ("image/jpeg", 1, 64, 48)
ONE_PAGE = ("application/pdf", 1, None, None)
OUTCOMES = {
    "phone.jpg": (files.jpeg, PHOTO),
    "large.jpg": (lambda: files.jpeg(files.SIDEWAYS, (4000, 2000)), ("image/jpeg", 1, 1500, 3000)),
    "two.jpg": (files.motion_jpeg, PHOTO),
    "profile.jpg": (files.wide_gamut_jpeg, PHOTO),
    "print.jpg": (lambda: files.encoded(files.photo(mode="CMYK"), "JPEG"), PHOTO),
    "odd-profile.jpg": (lambda: files.encoded(files.photo(), "JPEG", icc_profile=b"none"), PHOTO),
    "odd-exif.jpg": (
        lambda: files.encoded(files.photo(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
        PHOTO,
    ),
    "picture.png": (files.png, PHOTO),
    "palette.png": (lambda: files.png("P"), PHOTO),
    "clear.png": (files.clear_png, ("image/jpeg", 1, 40, 30)),
    "scan.png": (files.deep_grey_png, ("image/jpeg", 1, 40, 30)),
    "picture.webp": (files.webp, PHOTO),
    "plain.webp": (lambda: files.encoded(files.photo(), "WEBP"), PHOTO),
    "exact.webp": (lambda: files.encoded(files.photo(), "WEBP", lossless=True), PHOTO),
    "moving.webp": (files.moving_webp, PHOTO),
    "iphone.heic": (files.heic, PHOTO),
    "really-a-photo.pdf": (files.jpeg, PHOTO),
    "really-a-photo.heic": (files.jpeg, PHOTO),
    "archive-behind.jpg": (files.jpeg_and_archive, PHOTO),
    "archive-behind.pdf": (lambda: files.pdf(1) + files.archive(), ONE_PAGE),
    "after-a-line.pdf": (lambda: b"\r\n" + files.pdf(1), ONE_PAGE),
    "owner-locked.pdf": (lambda: files.encrypted_pdf(user=""), ONE_PAGE),
    "thirty.pdf": (lambda: files.pdf(30), ("application/pdf", 30, None, None)),
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
    "three-hundred.pdf": (lambda: files.pdf(300), Refusal.TOO_MANY_PAGES),
    "no-pages.pdf": (lambda: files.pdf(0), Refusal.DAMAGED),
    "locked.pdf": (files.encrypted_pdf, Refusal.ENCRYPTED),
    "cut.jpg": (files.cut_jpeg, Refusal.DAMAGED),
    "cut.pdf": (files.cut_pdf, Refusal.DAMAGED),
    "cut.heic": (lambda: files.heic()[:400], Refusal.DAMAGED),
    "head-only.png": (lambda: files.png()[:8], Refusal.DAMAGED),
}


@functools.cache
def checked(filename: str) -> Checked:
    return check(OUTCOMES[filename][0](), filename)


def picture(filename: str) -> Image.Image:
    return Image.open(io.BytesIO(checked(filename).data))


def outcome(data: bytes, filename: str = "a.jpg", limits: Limits = checking.LIMITS) -> Refusal | Checked:
    try:
        return check(data, filename, limits)
    except Refused as refused:
        return refused.reason


@pytest.mark.parametrize("filename", OUTCOMES)
def test_each_file_has_its_outcome(filename: str) -> None:
    make, expected = OUTCOMES[filename]
    if isinstance(expected, Refusal):
        assert outcome(make(), filename) == expected
    else:
        clean = checked(filename)
        assert (clean.media_type, clean.pages, clean.width, clean.height) == expected


ACCEPTED = [name for name, (_, expected) in OUTCOMES.items() if not isinstance(expected, Refusal)]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("filename", ACCEPTED)
def test_another_process_gives_the_same_copy(filename: str) -> None:
    data = OUTCOMES[filename][0]()
    clean = decoder.prepare(checking.kind_of(data))(data)
    assert (clean.data, clean.draw()) == (checked(filename).data, checked(filename).thumbnail)


REFUSED_INSIDE = [
    "bomb.jpg",
    "cut.jpg",
    "bomb.pdf",
    "swelling.pdf",
    "thirty-one.pdf",
    "locked.pdf",
    "cut.pdf",
]


@pytest.mark.parametrize("filename", REFUSED_INSIDE)
def test_the_decoder_says_why(filename: str) -> None:
    data = OUTCOMES[filename][0]()
    with pytest.raises(Refused) as refused:
        decoder.prepare(checking.kind_of(data))(data)
    assert refused.value.reason == OUTCOMES[filename][1]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("filename", [name for name in OUTCOMES if OUTCOMES[name][1] == PHOTO])
def test_the_picture_comes_through_and_no_metadata(filename: str) -> None:
    assert not picture(filename).getexif()
    assert set(picture(filename).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not [word for word in (b"Harbour", b"Exif", b"PK") if word in checked(filename).data]
    assert difference(picture(filename), files.photo()) < 12


def test_the_samples_do_have_metadata() -> None:
    for make in (files.jpeg, files.png, files.webp):
        assert Image.open(io.BytesIO(make())).getexif().get_ifd(0x8825)
    assert b"Harbour Phone" in files.heic()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_is_upright(orientation: int) -> None:
    data = files.jpeg(orientation)
    clean = decoder.prepare(Kind.JPEG)(data).data
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert difference(Image.open(io.BytesIO(clean)), upright) < 3


def test_clear_is_white_and_grey_stays_grey() -> None:
    assert ImageStat.Stat(picture("clear.png")).mean == [255, 255, 255]
    assert ImageStat.Stat(picture("scan.png")).mean == [128, 128, 128]


def unpacked(data: bytes) -> bytes:
    """Everything in a PDF, readable; photographs as they are."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(file, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


ACTIVE = [
    files.SCRIPT,
    "cmd.exe",
    "phish",
    "/JS",
    "/JavaScript",
    "/Launch",
    "/URI",
    "/AA <<",
    "/XFA",
    "/OpenAction",
]
ACTIVE += ["/EmbeddedFile", "/ByteRange", "/Metadata", "/Author", files.PHONE, "Exif"]


def test_nothing_active_comes_through_in_a_pdf() -> None:
    before, after = unpacked(files.active_pdf()), unpacked(checked("active.pdf").data)
    assert [word for word in ACTIVE if word.encode() not in before] == []
    assert [word for word in ACTIVE if word.encode() in after] == []


def test_what_shows_stays_in_a_pdf() -> None:
    with pikepdf.open(io.BytesIO(checked("active.pdf").data)) as pdf:
        page = pdf.pages[0]
        assert b"(Page 0) Tj" in page.Contents.read_bytes()
        assert page.Resources.Font["/AA"].BaseFont == "/Helvetica"
        assert difference(pikepdf.PdfImage(page.Resources.XObject.Scan).as_pil_image(), files.photo()) < 12
        assert pdf.Root.AcroForm.Fields[0].T == "iban"
        assert not pdf.is_linearized


def test_a_pdf_is_kept_whole_and_alone() -> None:
    assert b"index.html" not in checked("archive-behind.pdf").data
    with pikepdf.open(io.BytesIO(checked("owner-locked.pdf").data)) as pdf:
        assert not pdf.is_encrypted


def test_the_same_file_gives_the_same_copy_from_every_thread() -> None:
    names = ["phone.jpg", "active.pdf"] * 2
    with ThreadPoolExecutor(4) as threads:
        copies = list(threads.map(lambda name: check(OUTCOMES[name][0](), name), names))
    assert copies == [checked(name) for name in names]


def play(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child run this instead."""
    monkeypatch.setattr(checking, "_COMMAND", [sys.executable, "-c", code])


def taken_over(monkeypatch: pytest.MonkeyPatch, attempt: str) -> None:
    """Let a photograph run this inside the real child; if nothing stops it the answer is WRONG_KIND."""
    code = "import os, socket\nfrom portal.attachments import decoder\nfrom portal.attachments.decoder import photos\n"
    code += f"def taken(data, **how):\n    {attempt}\n    raise decoder.Refused(decoder.Refusal.WRONG_KIND)\n"
    play(monkeypatch, code + "photos.clean_photo = taken\ndecoder.main()")


ATTEMPTS = {
    "pass": Refusal.WRONG_KIND,
    "assert 'PATH' not in os.environ": Refusal.WRONG_KIND,
    "open('/etc/hostname')": Refusal.DAMAGED,
    "socket.socket()": Refusal.DAMAGED,
    "os.pipe()": Refusal.DAMAGED,
    "os.kill(os.getpid(), 11)": Refusal.DAMAGED,
    "bytearray(2**31)": Refusal.TOO_SLOW,
    "while True: pass": Refusal.TOO_SLOW,
}


@pytest.mark.parametrize(("attempt", "expected"), ATTEMPTS.items())
def test_a_decoder_taken_over_gets_nowhere(
    monkeypatch: pytest.MonkeyPatch, attempt: str, expected: Refusal
) -> None:
    taken_over(monkeypatch, attempt)
    others = psutil.Process().children()  # the printer of documents may stand ready in this process
    assert outcome(files.jpeg(), limits=Limits(cpu_seconds=2)) == expected
    assert set(psutil.Process().children()) <= set(others)


@pytest.mark.parametrize("code", ["import os, signal; os.close(1); signal.pause()", "input(); input()"])
def test_a_child_that_goes_quiet_is_stopped(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    play(monkeypatch, code + "; import signal; signal.pause()")
    assert outcome(files.jpeg() + b"\n", limits=Limits(wall_seconds=0.3)) == Refusal.TOO_SLOW


def say(head: object, body: bytes = b"\xff\xd8\xff 45678") -> str:
    whole = checking.READY + json.dumps(head).encode() + b"\n" + body
    return f"import os, sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({whole!r})"


FINE = {"pages": 1, "size": 9, "width": 1, "height": 1}


FORGED = [say(FINE, b"\xff\xd8\xff 4567"), say(FINE, b"<script>!"), say(FINE | {"pages": 2}), say([1])]
FORGED += [say(FINE, b"\xff\xd8\xff 45678<script>"), say(FINE, b"\xff\xd8\xff" * 9000)]
FORGED += [say(FINE | {"width": 3001}), say(FINE | {"width": True}), say({"refused": "<script>"})]
FORGED += [
    say(FINE) + "; sys.exit(1)",
    "print('ready'); print('{')",
    "print('ready'); print('x' * 30_000_000)",
]


@pytest.mark.parametrize("code", FORGED)
def test_an_answer_that_cannot_be_is_not_believed(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    play(monkeypatch, code)
    assert outcome(files.jpeg()) == Refusal.DAMAGED


def test_a_true_answer_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, say(FINE))
    assert isinstance(outcome(files.jpeg()), Checked)


def test_a_child_that_cannot_start_is_not_the_customers_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, "import no_such_library")
    with pytest.raises(DecoderError):
        check(files.jpeg(), "a.jpg")


REAL = [files.jpeg(), files.png(), files.webp(), files.heic(), files.pdf(1), files.active_pdf()]


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash(data: bytes) -> None:
    assert isinstance(outcome(data), (Refusal, Checked))


@settings(max_examples=10)
@given(st.sampled_from(REAL), st.floats(0, 0.999), st.binary(min_size=1, max_size=400), st.booleans())
def test_changed_or_cut_files_never_crash(data: bytes, where: float, change: bytes, cut: bool) -> None:
    at = max(12, int(len(data) * where))
    changed = data[:at] + change + (b"" if cut else data[at + len(change) :])
    assert isinstance(outcome(changed), (Refusal, Checked))


@pytest.mark.parametrize("kind", Kind)
def test_the_child_speaks_its_protocol(monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    data = dict(zip(Kind, REAL, strict=False))[kind]
    order = {"kind": kind, "size": len(data), "quarter_turns": 0, "cpu_seconds": 1, "memory_bytes": 1}
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(
        sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO(json.dumps(order).encode() + b"\n" + data))
    )
    monkeypatch.setattr(sys, "stdout", types.SimpleNamespace(buffer=io.BytesIO()))
    decoder.main()
    ready, head, body = sys.stdout.buffer.getvalue().split(b"\n", 2)
    size = json.loads(head)["size"]
    assert (ready, checking.kind_of(body[size:])) == (b"ready", Kind.JPEG)
    assert checking.kind_of(body[:size]) is (Kind.PDF if kind is Kind.PDF else Kind.JPEG)
    assert limits[resource.RLIMIT_NOFILE] == (3, 3)
    assert (resource.RLIMIT_NPROC in limits) == (kind is not Kind.HEIC)
