"""``jibek simulate``: a year at a gateway, train by train."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jibek import network, record, simulation, sources
from jibek.ground.grid import Grid
from jibek.ground.language import ENGLISH, tr
from jibek.ground.locale import detailed
from jibek.ground.reply import Reply
from jibek.ground.text import readable
from jibek.scenario import Scenario
from jibek.simulation import Simulated


@dataclass(frozen=True, slots=True)
class Simulation(Reply):
    """The crossings of a played year."""

    found: Simulated

    def to_json(self) -> dict[str, Any]:
        """What ``jibek simulate --json`` prints."""
        found = self.found
        return {
            "replications": found.replications,
            "events": found.events,
            "cpu_s": found.cpu_s,
            "seed": found.seed,
            "crossings": list(found.crossings),
            "directions": list(found.directions),
            "warnings": list(found.warnings),
        }

    def grid(self) -> Grid:
        """The crossings as a table."""
        head = (
            "crossing", "mode", "mean h", "95 % interval", "P50", "P90", "P99", "waiting", "in use", "held up by"
        )  # fmt: skip
        rows = [
            [
                readable(cell)
                for cell in (
                    c["gateway_id"],
                    c["mode"],
                    c["hours_mean"],
                    (c["hours_mean_low"], c["hours_mean_high"]),
                    c["hours_p50"],
                    c["hours_p90"],
                    c["hours_p99"],
                    c["queue_mean"],
                    c["utilisation"],
                    c["bottleneck"],
                )
            ]
            for c in self.to_json()["crossings"]
        ]
        return Grid.of(head, rows, left=(0, 1, 9))

    def to_text(self) -> str:
        """The crossings as a table, warnings above."""
        return "\n".join([*self._warned(), *self.grid().lines(), "", self._foot()])

    def plot(self, *, lang: str = ENGLISH) -> Any:
        """Mean hours with their 95 % interval and P90 by crossing, with Matplotlib (extra ``plot``), as axes.

        ``lang``: of title, axes and modes; crossings bear their ids.

        Raises
        ------
        InputError
            ``language.unknown``.
        MissingExtra
            ``plot.missing_extra``.
        """
        from jibek.ground import plotting
        from jibek.report.wording.names import mode

        rows = sorted(self.found.crossings, key=lambda c: -c["hours_mean"])
        mean, low, high, p90 = (
            [float(c[k]) for c in rows]
            for k in ("hours_mean", "hours_mean_low", "hours_mean_high", "hours_p90")
        )
        with plotting.drawn_in(lang):
            named = [detailed((c["gateway_id"], mode(c["mode"]))) for c in rows]
            axis = tr("hours (line: 95 % interval of the mean)")
            beside = (tr("nine in ten are through"), p90)
            return plotting.dots(tr("From arrival to departure"), named, mean, low, high, axis, beside)

    def _warned(self) -> list[str]:
        return [
            f"! {w['message']}" + ("" if w["rows"][0] in w["message"] else f": {', '.join(w['rows'])}")
            for w in self.found.warnings
        ]

    def _foot(self) -> str:
        found = self.found
        return f"{found.replications} replications, {found.events:,} events, seed {found.seed}"

    def _repr_html_(self) -> str:
        return self.grid().html("", [*self._warned(), self._foot()])


def simulate(
    gateways: Sequence[str] = (),
    *,
    year: int | None = None,
    replications: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    data: Path | str | None = None,
) -> Simulation:
    """Play a year at gateways with the arrivals published for it.

    Parameters
    ----------
    gateways
        Ids of rail crossings; none: those that are played train by train.
    year, seed
        Of the baseline where not given.
    replications, precision
        How often the year is played, or the half-width of the mean's 95 % interval, as a share of the mean, that
        ends it.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        As ``jibek.simulation.simulate``: an unknown gateway with the nearest, a year without a published count.
    """
    scenario = Scenario.example("baseline")
    raw = {**scenario.to_dict(), **{k: v for k, v in (("year", year), ("seed", seed)) if v is not None}}
    scenario = Scenario.from_dict(raw)
    source = sources.read(data)
    facts = record.establish(source, scenario.year, scenario.assumption)
    found = simulation.simulate(
        facts,
        network.build(facts, scenario.network),
        list(gateways) or None,
        year=scenario.year,
        replications=replications or scenario.simulation.replications,
        precision=precision,
        seed=scenario.seed,
    )
    return Simulation(replace(found, warnings=(*source.warnings, *found.warnings)))
