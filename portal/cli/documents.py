"""What operators do with papers: hand over to the post what customers want sent."""

import os
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from portal import clock
from portal.db import transaction
from portal.documents.operations import mark_posted
from portal.documents.queries import documents_to_post
from portal.documents.storage import read

documents = AppGroup("documents", help="Papers that go out.")


@documents.command("post")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def post(folder: Path) -> None:
    """Write to FOLDER what waits for the post, a file each, named by the customer's number; each goes once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = documents_to_post()
    for document, number in waiting:
        file = folder / f"{number}-{document.public_id}.{document.form}"
        with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(read(document))
        with transaction():
            mark_posted(document, clock.now())
    click.echo(f"{len(waiting)} papers for the post in {folder}.")
