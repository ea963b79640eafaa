"""A number walked back: every leaf is a fact, an assumption or a setting, with the value that the record holds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from jibek.ground.errors import InputError
from jibek.runs.derivation.explanation import Explanation, astray
from jibek.verbs import Run

LEAVES = {"fact", "assumption", "input", "claim"}
FIELDS = {
    "kind", "label", "value", "unit", "formula", "parents", "source", "url", "basis", "reason", "confidence",
}  # fmt: skip


def check(found: Explanation, run: Run) -> None:
    """What holds for every derivation: closed, without a loop, ending in the record's own figures."""
    said = found.to_json()
    nodes = said["nodes"]
    facts = run.table("record.facts").set_index("fact_id")["value"]
    assumptions = run.table("record.assumptions").set_index("assumption_id")["value"]
    assert said["root"] in nodes
    reached: set[str] = set()

    def walk(node_id: str, path: tuple[str, ...]) -> None:
        assert node_id not in path
        reached.add(node_id)
        node = nodes[node_id]
        assert node.keys() >= FIELDS
        if not node["parents"]:
            assert node["kind"] in LEAVES
            kind, _, key = node_id.partition(":")
            if kind == "fact":
                assert node["value"] == facts[key]
            elif kind == "assumption":
                assert node["value"] == assumptions[key]
        for parent in node["parents"]:
            walk(parent, (*path, node_id))

    walk(said["root"], ())
    assert reached == set(nodes)


def test_every_cell_of_every_table_is_explained_down_to_the_record(fake_chain: Any) -> None:
    run = fake_chain.run("khorgos-fast-customs")
    cells = 0
    for name in run.tables:
        for key in run.lineage.positions(name):
            for column in run.tables[name].columns:
                found = run.explain(name, key, column)
                check(found, run)
                cells += 1
    assert cells > 200


