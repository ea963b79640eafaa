"""What may change from run to run: one frozen section per stage, read from a small TOML file.

    scenario = Scenario.example("baseline").with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6)

Unknown sections, keys and values out of range are refused with the nearest known name. Ids of gateways, links,
places and assumptions are checked against the data when the run starts (``check_ids``).
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from jibek.ground.errors import InputError, Problem, nearest, refuse


class Section(BaseModel):
    """Base of all sections: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GatewayChange(Section):
    """One gateway in this scenario."""

    clearance_hours: float | None = Field(
        None, ge=0, le=2000, description="Inspection and documents, per train; an input."
    )
    capacity_factor: float = Field(
        1.0, ge=0, le=100, description="Multiplies trains, trucks or sailings a day; 0 closes."
    )
    closed: tuple[str, ...] = Field((), description="Closed from/to, as ISO days: 2023-12-05/2024-03-15.")

    @field_validator("closed")
    @classmethod
    def _intervals(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for interval in value:
            first, last = closed_days(interval)
            if last < first:
                raise ValueError(f"{interval} ends before it begins: swap the two days")
        return value


class LinkChange(Section):
    """One link in this scenario."""

    capacity_factor: float = Field(1.0, ge=0, le=100, description="Multiplies capacity; 0 closes.")
    speed_kmh: float | None = Field(None, gt=0, le=400, description="Replaces the typical speed.")


class Opening(Section):
    """Planned links that exist in this scenario."""

    links: tuple[str, ...] = ()


class Transit(Section):
    """Through traffic over one country's network."""

    allowed: bool = True


class CostChange(Section):
    """Factors on tariffs, by mode."""

    rail_factor: float = Field(1.0, gt=0, le=100)
    road_factor: float = Field(1.0, gt=0, le=100)
    sea_factor: float = Field(1.0, gt=0, le=100)
    ferry_factor: float = Field(1.0, gt=0, le=100)


class SimulationSection(Section):
    """How the crossings are played."""

    replications: int = Field(20, ge=2, le=10_000)


class FlowsSection(Section):
    """When the assignment may stop."""

    gap: float = Field(1e-4, gt=0, le=0.1, description="Relative gap to reach.")


class TradeSection(Section):
    """The trade model."""

    theta: float | None = Field(
        None, gt=0, le=50, description="Trade elasticity; absent: the assumption trade_theta."
    )


Id = Annotated[str, Field(min_length=1)]


class Scenario(Section):
    """What may change; everything else is the data. ``base`` names the scenario that change is measured from."""

    name: str = Field(min_length=1, pattern=r"^[a-z0-9][a-z0-9._-]*$")
    base: str | None = None
    description: str = ""
    year: int = Field(2023, ge=2000, le=2050)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    gateway: Mapping[Id, GatewayChange] = Field(default_factory=dict)
    link: Mapping[Id, LinkChange] = Field(default_factory=dict)
    open: Opening = Opening()
    transit: Mapping[Id, Transit] = Field(default_factory=dict)
    cost: CostChange = CostChange()
    simulation: SimulationSection = SimulationSection()
    flows: FlowsSection = FlowsSection()
    trade: TradeSection = TradeSection()
    assumption: Mapping[Id, float] = Field(default_factory=dict)

    @classmethod
    def example(cls, name: str) -> Scenario:
        """A shipped scenario by its name."""
        known = shipped()
        if name not in known:
            raise InputError(
                "scenario.unknown",
                f"no shipped scenario is called {name!r}",
                [
                    Problem(
                        "scenario.unknown",
                        name,
                        value=name,
                        expected="one of " + ", ".join(sorted(known)),
                        fix=nearest(name, known) or "Give the path of a .toml file.",
                    )
                ],
            )
        return cls.parse(known[name].read_text(encoding="utf-8"), where=f"{name}.toml")

    @classmethod
    def load(cls, name_or_path: str | Path) -> Scenario:
        """A shipped name, or the path of a ``.toml`` file."""
        path = Path(name_or_path)
        if path.suffix != ".toml":
            return cls.example(str(name_or_path))
        if not path.is_file():
            raise InputError(
                "scenario.no_file",
                f"no file {path}",
                [
                    Problem(
                        "scenario.no_file",
                        str(path),
                        expected="an existing .toml file",
                        fix="Shipped scenarios: " + ", ".join(sorted(shipped())),
                    )
                ],
            )
        return cls.parse(path.read_text(encoding="utf-8"), where=path.name)

    @classmethod
    def parse(cls, text: str, where: str = "scenario") -> Scenario:
        """A scenario from TOML text; every fault of the file is reported at once."""
        try:
            raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise InputError(
                "scenario.not_toml",
                f"{where} is not TOML: {fault}",
                [Problem("scenario.not_toml", where, message=str(fault), expected="TOML")],
            ) from fault
        return cls.from_dict(raw, where=where)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any], where: str = "scenario") -> Scenario:
        """A scenario from plain values."""
        try:
            return cls.model_validate(raw)
        except ValidationError as fault:
            raise InputError(
                "scenario.invalid",
                f"{where} has {fault.error_count()} problem(s)",
                [_problem(error, where) for error in fault.errors()],
            ) from fault

    def with_gateway(self, gateway_id: str, **changes: Any) -> Scenario:
        """A copy, named after this scenario, in which one gateway differs; its base is this scenario."""
        return self._with("gateway", gateway_id, changes)

    def with_link(self, link_id: str, **changes: Any) -> Scenario:
        """A copy in which one link differs."""
        return self._with("link", link_id, changes)

    def with_assumption(self, **values: float) -> Scenario:
        """A copy in which assumptions take other values."""
        raw = self.to_dict()
        raw["assumption"] = {**raw.get("assumption", {}), **values}
        return self._derived(raw)

    def _with(self, section: str, key: str, changes: Mapping[str, Any]) -> Scenario:
        raw = self.to_dict()
        part = raw.setdefault(section, {})
        part[key] = {**part.get(key, {}), **changes}
        return self._derived(raw)

    def _derived(self, raw: dict[str, Any]) -> Scenario:
        raw["base"] = self.base or self.name
        changed = Scenario.from_dict(raw)
        stem = self.name.split(".")[0]
        return Scenario.from_dict({**raw, "name": f"{stem}.{changed.digest()[:6]}"})

    def to_dict(self) -> dict[str, Any]:
        """Plain values, defaults left out, so that equal scenarios are equal texts."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def digest(self) -> str:
        """Hash of what the scenario changes; the name and the description do not count."""
        raw = {k: v for k, v in self.to_dict().items() if k not in ("name", "description")}
        return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()

    def base_scenario(self) -> Scenario | None:
        """The scenario that change is measured from; None when this is its own base."""
        if self.base is None or self.base == self.name:
            return None
        base = Scenario.load(self.base)
        if base.base not in (None, base.name):
            refuse(
                "scenario.cyclic_base",
                f"the base of {self.name} is not a base itself",
                [
                    Problem(
                        "scenario.cyclic_base",
                        self.name,
                        column="base",
                        value=self.base,
                        expected="a scenario without a base",
                        fix=f"Use {base.base!r}.",
                    )
                ],
            )
        return base

    def check_ids(
        self, *, gateways: set[str], links: set[str], countries: set[str], assumptions: set[str]
    ) -> None:
        """Refuse ids that the data does not know, all at once, each with the nearest known one."""
        asked = [
            ("gateway", self.gateway, gateways, "scenario.unknown_gateway"),
            ("link", self.link, links, "scenario.unknown_link"),
            ("open.links", self.open.links, links, "scenario.unknown_link"),
            ("transit", self.transit, countries, "scenario.unknown_country"),
            ("assumption", self.assumption, assumptions, "scenario.unknown_assumption"),
        ]
        refuse(
            "scenario.unknown_id",
            f"{self.name} names ids that the data does not hold",
            [
                Problem(
                    code, f"[{section}]", value=key, expected="an id of the data", fix=nearest(key, known)
                )
                for section, keys, known, code in asked
                for key in keys
                if key not in known
            ],
        )


def closed_days(interval: str) -> tuple[date, date]:
    """First and last day of ``2023-12-05/2024-03-15``."""
    first, slash, last = interval.partition("/")
    try:
        if not slash:
            raise ValueError
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise ValueError(f"{interval!r} is not an interval: write it as 2023-12-05/2024-03-15") from None


def shipped() -> dict[str, Any]:
    """Shipped scenarios: name to readable resource."""
    folder = resources.files("jibek") / "data" / "scenarios"
    return {f.name.removesuffix(".toml"): f for f in folder.iterdir() if f.name.endswith(".toml")}


def _problem(error: Any, where: str) -> Problem:
    path = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        return Problem(
            "scenario.unknown_key",
            where,
            column=".".join(path),
            value=path[-1],
            expected="a known key",
            fix=nearest(path[-1], _known_keys(path[:-1])),
        )
    return Problem(
        "scenario.invalid_value",
        where,
        column=".".join(path),
        value=error.get("input"),
        expected=error["msg"].removeprefix("Value error, "),
        fix="Correct the value.",
    )


def _known_keys(path: list[str]) -> set[str]:
    if not path:
        return set(Scenario.model_fields)
    kinds: dict[str, type[BaseModel]] = {
        "gateway": GatewayChange,
        "link": LinkChange,
        "open": Opening,
        "transit": Transit,
        "cost": CostChange,
        "simulation": SimulationSection,
        "flows": FlowsSection,
        "trade": TradeSection,
    }
    return set(kinds[path[0]].model_fields) if path[0] in kinds else set()
