"""PDFs: their pages without anything that acts, and a drawing of the first."""

import contextlib
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from portal.attachments import rules
from portal.attachments.decoder.thumbnails import thumbnail
from portal.attachments.rules import Clean, Refusal, Refused, refuse_pixels


def warm_up() -> None:
    """Load what qpdf and PDFium would load late."""
    # Locking a file makes qpdf open its random numbers, which it needs for one locked against changes.
    pikepdf.new().save(BytesIO(), encryption=pikepdf.Encryption(owner="", user=""))
    empty = pypdfium2.PdfDocument.new()
    thumbnail(empty.new_page(9, 9).render().to_pil())


def clean_pdf(data: bytes, quarter_turns: int = 0) -> Clean:
    """Return the pages without scripts, actions, attachments, media and metadata.

    Each is turned clockwise by so many quarters (0 to 3) from how it stood.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            refuse_pages(pdf, data)
            strip_document(pdf)
            strip_all(pdf.Root)
            turn(pdf, quarter_turns)
            clean = BytesIO()
            pdf.save(clean, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return Clean(clean.getvalue(), partial(drawn, clean.getvalue()), len(pdf.pages))
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error
    except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, IndexError) as error:
        # qpdf hands on what it lacked memory for as damage.
        raise Refused(Refusal.TOO_SLOW if "bad_alloc" in str(error) else Refusal.DAMAGED) from error


def refuse_pages(pdf: pikepdf.Pdf, data: bytes) -> None:
    """Raise `Refused` for too many pages, for none, and for a file that was cut short."""
    if len(pdf.pages) > rules.MAX_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    if not pdf.pages or (pdf.get_warnings() and b"%%EOF" not in data[-1024:]):
        raise Refused(Refusal.DAMAGED)


def turn(pdf: pikepdf.Pdf, quarter_turns: int) -> None:
    """Turn every page clockwise."""
    if quarter_turns:
        for page in pdf.pages:
            page.rotate(90 * quarter_turns, relative=True)


def drawn(clean: bytes) -> bytes:
    """Return a thumbnail of the first page, or nothing where PDFium cannot draw it.

    It draws the clean copy, and with no file open to it: letters of fonts that are not inside stay blank.
    """
    try:
        with contextlib.closing(pypdfium2.PdfDocument(clean)) as document:
            page = document[0]
            scale = rules.THUMBNAIL_SIDE / max(page.get_size())
            return thumbnail(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    except (pypdfium2.PdfiumError, ValueError, ArithmeticError, MemoryError):
        return b""


def strip_document(pdf: pikepdf.Pdf) -> None:
    """Keep of the trailer, the catalogue and its names only what shows the pages."""
    keep = [(pdf.trailer, {"/Root", "/Size", "/Encrypt"}), (pdf.Root, rules.PDF_CATALOGUE)]
    if "/Names" in pdf.Root:
        keep.append((pdf.Root["/Names"], {"/Dests"}))
    for holder, kept in keep:
        for key in set(holder.keys()) - kept:
            del holder[key]


def strip_all(root: pikepdf.Object) -> None:
    """Strip all that would be saved, a holder before what it holds."""
    seen, waiting = set(), [(root, False)]
    while waiting:
        holder, named = waiting.pop()
        if holder.is_indirect and (holder.objgen, named) in seen:
            continue
        seen.add((holder.objgen, named))
        waiting += strip(holder, named)


def strip(holder: pikepdf.Object, named: bool) -> list[tuple[pikepdf.Object, bool]]:
    """Remove what may act or tell of its making; return what it still holds, and if keys there are names."""
    entries: Any = enumerate(holder) if isinstance(holder, pikepdf.Array) else holder.items()
    held: list[tuple[pikepdf.Object, bool]] = []
    for key, value in reversed(list(entries)):
        if acts(value) or (key in rules.PDF_FORBIDDEN and not named):
            del holder[key]
        elif isinstance(value, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
            held.append((value, key in rules.PDF_RESOURCES))
    if isinstance(holder, pikepdf.Stream):
        strip_stream(holder)
    return held


def acts(value: Any) -> bool:
    """Whether it is an action other than going to a page, or a signature (which our copy would break)."""
    container = isinstance(value, (pikepdf.Dictionary, pikepdf.Stream))
    return container and (str(value.get("/S")) in rules.PDF_FORBIDDEN_ACTIONS or "/ByteRange" in value)


def strip_stream(stream: pikepdf.Stream) -> None:
    """Keep the stream inside the file, its picture within bounds, and a photograph without its Exif."""
    for key in rules.PDF_EXTERNAL_STREAM & set(stream.keys()):
        del stream[key]
    if stream.get("/Subtype") != "/Image":
        # A damaged or exploding one fails here, not in front of an officer.
        if len(stream.read_bytes()) > rules.MAX_STREAM_BYTES:
            raise Refused(Refusal.TOO_SLOW)
        return
    refuse_pixels(int(stream["/Width"]), int(stream["/Height"]))
    if stream.get("/Filter") in (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode])):
        coding = {key: stream[key] for key in ("/Filter", "/DecodeParms") if key in stream}
        stream.write(bare_jpeg(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        for key, value in coding.items():
            stream[key] = value


def bare_jpeg(data: bytes) -> bytes:
    """Return the JPEG without Exif, XMP, IPTC and comments. Source: ITU-T T.81, annex B."""
    kept, at = [data[:2]], 2
    while data[at] == 0xFF and 0xC0 <= data[at + 1] < 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in rules.JPEG_METADATA:
            kept.append(data[at:end])
        at = end
    return b"".join(kept) + data[at:]
