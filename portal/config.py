"""Settings: environment variables `PORTAL_…`, over these defaults."""

import base64
import os
import re
import secrets
from pathlib import Path
from typing import Any

from flask import Flask

DEFAULTS: dict[str, Any] = {
    "DATABASE_URL": "",  # empty: SQLite in the instance folder
    "QUEUE_URL": "",  # empty: beside the SQLite database; else postgresql://…
    "MASTER_KEY": "",  # 32 bytes in base64: wraps every customer's data key
    "CLAMAV": "",  # host:port or /path of a socket where clamd listens; empty: papers are not scanned
    "PAPER_QUOTA": 200 * 1024 * 1024,  # stored papers of one customer, in bytes
    "SMTP_URL": "",  # smtp://host:port; empty: e-mail is not offered
    "SMS_URL": "",  # https://… of the bank's SMS gateway; empty: SMS is not offered
    "SMS_TOKEN": "",  # what the gateway knows us by
    "MAIL_FROM": "no-reply@harbour-bank.example",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "DEMO": False,
    "SECURE_COOKIES": None,  # unless set: yes, but not in the demo, which is served over plain http
    "PROXIES": 0,  # how many trusted proxies stand in front
    "TRUSTED_HOSTS": ["127.0.0.1", "localhost"],
    "BANK_NAMES": {"en": "Harbour Bank", "zh_Hans": "海港银行", "ar": "بنك الميناء"},
    "BANK_PHONE": "+86 21 5550 1234",
    "BANK_CODE": "HARBOUR",  # what statements call the bank where a code is asked for: at most nine characters
    "IMPORT_LIMIT": 1536 * 1024 * 1024,  # largest file of statements, in bytes
    "CURRENCY": "CNY",
    "TIMEZONE": "Asia/Shanghai",
    "CALENDAR": "CN",  # a country whose public holidays close the branches
    "DEFAULT_LOCALE": "en",
    "BANK_LOCALE": "zh_Hans",  # the bank's own language: what stands beside a customer's on her papers
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_BR_LEVEL": 5,
    "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the browser's session: a slow reader loses nothing
    "WTF_CSRF_SSL_STRICT": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
}


def load(app: Flask, overrides: dict[str, Any]) -> None:
    """Fill `app.config`; RuntimeError where a secret is missing outside the demo."""
    app.config.from_mapping(DEFAULTS)
    app.config.from_prefixed_env("PORTAL")
    app.config.from_mapping(overrides)
    if app.config["DEMO"]:
        _keep_demo_secrets(app)
    _refuse_missing_secrets(app)
    _refuse_odd_master_key(app)
    _refuse_odd_scanner(app)
    _refuse_odd_gateway(app)
    if app.config["SECURE_COOKIES"] is None:
        app.config["SECURE_COOKIES"] = not app.config["DEMO"]
    app.config["SESSION_COOKIE_SECURE"] = app.config["SECURE_COOKIES"]
    app.config["SESSION_COOKIE_NAME"] = cookie_name(app, "browser")
    app.config["SQLALCHEMY_ENGINES"] = {"default": _engine(app)}


def cookie_name(app: Flask, name: str) -> str:
    """`__Host-` binds a cookie to this host over https; plain http cannot carry that prefix."""
    return f"__Host-{name}" if app.config["SECURE_COOKIES"] else name


def _keep_demo_secrets(app: Flask) -> None:
    """The demo makes its own secrets once and keeps them where only its owner can read."""
    for setting in ("SECRET_KEY", "MASTER_KEY"):
        if not app.config.get(setting):
            app.config[setting] = _kept(Path(app.instance_path) / f"demo-{setting.lower()}")


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)).decode())
    except FileExistsError:
        pass  # made by an earlier run
    return path.read_text()


def _refuse_missing_secrets(app: Flask) -> None:
    for setting in ("SECRET_KEY", "MASTER_KEY"):
        if not app.config.get(setting):
            raise RuntimeError(
                f"PORTAL_{setting} is not set. Make one with: "
                'python -c "import base64,secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())"'
            )


def _refuse_odd_master_key(app: Flask) -> None:
    try:
        size = len(base64.b64decode(app.config["MASTER_KEY"], validate=True))
    except ValueError:
        size = 0
    if size != 32:
        raise RuntimeError("PORTAL_MASTER_KEY must be 32 bytes in base64")


def _refuse_odd_scanner(app: Flask) -> None:
    """A mistyped scanner would otherwise refuse every paper, hours later."""
    if not re.fullmatch(r"|/.+|.+:\d+", app.config["CLAMAV"]):
        raise RuntimeError("PORTAL_CLAMAV must be host:port or the path of a Unix socket")


def _refuse_odd_gateway(app: Flask) -> None:
    """Telephone numbers and the token leave this machine encrypted only."""
    if not re.fullmatch(r"|https://\S+|http://(127\.0\.0\.1|localhost)[:/]\S*", app.config["SMS_URL"]):
        raise RuntimeError("PORTAL_SMS_URL must begin with https://, or lead to this machine")
    if not re.fullmatch(r"[!-~]*", str(app.config["SMS_TOKEN"])):
        raise RuntimeError("PORTAL_SMS_TOKEN must be without spaces, in plain letters, digits and signs")


def _engine(app: Flask) -> dict[str, Any]:
    url = app.config["DATABASE_URL"]
    if not url:
        Path(app.instance_path).mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{Path(app.instance_path) / 'portal.sqlite'}"
    if url.startswith("sqlite"):
        import pysqlite3.dbapi2

        return {"url": url, "module": pysqlite3.dbapi2}
    return {"url": url, "isolation_level": "AUTOCOMMIT", "pool_pre_ping": True}
