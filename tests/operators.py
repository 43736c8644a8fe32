"""What operators type."""

from click.testing import Result
from flask import Flask


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=list(args))
