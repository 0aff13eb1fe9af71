"""Syllables and readings against facts of the Hanyu Pinyin scheme."""

import pytest

from layers.readings import plain, readings, syllable


@pytest.mark.parametrize(
    ("toned", "taken"),
    [
        ("lǜ", ("l", "ü", 4)),
        ("yuán", ("y", "uan", 2)),
        ("zhuāng", ("zh", "uang", 1)),
        ("ér", ("", "er", 2)),
        ("ā", ("", "a", 1)),
        ("zi", ("z", "i", 0)),
        ("xiǎn", ("x", "ian", 3)),
        ("ń", ("", "n", 2)),
        ("shi", ("sh", "i", 0)),
        ("ê̄", ("", "ê", 1)),
    ],
)
def test_a_syllable_is_taken_apart(toned: str, taken: tuple[str, str, int]) -> None:
    assert syllable(toned) == taken


def test_every_reading_of_a_character_is_told_the_usual_one_first() -> None:
    assert readings("重")[:2] == ("zhòng", "chóng")
    assert readings("乐")[0] == "lè"
    assert {"lè", "yuè"} <= set(readings("乐"))
    assert set(readings("堡")) == {"bǎo", "bǔ", "pù"}


@pytest.mark.parametrize("char", ["", "A", "1", "·", "路口"])
def test_what_is_no_chinese_character_has_no_reading(char: str) -> None:
    assert readings(char) == ()


def test_a_plain_syllable_keeps_its_dots() -> None:
    assert [plain(toned) for toned in ("lǚ", "nǜ", "lú")] == ["lü", "nü", "lu"]
