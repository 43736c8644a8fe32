"""OFX, Open Financial Exchange: versions 1 (SGML) and 2 (XML) are read, 2.2 is written."""

from portal.accounts.formats.ofx.reading import read
from portal.accounts.formats.ofx.writing import write

__all__ = ["read", "write"]
