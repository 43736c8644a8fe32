"""What every test may ask for: a bank of its own, people who are signed in, a clock, a mail server."""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from portal.identity import passwords
from portal.identity.passwords import DEMO_PASSWORD
from portal.jobs import operations as jobs
from tests.banks import Template, is_postgresql, make_template, open_bank
from tests.clocks import START, MovableClock
from tests.mail import MailServer
from tests.page import Client
from tests.sms import SmsGateway

SignIn = Callable[..., Client]
gc.set_threshold(200_000, 10, 10)
settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """argon2 as in the portal, at the least cost that it allows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _lasting() -> None:
    """What was imported stays to the end: looking through it for garbage took a sixth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quick_routes() -> Iterator[None]:
    """An address that was compiled for one test's app serves the next: it depends on the rule alone."""
    compile_rule, compiled = Rule.compile, {}
    made = ("_parts", "_trace", "_converters", "_build", "_build_unknown", "arguments")

    def once(rule: Rule) -> None:
        key = (rule.subdomain, rule.rule, repr(rule.defaults))
        if key not in compiled:
            compile_rule(rule)
            compiled[key] = {name: getattr(rule, name) for name in made}
        vars(rule).update(compiled[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


@pytest.fixture(scope="session")
def clock_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    file = tmp_path_factory.mktemp("clock") / "shift"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_TESTING", "true")
        patch.setenv("PORTAL_CLOCK_FILE", str(file))
        yield file


@pytest.fixture
def clock(clock_file: Path) -> MovableClock:
    """The portal's clock, on a working Tuesday at ten in the morning in Shanghai."""
    movable = MovableClock(clock_file)
    movable.to(START)
    return movable


@pytest.fixture(scope="session")
def bank_template(clock_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    MovableClock(clock_file).to(START)
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


@pytest.fixture
def app(bank_template: Template, clock: MovableClock, instance: Path) -> Iterator[Flask]:
    """The demo bank, just opened: nobody has signed in, nothing was asked for."""
    url = bank_template.copy(instance)
    with open_bank(instance, url) as opened:
        yield opened
    bank_template.drop(url)


@pytest.fixture
def anyone(app: Flask) -> Client:
    """A browser that nobody has signed in with."""
    return Client(app)


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """`sign_in("xiulan")`: a browser of hers, signed in as the form does it, with no page of hers open yet."""

    def signed_in(name: str, password: str = DEMO_PASSWORD) -> Client:
        client = Client(app)
        with client.browser.session_transaction() as kept:
            kept["csrf_token"] = "a token of the tests"
        token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("a token of the tests")
        client.post("/sign-in", {"csrf_token": token, "sign_in_name": name, "password": password}, status=303)
        return client

    return signed_in


@pytest.fixture
def drain(app: Flask) -> Callable[[], int]:
    """Does what the outbox holds, as the worker would; returns how much was finished."""

    def drained() -> int:
        with app.app_context():
            return jobs.drain()

    return drained


@pytest.fixture
def mail_server(app: Flask) -> Iterator[MailServer]:
    """A real SMTP server that the bank's e-mail goes to."""
    server = MailServer()
    server.start()
    app.config["SMTP_URL"] = server.url
    yield server
    server.stop()


@pytest.fixture
def sms_gateway(app: Flask) -> Iterator[SmsGateway]:
    """A real HTTP gateway that the bank's SMS go to."""
    gateway = SmsGateway()
    gateway.start()
    app.config["SMS_URL"] = gateway.url
    yield gateway
    gateway.stop()


SLOW = (
    "accounts/test_bad_files.py",
    "accounts/test_exports.py",
    "accounts/test_formats.py",
    "accounts/test_ledger.py",
    "accounts/test_pages.py",
    "accounts/test_search.py",
    "attachments/*",
    "audit/*",
    "db/test_writers.py",
    "documents/test_braille.py",
    "documents/test_issuing.py",
    "documents/test_pdf.py",
    "documents/test_press.py",
    "documents/test_verify.py",
    "home/*",
    "identity/test_kept_answers.py",
    "identity/test_sessions.py",
    "identity/test_sign_in.py",
    "loans/parties/*",
    "loans/test_asking_for_the_file.py",
    "loans/test_b*.py",
    "loans/test_costs.py",
    "loans/test_counter*.py",
    "loans/test_crash.py",
    "loans/test_documents.py",
    "loans/test_drafts.py",
    "loans/test_keeping.py",
    "loans/lives/*",
    "loans/test_lost_files.py",
    "loans/test_moving.py",
    "loans/test_notices.py",
    "loans/test_papers.py",
    "loans/test_products.py",
    "loans/test_races.py",
    "loans/test_review.py",
    "loans/test_status_page.py",
    "loans/test_t*.py",
    "notices/test_dead_links.py",
    "notices/test_search.py",
    "notices/test_sms*.py",
    "preferences/test_pages.py",
    "preferences/test_papers.py",
    "sweeps/test_budgets.py",
    "web/test_errors.py",
    "web/test_transaction.py",
)
"""What `make check` leaves to `make test`, lest it take longer than two minutes."""


LONGEST = ("loans/test_crash.py", "loans/lives/*")
"""What begins first, lest one core wait for the other at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent

    @cache
    def is_of(path: Path, patterns: tuple[str, ...]) -> bool:
        return any(path.relative_to(here).match(pattern) for pattern in patterns)

    for item in items:
        if is_of(item.path, SLOW):
            item.add_marker("slow")
    items.sort(key=lambda item: not is_of(item.path, LONGEST))
    if is_postgresql():
        asking = [item for item in items if "bank_template" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=list(set(items) - set(asking)))
        items[:] = asking
