"""One worker as the demo serves it, for `worker.py` to weigh: `python -m tests.bench.server FOLDER DATABASE_URL`."""

import sys

import waitress

from portal.app import create_app
from tests.banks import SETTINGS


def main(instance: str, url: str) -> None:
    """Serve the bank on a free port, which is the first line of the output."""
    app = create_app(instance, **SETTINGS | {"TESTING": False, "DATABASE_URL": url})
    server = waitress.create_server(
        app, host="127.0.0.1", port=0, threads=8, connection_limit=2000, channel_timeout=20
    )
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
