"""Which arcs are open to which group: six corridors, and copies of them for freight that a transit ban spares.

    sea           ships outside the Caspian; rail inland of the ports, not from one hinterland into another
    northern      rail by Kazakhstan to Russia, Central Asia and Europe; no other border of China, no ship
    transsib      rail by Manzhouli, Erenhot and Suifenhe; nothing in Kazakhstan
    transcaspian  rail, the Caspian to Alat, the Black Sea; nothing in Russia, Belarus, Iran, Ukraine
    southern      rail by Central Asia, Iran and Turkey, the Caspian to Iran; nothing in Russia, Belarus
    road          roads and the ferries that trucks use

The ferry between the Continent and Great Britain is open to all. Hinterlands keep the sea corridor a sea route:
at the value of time of a mean box, ships to Constanta or Bandar Abbas with a train across the Continent would
else stand for it. For the same reason ships between China and the Russian Far East are open to no group: with a
train to the Baltic they would be a land bridge, and no source tells their part.

Corridors with several crossings or lines of ships between which freight has to choose have a group for each
(``doors``): ``northern/CN_KHORGOS-KZ_ALTYNKOL``.

If through traffic over X is forbidden, X's arcs (a border of X among them) are shut in the plain group and stay
open in the group ``corridor:X``, which serves freight with an end in X.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES, CORRIDORS, ROUTED
from jibek.network.arcs import Arc
from jibek.network.doors import Doors, combinations, door_arcs, shut_by, sides
from jibek.network.names import banned_group, group_id
from jibek.network.periods import Stop


@dataclass(frozen=True, slots=True)
class Rule:
    """A corridor: families of modes, countries it shuns, neighbours of China it enters by, waters it sails, and sets of
    doors, ``IR<KZ TM`` for all ways into Iran from these neighbours, by land and by ship (``doors``)."""

    families: frozenset[str]
    shut: frozenset[str]
    by: frozenset[str]
    waters: frozenset[str]
    doors: tuple[str, ...] = ()
    inland_only: bool = False


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Countries that a train from a port reaches without entering another hinterland; all others are one, Europe.
HINTERLANDS = {
    **dict.fromkeys(("RU", "BY", "KZ", "KG", "UZ", "TM", "TJ", "MN"), "north"),
    **dict.fromkeys(("AZ", "GE", "AM"), "caucasus"),
    **dict.fromkeys(("RO", "BG", "UA"), "balkan"),
    "CN": "china",
    "TR": "turkey",
    "IR": "iran",
}

RULES = {
    "sea": Rule(_set("rail sea ferry"), _set(""), _set(""), _set("ocean black"), inland_only=True),
    "northern": Rule(_set("rail ferry"), _set("IR TR GE AZ"), _set("KZ KG"), _set(""), ("CN<KZ KG",)),
    "transsib": Rule(_set("rail ferry"), _set("KZ IR TR GE AZ"), _set("RU MN"), _set(""), ("CN<RU MN",)),
    "transcaspian": Rule(
        _set("rail sea ferry"),
        _set("RU BY IR UA"),
        _set("KZ KG"),
        _set("caspian>AZ black"),
        ("CN<KZ KG", "AZ<KZ TM"),
    ),
    "southern": Rule(
        _set("rail sea ferry"), _set("RU BY"), _set("KZ KG"), _set("caspian>IR"), ("CN<KZ KG", "IR<KZ TM")
    ),
    "road": Rule(
        _set("road ferry"), _set(""), _set("KZ KG RU MN"), _set("ocean black caspian"), ("CN<KZ KG RU MN",)
    ),
}


@dataclass(frozen=True, slots=True)
class Features:
    """What the rules look at, one entry an arc: families at both ends, countries, waters, whether it moves, and the
    door that it is: a gateway, or the link of ships; empty for others."""

    families: tuple[Array, Array]
    lands: tuple[Array, Array]
    waters: Array
    hauls: Array
    connects: Array
    doors: Array

    @classmethod
    def of(cls, arcs: Sequence[Arc]) -> Features:
        """The features of the arcs, in their order."""
        ends = [[_family(s) for s in (a.tail, a.head)] for a in arcs]
        return cls(
            (np.array([e[0] for e in ends]), np.array([e[1] for e in ends])),
            (np.array([a.lands[0] for a in arcs]), np.array([a.lands[1] for a in arcs])),
            np.array([a.basin for a in arcs]),
            np.array([a.link is not None for a in arcs]),
            np.array([a.kind == "connector" for a in arcs]),
            np.array([_door(a) for a in arcs], dtype=object),
        )

    def touches(self, land: str) -> Array:
        """Arcs with an end in the country."""
        return (self.lands[0] == land) | (self.lands[1] == land)


def _family(state: str) -> str:
    return state.partition("|")[2].partition("-")[0]


def _door(arc: Arc) -> str:
    if arc.link is None:
        return ""
    return arc.gateway.gateway_id if arc.gateway else arc.link.link_id


def open_arcs(
    arcs: Sequence[Arc], banned: Sequence[str], state_index: Mapping[str, int]
) -> tuple[tuple[str, ...], Array, tuple[Doors, ...]]:
    """Groups, the arcs open to each, and the doors of the corridors.

    Parameters
    ----------
    arcs
        All arcs.
    banned
        Countries (alpha-2) closed to through traffic.
    state_index
        Position of each state.

    Returns
    -------
    groups
        The corridors, each followed by its ways through one door of a set, or of several; then ``corridor:X`` and
        these ways for each banned X that the corridor would enter.
    open : shape (group, arc), bool
    doors
        The sets with more than one door.
    """
    features = Features.of(arcs)
    plain = {c: _corridor(features, RULES[c]) for c in CORRIDORS}
    sets = {c: _door_sets(features, RULES[c], plain[c]) for c in CORRIDORS}
    shut = {x: features.touches(x) & ~features.connects for x in banned}
    none = np.zeros(len(arcs), bool)
    groups, rows = [], []
    for x in ("", *banned):
        others = _any((mask for y, mask in shut.items() if y != x), none)
        for corridor in CORRIDORS:
            if x and x in RULES[corridor].shut:
                continue
            for way in combinations(sets[corridor]):
                groups.append(group_id(corridor, x, way))
                rows.append(plain[corridor] & ~others & ~shut_by(sets[corridor], way, len(arcs)))
    tail, head = (np.array([state_index[getattr(a, end)] for a in arcs], int) for end in ("tail", "head"))
    ends = np.zeros(len(state_index), bool)
    for state, i in state_index.items():
        ends[i] = _family(state) in ("gate", "arrival")
    doors = tuple(
        Doors(c, tuple(of), sides(tail, head, plain[c], _any(of.values(), none), ends))
        for c in CORRIDORS
        for of in sets[c]
    )
    return tuple(groups), np.array(rows, bool).reshape(len(groups), len(arcs)), doors


def _door_sets(f: Features, rule: Rule, is_open: Array) -> list[dict[str, Array]]:
    """Arcs of each door in each set of a corridor, of sets with more than one."""
    found = []
    for text in rule.doors:
        land, _, neighbours = text.partition("<")
        beside = [np.isin(lands, neighbours.split()) for lands in f.lands]
        joins = ((f.lands[0] == land) & beside[1]) | ((f.lands[1] == land) & beside[0])
        found.append(door_arcs(is_open & f.hauls & joins, list(f.doors)))
    return [of for of in found if of]


def under_bans(
    groups: tuple[str, ...],
    is_open: Array,
    passes: Sequence[str],
    stops: Sequence[Stop],
    always: Sequence[Stop],
) -> tuple[tuple[str, ...], Array]:
    """The groups with a copy of each for every set of bans that some freight may be under, and the arcs open to them.

    Parameters
    ----------
    passes : (arc,)
        ``GATEWAY:out`` or ``GATEWAY:in`` of arcs that pass a gateway, by the way they go; else empty.
    stops
        All closures and bans of the year; ``always``: those of them that hold on all its days.
    """
    passage = np.array(passes, dtype=object)
    shut = {s.number: np.isin(passage, list(s.passages)) for s in always}
    for_all = _any((shut[s.number] for s in always if s.for_all), np.zeros(len(passage), bool))
    found = list(groups)
    rows = [row & ~for_all for row in is_open]
    for under in subjects([s for s in stops if not s.for_all]):
        closed = _any((shut[n] for n in under if n in shut), for_all)
        found += [banned_group(g, under) for g in groups]
        rows += [row & ~closed & ~for_all for row in is_open]
    return tuple(found), np.array(rows, bool).reshape(len(found), len(passage))


def subjects(bans: Sequence[Stop]) -> list[tuple[int, ...]]:
    """Numbers of the bans that hold together for some freight: by class and countries, each set once."""
    sides = [{"", *(c for b in bans for c in getattr(b, side))} for side in ("origins", "destinations")]
    sets = {
        tuple(b.number for b in bans if b.holds_for(k, o, d))
        for k in CLASSES
        for o in sides[0]
        for d in sides[1]
    }
    return sorted(sets - {()})


def _any(masks: Any, like: Array) -> Array:
    found = np.zeros_like(like)
    for mask in masks:
        found |= mask
    return found


def _corridor(f: Features, rule: Rule) -> Array:
    passes = np.ones(len(f.hauls), bool)
    for family in ROUTED:
        if family not in rule.families:
            passes &= (f.families[0] != family) & (f.families[1] != family)
    for land in rule.shut:
        passes &= ~f.touches(land)
    if rule.inland_only:
        a, b = (np.array([HINTERLANDS.get(x, "europe") for x in lands]) for lands in f.lands)
        passes &= (a == b) | (f.waters != "")
    return (passes & _enters(f, rule) & _sails(f, rule)) | f.connects


def _enters(f: Features, rule: Rule) -> Array:
    """Land borders of China: only to the neighbours that the corridor enters by."""
    border = f.hauls & (f.waters == "") & f.touches("CN") & (f.lands[0] != f.lands[1])
    neighbours = np.isin(f.lands[0], list(rule.by)) | np.isin(f.lands[1], list(rule.by))
    return ~border | neighbours


def _sails(f: Features, rule: Rule) -> Array:
    """Waters: whole seas, or the Caspian only on voyages to a country; ferries of the ocean coasts always."""
    passes = f.waters == ""
    for water in rule.waters:
        sea, _, to = water.partition(">")
        on_it = f.waters == sea
        passes |= on_it & (f.touches(to) | ~f.hauls) if to else on_it
    by_ferry = (f.families[0] == "ferry") | (f.families[1] == "ferry")
    by_ship = (f.families[0] == "sea") | (f.families[1] == "sea")
    far_east = (f.waters != "") & f.touches("CN") & f.touches("RU")
    return (passes | ((f.waters == "ocean") & by_ferry & ~by_ship)) & ~far_east
