from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.access.permissions import Role

ROLES = {
    Role.ANYONE: _l("visitor"),
    Role.CUSTOMER: _l("customer"),
    Role.OFFICER: _l("branch officer"),
    Role.REVIEWER: _l("credit reviewer"),
    Role.AGENT: _l("service agent"),
    Role.SUPERVISOR: _l("supervisor"),
    Role.HEAD: _l("branch head"),
    Role.QUALITY: _l("quality manager"),
    Role.PARTNER: _l("partner"),
    Role.ADMIN: _l("administrator"),
}


def browser_words(user_agent: str) -> str:
    """What a person knows a browser by: "Chrome on Windows"; as it calls itself where nobody knows it."""
    from ua_parser import parse  # its patterns take 4 MB, for one page

    found = parse(user_agent)
    if found.user_agent is None:
        return user_agent
    browser = found.user_agent.family
    return _("%(browser)s on %(system)s", browser=browser, system=found.os.family) if found.os else browser
