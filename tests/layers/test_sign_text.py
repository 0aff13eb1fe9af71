"""The words of signs against the standard name: each way of going wrong, as it is seen on real poles."""

import pytest

from layers.name_signs import english_words
from layers.sign_text import Standard, sign_findings

TIAN_E = Standard("天鹅路", "TIAN'E LU", former=("前进路",))


@pytest.mark.parametrize(
    ("text", "romanized", "words"),
    [
        ("天鹅路", "TIAN'E LU", []),
        ("天鹅 路", "TIAN’E LU", []),  # a typographer's apostrophe, characters set apart
        ("天鹅大道", "TIAN'E LU", ["与标准名称“天鹅路”不一致"]),
        ("前进路", "TIAN'E LU", ["是曾用名"]),
        ("天鹅路", None, ["没有汉语拼音"]),
        ("天鹅路", "TIAN'E Road", ["“Road”是英文"]),
        ("天鹅路", "TIAN'E RD.", ["“RD.”是英文"]),
        ("天鹅路", "East TIAN'E St.", ["“East、St.”是英文"]),
        ("天鹅路", "TIANE LU", ["隔音符号不对：应为 TIAN'E LU"]),
        ("天鹅路", "TIAN'ELU", ["分连写不对"]),
        ("天鹅路", "Tian'e Lu", ["用了小写字母"]),
        ("天鹅路", "TIĀN'É LÙ", ["带声调"]),
        ("天鹅路", "TIAN'ER LU", ["拼写不对：应为 TIAN'E LU"]),
        ("前进路", "TIANE Lu", ["曾用名", "小写", "隔音符号"]),
    ],
)
def test_what_is_wrong_is_named(text: str, romanized: str | None, words: list[str]) -> None:
    found = [finding.message for finding in sign_findings(text, romanized, TIAN_E)]
    assert len(found) == len(words), found
    assert all(word in message for word, message in zip(words, found, strict=True)), found


@pytest.mark.parametrize(
    ("romanized", "words"),
    [("LVLIANG LU", "ü 不能写作 V"), ("LULIANG LU", "ü 的两点不能省"), ("LYULIANG LU", "ü 不能写作 V")],
)
def test_the_dots_of_the_vowel_are_asked_for(romanized: str, words: str) -> None:
    (found,) = sign_findings("吕梁路", romanized, Standard("吕梁路", "LÜLIANG LU"))
    assert words in found.message


def test_a_name_that_is_so_spelt_is_no_english_word() -> None:
    assert sign_findings("拉克路", "LAKE LU", Standard("拉克路", "LAKE LU")) == []


def test_a_doubtful_reading_only_warns() -> None:
    (sure,) = sign_findings("重庆路", "ZHONGQING LU", Standard("重庆路", "CHONGQING LU"))
    (doubt,) = sign_findings("重庆路", "ZHONGQING LU", Standard("重庆路", "CHONGQING LU", is_certain=False))
    assert (sure.refuses, doubt.refuses) == (True, False)
    assert "读音有疑" in doubt.message


@pytest.mark.parametrize("pinyin", ["NANJING DONGLU", "SHANXI NANLU", "STADIUMLESS", "RIVERA", "XI'AN LU", "DONG JIE"])
def test_pinyin_is_not_taken_for_english(pinyin: str) -> None:
    assert english_words(pinyin) == ()
