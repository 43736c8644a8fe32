COLUMNS = (
    "account",
    "reference",
    "kind",
    "status",
    "booked_on",
    "value_on",
    "amount",
    "currency",
    "balance",
    "counterparty",
    "counterparty_account",
    "remittance",
)
ACCOUNT_COLUMNS = ("customer", "reference", "kind", "tail", "currency", "balance_minor", "opened_on")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV injection."""

TEXT_MARK = "'"


def marked(text: str | None) -> str:
    """A text that no spreadsheet reckons; `unmarked` gives it back."""
    text = text or ""
    is_marked = text.startswith(TEXT_MARK) and text[1:].startswith((*FORMULA, TEXT_MARK))
    return f"{TEXT_MARK}{text}" if text.startswith(FORMULA) or is_marked else text


def unmarked(text: str) -> str:
    is_marked = text.startswith(TEXT_MARK) and text[1:].startswith((*FORMULA, TEXT_MARK))
    return text[1:] if is_marked else text
