"""Readings of characters in Hanyu Pinyin with tone marks, and a syllable taken apart.

A syllable is written as it stands alone: `lǜ`, `yuán`, `ér`; tone 0 is the neutral tone.
"""

import unicodedata
from functools import cache

from pypinyin.constants import PINYIN_DICT

NEUTRAL = 0
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")


@cache
def readings(char: str) -> tuple[str, ...]:
    """All toned syllables known of a character, the usual one first; none for what is no Chinese character.

    The dictionary lists archaic readings too: which ones are heard in names is said by the table of places.
    """
    known: str = PINYIN_DICT.get(ord(char), "") if len(char) == 1 else ""
    return tuple(dict.fromkeys(known.split(","))) if known else ()


@cache
def syllable(toned: str) -> tuple[str, str, int]:
    """Initial, final and tone of a syllable: `lǜ` is (l, ü, 4), `yuán` (y, uan, 2), `ér` ("", er, 2).

    Initial and final are as spelt: y and w count as initials, and the ü of `yuan`, `ju` is written u.
    """
    plain, tone = _without_tone(toned)
    initial = next((start for start in _INITIALS if plain.startswith(start) and plain != start), "")
    return initial, plain.removeprefix(initial), tone


@cache
def plain(toned: str) -> str:
    """A syllable without its tone; ü keeps its dots: `lǜ` is `lü`."""
    return _without_tone(toned)[0]


def _without_tone(toned: str) -> tuple[str, int]:
    apart = unicodedata.normalize("NFD", toned.lower())
    tone = next((_TONES[sign] for sign in apart if sign in _TONES), NEUTRAL)
    kept = "".join(sign for sign in apart if sign not in _TONES)
    return unicodedata.normalize("NFC", kept), tone
