from flask_babel import lazy_gettext as _l

from portal.attachments.rules import Refusal

REFUSALS = {
    Refusal.EMPTY: _l("This file is empty. Choose the photo or PDF again."),
    Refusal.TOO_LARGE: _l(
        "This file is larger than 10 MB. Take the photo again with a lower quality, or send a PDF."
    ),
    Refusal.WRONG_KIND: _l(
        "This file is neither a photo nor a PDF. Send a JPEG, PNG, HEIC or WebP photo, or a PDF."
    ),
    Refusal.NOT_WHAT_IT_SAYS: _l(
        "The name of this file says photo or PDF, but its content is something else. Take a new photo of the paper."
    ),
    Refusal.TOO_MANY_PIXELS: _l(
        "This picture is too large to open safely. Take the photo again with your phone."
    ),
    Refusal.TOO_MANY_PAGES: _l("This PDF has more than 30 pages. Send only the pages of this paper."),
    Refusal.ENCRYPTED: _l(
        "This PDF has a password. Save it without a password, or take a photo of the paper."
    ),
    Refusal.DAMAGED: _l("This file is damaged and cannot be opened. Save or photograph the paper again."),
    Refusal.TOO_SLOW: _l("This file took too long to open. Take a new photo of the paper instead."),
}
