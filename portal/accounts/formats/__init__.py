"""Statements in files: ISO 20022 camt.053, OFX 1 and 2, CSV. Each is read and written line by line.

*Line*: a transaction as a file has it. *Control*: what the file says of the account as a whole, to be checked.
"""
