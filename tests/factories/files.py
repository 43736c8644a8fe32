"""Sample files made in memory: what customers send, and what nobody should."""

import base64
import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

PHONE = "Harbour Phone 7"
SCRIPT = "app.alert=harbour"
SIDEWAYS = 6

# photo() with a phone's Exif and position; made once with pillow-heif, for pi_heif cannot encode.
_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAADQAAgAAAAACFgABAAAAAAAAALAAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA7G1kYXQAAAAwKAGvWPkS3f/WE/+dNIcNXLxzDU/1CAuxnn6A2tqZTsfX/9kYOPfK"
    "If7xDaETHLT3AAAABkV4aWYAAE1NACoAAAAIAAMBDwACAAAADgAAADIBEgADAAAAAQABAACIJQAEAAAAAQAAAEAAAAAASGFyYm91"
    "ciBQaG9uZQAABAABAAIAAAACTgAAAAACAAUAAAADAAAAdgADAAIAAAACRQAAAAAEAAUAAAADAAAAjgAAAAAAAAAfAAAAAQAAAA0A"
    "AAABAAAAMAAAAAEAAAB5AAAAAQAAABwAAAABAAAAGQAAAAE="
)


def photo(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A picture with a red upper left quarter on blue, so that turning it shows."""
    picture = Image.new("RGB", size, "blue")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill="red")
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture in the named Pillow format."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """A phone's Exif: its name, how it was held, and where (Shanghai)."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0112] = PHONE, orientation
    place = tags.get_ifd(0x8825)
    place.update({1: "N", 2: (31.0, 13.0, 48.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    return tags


def jpeg(orientation: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    """A phone's photograph with Exif, position and a comment."""
    return encoded(photo(size), "JPEG", exif=exif(orientation), comment=PHONE.encode(), quality=90)


def cut_jpeg() -> bytes:
    """A photograph whose sending broke off."""
    whole = encoded(Image.effect_noise((400, 300), 80), "JPEG")
    return whole[: len(whole) // 2]


def motion_jpeg() -> bytes:
    """Two pictures in one JPEG (MPO), as phones make them; the second is white."""
    return encoded(photo(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "white")])


def wide_gamut_jpeg() -> bytes:
    """A photograph that carries a colour profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(photo(), "JPEG", icc_profile=profile)


def png(mode: str = "RGB") -> bytes:
    """A picture with text about its maker."""
    about = PngInfo()
    about.add_text("Author", PHONE)
    return encoded(photo(mode=mode), "PNG", pnginfo=about, exif=exif())


def clear_png() -> bytes:
    """A picture that is transparent all over."""
    return encoded(Image.new("RGBA", (40, 30), (255, 0, 0, 0)), "PNG")


def deep_grey_png() -> bytes:
    """A sixteen-bit scan in the middle grey."""
    return encoded(Image.new("I;16", (40, 30), 128 * 256), "PNG")


@cache
def bomb_png(side: int = 30_000) -> bytes:
    """A true picture of many megapixels in a few kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row, squeeze = bytes(1 + (side + 7) // 8), zlib.compressobj(1)
    pixels = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    chunks = [_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def lying_jpeg(side: int = 60_000) -> bytes:
    """A small photograph whose header promises a huge one."""
    data = bytearray(encoded(photo(), "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(data)


def webp(**options: Any) -> bytes:
    """A picture in WebP with Exif."""
    return encoded(photo(), "WEBP", exif=exif(), **options)


def bomb_webp() -> bytes:
    """A WebP whose canvas would fill a gigabyte."""
    data = bytearray(webp())
    data[24:30] = b"\xfe\x3f\0" * 2
    return bytes(data)


def moving_webp() -> bytes:
    """A moving WebP whose second picture is white."""
    return encoded(photo(), "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48), "white")])


def heic() -> bytes:
    """An iPhone's kind of photograph with Exif and position."""
    return base64.b64decode(_HEIC)


def gif() -> bytes:
    """A kind of picture that is not accepted."""
    return encoded(photo(), "GIF")


def svg() -> bytes:
    """A drawing with a script in it."""
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def archive() -> bytes:
    """A zip archive with a page in it."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as folder:
        folder.writestr("index.html", "<script>alert(1)</script>")
    return file.getvalue()


def jpeg_and_archive() -> bytes:
    """A photograph for one program, an archive for another."""
    return jpeg() + archive()


def pdf(pages: int = 3) -> bytes:
    """A document with some lines, a scanned photograph with Exif, a link and a font of an unlucky name."""
    return _saved(_document(pages))


def encrypted_pdf(user: str = "secret") -> bytes:
    """A document that asks for a password, or with an empty one only forbids changes."""
    return _saved(_document(1), encryption=pikepdf.Encryption(owner="owner", user=user))


def cut_pdf() -> bytes:
    """A document whose sending broke off."""
    whole = pdf()
    return whole[: len(whole) * 2 // 3]


def active_pdf() -> bytes:
    """A document that runs scripts, opens a program, carries a file and tells who made it."""
    document = _document(2)
    script = Dictionary(S=Name.JavaScript, JS=String(SCRIPT))
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"), Next=script)
    page, root = document.pages[0], document.Root
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("iban"), Rect=[0, 0, 9, 9])
    field.AA = Dictionary(K=script)
    field.A = launch
    field = document.make_indirect(field)
    page.Annots.append(field)
    page.AA = Dictionary(O=script)
    root.OpenAction = Dictionary(S=Name.GoTo, D=[page.obj, Name.Fit], Next=[launch, script])
    root.AA = Dictionary(WC=script)
    signed = document.make_indirect(
        Dictionary(FT=Name.Sig, T=String("signed"), V=Dictionary(ByteRange=[0, 9]))
    )
    form = document.make_stream(b"<xdp>" + SCRIPT.encode() + b"</xdp>")
    root.AcroForm = Dictionary(Fields=[field, signed], SigFlags=3, XFA=form)
    root.Names = Dictionary(JavaScript=Dictionary(Names=[String("start"), script]))
    root.Outlines = Dictionary(First=document.make_indirect(Dictionary(Title=String("Lines"), A=launch)))
    document.attachments["harbour.exe"] = b"MZ" + SCRIPT.encode()
    with document.open_metadata() as about:
        about["dc:creator"] = [PHONE]
    document.docinfo.Author = String(PHONE)
    return _saved(document)


def huge_picture_pdf() -> bytes:
    """A document with one picture of nine hundred megapixels."""
    document = _document(1)
    document.pages[0].Resources.XObject.Scan.Width = 30_000
    document.pages[0].Resources.XObject.Scan.Height = 30_000
    return _saved(document)


@cache
def bomb_pdf(megabytes: int = 100) -> bytes:
    """A small document whose page swells to a hundred megabytes."""
    document, squeeze = _document(1), zlib.compressobj(1)
    block = b" " * 2**20
    squeezed = b"".join(squeeze.compress(block) for _ in range(megabytes)) + squeeze.flush()
    document.pages[0].Contents = pikepdf.Stream(document, squeezed, Filter=Name.FlateDecode)
    return _saved(document)


def _document(pages: int) -> pikepdf.Pdf:
    document = pikepdf.new()
    scan = pikepdf.Stream(document, jpeg(), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
    scan.ColorSpace, scan.BitsPerComponent, scan.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.Contents = document.make_stream(b"BT /AA 12 Tf (Page %d) Tj ET /Scan Do" % number)
        page.Resources = Dictionary(Font={"/AA": font}, XObject={"/Scan": scan})
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
        link.A = Dictionary(S=Name.URI, URI=String("https://harbour.example/phish"))
        page.Annots = Array([link])
    return document


def _saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    file = BytesIO()
    document.save(file, **options)
    return file.getvalue()
