"""What changes accounts and their ledger: always both sides of a transaction, and the totals with them."""

from portal.accounts.operations.accounts import import_account
from portal.accounts.operations.booking import Moved, take
from portal.accounts.operations.preparing import Prepared, prepare

__all__ = ["Moved", "Prepared", "import_account", "prepare", "take"]
