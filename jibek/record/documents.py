"""The documents behind the facts, each with its licence, and what the source texts say."""

from __future__ import annotations

import hashlib

import pandas as pd

from jibek.record.tables import CLAIMS

COLUMNS = "source_id table source url licence redistribute attribution facts".split()


def documents_of(facts: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """One row per table, source and url; columns as ``record.sources`` declares.

    Parameters
    ----------
    facts
        record.facts.
    listed
        The table sources of the package, which holds the licences. A document listed for another table keeps
        the terms it has there; one that is not listed is a user's own, its licence stays blank.
    """
    frame = pd.DataFrame(
        {
            "table": facts["table"],
            # A capital names its map in the basis.
            "source": facts["source"].where(facts["table"] != "capitals", facts["basis"]).fillna(""),
            "url": facts["url"].fillna(""),
        }
    )
    counted = frame.value_counts(sort=False).rename("facts").reset_index()
    terms = listed.assign(
        table=listed["table"].str.removesuffix(".csv"),
        source=listed["source"].fillna(""),
        url=listed["url"].fillna(""),
    ).drop_duplicates(["table", "source", "url"])
    wanted = ["table", "source", "url", "source_id", "licence", "redistribute", "attribution"]
    found = counted.merge(terms[wanted], on=["table", "source", "url"], how="left")
    elsewhere = terms[terms["url"] != ""].drop_duplicates("url").set_index("url")
    listed_here = found["licence"].notna()
    for column in ("licence", "redistribute", "attribution"):
        found[column] = found[column].where(listed_here, found["url"].map(elsewhere[column]))
    keys = zip(found["table"], found["source"], found["url"], strict=True)
    own = [f"S-{hashlib.sha256('|'.join(k).encode()).hexdigest()[:10]}" for k in keys]
    found["source_id"] = [
        o if i != i or i is None else i for i, o in zip(found["source_id"], own, strict=True)
    ]
    for column in ("source", "url", "licence", "redistribute", "attribution"):
        words = [None if v != v or v == "" else v for v in found[column].tolist()]
        found[column] = pd.Series(words, index=found.index, dtype=object)
    return found[COLUMNS].sort_values(["table", "source_id"], ignore_index=True)


def statements_of(claims: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """``record.claims`` from the tables claims and claim_sources of the package."""
    of = texts.drop_duplicates("source_id").set_index("source_id")
    title, first, last = (
        claims["source_id"].map(of[c]) for c in ("title", "statement_date_low", "statement_date_high")
    )
    currency = claims["currency"].where(claims["unit"].isna(), claims["unit"])
    frame = pd.DataFrame(
        {
            "claim_id": claims["claim_id"],
            "label": claims["paraphrase"],
            "value": claims["value"],
            "low": claims["value_low"],
            "high": claims["value_high"],
            "unit": currency,
            "period": claims["period"],
            "status": claims["status"],
            "reporter": claims["reporter"],
            "source": claims["speaker"].where(claims["speaker"].notna(), title),
            "source_date": first.where(first == last, first + "/" + last),
            "basis": "text " + claims["source_id"] + ": " + title,
        }
    )
    return CLAIMS.check(frame)
