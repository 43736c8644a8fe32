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
    Refusal.INFECTED: _l(
        "A virus was found in this file, so it was not kept. Take a new photo of the paper instead."
    ),
    Refusal.NOT_SCANNED: _l(
        "This file could not be checked for viruses just now, so it was not kept. "
        "Send it again in a few minutes, or bring the paper to the branch."
    ),
    Refusal.TOO_MANY_FILES: _l(
        "This file was not kept, because one paper can have 10 files at most. "
        "Remove one, or send several pages as one PDF."
    ),
    Refusal.QUOTA: _l(
        "There is no room left for this file among your stored papers. "
        "Remove papers that you no longer need, or bring this one to the branch."
    ),
}
ONE_FILE = _l("A photo (JPEG, PNG, HEIC, WebP) or a PDF of up to 30 pages; up to 10 MB.")
SEVERAL_FILES = _l(
    "Up to 10 files: photos (JPEG, PNG, HEIC, WebP) or PDFs of up to 30 pages; "
    "each up to 10 MB, together up to 30 MB at a time."
)
