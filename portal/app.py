"""The application: configuration, extensions, blueprints, and nothing else."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress

from portal import config, db
from portal.access import require as access
from portal.accounts.papers import describe_income, describe_statement
from portal.accounts.views import blueprint as accounts
from portal.cli import operators
from portal.cli.demo import commands as demo
from portal.cli.operators import chores
from portal.documents import issuing
from portal.documents import views as documents
from portal.documents.rules import Kind
from portal.home.notices import WORDINGS as HOME_WORDINGS
from portal.home.notices import tell_document_made
from portal.home.views import blueprint as home
from portal.identity import sessions
from portal.identity.views import blueprint as identity
from portal.jobs import operations as jobs
from portal.jobs import queue
from portal.loans.notices import WORDINGS as LOAN_WORDINGS
from portal.loans.operations import let_go
from portal.loans.parties.mail import send_invitation
from portal.loans.parties.notices import WORDINGS as PARTY_WORDINGS
from portal.loans.staff_views import blueprint as staff_loans
from portal.loans.views import blueprint as loans
from portal.notices import labels as notice_labels
from portal.notices import mail, sms
from portal.notices.views import blueprint as notices
from portal.preferences import cookie as preferences
from portal.preferences.papers import blueprint as papers
from portal.preferences.views import blueprint as preferences_views
from portal.web import assets, errors, htmx, idempotency, security, templating, transaction
from portal.workbench.views import blueprint as workbench

ROOT = Path(__file__).parents[1]
EXTENSIONS = (
    db,
    transaction,
    security,
    idempotency,
    htmx,
    errors,
    templating,
    access,
    preferences,
    sessions,
    assets,
)
"""In this order: each stands on those before."""
BLUEPRINTS = (accounts, home, identity, loans, notices, papers, preferences_views, staff_loans, workbench)


def create_app(instance_path: str | None = None, **overrides: Any) -> Flask:
    """The portal. `overrides` stand above the `PORTAL_…` environment."""
    app = Flask(
        "portal",
        root_path=str(ROOT / "portal"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        instance_path=instance_path or str(ROOT / "instance"),
    )
    config.load(app, overrides)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    for extension in EXTENSIONS:
        extension.init_app(app)
    Compress(app)
    Babel(
        app,
        locale_selector=lambda: preferences.reading().locale,
        timezone_selector=lambda: app.config["TIMEZONE"],
    )
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    documents.init_app(app)
    _register_work(app)
    for command in (*operators.COMMANDS, demo):
        app.cli.add_command(command)
    return app


def _register_work(app: Flask) -> None:
    queue.init_app(app)
    jobs.register(app, "notice e-mail", mail.send_notice)
    jobs.register(app, "notice SMS", sms.send_notice)
    jobs.register(app, "invitation e-mail", send_invitation)
    jobs.register(app, "loan let go", let_go)
    jobs.register(app, "document", issuing.make_long)
    issuing.register(app, Kind.STATEMENT, describe_statement)
    issuing.register(app, Kind.INCOME_PROOF, describe_income)
    issuing.tell_when_made(app, tell_document_made)
    notice_labels.register(app, LOAN_WORDINGS | PARTY_WORDINGS | HOME_WORDINGS)
    for chore in chores:
        queue.every_minute(app, chore)
