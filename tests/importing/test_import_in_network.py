"""An imported line is part of the network that runs are made on: freight reaches its places over it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from import_cases import put

from jibek import network, record, sources, verbs
from jibek.routes import Cargo, search
from jibek.scenario import Scenario


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("import")
    legs = put(
        folder / "legs.csv",
        "from,to,mode,km,hours,gauge,to_lon,to_lat\nAlmaty,Mine,rail,150,5,1520,78.0,42.6\n",
    )
    done = verbs.import_network("csv", [legs], folder / "mine", country="KZ", source="a mine")
    scenario = Scenario.example("baseline")
    facts = record.establish(sources.read(done.folder), scenario.year, scenario.assumption)
    return facts, scenario, network.build(facts, scenario.network).usual


def test_freight_is_routed_over_it(built: Any) -> None:
    facts, scenario, net = built
    free = np.zeros(len(net.facilities))
    found = search(
        net,
        free,
        None,
        facts,
        "CNCHN",
        "KZ_MINE",
        Cargo.of(facts),
        year=scenario.year,
        scenario=scenario,
        seed=1,
    )
    assert found.itineraries
    last = [leg for leg in found.itineraries[0].legs if leg.what == "haul"][-1]
    # One haul over two links of the package and the imported one, which starts where they end.
    km = facts.table("links").set_index("id")["distance_km"]
    *before, mine = (arc.rstrip("+-") for arc in last.arcs)
    assert mine == "I00001"
    assert last.distance_km == pytest.approx(km[before].sum() + 150)
    assert "a mine" in last.sources
