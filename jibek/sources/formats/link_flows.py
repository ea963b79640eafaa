"""Flows on links as a CSV file, ``tail,head,flow,cost``: written whole or not at all, and read back.

Numbers have all digits of a double, so that what is read is what was found.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import CertificateError, Problem
from jibek.sources.formats.tntp import TntpNet

_HEAD = ["tail", "head", "flow", "cost"]


def write_flows(path: Path, names: Array, net: TntpNet, flow: Array, cost: Array) -> None:
    """One row a link, in the order of the network."""
    tail, head = names[net.tail].tolist(), names[net.head].tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEAD)
        writer.writerows(zip(tail, head, flow.tolist(), cost.tolist(), strict=True))
        file.flush()
        os.fsync(file.fileno())


def read_written(path: Path, names: Array, net: TntpNet) -> tuple[Array, Array]:
    """Flow and cost of a written file ``tail,head,flow,cost``, shape (link,) each.

    Raises
    ------
    CertificateError
        ``flows.written_differs``: the file does not hold the links of the network in their order.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    tail, head = names[net.tail].tolist(), names[net.head].tolist()
    ends = [(row[0], row[1]) for row in rows[1:]]
    if rows[:1] != [_HEAD] or ends != list(zip(tail, head, strict=True)):
        problem = Problem(
            "flows.written_differs", str(path), expected="the links of the network in their order"
        )
        raise CertificateError("flows.written_differs", f"{path} is not what was to be written", [problem])
    table = np.array([(float(row[2]), float(row[3])) for row in rows[1:]]).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()
