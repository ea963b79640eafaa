"""``jibek places``, ``jibek gateways`` and ``jibek services``: what can be named, and in what state it is in a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from jibek import network, record, sources
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.reply import Reply
from jibek.network.gateways import gateway_name
from jibek.network.inputs import Link
from jibek.network.layout import Given, given
from jibek.network.notices import flags_of, openings_of
from jibek.record import Facts
from jibek.routes.service import Service
from jibek.routes.services import services_of
from jibek.scenario import Scenario
from jibek.sources.gazetteer import fold

LANGUAGES = ("ru", "kk", "zh")

_ALIKE = 0.75  # of the letters of a name with a slip; what to call near is a matter of help, not of the model


@dataclass(frozen=True, slots=True)
class Listed(Reply):
    """Rows of places, gateways or services as plain values, in the order of ids."""

    kind: str
    year: int
    rows: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """As in the contract, with the year."""
        return {"year": self.year, self.kind: list(self.rows)}

    def to_text(self) -> str:
        """One row a line."""
        tell = {"places": _place_line, "gateways": _gateway_line, "services": _service_line}[self.kind]
        lines = [tell(row) for row in self.rows]
        return "\n".join(
            [*lines, "", f"{len(lines)} {self.kind if len(lines) != 1 else self.kind[:-1]}, {self.year}"]
        )


def places(text: str | None = None, *, year: int | None = None, data: Path | str | None = None) -> Listed:
    """Places by id, with names, country and the modes that serve them in a year.

    ``road`` is drawn, access where trucks of ``jibek route`` come by the nearest drawn road of the country, or None.

    Parameters
    ----------
    text
        An id, a country code or a part of a name in English, Russian, Kazakh or Chinese, with a slip; None: all.
    year
        By default that of the baseline.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        ``place.unknown`` with the nearest names.
    """
    facts, scenario = _of_year(year, data)
    net = network.build(facts, scenario.network).usual
    modes: dict[str, set[str]] = {}
    for state in net.state_index:
        place, _, mode = state.partition("|")
        modes.setdefault(place, set()).add(mode.partition("-")[0])
    codes = {str(r["place_id"]): r for r in facts.table("place_codes").to_dict("records")}
    rows = [_place(row, modes, codes) for row in net.places.to_dict("records")]
    with_roads = {r["country"] for r in rows if "road" in r["modes"]}
    for r in rows:
        reached = "rail" in r["modes"] and r["country"] in with_roads
        r["road"] = "drawn" if "road" in r["modes"] else "access" if reached else None
    words = {
        r["place_id"]: [r["place_id"], r["country"], *filter(None, (r["unlocode"], *r["names"].values()))]
        for r in rows
    }
    return Listed("places", scenario.year, tuple(_found("place", rows, "place_id", words, text)))


def gateways(text: str | None = None, *, year: int | None = None, data: Path | str | None = None) -> Listed:
    """Crossings and ports by id, with their ends, change of gauge, capacity and state in a year.

    Parameters as in ``places``; the text may name either end.

    Raises
    ------
    InputError
        ``gateway.unknown`` with the nearest ids.
    """
    facts, scenario = _of_year(year, data)
    said, net = given(facts, scenario.network), network.build(facts, scenario.network).usual
    open_ = {str(r["gateway_id"]): r for r in net.gateways.to_dict("records")}
    since = {str(r["id"]): r for r in facts.table("links").to_dict("records")}
    rows = [_gateway(g, said, open_.get(g), since) for g in sorted(said.gateways)]
    flags, hours = flags_of(facts, scenario.year), openings_of(facts, scenario.year)
    for r in rows:
        mine = [f for f in flags if f.touches(r["mode"], r["countries"], r["gateway_id"], r["ends"])]
        r |= {"flags": [f.to_json() for f in mine], "openings": hours.get(r["gateway_id"], [])}
    words = {r["gateway_id"]: [r["gateway_id"], *r["countries"], r["name"], *_ends(said, r)] for r in rows}
    return Listed("gateways", scenario.year, tuple(_found("gateway", rows, "gateway_id", words, text)))


def services(text: str | None = None, *, year: int | None = None, data: Path | str | None = None) -> Listed:
    """Services that can be booked in a year, with their ends, departures and what sets them apart.

    Parameters as in ``places``; the text is a part of an id, kind or name, or of a place or country at an end.

    Raises
    ------
    InputError
        ``service.unknown`` with the nearest; ``routes.bad_service``.
    """
    facts, scenario = _of_year(year, data)
    rows = [_service(s) for s in services_of(facts, None) if s.may_run_in(scenario.year)]
    words = {r["service_id"]: [r["service_id"], r["kind"], r["name"], *r["from"], *r["to"]] for r in rows}
    return Listed("services", scenario.year, tuple(_found("service", rows, "service_id", words, text)))


def _service(service: Service) -> dict[str, Any]:
    return {
        **service.to_json(),
        "from": sorted(service.origins),
        "to": sorted(service.destinations),
        "since": service.since or None,
        "until": service.until or None,
        "months": sorted(service.months) or None,
        "haul_factor": service.haul_factor,
        "border_factor": service.border_factor,
        "wait_factor": service.wait_factor,
        "price_factor": service.price_factor,
        "source": service.source,
    }


def _of_year(year: int | None, data: Path | str | None) -> tuple[Facts, Scenario]:
    scenario = Scenario.example("baseline")
    scenario = scenario if year is None else scenario.at(year)
    return record.establish(sources.read(data), scenario.year, scenario.assumption), scenario


def _place(
    row: dict[Any, Any], modes: dict[str, set[str]], codes: dict[str, dict[Any, Any]]
) -> dict[str, Any]:
    code = codes.get(row["place_id"], {})
    names = {"en": row["name"], **{x: _text(row.get(f"name_{x}")) for x in LANGUAGES}}
    return {
        "place_id": row["place_id"],
        "name": row["name"],
        "country": row["country"],
        "names": names,
        "modes": sorted(modes.get(row["place_id"], set()) - {"gate", "arrival"}),
        "kind": row["kind"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "unlocode": _text(code.get("unlocode")),
        "time_zone": _text(code.get("time_zone")),
    }


def _gateway(
    ident: str, said: Given, row: dict[Any, Any] | None, links: dict[str, dict[Any, Any]]
) -> dict[str, Any]:
    g = said.gateways[ident]
    link = next((x for x in said.links if x.link_id == g.link), None)
    dated = links.get(g.link, {})
    gauges = list(link.gauges) if link is not None and len(link.gauges) > 1 else []
    lands = dict.fromkeys(said.places[p].network_country for p in (g.place_a, g.place_b))
    capacity = None if row is None else float(row["capacity_per_day"])
    share = 1.0 if row is None else float(row["closed_share"])
    state = "closed" if row is None or not capacity or share == 1 else "open" if share == 0 else "partly"
    if state != "closed" and link is not None and not _reached(link, said):
        state = "no line"
    return {
        "gateway_id": ident,
        "name": gateway_name(g, said.places),
        "ends": list(dict.fromkeys((g.place_a, g.place_b))),
        "countries": list(lands),
        "mode": g.mode,
        "gauge_change": gauges or None,
        "capacity_per_day": capacity,
        "unit": g.unit,
        "opens": _year(dated.get("open_from")),
        "closes": _year(dated.get("open_until")),
        "closed": None if row is None else _text(row["closed"]),
        "closed_share": None if row is None else share,
        "state": state,
    }


def _reached(link: Link, said: Given) -> bool:
    """Whether an open line of the mode leads on from both ends of a crossing, which alone may bear no date.

    An end that is a city is where freight wants to go.
    """
    others = {
        end
        for x in said.links
        if x.is_open and x.mode == link.mode and x is not link
        for end in (x.tail, x.head)
    }
    return all(p in others or said.places[p].kind != "border crossing" for p in (link.tail, link.head))


def _ends(said: Given, row: dict[str, Any]) -> list[str]:
    """Names of both ends in all languages."""
    ends = [said.places[p] for p in row["ends"]]
    return [n for p in ends for n in (p.name, *p.local.values()) if n]


def _found(
    kind: str, rows: list[dict[str, Any]], key: str, words: dict[str, list[str]], text: str | None
) -> Iterable[dict[str, Any]]:
    """Rows with a word that holds the text; else with one that differs from it by a slip."""
    rows = sorted(rows, key=lambda r: str(r[key]))
    if text is None:
        return rows
    wanted = fold(text)
    folded = {ident: [fold(w) for w in of] for ident, of in words.items()}
    short = len(wanted) <= 2  # a code of a country, whole
    hits = {
        i
        for i, of in folded.items()
        if wanted and any(wanted == w or (not short and wanted in w) for w in of)
    }
    if not hits:
        parts = {i: {fold(w) for name in of for w in (name, *name.split())} for i, of in words.items()}
        alike = set(get_close_matches(wanted, set().union(*parts.values()), n=5, cutoff=_ALIKE))
        hits = {i for i, of in parts.items() if alike & of}
    if hits:
        return [r for r in rows if r[key] in hits]
    fix = nearest(text, {w for of in words.values() for w in of})
    problem = Problem(f"{kind}.unknown", kind, value=text, expected=f"a {kind} by id or name", fix=fix)
    raise InputError(f"{kind}.unknown", f"no {kind} is called {text!r}", [problem])


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _year(value: Any) -> int | None:
    try:
        return int(float(value))
    except (TypeError, ValueError):
        return None


def _place_line(row: dict[str, Any]) -> str:
    others = "; ".join(filter(None, (row["names"][x] for x in LANGUAGES)))
    by = ", ".join([*row["modes"], *(["(road)"] if row["road"] == "access" else [])]) or "nothing"
    code = row["unlocode"] if row["unlocode"] not in (None, row["place_id"]) else ""
    return f"{row['place_id']:<18} {row['country']:<3} {row['name']:<32} {code:<6} {by:<16} {others}".rstrip()


def _gateway_line(row: dict[str, Any]) -> str:
    gauge = "/".join(row["gauge_change"] or ()) or "-"
    much = "" if row["capacity_per_day"] is None else f"{row['capacity_per_day']:,.0f} {row['unit']}/day"
    state = row["state"] if row["state"] != "partly" else f"closed {row['closed_share']:.0%} of the days"
    where = f"{row['gateway_id']:<40} {'-'.join(row['countries']):<6} {row['mode']:<6} {gauge:<10}"
    noted = [f"{o['hours_per_day']:g} h/day {_span(o)}" for o in row["openings"]]
    noted += dict.fromkeys(f["flag"].replace("_", " ") for f in row["flags"])
    told = f" [{'; '.join(noted)}]" if noted else ""
    return f"{where} {state:<10} {much:<18} {row['name']}{told}".rstrip()


def _span(opening: dict[str, Any]) -> str:
    since, until = opening["valid_from"], opening["valid_until"]
    return since if since == until else f"{since} to {until or 'now'}"


def _service_line(row: dict[str, Any]) -> str:
    ends = " - ".join("/".join(row[end]) or "anywhere" for end in ("from", "to"))
    often = row["departures_per_week"]
    goes = "/".join(row["weekdays"] or ()) or (f"{often:.3g} a week" if often else "when loaded")
    months = f" in months {'/'.join(map(str, row['months']))}" if row["months"] else ""
    other = ", ".join(
        f"{name} x {row[f'{name}_factor']:.2g}"
        for name in ("haul", "border", "wait", "price")
        if row[f"{name}_factor"] != 1
    )
    where = f"{row['service_id']:<16} {row['kind']:<12} {row['mode']:<5} {ends:<34}"
    return f"{where} {goes + months:<14} {other}".rstrip()
