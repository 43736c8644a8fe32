"""What the bank lends, and by which rules: pages made from the products themselves."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access.permissions import Permission
from portal.access.require import require
from portal.loans import describing, labels, rules
from portal.loans.staff_views.access import blueprint

CODES = ", ".join(f'"{code}"' for code in rules.PRODUCTS)


@blueprint.get("/products/")
@require(Permission.SEE_BRANCH_LOANS)
def products() -> ResponseReturnValue:
    found = [(product, describing.facts(product)) for product in rules.PRODUCTS.values()]
    return render_template("loans/staff/products.html", products=found, labels=labels)


@blueprint.get(f"/products/<any({CODES}):code>")
@require(Permission.SEE_BRANCH_LOANS)
def product(code: str) -> ResponseReturnValue:
    return render_template(
        "loans/staff/product.html",
        product=rules.PRODUCTS[code],
        words=labels.PRODUCTS[code],
        labels=labels,
        describing=describing,
    )
