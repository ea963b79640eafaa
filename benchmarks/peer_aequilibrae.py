"""AequilibraE on a network given as arrays: called by ``benchmarks.assignment`` with an interpreter that has it.

    python benchmarks/peer_aequilibrae.py NETWORK.npz FLOWS.npy GAP ITERATIONS

Prints one JSON object: version, iterations, gaps by iteration as it reports them, CPU seconds of the iterations alone.
Bi-conjugate Frank-Wolfe, all cores, threads that wait without spinning; building of graph and matrix is left out.
"""

from __future__ import annotations

import json
import os
import resource
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("AEQ_SHOW_PROGRESS", "FALSE")

import aequilibrae
import numpy as np
import pandas as pd
from aequilibrae.matrix import AequilibraeMatrix
from aequilibrae.paths import Graph, TrafficAssignment, TrafficClass


def cpu() -> float:
    """CPU seconds of this process, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Assign and say how it went."""
    source, target, gap, iterations = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    net = np.load(source)
    links, zones = len(net["tail"]), int(net["zones"])
    graph = Graph()
    graph.network = pd.DataFrame(
        {
            "link_id": np.arange(1, links + 1),
            "a_node": net["tail"] + 1,
            "b_node": net["head"] + 1,
            "direction": 1,
            "capacity": net["capacity"],
            "free_flow_time": net["free"],
            "b": net["b"],
            "power": net["power"],
        }
    )
    graph.prepare_graph(np.arange(1, zones + 1))
    graph.set_graph("free_flow_time")
    graph.set_blocked_centroid_flows(bool(net["blocked"]))
    matrix = AequilibraeMatrix()
    matrix.create_empty(zones=zones, matrix_names=["trips"], memory_only=True)
    matrix.index[:] = np.arange(1, zones + 1)
    matrix.matrices[:, :, 0] = net["trips"]
    matrix.computational_view(["trips"])
    cars = TrafficClass("cars", graph, matrix)
    assignment = TrafficAssignment()
    assignment.set_classes([cars])
    assignment.set_vdf("BPR")
    assignment.set_vdf_parameters({"alpha": "b", "beta": "power"})
    assignment.set_capacity_field("capacity")
    assignment.set_time_field("free_flow_time")
    assignment.set_algorithm("bfw")
    assignment.max_iter, assignment.rgap_target = iterations, gap
    began = cpu()
    assignment.execute()
    spent = cpu() - began
    table = cars.results.get_load_results()
    column = next(c for c in table.columns if c.endswith("_ab"))
    np.save(target, table[column].reindex(np.arange(1, links + 1)).fillna(0.0).to_numpy())
    report = assignment.report()
    gaps = [float(g) for g in report["rgap"]]
    version = getattr(aequilibrae, "__version__", "")
    print(json.dumps({"version": str(version), "iterations": len(gaps), "gaps": gaps, "cpu_s": spent}))


if __name__ == "__main__":
    main()
