"""``jibek import``: a user's network, from files of other programs to tables that can be laid over the package."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError
from jibek.ground.reply import Reply
from jibek.importing.importer import import_network as work
from jibek.importing.model import Wishes

if TYPE_CHECKING:
    from jibek.routes import Routes

LEAST_WIDE, MOST_WIDE = 32, 100  # columns: a phone held upright, and what is read with ease
MOST = 8  # of a kind that the summary shows; the report has all


@dataclass(frozen=True, slots=True)
class Import(Reply):
    """What was written and what a reader should look at; ``report`` is the content of ``import_report.json``.

    routes: between two places on it, where they were asked for; unrouted: why there are none.
    """

    folder: Path
    report: dict[str, Any]
    routes: Routes | None = None
    unrouted: InputError | None = None

    @property
    def exit_code(self) -> int:
        """1 where routes were asked for and there are none: the import is kept."""
        return 1 if self.unrouted else 0

    def to_json(self) -> dict[str, Any]:
        """The report, its folder, and its notes as warnings; ``routes`` as ``jibek route`` prints them, or null."""
        notes = [{**note, "rows": []} for note in self.report["warnings"]]
        if self.unrouted:
            notes.append({"code": self.unrouted.code, "message": str(self.unrouted), "rows": []})
        told = {"folder": str(self.folder.resolve()), **self.report, "warnings": notes}
        return {**told, "routes": None if self.routes is None else self.routes.to_json()}

    def to_text(self) -> str:
        """A summary for a terminal."""
        r = self.report
        wide = max(LEAST_WIDE, min(MOST_WIDE, shutil.get_terminal_size().columns))
        km = ", ".join(f"{m} {k:,.0f} km" for m, k in r["km"].items())
        counts = f"{r['places']:,} places, {r['links']:,} links ({km})"
        lines = [f"{self.folder}: {counts}"]
        if r["places_before_contraction"] != r["places"]:
            lines.append(f"  contracted from {r['places_before_contraction']:,} places, distances kept")
        lines += [f"  licence: {r['licence'] or 'not stated'}; source: {r['source']}"]
        lines += [f"  to be named: {r['attribution']}"] if r["licence"] else []
        for title, rows in (
            ("Parts", [_part(c) for c in r["components"]]),
            ("Gaps proposed" if not any(b["built"] for b in r["bridges"]) else "Gaps closed",
             [f"{b['from']} - {b['to']}, {b['mode']}: {b['km']:g} km" for b in r["bridges"]]),
            ("Dead ends", r["dead_ends"]),
            ("Detours over 1.5", [_detour(d) for d in r["detours"]]),
            ("Beside the package", [_anchor(a) for a in r["anchor_distances"]]),
            ("Gauge changes", r["gauges"]["breaks"]),
            ("Doubles left out", [f"{d['file']} row {d['row']}, like row {d['like']}" for d in r["duplicates"]]),
            ("Rows replaced", [f"{x['table']} {x['key']}" for x in r["replaced"]]),
            ("To know", [f"{w['code']}: {w['message']}" for w in r["warnings"]]),
        ):  # fmt: skip
            if rows:
                more = [f"  ... {len(rows) - MOST} more"] if len(rows) > MOST else []
                lines += ["", title, *(f"  {row}" for row in rows[:MOST]), *more]
        lines += ["", f"jibek inspect {self.folder}", f"jibek route ORIGIN DESTINATION --data {self.folder}"]
        if self.unrouted:
            lines += ["", f"The import is kept, but there are no routes: {self.unrouted}"]
        told = "\n".join(w for line in lines for w in _wrapped(line, wide))
        return told if self.routes is None else f"{told}\n\n{self.routes.to_text()}"


def _wrapped(line: str, wide: int) -> list[str]:
    """A line in as many as it takes; what belongs to it stands further in. Commands are copied, and stay whole."""
    if line.startswith("jibek "):
        return [line]
    inset = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, wide, subsequent_indent=inset, break_on_hyphens=False) or [""]


def _part(c: dict[str, Any]) -> str:
    told = "joined to the package" if c["joined"] else f"on its own, such as {c['such_as']}"
    return f"{c['mode']}: {c['places']:,} places, {c['km']:,.0f} km, {told}"


def _detour(d: dict[str, Any]) -> str:
    return f"{d['from']} - {d['to']}: {d['km']:g} km, {d['ratio']:g} times the great circle"


def _anchor(a: dict[str, Any]) -> str:
    mine = (
        "not joined here" if a["import_km"] is None else f"{a['import_km']:g} km here, ratio {a['ratio']:g}"
    )
    return f"{a['id']} {a['from']} - {a['to']}: {a['package_km']:g} km, {mine}"


def import_network(
    form: str,
    files: Sequence[Path | str],
    into: Path | str,
    *,
    modes: str | Sequence[str] = (),
    route: tuple[str, str] | None = None,
    **wishes: Any,
) -> Import:
    """Import a network; ``wishes`` are those of `jibek.importing.model.Wishes`.

    Parameters
    ----------
    form
        csv, geojson, gmns, gpkg, kml, osm, sea, shp, tntp or xlsx.
    modes
        Modes that are wanted, or their names joined by commas; none: all.
    route
        Origin and destination, as for `jibek.verbs.route`: routes between them with the waits that need no flows.

    Raises
    ------
    InputError
        As `jibek.importing.importer.import_network`; nothing is written then.
    """
    chosen = tuple(m.strip() for m in (modes.split(",") if isinstance(modes, str) else modes) if m.strip())
    done = work(form, [Path(f) for f in files], Path(into), Wishes(modes=chosen, **wishes))
    if route is None:
        return Import(done.folder, done.report)
    from jibek.verbs import routing  # the network and its routes: loaded only where they are asked for

    try:
        found = routing.route("baseline", *route, free_flow=True, data=done.folder)
    except InputError as fault:
        return Import(done.folder, done.report, unrouted=fault)
    return Import(done.folder, done.report, found)
