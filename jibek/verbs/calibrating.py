"""``jibek calibrate``: what the observations make of the assumptions, prior and posterior side by side.

    assumption                   prior P5   P50    P95    posterior P5   P50    P95   informed
    usd_per_tonne_container          3,470  4,500  5,530         3,100  3,800  4,900      0.31

Draws worlds of the baseline in the base year and weighs them by the fitted observations, as every run does. ``slopes``
first works out anew how each observed quantity answers to each assumption (table ``informed``), which decides where
worlds are drawn. What an earlier calibration left in the folder is kept beside, for comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from jibek.chain import calibrated
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.ground.written import written
from jibek.runs.catalogue import home_of
from jibek.runs.memory import Worlds

FOLDER = "calibration"

_YES = {True: "yes", False: "no", None: "few worlds"}


@dataclass(frozen=True, slots=True)
class Calibration(Reply):
    """Prior and posterior of assumptions and of observed quantities; folder: where all stands as tables.

    judged: what worlds that were not told a row say of it; coverage: the part of these rows within P5 to P95.
    """

    draws: int
    effective: float
    observations: pd.DataFrame
    assumptions: pd.DataFrame
    judged: pd.DataFrame
    coverage: float
    folder: Path

    def to_json(self) -> dict[str, Any]:
        """What ``jibek calibrate --json`` prints."""
        return {
            "draws": self.draws,
            "effective": self.effective,
            "observations": self.observations.to_dict("records"),
            "assumptions": self.assumptions.to_dict("records"),
            "judged": self._judged(),
            "coverage": self.coverage,
            "folder": str(self.folder),
        }

    def to_text(self) -> str:
        """Observed quantities, then the assumptions that were informed most."""
        seen = [list(row.values()) for row in self.observations.to_dict("records")]
        head = ["observation", "quantity", "observed", "error", "centre", "posterior", "misfit"]
        moved = self.assumptions.sort_values("moved", ascending=False, kind="stable")
        moved = moved[moved["informed"]].drop(columns=["informed"])
        rows = [list(row.values()) for row in moved.to_dict("records")]
        names = ["assumption", "prior P5", "P50", "P95", "posterior P5", "P50", "P95", "moved"]
        told = f"{self.draws} worlds, {self.effective:.0f} effective; {len(rows)} of {len(self.assumptions)} informed"
        known = int(self.judged["within"].notna().sum())
        within = f"{100 * self.coverage:.0f} % of {known} rows within P5 to P95"
        apart = [
            [
                *(str(v) if k == "year" else v for k, v in r.items() if k not in ("within", "effective")),
                _YES[r["within"]],
            ]
            for r in self._judged()
        ]
        left = ["left out", "quantity", "year", "label", "observed", "P5", "P50", "P95", "below", "within"]
        lines = [
            told,
            "",
            *aligned(head, seen, left=(0, 1)),
            "",
            *aligned(names, rows, left=(0,)),
            "",
            f"Rows left out: {within}",
            "",
            *aligned(left, apart, left=(0, 1)),
            "",
            str(self.folder),
        ]
        return "\n".join(lines)

    def _judged(self) -> list[dict[str, Any]]:
        """Rows judged by worlds that were not told them; None for what is missing."""
        rows = self.judged.to_dict("records")
        return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in rows]


def calibrate(
    *,
    draws: int | None = None,
    seed: int | None = None,
    slopes_anew: bool = False,
    years: Sequence[int] = (),
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Calibration:
    """Prior and posterior of every assumption, in ``HOME/calibration``.

    Parameters
    ----------
    draws, seed
        Of the worlds.
    slopes_anew
        Work out the table ``informed`` again and leave it in the folder: a run for each assumption.
    years
        Others in which the worlds are settled too, to be judged by what was observed in them.
    data
        A folder of tables to lay over the shipped ones.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError, CertificateError
        As a run of the baseline raises them.
    """
    place = home_of(home)
    found = calibrated(
        draws,
        seed,
        slopes_anew=slopes_anew,
        years=years,
        data=None if data is None else Path(data),
        keeper=lambda told: Worlds(place, told),
        progress=progress,
    )
    folder = place / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    named = (
        ("observations", found.observations),
        ("assumptions", found.assumptions),
        ("judged", found.judged),
        ("informed", found.slopes),
    )
    for name, frame in named:
        if frame is not None:
            _write(folder / f"{name}.csv", frame)
    return Calibration(
        found.draws,
        found.effective,
        found.observations,
        found.assumptions,
        found.judged,
        found.coverage,
        folder,
    )


def _write(path: Path, frame: pd.DataFrame) -> None:
    """Write a table; the one of before is kept as ``.previous``."""
    if path.exists():
        path.replace(path.with_suffix(".previous.csv"))
    written(path, frame.to_csv(index=False, lineterminator="\n"))
