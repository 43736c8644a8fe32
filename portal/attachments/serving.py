from flask import Response, abort

from portal.attachments.models import Attachment
from portal.attachments.storage import read, read_thumbnail


def download(attachment: Attachment, name: str) -> Response:
    """The paper as a download that can neither run nor be framed. The caller has checked whose it is."""
    suffix = "pdf" if attachment.is_pdf else "jpg"
    answer = _harmless(read(attachment), attachment.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


def thumbnail(attachment: Attachment) -> Response:
    """The paper's first page as a small JPEG to show in a page; 404 where there is none.

    The caller has checked whose it is.
    """
    if not attachment.has_thumbnail:
        abort(404)
    answer = _harmless(read_thumbnail(attachment), "image/jpeg")
    answer.headers["Content-Disposition"] = "inline"
    return answer


def _harmless(data: bytes, media_type: str) -> Response:
    answer = Response(data, mimetype=media_type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.cache_control.no_store = True
    return answer
