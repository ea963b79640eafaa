"""Errors are told in sentences, and nothing is told twice."""

from __future__ import annotations

import pytest

from jibek.ground.errors import Faults, InputError, Problem


def raised(*faults: InputError) -> InputError:
    several = Faults()

    def again(fault: InputError) -> None:
        raise fault

    for fault in faults:
        several.of(lambda fault=fault: again(fault))  # type: ignore[misc]
    with pytest.raises(InputError) as caught:
        several.refuse()
    return caught.value


PLACE = InputError(
    "place.unknown",
    "no place is called 'Duisburgg'",
    [
        Problem(
            "place.unknown",
            "place",
            value="Duisburgg",
            expected="a place id, name or alias",
            fix="Nearest known: Duisburg",
        )
    ],
)
BOXES = InputError(
    "routes.bad_cargo",
    "the cargo cannot be read",
    [Problem("routes.bad_cargo", "cargo", column="feu", value=1.5, expected="whole boxes")],
)


def test_one_problem_is_a_sentence_and_the_way_out() -> None:
    assert str(raised(PLACE)).splitlines() == [
        "no place is called 'Duisburgg'. [place.unknown]",
        "  Expected a place id, name or alias. Nearest known: Duisburg.",
    ]


def test_several_problems_stand_below_one_line_each_with_its_own_words_and_code() -> None:
    told = str(raised(PLACE, BOXES)).splitlines()
    assert told == [
        "2 things are wrong. [place.unknown]",
        "  no place is called 'Duisburgg', expected a place id, name or alias. Nearest known: Duisburg.",
        "  cargo [feu]: 1.5 is given, expected whole boxes. [routes.bad_cargo]",
    ]


def test_rows_of_files_keep_their_place_and_problems_beyond_twenty_are_counted() -> None:
    problems = [
        Problem("x.bad", "a.csv", row=n, column="km", value=-1, expected="above 0") for n in range(25)
    ]
    told = str(InputError("x.bad", "a.csv cannot be used", problems)).splitlines()
    assert told[1] == "  a.csv row 0 [km]: -1 is given, expected above 0."
    assert len(told) == 22
    assert told[-1] == "  ... 5 more"


def test_what_the_first_line_says_is_not_said_again() -> None:
    message = "Missing argument 'DESTINATION'."
    same = Problem("usage.missing", "jibek route", message=message, fix="See: jibek route --help")
    assert str(InputError("usage.missing", message, [same])).splitlines() == [
        "Missing argument 'DESTINATION'. [usage.missing]",
        "  See: jibek route --help.",
    ]
