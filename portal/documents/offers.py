"""What cannot be offered here because something is not installed: for the operator's page."""

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.documents import braille, fonts
from portal.languages import LOCALES, format_list

WHEELS = "pip install -r requirements/portal.txt"
DEBIAN = f"apt-get install {braille.PACKAGE}"


def missing_here() -> list[str]:
    """A sentence for each thing that is missing, with the command that mends it."""
    told = []
    if not braille.is_installed():
        told.append(
            _(
                "Braille is not offered: the program %(program)s is missing. On Debian or Ubuntu type: %(command)s",
                program=braille.PROGRAM,
                command=DEBIAN,
            )
        )
    unprinted = [language.endonym for code, language in LOCALES.items() if not fonts.can_print(code)]
    if unprinted:
        languages = format_list(unprinted, str(get_locale()))
        told.append(
            _(
                "PDFs are not offered in: %(languages)s. Their fonts are missing; type: %(command)s",
                languages=languages,
                command=WHEELS,
            )
        )
    return told
