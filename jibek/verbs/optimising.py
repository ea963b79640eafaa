"""What selfish choice of path costs: the equilibrium of a run's freight beside the paths of least total cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jibek import network, record, simulation, sources
from jibek.flows import FlowDemand, system_optimum
from jibek.flows.optimum import Optimum
from jibek.ground.errors import InputError, Problem
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.ground.values import plain
from jibek.ground.vocabulary import CLASSES
from jibek.report.wording.numbers import show
from jibek.verbs.asking import Run

# A hundredth of what selfish choice costs in the baseline, of all that is paid.
_GAP = 1e-6

# Domestic trains are counted as trains of bulk where their number is made (demand.background).
_DOMESTIC = CLASSES.index("dry_bulk")

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Improvement(Reply):
    """A run's freight at the optimum, each pair in its corridor, and facilities by how much their use changes."""

    run: Run
    found: Optimum
    facilities: pd.DataFrame

    @property
    def exit_code(self) -> int:
        """0; 1 where the search missed its gap: then there is no answer."""
        return 0 if self.found.converged else 1

    def to_json(self) -> dict[str, Any]:
        """What ``jibek flows RUN --optimum --json`` prints."""
        found, done = self.found, self.found.converged
        return {
            "run_id": self.run.id,
            "scenario": self.run.name,
            "gap": found.gap,
            "rounds": found.rounds,
            "converged": done,
            "cost_usd_per_year": found.cost_usd if done else None,
            "equilibrium_cost_usd_per_year": found.equilibrium_cost_usd if done else None,
            "price_of_anarchy": found.price_of_anarchy if done else None,
            "tonne_hours_per_year": found.hours if done else None,
            "equilibrium_tonne_hours_per_year": found.equilibrium_hours if done else None,
            "facilities": plain(self.facilities) if done else [],
            "warnings": self.warnings(),
        }

    def warnings(self) -> list[dict[str, Any]]:
        """That the gap was missed."""
        if self.found.converged:
            return []
        message = f"no optimum: a relative gap of {self.found.gap:.3g} where {_GAP:g} was asked for"
        return [{"code": "flows.no_optimum", "message": message, "rows": []}]

    def to_text(self) -> str:
        """What it saves first, then where use changes most."""
        lines = [f"! {w['message']}" for w in self.warnings()]
        found = self.found
        if found.converged:
            saved = show(found.equilibrium_cost_usd - found.cost_usd, "USD/year")
            share = found.price_of_anarchy - 1.0
            lines.append(
                f"{self.run.name}, {self.run.manifest['year']}: paths of least total cost save {saved} "
                f"({share:.3%}), each pair in its corridor"
            )
            head = [
                "facility",
                "unit",
                "a day now",
                "at the optimum",
                "of",
                "waits h now",
                "h",
                "toll USD/unit",
            ]
            keys = [
                "facility_id", "unit", "equilibrium_load", "load", "capacity", "equilibrium_delay_hours",
                "delay_hours", "toll_usd",
            ]  # fmt: skip
            rows = [[r[k] for k in keys] for r in plain(self.facilities.head(_SHOWN))]
            lines += ["", *aligned(head, rows, left=(0, 1))]
        return "\n".join(lines)


def improvement(run: Run, data: Path | str | None) -> Improvement:
    """Solve the equilibrium of a run's tonnes again, and their optimum, on the network that its data make.

    Raises
    ------
    InputError
        ``flows.other_data``: the data are not those that the run was made with.
    """
    source = sources.read(data)
    if source.digest != run.manifest["data_digest"]:
        fix = "Give the folder of tables that the run was made with: --data DIR"
        problem = Problem("flows.other_data", str(run.folder), expected="the data of the run", fix=fix)
        raise InputError("flows.other_data", f"run {run.id} was made with other data", [problem])
    scenario = run.scenario
    facts = record.establish(source, scenario.year, scenario.assumption)
    net = network.build(facts, scenario.network)
    wanted, jams = run.table("demand.tonnes"), run.table("flows.facilities").set_index("facility_id")
    ids = list(net.facility_index)
    domestic = run.table("demand.background").set_index("link_id")["tonnes_per_year"].reindex(ids).fillna(0.0)
    found = system_optimum(
        net,
        simulation.curves(net, facts, scenario.played),
        FlowDemand(
            wanted["origin"].map(net.state_index).to_numpy(),
            wanted["destination"].map(net.state_index).to_numpy(),
            wanted["class"].map(CLASSES.index).to_numpy(),
            wanted["group"].map(net.groups.index).to_numpy(),
            wanted["tonnes_per_year"].to_numpy(),
        ),
        gap=_GAP,
        background=jams["background_per_day"].reindex(ids).to_numpy(),
        background_hour_usd=domestic.to_numpy() / 365.0 * net.class_hour_usd[_DOMESTIC],
    )
    frame = pd.DataFrame(
        {
            "facility_id": ids,
            "name": net.facilities["name"].to_numpy(),
            "unit": net.facilities["unit"].to_numpy(),
            "capacity": net.capacity_per_day,
            "equilibrium_load": found.equilibrium.load,
            "load": found.optimum.load,
            "equilibrium_delay_hours": found.equilibrium.delay_hours,
            "delay_hours": found.optimum.delay_hours,
            "toll_usd": found.toll_usd,
        }
    )
    change = np.abs(found.optimum.load - found.equilibrium.load) / net.capacity_per_day
    return Improvement(run, found, frame.iloc[np.argsort(-change, kind="stable")].reset_index(drop=True))
