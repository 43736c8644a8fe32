"""What a statement says of itself, and what its entries come to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from portal.accounts.formats.camt.elements import account_of, child, children, moment_of, text_of
from portal.accounts.formats.lines import BadFile, Control, Line, day_of, major_text, minor_of
from portal.accounts.rules import Status

OPENING = ("OPBD", "PRCD", "ITBD")  # a statement of several pages opens and closes with interim balances
CLOSING = ("CLBD", "ITBD")
Stated = dict[str, int]


@dataclass(frozen=True)
class Head:
    name: str
    account: str
    currency: str
    opening_minor: int
    closing_minor: int
    first_on: date | None
    made_at: datetime | None
    stated: Stated
    """Counts, and sums in minor units, that the statement gives for all its entries."""

    @classmethod
    def of(cls, statement: etree._Element) -> "Head":
        name = text_of(statement, "Id") or "without an Id"
        place = f"statement {name}"
        account = child(statement, "Acct")
        balances = list(children(statement, "Bal"))
        currency = text_of(account, "Ccy") or _currency(balances, place)
        known = list(_balances(balances, currency, place))
        from_text = text_of(statement, "FrToDt", "FrDtTm") or text_of(statement, "FrToDt", "FrDt")
        return cls(
            name,
            account_of(account),
            currency,
            _one_of(OPENING, dict(reversed(known)), "opening", place),
            _one_of(CLOSING, dict(known), "closing", place),
            day_of(from_text, place) if from_text else None,
            moment_of(text_of(statement, "CreDtTm")),
            dict(_stated(child(statement, "TxsSummry"), currency, place)),
        )


@dataclass
class Sums:
    head: Head
    seen: int = 0
    booked_minor: int = 0
    counted: Stated = field(default_factory=lambda: dict.fromkeys(("credits", "debits", "in", "out"), 0))

    def add(self, line: Line, is_kept: bool = True) -> None:
        self.seen += 1
        sign = ("debits", "out") if line.amount_minor < 0 else ("credits", "in")
        self.counted[sign[0]] += 1
        self.counted[sign[1]] += abs(line.amount_minor)
        if is_kept and line.status == Status.BOOKED:
            self.booked_minor += line.amount_minor

    def control(self) -> Control:
        """BadFile where the entries do not come to what the statement says."""
        head, place = self.head, f"statement {self.head.name}"
        self._check_stated(place)
        closing = head.opening_minor + self.booked_minor
        if closing != head.closing_minor:
            raise BadFile(
                f"{place}: it opens with {self._said(head.opening_minor)} and its booked entries come to "
                f"{self._said(self.booked_minor)}, which makes {self._said(closing)}; it says "
                f"{self._said(head.closing_minor)}. An entry is missing or wrong: ask for the statement anew."
            )
        balances = (head.opening_minor, head.closing_minor)
        return Control(place, head.account, head.currency, *balances, head.first_on, head.made_at)

    def _check_stated(self, place: str) -> None:
        of_all = {
            "entries": self.seen,
            "sum": self.counted["in"] + self.counted["out"],
            "net": abs(self.counted["in"] - self.counted["out"]),
        }
        found = self.counted | of_all
        for what, stated in self.head.stated.items():
            if found[what] != stated:
                said, has = (self._said(each) if what in MONEY else each for each in (stated, found[what]))
                raise BadFile(f"{place}: its summary says {NAMES[what]} {said}, its entries come to {has}.")

    def _said(self, minor: int) -> str:
        return f"{major_text(minor, self.head.currency)} {self.head.currency}"


MONEY = {"sum", "net", "in", "out"}
NAMES = {"entries": "entries:", "sum": "a sum of", "net": "a net sum of", "credits": "credits:"}
NAMES |= {"debits": "debits:", "in": "credits of", "out": "debits of"}
SUMMARY = {
    "entries": ("TtlNtries", "NbOfNtries"),
    "sum": ("TtlNtries", "Sum"),
    "credits": ("TtlCdtNtries", "NbOfNtries"),
    "in": ("TtlCdtNtries", "Sum"),
    "debits": ("TtlDbtNtries", "NbOfNtries"),
    "out": ("TtlDbtNtries", "Sum"),
}
NETS: tuple[tuple[str, ...], ...] = (("TtlNtries", "TtlNetNtryAmt"), ("TtlNtries", "TtlNetNtry", "Amt"))


def _currency(balances: list[etree._Element], place: str) -> str:
    for balance in balances:
        amount = child(balance, "Amt")
        if amount is not None and amount.get("Ccy"):
            return amount.get("Ccy", "")
    raise BadFile(f"{place}: it has no balance, so that nothing of it can be checked")


def _balances(balances: list[etree._Element], currency: str, place: str) -> Iterator[tuple[str, int]]:
    """Every balance by its code, in the statement's order."""
    for balance in balances:
        amount = child(balance, "Amt")
        if amount is None or amount.get("Ccy") != currency:
            raise BadFile(f"{place}: a balance is not in {currency}, the currency of the account")
        minor = minor_of(amount.text, currency, place)
        code = text_of(balance, "Tp", "CdOrPrtry", "Cd")
        yield code, -minor if text_of(balance, "CdtDbtInd") == "DBIT" else minor


def _one_of(codes: tuple[str, ...], known: dict[str, int], what: str, place: str) -> int:
    for code in codes:
        if code in known:
            return known[code]
    raise BadFile(
        f"{place}: it has no {what} booked balance ({' or '.join(codes)}), so that it cannot be checked"
    )


def _stated(summary: etree._Element | None, currency: str, place: str) -> Iterator[tuple[str, int]]:
    for what, path in SUMMARY.items():
        text = text_of(summary, *path)
        if text:
            yield what, minor_of(text, currency, place) if what in MONEY else _count(text, place)
    for net in NETS:
        if text := text_of(summary, *net):
            yield "net", minor_of(text, currency, place)


def _count(text: str, place: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadFile(f"{place}: its summary has {text} where a number of entries should be")
    return int(text)
