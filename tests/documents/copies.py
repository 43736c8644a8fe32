"""Copies that somebody takes along."""

from tests.page import Page


def copied(page: Page, copy: str, **more: str) -> bytes:
    """The file that somebody gets who opens the page anew and chooses this copy."""
    made = page.client.get(page.url).form("copy").fill(copy=copy, **more).submit()
    assert made.path.startswith("/documents/")
    answer = page.client.peek(f"{made.path}/file")
    assert answer.status == 200
    return answer.response.data
