"""The words for the questions, their hints, choices and papers."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.loans.labels.products import REPAYMENTS
from portal.loans.rules import (
    CarCondition,
    Employment,
    HomesOwned,
    Need,
    Patents,
    Purpose,
    PurposeQuestion,
    Question,
    Student,
    Way,
)

QUESTIONS = {
    Question.AMOUNT: _l("How much do you want to borrow?"),
    Question.TERM: _l("Over how many months do you want to repay?"),
    Question.REPAYMENT: _l("How do you want to repay?"),
    Question.PURPOSE: _l("What is the money for?"),
    Question.PURPOSE_DETAIL: _l("More about what the money is for"),
    Question.NEED: _l("What do you need the money for?"),
    Question.STUDENT: _l("Who will study?"),
    Question.SCHOOL: _l("Which school, and in which country?"),
    Question.STUDY_STARTS_ON: _l("When does the course start?"),
    Question.STUDY_COSTS: _l("What will tuition and living cost in all?"),
    Question.HOME_PRICE: _l("What does the home cost?"),
    Question.HOME_ADDRESS: _l("Where is the home?"),
    Question.HOMES_OWNED: _l("Do you own a home already?"),
    Question.CAR_PRICE: _l("What does the car cost?"),
    Question.CAR_CONDITION: _l("Is the car new or used?"),
    Question.BORN_ON: _l("When were you born?"),
    Question.EMPLOYMENT: _l("How do you earn your living?"),
    Question.EMPLOYER: _l("Where do you work?"),
    Question.MONTHLY_INCOME: _l("How much do you have each month?"),
    Question.MONTHLY_DEBTS: _l("What do your other loans take each month?"),
    Question.BUSINESS_NAME: _l("What is your business called?"),
    Question.STARTED_ON: _l("When did your business start?"),
    Question.YEARLY_INCOME: _l("How much does your business take in a year?"),
    Question.RESEARCH_COSTS: _l("How much did you spend on research in the last year?"),
    Question.PATENTS: _l("Does your company hold patents?"),
    Question.PAPER: _l("Your business licence"),
    Question.PAPER_INCOME: _l("Your payslips"),
    Question.PAPER_PENSION: _l("Your pension notice"),
    Question.PAPER_ACCOUNTS: _l("Last year’s accounts"),
    Question.PAPER_PATENTS: _l("Your patent certificates"),
    Question.PAPER_HOME: _l("The purchase contract of the home"),
    Question.PAPER_CAR: _l("The order or contract for the car"),
    Question.PAPER_ADMISSION: _l("The letter of admission"),
    Question.PAPER_CREDIT: _l("Your credit report"),
    Question.BRANCH: _l("Which branch suits you?"),
    Question.VISIT: _l("When do you want to come?"),
    Question.CONSENTS: _l("What do you agree to?"),
}
ANSWERS = {
    Question.AMOUNT: _l("Amount"),
    Question.TERM: _l("Term"),
    Question.REPAYMENT: _l("Repayment"),
    Question.PURPOSE: _l("Purpose"),
    Question.PURPOSE_DETAIL: _l("About the purpose"),
    Question.NEED: _l("Purpose"),
    Question.STUDENT: _l("Student"),
    Question.SCHOOL: _l("School"),
    Question.STUDY_STARTS_ON: _l("Course starts"),
    Question.STUDY_COSTS: _l("Cost of the studies"),
    Question.HOME_PRICE: _l("Price of the home"),
    Question.HOME_ADDRESS: _l("Address of the home"),
    Question.HOMES_OWNED: _l("Homes owned"),
    Question.CAR_PRICE: _l("Price of the car"),
    Question.CAR_CONDITION: _l("Car"),
    Question.BORN_ON: _l("Born"),
    Question.EMPLOYMENT: _l("Living from"),
    Question.EMPLOYER: _l("Employer"),
    Question.MONTHLY_INCOME: _l("Monthly income"),
    Question.MONTHLY_DEBTS: _l("Other loans, a month"),
    Question.BUSINESS_NAME: _l("Business"),
    Question.STARTED_ON: _l("In business since"),
    Question.YEARLY_INCOME: _l("Yearly turnover"),
    Question.RESEARCH_COSTS: _l("Spent on research in a year"),
    Question.PATENTS: _l("Patents"),
    Question.PAPER: _l("Business licence"),
    Question.PAPER_INCOME: _l("Payslips"),
    Question.PAPER_PENSION: _l("Pension notice"),
    Question.PAPER_ACCOUNTS: _l("Last year’s accounts"),
    Question.PAPER_PATENTS: _l("Patent certificates"),
    Question.PAPER_HOME: _l("Purchase contract of the home"),
    Question.PAPER_CAR: _l("Order or contract for the car"),
    Question.PAPER_ADMISSION: _l("Letter of admission"),
    Question.PAPER_CREDIT: _l("Credit report"),
    Question.BRANCH: _l("Branch"),
    Question.VISIT: _l("Visit"),
    Question.CONSENTS: _l("You agreed to"),
}
CHANGES = {
    Question.BORN_ON: _l("the date of birth"),
    Question.EMPLOYMENT: _l("how you earn your living"),
    Question.STARTED_ON: _l("when the business started"),
    Question.CONSENTS: _l("what you agree to"),
}
"""What a link to change an answer names, where its name in a list would not follow "Change"."""
STAFF_ANSWERS = {Question.CONSENTS: _l("The customer agreed to")}
"""Where staff read another name of an answer than the customer."""
QUESTION_HINTS = {
    Question.PURPOSE: _l("Choose what most of the money is for."),
    Question.SCHOOL: _l("For example: University of Leeds, United Kingdom."),
    Question.STUDY_STARTS_ON: _l("As it stands in the letter of admission."),
    Question.STUDY_COSTS: _l("For the whole course. A fair estimate is enough."),
    Question.HOME_PRICE: _l("As it stands in the purchase contract."),
    Question.HOME_ADDRESS: _l("Street, building, flat and city."),
    Question.HOMES_OWNED: _l("Count homes of your household, paid off or not."),
    Question.CAR_PRICE: _l("With taxes, as it stands in the order or contract."),
    Question.BORN_ON: _l("As it stands on your identity card or passport."),
    Question.EMPLOYER: _l("The name as it stands on your payslip."),
    Question.MONTHLY_INCOME: _l("What reaches your account in a usual month, after tax."),
    Question.MONTHLY_DEBTS: _l("Mortgage, car, card instalments. If there are none, type 0."),
    Question.STARTED_ON: _l("As it stands on your business licence."),
    Question.YEARLY_INCOME: _l("All that the business took in during the last twelve months, before costs."),
    Question.RESEARCH_COSTS: _l("Wages, machines and services for research. If there are none, type 0."),
}
REQUIRED = {
    Question.PURPOSE: _l("Choose what the money is mainly for."),
    Question.BUSINESS_NAME: _l("Type the name as it stands on your business licence."),
    Question.SCHOOL: _l("Type the name of the school and its country."),
    Question.HOME_ADDRESS: _l("Type the address of the home."),
    Question.EMPLOYER: _l("Type the name of your employer."),
}
"""What to do where nothing was answered; elsewhere `forms` says it for the kind of question."""
PURPOSE_QUESTIONS = {
    PurposeQuestion.SUPPLIER_SEASON: _l("What will you buy, and for which season?"),
    PurposeQuestion.WHAT_EQUIPMENT: _l("Which machine or equipment will you buy?"),
    PurposeQuestion.RENT_OR_REFIT: _l("Is it for rent, for refitting, or both?"),
    PurposeQuestion.HOW_MANY_PEOPLE: _l("How many people do you pay, and for how many months?"),
    PurposeQuestion.DESCRIBE: _l("What will you use the money for?"),
}
CHOICES: dict[Question, Mapping[Any, Any]] = {
    Question.REPAYMENT: REPAYMENTS,
    Question.PURPOSE: {
        Purpose.STOCK: _l("Goods and raw materials"),
        Purpose.EQUIPMENT: _l("Machines or equipment"),
        Purpose.PREMISES: _l("The shop or workshop"),
        Purpose.WAGES: _l("Wages"),
        Purpose.OTHER: _lp("purpose", "Something else"),
    },
    Question.NEED: {
        Need.RENOVATION: _l("Renovating the home"),
        Need.HEALTH: _l("Health and care"),
        Need.FAMILY: _l("A family occasion"),
        Need.HOUSEHOLD: _l("Furniture or appliances"),
        Need.OTHER: _lp("purpose", "Something else"),
    },
    Question.STUDENT: {
        Student.SELF: _l("I will study"),
        Student.CHILD: _l("My child will study"),
    },
    Question.HOMES_OWNED: {
        HomesOwned.NONE: _l("No, this is the first"),
        HomesOwned.ONE: _l("Yes, one or more"),
    },
    Question.CAR_CONDITION: {
        CarCondition.NEW: _lp("car", "New"),
        CarCondition.USED: _lp("car", "Used"),
    },
    Question.EMPLOYMENT: {
        Employment.EMPLOYED: _l("I am employed"),
        Employment.SELF_EMPLOYED: _l("I have a business of my own"),
        Employment.RETIRED: _l("I have a pension"),
    },
    Question.PATENTS: {
        Patents.GRANTED: _l("Yes, granted"),
        Patents.APPLIED_FOR: _l("Applied for, not granted yet"),
        Patents.NONE: _lp("patents", "No"),
    },
}
PAPER_WAYS = {
    Way.HELD: _l("Use the one that the bank holds"),
    Way.UPLOAD: _l("Send photos or PDFs now"),
    Way.BRING: _l("I bring it to the branch"),
}
PAPER_ANSWERS = {
    Way.HELD: _l("The one that the bank holds"),
    Way.UPLOAD: _l("Added to this pre-application"),
    Way.BRING: _l("To be brought to the branch"),
}
PAPER_WAY_HINTS = {Way.BRING: _l("The files that you sent here are then removed.")}
PAPER_REASONS = {
    Question.PAPER: _l("It shows that the business exists and is yours."),
    Question.PAPER_INCOME: _l("They show that the income carries the instalments."),
    Question.PAPER_PENSION: _l("It shows that the pension carries the instalments."),
    Question.PAPER_ACCOUNTS: _l("They show how the company does."),
    Question.PAPER_PATENTS: _l("They show what the company invented."),
    Question.PAPER_HOME: _l("It shows the home, its price and its buyer."),
    Question.PAPER_CAR: _l("It shows the car and its price."),
    Question.PAPER_ADMISSION: _l("It shows the school and when the course starts."),
    Question.PAPER_CREDIT: _l("We may not ask the credit bureau, so it shows how earlier loans were repaid."),
}
"""Why a paper is needed."""
PAPER_ACCEPTED = {
    Question.PAPER: _l("The licence with its unified social credit code."),
    Question.PAPER_INCOME: _l("Payslips of the last three months, or your bank statement with the wages."),
    Question.PAPER_PENSION: _l("The last pension notice, or your bank statement with the pension."),
    Question.PAPER_ACCOUNTS: _l("Balance sheet and profit and loss account, signed."),
    Question.PAPER_PATENTS: _l("The certificates, or the list from the patent office."),
    Question.PAPER_HOME: _l("The contract signed by both sides; every page with a name, price or address."),
    Question.PAPER_CAR: _l("The dealer’s order, or the contract with the seller."),
    Question.PAPER_ADMISSION: _l(
        "The school’s letter; a translation if it is in neither Chinese nor English."
    ),
    Question.PAPER_CREDIT: _l("The credit bureau’s report, not older than a month."),
}
"""What is accepted as that paper."""
