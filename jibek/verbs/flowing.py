"""``jibek flows``: whose freight passes, what one more vehicle costs, what two runs carry, the network as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from jibek import network, record, sources
from jibek.flows import carried, path_flows, worth
from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.ground.values import plain
from jibek.verbs.asking import Run
from jibek.verbs.exporting import bad_out, write_changes, write_network
from jibek.verbs.obtaining import obtain
from jibek.verbs.passing import Passing, absent, domestic_hour_usd, passing, place_names, with_selected

WAYS = ("out", "in")

_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Jammed(Reply):
    """Every facility of a run by what one more vehicle costs the others, the dearest first."""

    run: Run
    facilities: pd.DataFrame
    written: str | None

    def to_json(self) -> dict[str, Any]:
        """What ``jibek flows RUN --json`` prints."""
        return {
            "run_id": self.run.id,
            "scenario": self.run.name,
            "facilities": plain(self.facilities),
            "out": self.written,
        }

    def to_text(self) -> str:
        """Those where one more costs most."""
        first = self.facilities.iloc[0] if len(self.facilities) else None
        lines = [
            f"{self.run.name}, {self.run.manifest['year']}: what one more vehicle a day costs the others"
        ]
        if first is not None:
            lines[0] += f", most at {first['name']}"
        head = ["facility", "load a day", "of", "unit", "waits h", "others USD/unit", "slot USD/day"]
        keys = [
            "load_per_day", "capacity_per_day", "unit", "delay_hours", "others_usd_per_unit", "slot_usd_per_day",
        ]  # fmt: skip
        rows = [[r["facility_id"], *[r[k] for k in keys]] for r in plain(self.facilities.head(_SHOWN))]
        lines += ["", *aligned(head, rows, left=(0, 3))]
        return "\n".join([*lines, *(["", self.written] if self.written else [])])


@dataclass(frozen=True, slots=True)
class Changes(Reply):
    """What two runs carry, side by side: rows as `jibek.flows.carried.differences` gives them, by class."""

    runs: tuple[Run, Run]
    changes: pd.DataFrame
    written: str | None

    def to_json(self) -> dict[str, Any]:
        """What ``jibek flows RUN RUN --json`` prints."""
        return {
            "runs": [
                {
                    "run_id": run.id,
                    "scenario": run.name,
                    "year": run.manifest["year"],
                    "folder": str(run.folder),
                }
                for run in self.runs
            ],
            "totals": plain(carried.totals(self.changes)),
            "by_class": plain(self.changes),
            "out": self.written,
            "warnings": self.warnings(),
        }

    def warnings(self) -> list[dict[str, Any]]:
        """What only one of the runs has."""
        total = carried.totals(self.changes)
        alone = total[(total["kind"] != "arc") & total["difference"].isna()]
        ids = alone["id"].drop_duplicates().tolist()
        if not ids:
            return []
        message = f"{len(ids)} gateway(s) and link(s) are in one of the runs alone: blank in the other, no difference"
        return [{"code": "flows.one_run_alone", "message": message, "rows": ids}]

    def to_text(self) -> str:
        """Gateways, then links, that change most."""
        names = [run.name for run in self.runs]
        total = carried.totals(self.changes)
        lines = [f"! {w['message']}: {', '.join(w['rows'][:12])}" for w in self.warnings()]
        lines.append(f"{names[0]} → {names[1]}: tonnes by gateway and link, largest change first, kt/yr")
        for kind in ("gateway", "link"):
            mine = total[(total["kind"] == kind) & ~(total["difference"].abs() <= 0.5)]
            rows = [
                [
                    r["id"],
                    r["direction"],
                    *[None if r[k] is None else r[k] / 1e3 for k in ("first", "second", "difference")],
                ]
                for r in plain(mine.head(_SHOWN))
            ]
            head = [kind, "way", *names, "difference"]
            lines += [
                "",
                *(aligned(head, rows, left=(0, 1)) if rows else [f"no {kind} carries more or less"]),
            ]
        return "\n".join([*lines, *(["", self.written] if self.written else [])])


def flows(
    *runs: Run | str | Path,
    gateway: str | None = None,
    link: str | None = None,
    direction: str | None = None,
    out: Path | str | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Passing | Jammed | Changes:
    """Whose freight passes a gateway or link; without either, where one more vehicle costs most; of two runs, changes.

    Parameters
    ----------
    runs
        One: a ``Run``, a run folder, a run id, or the name of a scenario, computed if it has no run. Two: what they
        carry side by side, the second less the first.
    gateway, link
        An id; one of the two at most.
    direction
        ``out`` away from China, ``in`` towards it; of a gateway, or of a link that crosses one. Absent: both.
    out
        Where the loaded network is written: ``.gpkg``, ``.csv`` or a new folder for GMNS; with a gateway or link also
        what its freight brings to every arc. Of two runs the differences: ``.gpkg`` or ``.csv``.
    data
        A folder of tables to lay over the shipped ones.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``flows.bad_option``; ``flows.unknown_gateway``, ``flows.unknown_link`` with the nearest; ``flows.no_paths``: a
        run of a solver that keeps none.
    """
    target = None if out is None else Path(out).absolute()
    refuse(
        "flows.bad_option",
        "the question cannot be answered",
        [
            *_bad_question(len(runs), gateway, link, direction),
            *bad_out(target, folder=len(runs) < 2),
        ],
    )
    found = [obtain(run, data=data, home=home, progress=progress) for run in runs]
    written = None if target is None else str(target)
    if len(found) == 2:
        pair = (found[0], found[1])
        changes = carried.differences(*(_ways(run) for run in pair))
        if target is not None:
            write_changes(pair, changes, target)
        return Changes(pair, changes, written)
    run = found[0]
    arcs = carried.by_arc(
        run.table("network.arcs"), run.table("flows.arc_flows"), run.table("flows.facilities")
    )
    if gateway is None and link is None:
        if target is not None:
            write_network(run, arcs, target)
        return Jammed(run, _jammed(run), written)
    answer = _passing(run, gateway, link, direction, data)
    if target is not None:
        write_network(run, with_selected(arcs, answer.selected), target)
    return replace(answer, written=written)


def _bad_question(
    runs: int,
    gateway: str | None,
    link: str | None,
    direction: str | None,
) -> list[Problem]:
    problems = []
    asked = [word for word in (gateway, link) if word is not None]
    if runs not in (1, 2):
        fix = "Name a run: jibek flows baseline"
        problems.append(Problem("flows.bad_runs", "RUN", value=runs, expected="one run or two", fix=fix))
    if len(asked) == 2:
        expected, fix = "--gateway or --link", "Ask about one of them."
        problems.append(Problem("flows.two_questions", "--link", value=link, expected=expected, fix=fix))
    if runs == 2 and asked:
        expected = "one run with a gateway or link, or two runs"
        fix = "Ask about each run by itself; two runs are compared over all gateways and links."
        problems.append(Problem("flows.two_runs", "RUN", value=runs, expected=expected, fix=fix))
    if direction is not None and direction not in WAYS:
        fix = nearest(direction, WAYS) or "out is away from China, in is towards it."
        problems.append(
            Problem("flows.unknown_direction", "--direction", value=direction, expected="out or in", fix=fix)
        )
    if direction is not None and not asked:
        expected, fix = "a gateway or link that it belongs to", "Add --gateway ID."
        problems.append(
            Problem("flows.idle_direction", "--direction", value=direction, expected=expected, fix=fix)
        )
    return problems


def _ways(run: Run) -> pd.DataFrame:
    return carried.by_way(*(run.table(n) for n in ("network.arcs", "network.gateways", "flows.arc_flows")))


def _jammed(run: Run) -> pd.DataFrame:
    jams, arc_flows, arcs, costs, background = (
        run.table(name)
        for name in (
            "flows.facilities", "flows.arc_flows", "network.arcs", "network.arc_costs", "demand.background",
        )
    )  # fmt: skip
    frame = worth.by_facility(jams, arc_flows, arcs, costs, background, domestic_hour_usd(run))
    names = run.table("network.facilities").set_index("facility_id")["name"]
    frame = frame.assign(name=frame["facility_id"].map(names)).rename(
        columns={
            "further_unit_hours": "others_hours_per_unit",
            "further_unit_usd": "others_usd_per_unit",
            "slot_usd": "slot_usd_per_day",
        }
    )
    return frame.sort_values(["others_usd_per_unit", "facility_id"], ascending=[False, True]).reset_index(
        drop=True
    )


def _passing(
    run: Run, gateway: str | None, link: str | None, direction: str | None, data: Path | str | None
) -> Passing:
    arcs, gateways = run.table("network.arcs"), run.table("network.gateways")
    crossing = path_flows.crossings(arcs, gateways)
    kind, asked = ("gateway", gateway) if gateway is not None else ("link", link)
    assert asked is not None
    if kind == "gateway":
        mine = crossing[crossing["gateway_id"] == asked]
        names = gateways.set_index("gateway_id")["name"]
        name = str(names.get(asked, asked))
    else:
        mine = arcs.loc[arcs["link_id"] == asked, ["arc_id"]].merge(crossing, on="arc_id", how="left")
        places = place_names(run)
        ends = arcs.loc[arcs["link_id"] == asked, ["tail", "head"]].to_numpy()[:1].ravel()
        name = " – ".join(places.get(p, p) for p in (str(end).partition("|")[0] for end in ends)) or asked
    if mine.empty:
        return _absent(run, kind, asked, data)
    mine = mine.merge(arcs[["arc_id", "facility_id"]], on="arc_id")
    if mine["gateway_id"].isna().all():
        # Ships queue by direction, trains on a section together.
        way = mine["facility_id"].map(lambda name: str(name).rpartition(":")[2])
        mine = mine.assign(direction=way.where(way.isin(WAYS), "both"))
        if (mine["direction"] == "both").any():
            _refuse_direction(asked, direction)
    if direction is not None:
        mine = mine[mine["direction"] == direction]
    mine = mine.sort_values(["direction", "arc_id"], ascending=[False, True], kind="stable")
    if "flows.paths" not in run.tables:
        fix = 'Run the scenario again, with [flows] method = "projection".'
        problem = Problem("flows.no_paths", str(run.folder), expected="a run that keeps path flows", fix=fix)
        message = f"run {run.id} kept no paths: whose freight it is cannot be said"
        raise InputError("flows.no_paths", message, [problem])
    return passing(run, asked, name, mine)


def _refuse_direction(link: str, direction: str | None) -> None:
    if direction is not None:
        fix = (
            "Leave --direction out: both ways share a section, and only gateways have a side nearer to China."
        )
        problem = Problem("flows.no_direction", "--direction", value=direction, expected="none", fix=fix)
        raise InputError("flows.no_direction", f"link {link} crosses no gateway", [problem])


def _absent(run: Run, kind: str, asked: str, data: Path | str | None) -> Passing:
    """A gateway or link that the run's network lacks: closed there, or unknown to the data."""
    known = network.known_ids(record.establish(sources.read(data)))
    ids = known.gateways if kind == "gateway" else known.links
    if asked in ids:
        why = f"{asked} is not open in {run.name}: no freight passes"
        return absent(run, asked, asked, why)
    fix = nearest(asked, ids) or f"jibek flows {run.name} --out network.csv names those that are open."
    problem = Problem(
        f"flows.unknown_{kind}", f"--{kind}", value=asked, expected=f"the id of a {kind}", fix=fix
    )
    raise InputError(f"flows.unknown_{kind}", f"there is no {kind} {asked}", [problem])
