"""The command line: asks the API, shows the answer. Nothing heavy is imported before a verb needs it.

With ``--json`` standard output holds one JSON object and nothing else, also when something is wrong; messages and
progress go to standard error.

Exit codes: 0 done; 1 a check failed: the run is kept and names it, or there is no answer, only the residual; 2 bad
input or usage; 3 interrupted; 4 a fault of the program or its surroundings, told in full with ``JIBEK_DEBUG=1``.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from jibek import __version__
from jibek.commands.articles import check
from jibek.commands.exporting import export
from jibek.commands.importing import import_
from jibek.commands.options import JSON, as_json, data_folder, language_option, watched
from jibek.commands.places import gateways, places, services
from jibek.commands.recording import record
from jibek.commands.routing import route
from jibek.commands.surveying import systems
from jibek.ground import stopping, streams
from jibek.ground.errors import InputError, Interrupted, JibekError, Problem, SystemFault, nearest
from jibek.ground.reply import Reply
from jibek.ground.text import escaped, visible


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, prog_name="jibek")
@click.pass_context
def cli(context: click.Context) -> None:
    """Freight between China and Kazakhstan: from cited facts to routes, days, trade and welfare.

    \b
    jibek run baseline                              the whole chain, and a report
    jibek compare baseline khorgos-fast-customs     what a scenario changes
    jibek explain baseline headline caspian_tonnes value
    jibek route "Xi'an" Duisburg                    what a shipper could choose
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@click.argument("scenario", default="baseline")
@data_folder
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The run folder; empty, new, or of this same run.",
)
@click.option("--year", type=int, metavar="Y", help="Replaces the scenario's year, 2000 to 2035.")
@click.option(
    "--draws", type=click.IntRange(0, 4096), metavar="N", help="Worlds drawn; 0: central values alone."
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), metavar="N", help="Replaces the scenario's seed.")
@click.option("--fresh", is_flag=True, help="Compute again what a kept run of the same inputs would give.")
@language_option
@as_json
def run(scenario: str, data: Path | None, out: Path | None, as_json: bool, **options: Any) -> Reply:
    """Run a SCENARIO, a shipped name or a .toml file, over the whole chain; keep a run folder and a report."""
    from jibek import verbs

    with watched() as progress:
        return verbs.run(scenario, data=data, out=out, progress=progress, **options)


@cli.command()
@click.argument("run", metavar="RUN")
@language_option
@click.option(
    "--boundaries",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Boundaries to draw on the maps: GeoJSON or TopoJSON; none are drawn without it.",
)
@click.option("--viewpoint", metavar="TEXT", help="Whose boundaries they are, as the maps will say.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where the page is written.")
@data_folder
@as_json
def report(run: str, as_json: bool, **options: Any) -> Reply:
    """The page of a kept RUN anew, in the language that is asked for; nothing is computed.

    A RUN is a run folder, a run id or the name of a scenario that has a run.
    """
    from jibek import verbs

    return verbs.report(run, **options)


