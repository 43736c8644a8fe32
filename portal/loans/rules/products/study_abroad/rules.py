from portal.loans.rules.checks import share_of_price
from portal.loans.rules.questions import Question

share_of_costs = share_of_price(Question.STUDY_COSTS)
