"""ISO 20022 camt.053, Bank to Customer Statement: versions 02 to 08 are read, 08 is written."""

from portal.accounts.formats.camt.reading import read
from portal.accounts.formats.camt.writing import write

__all__ = ["read", "write"]
