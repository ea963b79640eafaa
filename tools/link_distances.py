"""Work cited distances and attributes into the link table.

A cited distance covers one link or a chain of links (the shortest path over its vias). A single link takes
the figure; over a chain the links share it in proportion to their estimates, less what single citations fix.
A share below the great circle is refused. The decision is written into the basis of each link it touches.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import pairwise

Row = dict[str, str]
RANK = {"high": 0, "medium": 1, "low": 2}
MODES = {"sea": {"sea", "ferry"}, "ferry": {"sea", "ferry"}}
# A chain whose remainder asks for more than a quarter off the estimates follows another line.
WIDEST = 0.25


def apply_distances(links: list[Row], cited: list[Row], not_used: dict[str, str]) -> None:
    """Replace ``distance_km`` and its provenance where a citation covers the link; rows change in place."""
    by_id = {row["id"]: row for row in links}
    chains = [(row, _chain(row, links)) for row in cited]
    chains.sort(key=lambda c: (len(c[1]), RANK[c[0]["confidence"]], c[0]["distance_id"]))
    fixed: set[str] = set()
    for row, chain in chains:
        reason = not_used.get(row["distance_id"])
        if reason is None:
            reason = _share(row, [by_id[i] for i in chain], fixed)
        if reason is None:
            continue
        if len(chain) == 1 and chain[0] not in fixed:
            link = by_id[chain[0]]
            link["basis"] += (
                f"; cited distance {row['distance_id']} ({row['distance_km']} km) not used: {reason}"
            )
    for row in links:
        row["distance_km"] = _plain(float(row["distance_km"]))


def _share(row: Row, chain: list[Row], fixed: set[str]) -> str | None:
    """Spread the citation over the links that no better citation fixed; the reason if it cannot be."""
    if not chain:
        return "no path in the network"
    free = [link for link in chain if link["id"] not in fixed]
    if not free:
        return "parts are cited singly"
    taken = sum(float(link["distance_km"]) for link in chain if link["id"] in fixed)
    rest, estimate = float(row["distance_km"]) - taken, sum(float(link["distance_km"]) for link in free)
    factor = rest / estimate
    if abs(factor - 1) > WIDEST:
        return f"leaves {rest:.0f} km for sections estimated at {estimate:.0f} km"
    if any(float(link["distance_km"]) * factor < float(link["great_circle_km"]) for link in free):
        return "a section would be shorter than its great circle"
    for link in free:
        length = rest if len(free) == 1 else round(float(link["distance_km"]) * factor, 1)
        _cite(link, row, length, len(chain), len(free))
        fixed.add(link["id"])
    return None


def _cite(link: Row, row: Row, length: float, chain: int, free: int) -> None:
    text = f"cited distance {row['distance_id']} (covers: {row['covers']})"
    if chain > 1:
        text += f": {row['distance_km']} km over {chain} links"
        text += ", shared in proportion to the estimates" if free > 1 else ", less the links cited singly"
    if link["source"] and link["source"] != row["source"]:
        text += f"; other columns: {link['source']}, {link['source_date']}, {link['url']}"
    link["distance_km"] = str(length)
    link["basis"] = text
    for column in ("source", "source_date", "url", "confidence"):
        link[column] = row[column]


def _chain(row: Row, links: list[Row]) -> list[str]:
    points = [row["from_id"], *filter(None, row["via_ids"].split(";")), row["to_id"]]
    found: list[str] = []
    for start, end in pairwise(points):
        path = _shortest(start, end, MODES.get(row["mode"], {row["mode"]}), links)
        if path is None:
            return []
        found += path
    return found


def _shortest(start: str, end: str, modes: set[str], links: list[Row]) -> list[str] | None:
    near: dict[str, list[tuple[str, float, str]]] = {}
    for row in links:
        if row["mode"] in modes:
            for a, b in ((row["from"], row["to"]), (row["to"], row["from"])):
                near.setdefault(a, []).append((b, float(row["distance_km"]), row["id"]))
    best: dict[str, float] = {start: 0.0}
    heap: list[tuple[float, str, list[str]]] = [(0.0, start, [])]
    while heap:
        length, place, path = heapq.heappop(heap)
        if place == end:
            return path
        for other, km, link_id in near.get(place, []):
            if length + km < best.get(other, float("inf")):
                best[other] = length + km
                heapq.heappush(heap, (length + km, other, [*path, link_id]))
    return None


def name_documents(links: list[Row]) -> None:
    """Let tracks and speeds that are published name the document of their row, before it gives way to another."""
    for row in links:
        for column in ("attribute_basis", "speed_basis"):
            if row[column].startswith("published") and "http" not in row[column] and row["url"]:
                row[column] += f" [{row['source']}, {row['url']}]"


def apply_attributes(links: list[Row], attributes: list[Row], columns: dict[str, str]) -> None:
    """Let cited attributes of the state of 2023 stand behind or correct the estimated ones.

    A later state (``since 2025-…``), a plan and a range such as ``1-2`` stay in link_attributes.csv alone.
    """
    for row in links:
        notes = [
            n for n in (_attribute(row, a, columns) for a in attributes if a["link_id"] == row["id"]) if n
        ]
        if notes:
            kept = [row["attribute_basis"]] if row["attribute_basis"] else []
            row["attribute_basis"] = "; ".join([*_unique(notes), *kept])


def _attribute(row: Row, cited: Row, columns: dict[str, str]) -> str:
    column, value = columns.get(cited["attribute"]), cited["value"]
    later = cited["period"].startswith(("since 2024", "since 2025", "since 2026", "planned"))
    if column is None or later or value not in ("yes", "no", "1", "2", "1435", "1520", "1668"):
        return ""
    row[column] = value
    return f"published: {cited['attribute']} {value} [{cited['source']}, {cited['url']}]"


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
