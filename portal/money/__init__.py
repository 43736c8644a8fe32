"""Money: amounts in minor units, read from what people type, written out in words.

A floor-0 noun: imports neither Flask nor SQLAlchemy. Amounts are integers of the currency's minor unit (fen, cents).
"""

from portal.money.amounts import Money, minor_digits
from portal.money.parsing import AmountError, parse_money
from portal.money.words import money_in_words

__all__ = ["AmountError", "Money", "minor_digits", "money_in_words", "parse_money"]
