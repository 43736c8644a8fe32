"""Finding one's way in an element, whatever version's namespace it has."""

from collections.abc import Iterator
from datetime import datetime

from lxml.etree import _Element as Element


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, or what it leads to; None where there is none."""
    for name in path:
        for each in () if element is None else element:
            if each.tag.endswith(f"}}{name}"):
                element = each
                break
        else:
            return None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Its children of that name. Walking over them is several times faster than having lxml look for a name."""
    ending = f"}}{name}"
    for each in () if element is None else element:
        if each.tag.endswith(ending):
            yield each


def text_of(element: Element | None, *path: str) -> str:
    """Its text, or that of its first child: versions differ in whether a choice stands between. Empty for none."""
    found = child(element, *path)
    if found is None:
        return ""
    return ((found[0].text if len(found) else found.text) or "").strip()


def account_of(account: Element | None) -> str:
    """An IBAN or another identification of an account."""
    return text_of(account, "Id", "IBAN") or text_of(account, "Id", "Othr", "Id")


def moment_of(text: str) -> datetime | None:
    """An ISO date and time with its zone; None where it is none or has no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def forget(element: Element) -> None:
    """It and what stands before it, so that a million entries need no more memory than one."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
