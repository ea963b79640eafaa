"""Which boxes a subsidy is paid on: those by rail between China and Europe, the only ones that rows tell of.

It stands beside the price that shippers pay, which the tariffs are. How much it is, is an assumption with its range.
"""

from __future__ import annotations

SUBSIDY = "china_rail_subsidy_usd_per_feu"

PAYER, AMONG = "CHN", "EUROPE"  # who pays, and between itself and whom
