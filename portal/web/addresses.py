"""What an address asks for, and which page stands behind it."""

from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

LARGEST_KEY = 2**63 - 1


def before() -> int | None:
    """The key that a list's next page begins before; None for the first page and for nonsense."""
    key = request.args.get("before", type=int)
    return key if key is not None and 0 < key <= LARGEST_KEY else None


def page_here(**more: Any) -> str:
    """The address of the page that this request is or came from."""
    path = _page_path()
    args = {**(request.args.to_dict() if path == request.path else {}), **more}
    return f"{path}?{urlencode(args)}" if args else path


def page_behind() -> tuple[str, dict[str, Any]]:
    """The path of the page that this request is or came from, and its route's name, arguments and query."""
    path = _page_path()
    endpoint, values = _adapter().match(path, "GET")
    query = request.args.to_dict() if path == request.path else {}
    return path, {"endpoint": endpoint, "values": dict(values), "query": query}


def address_of(route: dict[str, Any]) -> str | None:
    """The address of a route that `page_behind` named; None where there is no such route any more."""
    if route["endpoint"] not in current_app.view_functions:
        return None
    url = url_for(route["endpoint"], **route["values"])
    return f"{url}?{urlencode(route['query'])}" if route["query"] else url


def _page_path() -> str:
    """This address if it is a page's, else the nearest one above it; looked for once, since every page asks often."""
    known: dict[str, str] = g.setdefault("page_paths", {})
    if request.path not in known:
        path = request.path
        while not _is_page(path):
            path = path[:-1] if path.endswith("/") else path.rpartition("/")[0] + "/"
        known[request.path] = path
    return known[request.path]


def _is_page(path: str) -> bool:
    """Whether people open it: not a form's target, nor what a page asks by itself."""
    try:
        endpoint, _values = _adapter().match(path, "GET")
    except HTTPException:  # unknown, for forms alone, or another spelling of an address
        return False
    return not getattr(current_app.view_functions[endpoint], "is_poll", False)


def _adapter() -> MapAdapter:
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        raise RuntimeError("there is no request to find an address for")
    return adapter
