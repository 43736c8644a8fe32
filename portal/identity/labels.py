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
