from portal.loans.rules.checks import share_of_price
from portal.loans.rules.questions import Question

share_of_home = share_of_price(Question.HOME_PRICE, by=Question.HOMES_OWNED)
"""A first home may be paid to a larger share than a second one."""
