from portal.loans.rules.checks import share_of_price
from portal.loans.rules.questions import Question

share_of_car = share_of_price(Question.CAR_PRICE, by=Question.CAR_CONDITION)
