from enum import StrEnum


class Role(StrEnum):
    ANYONE = "anyone"
    CUSTOMER = "customer"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    QUALITY = "quality"
    PARTNER = "partner"
    ADMIN = "admin"


class Permission(StrEnum):
    SEE_PUBLIC_PAGES = "see public pages"
    SEE_OWN_SESSIONS = "see and end own sessions"
    SEE_OWN_OVERVIEW = "see own overview"
    SEE_OWN_ACCOUNTS = "see own accounts"
    SEE_OWN_CASES = "see own requests"
    READ_OWN_INBOX = "read own inbox"
    READ_OWN_DOCUMENTS = "read own documents"
    APPLY_FOR_LOANS = "apply for loans"
    USE_WORKBENCH = "use the workbench"
    SEE_LATE_CASES = "see late cases that rose to the role"
    SEE_BRANCH_LOANS = "see the loans of the branch"
    PICK_UP_LOANS = "pick up loans at the branch"
    DECIDE_LOANS = "decide loans"
    SEE_PEOPLE = "see people and their roles"
