from flask_babel import lazy_gettext as _l

from portal.preferences.rules import (
    Balances,
    Braille,
    ByPost,
    ContactNeed,
    Contrast,
    Mode,
    Motion,
    PaperLanguages,
    PrintSize,
    TextSize,
)

MODES = {
    Mode.STANDARD: _l("Standard"),
    Mode.ELDER: _l("Elder mode"),
    Mode.ACCESSIBLE: _l("Accessible mode"),
}
MODE_HINTS = {
    Mode.STANDARD: _l("The portal as most people use it."),
    Mode.ELDER: _l("Large text, large buttons, one thing a page. Everything can still be done."),
    Mode.ACCESSIBLE: _l(
        "For screen readers, keyboards and low vision: one column, fuller labels, nothing moves."
    ),
}
TEXT_SIZES = {
    TextSize.NORMAL: _l("Normal"),
    TextSize.LARGER: _l("Large (125%)"),
    TextSize.LARGE: _l("Larger (150%)"),
    TextSize.VERY_LARGE: _l("Very large (175%)"),
    TextSize.DOUBLE: _l("Twice as large (200%)"),
}
CONTRASTS = {
    Contrast.AUTO: _l("As my device is set"),
    Contrast.STANDARD: _l("Light"),
    Contrast.HIGH: _l("High contrast"),
    Contrast.DARK: _l("Dark"),
}
MOTIONS = {
    Motion.AUTO: _l("As my device is set"),
    Motion.REDUCED: _l("Nothing moves"),
}
PRINT_SIZES = {
    PrintSize.NORMAL: _l("Normal print (11 point)"),
    PrintSize.LARGE: _l("Large print (18 point)"),
    PrintSize.VERY_LARGE: _l("Very large print (24 point)"),
}
BRAILLES = {
    Braille.NONE: _l("No braille"),
    Braille.WIDE: _l("Braille, 40 cells a line and 25 lines a page"),
    Braille.NARROW: _l("Braille, 32 cells a line and 25 lines a page"),
    Braille.UNPAGED: _l("Braille without pages, for a braille display"),
}
PAPER_LANGUAGES = {
    PaperLanguages.OWN: _l("My language"),
    PaperLanguages.BOTH: _l("My language, with the bank’s language beside it"),
}
BY_POST = {
    ByPost.NO: _l("Here alone, to save or to print"),
    ByPost.YES: _l("By post as well, to the address that the bank has"),
}
BALANCES = {
    Balances.SHOWN: _l("Shown at once"),
    Balances.HIDDEN: _l("Hidden until I touch them"),
}
CONTACT_NEEDS = {
    ContactNeed.NO_PHONE: _l("Never phone me"),
    ContactNeed.NO_EMAIL: _l("Never e-mail me"),
    ContactNeed.NO_SMS: _l("Never send me text messages"),
    ContactNeed.LARGE_PRINT: _l("Letters in large print"),
    ContactNeed.BRAILLE: _l("Letters in braille"),
    ContactNeed.SIGN_LANGUAGE: _l("A sign language interpreter at the branch"),
}
