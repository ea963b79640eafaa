"""The command on the systems of the texts: ``jibek systems``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from jibek.commands.options import as_json, data_folder, language_option, watched
from jibek.ground.reply import Reply


@click.command()
@click.argument("name", required=False)
@click.option("--group", metavar="G", help="Systems of this group alone.")
@click.option("--status", metavar="S", help="computed, recorded or gap.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page for offline.")
@click.option("--run", default="baseline", metavar="RUN", help="Run whose quantities are read.")
@language_option
@data_folder
@as_json
def systems(name: str | None, data: Path | None, as_json: bool, **options: Any) -> Reply:
    """Every system that the texts name, or those called NAME: what is said, known, worked out and missing."""
    from jibek import verbs

    with watched() as progress:
        return verbs.systems(name, data=data, progress=progress, **options)
