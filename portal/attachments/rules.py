"""What may be uploaded, and why an upload is refused."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_PAGES = 30
MAX_STREAM_BYTES = 64 * 1024 * 1024  # a page's drawing or a font, unpacked
LONGEST_SIDE = 3000
JPEG_QUALITY = 85
MAX_FILES = 10  # of one paper
LONGEST_NAME = 40  # letters of a file's name that are said
THUMBNAIL_SIDE = 320
MAX_THUMBNAIL_BYTES = 20_000
DRAWING_SECONDS = 2  # of CPU; a page that takes longer is kept without a thumbnail
# Side and JPEG quality, the best first; the last fits whatever is on it.
THUMBNAILS = ((THUMBNAIL_SIDE, 75), (THUMBNAIL_SIDE, 55), (240, 40), (160, 30))


class Refusal(StrEnum):
    """Why a file is refused; `labels.py` holds the words."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_SLOW = "too_slow"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    TOO_MANY_FILES = "too_many_files"
    QUOTA = "quota"


class Refused(Exception):
    """The file is not accepted; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Kind(StrEnum):
    """A kind of file we accept; photographs leave as JPEG, PDF stays PDF."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """The media type of what we keep of it."""
        return "application/pdf" if self is Kind.PDF else "image/jpeg"


class Clean(NamedTuple):
    """What the child made of a file; `draw` gives its thumbnail, or nothing; sides in pixels."""

    data: bytes
    draw: Callable[[], bytes]
    pages: int
    width: int | None = None
    height: int | None = None


def refuse_pixels(width: int, height: int) -> None:
    """Raise `Refused` above fifty megapixels."""
    if width * height > MAX_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)


EXTENSIONS = {
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".jpe": Kind.JPEG,
    ".jfif": Kind.JPEG,
    ".png": Kind.PNG,
    ".webp": Kind.WEBP,
    ".heic": Kind.HEIC,
    ".heif": Kind.HEIC,
    ".pdf": Kind.PDF,
}


def shown_name(filename: str) -> str:
    """A file's name as it may be said: without folders and without characters that hide or reorder; short.

    Source: Unicode TR 36.
    """
    last = re.split(r"[/\\]", filename)[-1]
    name = "".join(each for each in last if not unicodedata.category(each).startswith("C")).strip()
    return name if len(name) <= LONGEST_NAME else f"{name[:24]}…{name[-12:]}"


class Limits(NamedTuple):
    """What one decoding may use: CPU in whole seconds (1 or more), clock in seconds, memory in bytes."""

    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 1536 * 1024 * 1024


# Exif 2.32, tag 0x0112: what turns a picture upright, in Pillow's words.
EXIF_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
# Clockwise, in Pillow's words.
QUARTER_TURNS = {1: "ROTATE_270", 2: "ROTATE_180", 3: "ROTATE_90"}
# Application segments 1, 3 to 13, 15 and the comment; 0 is JFIF, 2 the colour profile, 14 Adobe's transform.
JPEG_METADATA = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}

# ISO 32000-2, table 29: what of the catalogue shows the pages, reads them aloud or moves between them.
PDF_CATALOGUE = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/PageLayout", "/ViewerPreferences"),
    *("/OCProperties", "/OutputIntents", "/Outlines", "/Dests", "/Names", "/AcroForm"),
    *("/Lang", "/MarkInfo", "/StructTreeRoot"),
}
# Scripts, forms' logic, files and media, and what tells where, when and with what a document was made.
PDF_FORBIDDEN = {
    *("/AA", "/OpenAction", "/JS", "/JavaScript", "/PA", "/XFA", "/SigFlags", "/EF", "/FS", "/AF"),
    *("/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/3DD"),
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb"),
}
# ISO 32000-2, table 201, without GoTo: what a click may do besides going to a page of the same document.
PDF_FORBIDDEN_ACTIONS = {
    *("/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named"),
    *("/SubmitForm", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/Trans"),
    *("/GoTo3DView", "/JavaScript", "/RichMediaExecute"),
}
# ISO 32000-2, table 34: below these the keys are names that the document chose; a font may be called /AA.
PDF_RESOURCES = {
    *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs"),
}
# ISO 32000-2, table 5: a stream kept in another file; elsewhere /F is a flag or a font.
PDF_EXTERNAL_STREAM = {"/F", "/FFilter", "/FDecodeParms"}
