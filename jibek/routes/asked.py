"""What a shipper asks of the way: modes, what is passed in order, countries and gateways to keep away from.

    asked_of(facts, "CNCHN", "DEDUI", modes="rail,sea", via=["Caspian"], avoid=["Россия"])

Names are in any language of the record. A via may be a place, a gateway, a country or a sea; a name that both ends of a
crossing carry is passed at either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Flags, Ints
from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.ground.vocabulary import AIR, ON_WATER, ROUTED
from jibek.sources.gazetteer import bare, fold, resolve

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.routes.evaluate import Loaded

CONTRADICTION = "route.contradiction"

ALLOWED = (*ROUTED, AIR)

SEAS = {
    "caspian": ("Caspian", "Caspian Sea", "Каспий", "Каспийское море", "Каспий теңізі", "里海"),
    "black": ("Black Sea", "Чёрное море", "Черное море", "Қара теңіз", "黑海"),
    "ocean": ("ocean", "океан", "мұхит", "海洋"),
}


@dataclass(frozen=True, slots=True)
class Via:
    """One thing to pass, by the name that was given: any of the places or gateways, or the country, or the sea."""

    name: str
    places: frozenset[str] = frozenset()
    gateways: frozenset[str] = frozenset()
    country: str = ""
    sea: str = ""

    def arcs(self, loaded: Loaded) -> Ints:
        """Positions of the arcs that pass it."""
        if self.sea:
            layout = loaded.network.layout
            hauls = () if layout is None else (a.basin == self.sea and a.kind == "haul" for a in layout.arcs)
            return np.flatnonzero(np.fromiter(hauls, bool))
        if self.country:
            return np.flatnonzero(loaded.touches({self.country}))
        near = np.array([s.partition("|")[0] in self.places for s in loaded.state_ids], bool)
        return np.flatnonzero(near[loaded.tail] | near[loaded.head] | loaded.passes(self.gateways))


@dataclass(frozen=True, slots=True)
class Asked:
    """modes: allowed, all where empty; via: in order; countries (alpha-2) and gateways are kept away from."""

    modes: frozenset[str] = frozenset()
    via: tuple[Via, ...] = ()
    countries: frozenset[str] = frozenset()
    gateways: frozenset[str] = frozenset()

    def shut(self, loaded: Loaded) -> Flags:
        """Arcs that are left out, shape (arc,)."""
        kept = (*self.modes, "none") if self.modes else (*ROUTED, "none")
        by_mode = ~np.isin(loaded.column["mode"], kept)
        return by_mode | loaded.touches(self.countries) | loaded.passes(self.gateways)

    def why(self, loaded: Loaded, arc: int) -> str:
        """Which wish leaves an arc out, in words; empty if none does."""
        c = loaded.column
        for land in sorted(self.countries & set(c["country"][arc].split("-"))):
            return f"you avoid {land}"
        if c["gateway_id"][arc] in self.gateways:
            return f"you avoid gateway {c['gateway_id'][arc]}"
        if self.modes and c["mode"][arc] not in (*self.modes, "none"):
            return f"{c['mode'][arc]} is not among the modes you allow"
        return ""


def asked_of(
    facts: Facts | None,
    origin: str,
    destination: str,
    *,
    modes: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    avoid_gateway: Sequence[str] = (),
) -> Asked:
    """The wishes as written.

    Parameters
    ----------
    facts
        The record, in which names of countries, places and gateways stand; None where modes alone are asked for.
    origin, destination
        Place ids.
    modes
        Words of ``road``, ``rail``, ``sea``, ``ferry``, ``air`` with commas; None: all but air.
    via, avoid, avoid_gateway
        Names or ids; countries by alpha-2, alpha-3 or name.

    Raises
    ------
    InputError
        All at once: ``route.unknown_mode``, ``route.unknown_via``, ``route.unknown_country``,
        ``route.unknown_gateway``, ``place.unknown``, ``place.ambiguous``, ``route.contradiction``.
    """
    names = _Names.of(facts) if facts is not None and (via or avoid or avoid_gateway) else None
    wrong: list[Problem] = []
    allowed = frozenset(_modes(modes, wrong))
    passed, lands, gates = [], set(), set()
    if names is not None:
        passed = [v for name in via if (v := names.via(name, wrong)) is not None]
        lands = {c for name in avoid if (c := names.country(name, wrong))}
        gates = {g for name in avoid_gateway for g in names.gateways(name, wrong)}
    asked = Asked(allowed, tuple(passed), frozenset(lands), frozenset(gates))
    if names is not None:
        wrong += _contradictions(asked, names.country_of, origin, destination)
    refuse(wrong[0].code if wrong else "", "the way cannot be asked for like this", wrong)
    return asked


def _modes(text: str | None, wrong: list[Problem]) -> list[str]:
    words = [w.strip().lower() for w in (text or "").split(",") if w.strip()]
    expected = "some of " + ", ".join(ALLOWED)
    if text is not None and not words:
        wrong.append(Problem(CONTRADICTION, "--modes", message="no mode is left", expected=expected))
    odd = [w for w in words if w not in ALLOWED]
    wrong += [
        Problem("route.unknown_mode", "--modes", value=w, expected=expected, fix=nearest(w, ALLOWED))
        for w in odd
    ]
    return [w for w in words if w in ALLOWED]


@dataclass(frozen=True)
class _Names:
    """countries: alpha-2 by folded name or code; country_of: of places; ids: of gateways of any year."""

    facts: Facts
    countries: Mapping[str, str]
    spelled: tuple[str, ...]
    country_of: Mapping[str, str]
    ids: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts) -> _Names:
        from jibek.network import known_ids

        spelled: dict[str, str] = {}
        nodes, base = facts.table("nodes"), facts.table("country_base")
        entities = facts.table("entities")
        known = entities[(entities["type"] == "country") & entities["iso_code"].notna()]
        for row in known.to_dict("records"):
            cells = [row[c] for c in ("entity_id", "iso_code", "name", "name_ru", "name_kk", "name_zh")]
            cells += str(row["aliases"]).split(";") if isinstance(row["aliases"], str) else []
            spelled.update({str(c).strip(): row["iso_code"] for c in cells if isinstance(c, str) and c})
        groups = facts.table("country_groups")
        two = dict(zip(groups["member"], groups["iso2"], strict=True))
        for iso3, name in zip(base["iso3"], base["name"], strict=True):
            if isinstance(two.get(iso3), str) and two[iso3]:
                spelled.update({iso3: two[iso3], name: two[iso3]})
        key = "place_id" if "place_id" in nodes.columns else "id"
        country_of = dict(zip(nodes[key], nodes["country"], strict=True))
        spelled.update({c: c for c in country_of.values() if isinstance(c, str) and c != "XX"})
        codes = {fold(n): c for n, c in spelled.items()}
        return cls(facts, codes, tuple(spelled), country_of, tuple(sorted(known_ids(facts).gateways)))

    def country(self, name: str, wrong: list[Problem]) -> str:
        code = self.countries.get(fold(name), "")
        if not code:
            expected = "a country by ISO code or name"
            fix = nearest(name, self.spelled)
            wrong.append(Problem("route.unknown_country", "--avoid", value=name, expected=expected, fix=fix))
        return code

    def gateways(self, name: str, wrong: list[Problem]) -> list[str]:
        """The gateway of this id, or all with an end that is called so."""
        found = [g for g in self.ids if fold(g) == fold(name)]
        places = set() if found else self._places(name)
        found = found or [g for g in self.ids if places & ends_of(g)]
        if not found:
            wrong.append(
                Problem(
                    "route.unknown_gateway",
                    "--avoid-gateway",
                    value=name,
                    expected="a gateway by id or by the name of one of its ends",
                    fix=nearest(name, self.ids) or "See: jibek gateways",
                )
            )
        return found

    def via(self, name: str, wrong: list[Problem]) -> Via | None:
        sea = next((s for s, words in SEAS.items() if fold(name) in map(fold, words)), "")
        if sea:
            return Via(name, sea=sea)
        gates = [g for g in self.ids if "-" in g and fold(g) == fold(name)]
        if gates:
            return Via(name, gateways=frozenset(gates))
        places = self._places(name)
        if places:
            return Via(name, places=frozenset(places))
        if fold(name) in self.countries:
            return Via(name, country=self.countries[fold(name)])
        try:
            resolve(name, self.facts.table("nodes"))
        except InputError as fault:
            expected = "a place, a gateway, a country or a sea"
            fix = fault.problems[0].fix
            wrong.append(Problem("route.unknown_via", "--via", value=name, expected=expected, fix=fix))
        return None

    def _places(self, name: str) -> set[str]:
        """Places that a name means: none, one, or all that carry it."""
        try:
            return {resolve(name, self.facts.table("nodes"))}
        except InputError as fault:
            several = fault.code == "place.ambiguous"
            return set(fault.problems[0].expected.removeprefix("one of ").split(", ")) if several else set()


def lands_of(facts: Facts) -> dict[str, str]:
    """Names of countries by alpha-2, as far as the record gives them."""
    base, groups = facts.table("country_base"), facts.table("country_groups")
    two = dict(zip(groups["member"], groups["iso2"], strict=True))
    entities = facts.table("entities")
    known = entities[(entities["type"] == "country") & entities["iso_code"].notna()]
    named = {
        two[iso3]: str(name)
        for iso3, name in zip(base["iso3"], base["name"], strict=True)
        if isinstance(two.get(iso3), str)
    }
    named |= dict(zip(known["iso_code"], known["name"], strict=True))
    # A country that no row names, with one place, is told by that place: Singapore.
    alone = facts.table("nodes").drop_duplicates("country", keep=False)
    return dict(zip(alone["country"], alone["name"].map(bare), strict=True)) | named


def ends_of(gateway: str) -> frozenset[str]:
    """Places at both ends of a gateway: ``CN_KHORGOS-KZ_ALTYNKOL`` or a port."""
    return frozenset(gateway.partition(".")[0].split("-"))


def _contradictions(
    asked: Asked, country_of: Mapping[str, str], origin: str, destination: str
) -> list[Problem]:
    """Wishes that cannot all hold."""
    said = [
        ("--avoid", f"{place} is in {country_of[place]}, which you avoid", "Drop it, or take another place.")
        for place in dict.fromkeys((origin, destination))
        if country_of.get(place) in asked.countries
    ]
    for via in asked.via:
        lands = {country_of[p] for p in via.places if p in country_of} | ({via.country} - {""})
        if lands and lands <= asked.countries:
            said.append(("--via", f"{via.name} is in a country that you avoid", "Drop one of the two."))
        for gate in sorted(via.gateways):
            hit = {country_of.get(p, "") for p in ends_of(gate)} & asked.countries
            if hit:
                words = f"{via.name} leads into {', '.join(sorted(hit))}, which you avoid"
                said.append(("--via", words, "Drop one of the two."))
        if via.gateways and via.gateways <= asked.gateways:
            said.append(("--via", f"{via.name} is a gateway that you avoid", "Drop one of the two."))
        if via.sea and asked.modes and not asked.modes & set(ON_WATER):
            words = f"{via.name} is water, and no ship is among the modes you allow"
            said.append(("--via", words, "Allow sea or ferry."))
    return [Problem(CONTRADICTION, where, message=words, fix=fix) for where, words, fix in said]
