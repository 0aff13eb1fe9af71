"""What stands on a sign against the standard name and its spelling: one finding for each thing that is not so.

Signs bear pinyin only, in capitals without tone marks, specific and generic term apart, an apostrophe before every
later syllable that begins with a, o or e (中国地名汉语拼音字母拼写规则).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from layers.name_signs import english_words
from layers.place_names import toneless
from layers.rules import Finding, Severity

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ＇", "'"))


@dataclass(frozen=True)
class Standard:
    """What a sign should bear: the name, its toneless spelling (None when nobody knows it), names it had before."""

    name: str
    romanized: str | None = None
    is_certain: bool = True
    former: Sequence[str] = ()


def sign_findings(text: str, romanized: str | None, standard: Standard) -> list[Finding]:
    """What is wrong with the words of a sign; empty when it is as the register says."""
    return [*_of_the_characters(text, standard), *_of_the_letters(romanized, standard)]


def _of_the_characters(text: str, standard: Standard) -> list[Finding]:
    plain = unicodedata.normalize("NFC", text).replace(" ", "")
    if plain == standard.name:
        return []
    if plain in standard.former:
        return [Finding(f"版面“{text}”是曾用名：现标准名称为“{standard.name}”", "text")]
    return [Finding(f"版面“{text}”与标准名称“{standard.name}”不一致", "text")]


def _of_the_letters(romanized: str | None, standard: Standard) -> list[Finding]:
    if romanized is None:
        return [Finding("版面没有汉语拼音（《地名管理条例》第十五条）", "romanized", severity=Severity.WARNING)]
    written = unicodedata.normalize("NFC", romanized).translate(_APOSTROPHES)
    bare = toneless(written)
    is_so_spelt = standard.romanized is not None and bare == toneless(standard.romanized)
    english = english_words(written)
    if english and not is_so_spelt:
        return [Finding(f"“{'、'.join(english)}”是英文：标志只用汉语拼音，如 LU、JIE", "romanized")]
    found = []
    if bare != written.upper():
        found.append(Finding("版面带声调：标志用不带声调的大写字母", "romanized", severity=Severity.WARNING))
    elif written != bare:
        found.append(Finding("版面用了小写字母：标志用大写", "romanized", severity=Severity.WARNING))
    return found if standard.romanized is None else [*found, *_against(bare, standard)]


def _against(bare: str, standard: Standard) -> list[Finding]:
    """How the letters differ from the spelling; a spelling nobody is sure of only warns."""
    wanted = toneless(standard.romanized or "")
    if bare == wanted:
        return []
    severity = Severity.ERROR if standard.is_certain else Severity.WARNING
    doubt = "" if standard.is_certain else "（读音有疑，请先核定）"
    return [Finding(f"{_difference(bare, wanted)}：应为 {wanted}{doubt}", "romanized", severity=severity)]


def _difference(bare: str, wanted: str) -> str:
    def without(signs: str, words: str) -> str:
        return words.translate(str.maketrans("", "", signs))

    if without("'", bare) == without("'", wanted):
        return "隔音符号不对"
    if without(" -", bare) == without(" -", wanted):
        return "分连写不对（专名与通名分写）"
    if bare.replace("V", "Ü").replace("YU", "Ü") == wanted.replace("YU", "Ü"):
        return "ü 不能写作 V"
    if bare.replace("U", "Ü") == wanted.replace("U", "Ü"):
        return "ü 的两点不能省"
    return "拼写不对"
