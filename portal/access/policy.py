"""Who may what: the whole of it, on one page."""

from portal.access.permissions import Permission as P
from portal.access.permissions import Role

EVERYBODY = frozenset({P.SEE_PUBLIC_PAGES})
SIGNED_IN = EVERYBODY | {P.SEE_OWN_SESSIONS}
STAFF = SIGNED_IN | {P.USE_WORKBENCH}

POLICY: dict[Role, frozenset[P]] = {
    Role.ANYONE: EVERYBODY,
    Role.CUSTOMER: SIGNED_IN
    | {
        P.SEE_OWN_OVERVIEW,
        P.SEE_OWN_ACCOUNTS,
        P.SEE_OWN_CASES,
        P.READ_OWN_INBOX,
        P.READ_OWN_DOCUMENTS,
        P.APPLY_FOR_LOANS,
    },
    Role.OFFICER: STAFF | {P.SEE_BRANCH_LOANS, P.PICK_UP_LOANS},
    Role.REVIEWER: STAFF | {P.SEE_BRANCH_LOANS, P.DECIDE_LOANS},
    Role.AGENT: STAFF,
    Role.SUPERVISOR: STAFF | {P.SEE_LATE_CASES, P.SEE_BRANCH_LOANS},
    Role.HEAD: STAFF | {P.SEE_LATE_CASES, P.SEE_BRANCH_LOANS},
    Role.QUALITY: STAFF,
    Role.PARTNER: SIGNED_IN,
    Role.ADMIN: STAFF | {P.SEE_PEOPLE},
}


def allows(role: Role, permission: P) -> bool:
    """Whether a person with `role` holds `permission`."""
    return permission in POLICY[role]
