"""What the manifest of a run folder says."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

from jibek.ground.values import plain
from jibek.runs import catalogue

if TYPE_CHECKING:
    from jibek.answers.result import Result
    from jibek.scenario import Scenario

LIBRARIES = ("numpy", "pandas", "scipy", "numba", "pyarrow", "duckdb")


def manifest_of(result: Result, scenario: Scenario, base: Scenario | None) -> dict[str, Any]:
    """The manifest of a result, without its tables."""
    from jibek import __version__

    certificates = [plain(c) for c in result.certificates]
    code = f"{__version__}+{catalogue.code_digest()}"
    raw = scenario.to_dict()
    # The id of the base follows from its inputs, whether or not a run of it has been kept.
    base_id = None if base is None else catalogue.run_id(base.to_dict(), result.digest, code, None)
    return {
        "run_id": catalogue.run_id(raw, result.digest, code, base_id),
        "jibek": __version__,
        "code": catalogue.code_digest(),
        "created": datetime.now(UTC).isoformat(timespec="microseconds"),
        "scenario": raw,
        "scenario_digest": scenario.digest(),
        "base": scenario.base or scenario.name,
        "base_run_id": base_id,
        "year": scenario.year,
        "seed": scenario.seed,
        "data_digest": result.digest,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "seconds": {k: round(float(v), 3) for k, v in result.seconds.items()},
        "converged": all(c["ok"] for c in certificates),
        "certificates": certificates,
        "replaced": plain(result.replaced),
        "warnings": plain(result.warnings),
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
