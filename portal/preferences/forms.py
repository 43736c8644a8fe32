from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.languages import LOCALES
from portal.preferences import labels
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


class PersonPreferencesForm(PreferencesForm):
    contact_needs = SelectMultipleField(
        _l("How we may reach you, and what you need at the branch"),
        choices=options(labels.CONTACT_NEEDS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
