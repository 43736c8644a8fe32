"""One field of each kind, for the gallery."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    FormField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from portal.web.forms import Form, options

MEND = [InputRequired(_l("Here stands how to mend it, such as: type a name."))]


def refuse(_form: Form, _field: object) -> None:
    raise ValidationError(str(_l("Here stands how to mend it, such as: choose one.")))


def name_each(_form: Form, field: Field) -> None:
    field.errors += [
        _("%(file)s: here stands how to mend it.", file=name) for name in ("licence.pdf", "a.heic")
    ]


class GalleryFiles(MultipleFileField):
    shows_all_errors = True


class GalleryDay(Form):
    year, month, day = StringField(_l("Year")), StringField(_l("Month")), StringField(_l("Day"), MEND)


class GalleryForm(Form):
    full_name = StringField(_l("Full name"), MEND)
    months = StringField(_l("Term"), MEND)
    email = EmailField(_l("E-mail address"), MEND)
    amount = StringField(_l("Amount"), MEND)
    story = TextAreaField(_l("What happened?"), MEND)
    purpose = RadioField(
        _l("Purpose"), MEND, choices=options({"shop": _l("The shop"), "home": _l("The home")})
    )
    agree = RadioField(_l("Do you agree?"), MEND, choices=options({"yes": _l("Yes"), "no": _l("No")}))
    papers = SelectMultipleField(
        _l("Papers"),
        [refuse],
        choices=options({"card": _l("Identity card"), "licence": _l("Business licence")}),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    consent = BooleanField(_l("I agree"), [refuse])
    branch = SelectField(_l("Branch"), [refuse], choices=options({"east": _l("East"), "west": _l("West")}))
    start = FormField(GalleryDay, _l("First day"))
    paper = FileField(_l("Paper"), MEND)
    pages = GalleryFiles(
        _l("Papers of several pages"), [name_each], description=_l("Up to 10 files, each up to 10 MB.")
    )
    password = PasswordField(_l("Password"), MEND)
    code = StringField(_l("Code"), MEND)


def wrong_form() -> GalleryForm:
    """The same fields, each with its error."""
    form = GalleryForm(MultiDict(), prefix="bad")
    form.validate()
    return form
