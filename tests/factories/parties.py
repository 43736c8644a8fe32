"""People beside the applicant, invited and signing as people do it: page by page."""

from typing import Any

from tests.page import Client, Page


def people(applicant: Client, reference: str) -> Page:
    return applicant.get(f"/loans/applications/{reference}/people")


def name_somebody(applicant: Client, reference: str, **typed: Any) -> Page:
    """Name somebody on the applicant's page: a guarantor who is handed the link, unless told otherwise."""
    form = people(applicant, reference).form("invite")
    return form.fill({"role": "guarantor", "name": "Amina Al-Sayed", "way": "hand"} | typed).submit()


def token_on(page: Page) -> str:
    """The token of the last link that the page shows."""
    (*_others, link) = page.find('a[href*="/loans/invitations/"]')
    return str(link["href"]).rpartition("/")[2]


def invited(applicant: Client, reference: str, **typed: Any) -> str:
    """The token that she hands on."""
    return token_on(name_somebody(applicant, reference, **typed))


def accepted(client: Client, token: str) -> Page:
    """His own page, after he opened the invitation."""
    return client.get(f"/loans/invitations/{token}").form("accept").submit()


def fill_signature(page: Page, **typed: Any) -> Any:
    said = {"income": "12000", "debts": "500", "agree_process": True, "agree_bureau": True, "signature": True}
    return page.form("sign").fill(said | typed)


def signed(client: Client, token: str, **typed: Any) -> str:
    """He opens it and signs; the id of his place."""
    page = fill_signature(accepted(client, token), **typed).submit()
    return page.path.rpartition("/")[2]