@cli.command()
@click.option("--draws", type=click.IntRange(1, 4096), metavar="N", help="Worlds drawn.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), metavar="N", help="Seed of the draws.")
@click.option(
    "--slopes", "slopes_anew", is_flag=True, help="Work out anew how observations answer to assumptions."
)
@click.option(
    "--year",
    "years",
    type=int,
    multiple=True,
    metavar="Y",
    help="Be judged by another year too; may be repeated.",
)
@data_folder
@as_json
def calibrate(data: Path | None, as_json: bool, **options: Any) -> Reply:
    """What the published figures make of the assumptions: prior and posterior of each, side by side."""
    from jibek import verbs

    with watched() as progress:
        return verbs.calibrate(data=data, progress=progress, **options)


@cli.command()
@click.argument("runs", nargs=-1, metavar="RUN RUN...")
@data_folder
@as_json
def compare(runs: tuple[str, ...], data: Path | None, as_json: bool) -> Reply:
    """Runs side by side, differences first: the last less the first.

    A RUN is a run folder, a run id or the name of a scenario, which is computed if it has no run yet.
    """
    from jibek import verbs

    with watched() as progress:
        return verbs.compare(*runs, data=data, progress=progress)


@cli.command()
@click.argument("run", metavar="RUN")
@click.argument("table")
@click.argument("key")
@click.argument("column")
@data_folder
@as_json
def explain(run: str, table: str, key: str, column: str, data: Path | None, as_json: bool) -> Reply:
    """A number, back to the facts, assumptions and settings that it was made from.

    KEY is the values of the table's key columns joined by a bar; `headline` is a table with key id|reporter.
    """
    from jibek import verbs

    with watched() as progress:
        return verbs.obtain(run, data=data, progress=progress).explain(table, key, column)


@cli.command()
@click.argument("dataset", default="eurasia")
@click.option(
    "--distances", is_flag=True, help="Published distances beside the network, and errors of lengths."
)
@as_json
def inspect(dataset: str, distances: bool, as_json: bool) -> Reply:
    """Check a DATASET, the shipped `eurasia` or a folder of tables, and say what is weak in it."""
    from jibek import verbs

    return verbs.distances(dataset) if distances else verbs.inspect(dataset)


@cli.command()
@click.argument("gateways", nargs=-1, metavar="[GATEWAY]...")
@click.option(
    "--year", type=int, default=None, metavar="Y", help="Year that is played; default: the baseline's."
)
@click.option(
    "--replications", type=click.IntRange(2, 10_000), metavar="N", help="How often a year is played."
)
@click.option(
    "--precision", type=float, metavar="P", help="Play until the mean is known to this share of itself."
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), metavar="N", help="Seed of the random draws.")
@data_folder
@as_json
def simulate(gateways: tuple[str, ...], as_json: bool, **options: Any) -> Reply:
    """Play a year at each GATEWAY, by default at all rail crossings: how long do trains wait, and for what."""
    from jibek import verbs

    with watched():
        return verbs.simulate(gateways, **options)


@cli.command()
@click.argument("net", type=click.Path(path_type=Path))
@click.argument("trips", type=click.Path(path_type=Path))
@click.option(
    "--gap", type=float, default=1e-6, show_default=True, metavar="G", help="Relative gap to reach."
)
@click.option(
    "--method",
    default="algorithm-b",
    show_default=True,
    metavar="M",
    help="algorithm-b, gradient-projection, frank-wolfe or msa.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FLOWS.csv", help="Where flows are written.")
@click.option("--toll-factor", type=float, metavar="X", help="Cost of a unit of toll; default: the file's.")
@click.option(
    "--distance-factor", type=float, metavar="X", help="Cost of a unit of length; default: the file's."
)
@click.option("--drop-unreachable", is_flag=True, help="Leave out trips that no links join.")
@click.option(
    "--iterations", type=click.IntRange(min=1), metavar="N", help="Searches for paths before giving up."
)
@click.option("--optimum", is_flag=True, help="Least total cost instead of equilibrium, and both compared.")
@as_json
def assign(net: Path, trips: Path, as_json: bool, **options: Any) -> Reply:
    """User equilibrium of TRIPS on the road network NET, TNTP files or a GMNS folder and a CSV."""
    from jibek import verbs

    with watched():
        return verbs.assign(net, trips, **options)


@cli.command()
@click.argument("runs", nargs=-1, metavar="RUN [RUN]", required=True)
@click.option("--gateway", metavar="ID", help="Whose freight crosses this border or port.")
@click.option("--link", metavar="ID", help="Whose freight moves along this link.")
@click.option("--direction", metavar="out|in", help="Away from China or towards it; default: both.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The loaded network, or differences: .gpkg, .csv, a new folder for GMNS.",
)
@data_folder
@as_json
def flows(runs: tuple[str, ...], data: Path | None, as_json: bool, **options: Any) -> Reply:
    """Whose freight passes a gateway or link of a RUN, and what one more vehicle a day costs the others.

    Without either: where one more costs most. Of two runs: what each carries, the second less the first.
    """
    from jibek import verbs

    with watched() as progress:
        return verbs.flows(*runs, data=data, progress=progress, **options)


