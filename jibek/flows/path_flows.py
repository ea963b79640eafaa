"""What path flows say, from tables alone: which freight passes, and whether paths add up.

Reads   flows.paths, flows.arc_flows, demand.tonnes, network.arcs, network.gateways
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from jibek.ground.certificate import Certificate
from jibek.network.names import corridor_of

ARC = ["arc_id", "class", "group"]

PAIR = ["origin", "destination", "class", "group"]

# Paths whose arcs are looked at together: some 40 MB, where those of a whole run fill 350.
_AT_ONCE = 8192

# Shares of all tonnes: a sum over 1e5 paths rounds at 1e-11.
_ROUNDING = 1e-9


def steps(found: pd.DataFrame) -> pd.DataFrame:
    """A row for each arc of each path.

    Parameters
    ----------
    found
        ``flows.paths``.

    Returns
    -------
    row: position of the path in ``found``, from 0; arc_id.
    """
    arcs = [cell.split(";") for cell in found["arcs"]]
    return pd.DataFrame(
        {
            "row": np.repeat(np.arange(len(found)), [len(path) for path in arcs]),
            "arc_id": np.array([a for path in arcs for a in path], dtype=object),
        }
    )


def before(cells: pd.Series, mark: str) -> pd.Series:
    """Of each cell what stands before the first mark: the place of a state."""
    return cells.map(lambda cell: cell.partition(mark)[0])


def crossings(arcs: pd.DataFrame, gateways: pd.DataFrame) -> pd.DataFrame:
    """The arcs that cross a gateway, and which way: changes of gauge beside one do not.

    Parameters
    ----------
    arcs, gateways
        ``network.arcs``, ``network.gateways``.

    Returns
    -------
    arc_id, gateway_id, direction: ``out`` away from China, ``in`` towards it, of all periods of the year; what waits
    before a shut one is ``out@heldN`` or ``in@heldN``, and passes later. At a border ``out`` leaves the side nearer to
    China; at a port it is what the facility's id says.
    """
    found = arcs[arcs["gateway_id"].notna() & arcs["facility_id"].notna()]
    near = found["gateway_id"].map(gateways.set_index("gateway_id")["place_a"])
    leaves = before(found["tail"], "|") == near
    by_id = found["facility_id"].map(lambda facility: facility.rpartition(":")[2].partition("@shut")[0])
    direction = np.where(found["kind"] == "border", np.where(leaves, "out", "in"), by_id)
    return pd.DataFrame(
        {
            "arc_id": found["arc_id"].to_numpy(),
            "gateway_id": found["gateway_id"].to_numpy(),
            "direction": direction,
        }
    )


def through(found: pd.DataFrame, arcs: Collection[str]) -> pd.DataFrame:
    """The paths that pass any of the arcs (select-link analysis), each once.

    Parameters
    ----------
    found
        ``flows.paths``.
    arcs
        Ids of arcs.

    Returns
    -------
    The rows of ``found`` that do, with their old index.
    """
    wanted = set(arcs)
    return found[np.array([not wanted.isdisjoint(cell.split(";")) for cell in found["arcs"]], dtype=bool)]


def markets(selected: pd.DataFrame) -> pd.DataFrame:
    """Whose freight it is: tonnes of selected paths by ends, class and corridor, the largest first.

    Returns
    -------
    origin, destination: place ids, or ``country:ISO3`` where freight has no place of its own; class: the commodity
    class; corridor, tonnes_per_year, share: of all selected tonnes.
    """
    frame = selected.assign(
        origin=before(selected["origin"], "|"),
        destination=before(selected["destination"], "|"),
        **{"class": selected["commodity"]},
        corridor=selected["group"].map(corridor_of),
    )
    return shares(frame, ["origin", "destination", "class", "corridor"])


def shares(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Tonnes a year by keys, the largest first, with the share of all."""
    summed = frame.groupby(keys)["tonnes_per_year"].sum().reset_index()
    summed = summed.sort_values(["tonnes_per_year", *keys], ascending=[False, *[True] * len(keys)])
    total = summed["tonnes_per_year"].sum()
    return summed.assign(share=summed["tonnes_per_year"] / (total if total > 0 else 1.0)).reset_index(
        drop=True
    )


