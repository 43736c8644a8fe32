"""The portal behind a real server, for real browsers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress.server import TcpWSGIServer, create_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which `app` is served, on a free port of the loopback."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=True)
    assert isinstance(server, TcpWSGIServer)
    thread = threading.Thread(target=server.run)
    thread.start()
    url = f"http://127.0.0.1:{server.effective_port}"
    app.config["PUBLIC_URL"] = url
    try:
        yield url
    finally:
        _stop(server)
        thread.join()


def _stop(server: TcpWSGIServer) -> None:
    """End the loop from within: a socket closed from outside while the loop waits for it is an error there."""

    def close() -> None:
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()

    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(close)
