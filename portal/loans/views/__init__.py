"""The customer's side: the product, her application from its first question to its end."""

from portal.loans.views.access import blueprint
from portal.loans.views import applications, questions

__all__ = ["applications", "blueprint", "questions"]
