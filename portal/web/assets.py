"""Stylesheet, script and pictures under names made of their content, kept by browsers for a year."""

import json
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

DIST = Path(__file__).parents[2] / "static" / "dist"
PREFIX = "/static/"
YEAR = 365 * 24 * 60 * 60  # seconds
HASHED = r"-[0-9A-Z]{8}\.[a-z]+$"  # as esbuild names them


class MissingAssets(RuntimeError):
    """Set-up has not been run, or a template asks for a file that does not exist."""


def init_app(app: Flask, dist: Path = DIST) -> None:
    """Serve `dist` under /static/ and give templates `asset()`; MissingAssets where it was not built."""
    files = manifest(dist)

    def asset(name: str) -> str:
        """The address of a file by the name it has in the repository: "portal.css"."""
        try:
            return PREFIX + files[name]
        except KeyError:
            raise MissingAssets(f"static/dist has no {name}. Type: make static") from None

    app.jinja_env.globals["asset"] = asset
    static = WhiteNoise(
        app.wsgi_app, allow_all_origins=False, add_headers_function=harden, immutable_file_test=HASHED
    )
    static.FOREVER = YEAR
    static.add_files(dist, PREFIX)
    app.wsgi_app = static  # type: ignore[method-assign]


def manifest(dist: Path) -> dict[str, str]:
    """Name in the repository → name as served."""
    try:
        return dict(json.loads((dist / "manifest.json").read_text()))
    except FileNotFoundError:
        raise MissingAssets("The stylesheet and the script are not built. Type: make static") from None


def harden(headers: Headers, _path: str, _url: str) -> None:
    """These files are public, but nothing else may pretend that they are its own or a page."""
    headers["Content-Security-Policy"] = "default-src 'none'"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
