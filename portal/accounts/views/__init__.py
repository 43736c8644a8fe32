from portal.accounts.views import accounts, letters, search, statements, transactions
from portal.accounts.views.access import blueprint

__all__ = ["accounts", "blueprint", "letters", "search", "statements", "transactions"]
