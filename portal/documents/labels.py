from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.documents.rules import Form, Kind, Refusal, Stage

KINDS = {
    Kind.LOAN_SUMMARY: _l("Summary of a loan pre-application"),
    Kind.LOAN_DECISION: _l("Decision letter on a loan"),
    Kind.STATEMENT: _l("Statement of account"),
    Kind.RECEIPT: _l("Receipt"),
    Kind.ACCOUNT_LETTER: _l("Confirmation of an account"),
    Kind.INCOME_PROOF: _l("Proof of income"),
}
FORMS = {
    Form.PDF: _l("PDF"),
    Form.BRF: _l("Braille (BRF)"),
    Form.CSV: _l("Spreadsheet (CSV)"),
}
STAGES = {
    Stage.WAITING: _lp("document", "It waits its turn."),
    Stage.COLLECTING: _lp("document", "We collect what it says."),
    Stage.PRINTING: _lp("document", "We set it page by page."),
    Stage.READY: _lp("document", "It is ready."),
    Stage.FAILED: _lp("document", "We could not make it."),
}
REFUSALS = {
    Refusal.FONT_MISSING: _l(
        "The letters that this PDF needs are not installed here. The page on the screen says the same; "
        "take another form, or ask us for it."
    ),
    Refusal.BRAILLE_MISSING: _l(
        "Braille cannot be made here at the moment. The page on the screen says the same; "
        "take large print, or ask us for it."
    ),
    Refusal.NOT_IN_BRAILLE: _l(
        "Something in it is written in letters that our braille does not know, such as a name in another script. "
        "We leave nothing out, so we did not make it. Take large print, or ask us for it."
    ),
    Refusal.TOO_LONG: _l("It is too long to be made in one piece. Take a shorter time, or ask us for it."),
}
BROKEN = _l(
    "It could not be made just now, and that is our fault. The page on the screen says the same; "
    "try again in a few minutes."
)
FOR_PROGRAMS = _l(
    "Files for other programs (CSV, OFX, camt.053) carry no code, and we keep no record of them, so we cannot check "
    "this one. Ask whoever gave it to you for the PDF, and choose that."
)
"""Of a file that we do not know; the table of a proof of income, a CSV that was issued, is known by its bytes."""
