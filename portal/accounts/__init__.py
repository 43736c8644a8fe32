"""Accounts: accounts and cards as the bank knows them.

*Transaction*: one movement on an account. *Tail*: the last four digits, all that a page shows of a number.
"""
