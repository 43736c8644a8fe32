from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from portal.web.forms import Form


class SignInForm(Form):
    sign_in_name = StringField(_l("Sign-in name"), [InputRequired(_l("Type your sign-in name."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Type your password."))])
