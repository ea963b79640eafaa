"""What commands share: the options that many take, and progress on standard error while a verb works."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jibek.ground.language import ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from jibek.verbs import Progress

JSON = "--json"

as_json = click.option(JSON, "as_json", is_flag=True, help="Print one JSON object to standard output.")

data_folder = click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="Tables to lay over the shipped ones."
)

language_option = click.option(
    "--lang",
    "lang",
    default=ENGLISH,
    metavar="L",
    help=f"Language of the words: {', '.join(LANGUAGES)}; default: {ENGLISH}.",
)


@contextlib.contextmanager
def watched() -> Iterator[Progress]:
    """Progress on standard error while a verb works."""
    from jibek.verbs import Progress

    with Progress() as progress:
        yield progress
