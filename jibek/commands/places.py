"""Commands on what can be named: ``jibek places``, ``jibek gateways`` and ``jibek services``."""

from __future__ import annotations

from typing import Any

import click

from jibek.commands.options import as_json, data_folder
from jibek.ground.reply import Reply

text_given = click.argument("text", required=False)
in_year = click.option(
    "--year", type=int, metavar="Y", help="Year in which they are served; default: the baseline's."
)


@click.command()
@text_given
@in_year
@data_folder
@as_json
def places(text: str | None, as_json: bool, **options: Any) -> Reply:
    """Places by id, name in four languages, country and modes; TEXT is a part of a name, with a slip, or a country."""
    from jibek import verbs

    return verbs.places(text, **options)


@click.command()
@text_given
@in_year
@data_folder
@as_json
def gateways(text: str | None, as_json: bool, **options: Any) -> Reply:
    """Border crossings and ports by id, with ends, change of gauge, capacity and state in the year."""
    from jibek import verbs

    return verbs.gateways(text, **options)


@click.command()
@text_given
@in_year
@data_folder
@as_json
def services(text: str | None, as_json: bool, **options: Any) -> Reply:
    """Trains, trucks and ships that can be booked: where they go, how often, and how they differ from ordinary ones."""
    from jibek import verbs

    return verbs.services(text, **options)