def test_a_headline_number_that_the_chain_recorded(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    found = run.explain("headline", "caspian_tonnes|", "value")
    assert found.root == "result:headline:caspian_tonnes|"
    root = found.nodes[found.root]
    assert root.formula == "1000 * share"
    assert root.value == 500.0
    assert root.parents == ("assumption:share", "table:flows.arc_flows")
    table = found.to_json()["nodes"]["table:flows.arc_flows"]
    assert table["rows"] == 2
    assert table["hash"] == run.manifest["tables"]["flows.arc_flows"]["sha256"]


def test_a_headline_number_that_points_to_its_cell(fake_chain: Any) -> None:
    run = fake_chain.run("khorgos-fast-customs")
    found = run.explain("headline", "khorgos_rail_hours_mean|", "value")
    cell = f"result:simulation.waits:{fake_chain.KHORGOS}|rail:hours_mean"
    assert found.nodes[found.root].parents == (cell,)
    setting = f"input:scenario.gateway.{fake_chain.KHORGOS}.clearance_hours"
    assert found.nodes[setting].value == 6.0
    assert found.nodes[cell].unit == "h"


def test_a_distance_is_the_cited_fact_of_its_link_and_of_no_other(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    found = run.explain("network.arcs", "A1", "distance_km")
    facts = [n for n in found.nodes.values() if n.kind == "fact"]
    assert facts[0].id == "fact:links:L071:distance_km"
    assert facts[0].value == 293.0
    assert (facts[0].source, facts[0].url) == ("KTZ", "https://example.org/ktz")
    assert found.nodes[found.root].parents[0] == "fact:links:L071:distance_km"


def test_an_estimate_says_its_basis(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    found = run.explain("network.arcs", "A2", "distance_km")
    assert "estimate: map" in found.to_text()


def test_a_fact_and_an_assumption_are_leaves(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    fact = run.explain("record.facts", "volumes:V029:value", "value")
    assert fact.root == "fact:volumes:V029:value"
    assert list(fact.nodes) == [fact.root]
    assumption = run.explain("record.assumptions", "share", "value")
    node = assumption.nodes["assumption:share"]
    assert node.value == 0.5
    assert node.reason == "no row gives it"
    assert "0.4" in str(node.basis)
    assert "0.7" in str(node.basis)


def test_a_published_figure_is_its_fact_and_the_ratio_both_figures(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    key = "trains|V029|2023"
    published = run.explain("beside_published", key, "published")
    assert published.nodes[published.root].parents[0] == "fact:volumes:V029:value"
    ratio = run.explain("beside_published", key, "ratio")
    assert ratio.nodes[ratio.root].parents[:2] == (
        f"result:beside_published:{key}:modelled",
        f"result:beside_published:{key}:published",
    )


def test_the_interval_of_a_headline_number_rests_on_its_assumptions(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    found = run.explain("headline", "caspian_tonnes|", "low")
    assert "assumption:share" in found.nodes[found.root].parents


def test_reporters_have_derivations_of_their_own(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    values = [run.explain("headline", f"kaz_chn_trade_usd|{r}").nodes for r in ("CHN", "KAZ")]
    assert [next(iter(v.values())).value for v in values] == [41.0e9, 31.5e9]


def test_a_key_may_be_a_sequence_and_leave_out_trailing_blanks(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    roots = {
        run.explain("headline", key).root
        for key in ("caspian_tonnes|", "caspian_tonnes", ("caspian_tonnes", None), ("caspian_tonnes", ""))
    }
    assert roots == {"result:headline:caspian_tonnes|"}
    assert run.explain("flows.arc_flows", "A2|container|", "tonnes_per_year").nodes


@pytest.mark.parametrize(
    ("table", "key", "column", "code", "near"),
    [
        ("headlin", "caspian_tonnes|", "value", "explain.unknown_table", "headline"),
        ("headline", "caspian_tons|", "value", "explain.unknown_key", "caspian_tonnes|"),
        ("headline", "caspian_tonnes|", "valeu", "explain.unknown_column", "value"),
    ],
)
def test_what_is_unknown_is_answered_with_the_nearest(
    fake_chain: Any, table: str, key: str, column: str, code: str, near: str
) -> None:
    with pytest.raises(InputError) as caught:
        fake_chain.run("baseline").explain(table, key, column)
    assert caught.value.code == code
    assert near in caught.value.problems[0].fix


def test_the_loop_of_the_chain_is_cut_where_it_closes(fake_chain: Any) -> None:
    """demand.tonnes comes from flows.arc_flows, which comes from demand.tonnes."""
    run = fake_chain.run("baseline")
    found = run.explain("demand.tonnes", "CNCHN|gate|KZALA|gate", "tonnes_per_year")
    check(found, run)
    assert "table:network.arcs" in found.nodes


def test_the_text_is_a_tree_that_names_sources(fake_chain: Any) -> None:
    text = fake_chain.run("baseline").explain("headline", "caspian_tonnes|").to_text()
    assert text.splitlines()[0] == "[result] Tonnes over the Caspian: 500 t/year"
    assert "  = 1000 * share" in text
    assert "not traced by row; made from network.arcs, demand.tonnes" in text
    cited = fake_chain.run("baseline").explain("network.arcs", "A1", "distance_km").to_text()
    assert "https://example.org/ktz" in cited


def test_a_section_of_settings_is_an_input(fake_chain: Any) -> None:
    """The chain names a gateway's settings as one parent; the value is the setting where there is only one."""
    run = fake_chain.run("khorgos-fast-customs")
    node = run.lineage.node(f"input:scenario:gateway.{fake_chain.KHORGOS}")
    assert node.value == 6.0
    base = fake_chain.run("baseline").lineage.node(f"input:scenario:gateway.{fake_chain.KHORGOS}")
    assert base.value is None
    assert base.kind == "input"


def test_an_unknown_leaf_is_found(fake_chain: Any) -> None:
    frames = fake_chain.compute(fake_chain.Scenario(name="x")).tables
    assert astray(frames) == []
    edges = frames["lineage.edges"]
    lost = edges.assign(parent=edges["parent"].replace("table:flows.arc_flows", "fact:x:y:z"))
    assert astray({**frames, "lineage.edges": lost}) == ["fact:x:y:z"]


def test_a_table_that_nobody_declared_is_known_by_as_many_columns_as_it_takes(fake_chain: Any) -> None:
    """Two rows begin alike; a key of the first column alone would name the wrong one."""

    def more(scenario: Any, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.tables["demand.trade"] = pd.DataFrame(
            {
                "exporter": ["KAZ", "KAZ"],
                "importer": ["CHN", "CHN"],
                "reporter": ["CHN", "KAZ"],
                "value_usd": [16.3e9, 14.8e9],
                "fact": ["volumes:V029:value", None],
            }
        )
        return result

    run = fake_chain.run("baseline", compute=more)
    found = run.explain("demand.trade", "KAZ|CHN|KAZ", "value_usd")
    assert found.nodes[found.root].value == 14.8e9
    assert found.nodes[found.root].parents == ("table:demand.trade",)
    assert "not traced by row" in str(found.nodes["table:demand.trade"].formula)


def test_a_walk_along_tables_ends_in_the_data_of_the_run_and_names_no_figure_of_another_table(
    fake_chain: Any,
) -> None:
    """Tonnes of an arc are the solver's: no distance or price can be said to have made them."""
    run = fake_chain.run("baseline")
    found = run.explain("flows.arc_flows", "A1|container|northern", "tonnes_per_year")
    assert [n.id for n in found.leaves()] == ["input:data"]
    assert {n.kind for n in found.nodes.values()} == {"result", "table", "input"}
    data = found.nodes["input:data"]
    assert data.basis == "not traced by row"
    assert "4 facts, 2 assumptions" in data.label
    assert "comes from" not in found.to_text()


def test_a_step_whose_row_does_not_exist_is_left_out(fake_chain: Any) -> None:
    """The arc without a link has no distance that anyone published."""
    run = fake_chain.run("baseline")
    found = run.explain("network.arcs", "A3", "distance_km")
    assert found.nodes[found.root].parents == ("table:network.arcs",)