@cli.command()
@click.option(
    "--transit-times", type=click.Path(path_type=Path), metavar="FILE", help="Published transit times, CSV."
)
@click.option("--volumes", type=click.Path(path_type=Path), metavar="FILE", help="Published volumes, CSV.")
@click.option("--backtests", is_flag=True, help="Events of the past, told by what was known before them.")
@data_folder
@as_json
def validate(
    transit_times: Path | None, volumes: Path | None, backtests: bool, data: Path | None, as_json: bool
) -> Reply:
    """Predict each row of a FILE before its value is read, then say how far off it was, beside null models."""
    from jibek import verbs

    with watched() as progress:
        return verbs.validate(
            transit_times=transit_times, volumes=volumes, backtests=backtests, data=data, progress=progress
        )


for gathered in (check, export, gateways, import_, places, record, route, services, systems):
    cli.add_command(gathered)


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer a command line and say how it went.

    Returns
    -------
    The exit code: 0, 1, 2, 3 or 4.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for_programs = JSON in (words[: words.index("--")] if "--" in words else words)
    told = False
    try:
        with contextlib.redirect_stdout(sys.stderr) if for_programs else contextlib.nullcontext():
            answer = cli.main(args=words, prog_name="jibek", standalone_mode=False)
        if not isinstance(answer, Reply):
            sys.stdout.flush()
            return int(answer or 0)
        said = (
            _dumps({"warnings": [], **answer.to_json(), "jibek": __version__})
            if for_programs
            else (str(answer) if answer.colour else visible(str(answer)))
        )
        stopping.hold()
        told = True
        streams.tell(said)
        return answer.exit_code
    except BaseException as fault:
        error = _as_error(fault)
        if error is None:
            raise
    stopping.hold()
    streams.say(visible(f"jibek: {error}"))
    if for_programs and not told:
        with contextlib.suppress(SystemFault):  # the code of what went wrong first is the one to leave with
            streams.tell(_dumps({**error.to_json(), "jibek": __version__, "warnings": []}))
    streams.settle()
    return error.exit_code


def _dumps(said: dict[str, Any]) -> str:
    from jibek.ground.values import dumps

    return escaped(dumps(said))


def _as_error(fault: BaseException) -> JibekError | None:
    """The error that a fault is told as; None for what must pass through (exits, generators)."""
    if isinstance(fault, JibekError):
        return fault
    if isinstance(fault, (KeyboardInterrupt, click.Abort)):
        return Interrupted(stopping.CODE, stopping.MESSAGE)
    if isinstance(fault, click.ClickException):
        return _usage(fault)
    if not isinstance(fault, Exception):
        return None
    if os.environ.get("JIBEK_DEBUG"):
        import traceback

        traceback.print_exception(fault)
    if isinstance(fault, MemoryError):
        return SystemFault("system.memory", "not enough memory", [Problem("system.memory", "this machine")])
    if isinstance(fault, OSError):
        where = str(fault.filename or "this machine")
        problem = Problem(
            "system.failed", where, fix="Check that it exists, may be read and the disk has space."
        )
        return SystemFault("system.failed", f"{where}: {fault.strerror or fault}", [problem])
    fix = "Set JIBEK_DEBUG=1 to see where, and report it with the command and its data."
    problem = Problem("program.fault", type(fault).__name__, message=str(fault), fix=fix)
    return SystemFault("program.fault", f"a fault of the program: {type(fault).__name__}: {fault}", [problem])


def _usage(fault: click.ClickException) -> InputError:
    """Wrong usage, with the nearest known command or option."""
    context = getattr(fault, "ctx", None)
    where = context.command_path if context is not None else "jibek"
    code, value, fix = "usage.invalid", None, f"See: {where} --help"
    if isinstance(fault, click.NoSuchOption):
        code, value = "usage.unknown_option", fault.option_name
        known = [o for p in context.command.params for o in p.opts] if context is not None else []
        fix = nearest(value, known) or fix
    elif isinstance(fault, click.MissingParameter):
        code = "usage.missing"
    elif "No such command" in fault.format_message():
        code, value = "usage.unknown_command", fault.format_message().split("'")[1]
        group = context.command if context is not None and isinstance(context.command, click.Group) else cli
        fix = nearest(value, group.commands) or "Commands: " + ", ".join(sorted(group.commands))
    message = fault.format_message()
    for kind in ("command", "option"):
        if code == f"usage.unknown_{kind}":
            message = f"there is no {kind} {value}"
    return InputError(code, message, [Problem(code, where, value=value, message=message, fix=fix)])
