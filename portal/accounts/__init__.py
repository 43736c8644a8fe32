"""Accounts: accounts and cards as the bank knows them, and the ledger of what moved on them.

*Transaction*: a double entry, into an account and out of the bank's own of the same currency, or the other way round.
*Movement*: a transaction with the balance after it. *Statement*: an account between two days.
*Reference*: the bank's own name of an entry, by which it is known again. *Tail*: the last four digits, all that a
page shows of a number.
"""
