"""Who may what: closed until opened, one table."""

from typing import Any

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from portal.access.permissions import Permission, Role
from portal.access.policy import POLICY, allows
from portal.access.require import may, require
from portal.identity.passwords import DEMO_PASSWORD
from tests.page import Client

CUSTOMERS = {
    Permission.SEE_OWN_OVERVIEW,
    Permission.SEE_OWN_ACCOUNTS,
    Permission.SEE_OWN_CASES,
    Permission.READ_OWN_INBOX,
    Permission.APPLY_FOR_LOANS,
}
PEOPLE = {
    "xiulan": Role.CUSTOMER,
    "officer": Role.OFFICER,
    "reviewer": Role.REVIEWER,
    "agent": Role.AGENT,
    "supervisor": Role.SUPERVISOR,
    "head": Role.HEAD,
    "quality": Role.QUALITY,
    "partner": Role.PARTNER,
    "admin": Role.ADMIN,
}


def test_every_role_has_its_line() -> None:
    assert set(POLICY) == set(Role)


def test_every_permission_is_somebodys() -> None:
    assert set().union(*POLICY.values()) == set(Permission)


def test_everybody_sees_public_pages_and_a_visitor_nothing_else() -> None:
    assert all(allows(role, Permission.SEE_PUBLIC_PAGES) for role in Role)
    assert POLICY[Role.ANYONE] == {Permission.SEE_PUBLIC_PAGES}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CUSTOMER])
def test_no_member_of_staff_has_what_is_a_customers(role: Role) -> None:
    assert not POLICY[role] & CUSTOMERS


def test_a_customer_has_nothing_of_the_staffs() -> None:
    staff = {Permission.USE_WORKBENCH, Permission.SEE_BRANCH_LOANS, Permission.PICK_UP_LOANS}
    assert not POLICY[Role.CUSTOMER] & (staff | {Permission.DECIDE_LOANS, Permission.SEE_PEOPLE})


def test_who_picks_up_does_not_decide() -> None:
    assert not any({Permission.PICK_UP_LOANS, Permission.DECIDE_LOANS} <= held for held in POLICY.values())


def test_who_sees_people_sees_no_customers_money() -> None:
    money = CUSTOMERS | {Permission.SEE_BRANCH_LOANS, Permission.PICK_UP_LOANS, Permission.DECIDE_LOANS}
    assert all(not held & money for held in POLICY.values() if Permission.SEE_PEOPLE in held)


@given(st.sampled_from(Role), st.sampled_from(Permission))
def test_a_role_may_exactly_what_its_line_says(role: Role, permission: Permission) -> None:
    assert allows(role, permission) is (permission in POLICY[role])


@pytest.fixture
def door(app: Flask, anyone: Client) -> Client:
    """One address a permission; it says what its page may show."""
    for permission in Permission:

        def view() -> Any:
            names = [each.name for each in Permission if may(each)]
            in_template = render_template_string("{% for n in n %}{{ n if may(n) }} {% endfor %}", n=names)
            return {"may": names, "in_template": in_template.split()}

        app.add_url_rule(f"/door/{permission.name}", permission.name, require(permission)(view))
    return anyone


@pytest.mark.parametrize("name", PEOPLE)
def test_a_door_opens_to_those_who_hold_its_permission(door: Client, name: str) -> None:
    role = PEOPLE[name]
    form = door.get("/sign-in").form("sign-in")
    form.fill(sign_in_name=name, password=DEMO_PASSWORD).submit(status=303)
    for permission in Permission:
        response = door.browser.get(f"/door/{permission.name}")
        assert response.status_code == (200 if permission in POLICY[role] else 403), permission
    told = door.browser.get(f"/door/{Permission.SEE_PUBLIC_PAGES.name}").json
    assert set(told["may"]) == set(told["in_template"]) == {held.name for held in POLICY[role]}


def test_a_visitor_is_asked_to_sign_in(door: Client) -> None:
    for permission in set(Permission) - POLICY[Role.ANYONE]:
        response = door.browser.get(f"/door/{permission.name}")
        assert (response.status_code, response.location) == (303, "/sign-in")
    assert door.browser.get(f"/door/{Permission.SEE_PUBLIC_PAGES.name}").status_code == 200
