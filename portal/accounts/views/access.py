from flask import Blueprint, abort
from flask_login import current_user

from portal.accounts import queries
from portal.accounts.models import Account

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


def own_account(ref: str) -> Account:
    """Her account of this reference; 404 for another's and for none."""
    return queries.account_for(current_user, ref) or abort(404)
