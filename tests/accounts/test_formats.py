"""What is written is read again, word for word; and what others write is read too."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.formats.camt.codes import ISO, kind_of
from portal.accounts.formats.csv.columns import COLUMNS, FORMULA, marked, unmarked
from portal.accounts.formats.lines import Control, Line
from portal.accounts.formats.ofx.codes import KINDS, TYPES
from portal.accounts.rules import Kind, Status
from tests.accounts.statements import (
    MADE_AT,
    as_camt_02,
    as_ofx_1,
    file_of,
    is_valid,
    lines_in,
    read,
    statements,
)
from tests.factories import ledger

OPENINGS = st.integers(-(10**12), 10**12)
SCRIPTS = ["永辉超市", "شركة الواحة", "Nguyễn Thị Hoa", "Ωμέγα & <Σία>", "เบเกอรี่", "𠮷野家", "a" * 140]


@given(lines=statements(), opening=OPENINGS)
def test_camt_053_gives_back_what_was_written(lines: list[Line], opening: int) -> None:
    content = file_of("xml", lines, opening)
    assert lines_in(content) == lines
    assert is_valid(content)


@given(lines=statements(text=140), opening=OPENINGS)
def test_its_oldest_version_is_read_as_well(lines: list[Line], opening: int) -> None:
    content = as_camt_02(file_of("xml", lines, opening, made_at=MADE_AT))
    assert lines_in(content) == lines


@given(lines=statements(name=100, text=255), opening=OPENINGS)
def test_ofx_gives_back_what_it_has_a_place_for(lines: list[Line], opening: int) -> None:
    has_place = [each._replace(counterparty_account=None) for each in lines]
    content = file_of("ofx", lines, opening)
    assert lines_in(content) == has_place
    assert lines_in(as_ofx_1(content)) == has_place


@given(lines=statements(), opening=OPENINGS)
def test_csv_gives_back_what_was_written(lines: list[Line], opening: int) -> None:
    content = file_of("csv", lines, opening)
    assert lines_in(content) == lines
    for encoding in ("utf-16", "utf-16-le", "gb18030"):
        assert lines_in(content.decode("utf-8-sig").encode(encoding)) == lines


@pytest.mark.parametrize("form", ["xml", "ofx", "csv"])
@pytest.mark.parametrize("opening", [0, -5, 10**12])
def test_a_statement_says_what_it_opened_and_closed_with(form: str, opening: int) -> None:
    lines = ledger.lines(3)
    control = read(file_of(form, lines, opening))[-1]
    assert isinstance(control, Control)
    assert (control.account, control.currency) == ("A-900001", "CNY")
    assert (control.opening_minor, control.closing_minor) == (opening, opening + 6)
    if form != "csv":
        assert (control.first_on, control.made_at) == (date(2026, 10, 1), MADE_AT)


@pytest.mark.parametrize("form", ["xml", "csv"])
def test_what_is_pending_is_no_part_of_the_balance(form: str) -> None:
    booked, pending = ledger.line(1, 500), ledger.line(2, 70, status=Status.PENDING)
    content = file_of(form, [booked, pending], 100)
    assert [line.status for line in lines_in(content)] == [Status.BOOKED, Status.PENDING]
    assert read(content)[-1].closing_minor == 600  # type: ignore[union-attr]


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("form", ["xml", "csv"])
def test_names_of_every_script_come_through(name: str, form: str) -> None:
    assert lines_in(file_of(form, [ledger.line(counterparty=name)]))[0].counterparty == name


def test_ofx_cuts_what_it_has_no_room_for() -> None:
    content = file_of("ofx", [ledger.line(counterparty="n" * 140, remittance="t" * 400)])
    assert b"<NAME>" + b"n" * 32 + b"</NAME>" in content
    (line,) = lines_in(content)
    assert (line.counterparty, line.remittance) == ("n" * 100, "t" * 255)


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
@pytest.mark.parametrize("form", ["xml", "ofx", "csv"])
def test_each_currency_has_its_own_decimals(form: str, currency: str) -> None:
    lines = [ledger.line(1, -12345, currency=currency), ledger.line(2, 7, currency=currency)]
    content = file_of(form, lines)
    assert [line.amount_minor for line in lines_in(content)] == [-12345, 7]
    assert {"JPY": b"12345", "USD": b"123.45", "KWD": b"12.345"}[currency] in content


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("amount", [-1, 1])
def test_every_kind_has_a_code_that_others_understand(kind: Kind, amount: int) -> None:
    domain, family, subfamily = ISO[kind, amount > 0]
    assert kind_of(domain, family, subfamily) in (kind, Kind.TRANSFER, Kind.CARD)
    content = file_of("xml", [ledger.line(1, amount, kind=kind)])
    assert lines_in(content)[0].kind == kind
    theirs = content.replace(f"<Cd>{kind}</Cd>".encode(), b"<Cd>NOBODY-S CODE</Cd>")
    assert lines_in(theirs)[0].kind == kind_of(domain, family, subfamily)


def test_no_two_kinds_share_a_type_of_ofx() -> None:
    assert {KINDS[name] for name in TYPES.values()} == set(Kind)


@pytest.mark.parametrize("start", FORMULA)
def test_no_spreadsheet_reckons_what_somebody_wrote(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    content = file_of("csv", [ledger.line(counterparty=text, remittance=text, counterparty_account="+41")])
    (row,) = csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert not [value for name, value in row.items() if value.startswith(FORMULA) and name != "amount"]
    assert unmarked(row["counterparty"]) == text


@given(st.text(max_size=6) | st.text(alphabet="'=+-@a", max_size=6))
def test_a_mark_is_taken_away_again(text: str) -> None:
    assert unmarked(marked(text)) == text


def test_a_formula_in_a_file_stays_a_text() -> None:
    content = ",".join(COLUMNS) + "\nA-1,R1,card,booked,2026-10-01,2026-10-01,1,CNY,1,=1+1,,@x\n"
    (line,) = lines_in(content.encode())
    assert (line.counterparty, line.remittance) == ("=1+1", "@x")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_understood(delimiter: str) -> None:
    content = file_of("csv", ledger.lines(2)).decode("utf-8-sig").replace(",", delimiter)
    assert lines_in(content.encode()) == [each._replace(place="") for each in ledger.lines(2)]


BATCH = """<NtryDtls><TxDtls><RltdPties><Cdtr><Pty><Nm>One</Nm></Pty></Cdtr></RltdPties></TxDtls>
<TxDtls><RltdPties><Cdtr><Pty><Nm>Two</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls>
<AddtlNtryInf>Two payments</AddtlNtryInf></Ntry>"""


def test_of_a_batch_the_entry_is_what_counts() -> None:
    line = ledger.line(1, -500, counterparty=None)
    content = file_of("xml", [line]).replace(b"</Ntry>", BATCH.encode())
    assert is_valid(content)
    (found,) = lines_in(content)
    assert (found.amount_minor, found.counterparty, found.remittance) == (-500, None, "Two payments")


def test_what_is_for_information_only_is_left_out_but_counted() -> None:
    content = file_of("xml", ledger.lines(2), closing_minor=1)
    last = content.rindex(b"BOOK")
    told = content[:last] + b"INFO" + content[last + 4 :]
    assert [line.amount_minor for line in lines_in(told)] == [1]


def test_a_page_of_a_long_statement_has_interim_balances() -> None:
    content = file_of("xml", ledger.lines(2), 100).replace(b"OPBD", b"ITBD").replace(b"CLBD", b"ITBD")
    control = read(content)[-1]
    assert isinstance(control, Control)
    assert (control.opening_minor, control.closing_minor) == (100, 103)


def test_an_iban_and_a_closing_balance_carried_over_are_known() -> None:
    content = file_of("xml", ledger.lines(1)).replace(b"OPBD", b"PRCD")
    content = content.replace(b"<Othr><Id>A-900001</Id></Othr>", b"<IBAN>DE89370400440532013000</IBAN>")
    assert lines_in(content)[0].account == "DE89370400440532013000"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("20261101030405", datetime(2026, 11, 1, 3, 4, 5, tzinfo=UTC)),
        ("20261101030405.5[-5.5:IST]", datetime(2026, 11, 1, 8, 34, 5, tzinfo=UTC)),
        ("20261101", None),
        ("20261399999999", None),
    ],
)
def test_when_ofx_was_made(said: str, meant: datetime | None) -> None:
    content = file_of("ofx", ledger.lines(1)).decode()
    made = content.replace(content[content.index("<DTSERVER>") + 10 : content.index("</DTSERVER>")], said)
    assert read(made.encode())[-1].made_at == meant  # type: ignore[union-attr]


def test_ofx_of_the_chinese_and_of_windows() -> None:
    content = as_ofx_1(file_of("ofx", [ledger.line(counterparty="永辉超市")]))
    gbk = content.replace(b"CHARSET:NONE", b"CHARSET:936").decode().encode("gbk")
    assert lines_in(gbk)[0].counterparty == "永辉超市"
    western = as_ofx_1(file_of("ofx", [ledger.line(counterparty="Café Zoë")]))
    assert lines_in(western.replace(b"CHARSET:NONE", b"CHARSET:1252").decode().encode("cp1252"))[
        0
    ].counterparty == ("Café Zoë")


def test_ofx_with_commas_payees_and_cards() -> None:
    content = file_of("ofx", [ledger.line(1, -1250, counterparty="X")]).decode()
    content = content.replace("-12.50", "-12,50").replace("<NAME>X</NAME>", "<PAYEE><NAME>Y</NAME></PAYEE>")
    content = content.replace("BANKACCTFROM", "CCACCTFROM").replace("STMTRS", "CCSTMTRS")
    (line,) = lines_in(content.encode())
    assert (line.amount_minor, line.counterparty) == (-1250, "Y")
