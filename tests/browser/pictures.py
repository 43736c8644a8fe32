"""With PORTAL_PICTURES=folder, the journeys leave a picture of every page on their way there, for eyes to look at."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

FOLDER = os.environ.get("PORTAL_PICTURES", "")


def picture(page: Page) -> None:
    """The page as it stands, numbered within its test; nothing without a folder."""
    if not FOLDER:
        return
    test = os.environ["PYTEST_CURRENT_TEST"].rpartition("::")[2].partition(" ")[0]
    folder = Path(FOLDER) / test
    folder.mkdir(parents=True, exist_ok=True)
    place = urlsplit(page.url).path.strip("/").replace("/", ".")[:80]
    page.screenshot(path=folder / f"{len(list(folder.iterdir())):03}-{place}.png", full_page=True)
