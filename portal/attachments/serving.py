from flask import Response

from portal.attachments.models import Attachment
from portal.attachments.storage import read


def download(attachment: Attachment, name: str) -> Response:
    """The paper as a download that can neither run nor be framed. The caller has checked whose it is."""
    suffix = "pdf" if attachment.is_pdf else "jpg"
    answer = Response(read(attachment), mimetype=attachment.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
