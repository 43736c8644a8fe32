from portal.accounts.views import accounts, search, statements, transactions
from portal.accounts.views.access import blueprint

__all__ = ["accounts", "blueprint", "search", "statements", "transactions"]
