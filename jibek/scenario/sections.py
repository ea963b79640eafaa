"""What may change from run to run, a frozen section for each stage, with the bounds of every value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, field_validator

from jibek.ground.dates import closed_days
from jibek.ground.errors import nearest
from jibek.ground.sections import Section
from jibek.ground.vocabulary import CLASSES, SOLVERS

_LEAST = 0.001  # of a factor that leaves something


def _in_order(value: tuple[str, ...]) -> tuple[str, ...]:
    """Intervals of days, each first the day on which it begins."""
    for interval in value:
        first, last = closed_days(interval)
        if last < first:
            raise ValueError(f"{interval} ends before it begins: swap the two days")
    return value


class Ban(Section):
    """Freight that may not pass a gateway; what is left out is not told apart."""

    direction: Literal["out", "in"] | None = Field(None, description="out: away from China; in: towards it.")
    classes: tuple[str, ...] = Field((), description=f"Commodity classes: of {', '.join(CLASSES)}.")
    origins: tuple[str, ...] = Field((), description="Countries that sell, ISO 3166 alpha-2.")
    destinations: tuple[str, ...] = Field((), description="Countries that buy.")
    days: tuple[str, ...] = Field((), description="From/to, as ISO days; none: the whole year.")

    _intervals = field_validator("days")(_in_order)

    @field_validator("classes")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in CLASSES:
                raise ValueError(f"one of {', '.join(CLASSES)}. {nearest(name, CLASSES)}".strip())
        return value


def _open_or_shut(value: float) -> float:
    """A crossing of next to no capacity has costs beyond the range of numbers: what is meant is a closure."""
    if 0 < value < _LEAST:
        raise ValueError(f"0, which closes, or {_LEAST} to 100")
    return value


CapacityFactor = Annotated[StrictFloat, Field(ge=0, le=100), AfterValidator(_open_or_shut)]


class GatewayChange(Section):
    """One gateway in this scenario."""

    clearance_hours: StrictFloat | None = Field(
        None, ge=0, le=2000, description="Inspection, papers; per train."
    )
    capacity_factor: CapacityFactor = Field(1.0, description="Times vehicles a day; 0 closes.")
    closed: tuple[str, ...] = Field((), description="Closed from/to, as ISO days: 2023-12-05/2024-03-15.")
    ban: tuple[Ban, ...] = Field((), description="Freight that may not pass, each in a table of its own.")

    _intervals = field_validator("closed")(_in_order)


class LinkChange(Section):
    """One link in this scenario."""

    capacity_factor: CapacityFactor = Field(1.0, description="Multiplies capacity; 0 closes.")
    speed_kmh: StrictFloat | None = Field(None, ge=0.1, le=400, description="Replaces the typical speed.")


class Opening(Section):
    """Planned links that exist in this scenario."""

    links: tuple[str, ...] = ()


class Transit(Section):
    """Through traffic over one country's network."""

    allowed: StrictBool = True


class CostChange(Section):
    """Factors on tariffs, by mode; ferries and the feeders of inland seas share one, sea is that of the oceans."""

    rail_factor: StrictFloat = Field(1.0, ge=_LEAST, le=100)
    road_factor: StrictFloat = Field(1.0, ge=_LEAST, le=100)
    sea_factor: StrictFloat = Field(1.0, ge=_LEAST, le=100)
    ferry_factor: StrictFloat = Field(1.0, ge=_LEAST, le=100)
    rail_factor_in: Mapping[str, Annotated[StrictFloat, Field(ge=_LEAST, le=100)]] = Field(
        default_factory=dict, description="By country (alpha-2) of the railway: a further factor."
    )


class SimulationSection(Section):
    """How the crossings are played."""

    replications: StrictInt = Field(20, ge=2, le=10_000)


class FlowsSection(Section):
    """How flows are assigned, and when the assignment may stop."""

    method: str = Field("projection", description="Solver: one of " + ", ".join(SOLVERS) + ".")
    gap: StrictFloat = Field(1e-6, ge=1e-14, le=0.1, description="Relative gap to reach.")

    @field_validator("method")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in SOLVERS:
            raise ValueError(f"one of {', '.join(SOLVERS)}. {nearest(value, SOLVERS)}".strip())
        return value


class TradeSection(Section):
    """The trade model."""

    theta: StrictFloat | None = Field(
        None, ge=1e-6, le=50, description="Trade elasticity; absent: as assumed."
    )


class EnsembleSection(Section):
    """The worlds that a run is drawn in."""

    # Of 56, some 40 are effective.
    draws: StrictInt = Field(56, ge=0, le=4096, description="How many; 0: central values, without intervals.")
