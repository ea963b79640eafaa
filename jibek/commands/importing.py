"""The command that takes a user's network: ``jibek import``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from jibek.commands.options import as_json
from jibek.ground.reply import Reply


@click.command("import")
@click.argument("form", metavar="FORMAT")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), metavar="DIR", help="New folder of tables."
)
@click.option("--modes", default="", metavar="M,M", help="Only these modes.")
@click.option("--mode", default="", metavar="M", help="Mode where a row names none.")
@click.option("--country", default="", metavar="CC", help="Country where a place names none, such as KZ.")
@click.option("--unit", default="", metavar="U", help="Unit of lengths: km, m, mi or ft.")
@click.option(
    "--snap",
    "snap_km",
    type=float,
    default=0.05,
    show_default=True,
    metavar="KM",
    help="Ends nearer are one.",
)
@click.option(
    "--bridge-km",
    type=float,
    default=2.0,
    show_default=True,
    metavar="KM",
    help="Gaps up to this are proposed.",
)
@click.option(
    "--near",
    "near_km",
    type=float,
    default=0.0,
    metavar="KM",
    help="Named places nearer to one of the package with a link of their mode are that one.",
)
@click.option("--bridge", is_flag=True, help="Build the proposed bridges.")
@click.option("--keep-all", is_flag=True, help="Contract nothing.")
@click.option(
    "--source", default="", metavar="TEXT", help="Whose data it is; default: the names of the files."
)
@click.option("--licence", default="", metavar="TEXT", help="Terms of the data, kept with it.")
@click.option("--redistribute", default="", metavar="R", help="'yes' or 'facts only'.")
@click.option(
    "--route",
    nargs=2,
    default=None,
    metavar="ORIGIN DESTINATION",
    help="Then routes between these: names, ids, or longitude,latitude.",
)
@as_json
def import_(form: str, files: tuple[Path, ...], into: Path, as_json: bool, **wishes: Any) -> Reply:
    """Read a network of your own from FILEs and write tables that --data lays over the shipped ones.

    FORMAT is csv or xlsx (legs, and places), geojson, gmns, gpkg, tntp; osm (.osm.pbf), shp or kml, sea (lengths along
    sea lanes) with the extras osm, geo, sea.
    """
    from jibek import verbs

    return verbs.import_network(form, files, into, **wishes)
