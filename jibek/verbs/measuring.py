"""``jibek inspect --distances``: published distances beside the network, and how well each length is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jibek import network, record, sources
from jibek.ground.reply import Reply
from jibek.network.reconciled import CLOSE, SHORT, SUSPECT, WIDE, Published, Reconciled, reconciled
from jibek.routes.lengths import kilometres
from jibek.scenario import Scenario


@dataclass(frozen=True)
class Distances(Reply):
    """Lengths brought together; rail_km: by link, of the ways of the baseline; exit code 1 with a suspect figure."""

    dataset: str
    lengths: Reconciled
    rail_km: dict[str, float]

    @property
    def suspects(self) -> list[Published]:
        """Published figures that everything else contradicts."""
        return [p for p in self.lengths.published if p.suspect]

    @property
    def exit_code(self) -> int:
        """1 where a published figure is suspect."""
        return 1 if self.suspects else 0

    @property
    def shares(self) -> dict[str, float | None]:
        """Of rail kilometres of the baseline's ways: length taken from a published figure; or a short one is met within
        2 %; or any one."""
        known = self.lengths
        short = known.taken | known.met_over(SHORT)
        both = {"taken": known.taken, "short": short, "either": known.taken | known.supported}
        return {name: known.share(self.rail_km, which) for name, which in both.items()}

    def to_json(self) -> dict[str, Any]:
        """Every link and every published distance; numbers that do not exist are null."""
        known = self.lengths
        links = [
            {
                "link_id": known.link_ids[i],
                "from": known.ends[i][0],
                "to": known.ends[i][1],
                "mode": known.modes[i],
                "basis": known.bases[i],
                "used_km": float(known.used_km[i]),
                "adjusted_km": round(float(known.adjusted_km[i]), 2),
                "error_km": round(float(known.error_km[i]), 2),
                "outside_band": bool(known.moved[i]),
                "met": bool(known.supported[i]),
            }
            for i in range(len(known.link_ids))
        ]
        return {
            "dataset": self.dataset,
            "rail_km": sum(self.rail_km.values()),
            "share_published": self.shares,
            "links": links,
            "distances": [_row(p, known) for p in known.published],
        }

    def to_text(self) -> str:
        """The share, figures that differ, links that would move, suspects."""
        known, shares = self.lengths, self.shares
        lines = [
            f"{self.dataset}: {len(known.link_ids)} lengths, {len(known.published)} published distances",
            "",
            f"Rail kilometres of the baseline's ways: {sum(self.rail_km.values()):,.0f}",
            *(f"  {shares[k] or 0:6.1%}  {what}" for k, what in _SHARES.items()),
            "",
            f"Published figures more than {CLOSE:.0%} from the network, the most certain first",
            _HEAD,
        ]
        off = [p for p in known.published if p.compared and not p.met]
        lines += [_line(p) for p in sorted(off, key=lambda p: -abs(p.normalised or 0.0))]
        lines += ["", "Links whose adjusted length leaves its band of 95 %"]
        lines += [_moved(known, int(i)) for i in np.flatnonzero(known.moved)]
        suspects = ", ".join(p.distance_id for p in self.suspects) or "none"
        lines += ["", f"Figures more than {SUSPECT:g} standard errors from all else: {suspects}"]
        return "\n".join(lines)


_SHARES = {
    "taken": "length taken from a published figure, alone or as a part of it",
    "short": f"that, or a figure over at most {SHORT} links is met within {CLOSE:.0%}",
    "either": f"that, or any figure of the line is met within {CLOSE:.0%}",
}

_HEAD = f"  {'':<5} {'from - to':<36} {'published':>9} {'network':>9} {'adjusted':>9} {'errors off':>10}"


def distances(dataset: str | Path | None = None) -> Distances:
    """Lengths of links and published distances brought together, and how many rail kilometres are published.

    Parameters
    ----------
    dataset
        ``eurasia`` or None: the package; else a folder of tables to lay over it.

    Raises
    ------
    InputError
        What reading the tables refuses.
    """
    name = "eurasia" if dataset is None else str(dataset)
    scenario = Scenario.example("baseline")
    source = sources.read(None if name == "eurasia" else Path(name))
    facts = record.establish(source, scenario.year, scenario.assumption)
    built = network.build(facts, scenario.network).usual
    return Distances(name, reconciled(facts), kilometres(built, facts))


def _row(p: Published, known: Reconciled) -> dict[str, Any]:
    return {
        "distance_id": p.distance_id,
        "from": p.ends[0],
        "to": p.ends[1],
        "mode": p.mode,
        "distance_km": p.km,
        "covers_kind": p.covers,
        "confidence": p.confidence,
        "error_km": round(p.error_km, 2),
        "links": [known.link_ids[i] for i in p.links],
        "used_km": _rounded(p.used_km),
        "adjusted_km": _rounded(p.adjusted_km),
        "residual_km": _rounded(p.residual_km),
        "normalised_residual": _rounded(p.normalised),
        "suspect": p.suspect,
        "met": p.met,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _line(p: Published) -> str:
    ends = " - ".join(p.ends)
    off = "-" if p.normalised is None else f"{p.normalised:+.1f}"
    return (
        f"  {p.distance_id:<5} {ends:<36} {p.km:>9,.1f} {p.used_km:>9,.1f} {p.adjusted_km:>9,.1f} {off:>10}"
    )


def _moved(known: Reconciled, i: int) -> str:
    ends = " - ".join(known.ends[i])
    told = f"{known.adjusted_km[i]:,.1f} ± {WIDE * known.error_km[i]:,.1f}"
    return f"  {known.link_ids[i]:<5} {ends:<36} {known.used_km[i]:>9,.1f} km in use, {told} adjusted"
