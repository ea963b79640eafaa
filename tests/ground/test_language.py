"""Words in four languages: what a catalogue holds is what is said, and each holds all messages."""

from __future__ import annotations

import pseudo
import pytest

from jibek.ground import language
from jibek.ground.errors import InputError


def test_english_is_the_source_and_values_take_their_places():
    assert language.tr("{count} of {all} are full", count=3, all=9) == "3 of 9 are full"
    assert language.tr("a brace { of data") == "a brace { of data"
    assert [language.trn("{n} train", "{n} trains", n) for n in (1, 2)] == ["1 train", "2 trains"]
    assert language.mark("seaport") == "seaport"


def test_a_language_holds_inside_alone():
    with language.speaking("ru"):
        assert language.current() == "ru"
        with language.speaking("zh"):
            assert language.current() == "zh"
        assert language.current() == "ru"
    assert language.current() == "en"


def test_a_language_without_words_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="no words in the language 'kz'") as refused, language.speaking("kz"):
        pass
    assert refused.value.code == "language.unknown"
    assert "en, ru, kk, zh" in str(refused.value)
    assert language.current() == "en"


@pytest.mark.parametrize("of", [x for x in language.LANGUAGES if x != language.ENGLISH])
def test_every_message_is_translated_and_keeps_its_places(of):
    tool = pseudo.tool()
    assert tool.faults(tool.messages(), of) == []