def elsewhere(selected: pd.DataFrame, arcs: Collection[str], crossing: pd.DataFrame) -> pd.DataFrame:
    """Which other gateways the selected freight crosses, before it comes here and after.

    Parameters
    ----------
    selected, arcs
        As `through` gives and takes them.
    crossing
        As `crossings` gives it.

    Returns
    -------
    when: before or after the first of the arcs; gateway_id, direction, tonnes_per_year, share: of all selected tonnes;
    a path counts once for a gateway and direction.
    """
    by_step = steps(selected).reset_index(names="step")
    here = by_step[by_step["arc_id"].isin(set(arcs))].groupby("row")["step"].min()
    met = by_step[~by_step["arc_id"].isin(set(arcs))].merge(crossing, on="arc_id")
    met = met.assign(when=np.where(met["step"] < met["row"].map(here), "before", "after"))
    met = met.drop_duplicates(["row", "when", "gateway_id", "direction"])
    tonnes = selected["tonnes_per_year"].to_numpy()
    summed = shares(met.assign(tonnes_per_year=tonnes[met["row"]]), ["when", "gateway_id", "direction"])
    total = tonnes.sum()
    return summed.assign(share=summed["tonnes_per_year"] / (total if total > 0 else 1.0))


def on_arcs(selected: pd.DataFrame) -> pd.DataFrame:
    """What the selected freight brings to every arc that it uses: arc_id, tonnes_per_year."""
    by_step = steps(selected)
    rows = by_step["row"].to_numpy()
    frame = selected[["tonnes_per_year"]].iloc[rows].assign(arc_id=by_step["arc_id"].to_numpy())
    return frame.groupby("arc_id")["tonnes_per_year"].sum().reset_index()


def add_up(
    found: pd.DataFrame, arc_flows: pd.DataFrame, demand: pd.DataFrame
) -> tuple[Certificate, Certificate]:
    """Whether paths add up to the flows of arcs and to the tonnes of pairs, from the tables alone.

    Parameters
    ----------
    found, arc_flows, demand
        ``flows.paths``, ``flows.arc_flows``, ``demand.tonnes``.
    """
    reason = "share of all tonnes; sums of 1e5 path flows round at 1e-11"
    few = [_by_arc(found.iloc[at : at + _AT_ONCE]) for at in range(0, max(len(found), 1), _AT_ONCE)]
    carried = pd.concat(few, ignore_index=True)
    total = max(float(demand["tonnes_per_year"].sum()), 1e-300)
    to_arcs = _apart(carried, arc_flows, ARC) / total
    to_pairs = _apart(found, demand, PAIR) / total
    return (
        Certificate("flows", "paths_add_up_to_arcs", to_arcs, _ROUNDING, reason),
        Certificate("flows", "paths_add_up_to_demand", to_pairs, _ROUNDING, reason),
    )


def _by_arc(found: pd.DataFrame) -> pd.DataFrame:
    """Tonnes by arc, class and group of paths."""
    by_step = steps(found)
    carried = found.iloc[by_step["row"]][["class", "group", "tonnes_per_year"]]
    carried = carried.assign(arc_id=by_step["arc_id"].to_numpy())
    return carried.groupby(ARC)["tonnes_per_year"].sum().reset_index()


def _apart(a: pd.DataFrame, b: pd.DataFrame, keys: list[str]) -> float:
    """The largest difference of tonnes by key; what stands in one of the two alone differs by all of it."""
    mine, yours = (x.groupby(keys)["tonnes_per_year"].sum() for x in (a, b))
    off = mine.sub(yours, fill_value=0.0).abs()
    return float(off.max()) if len(off) else 0.0
