from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.accounts.rules import Direction, Kind, NoStatement

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
KINDS = {
    Kind.CARD: _l("Card payment"),
    Kind.TRANSFER: _l("Transfer"),
    Kind.SALARY: _l("Salary or pension"),
    Kind.TAKINGS: _l("Takings"),
    Kind.BILL: _l("Bill"),
    Kind.CASH: _l("Cash"),
    Kind.FEE: _l("Fee"),
    Kind.INTEREST: _l("Interest"),
    Kind.LOAN: _l("Loan"),
    Kind.OTHER: _l("Other"),
}
DIRECTIONS = {
    "": _lp("direction", "Both"),
    Direction.IN: _lp("direction", "Money in"),
    Direction.OUT: _lp("direction", "Money out"),
}
SENTENCES = {
    (Kind.CARD, Direction.OUT): _l("You paid %(amount)s by card to %(name)s on %(day)s."),
    (Kind.CARD, Direction.IN): _l("%(name)s paid %(amount)s back to your card on %(day)s."),
    (Kind.TRANSFER, Direction.OUT): _l("You sent %(amount)s to %(name)s on %(day)s."),
    (Kind.TRANSFER, Direction.IN): _l("%(name)s sent you %(amount)s on %(day)s."),
    (Kind.SALARY, Direction.OUT): _l("You paid %(amount)s of wages to %(name)s on %(day)s."),
    (Kind.SALARY, Direction.IN): _l("%(name)s paid you %(amount)s, a salary or pension, on %(day)s."),
    (Kind.TAKINGS, Direction.OUT): _l("%(amount)s of your takings went back to %(name)s on %(day)s."),
    (Kind.TAKINGS, Direction.IN): _l("You took %(amount)s through %(name)s on %(day)s."),
    (Kind.BILL, Direction.OUT): _l("You paid a bill of %(amount)s from %(name)s on %(day)s."),
    (Kind.BILL, Direction.IN): _l("%(name)s paid %(amount)s of a bill back to you on %(day)s."),
    (Kind.CASH, Direction.OUT): _l("You took out %(amount)s in cash on %(day)s: %(name)s."),
    (Kind.CASH, Direction.IN): _l("You paid in %(amount)s in cash on %(day)s: %(name)s."),
    (Kind.FEE, Direction.OUT): _l("%(name)s took a fee of %(amount)s on %(day)s."),
    (Kind.FEE, Direction.IN): _l("%(name)s paid a fee of %(amount)s back to you on %(day)s."),
    (Kind.INTEREST, Direction.OUT): _l("You were charged interest of %(amount)s on %(day)s by %(name)s."),
    (Kind.INTEREST, Direction.IN): _l("You earned interest of %(amount)s on %(day)s from %(name)s."),
    (Kind.LOAN, Direction.OUT): _l("You repaid %(amount)s of a loan on %(day)s: %(name)s."),
    (Kind.LOAN, Direction.IN): _l("%(amount)s of a loan came in on %(day)s: %(name)s."),
    (Kind.OTHER, Direction.OUT): _l("%(amount)s went out on %(day)s: %(name)s."),
    (Kind.OTHER, Direction.IN): _l("%(amount)s came in on %(day)s: %(name)s."),
}
"""What happened, by kind and whether money came in or went out."""

NO_STATEMENT = {
    NoStatement.NOT_OVER: _l(
        "This period is not over yet. Its statement is ready on the day after its last."
    ),
    NoStatement.BEFORE: _l("We have no transactions of this account from that time here. Ask us for them."),
}
FORM_NAMES = {"csv": "CSV", "ofx": "OFX", "xml": "camt.053"}
FORMS = {
    "csv": _l("CSV opens in a spreadsheet."),
    "ofx": _l("OFX is for programs that keep a household’s or a small shop’s books."),
    "xml": _l("camt.053 is for business software; banks everywhere use it."),
}
