"""One town a module, for sweeps that only look; a test that changes something builds its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.banks import Template, open_bank
from tests.clocks import START, MovableClock
from tests.sweeps.town import Town, build


@pytest.fixture(scope="module")
def town(
    bank_template: Template, clock_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    MovableClock(clock_file).to(START)
    folder = tmp_path_factory.mktemp("town")
    url = bank_template.copy(folder)
    with open_bank(folder, url) as app:
        yield build(app)
    bank_template.drop(url)
