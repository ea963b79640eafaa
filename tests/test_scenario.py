"""Scenario files: what is known passes, what is not is refused with the nearest name, all faults at once."""

import pytest

from jibek.ground.dates import closed_days
from jibek.ground.errors import InputError
from jibek.scenario import Ids, Scenario, kind_at, shipped

IDS = Ids(
    frozenset({"KZAAU"}),
    frozenset({"L071"}),
    frozenset({"RU"}),
    frozenset({"RU", "BE"}),
    frozenset({"trade_theta"}),
)


def problems(text: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        Scenario.parse(text)
    return {p.code + ":" + str(p.column): p.fix for p in caught.value.problems}


def test_all_shipped_scenarios_load_and_name_themselves():
    assert set(shipped()) >= {
        "baseline",
        "khorgos-fast-customs",
        "third-railway",
        "caspian-storm",
        "northern-route-closed",
    }
    for name in shipped():
        assert Scenario.example(name).name == name


def test_every_fault_at_once():
    found = problems(
        """
        name = "x"
        yeer = 2023
        [gateway."CN_KHORGOS-KZ_ALTYNKOL"]
        clearance_hour = 6
        capacity_factor = -1
        [link.L071]
        speed_kmh = 0
        """
    )
    assert set(found) == {
        "scenario.unknown_key:yeer",
        "scenario.unknown_key:gateway.CN_KHORGOS-KZ_ALTYNKOL.clearance_hour",
        "scenario.invalid_value:gateway.CN_KHORGOS-KZ_ALTYNKOL.capacity_factor",
        "scenario.invalid_value:link.L071.speed_kmh",
    }
    assert "year" in found["scenario.unknown_key:yeer"]
    assert "clearance_hours" in found["scenario.unknown_key:gateway.CN_KHORGOS-KZ_ALTYNKOL.clearance_hour"]


@pytest.mark.parametrize(
    ("place", "least"),
    [
        ("link.L071.capacity_factor", 0.001),
        ('gateway."CN_KHORGOS-KZ_ALTYNKOL".capacity_factor', 0.001),
        ("link.L071.speed_kmh", 0.1),
        ("cost.rail_factor", 0.001),
        ("cost.rail_factor_in.KZ", 0.001),
        ("trade.theta", 1e-6),
        ("flows.gap", 1e-14),
    ],
)
def test_what_is_next_to_nothing_is_refused_and_the_least_is_taken(place, least):
    """At a speed of 1e-300 km/h costs left the range of numbers after the run had settled."""
    Scenario.parse(f'name = "x"\n{place} = {least}')
    for value in (least * 0.99, 1e-300):
        (found,) = problems(f'name = "x"\n{place} = {value}')
        assert found == f"scenario.invalid_value:{place.replace(chr(34), '')}"


@pytest.mark.parametrize("place", ["link.L071", 'gateway."CN_KHORGOS-KZ_ALTYNKOL"'])
def test_a_factor_of_nothing_closes(place):
    assert Scenario.parse(f'name = "x"\n[{place}]\ncapacity_factor = 0.0')


def test_not_toml_says_where():
    with pytest.raises(InputError) as caught:
        Scenario.parse("name = ")
    assert caught.value.code == "scenario.not_toml"


@pytest.mark.parametrize("interval", ["2023-12-05", "2023-12-05/2023-02-30", "soon/later"])
def test_closed_days_must_be_an_interval(interval):
    with pytest.raises(ValueError, match="is not an interval"):
        closed_days(interval)


def test_an_interval_that_ends_before_it_begins_is_refused():
    text = 'name = "x"\n[gateway.KZAAU]\nclosed = ["2023-12-05/2023-12-01"]'
    assert "scenario.invalid_value:gateway.KZAAU.closed" in problems(text)


def test_unknown_name_and_missing_file():
    with pytest.raises(InputError) as caught:
        Scenario.load("base-line")
    assert "baseline" in caught.value.problems[0].fix
    with pytest.raises(InputError) as caught:
        Scenario.load("no/such/file.toml")
    assert caught.value.code == "scenario.no_file"


def test_unknown_ids_are_refused_with_the_nearest():
    raw = {"name": "x", "link": {"L71": {}}, "assumption": {"trade_thet": 4}}
    with pytest.raises(InputError) as caught:
        Scenario.from_dict(raw, ids=IDS)
    fixes = {p.value: p.fix for p in caught.value.problems}
    assert "L071" in fixes["L71"]
    assert "trade_theta" in fixes["trade_thet"]
    with pytest.raises(InputError) as caught:
        Scenario.from_dict(raw).network.check_ids(IDS)
    assert [p.value for p in caught.value.problems] == ["L71"]  # assumptions are the record's matter


def test_wrong_types_and_unknown_ids_are_told_together():
    text = """
        name = "x"
        yeer = 2023
        [gateway.KZAAX]
        clearance_hours = "six"
        [open]
        links = ["L017"]
        [transit.RO]
        allowed = false
        """
    with pytest.raises(InputError) as caught:
        Scenario.parse(text, ids=IDS)
    told = {(p.code, p.value): p.fix for p in caught.value.problems}
    assert set(told) == {
        ("scenario.unknown_key", "yeer"),
        ("scenario.invalid_value", "six"),
        ("scenario.unknown_gateway", "KZAAX"),
        ("scenario.unknown_link", "L017"),
        ("scenario.unknown_country", "RO"),
    }
    assert "KZAAU" in told["scenario.unknown_gateway", "KZAAX"]
    assert "L071" in told["scenario.unknown_link", "L017"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('name = "x"'.encode("utf-16"), "UTF-16"),
        ('name = "x"'.encode("utf-32"), "UTF-32"),
        ('name = "x" # café'.encode("latin-1"), "windows-1252"),
    ],
)
def test_a_file_in_another_encoding_is_refused_by_its_name(content, named):
    with pytest.raises(InputError) as caught:
        Scenario.parse(content, where="x.toml")
    assert caught.value.code == "scenario.not_utf8"
    assert named in caught.value.message
    assert "UTF-8" in caught.value.problems[0].fix


