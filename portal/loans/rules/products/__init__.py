"""What the bank lends. A product is a package here, a line below, and its words in `loans/labels`."""

from portal.loans.rules.product import Product
from portal.loans.rules.products.car import CAR
from portal.loans.rules.products.consumer import CONSUMER
from portal.loans.rules.products.inclusive import INCLUSIVE
from portal.loans.rules.products.mortgage import MORTGAGE
from portal.loans.rules.products.study_abroad import STUDY_ABROAD
from portal.loans.rules.products.technology import TECHNOLOGY

PRODUCTS: dict[str, Product] = {
    product.code: product for product in (INCLUSIVE, TECHNOLOGY, CONSUMER, MORTGAGE, CAR, STUDY_ABROAD)
}

__all__ = ["CAR", "CONSUMER", "INCLUSIVE", "MORTGAGE", "PRODUCTS", "STUDY_ABROAD", "TECHNOLOGY"]
