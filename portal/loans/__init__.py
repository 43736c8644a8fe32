"""Loans: products, the pre-application, its pick-up at the branch, and the decision.

*Pre-application*: what a customer tells before the bank decides; it is not an approval.
*Pick-up code*: six digits that open her file at her branch, once. *Finding*: what the machine saw.
"""
