"""The child process: takes one uploaded file from standard input, gives a clean copy on standard output.

Asked:    {"kind", "size", "cpu_seconds", "memory_bytes"}, newline, the file.
Answers:  ready, newline, {"pages", "size", "width", "height"} or {"refused"}, newline, the clean copy.
An error nobody foresaw ends it with a traceback and status 1, which `checking` takes for a damaged file.
"""

from __future__ import annotations

import functools
import json
import resource
import struct
import sys
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from portal.attachments import rules
from portal.attachments.rules import Kind, Refusal, Refused

if TYPE_CHECKING:  # prepare() imports the one that is needed
    import pikepdf
    from PIL import Image, ImageCms

Clean = tuple[bytes, dict[str, Any]]


def main() -> None:
    """Decode the one file that was asked for."""
    order = json.loads(sys.stdin.buffer.readline(1000))
    limit(CPU=order["cpu_seconds"], AS=order["memory_bytes"], FSIZE=0, CORE=0)
    decode = prepare(Kind(order["kind"]))
    # From here on no file and no socket, and no thread either; only libde265 insists on one.
    limit(NOFILE=3)
    if order["kind"] != Kind.HEIC:
        limit(NPROC=0)
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    data = sys.stdin.buffer.read()
    if len(data) != order["size"]:
        raise EOFError("the file did not arrive whole")
    try:
        clean, facts = decode(data)
    except Refused as broken:
        answer({"refused": broken.reason})
    except MemoryError:
        answer({"refused": Refusal.TOO_SLOW})
    else:
        answer(facts | {"size": len(clean)}, clean)


def limit(**most: int) -> None:
    """Set limits of this process by their names in setrlimit(2): seconds, bytes, open files or processes."""
    for name, value in most.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def prepare(kind: Kind) -> Callable[[bytes], Clean]:
    """Import what the kind needs and nothing else, but all of it: later no module file can be opened."""
    if kind is Kind.PDF:
        global pikepdf  # noqa: PLW0603
        import pikepdf

        # Locking a file makes qpdf open its random numbers, which it needs for one locked against changes.
        pikepdf.new().save(BytesIO(), encryption=pikepdf.Encryption(owner="", user=""))
        return clean_pdf
    global Image, ImageCms  # noqa: PLW0603
    from PIL import Image, ImageCms, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

    Image.preinit()
    Image.MAX_IMAGE_PIXELS = None  # refuse_pixels() looks, and says so in our words
    if kind is Kind.HEIC:
        import pi_heif

        pi_heif.register_heif_opener(decode_threads=0, thumbnails=False, depth_images=False, aux_images=False)
    return functools.partial(clean_photo, kind=kind)


def answer(facts: dict[str, Any], clean: bytes = b"") -> None:
    """Write the header line and the clean copy."""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + clean)


def clean_photo(data: bytes, kind: Kind) -> Clean:
    """Return the first picture as upright sRGB JPEG on white, at most 3000 px a side, without metadata."""
    try:
        picture = shown(open_photo(data, kind))
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise Refused(Refusal.DAMAGED) from error
    picture.info = {}
    clean = BytesIO()
    picture.save(clean, "JPEG", quality=rules.JPEG_QUALITY)
    return clean.getvalue(), {"pages": 1, "width": picture.width, "height": picture.height}


def refuse_pixels(width: int, height: int) -> None:
    """Raise `Refused` above fifty megapixels."""
    if width * height > rules.MAX_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)


def open_photo(data: bytes, kind: Kind) -> Image.Image:
    """Return the picture, decoded no larger than needed; its size is looked at before and after decoding."""
    picture = Image.open(BytesIO(data), formats=["HEIF" if kind is Kind.HEIC else kind.value])
    refuse_pixels(*picture.size)
    picture.draft(None, (rules.LONGEST_SIDE, rules.LONGEST_SIDE))
    picture.load()
    refuse_pixels(*picture.size)
    return picture


def shown(picture: Image.Image) -> Image.Image:
    """Return what a viewer shows: upright, on white, in sRGB, small enough."""
    profile, turn = picture.info.get("icc_profile"), turning(picture)
    small = plain_mode(picture)
    small.thumbnail((rules.LONGEST_SIDE, rules.LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if small.mode == "RGBA":
        clear, small = small, Image.new("RGB", small.size, "white")
        small.paste(clear, mask=clear)
    small = in_srgb(small, profile)
    return small if turn is None else small.transpose(turn)


def turning(picture: Image.Image) -> Image.Transpose | None:
    """How to turn the picture upright; a broken Exif block says nothing."""
    try:
        orientation = picture.getexif().get(0x0112)
    except (SyntaxError, ValueError, TypeError, EOFError, OSError, struct.error):
        return None
    return Image.Transpose[rules.EXIF_TURNS[orientation]] if orientation in rules.EXIF_TURNS else None


def plain_mode(picture: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be made smaller: L, RGB, RGBA or CMYK."""
    if picture.mode.startswith("I"):
        # Sixteen-bit grey: convert() alone would cut everything above 255 to white.
        return picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB; a profile that does not fit its mode is left aside."""
    if not profile:
        return picture.convert("RGB")
    try:
        source, target = ImageCms.getOpenProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert("RGB")


def clean_pdf(data: bytes) -> Clean:
    """Return the pages without scripts, actions, attachments, media and metadata."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            refuse_pages(pdf, data)
            strip_document(pdf)
            strip_all(pdf.Root)
            clean = BytesIO()
            pdf.save(clean, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return clean.getvalue(), {"pages": len(pdf.pages), "width": None, "height": None}
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


if __name__ == "__main__":
    main()
