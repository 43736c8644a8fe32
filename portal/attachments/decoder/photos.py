"""Photographs: the first picture, upright, as JPEG without metadata."""

import struct
from functools import partial
from io import BytesIO

from PIL import Image, ImageCms, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

from portal.attachments import rules
from portal.attachments.decoder.thumbnails import thumbnail
from portal.attachments.rules import Clean, Kind, Refusal, Refused, refuse_pixels


def warm_up(kind: Kind) -> None:
    """Load what Pillow would load late."""
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = None  # refuse_pixels() looks, and says so in our words
    if kind is Kind.HEIC:
        import pi_heif

        pi_heif.register_heif_opener(decode_threads=0, thumbnails=False, depth_images=False, aux_images=False)


def clean_photo(data: bytes, kind: Kind, quarter_turns: int = 0) -> Clean:
    """Return the first picture as upright sRGB JPEG on white, at most 3000 px a side, without metadata.

    It is turned clockwise by so many quarters (0 to 3) from upright.
    """
    try:
        picture = shown(open_photo(data, kind))
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise Refused(Refusal.DAMAGED) from error
    if quarter_turns:
        picture = picture.transpose(Image.Transpose[rules.QUARTER_TURNS[quarter_turns]])
    picture.info = {}
    clean = BytesIO()
    picture.save(clean, "JPEG", quality=rules.JPEG_QUALITY)
    return Clean(clean.getvalue(), partial(thumbnail, picture), 1, picture.width, picture.height)


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
