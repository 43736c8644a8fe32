"""A bank in which something of everything has happened, and one person of every role."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal.access.permissions import Permission, Role
from portal.db import db
from portal.identity.models import Person
from portal.identity.passwords import DEMO_PASSWORD
from portal.notices.models import Notice
from tests.factories import loans, parties
from tests.page import Client

OF_ROLE = {
    Role.ANYONE: "",
    Role.CUSTOMER: "xiulan",
    Role.OFFICER: "officer",
    Role.REVIEWER: "reviewer",
    Role.AGENT: "agent",
    Role.SUPERVISOR: "supervisor",
    Role.HEAD: "head",
    Role.QUALITY: "quality",
    Role.PARTNER: "partner",
    Role.ADMIN: "admin",
}


@dataclass
class Town:
    """`things`: by the beginning of an address, what of xiulan's fits into its argument."""

    app: Flask
    clients: dict[Role, Client]
    strangers: dict[str, Client]
    things: dict[str, str]

    def rules(self, method: str) -> list[Rule]:
        """The portal's own addresses that take `method`."""
        return [rule for rule in self.app.url_map.iter_rules() if method in (rule.methods or ())]

    def address(self, rule: Rule, things: dict[str, str] | None = None) -> str:
        """The rule's address with xiulan's things in it."""
        return address_of(self.app, rule, things or self.things, self.things.get("/loans/parties/", "nobody"))

    def permission(self, rule: Rule) -> Permission:
        guarded: Any = self.app.view_functions[rule.endpoint]
        return guarded.permission  # type: ignore[no-any-return]


def address_of(app: Flask, rule: Rule, things: dict[str, str], party: str = "nobody") -> str:
    fitting = [value for start, value in things.items() if rule.rule.startswith(start)]
    always = {
        "name": "paper",
        "code": "inclusive",
        "period": "2026-10",
        "months": "3",
        "form": "csv",
        "number": f"{things.get('/accounts/')}-0100",
    } | ({"party": party} if "ref" in rule.arguments else {})
    values = {name: always.get(name) or next(iter(fitting)) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def signed_in(app: Flask, name: str) -> Client:
    client = Client(app)
    if name:
        form = client.get("/sign-in").form("sign-in")
        form.fill(sign_in_name=name, password=DEMO_PASSWORD).submit(status=303)
    return client


def build(app: Flask) -> Town:
    """Xiulan's pre-application is in review at Harbour East; she has accounts, papers and mail, and Amina
    stands surety for her."""
    clients = {role: signed_in(app, name) for role, name in OF_ROLE.items()}
    strangers = {name: signed_in(app, name) for name in ("james", "officer2", "fang")}
    page = loans.draft_with(clients[Role.CUSTOMER])
    token = parties.invited(clients[Role.CUSTOMER], page.path.split("/")[3])
    party = parties.signed(signed_in(app, "amina"), token)
    sent = loans.sent_from(clients[Role.CUSTOMER].get(page.path))
    loans.in_review(clients[Role.OFFICER], sent)
    summary = clients[Role.CUSTOMER].get(f"/loans/applications/{sent.reference}/summary")
    document = summary.form("copy").fill(copy="brf").submit().path.rpartition("/")[2]
    with app.app_context():
        owner = db.session.scalars(select(Person).where(Person.sign_in_name == "xiulan")).one()
        notice = db.session.scalars(select(Notice).where(Notice.person_id == owner.id)).first()
        assert notice is not None
        things = {
            "/accounts/": "A-100001-1",
            "/documents/": document,
            "/inbox/": notice.public_id,
            "/loans/applications/": sent.reference,
            "/loans/invitations/": token,
            "/loans/parties/": party,
            "/staff/loans/": sent.reference,
            "/signed-in-places/": "0" * 16,
        }
    return Town(app, clients, strangers, things)
