"""What tells an issued document from others of its kind, as far as its room kept it."""

from calendar import monthrange
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.documents import labels
from portal.documents.making import Wanted
from portal.documents.models import IssuedDocument
from portal.documents.rules import Form
from portal.documents.wording import END_ISOLATE, ISOLATE
from portal.languages import LOCALES, Language, format_long_day, format_month
from portal.preferences.labels import BRAILLES, PRINT_SIZES
from portal.preferences.rules import PrintSize

SEPARATOR = " · "


def about(document: IssuedDocument) -> str:
    """ "ending in 4821 · October 2026": the account or loan, and the period."""
    kept = document.subject.get("about", {})
    told = [_("ending in %(tail)s", tail=kept["tail"])] if "tail" in kept else []
    told += [kept[name] for name in ("loan", "number") if name in kept]
    days = _days(document)
    return joined([*told, *([_period(*days)] if days else [])])


def copy(document: IssuedDocument) -> str:
    """ "PDF, Large print (18 point)"."""
    wanted = _wanted(document)
    match document.form:
        case Form.PDF:
            return _("PDF, %(size)s", size=PRINT_SIZES[PrintSize(str(wanted.size))])
        case Form.BRF:
            return str(BRAILLES[wanted.braille])
    return str(labels.FORMS[Form(document.form)])


def languages(document: IssuedDocument) -> list[Language]:
    wanted = _wanted(document)
    return [LOCALES[locale] for locale in (wanted.locale, wanted.beside) if locale]


def file_name(document: IssuedDocument) -> str:
    """ "statement-2026-10.pdf"; with the day of making where no period is known."""
    days = _days(document)
    what = _period_in_figures(*days) if days else f"{document.asked_at:%Y-%m-%d}"
    return f"{document.kind}-{what}.{document.form}".replace(" ", "-")


def joined(told: list[str]) -> str:
    """Each in its own direction."""
    return SEPARATOR.join(f"{ISOLATE}{each}{END_ISOLATE}" for each in told)


def _wanted(document: IssuedDocument) -> Wanted:
    return Wanted.from_kept(document.subject["wanted"])


def _days(document: IssuedDocument) -> tuple[date, date] | None:
    kept = document.subject.get("about", {})
    days = [date.fromisoformat(kept[name]) for name in ("first_on", "last_on") if name in kept]
    return (days[0], days[1]) if len(days) == 2 else None


def _period(first: date, last: date) -> str:
    locale = str(get_locale())
    if _is_month(first, last):
        return format_month(first, locale)
    return _(
        "%(first)s to %(last)s", first=format_long_day(first, locale), last=format_long_day(last, locale)
    )


def _period_in_figures(first: date, last: date) -> str:
    return f"{first:%Y-%m}" if _is_month(first, last) else f"{first}-to-{last}"


def _is_month(first: date, last: date) -> bool:
    return last == first.replace(day=monthrange(first.year, first.month)[1])
