"""What the appraisal stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, integer, number, text

TARGETS = Table(
    "appraisal.targets",
    "A stated goal: how far the year's actual is by each reporter, and how far the scenario is.",
    key=["target_id", "reporter"],
    comes_from=["record.targets", "quantities"],
    target_id=text("Stable id.", refers_to="record.targets"),
    target=text("What is aimed at."),
    target_value=number("The goal.", unit="see unit", optional=True),
    unit=text("Unit of all values."),
    due_year=integer("Last year in which the goal is due.", optional=True),
    reporter=text("Whose figure the actual is.", optional=True),
    actual_value=number(
        "What was counted in the year; blank where no row gives it.",
        unit="see unit",
        optional=True,
        traced_to=("ids in fact_ids",),
    ),
    actual_gap_value=number("Goal less actual; negative when passed.", unit="see unit", optional=True),
    quantity=text(
        "The run's quantity that is of this kind; blank where there is none.",
        optional=True,
        refers_to="quantities",
    ),
    scenario_value=number(
        "What this run gives; blank where it models nothing alike.",
        unit="see unit",
        optional=True,
        traced_to=("result:quantities:{quantity}",),
    ),
    gap_value=number(
        "Goal less scenario (for days: scenario less goal); negative when passed.",
        unit="see unit",
        optional=True,
        traced_to=("result:appraisal.targets:{target_id}|{reporter}:scenario_value",),
    ),
    status=text("By the actual where there is one.", choices=("met", "not met", "gap")),
    scenario_basis=text("How the run's figure was made.", optional=True),
    fact_ids=text("Facts of the actual, joined by a semicolon and a blank.", optional=True),
)

TABLES = (TARGETS,)
