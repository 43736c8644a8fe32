"""What changes who stands beside the applicant: naming and inviting, accepting and signing, the end of it."""

from portal.loans.parties.operations.consenting import change_bureau_consent
from portal.loans.parties.operations.ending import (
    decline,
    erase_parties,
    lapse_signatures,
    leave,
    release_all,
    remove,
    tell_decided,
)
from portal.loans.parties.operations.inviting import expect_at_branch, invite, invite_again, make_party_code
from portal.loans.parties.operations.passing_on import pass_on
from portal.loans.parties.operations.signing import (
    PartiesOpen,
    PartyRefused,
    Statement,
    accept,
    expect_ready,
    expect_signed,
    identify,
    sign,
    sign_at_branch,
    weigh_party_code,
)

__all__ = [
    "PartiesOpen",
    "PartyRefused",
    "Statement",
    "accept",
    "change_bureau_consent",
    "decline",
    "erase_parties",
    "expect_at_branch",
    "expect_ready",
    "expect_signed",
    "identify",
    "invite",
    "invite_again",
    "lapse_signatures",
    "leave",
    "make_party_code",
    "pass_on",
    "release_all",
    "remove",
    "sign",
    "sign_at_branch",
    "tell_decided",
    "weigh_party_code",
]
