"""Whether a spelling in pinyin can be a reading of a name, tones and spaces aside.

A letter more or less shows; which of several readings is right is for `layers.romanization` and the officer to say.
"""

import re
import unicodedata
from functools import cache

from layers.numerals import NUMBER_SIGNS, number
from layers.readings import plain, readings

_BETWEEN = re.compile(r"[\s'’ʼ-]")
_NUMBER = re.compile(rf"[{NUMBER_SIGNS}]+")
_SUFFIX = "儿"
_SETTLED = {"陕西": "shaanxi"}


def could_be_read(name: str, spelling: str) -> bool:
    """Whether some reading of the characters is written so; ordinals may be digits, 儿 may be r."""
    letters = _BETWEEN.sub("", plain(spelling))
    return re.fullmatch(_pattern(unicodedata.normalize("NFKC", name)), letters) is not None


@cache
def _pattern(name: str) -> str:
    for settled, letters in _SETTLED.items():
        before, found, after = name.partition(settled)
        if found:
            return f"{_pattern(before)}(?:{letters}|{_syllables(settled)}){_pattern(after)}"
    parts, start = [], 0
    for run in _NUMBER.finditer(name):
        parts += [_syllables(name[start : run.start()]), f"(?:{'|'.join(_numbers(run.group()))})"]
        start = run.end()
    return "".join([*parts, _syllables(name[start:])])


def _numbers(run: str) -> list[str]:
    """A run of number words, spelt out or ending in an ordinal: 四十二 is sishi'er, si 12 or 42."""
    ordinals = [(cut, number(run[cut:])) for cut in range(len(run))]
    return [_syllables(run), *(f"{_syllables(run[:cut])}{value}" for cut, value in ordinals if value is not None)]


def _syllables(text: str) -> str:
    return "".join(_syllable(char) for char in text)


def _syllable(char: str) -> str:
    heard = {plain(toned) for toned in readings(char)} | ({"r"} if char == _SUFFIX else set())
    return f"(?:{'|'.join(sorted(heard))})" if heard else re.escape(char.lower()) if char.isalnum() else ""
