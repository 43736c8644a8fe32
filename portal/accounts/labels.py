from flask_babel import lazy_gettext as _l

ACCOUNTS = {
    "current": _l("Current account"),
    "savings": _l("Savings account"),
    "pension": _l("Pension account"),
    "business": _l("Business account"),
    "mortgage": _l("Mortgage"),
}
CARDS = {
    "debit": _l("Debit card"),
    "credit": _l("Credit card"),
}
