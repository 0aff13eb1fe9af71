"""What is typed, taken apart: facts of the Hanyu Pinyin scheme and of how people type."""

import pytest

from layers.typed_names import syllables, typed


def test_pinyin_has_its_syllables_and_no_others() -> None:
    """About four hundred, by any dictionary; none without a vowel, none in v."""
    assert 400 <= len(syllables()) <= 425
    assert {"zhuang", "lü", "nüe", "er", "a", "yuan"} <= syllables()
    assert not {"zh", "ng", "lv", "rm", ""} & syllables()


@pytest.mark.parametrize(
    ("words", "spellings"),
    [
        ("renminlu", ("renminlu", "renminlü")),
        ("Ren Min Lu", ("renminlu", "renminlü")),
        ("rénmǐnlù", ("renminlu", "renminlü")),
        ("ren2min2lu4", ("renminlu", "renminlü")),
        ("lvliang", ("lüliang",)),
        ("人民lu", ("renminlu", "renminlü")),
        ("ｒｅｎ", ("ren",)),
        ("12tiao", ("shiertiao",)),
        ("rmlu", ("rmlu",)),
    ],
)
def test_letters_are_brought_to_one_form(words: str, spellings: tuple[str, ...]) -> None:
    assert (typed(words).han, typed(words).spellings) == ("", spellings)


def test_tones_are_marks_or_digits() -> None:
    assert typed("rénmínlù").toned == typed("ren2min2lu4").toned == ("rénmínlù",)
    assert "cháng'ānjiē" in typed("cháng'ān jiē").toned
    assert typed("renminlu").toned == ()


def test_letters_that_are_no_syllables_are_initials() -> None:
    assert [(each.initials, each.pattern) for each in typed("rmlu").abbreviations] == [
        ("rml", "^r[a-zü]*m[a-zü]*l[uü]")
    ]
    assert ("zsl", "^zh[a-zü]*s[a-zü]*l[a-zü]*") in [(one.initials, one.pattern) for one in typed("zhsl").abbreviations]
    assert ("tel", "^t[a-zü]*e[a-zü]*l[uü]") in [(each.initials, each.pattern) for each in typed("telu").abbreviations]
    assert len(typed("renminlu").abbreviations) == 3


def test_xian_may_be_one_syllable_or_two() -> None:
    assert typed("xian").sounded == ("xian", "xi'an")


def test_characters_are_looked_for_as_they_are_and_as_they_sound() -> None:
    asked = typed(" 乐 山路 ")
    assert (asked.han, asked.spellings) == ("乐山路", ())
    assert {"leshanlu", "yueshanlu"} <= set(asked.sounded)


@pytest.mark.parametrize("words", ["", "  ", "·", "'"])
def test_nothing_typed_is_nothing(words: str) -> None:
    assert (typed(words).han, typed(words).spellings) == ("", ())


def test_whatever_is_typed_is_taken_apart_in_reason() -> None:
    for words in (
        "a" * 200,
        "xianxianxianxianxianxian",
        "zhuangzhuangzhuang",
        "é" * 50,
        "路" * 300,
        "%_\\",
        "PN-430621",
    ):
        asked = typed(words)
        assert len(asked.abbreviations) <= 6
        assert len(asked.han) <= 40
        assert len(asked.sounded) <= 200
