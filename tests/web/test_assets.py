"""Static files: found by their plain name, served compressed, kept for a year, never a wrong page."""

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from werkzeug.test import TestResponse

from portal.web import assets

CSS = "portal-ABCD2345.css"
RULES = "p{margin:0}" * 20


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / CSS).write_text(RULES)
    (tmp_path / f"{CSS}.br").write_bytes(b"as brotli")
    (tmp_path / f"{CSS}.gz").write_bytes(gzip.compress(RULES.encode()))
    (tmp_path / "manifest.json").write_text(json.dumps({"portal.css": CSS}))
    return tmp_path


@pytest.fixture
def site(dist: Path) -> Flask:
    app = Flask(__name__, static_folder=None)
    assets.init_app(app, dist)
    return app


def get(site: Flask, path: str, **headers: str) -> TestResponse:
    return site.test_client().get(path, headers=headers, buffered=True)


def rendered(site: Flask, template: str) -> str:
    with site.test_request_context():
        return render_template_string(template)


def test_a_template_names_a_file_plainly(site: Flask) -> None:
    assert rendered(site, "{{ asset('portal.css') }}") == f"/static/{CSS}"


def test_a_file_that_does_not_exist_says_what_to_type(site: Flask) -> None:
    with pytest.raises(assets.MissingAssets, match=r"no other\.css.*make static"):
        rendered(site, "{{ asset('other.css') }}")


def test_without_a_build_the_application_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(assets.MissingAssets, match="make static"):
        assets.init_app(Flask(__name__), tmp_path)


def test_a_hashed_file_is_kept_for_a_year(site: Flask) -> None:
    answer = get(site, f"/static/{CSS}")
    assert answer.text == RULES
    assert answer.headers["Cache-Control"] == "max-age=31536000, public, immutable"


def test_an_unhashed_file_is_asked_for_again(site: Flask) -> None:
    assert "immutable" not in get(site, "/static/manifest.json").headers["Cache-Control"]


@pytest.mark.parametrize(("accepted", "served"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_the_smallest_form_a_browser_takes_is_served(site: Flask, accepted: str, served: str | None) -> None:
    answer = get(site, f"/static/{CSS}", **{"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == served
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_static_files_are_nothing_but_what_they_say(site: Flask) -> None:
    headers = get(site, f"/static/{CSS}").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../assets.py", "/static/%2e%2e/manifest.json", f"/static/x{CSS}"]
)
def test_nothing_else_is_served(site: Flask, path: str) -> None:
    assert get(site, path).status_code == 404


def test_what_was_built_is_what_templates_ask_for() -> None:
    """Needs `make static`, which every make target that tests runs first."""
    built = assets.manifest(assets.DIST)
    assert {"portal.css", "inside.css", "portal.js"} <= built.keys()
    assert all((assets.DIST / name).is_file() for name in built.values())
    assert all(
        (assets.DIST / f"{built[name]}.br").is_file() for name in ("portal.css", "inside.css", "portal.js")
    )
