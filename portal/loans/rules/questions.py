"""What a pre-application asks, in the order of the journey."""

from enum import StrEnum


class Question(StrEnum):
    AMOUNT = "amount"
    TERM = "term"
    PURPOSE = "purpose"
    PURPOSE_DETAIL = "purpose_detail"
    BUSINESS_NAME = "business_name"
    STARTED_ON = "started_on"
    YEARLY_INCOME = "yearly_income"
    PAPER = "paper"
    BRANCH = "branch"
    VISIT = "visit"
    CONSENTS = "consents"


class Purpose(StrEnum):
    STOCK = "stock"
    EQUIPMENT = "equipment"
    PREMISES = "premises"
    WAGES = "wages"
    OTHER = "other"


class PurposeQuestion(StrEnum):
    """What `Question.PURPOSE_DETAIL` asks, by the purpose."""

    SUPPLIER_SEASON = "supplier_season"
    WHAT_EQUIPMENT = "what_equipment"
    RENT_OR_REFIT = "rent_or_refit"
    HOW_MANY_PEOPLE = "how_many_people"
    DESCRIBE = "describe"


PURPOSE_FOLLOW_UP: dict[Purpose, PurposeQuestion] = {
    Purpose.STOCK: PurposeQuestion.SUPPLIER_SEASON,
    Purpose.EQUIPMENT: PurposeQuestion.WHAT_EQUIPMENT,
    Purpose.PREMISES: PurposeQuestion.RENT_OR_REFIT,
    Purpose.WAGES: PurposeQuestion.HOW_MANY_PEOPLE,
    Purpose.OTHER: PurposeQuestion.DESCRIBE,
}
