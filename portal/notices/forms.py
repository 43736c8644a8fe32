from flask_babel import lazy_gettext as _l

from portal.web.forms import Form, search_field


class SearchForm(Form):
    """What to look for among all messages; nothing shows the newest."""

    words = search_field(_l("Words of the message"))

    @property
    def wanted(self) -> str:
        return (self.words.data or "").strip()