def test_a_byte_order_mark_is_read():
    assert Scenario.parse('name = "bom"'.encode("utf-8-sig")).name == "bom"


def test_the_kind_of_a_key_follows_its_declaration():
    assert kind_at(["year"]) is int
    assert "clearance_hours" in kind_at(["gateway", "ANY"]).model_fields
    assert kind_at(["assumption", "ANY"]) is float
    assert kind_at(["nowhere", "x"]) is None


def test_the_default_name_says_what_changed():
    base = Scenario.example("baseline")
    fast = base.with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6)
    assert fast.name == "baseline.khorgos-kz_altynkol.clearance_hours-6".replace("kz_", "")
    assert fast.with_assumption(trade_theta=4.5).name == fast.name + ".trade_theta-4_5"
    assert base.with_gateway("KZAAU", closed=("2023-01-01/2023-01-31",)).name.startswith(
        "baseline.kzaau.closed"
    )
    many = {f"an_assumption_with_a_long_name_{i}": float(i) for i in range(9)}
    assert len(base.with_assumption(**many).name) <= 87


def test_a_scenario_made_in_python_can_be_named():
    fast = Scenario.example("baseline").with_gateway(
        "CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6, name="khorgos-fast-customs"
    )
    assert fast.digest() == Scenario.example("khorgos-fast-customs").digest()
    assert fast.named("other").digest() == fast.digest()


def test_a_derived_scenario_is_measured_from_its_source():
    fast = Scenario.example("baseline").with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6)
    assert fast.base == "baseline"
    assert fast.gateway["CN_KHORGOS-KZ_ALTYNKOL"].clearance_hours == 6
    assert fast.base_scenario() == Scenario.example("baseline")
    again = Scenario.example("baseline").with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6)
    assert again.name == fast.name  # named after what it changes, so equal changes are equal scenarios


def test_a_base_of_a_base_is_refused():
    """A cyclic or chained base would leave open what change is measured from."""
    scenario = Scenario.from_dict({"name": "x", "base": "khorgos-fast-customs"})
    with pytest.raises(InputError) as caught:
        scenario.base_scenario()
    assert caught.value.code == "scenario.cyclic_base"


def test_the_digest_counts_what_changes_and_nothing_else():
    one = Scenario.from_dict({"name": "a", "year": 2022})
    two = Scenario.from_dict({"name": "b", "description": "other words", "year": 2022})
    assert one.digest() == two.digest()
    assert one.digest() != Scenario.from_dict({"name": "a"}).digest()


def test_bans_are_read_and_refused_like_everything_else():
    ids = Ids(frozenset({"KZAAU"}), frozenset(), frozenset({"UZ"}), frozenset({"UZ", "BE"}), frozenset())
    text = """
    name = "x"
    [[gateway.KZAAU.ban]]
    direction = "out"
    classes = ["dry_bulk"]
    destinations = ["UZ", "BE"]
    days = ["2023-05-01/2023-05-31"]
    [[gateway.KZAAU.ban]]
    """
    read = Scenario.parse(text, ids=ids)
    first, second = read.gateway["KZAAU"].ban
    assert (first.direction, first.classes, first.destinations) == ("out", ("dry_bulk",), ("UZ", "BE"))
    assert (second.direction, second.days) == (None, ())
    assert Scenario.from_dict(read.to_dict()) == read
    assert "classes" in kind_at(["gateway", "ANY", "ban", "0"]).model_fields
    wrong = """
    name = "x"
    [[gateway.KZAAU.ban]]
    direction = "west"
    classes = ["dry_bulc"]
    origins = ["UX"]
    days = ["2023-05-31/2023-05-01"]
    clases = []
    """
    with pytest.raises(InputError) as found:
        Scenario.parse(wrong, ids=ids)
    told = {p.column or p.value: p for p in found.value.problems}
    assert set(told) == {f"gateway.KZAAU.ban.0.{k}" for k in ("direction", "classes", "days", "clases")} | {
        "UX"
    }
    assert "dry_bulk" in told["gateway.KZAAU.ban.0.classes"].expected
    assert "classes" in told["gateway.KZAAU.ban.0.clases"].fix
    assert "UZ" in told["UX"].fix


def test_faults_are_told_in_words_and_not_in_those_of_a_library():
    told = {
        "year": (2050, "a number of at most 2035"),
        "seed": ("x", "a whole number"),
        "gateway": (3, "a section of keys and values"),
        "name": ("Größe", "small letters"),
        "description": (3, "text in quotes"),
    }
    with pytest.raises(InputError) as caught:
        Scenario.from_dict({key: value for key, (value, _) in told.items()})
    found = {p.column: p.expected for p in caught.value.problems}
    assert set(found) == set(told)
    assert all(found[key].startswith(words) for key, (_, words) in told.items())
    with pytest.raises(InputError) as caught:
        Scenario.from_dict({"name": "a", "flows": {"gapp": 1e-5}})
    assert "gap" in caught.value.problems[0].expected.split(", ")[0]
