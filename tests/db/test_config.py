"""Settings: nothing in production starts with a default secret."""

import base64
import stat
from pathlib import Path

import pytest
from flask import Flask

from portal import config
from tests.banks import SETTINGS

SECRETS = {"SECRET_KEY": "a", "MASTER_KEY": SETTINGS["MASTER_KEY"]}


@pytest.fixture
def bare(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    for name in ("PORTAL_SECRET_KEY", "PORTAL_MASTER_KEY", "PORTAL_DEMO"):
        monkeypatch.delenv(name, raising=False)
    return Flask("bare", instance_path=str(instance))


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_secret_stops_the_start_and_says_how_to_make_one(bare: Flask, missing: str) -> None:
    with pytest.raises(RuntimeError, match=f"PORTAL_{missing} is not set.*token_bytes"):
        config.load(bare, {name: value for name, value in SECRETS.items() if name != missing})


def test_the_demo_makes_its_secrets_once_and_keeps_them_to_itself(bare: Flask, instance: Path) -> None:
    config.load(bare, {"DEMO": True})
    first = {name: bare.config[name] for name in SECRETS}
    again = Flask("again", instance_path=str(instance))
    config.load(again, {"DEMO": True})
    assert {name: again.config[name] for name in SECRETS} == first
    assert all(len(base64.b64decode(secret)) == 32 for secret in first.values())
    assert first["SECRET_KEY"] != first["MASTER_KEY"]
    files = list(instance.glob("demo-*"))
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]


def test_the_demo_uses_the_secrets_it_is_given(bare: Flask, instance: Path) -> None:
    config.load(bare, {"DEMO": True, **SECRETS})
    assert bare.config["SECRET_KEY"] == "a"
    assert not list(instance.glob("demo-*"))


@pytest.mark.parametrize(
    ("settings", "secure", "name"),
    [
        ({}, True, "__Host-signed-in"),
        ({"DEMO": True}, False, "signed-in"),
        ({"DEMO": True, "SECURE_COOKIES": True}, True, "__Host-signed-in"),
        ({"SECURE_COOKIES": False}, False, "signed-in"),
    ],
)
def test_cookies_are_secure_unless_the_demo_or_a_setting_says_otherwise(
    bare: Flask, settings: dict[str, bool], secure: bool, name: str
) -> None:
    config.load(bare, SECRETS | settings)
    assert bare.config["SESSION_COOKIE_SECURE"] is secure
    assert config.cookie_name(bare, "signed-in") == name
    assert bare.config["SESSION_COOKIE_NAME"] == config.cookie_name(bare, "browser")


def test_the_environment_stands_above_the_defaults_and_below_the_overrides(
    bare: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_TIMEZONE", "Europe/Paris")
    monkeypatch.setenv("PORTAL_CURRENCY", "EUR")
    config.load(bare, SECRETS | {"CURRENCY": "USD"})
    assert (bare.config["TIMEZONE"], bare.config["CURRENCY"]) == ("Europe/Paris", "USD")


@pytest.mark.parametrize("address", ["", "127.0.0.1:3310", "[::1]:3310", "/run/clamav/clamd.ctl"])
def test_a_scanner_has_a_port_or_a_socket(bare: Flask, address: str) -> None:
    config.load(bare, SECRETS | {"CLAMAV": address})
    assert bare.config["CLAMAV"] == address


@pytest.mark.parametrize("address", ["clamav", "127.0.0.1:", ":3310", "tcp://clamav"])
def test_a_mistyped_scanner_is_refused_at_the_start(bare: Flask, address: str) -> None:
    with pytest.raises(RuntimeError, match="PORTAL_CLAMAV"):
        config.load(bare, SECRETS | {"CLAMAV": address})


def test_postgresql_reads_autocommit(bare: Flask) -> None:
    config.load(bare, SECRETS | {"DATABASE_URL": "postgresql+psycopg://db/portal"})
    engine = bare.config["SQLALCHEMY_ENGINES"]["default"]
    assert engine["isolation_level"] == "AUTOCOMMIT"


def test_without_an_address_the_database_lives_in_the_instance_folder(bare: Flask, instance: Path) -> None:
    config.load(bare, SECRETS)
    assert bare.config["SQLALCHEMY_ENGINES"]["default"]["url"] == f"sqlite:///{instance}/portal.sqlite"


@pytest.mark.parametrize(
    "url", ["", "https://sms.bank.example/v1/messages", "http://127.0.0.1:8080/x", "http://localhost/x"]
)
def test_an_sms_gateway_that_is_asked_safely(bare: Flask, url: str) -> None:
    config.load(bare, SECRETS | {"SMS_URL": url, "SMS_TOKEN": "a-b.c_d"})
    assert bare.config["SMS_URL"] == url


@pytest.mark.parametrize(
    "url",
    [
        "http://sms.bank.example/v1",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example/",
        "file:///etc/passwd",
        "sms.bank.example",
        "https://",
        "https://a b",
    ],
)
def test_an_sms_gateway_that_others_could_listen_to_is_refused(bare: Flask, url: str) -> None:
    with pytest.raises(RuntimeError, match="PORTAL_SMS_URL"):
        config.load(bare, SECRETS | {"SMS_URL": url})


@pytest.mark.parametrize("token", ["two words", "a\nHost: evil", "秘密"])
def test_a_token_that_no_header_takes_is_refused(bare: Flask, token: str) -> None:
    with pytest.raises(RuntimeError, match="PORTAL_SMS_TOKEN"):
        config.load(bare, SECRETS | {"SMS_TOKEN": token})
