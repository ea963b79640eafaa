"""``jibek record``: who said what, does it add up, what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from jibek.commands.options import as_json, data_folder
from jibek.ground.reply import Reply

Command = TypeVar("Command", bound=Callable[..., Any])


def filters(command: Command) -> Command:
    """What to look for: a thing, a span, a reporter, a text."""
    for option in (
        click.option("--source", default="", metavar="ID", help="A text, or the origin of several."),
        click.option("--reporter", default="", metavar="R", help="Whose statistics: CHN, KAZ, ..."),
        click.option("--period", default="", metavar="P", help="A span: 2023, 2023-05, 2022/2024."),
        click.option("--entity", default="", metavar="NAME", help="Subject, object, key or place."),
    ):
        command = option(command)
    return command


@click.group()
def record() -> None:
    """Claims of texts and facts under one key: list them, add them up, set reporters side by side."""


@record.command("list")
@filters
@click.option("--facts", is_flag=True, help="Also figures of statistics under the same keys.")
@data_folder
@as_json
def list_(as_json: bool, **options: Any) -> Reply:
    """Claims, one a line, newest text last."""
    from jibek import verbs

    return verbs.record_list(**options)


@record.command()
@click.argument("name", metavar="ID")
@data_folder
@as_json
def show(name: str, data: Path | None, as_json: bool) -> Reply:
    """A claim, a fact that claims share, a key or an entity: all that is said of it, and what the audit finds."""
    from jibek import verbs

    return verbs.record_show(name, data=data)


@record.command()
@filters
@click.option(
    "--all", "everything", is_flag=True, help="Also what touches no text: statistics among themselves."
)
@data_folder
@as_json
def audit(as_json: bool, **options: Any) -> Reply:
    """Does it add up: every closure with its working, and what settles apparent conflicts."""
    from jibek import verbs

    return verbs.record_audit(**options)


@record.command()
@data_folder
@as_json
def targets(data: Path | None, as_json: bool) -> Reply:
    """Goals by version: baseline, actual, progress and the year they were met, by reporter."""
    from jibek import verbs

    return verbs.record_targets(data=data)


@record.command()
@click.argument("pair", default="KAZ-CHN")
@data_folder
@as_json
def mirror(pair: str, data: Path | None, as_json: bool) -> Reply:
    """Both reporters of a PAIR year by year, and what is known of why they differ."""
    from jibek import verbs

    return verbs.record_mirror(pair, data=data)


@record.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@as_json
def diff(before: str, after: str, as_json: bool) -> Reply:
    """What changed from A to B: the shipped record, `eurasia`, or folders of tables laid over it."""
    from jibek import verbs

    return verbs.record_diff(before, after)


@record.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@data_folder
@as_json
def anchor(file: Path, data: Path | None, as_json: bool) -> Reply:
    """Find the passages of the record again in your own copy of a text."""
    from jibek import verbs

    return verbs.record_anchor(file, data=data)
