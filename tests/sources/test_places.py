"""Names of places: what a person types finds the place, or the question goes back."""

from __future__ import annotations

import pandas as pd
import pytest

from jibek.ground.errors import InputError
from jibek.sources.gazetteer import fold, label, resolve

PLACES = pd.DataFrame(
    [
        ("CNCHN", "Xi'an (International Port Station)", "dry port", "Сиань", None, "西安", "Xian;Sian"),
        ("KZALA", "Almaty", "city", "Алматы", "Алматы", "阿拉木图", "Alma-Ata"),
        ("KZ_ALTYNKOL", "Altynkol station", "border crossing", "Алтынколь", "Алтынкөл", None, "Altynköl"),
        (
            "CN_KHORGOS",
            "Khorgos / Horgos rail port",
            "border crossing",
            "Хоргос",
            None,
            "霍尔果斯",
            "Khorgos",
        ),
        (
            "CN_KHORGOS_ROAD",
            "Khorgos road port",
            "border crossing",
            "Хоргос (автодорожный)",
            None,
            None,
            None,
        ),
        ("KZ_DOSTYK", "Dostyk station", "border crossing", "Достык", None, None, "Druzhba"),
        ("CN_TORUGART", "Torugart (China side)", "border crossing", "Торугарт", None, None, None),
        ("KG_TORUGART", "Torugart (Kyrgyz side)", "border crossing", "Торугарт", None, None, None),
        ("X_SUEZ", "Suez Canal", "chokepoint", None, None, None, None),
        ("PLLOD", "Łódź (Olechów)", "dry port", "Лодзь", None, "罗兹", "Lodz"),
    ],
    columns=["id", "name", "kind", "name_ru", "name_kk", "name_zh", "aliases"],
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("CNCHN", "CNCHN"),
        ("cnchn", "CNCHN"),
        ("Xi'an", "CNCHN"),
        ("Xi’an", "CNCHN"),
        ("xian", "CNCHN"),
        ("Xi an", "CNCHN"),
        ("西安", "CNCHN"),
        ("СИАНЬ", "CNCHN"),
        ("alma ata", "KZALA"),
        ("Алтынкөл", "KZ_ALTYNKOL"),
        ("altynkol", "KZ_ALTYNKOL"),
        ("Horgos rail port", "CN_KHORGOS"),
        ("Хоргос", "CN_KHORGOS"),
        ("Lodz", "PLLOD"),
        ("łódź", "PLLOD"),
        ("Dostyk", "KZ_DOSTYK"),
        ("Horgos rail", "CN_KHORGOS"),
    ],
)
def test_any_spelling_finds_the_place(text: str, place: str) -> None:
    assert resolve(text, PLACES) == place


@pytest.mark.parametrize("text", ["Torugart", "Торугарт"])
def test_a_name_of_two_places_is_asked_back(text: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(text, PLACES)
    assert caught.value.code == "place.ambiguous"
    assert caught.value.problems[0].expected == "one of CN_TORUGART, KG_TORUGART"


@pytest.mark.parametrize(
    ("text", "near"), [("Almaaty", "Almaty"), ("Alntynkol", "Altynk"), ("Torugat", "Torugart")]
)
def test_an_unknown_name_is_answered_with_the_nearest(text: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(text, PLACES)
    assert caught.value.code == "place.unknown"
    assert near in caught.value.problems[0].fix


@pytest.mark.parametrize("text", ["", "  ", "—"])
def test_nothing_typed_is_no_place(text: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(text, PLACES)
    assert caught.value.code == "place.unknown"


def test_a_strait_is_no_end_of_freight() -> None:
    assert resolve("suez canal", PLACES) == "X_SUEZ"
    with pytest.raises(InputError) as caught:
        resolve("suez canal", PLACES, zones_only=True)
    assert caught.value.code == "place.unknown"


def test_the_network_calls_its_ids_place_id() -> None:
    assert resolve("Xian", PLACES.rename(columns={"id": "place_id"})) == "CNCHN"


def test_label_drops_what_stands_in_brackets() -> None:
    assert label("CNCHN", PLACES) == "Xi'an"
    assert label("country:DEU", PLACES) == "country:DEU"
    assert fold("Xi’an") == fold("XI AN")
