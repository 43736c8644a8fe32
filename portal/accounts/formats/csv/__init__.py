"""CSV: transactions with a header of their own, read and written; formulas are kept from being reckoned."""

from portal.accounts.formats.csv.columns import ACCOUNT_COLUMNS, COLUMNS
from portal.accounts.formats.csv.reading import header_of, read, rows
from portal.accounts.formats.csv.writing import write

__all__ = ["ACCOUNT_COLUMNS", "COLUMNS", "header_of", "read", "rows", "write"]
