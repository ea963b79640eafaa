"""Look over a dataset: is its form right, does the network hold together, and what does it rest on.

    print(inspect("eurasia"))        what is wrong, what is weak
    inspect("my-tables").failed      a user's folder, laid over the package

Every check has a stable code and a severity: an ``error`` must not stand, a ``warning`` is weak data that a
reader should know of, an ``info`` only tells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jibek import sources
from jibek.dataset import checks, coverage
from jibek.dataset.checks import Check
from jibek.dataset.labels import tests
from jibek.dataset.notices import notices
from jibek.dataset.steps import first_steps
from jibek.ground.errors import InputError
from jibek.ground.reply import Reply
from jibek.record.facts import gather

SHIPPED = "eurasia"


@dataclass(frozen=True, slots=True)
class Inspection(Reply):
    """What was found; ``failed`` if a check of severity error does not hold."""

    dataset: str
    tables: tuple[dict[str, Any], ...]
    checks: tuple[Check, ...]
    coverage: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return any(not c.ok and c.severity == "error" for c in self.checks)

    @property
    def exit_code(self) -> int:
        """2 for rows that no run takes, as of a run that is given them; 1 where a check of what they say fails."""
        if any(not c.ok and c.code in checks.FORM for c in self.checks):
            return 2
        return 1 if self.failed else 0

    def to_json(self) -> dict[str, Any]:
        """The object of the ``--json`` contract."""
        return {
            "dataset": self.dataset,
            "tables": list(self.tables),
            "checks": [c.to_json() for c in self.checks],
            "coverage": self.coverage,
        }

    def to_text(self) -> str:
        """What is wrong, what is weak, what is in order."""
        rows = sum(t["rows"] for t in self.tables)
        lines = [f"{self.dataset}: {len(self.tables)} tables, {rows:,} rows", ""]
        for title, wanted in (
            ("Wrong", [c for c in self.checks if not c.ok and c.severity == "error"]),
            ("Weak", [c for c in self.checks if not c.ok and c.severity == "warning"]),
            ("In order", [c for c in self.checks if c.ok]),
        ):
            if wanted:
                lines += [title, *(line for c in wanted for line in _lines(c)), ""]
        return "\n".join(lines).rstrip()


def _lines(check: Check) -> list[str]:
    shown = () if check.ok else check.rows[:5]
    more = len(check.rows) - len(shown)
    lines = [f"  {check.code:26} {check.message}", *(f"      {row}" for row in shown)]
    return [*lines, f"      ... {more} more"] if shown and more > 0 else lines


def inspect(dataset: str | Path | None = None) -> Inspection:
    """All checks on the shipped package (``eurasia`` or None), or on it with a folder laid over.

    Raises
    ------
    InputError
        ``sources.no_folder`` if the folder does not exist or holds no table.
    """
    name = SHIPPED if dataset is None else str(dataset)
    folder = None if name == SHIPPED else Path(name)
    try:
        found = sources.read(folder)
    except InputError as fault:
        if fault.code == "sources.no_folder":
            raise
        return Inspection(name, (), tuple(checks.form(fault.problems)))
    facts = gather(found)
    done = [
        *checks.form(checks.all_problems(found, folder)),
        *checks.readings(found),
        *checks.units(facts),
        *checks.distances(found.tables),
        *checks.connectivity(found.tables),
        *checks.gauges(found.tables),
        *checks.licences(found.tables, facts),
        *checks.workings(facts),
        *checks.values(facts),
        *first_steps(facts),
        *tests(facts),
        *notices(facts),
        *checks.support(found.tables),
        *checks.contradictions(facts),
        *checks.vintage(facts),
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    done.sort(key=lambda c: (c.ok, order[c.severity]))
    tables = tuple(coverage.described(found.tables))
    return Inspection(name, tables, tuple(done), coverage.coverage(found.tables, facts))
