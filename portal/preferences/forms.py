from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.languages import LOCALES
from portal.preferences import labels
from portal.preferences.rules import ContactNeed
from portal.web.forms import Form, options


class PreferencesForm(Form):
    locale = SelectField(
        _l("Language"), choices=options({code: item.endonym for code, item in LOCALES.items()})
    )
    mode = RadioField(_l("Mode"), choices=options(labels.MODES))
    text_size = RadioField(_l("Text size"), choices=options(labels.TEXT_SIZES))
    contrast = RadioField(_l("Colours and contrast"), choices=options(labels.CONTRASTS))
    motion = RadioField(_l("Motion"), choices=options(labels.MOTIONS))
    balances = RadioField(_l("My balances"), choices=options(labels.BALANCES))

    @property
    def needs(self) -> list[str] | None:
        """A visitor has none."""
        return None


class PersonPreferencesForm(PreferencesForm):
    contact_needs = SelectMultipleField(
        _l("How we may reach you, and what you need at the branch"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, **saved: Any) -> None:
        super().__init__(**saved)
        self.contact_needs.choices = options(_offered_needs())

    @property
    def needs(self) -> list[str]:
        """What is ticked, and what was ticked before and cannot be unticked at the moment."""
        not_offered = set(self.contact_needs.object_data) - _offered_needs().keys()
        return [*self.contact_needs.data, *not_offered]


def _offered_needs() -> dict[ContactNeed, Any]:
    """Without an SMS gateway there is nothing about SMS to choose."""
    return {
        need: words
        for need, words in labels.CONTACT_NEEDS.items()
        if need != ContactNeed.NO_SMS or current_app.config["SMS_URL"]
    }
