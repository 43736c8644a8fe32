"""A real SMS gateway on the loopback, which can refuse, hang, or be dead for a while."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from typing import Any


class SmsGateway:
    """`asked` holds every request's headers and message; `delivered` what went out, each id once."""

    def __init__(self) -> None:
        with create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.asked: list[tuple[dict[str, str], dict[str, str]]] = []
        self.delivered: dict[str, dict[str, str]] = {}
        self.strangers: list[str] = []
        """Where it was asked for anything else."""
        self.answers: list[int] = []
        """The statuses of the next answers; then 202."""
        self.then: Callable[[], object] = lambda: None
        """What happens between taking a message and answering."""
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.delivered.values()]

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,)).start()

    def stop(self) -> None:
        """Die: connections are refused until `start`."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def take(self, headers: dict[str, str], message: dict[str, str]) -> int:
        """The status of the answer; what is taken twice is delivered once."""
        self.asked.append((headers, message))
        status = self.answers.pop(0) if self.answers else 202
        if status < 300:
            self.delivered.setdefault(message["id"], message)
        self.then()
        return status

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = gateway.take(dict(self.headers), message)
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                gateway.strangers.append(self.path)
                self.send_error(404)

            def log_message(self, format: str, *args: Any) -> None:
                """The gateway keeps no log."""

        return Handler


GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def segments(text: str) -> int:
    """How many messages the networks make of it. Source: 3GPP TS 23.038, 23.040."""
    if set(text) <= GSM:
        return 1 if len(text) <= 160 else -(-len(text) // 153)
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)
