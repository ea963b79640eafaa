"""What may change from run to run: one frozen section per stage, read from a small TOML file.

    scenario = Scenario.example("baseline").with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6)

Unknown sections, keys and values out of range are refused with the nearest known name, and so are ids that the data
does not hold (``Ids``): every problem of both kinds at once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    Field,
    StrictFloat,
    StrictInt,
    ValidationError,
    field_validator,
)

from jibek.ground.encoding import is_file, utf8
from jibek.ground.errors import InputError, Problem, first_of, nearest, refuse
from jibek.ground.sections import Section, kind_below, unread
from jibek.ground.tomlfile import plain_values
from jibek.scenario.sections import (
    CostChange,
    EnsembleSection,
    FlowsSection,
    GatewayChange,
    LinkChange,
    Opening,
    SimulationSection,
    TradeSection,
    Transit,
)

LONGEST_NAME = 80
UNSAID = "-changed"


@dataclass(frozen=True, slots=True)
class Ids:
    """What a scenario may name. countries: those that the network passes; traders: those, and who sends freight in."""

    gateways: frozenset[str]
    links: frozenset[str]
    countries: frozenset[str]
    traders: frozenset[str]
    assumptions: frozenset[str]


Id = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """What the network stage sees of a scenario."""

    year: int
    gateway: Mapping[str, GatewayChange]
    link: Mapping[str, LinkChange]
    open: Opening
    transit: Mapping[str, Transit]
    cost: CostChange

    def check_ids(self, ids: Ids) -> None:
        """Refuse ids that the data does not hold, all at once, each with the nearest known one."""
        named = {
            "gateway": {name: change.model_dump() for name, change in self.gateway.items()},
            "link": self.link,
            "open": {"links": self.open.links},
            "transit": self.transit,
            "cost": {"rail_factor_in": self.cost.rail_factor_in},
        }
        message = "the scenario names ids that the data does not hold"
        refuse("scenario.unknown_id", message, _unknown_ids(named, ids))


@dataclass(frozen=True, slots=True)
class PlayedPart:
    """What the simulation stage sees of a scenario."""

    year: int
    seed: int
    replications: int


class Scenario(Section):
    """What may change; everything else is the data. ``base`` names the scenario that change is measured from."""

    name: str = Field(min_length=1, max_length=120)
    base: str | None = None
    description: str = ""
    year: StrictInt = Field(2023, ge=2000, le=2035)
    seed: StrictInt = Field(1, ge=0, le=2**31 - 1)
    gateway: Mapping[Id, GatewayChange] = Field(default_factory=dict)
    link: Mapping[Id, LinkChange] = Field(default_factory=dict)
    open: Opening = Opening()
    transit: Mapping[Id, Transit] = Field(default_factory=dict)
    cost: CostChange = CostChange()
    simulation: SimulationSection = SimulationSection()
    flows: FlowsSection = FlowsSection()
    trade: TradeSection = TradeSection()
    ensemble: EnsembleSection = EnsembleSection()
    assumption: Mapping[Id, StrictFloat] = Field(default_factory=dict)

    @field_validator("name")
    @classmethod
    def _a_name_for_a_folder(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
            raise ValueError("small letters, digits, dots, hyphens and underscores; not a sign first")
        return name

    @classmethod
    def example(cls, name: str, *, ids: Ids | None = None, folder: str = "scenarios") -> Scenario:
        """A shipped scenario, or event of the past, by its name."""
        known = shipped(folder)
        if name not in known:
            expected = "one of " + ", ".join(sorted(known))
            fix = nearest(name, known) or "Give the path of a .toml file."
            problem = Problem("scenario.unknown", name, value=name, expected=expected, fix=fix)
            raise InputError("scenario.unknown", f"no shipped scenario is called {name!r}", [problem])
        return cls.parse(known[name].read_bytes(), where=f"{name}.toml", ids=ids)

    @classmethod
    def load(cls, name_or_path: str | Path, *, ids: Ids | None = None) -> Scenario:
        """A shipped name, or the path of a ``.toml`` file; checked against ``ids`` where they are given."""
        path = Path(name_or_path)
        if path.suffix != ".toml":
            return cls.example(str(name_or_path), ids=ids)
        if not is_file(path):
            fix = "Shipped scenarios: " + ", ".join(sorted(shipped()))
            problem = Problem("scenario.no_file", str(path), expected="an existing .toml file", fix=fix)
            raise InputError("scenario.no_file", f"no file {path}", [problem])
        return cls.parse(path.read_bytes(), where=path.name, ids=ids)

    @classmethod
    def parse(cls, text: str | bytes, where: str = "scenario", *, ids: Ids | None = None) -> Scenario:
        """A scenario from TOML; every fault of the file is reported at once.

        Raises
        ------
        InputError
            ``scenario.not_utf8``, ``scenario.not_toml``, ``scenario.too_large``, ``scenario.invalid``.
        """
        told = utf8(text, where, "scenario.not_utf8") if isinstance(text, bytes) else text
        return cls.from_dict(plain_values(told, where, "scenario"), where=where, ids=ids)

    @classmethod
    def from_dict(
        cls, raw: Mapping[str, Any], where: str = "scenario", *, ids: Ids | None = None
    ) -> Scenario:
        """A scenario from plain values."""
        problems = _unknown_ids(raw, ids) if ids is not None else []
        found = None
        try:
            found = cls.model_validate(raw)
        except ValidationError as fault:
            made = [partial(unread, error, where, cls) for error in fault.errors()]
            problems = [*first_of(made), *problems]
        refuse("scenario.invalid", f"{where} has {len(problems)} problem(s)", problems)
        assert found is not None  # without problems it was read
        return found

    @property
    def network(self) -> NetworkPart:
        """The part of the network stage."""
        return NetworkPart(self.year, self.gateway, self.link, self.open, self.transit, self.cost)

    @property
    def played(self) -> PlayedPart:
        """The part of the simulation stage."""
        return PlayedPart(self.year, self.seed, self.simulation.replications)

    def named(self, name: str) -> Scenario:
        """A copy by another name."""
        return Scenario.from_dict({**self.to_dict(), "name": name})

    def with_gateway(self, gateway_id: str, *, name: str | None = None, **changes: Any) -> Scenario:
        """A copy in which one gateway differs; its base is this scenario.

        Its default name says what changed: ``baseline.khorgos-altynkol.clearance_hours-6``.
        """
        return self._with("gateway", gateway_id, changes, name)

    def with_link(self, link_id: str, *, name: str | None = None, **changes: Any) -> Scenario:
        """A copy in which one link differs."""
        return self._with("link", link_id, changes, name)

    def with_assumption(self, *, name: str | None = None, **values: float) -> Scenario:
        """A copy in which assumptions take other values."""
        raw = self.to_dict()
        raw["assumption"] = {**raw.get("assumption", {}), **values}
        return self._derived(raw, name, [_told(key, value) for key, value in values.items()])

    def _with(self, section: str, key: str, changes: Mapping[str, Any], name: str | None) -> Scenario:
        raw = self.to_dict()
        part = raw.setdefault(section, {})
        part[key] = {**part.get(key, {}), **changes}
        place = "-".join(end.partition("_")[2] or end for end in key.split("-"))
        return self._derived(raw, name, [place, *(_told(k, v) for k, v in changes.items())])

    def _derived(self, raw: dict[str, Any], name: str | None, told: Sequence[str]) -> Scenario:
        raw["base"] = self.base or self.name
        changed = Scenario.from_dict({**raw, "name": name or "changed"})
        if name is not None:
            return changed
        words = ".".join([self.name, *(re.sub(r"[^a-z0-9_-]+", "", word.lower()) for word in told)])
        exact = len(words) <= LONGEST_NAME and not any(word.endswith(UNSAID) for word in told)
        return changed.named(words if exact else f"{words[:LONGEST_NAME]}.{changed.digest()[:6]}")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, defaults left out, so that equal scenarios are equal texts."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def digest(self) -> str:
        """Hash of what the scenario changes; the name and the description do not count."""
        raw = {k: v for k, v in self.to_dict().items() if k not in ("name", "description")}
        return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()

    def base_scenario(self) -> Scenario | None:
        """The scenario that change is measured from, in the same year and worlds; None when this is its own base."""
        if self.base is None or self.base == self.name:
            return None
        base = Scenario.load(self.base)
        if base.base not in (None, base.name):
            expected, fix = "a scenario without a base", f"Use {base.base!r}."
            told = Problem(
                "scenario.cyclic_base", self.name, column="base", value=self.base, expected=expected, fix=fix
            )
            refuse("scenario.cyclic_base", f"the base of {self.name} is not a base itself", [told])
        return base.at(self.year, self.seed, self.ensemble.draws)

    def at(self, year: int | None = None, seed: int | None = None, draws: int | None = None) -> Scenario:
        """The same scenario in another year, with another seed or number of worlds; refused as in a file."""
        told = {"year": year, "seed": seed, "ensemble": None if draws is None else {"draws": draws}}
        known = {name: value for name, value in told.items() if value is not None}
        return Scenario.from_dict({**self.to_dict(), **known}, where=self.name)


def shipped(folder: str = "scenarios") -> dict[str, Any]:
    """Shipped scenarios, or events of the past (``backtests``): name to readable resource."""
    files = (resources.files("jibek") / "data" / folder).iterdir()
    return {f.name.removesuffix(".toml"): f for f in files if f.name.endswith(".toml")}


def _told(key: str, value: Any) -> str:
    """``clearance_hours-6``; a value that is no number is only named, and the digest tells it."""
    return f"{key}-{value:g}".replace(".", "_") if isinstance(value, int | float) else key + UNSAID


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _unknown_ids(raw: Mapping[str, Any], ids: Ids) -> list[Problem]:
    """Ids of a scenario, read or not, that the data does not hold."""

    def keys(section: str) -> list[str]:
        part = raw.get(section, {})
        return [str(key) for key in part] if isinstance(part, Mapping) else []

    def banned() -> list[str]:
        part = raw.get("gateway", {})
        gates = part.values() if isinstance(part, Mapping) else ()
        bans = [b for g in gates if isinstance(g, Mapping) for b in _listed(g.get("ban"))]
        read = [b for b in bans if isinstance(b, Mapping)]
        return [
            str(name) for b in read for side in ("origins", "destinations") for name in _listed(b.get(side))
        ]

    opened, cost = raw.get("open", {}), raw.get("cost", {})
    factors = cost.get("rail_factor_in") if isinstance(cost, Mapping) else None
    priced = list(factors) if isinstance(factors, Mapping) else []
    links = opened.get("links", ()) if isinstance(opened, Mapping) else ()
    asked = (
        ("gateway", keys("gateway"), ids.gateways, "scenario.unknown_gateway"),
        ("gateway.ban", banned(), ids.traders, "scenario.unknown_country"),
        ("link", keys("link"), ids.links, "scenario.unknown_link"),
        ("open.links", _listed(links), ids.links, "scenario.unknown_link"),
        ("transit", keys("transit"), ids.countries, "scenario.unknown_country"),
        ("cost.rail_factor_in", priced, ids.countries, "scenario.unknown_country"),
        ("assumption", keys("assumption"), ids.assumptions, "scenario.unknown_assumption"),
    )

    def unknown(section: str, key: Any, known: frozenset[str], code: str) -> Problem:
        near = nearest(str(key), known)
        return Problem(code, f"[{section}]", value=key, expected="an id of the data", fix=near)

    return [
        problem
        for section, named, known, code in asked
        for problem in first_of(
            [partial(unknown, section, k, known, code) for k in named if str(k) not in known]
        )
    ]


def kind_at(path: Sequence[str]) -> Any:
    """The declared type of a key, by its path of sections and ids; None for a key that no section declares."""
    return kind_below(Scenario, path)
