"""The key of the passages: where each quantity stands, and that its label follows from the data package."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DATA = ROOT / "jibek" / "data" / "eurasia"
CLAIMS = ROOT.parent / "shared" / "record" / "claims_gold.csv"
SYSTEMS = ("people", "finance_trade", "energy_industry", "borders_institutions")
# Powers that units of the tables (Mt, bn m3, GWh, share) and of the key (t, m3, kWh, percent) lie apart.
SCALES = (1.0, 1e3, 1e6, 1e9, 1 / 60)
# The coarsest figure that a passage takes from the record is given with two digits: half a unit in the second.
NEAR = 0.012


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KEY = rows_of(HERE / "key.csv")
PARTS = {"seen": 20, "opened": 160, "unseen": 40}
PASSAGES = rows_of(HERE / "passages.csv")


def test_every_quantity_stands_where_the_key_says(anchoring: Any) -> None:
    texts = anchoring.decoded()
    for row in KEY:
        at = anchoring.anchor(texts[row["passage"]], row["quantity"], int(row["occurrence"]))
        assert at == (int(row["char_start"]), int(row["char_end"]))
        assert texts[row["passage"]][slice(*at)] == row["quantity"]


def test_a_quantity_that_is_not_there_is_an_error(anchoring: Any) -> None:
    with pytest.raises(ValueError, match="does not stand 2 times"):
        anchoring.anchor("41 billion", "41", 2)


def test_spans_of_a_passage_do_not_overlap() -> None:
    for name in {r["passage"] for r in KEY}:
        spans = sorted((int(r["char_start"]), int(r["char_end"])) for r in KEY if r["passage"] == name)
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), name


def test_every_file_is_a_passage_with_a_key() -> None:
    files = {f"{p.parent.name}/{p.name}" for part in PARTS for p in (HERE / part).iterdir()}
    assert files == {r["passage"] for r in PASSAGES} == {r["passage"] for r in KEY}
    parts = Counter(r["passage"].split("/")[0] for r in PASSAGES)
    assert parts == PARTS
    languages = Counter((r["passage"].split("/")[0] != "unseen", r["language"]) for r in PASSAGES)
    assert {lang: n for (old, lang), n in languages.items() if old} == {"en": 118, "ru": 31, "zh": 31}


def test_labels_periods_and_reasons_are_complete(scoring: Any) -> None:
    for row in KEY:
        assert row["label"] in scoring.VERDICTS
        assert row["why"], row
        assert scoring.bounds(row["period"]) is not None, row
        assert row["period_basis"] in (*scoring.SETTLED, "state", "unsettled"), row
        assert (row["label"] == "new") == (row["record_fact_ids"] == ""), row


def figures() -> Callable[[str], list[float]]:
    """What the data package holds under an id of the key; nothing for claims, targets and events."""
    volumes = {r["id"]: float(r["value"]) for r in rows_of(DATA / "volumes.csv")}
    trade = {
        f"kaz_chn_trade_by_reporter|{r['year']}|{r['flow']}|{r['reporter']}": float(r["value_busd"])
        for r in rows_of(DATA / "kaz_chn_trade_by_reporter.csv")
    }
    systems: dict[str, list[float]] = {}
    for name in SYSTEMS:
        for r in rows_of(DATA / "systems" / f"{name}.csv"):
            if r["value"]:
                for words in (
                    [r["system"], r["indicator"]],
                    [r["system"], r["indicator"], r.get("partner", "")],
                ):
                    systems.setdefault("|".join([name, *words, r["period"]]), []).append(float(r["value"]))

    tables = [
        ("series", ["series_id", "year", "reporter"], ["value"]),
        ("ports", ["port", "metric", "year"], ["value"]),
        ("transit_times", ["id"], ["days_min", "days_max", "distance_km", "cost"]),
        ("demand_evidence", ["topic", "key", "area", "counterpart", "year"], ["value"]),
    ]
    others: dict[str, list[float]] = {}
    for name, words, values in tables:
        for r in rows_of(DATA / f"{name}.csv"):
            found = [float(r[v]) for v in values if r[v]]
            others.setdefault("|".join([name, *(r[w] for w in words)]), []).extend(found)

    def held(fact: str) -> list[float]:
        if fact in volumes:
            return [volumes[fact]]
        return [trade[fact]] if fact in trade else systems.get(fact, others.get(fact, []))

    return held


def near(value: float, held: list[float]) -> bool:
    return any(abs(value / (h * s) - 1) < NEAR for h in held if h for s in SCALES)


def in_a_note(row: dict[str, str]) -> bool:
    """Growth, daily means and weights stand in the note of a volume, which is left to the reader."""
    return row["record_fact_ids"].startswith("V") and row["unit"].split(";")[0] in ("percent", "count/d", "t")


def test_what_agrees_is_in_the_package_and_what_does_not_is_not() -> None:
    held, seen = figures(), Counter[str]()
    for row in KEY:
        ids = row["record_fact_ids"].split(";")
        assert all(held(f) for f in ids if "|" in f and not f.startswith("official")), row
        ids = [f for f in ids if held(f)]
        if (
            not ids
            or row["unit"] == "date"
            or (in_a_note(row) and not near(float(row["value"]), held(ids[0])))
        ):
            continue
        seen[row["label"]] += 1
        value = float(row["value"])
        if row["label"] == "agrees":
            # The 180 days are the window of the rule that allows 90; a range holds both of its ends.
            ends = [float(row[c] or value) for c in ("value_low", "value_high")]
            assert (
                any(all(near(end, held(f)) for end in ends) for f in ids)
                or row["quantity"] in ("180", "180 days")
                or any(near(value, held(f)) for f in ids)
            ), row
        elif row["label"] == "stale":
            assert near(value, held(ids[0])), row
            assert not any(near(value, held(f)) for f in ids[1:]), row
        elif row["subtype"] in ("swapped digits", "wrong count", "wrong value", "wrong year"):
            assert not near(value, held(ids[0])), row
    assert seen["agrees"] > 180
    assert seen["stale"] >= 5


@pytest.mark.skipif(not CLAIMS.exists(), reason="the claims table beside the checkout is absent")
def test_claims_named_by_the_key_exist_and_agree() -> None:
    claims = {r["claim_id"]: r for r in rows_of(CLAIMS)}
    checked = 0
    for row in KEY:
        for claim in filter(None, row["record_claim_ids"].split(";")):
            assert claims[claim]["fact_id"] in row["record_fact_ids"].split(";"), row
        said = [
            float(claims[c]["value"]) for c in row["record_claim_ids"].split(";") if c and claims[c]["value"]
        ]
        if row["label"] == "agrees" and row["unit"] != "date" and said:
            assert float(row["value"]) in said, row
            checked += 1
        elif row["label"] == "conflicts" and row["subtype"] != "wrong currency" and said:
            checked += 1
            same_digits = (
                "percentage points for per cent",
                "cumulative for annual",
                "part-year for whole year",
            )
            assert row["subtype"] in same_digits or float(row["value"]) not in said, row
    assert checked > 60


DERIVED = {  # shares, sums, rates: worked out here from the figures that the key names, in the order named
    "seen/s03.txt": lambda a, b: (a - b) * 1e9,
    "seen/s04.txt": lambda a, b: a / b,
    "seen/s12.txt": lambda a, b: 100 * a / b,
    "seen/s16.txt": lambda a, b: 100 * a / b,
    "opened/u01.txt": lambda a, b: 100 * (a / b - 1),
    "opened/u05.txt": lambda a, b: a - b,
    "opened/u07.txt": lambda a, b: (a - b) * 1e6,
    "opened/u08.txt": lambda a, b: a / b,
    "opened/u11.txt": lambda a, b: a - b,
    "opened/u12.txt": lambda a, b: 100 * a / b,
    "opened/u18.html": lambda a, b: a / b,
    "opened/u21.txt": lambda a, b: 100 * (a / b - 1),
    "opened/u22.txt": lambda a, b: 100 * (b / a - 1),
    "opened/u23.html": lambda a, b: 100 * (a / b - 1),
    "opened/u25.txt": lambda a, b: 100 * (a / b - 1),
    "opened/u30.txt": lambda a, b: 100 * (a / b - 1),
    "opened/u33.txt": lambda a, b: 100 * a / b,
    "opened/u34.txt": lambda a, b: 100 * (a / b - 1),
    "opened/u39.txt": lambda a, b: 100 * (a / b - 1),
    "opened/u40.txt": lambda a, b: (a - b) * 1e9,
}


# The same of later passages, figure by figure.
WORKED: dict[tuple[str, str], Callable[..., float]] = {
    ("opened/n01.txt", "12.04 billion dollars"): lambda a, b: (a - b) * 1e9,
    ("opened/n02.txt", "38,000 tonnes a day"): lambda a: a * 1e6 / 209,
    ("opened/n03.txt", "90 tonnes"): lambda a, b: a - b,
    ("opened/n03.txt", "500 tonnes"): lambda a, b: a - b,
    ("opened/n04.txt", "116 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n04.txt", "28.6 billion"): lambda a, b: a - b,
    ("opened/n05.txt", "17.5 per cent"): lambda a, b: 100 * (1 - a / b),
    ("opened/n06.txt", "17,000 tonnes"): lambda a, b: (a - b) * 1e6,
    ("opened/n07.txt", "900"): lambda a, b: a + b,
    ("opened/n08.html", "88 percent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n09.txt", "124 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n10.txt", "3.4 per cent"): lambda a, b: 100 * a / b,
    ("opened/n11.txt", "79 percent"): lambda a, b: 100 * a / b,
    ("opened/n12.txt", "3.6 times"): lambda a, b: a / b,
    ("opened/n12.txt", "77 per cent"): lambda a, b: 100 * a / b,
    ("opened/n13.txt", "15,900 TEU"): lambda a, b: a - b,
    ("opened/n13.txt", "16.6 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n14.html", "29"): lambda a, b: a / b,
    ("opened/n14.html", "49&nbsp;percent"): lambda a, b: 100 * a / b,
    ("opened/n15.txt", "48.5%"): lambda a, b: 100 * a / b,
    ("opened/n15.txt", "112.8 TWh"): lambda a, b: a / b * 100 * 1e6,
    ("opened/n16.txt", "345 GWh a year"): lambda a: a / 4 * 1e6,
    ("opened/n16.txt", "64%"): lambda a, b: 100 * (1 - a / b),
    ("opened/n17.txt", "54.2 percent"): lambda a, b: 100 * a / b,
    ("opened/n17.txt", "30.9 percent"): lambda a, b: 100 * a / b,
    ("opened/n18.txt", "$400 million"): lambda a, b: a - b,
    ("opened/n19.txt", "thirteen"): lambda a, b: a - b,
    ("opened/n19.txt", "46 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n20.txt", "46 per cent"): lambda a, b: 100 * a / b,
    ("opened/n20.txt", "$705 million"): lambda a, b: a / b,
    ("opened/n21.txt", "31,000"): lambda a, b: a - b,
    ("opened/n22.html", "49 per cent"): lambda a, b: 100 * (1 - a / b),
    ("opened/n23.txt", "three places"): lambda a, b: a - b,
    ("opened/n23.txt", "22.7 trillion tenge"): lambda a, b: a / b * 100,
    ("opened/n24.txt", "48.6 per cent"): lambda a, b: 100 * (1 - a / b),
    ("opened/n25.txt", "55.8 percent"): lambda a, b: 100 * a / b,
    ("opened/n25.txt", "67 percent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n26.txt", "14.3 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/n27.txt", "231 млн долларов"): lambda a, b: (a - b) * 1e9,
    ("opened/n28.txt", "2,3 раза"): lambda a, b: a / b,
    ("opened/n28.txt", "45 поездов в сутки"): lambda a: a / 366,
    ("opened/n29.txt", "1,7 раза"): lambda a, b: a / b,
    ("opened/n30.txt", "5,693 млн"): lambda a, b: (a - b) * 1e6,
    ("opened/n30.txt", "1,5 млрд кубометров"): lambda a, b: (a - b) * 1e9,
    ("opened/n31.txt", "16,8 %"): lambda a, b: 100 * (a / b - 1),
    ("opened/n32.txt", "296 млн долларов"): lambda a, b: a / b,
    ("opened/n32.txt", "39 млрд"): lambda a, b: a + b,
    ("opened/n33.html", "5048"): lambda a, b: a + b,
    ("opened/n33.html", "3,5&nbsp;%"): lambda a, b: 100 * a / b,
    ("opened/n34.txt", "22.4列"): lambda a: a / 365,
    ("opened/n34.txt", "630列"): lambda a, b: a - b,
    ("opened/n34.txt", "19.6%"): lambda a, b: 100 * (a / b - 1),
    ("opened/n35.txt", "1.58万人次"): lambda a: a / 212,
    ("opened/n36.txt", "107标箱"): lambda a, b: a / b,
    ("opened/n36.txt", "10.7%"): lambda a, b: 100 * (a / b - 1),
    ("opened/n37.txt", "768亿立方米"): lambda a, b: (a - b) * 1e9,
    ("opened/n37.txt", "47亿立方米"): lambda a, b: (a - b) * 1e9,
    ("opened/n38.txt", "24.2%"): lambda a, b: 100 * (a / b - 1),
    ("opened/n39.html", "3000亿坚戈"): lambda a: a / 9,
    ("opened/n39.html", "15人"): lambda a, b: a / b,
    ("opened/n40.txt", "27.4%"): lambda a, b: 100 * (a / b - 1),
    ("opened/n40.txt", "334亿美元"): lambda a, b: a - b,
    ("opened/m01.txt", "20,700 a day"): lambda a: a / 366,
    ("opened/m01.txt", "4.87 million"): lambda a, b: a - b,
    ("opened/m02.txt", "22.4 a day"): lambda a: a / 365,
    ("opened/m02.txt", "38 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/m03.txt", "two every day"): lambda a: a / 7,
    ("opened/m04.txt", "48.70 billion"): lambda a, b: (a + b) * 1e9,
    ("opened/m04.txt", "10.73 billion"): lambda a, b: (a - b) * 1e9,
    ("opened/m04.txt", "6.3 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/m05.txt", "22,500 boxes"): lambda a: a / 11,
    ("opened/m06.txt", "20 per cent"): lambda a, b: 100 * (1 - a / b),
    ("opened/m07.html", "13 tonnes"): lambda a, b: a / b,
    ("opened/m08.txt", "32.5 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/m09.txt", "6.7%"): lambda a, b: 100 * a / b,
    ("opened/m09.txt", "114%"): lambda a, b: 100 * (a / b - 1),
    ("opened/m10.txt", "20"): lambda a, b: a - b,
    ("opened/m11.txt", "25 students"): lambda a, b: a / b,
    ("opened/m11.txt", "four per cent"): lambda a, b: 100 * a / b,
    ("opened/m12.txt", "49%"): lambda a, b: 100 * a / b,
    ("opened/m12.txt", "28.75"): lambda a, b: a / b,
    ("opened/m13.txt", "eleven places"): lambda a, b: a - b,
    ("opened/m14.txt", "101,000 tonnes"): lambda a, b, c: a + b + c,
    ("opened/m15.txt", "38.5 percent"): lambda a, b: 100 * a / b,
    ("opened/m15.txt", "three times"): lambda a, b: a / b,
    ("opened/m16.txt", "78 per cent"): lambda a, b: 100 * a / b,
    ("opened/m16.txt", "1.7 per cent"): lambda a, b: 100 * a / b,
    ("opened/m18.txt", "57"): lambda a, b: a / b,
    ("opened/m19.txt", "20,800 dollars"): lambda a, b: a / b,
    ("opened/m20.txt", "9 per cent"): lambda a, b: round(100 * (1 - a / b)),
    ("opened/m20.txt", "two thirds"): lambda a, b: 100 * (a / b - 1),
    ("opened/m21.txt", "45.48 billion"): lambda a, b: a - b,
    ("opened/m21.txt", "11 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/m23.txt", "12.4 billion dollars"): lambda a, b, c: a + b + c,
    ("opened/m23.txt", "34.41 billion"): lambda a, b, c: (a + b + c) * 1e9,
    ("opened/m23.txt", "86 per cent"): lambda a, b, c: 100 * a / (a + b + c),
    ("opened/m24.txt", "540 tonnes"): lambda a: a / 365,
    ("opened/m24.txt", "140,600 tenge"): lambda a, b: a / b,
    ("opened/m25.html", "22&nbsp;percent"): lambda a, b: 100 * (1 - a / b),
    ("opened/m25.html", "42&nbsp;percent"): lambda a, b: 100 * (1 - a / b),
    ("opened/m26.txt", "18 percent"): lambda a, b: 100 * (a / b - 1),
    ("opened/m27.txt", "6,7 процента"): lambda a, b: 100 * (a / b - 1),
    ("opened/m27.txt", "76,7 тыс. тонн"): lambda a: a * 1e6 / 365,
    ("opened/m28.txt", "5 %"): lambda a, b: round(100 * (1 - a / b), 1),
    ("opened/m29.html", "3,4&nbsp;раза"): lambda a, b: a / b,
    ("opened/m29.html", "66,9&nbsp;млн кВт&middot;ч"): lambda a: a / 9 * 1e6,
    ("opened/m30.txt", "71 %"): lambda a, b: 100 * a / b,
    ("opened/m30.txt", "3,6 раза"): lambda a, b: a / b,
    ("opened/m31.txt", "26,6%"): lambda a, b: 100 * a / b,
    ("opened/m31.txt", "1,7 раза"): lambda a, b: a / b,
    ("opened/m32.txt", "61,4%"): lambda a, b: 100 * a / b,
    ("opened/m32.txt", "28 тыс."): lambda a, b: a - b,
    ("opened/m33.txt", "71%"): lambda a, b: 100 * (a / b - 1),
    ("opened/m33.txt", "159 млн"): lambda a, b: a + b,
    ("opened/m34.txt", "5270人次"): lambda a: a / 366,
    ("opened/m34.txt", "56%"): lambda a, b: 100 * a / b,
    ("opened/m35.txt", "12.9万人次"): lambda a: a / 5,
    ("opened/m35.txt", "2.74万人次"): lambda a: a / 365,
    ("opened/m35.txt", "609万人次"): lambda a, b: a - b,
    ("opened/m36.txt", "284倍"): lambda a, b: a / b,
    ("opened/m36.txt", "5.67万标箱"): lambda a: a / 3,
    ("opened/m37.html", "4.2美元"): lambda a, b: a / b,
    ("opened/m37.html", "3.2美元"): lambda a, b: a / b,
    ("opened/m37.html", "92万元"): lambda a, b: a / b,
    ("opened/m38.txt", "51%"): lambda a, b: 100 * (a / b - 1),
    ("opened/m39.txt", "361亿美元"): lambda a, b: a - b,
    ("opened/m39.txt", "2864.2亿元"): lambda a, b: a + b,
    ("opened/m40.txt", "30%"): lambda a, b: a + b,
    ("opened/m40.txt", "20%"): lambda a, b: 100 * a / b,
    ("opened/p01.txt", "5.42 billion"): lambda a, b: a - b,
    ("opened/p01.txt", "51 per cent"): lambda a, b: 100 * a / b,
    ("opened/p02.txt", "36 per cent"): lambda a, b: 100 * a / b,
    ("opened/p02.txt", "42 per cent"): lambda a, b: 100 * a / b,
    ("opened/p03.txt", "70 per cent"): lambda a, b: 100 * a / b,
    ("opened/p03.txt", "223.5 million"): lambda a, b: a - b,
    ("opened/p04.txt", "a million and a half"): lambda a, b: a / b * 1e6,
    ("opened/p04.txt", "320 boxes"): lambda a: a / 120,
    ("opened/p05.txt", "288,000"): lambda a, b: a - b,
    ("opened/p05.txt", "26.6 per cent"): lambda a, b: 100 * a / b,
    ("opened/p05.txt", "300,000"): lambda a, b: a + b,
    ("opened/p06.txt", "10.6 billion"): lambda a, b: (a + b) * 1e9,
    ("opened/p06.txt", "2.1 per cent"): lambda a, b: round(100 * a / b, 1),
    ("opened/p07.txt", "10.5%"): lambda a, b: 100 * (1 - a / b),
    ("opened/p07.txt", "thirty tonnes"): lambda a, b: a / b,
    ("opened/p08.txt", "2.2 times"): lambda a, b: round(a / b, 1),
    ("opened/p08.txt", "53 per cent"): lambda a, b: 100 * (1 - a / b),
    ("opened/p08.txt", "140 per cent"): lambda a, b: 100 * (a / b - 1),
    ("opened/p09.txt", "44 per cent"): lambda a, b: 100 * (1 - a / b),
    ("opened/p09.txt", "11.4 times"): lambda a, b: a / b,
    ("opened/p10.txt", "fivefold"): lambda a, b: a / b,
    ("opened/p11.txt", "nine barrels in ten"): lambda a, b: 100 * a / b,
    ("opened/p11.txt", "fourteen per cent"): lambda a, b: round(100 * (a / b - 1)),
    ("opened/p12.html", "10.4"): lambda a, b: a - b,
    ("opened/p12.html", "tripled"): lambda a, b: a / b,
    ("opened/p13.txt", "118 million cubic metres"): lambda a: a * 1e9 / 365,
    ("opened/p13.txt", "73 per cent"): lambda a, b: 100 * a * 1e3 / 365 / b,
    ("opened/p13.txt", "83 per cent"): lambda a, b, c: 100 * a / (a + b + c),
    ("opened/p14.txt", "64 percent"): lambda a, b: 100 * (a / b - 1),
    ("opened/p14.txt", "12 percent"): lambda a, b: round(100 * (1 - a / b)),
    ("opened/p14.txt", "21,000 t"): lambda a, b: a - b,
    ("opened/p16.txt", "1,300"): lambda a: a / 152,
    ("opened/p17.txt", "three fifths"): lambda a, b: round(100 * a / b, -1),
    ("opened/p18.txt", "67,000"): lambda a, b: a - b,
    ("opened/p18.txt", "88 million"): lambda a, b: a / b,
    ("opened/p18.txt", "31 per cent"): lambda a, b: 100 * a / b,
    ("opened/p19.txt", "92 per cent"): lambda a, b: 100 * a / b,
    ("opened/p20.txt", "2.6 times"): lambda a, b: a / b,
    ("opened/p20.txt", "one hundred times"): lambda a, b: a / b,
    ("opened/p21.txt", "73 per cent"): lambda a, b: 100 * a / b,
    ("opened/p22.txt", "a third"): lambda a, b: 100 * a / b,
    ("opened/p26.txt", "1.15 trillion"): lambda a: a / 8,
    ("opened/p27.txt", "45 процентов"): lambda a, b: 100 * a / b,
    ("opened/p28.txt", "четыре пятых"): lambda a, b: 100 * a / b,
    ("opened/p30.txt", "пятую часть"): lambda a, b: 100 * (a / b - 1),
    ("opened/p31.txt", "15"): lambda a, b: a / b,
    ("opened/p32.txt", "49"): lambda a: 100 - a,
    ("opened/p32.txt", "2,5 млн"): lambda a, b: (a - b) * 1e6,
    ("opened/p33.html", "67&nbsp;%"): lambda a, b: 100 * (1 - a / b),
    ("opened/p34.txt", "20倍"): lambda a, b: a / b,
    ("opened/p35.txt", "3600人次"): lambda a: a / 366,
    ("opened/p36.txt", "19%"): lambda a, b: 100 * a / b,
    ("opened/p38.txt", "3.3倍"): lambda a, b: round(a / b, 1),
    ("opened/p38.txt", "1150辆"): lambda a: a / 366,
    ("opened/p39.txt", "3.8%"): lambda a, b: 100 * a / b,
    ("opened/p40.txt", "32%"): lambda a, b: 100 * a / b,
    ("unseen/q01.txt", "833 a day"): lambda a: a / 90,
    ("unseen/q01.txt", "31,000"): lambda a, b: a - b,
    ("unseen/q02.txt", "345 million"): lambda a: a / 4 * 1e6,
    ("unseen/q03.txt", "79 per cent"): lambda a, b: 100 * a / b,
    ("unseen/q03.txt", "223.5 million"): lambda a, b: a - b,
    ("unseen/q04.txt", "37.5 trucks"): lambda a, b: a / b,
    ("unseen/q05.txt", "13 per cent"): lambda a, b: 100 * (a / b - 1),
    ("unseen/q05.txt", "2.1 times"): lambda a, b: round(a / b, 1),
    ("unseen/q06.txt", "12.8 billion dollars"): lambda a, b: (a - b) * 1e9,
    ("unseen/q06.txt", "9.3 billion"): lambda a, b: (a - b) * 1e9,
    ("unseen/q06.txt", "2.1 times"): lambda a, b: round(a / b, 1),
    ("unseen/q07.txt", "32 per cent"): lambda a, b: 100 * a / b,
    ("unseen/q07.txt", "36 times"): lambda a, b: a // b,
    ("unseen/q08.txt", "27,400"): lambda a: a / 365,
    ("unseen/q08.txt", "690 million"): lambda a: a / 10,
    ("unseen/q09.txt", "3.2 percent"): lambda a, b: round(100 * (a / b - 1), 1),
    ("unseen/q09.txt", "9.2 percent"): lambda a, b: 100 * (a / b - 1),
    ("unseen/q09.txt", "22.4 a day"): lambda a: a / 365,
    ("unseen/q10.txt", "30 tonnes"): lambda a, b: a / b,
    ("unseen/q11.txt", "40.5 per cent"): lambda a, b: 100 * a / b,
    ("unseen/q12.txt", "33 per cent"): lambda a, b: round(100 * (a / b - 1)),
    ("unseen/q13.html", "16 times"): lambda a, b: a // b,
    ("unseen/q13.html", "48.5&nbsp;percent"): lambda a, b: 100 * a / b,
    ("unseen/q14.txt", "152 millimetres"): lambda a, b: a - b,
    ("unseen/q14.txt", "65 per cent"): lambda a, b: 100 * a / b,
    ("unseen/q15.txt", "27 per cent"): lambda a, b: round(100 * a / b),
    ("unseen/q17.txt", "100 times"): lambda a, b: a / b,
    ("unseen/q18.txt", "88 million tenge"): lambda a, b: a / b,
    ("unseen/q20.txt", "44"): lambda a: a - 1,
    ("unseen/q20.txt", "4.3 times"): lambda a, b: a / b,
    ("unseen/q21.txt", "4.3 times"): lambda a, b: round(a / b, 1),
    ("unseen/q21.txt", "tripled"): lambda a, b: round(a / b),
    ("unseen/q22.txt", "47,000"): lambda a, b: a - b,
    ("unseen/q23.txt", "17 percent"): lambda a, b: round(100 * (a / b - 1)),
    ("unseen/q23.txt", "3.7 million tonnes"): lambda a, b: a - b,
    ("unseen/q23.txt", "7.7 percent"): lambda a, b: 100 * a / b,
    ("unseen/q24.html", "14.7&nbsp;percent"): lambda a, b: 100 * (a / b - 1),
    ("unseen/q25.txt", "22,500"): lambda a: a / 11,
    ("unseen/q25.txt", "19 percent"): lambda a, b: 100 * a / b,
    ("unseen/q26.txt", "2.2 times"): lambda a, b: round(a / b, 1),
    ("unseen/q27.txt", "135 тыс. тонн"): lambda a, b: a - b,
    ("unseen/q27.txt", "77 %"): lambda a, b: 100 * a / b,
    ("unseen/q28.txt", "61 %"): lambda a, b: 100 * (a / b - 1),
    ("unseen/q29.txt", "54 400"): lambda a, b: a + b,
    ("unseen/q31.txt", "51 %"): lambda a, b: 100 * a / b,
    ("unseen/q31.txt", "5,4 %"): lambda a, b: 100 * (a / b - 1),
    ("unseen/q32.txt", "58,5 пункта"): lambda a, b: a - b,
    ("unseen/q33.html", "55,6&nbsp;тыс."): lambda a, b: a - b,
    ("unseen/q33.html", "11,5&nbsp;%"): lambda a, b: 100 * a / b,
    ("unseen/q34.txt", "3.3倍"): lambda a, b: round(a / b, 1),
    ("unseen/q35.txt", "899.4亿元"): lambda a, b: a - b,
    ("unseen/q36.txt", "68%"): lambda a, b: 100 * a / b,
    ("unseen/q37.txt", "62%"): lambda a, b, c: round(100 * (a + b) / c),
    ("unseen/q37.txt", "18.5%"): lambda a, b: 100 * a / b,
    ("unseen/q38.txt", "15亿"): lambda a, b: (a - b) * 1e9,
    ("unseen/q38.txt", "89%"): lambda a, b: 100 * a / b,
    ("unseen/q39.html", "53亿美元"): lambda a, b: a + b,
    ("unseen/q40.txt", "6.25倍"): lambda a, b: a / b,
}


def test_what_is_derivable_follows_from_the_figures_named() -> None:
    held, done = figures(), set[tuple[str, str]]()
    for row in KEY:
        values = [held(f) for f in row["record_fact_ids"].split(";") if f]
        each = row["passage"] in {passage for passage, _ in WORKED}
        if row["label"] != "derivable" or not all(values) or (len(values) != 2 and not each):
            continue
        if each:
            name = (row["passage"], row["quantity"])
            found = WORKED[name](*(v[0] for v in values))
            done.add(name)
        else:
            found = DERIVED[row["passage"]](values[0][0], values[1][0])
            done.add((row["passage"], ""))
        assert found == pytest.approx(float(row["value"]), rel=0.012), row
    assert done == {*((passage, "") for passage in DERIVED), *WORKED}
