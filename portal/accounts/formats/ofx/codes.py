"""Types of transactions. Source: OFX 2.2, 11.4.4.3."""

from portal.accounts.rules import Kind

TYPES = {
    Kind.CARD: "POS",
    Kind.TRANSFER: "XFER",
    Kind.SALARY: "DIRECTDEP",
    Kind.TAKINGS: "DEP",
    Kind.BILL: "DIRECTDEBIT",
    Kind.CASH: "CASH",
    Kind.FEE: "FEE",
    Kind.INTEREST: "INT",
    Kind.LOAN: "REPEATPMT",
    Kind.OTHER: "OTHER",
}
KINDS = {name: kind for kind, name in TYPES.items()} | {
    "SRVCHG": Kind.FEE,
    "ATM": Kind.CASH,
    "PAYMENT": Kind.BILL,
}
ACCOUNT_TYPES = {"savings": "SAVINGS", "mortgage": "CREDITLINE"}  # every other one is CHECKING
