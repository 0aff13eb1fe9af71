"""The spelling of a place name in Hanyu Pinyin, by 中国地名汉语拼音字母拼写规则（汉语地名部分）, 〔84〕中地字第17号.

Specific and generic term stand apart, natural villages are one word, an apostrophe stands before every later
syllable in a, o or e, ordinals of streets are digits, 儿 is r. Readings come from the table of places first, then
from pypinyin's phrases, then from the usual reading of the character; where that leaves several, the spelling says
so and names them all.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg.mmseg import seg

from layers.name_kinds import NameForm
from layers.place_names import toneless
from layers.place_readings import PlaceReading
from layers.readings import readings
from layers.refusal import Refusal
from layers.spelling_words import Orthography, Piece, pieces

MOST_ALTERNATIVES = 8
_APOSTROPHE_BEFORE = "aoe"
_R_SUFFIX = "儿"
_UNSANDHIED = {"一": "yī", "不": "bù"}


@dataclass(frozen=True)
class Spelling:
    """A spelling and how sure it is: `alternatives` are the other toned spellings that the readings allow.

    `specific` and `generic` are the name's terms in characters, as the register keeps them; `considered` names each
    character with the readings thought of, the chosen one first.
    """

    toned: str
    toneless: str
    specific: str
    generic: str
    considered: tuple[tuple[str, tuple[str, ...]], ...]
    is_certain: bool
    alternatives: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class _Sound:
    """How one character may sound: the chosen reading first; `spelt` stands for a whole name of another language.

    It stands with the name's first character, and is empty with the others.
    """

    options: tuple[str, ...]
    because: str = ""
    is_fixed: bool = False
    spelt: str | None = None


def spell(name: str, form: NameForm, division: str | None, table: Orthography) -> Spelling:
    """Spell a name of a form; `division` is the code of where it lies, if known.

    Raises:
        Refusal: the name is empty or holds a character without a reading.
    """
    text = unicodedata.normalize("NFKC", name).replace(" ", "")
    taken, words = pieces(text, form, table)
    sounds = _sounds(text, words, form, division, table)
    options = [sound.options for sound in sounds]
    spellings = [_write(words, chosen, sounds) for chosen in _choices(options)]
    distinct = tuple(dict.fromkeys(spellings))
    return Spelling(
        toned=distinct[0],
        toneless=toneless(distinct[0]),
        specific=taken.specific + taken.modifier,
        generic=taken.generic,
        considered=tuple((char, sound.options) for char, sound in zip(text, sounds, strict=True)),
        is_certain=len(distinct) == 1,
        alternatives=distinct[1 : MOST_ALTERNATIVES + 1],
        because="；".join(dict.fromkeys(sound.because for sound in sounds if sound.because)),
    )


def _choices(options: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """All ways to read, the usual first and those that differ in one character next; at most as many as are shown."""
    several = itertools.islice(itertools.product(*options), 4**4)
    first = tuple(each[0] for each in options)
    return sorted(several, key=lambda chosen: sum(one != other for one, other in zip(chosen, first, strict=True)))


def _sounds(
    text: str, words: Sequence[Piece], form: NameForm, division: str | None, table: Orthography
) -> list[_Sound]:
    if not text:
        raise Refusal("名称是空的", "", "请写出地名")
    sounds: list[_Sound | None] = [None] * len(text)
    for start, entry, holds in _entries(text, form, division, table):
        _lay(sounds, start, entry, holds=holds)
    _lay_phrases(sounds, words)
    return [sound or _alone(char, division, table) for char, sound in zip(text, sounds, strict=True)]


def _entries(
    text: str, form: NameForm, division: str | None, table: Orthography
) -> list[tuple[int, PlaceReading, bool]]:
    """The table's entries in a text, those that hold before those that only might, the longest first."""
    found = [(start, entry) for start in range(len(text)) for entry in table.places.at(text, start)]
    told = [(start, entry, entry.holds(division, form.kind)) for start, entry in found]
    usable = [each for each in told if each[2] or (division is None and each[1].spelling is None)]
    return sorted(usable, key=lambda each: (not each[2], -len(each[1].text), not each[1].is_division, each[0]))


