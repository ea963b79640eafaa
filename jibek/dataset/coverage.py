"""What a dataset holds and what it rests on: tables with their terms, kilometres cited, documents by year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jibek import record
from jibek.sources.tables import TABLES

Tables = Mapping[str, pd.DataFrame]


def described(tables: Tables) -> list[dict[str, Any]]:
    """Name, rows and terms of every table."""
    terms = tables["licences"].assign(stem=tables["licences"]["table"].str.removesuffix(".csv"))
    out = []
    for stem in TABLES:
        mine = terms[terms["stem"] == stem]
        allowed = set(mine["redistribute"])
        out.append(
            {
                "name": stem,
                "rows": len(tables[stem]),
                "licence": "; ".join(dict.fromkeys(mine["licence"])) or None,
                "redistribute": next((a for a in ("no", "facts only", "yes") if a in allowed), None),
            }
        )
    return out


def link_km(links: pd.DataFrame) -> dict[str, dict[str, float]]:
    cited = links["basis"].str.startswith(("cited", "published"))
    return {
        str(mode): {
            "km": float(rows["distance_km"].sum()),
            "cited_km": float(rows.loc[cited[rows.index], "distance_km"].sum()),
            "share_cited": float(
                rows.loc[cited[rows.index], "distance_km"].sum() / rows["distance_km"].sum()
            ),
        }
        for mode, rows in links.groupby("mode", sort=True)
    }


def coverage(tables: Tables, facts: record.Facts) -> dict[str, Any]:
    """Counts by source, confidence and year of document."""
    by_table = {}
    for stem, frame in tables.items():
        if "confidence" in frame:
            basis = frame["basis"] if "basis" in frame else pd.Series("published", index=frame.index)
            by_table[stem] = {
                "rows": len(frame),
                "with_url": int(frame["url"].notna().sum()),
                "estimates": int(basis.astype(str).str.startswith(("estimate", "assumption")).sum()),
                "confidence": {c: int((frame["confidence"] == c).sum()) for c in ("high", "medium", "low")},
            }
    years = facts.facts["source_date"].astype(str).str.extract(r"(\d{4})")[0].dropna()
    dated = years.value_counts().sort_index()
    return {
        "tables": by_table,
        "links_km": link_km(tables["links"]),
        "facts": len(facts.facts),
        "documents": len(facts.sources_table),
        "vintage": {str(year): int(count) for year, count in dated.items()},
        "undated": int(len(facts.facts) - len(years)),
    }
