"""Places and gateways by name, in four languages and with a slip."""

from __future__ import annotations

import json

import pytest

from jibek import cli, verbs
from jibek.ground.errors import InputError


@pytest.mark.parametrize("text", ["CNCHN", "Xi'an", "xian", "Сиань", "西安"])
def test_a_place_is_found_by_id_and_in_four_languages(text):
    assert "CNCHN" in [r["place_id"] for r in verbs.places(text).rows]


def test_a_slip_is_forgiven_and_a_country_lists_its_places():
    assert "KZ_DOSTYK" in [r["place_id"] for r in verbs.places("Dostik").rows]
    assert {r["country"] for r in verbs.places("uz").rows} == {"UZ"}


def test_places_tell_what_serves_them():
    """Samarkand has trains and no drawn road, Aktau ships too; a strait is no place of freight."""
    rows = {r["place_id"]: r for r in verbs.places().rows}
    assert rows["UZSKD"]["modes"] == ["rail"]
    assert (rows["UZSKD"]["road"], rows["KZALA"]["road"]) == ("access", "drawn")
    assert rows["TMMYP"]["road"] is None  # no road of Turkmenistan is drawn
    assert {"rail", "road", "sea"} <= set(rows["KZAAU"]["modes"])
    assert set(rows["KZALA"]["names"]) == {"en", "ru", "kk", "zh"}
    assert list(rows) == sorted(rows)


def test_places_are_found_by_their_unlocode_and_tell_their_clock():
    (row,) = verbs.places("CNZGZ").rows
    assert (row["place_id"], row["time_zone"]) == ("CN_ZHENGZHOU", "Asia/Shanghai")
    assert verbs.places("KZAAU").rows[0]["time_zone"] == "Asia/Aqtau"


def test_gateways_tell_flags_and_hours_of_the_year():
    """Trucks need permits since 2016, and nobody passed on three days of October 2023; the rail crossing worked."""
    rows = {r["gateway_id"]: r for r in verbs.gateways("KZ", year=2023).rows}
    road = rows["CN_ALASHANKOU-KZ_ALAKOL"]
    assert [f["flag"] for f in road["flags"]] == ["permit"]
    assert {(o["valid_from"], o["hours_per_day"]) for o in road["openings"]} == {
        ("2023-09-29", 0),
        ("2023-10-01", 0),
    }
    assert rows["CN_ALASHANKOU-KZ_DOSTYK"]["openings"] == []
    assert "permit" in verbs.gateways("CN_ALASHANKOU-KZ_ALAKOL", year=2023).to_text()
    assert verbs.gateways("CN_ALASHANKOU-KZ_ALAKOL", year=2015).rows[0]["flags"] == []


def test_gateways_tell_their_ends_gauge_and_state():
    rows = {r["gateway_id"]: r for r in verbs.gateways("Алтынколь").rows}
    (row,) = rows.values()
    assert (row["gateway_id"], row["countries"]) == ("CN_KHORGOS-KZ_ALTYNKOL", ["CN", "KZ"])
    assert (row["gauge_change"], row["mode"], row["state"]) == (["1435", "1520"], "rail", "open")
    assert row["capacity_per_day"] > 0
    (port,) = [r for r in verbs.gateways("KZAAU").rows if r["gateway_id"] == "KZAAU"]
    assert (port["ends"], port["gauge_change"]) == (["KZAAU"], None)


def test_a_gateway_is_open_only_where_and_when_a_line_leads_to_it():
    """The railway from Jinghe to Khorgos opened in December 2009 (link L010), Baku - Tbilisi - Kars in 2017."""
    states = {r["gateway_id"]: r["state"] for r in verbs.gateways(year=2005).rows}
    assert states["CN_KHORGOS-KZ_ALTYNKOL"] == "no line"
    assert states["GEZAI-TRKSY"] == "closed"
    assert states["CN_ALASHANKOU-KZ_DOSTYK"] == "open"


def test_services_tell_where_they_go_and_how_often():
    rows = {r["service_id"]: r for r in verbs.services(year=2025).rows}
    assert rows["XIAN-DUISBURG-2"]["departures_per_week"] == 2.0
    assert "XIAN-DUISBURG" not in rows  # until July 2023
    assert {r["kind"] for r in verbs.services("tir").rows} == {"tir"}
    assert {"XIAN-HAMBURG", "LINER-WEST"} <= {r["service_id"] for r in verbs.services("DEHAM").rows} | set(
        rows
    )
    assert "2 a week" in verbs.services("DUISBURG-XIAN").to_text()


@pytest.mark.parametrize("ask", [verbs.places, verbs.gateways, verbs.services])
def test_what_is_not_known_is_refused(ask):
    with pytest.raises(InputError, match="is called 'Qqqqzzz'"):
        ask("Qqqqzzz")


@pytest.mark.parametrize(
    ("kind", "text"), [("places", "Khorgos"), ("gateways", "Khorgos"), ("services", "express")]
)
def test_the_command_prints_text_and_json(kind, text, capsys):
    assert cli.main([kind, text]) == 0
    assert text in capsys.readouterr().out
    assert cli.main([kind, text, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told[kind]
    assert told["year"] == 2023
    assert cli.main([kind, "Qqqqzzz", "--json"]) == 2
