from collections.abc import Iterator

import pytest
from flask import Flask

from portal.identity.models import Customer
from tests.factories import cases


@pytest.fixture
def james(app: Flask) -> Iterator[Customer]:
    with app.app_context():
        yield cases.customer("james")
