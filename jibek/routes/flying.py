"""What a way by air rests on: assumptions alone, as the network has no airports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from jibek.network.inputs import Ranges

if TYPE_CHECKING:
    from jibek.record import Facts

Triple = tuple[float, float, float]  # low, central, high


@dataclass(frozen=True, slots=True)
class Flying:
    """ground_hours : at each end; detour : over the great circle; usd_per_tonne, co2e_g_per_tkm : of the cargo."""

    ground_hours: Triple
    detour: float
    hours_per_1000_km: float
    usd_per_tonne: Triple
    co2e_g_per_tkm: Triple

    @classmethod
    def of(cls, facts: Facts) -> Flying:
        """Assumptions ``air_…`` of a record."""
        ask = Ranges(facts)

        def ends(name: str) -> Triple:
            found = ask(name)
            return found.low, found.value, found.high

        return cls(
            ends("air_ground_hours"),
            facts.assume("air_detour"),
            facts.assume("air_hours_per_1000_km"),
            ends("air_usd_per_tonne"),
            ends("air_co2e_g_per_tkm"),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Flying:
        """What ``to_json`` wrote."""
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
        return cls(**values)
