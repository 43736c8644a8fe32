"""A small picture of a paper's first page, to recognise it by."""

from io import BytesIO

from PIL import Image

from portal.attachments import rules


def thumbnail(picture: Image.Image) -> bytes:
    """Return the RGB picture as a JPEG of at most 320 px a side and 20 kB: the best that fits."""
    for side, quality in rules.THUMBNAILS:
        small = picture.copy() if max(picture.size) <= side else reduced(picture, side)
        file = BytesIO()
        small.save(file, "JPEG", quality=quality)
        if file.tell() <= rules.MAX_THUMBNAIL_BYTES:
            break
    return file.getvalue()


def reduced(picture: Image.Image, side: int) -> Image.Image:
    """Return a copy whose longest side has so many pixels."""
    scale = side / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
