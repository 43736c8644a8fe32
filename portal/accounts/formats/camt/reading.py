import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree
from lxml.etree import _Element as Element

from portal.accounts.formats.camt.codes import OURS, kind_of
from portal.accounts.formats.camt.elements import account_of, child, children, forget, text_of
from portal.accounts.formats.camt.statements import Head, Sums
from portal.accounts.formats.lines import BadFile, Line, Part, Texts, day_of, made
from portal.accounts.rules import Kind, Status

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0[2-8]")
KEPT = {"BOOK": Status.BOOKED, "PDNG": Status.PENDING}
INFORMATION = "INFO"


def read(file: BinaryIO) -> Iterator[Part]:
    """The booked and pending entries of every statement, and after each statement what it says of itself.

    Streams: an entry is forgotten when the next one begins. BadFile for what is no camt.053, a DTD among it, for
    sums and counts that do not come out, and for an entry that cannot be read, named by its reference.
    """
    tags = ("{*}Document", "{*}Ntry", "{*}Stmt")
    safely = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
    steps = etree.iterparse(file, ("start", "end"), tag=tags, **safely)
    try:
        yield from _parts(steps)
    except etree.XMLSyntaxError as error:
        raise BadFile(
            f"The XML breaks off or is not well formed: {error.msg}. Ask for the file anew."
        ) from None


def _parts(steps: "etree.iterparse") -> Iterator[Part]:
    sums: Sums | None = None
    is_document = found = False
    for event, element in steps:
        name = element.tag.rpartition("}")[2]
        if event == "start":
            is_document = is_document or _is_document(element)
            continue
        if name == "Document":
            break
        statement = element if name == "Stmt" else element.getparent()
        if not is_document or statement is None:
            break
        sums = sums or Sums(Head.of(statement))
        line = sums.control() if name == "Stmt" else _line(element, sums)
        forget(element)
        if line is not None:
            yield line
        if name == "Stmt":
            sums, found = None, True
    if not found:
        raise BadFile("There is no camt.053 statement in this file.")


def _is_document(root: Element) -> bool:
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise BadFile(
            "The file has a DTD, which no statement needs and which can do harm. Ask for the file anew."
        )
    namespace = etree.QName(root).namespace or "no known format"
    if not NAMESPACE.fullmatch(namespace):
        raise BadFile(f"This is {namespace}; camt.053.001.02 to camt.053.001.08 are read.")
    return True


def _line(entry: Element, sums: Sums) -> Line | None:
    """None for what is for information only."""
    parts = {each.tag.rpartition("}")[2]: each for each in entry}
    head = sums.head
    reference = text_of(parts.get("AcctSvcrRef")) or text_of(parts.get("NtryRef"))
    place = f"entry {reference}" if reference else f"entry {sums.seen + 1} of statement {head.name}"
    code, came_in = text_of(parts.get("Sts")), text_of(parts.get("CdtDbtInd")) == "CRDT"
    if code not in KEPT and code != INFORMATION:
        raise BadFile(f"{place}: its status is {code or 'missing'}; BOOK, PDNG and INFO are known")
    booked_on = day_of(text_of(parts.get("BookgDt")) or text_of(parts.get("ValDt")), place)
    line = made(
        place,
        _signed(parts, head, place),
        head.currency,
        reference,
        _texts(parts, came_in),
        account=head.account,
        kind=_kind(parts.get("BkTxCd")),
        status=KEPT.get(code, Status.PENDING),
        booked_on=booked_on,
        value_on=day_of(text_of(parts["ValDt"]), place) if "ValDt" in parts else booked_on,
    )
    sums.add(line)
    return line if code in KEPT else None


def _signed(parts: dict[str, Element], head: Head, place: str) -> str:
    amount, indicator = parts.get("Amt"), text_of(parts.get("CdtDbtInd"))
    currency = amount.get("Ccy") if amount is not None else None
    if currency != head.currency:
        raise BadFile(
            f"{place}: its currency is {currency}, but the account {head.account} is in {head.currency}"
        )
    text = text_of(amount)
    if indicator not in ("CRDT", "DBIT") or text.startswith("-"):
        raise BadFile(f"{place}: an amount has no sign of its own, and CdtDbtInd is CRDT or DBIT")
    return f"-{text}" if indicator == "DBIT" else text


def _kind(code: Element | None) -> Kind:
    ours = text_of(code, "Prtry", "Cd")
    if ours in OURS:
        return OURS[ours]
    family = child(code, "Domn", "Fmly")
    domain = [text_of(code, "Domn", "Cd"), text_of(family, "Cd"), text_of(family, "SubFmlyCd")]
    return kind_of(*domain)


def _texts(parts: dict[str, Element], came_in: bool) -> Texts:
    """With whom, which account of theirs, and the text; of a batch only what the bank adds."""
    more = text_of(parts.get("AddtlNtryInf"))
    details = parts.get("NtryDtls")
    payments = list(children(details, "TxDtls"))
    if len(payments) != 1:
        return None, None, more
    theirs = "Dbtr" if came_in else "Cdtr"
    parties = child(payments[0], "RltdPties")
    party = child(parties, theirs)
    name = text_of(party, "Pty", "Nm") or text_of(party, "Nm")
    lines = children(child(payments[0], "RmtInf"), "Ustrd")
    text = " ".join(each.text or "" for each in lines) or text_of(payments[0], "AddtlTxInf") or more
    return name, account_of(child(parties, f"{theirs}Acct")), text
