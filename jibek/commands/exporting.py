"""The command that gives the network to other programs: ``jibek export``."""

from __future__ import annotations

from pathlib import Path

import click

from jibek.commands.options import as_json, data_folder
from jibek.ground.reply import Reply


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--network", "form", required=True, metavar="FORMAT", help="csv, geojson, gmns or gpkg.")
@data_folder
@as_json
def export(out: Path, form: str, data: Path | None, as_json: bool) -> Reply:
    """Write places and links, every column with them, into a new folder DIR; `jibek import` reads it again."""
    from jibek import verbs

    return verbs.export_network(form, out, data=data)