def _lay(sounds: list[_Sound | None], start: int, entry: PlaceReading, *, holds: bool) -> None:
    span = range(start, start + len(entry.text))
    if any(sounds[at] is not None for at in span):
        return
    told = f"“{entry.text}”依地名读音表（{entry.source}）"
    for at in span:
        if entry.spelling is not None:
            sounds[at] = _Sound((entry.spelling,), told, is_fixed=True, spelt=entry.spelling if at == start else "")
        elif holds:
            sounds[at] = _Sound((entry.syllables[at - start],), told, is_fixed=True)
        else:
            usual, local = _usual(entry.text[at - start]), entry.syllables[at - start]
            doubt = f"“{entry.text}”在 {'、'.join(entry.divisions)} 读 {' '.join(entry.syllables)}：请说明所在行政区"
            sounds[at] = _Sound(tuple(dict.fromkeys((usual, local))), doubt, is_fixed=True)


def _lay_phrases(sounds: list[_Sound | None], words: Sequence[Piece]) -> None:
    """Words of the general dictionary decide what the table leaves open."""
    for piece in words:
        start = piece.start
        for word in seg.cut(piece.text):
            if len(word) > 1 and word in PHRASES_DICT:
                heard = [each[0] for each in pinyin(word, style=Style.TONE)]
                for at, (char, sound) in enumerate(zip(word, heard, strict=True), start):
                    sounds[at] = sounds[at] or _Sound((_UNSANDHIED.get(char, sound),))
            start += len(word)


def _alone(char: str, division: str | None, table: Orthography) -> _Sound:
    if char.isascii() and char.isalnum():
        return _Sound((char,))
    if char in table.places.doubtful:
        doubt = table.places.doubtful[char]
        here = next((sound for prefix, sound in doubt.here.items() if division and division.startswith(prefix)), None)
        if here:
            return _Sound((here,), f"“{char}”在 {division} 一带读 {here}")
        return _Sound(doubt.readings, f"“{char}”有 {'、'.join(doubt.readings)} 几种读法，地名读音表没有规定")
    sound = table.places.usual.get(char) or _usual(char)
    return _Sound((sound,))


@cache
def _usual(char: str) -> str:
    known = readings(char)
    if not known:
        raise Refusal(f"“{char}”没有读音", "拼写只用汉字、数字和拉丁字母", "请核对名称中的字，去掉标点")
    return _UNSANDHIED.get(char, known[0])


def _write(words: Sequence[Piece], chosen: Sequence[str], sounds: Sequence[_Sound]) -> str:
    return " ".join(word for piece in words if (word := _word(piece, chosen, sounds)))


def _word(piece: Piece, chosen: Sequence[str], sounds: Sequence[_Sound]) -> str:
    if piece.digits is not None:
        return piece.digits
    written, is_foreign = "", False
    for at in range(piece.start, piece.start + len(piece.text)):
        spelt = sounds[at].spelt
        begins = written and (is_foreign if spelt is None else spelt)
        written += " " if begins else ""
        if spelt is None:
            written = _joined(written, chosen[at], is_r=_is_r(piece, at, sounds[at]))
        else:
            written += spelt
        is_foreign = spelt is not None
    return written


def _is_r(piece: Piece, at: int, sound: _Sound) -> bool:
    """儿 after a syllable is r (rule 12), save where the table reads it ér (女儿河)."""
    return piece.text[at - piece.start] == _R_SUFFIX and at > piece.start and not sound.is_fixed


def _joined(written: str, syllable: str, *, is_r: bool) -> str:
    if is_r:
        return f"{written}r"
    if not written or written.endswith(" "):
        return written + syllable[:1].upper() + syllable[1:]
    plain = unicodedata.normalize("NFD", syllable)[0]
    mark = "'" if plain in _APOSTROPHE_BEFORE and re.search(r"\w$", written) else ""
    return f"{written}{mark}{syllable}"
