"""What follows from rows of the record, also where the article gives one of the figures or none; and what does not.

Each verdict follows from rows of the package's tables: trade with Italy 13.2 bn (2018), 9.95 bn (2019), 7.58 bn (2020);
vehicles made 93,500 (2021), 145,000 (2024); uranium 21,800 t (2021), 21,300 t (2022); trains at the border 67.4 h
(2022), 69.7 h (2023); trade of China with five states 46 bn (2012), 89.4 bn (2023), 94.82 bn (2024); renewables 4.5 %
(2022), 5.92 % (2023) and 2,500 MW, 2,903.54 MW; visitors 217,000 (2023), 665,000 (2024).
"""

from __future__ import annotations

import pytest

from jibek.checking import Checker
from jibek.reading import read_article

FOLLOWS = [
    ("Kazakh trade with Italy was $9.95 billion in 2019, $3.25 billion less than in 2018.", "$3.25 billion"),
    (
        "Kazakhstan made 93,500 vehicles in 2021. In 2024 output was up by 55 per cent on that year.",
        "55 per cent",
    ),
    ("Uranium output of Kazakhstan fell by 2.3 per cent in 2022.", "2.3 per cent"),
    (
        "Kazakhstan mined 21,800 tonnes of uranium in 2021 and 21,300 tonnes in 2022; 43,100 tonnes together.",
        "43,100 tonnes",
    ),
    (
        "Вагонам на границе Казахстана в 2023 году требовалось 69,7 часа, на 2,3 часа больше, чем в 2022 году.",
        "2,3",
    ),
    ("2024年中国与中亚五国贸易额948.2亿美元，比2012年增长106%。", "106%"),
    (
        "Chinese visitors to Kazakhstan numbered 665,000 in 2024. That is 448,000 more than in 2023.",
        "448,000",
    ),
    (
        "In Kazakhstan's generation renewables rose from 4.5 per cent in 2022 to 5.92 per cent in 2023,"
        " a gain of 1.42 percentage points.",
        "1.42 percentage points",
    ),
    (
        "Kazakhstan ranked 79th in the logistics index of 2023, eight places down from 71st in 2018.",
        "eight places",
    ),
    (
        "In June 2025 the government counted 224 projects with Chinese investors for $66.4 billion."
        " The average project costs $296 million.",
        "$296 million",
    ),
    (
        "Online shops sold goods for 3.2 trillion tenge in 2024, 14.1 percent of retail trade:"
        " a retail total of 22.7 trillion tenge.",
        "22.7 trillion",
    ),
]

AGREES = [
    ("Vehicle output of Kazakhstan: 11,000 in 2016, 93,500 in 2021, 145,000 in 2024.", "93,500"),
    ("A road crossing of Kazakhstan cost 317 dollars in 2022. In 2021 it had been 567.", "567"),
    (
        "Farm trade of Kazakhstan with China was $736.9 million in January-May 2025, of which exports made"
        " $513.4 million.",
        "$736.9 million",
    ),
]

CONFLICTS = [
    (
        "In Kazakhstan's generation renewables rose from 4.5 per cent in 2022 to 5.92 per cent in 2023,"
        " a gain of 1.42 per cent.",
        "1.42 per cent",
    ),
    (
        "The time of trucks at Kazakh road posts fell from 8.2 hours in 2021 to 4.3 hours in 2022,"
        " that is by 84 per cent.",
        "84 per cent",
    ),
    (
        "Мощность возобновляемых источников Казахстана выросла с 2500 МВт в 2022 году до 2903,54 МВт в 2023 году,"
        " то есть на 61 процент.",
        "61 процент",
    ),
    (
        "Kazakh trade with Italy came to $13.2 billion in 2018; in 2019 it was $9.95 billion. In 2020 it was"
        " $75.8 billion.",
        "$75.8 billion",
    ),
    (
        "Доля стран-партнёров инициативы в торговле Китая выросла с 45,3 процента в 2021 году до 50,7 процента"
        " в 2024 году, на 5,4 процента.",
        "5,4 процента",
    ),
    ("Chinese visitors to Kazakhstan: 217,000 in 2024.", "217,000"),
    ("哈萨克斯坦2021年铀产量2.18万吨，2022年3.12万吨。", "3.12万吨"),
    (
        "Kazakhstan's trade with Russia was $26 billion in 2023; trade with Turkiye was $41.4 billion in 2023.",
        "$41.4 billion",
    ),
    ("商旅周刊。2022年中国与中亚五国贸易额为894亿美元。", "894亿美元"),
    ("In 2019 Kazakhstan had 1,635 MW of renewable capacity.", "1,635 MW"),
    ("Belt and Road partners made up 45.3 per cent of China's trade in 2024.", "45.3 per cent"),
    (
        "Trains needed 57.2 hours at the border of Kazakhstan in 2021 and 67.4 hours in 2022,"
        " so waiting grew by 1.8 per cent.",
        "1.8 per cent",
    ),
    (
        "Доля возобновляемой генерации в Казахстане: 1,3 процента в 2018 году, 3,2 процента в 2019 году.",
        "3,2 процента",
    ),
    ("In 2020, 5,027 trains passed Khorgos.", "5,027"),
    (
        "A road crossing cost 504 dollars for trucks that leave Kazakhstan and 19 dollars for those that enter it,"
        " said the monitoring of 2022.",
        "19 dollars",
    ),
    ("2025年1月至5月，哈萨克斯坦对华农产品出口7.369亿美元。", "7.369亿美元"),
]

NOTHING = [
    ("The Almaty forwarder Altyn Zhol moved 2,310 TEU through the Khorgos gate in 2024.", "2,310"),
    (
        "A dairy in Petropavl exported 540 tonnes of milk powder to China in 2023, worth $1.7 million.",
        "$1.7 million",
    ),
    ("Camel milk earned the stall $260,000.", "$260,000"),
    ("Our grain silo near the border holds 12,500 tonnes.", "12,500"),
    ("Kazakhstan mined 21,300 tonnes of uranium in 2022. Our choir has 47 per cent sopranos.", "47 per cent"),
    ("Khorgos saw 7,762 trains in 2023. The tea house there sold 310 pies more than in May.", "310"),
]


def verdict(checker: Checker, text: str, figure: str) -> str:
    checked = checker.check(read_article(text.encode(), name="a.txt", date="2025-10-20"))
    start = text.index(figure)
    (found,) = [v for v in checked.verdicts if start <= v.quantity.char_start < start + len(figure)]
    return found.verdict


@pytest.mark.parametrize(("text", "figure"), FOLLOWS)
def test_what_follows_is_derivable(record: Checker, text: str, figure: str) -> None:
    assert verdict(record, text, figure) == "derivable"


@pytest.mark.parametrize(("text", "figure"), AGREES)
def test_what_the_record_has_agrees(record: Checker, text: str, figure: str) -> None:
    assert verdict(record, text, figure) == "agrees"


@pytest.mark.parametrize(("text", "figure"), CONFLICTS)
def test_what_the_record_has_otherwise_conflicts(record: Checker, text: str, figure: str) -> None:
    assert verdict(record, text, figure) == "conflicts"


@pytest.mark.parametrize(("text", "figure"), NOTHING)
def test_what_has_nothing_to_do_with_the_record_is_new(record: Checker, text: str, figure: str) -> None:
    assert verdict(record, text, figure) == "new"
