"""The command on routes: ``jibek route``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from jibek.commands.options import as_json, data_folder, language_option, watched
from jibek.ground.reply import Reply


@click.command()
@click.argument("origin", required=False)
@click.argument("destination", required=False)
@click.option(
    "--pairs", type=click.Path(path_type=Path), metavar="FILE", help="CSV: origin,destination[,boxes]."
)
@click.option("--feu", type=float, metavar="N", help="Forty-foot boxes.")
@click.option("--teu", type=float, metavar="N", help="Twenty-foot boxes.")
@click.option("--tonnes", type=float, metavar="N", help="Tonnes, not in boxes.")
@click.option("--commodity", metavar="C", help="Commodity class of the tonnes.")
@click.option(
    "--depart",
    "--date",
    "date",
    metavar="D",
    help="Day on which the cargo is ready; crossings that are closed that day are left out.",
)
@click.option("--arrive-by", metavar="D", help="Day by which nine journeys in ten arrive: says when to send.")
@click.option(
    "--service", multiple=True, metavar="S", help="Service to take, by id or kind; see jibek services."
)
@click.option("--modes", metavar="M,M", help="Modes that may be used: road, rail, sea, ferry.")
@click.option(
    "--via", multiple=True, metavar="PLACE", help="Pass this place, gateway, country or sea; in order."
)
@click.option("--avoid", multiple=True, metavar="COUNTRY", help="Keep out of a country; may be repeated.")
@click.option("--avoid-gateway", multiple=True, metavar="ID", help="Pass no gateway called so.")
@click.option("--all", "everything", is_flag=True, help="Show all ways, not the choices alone.")
@click.option(
    "--free-flow/--loaded",
    "free_flow",
    default=None,
    help="Waits without congestion, at once; or those of a run. Default: a run, but for an imported network.",
)
@click.option("--scenario", default="baseline", metavar="S", help="Scenario or run whose waits are met.")
@click.option("--year", type=int, metavar="Y", help="Year in which the scenario is met.")
@click.option(
    "--map", "map_to", type=click.Path(path_type=Path), metavar="FILE", help="Draw it: .html, .geojson, .png."
)
@click.option("--format", "form", metavar="F", help="table, csv, json or xlsx; default: by the name of FILE.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where it is written.")
@language_option
@data_folder
@as_json
def route(
    origin: str | None,
    destination: str | None,
    pairs: Path | None,
    scenario: str,
    form: str | None,
    out: Path | None,
    as_json: bool,
    **options: Any,
) -> Reply:
    """What a shipper could choose between two places, named in any language or by id, or all pairs of a file."""
    from jibek import verbs

    of_one = {k: options.pop(k) for k in ("feu", "teu", "tonnes", "commodity", "everything", "map_to")}
    _one_or_many((origin, destination), pairs, [k for k, v in of_one.items() if v])
    with watched() as progress:
        options["progress"] = progress
        if pairs is not None:
            return verbs.shaped(lambda: verbs.route_pairs(scenario, pairs, **options), form, out)
        return verbs.shaped(
            lambda: verbs.route(scenario, str(origin), str(destination), **of_one, **options), form, out
        )


def _one_or_many(ends: tuple[str | None, str | None], pairs: Path | None, of_one: list[str]) -> None:
    """Two places, or a file of pairs; cargo stands in the file."""
    if pairs is None:
        for name, value in zip(("ORIGIN", "DESTINATION"), ends, strict=True):
            if value is None:
                raise click.MissingParameter(
                    "Or give --pairs FILE.",
                    ctx=click.get_current_context(),
                    param_hint=f"'{name}'",
                    param_type="argument",
                )
    elif ends[0] is not None or of_one:
        told = (
            "places"
            if ends[0] is not None
            else "--" + of_one[0].replace("everything", "all").replace("map_to", "map")
        )
        raise click.UsageError(f"--pairs FILE says it all: leave out {told}.")
