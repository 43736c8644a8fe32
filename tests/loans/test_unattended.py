"""A branch whose officers all left receives nothing: it is not offered, and a draft for it asks again."""

from flask import Flask

from portal.db import db, transaction
from portal.identity.models import Staff
from portal.identity.queries import branches_with
from portal.loans.rules import Question
from tests.conftest import SignIn
from tests.factories import loans
from tests.loans import quickly
from tests.page import Page


def leave(app: Flask, *names: str) -> None:
    with app.app_context(), transaction():
        for name in names:
            member = quickly.someone(name)
            assert isinstance(member, Staff)
            member.disabled_at = quickly.clock.now()


def offered(page: Page) -> list[str]:
    return page.form("question").choices("answer")


def banners(page: Page) -> list[str]:
    """The kinds of the banners that are seen."""
    return [each["class"][1] for each in page.find("main .banner:not([hidden], [hidden] *)")]


def test_only_branches_with_an_officer_at_work_are_offered(app: Flask, sign_in: SignIn) -> None:
    page = loans.draft_with(sign_in("xiulan"), until="branch")
    assert set(offered(page)) >= {"east", "west"}
    leave(app, "officer")
    assert "east" not in offered(page.client.get(page.path))
    assert "west" in offered(page.client.get(page.path))
    page.form("question").fill(answer="east").submit(status=422)


def test_a_branch_without_officers_has_other_people(app: Flask) -> None:
    leave(app, "officer")
    with app.app_context():
        assert "east" not in [branch.code for branch in branches_with("officer")]
        assert "east" in [branch.code for branch in branches_with("head")]


def test_a_branch_that_lost_its_officers_is_asked_again_and_the_rest_is_kept(
    app: Flask, sign_in: SignIn
) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    form = elder.get(f"/loans/applications/{ref}/check").form("send")
    leave(app, "officer")
    page = form.submit()
    assert page.path == f"/loans/applications/{ref}/branch"
    assert banners(page) == ["banner-stop"]
    assert quickly.status(app, ref) == "draft"
    page = page.form("question").fill(answer="west").submit()
    assert page.path == f"/loans/applications/{ref}/visit"
    page = page.form("question").fill(answer=page.form("question").choices("answer")[0]).submit()
    assert page.path == f"/loans/applications/{ref}/check"
    page.form("send").submit()
    assert quickly.status(app, ref) == "submitted"
    with app.app_context():
        assert quickly.loan(ref).owner_id == quickly.someone("officer2").id


def test_it_is_asked_again_as_often_as_it_is_sent(app: Flask, sign_in: SignIn) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    leave(app, "officer")
    for _ in range(2):
        page = elder.get(f"/loans/applications/{ref}/check").form("send").submit()
        assert page.path.endswith("/branch")
    with app.app_context():
        assert quickly.loan(ref).value(Question.BRANCH) == "east"
        assert db.session.query(Staff).filter_by(sign_in_name="officer").one().disabled_at


def test_when_no_branch_has_anybody_the_page_says_so(app: Flask, sign_in: SignIn) -> None:
    leave(app, "officer", "officer2")
    page = loans.draft_with(sign_in("xiulan"), until="branch")
    assert banners(page) == ["banner-wait"]
    assert page.find("input[name=answer]") == []
