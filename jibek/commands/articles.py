"""Commands on articles: ``jibek check`` and ``jibek record propose``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from jibek.commands.options import as_json, data_folder
from jibek.commands.recording import record
from jibek.ground.reply import Reply

articles_given = click.argument("articles", nargs=-1, metavar="ARTICLE...")
written_on = click.option(
    "--date", metavar="DATE", help="When the articles were written, ISO; replaces what they say."
)


@click.command()
@articles_given
@click.option("--within", default="record", show_default=True, metavar="SOURCES", help="record or seeds.")
@written_on
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="The marked articles, a page.")
@click.option(
    "--claimreview",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="ClaimReview of schema.org, JSON-LD.",
)
@data_folder
@as_json
def check(articles: tuple[str, ...], as_json: bool, **options: Any) -> Reply:
    """Hold each figure of an ARTICLE, a file, a folder or - for standard input, against the record."""
    from jibek import verbs

    return verbs.check(*articles, **options)


@record.command()
@articles_given
@written_on
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE.csv", help="Where the rows are written."
)
@data_folder
@as_json
def propose(articles: tuple[str, ...], as_json: bool, **options: Any) -> Reply:
    """Turn what an ARTICLE says and the record does not hold into claim rows for review, never into the record."""
    from jibek import verbs

    return verbs.propose(*articles, **options)
