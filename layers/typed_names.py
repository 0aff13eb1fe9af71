"""What somebody types to find a name: characters, pinyin with or without tones, initials, or some of each.

`rmlu` and `renml` are 人民路; v stands for ü, and u after l and n may be meant as ü; tones are marks (rén) or digits
(ren2). Letters are cut into syllables in every way that makes sense.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from pypinyin.contrib.tone_convert import to_tone

from layers.numerals import spelt_number
from layers.readings import plain, readings
from layers.usual_readings import usual_toneless

MOST_CUTS, MOST_WAYS = 12, 16
FEW_CUTS, MORE_CUTS = 3, 6  # so many are tried where the letters are syllables as they stand, and where not
_BETWEEN = re.compile(r"[\s'’ʼ·.,，。_-]+")
_DIGIT_TONES = re.compile(r"(?:[a-zü]+[0-5])+")
_DIGIT_SYLLABLE = re.compile(r"[a-zü]+[0-5]")
_VOWELS = "aoeêiuü"
_OPENS_WITH_A_VOWEL = "aoe"
_MAYBE_UMLAUT = re.compile(r"(?<=[ln])u(?=$|e$)")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsywaoe")
_LONGEST = 40
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF


@dataclass(frozen=True)
class Abbreviation:
    """Letters as initials and syllables: `rml` are the initials of the name sought, `pattern` is how it is spelt."""

    initials: str
    pattern: str


@dataclass(frozen=True)
class Typed:
    """What was typed, ready to be looked up: characters in `han`, or letters in all else.

    `spellings` are plain letters in a run; `sounded` are ways it may sound without tones, with an apostrophe before
    each later a, o, e; `toned` the same with tone marks where tones were typed; `abbreviations` what may be initials.
    """

    han: str = ""
    spellings: tuple[str, ...] = ()
    sounded: tuple[str, ...] = ()
    toned: tuple[str, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()


def typed(words: str) -> Typed:
    """Take apart what was typed; blank words find nothing."""
    text = _BETWEEN.sub("", unicodedata.normalize("NFKC", words).lower())[:_LONGEST]
    if not text:
        return Typed()
    if not any("a" <= letter <= "z" for letter in unicodedata.normalize("NFD", text)):
        return Typed(han=text, sounded=_heard(text))
    marked = _in_letters(text).replace("v", "ü")
    letters = plain(marked)
    cuts = _cuts(letters)
    whole = [cut for cut in cuts if all(part in syllables() for part in cut)]
    variants = [variant for cut in whole for variant in _umlauts(cut)] or [(letters,)]
    has_tones = marked != letters
    short = tuple(dict.fromkeys(_abbreviation(cut) for cut in cuts if cut not in whole))
    return Typed(
        spellings=tuple(dict.fromkeys(["".join(variant) for variant in variants])),
        sounded=tuple(dict.fromkeys(_sounded(variant) for variant in variants)),
        toned=tuple(_sounded(_slices(marked, cut)) for cut in whole) if has_tones else (),
        abbreviations=short[: FEW_CUTS if whole else MORE_CUTS],
    )


@cache
def syllables() -> frozenset[str]:
    """Every syllable of Hanyu Pinyin that some character has, without its tone."""
    heard = (plain(toned) for code in range(_FIRST_HAN, _LAST_HAN + 1) for toned in readings(chr(code)))
    return frozenset(each for each in heard if any(vowel in each for vowel in _VOWELS))


def _in_letters(text: str) -> str:
    """Characters among letters as they are usually read, numbers as they are said: 人民lu is renminlu."""
    if _DIGIT_TONES.fullmatch(text):
        return "".join(to_tone(each) for each in _DIGIT_SYLLABLE.findall(text))
    said = re.sub(r"\d+", lambda run: spelt_number(run.group()), text)
    return "".join(plain(readings(sign)[0]) if readings(sign) else sign for sign in said)


def _cuts(letters: str) -> list[tuple[str, ...]]:
    """The ways to cut letters into syllables and initials, those with the fewest lone initials first."""
    found: list[tuple[str, ...]] = []
    _cut(letters, (), found)
    ranked = sorted(found, key=lambda cut: (sum(part not in syllables() for part in cut), len(cut)))
    return ranked[:MOST_CUTS]


def _cut(rest: str, before: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
    if len(found) >= MOST_CUTS**2:
        return
    if not rest:
        found.append(before)
        return
    starts = [rest[:length] for length in range(min(6, len(rest)), 0, -1)]
    for part in (start for start in starts if start in syllables() or start in _INITIALS):
        _cut(rest[len(part) :], (*before, part), found)


def _umlauts(cut: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Syllables with u as typed, and with ü after l and n."""
    ways = [dict.fromkeys((part, _MAYBE_UMLAUT.sub("ü", part))) for part in cut]
    return list(product(*ways))[:MOST_CUTS]


def _sounded(cut: tuple[str, ...]) -> str:
    apart = [f"'{part}" if plain(part)[:1] in _OPENS_WITH_A_VOWEL else part for part in cut[1:]]
    return "".join([*cut[:1], *apart])


def _heard(text: str) -> tuple[str, ...]:
    """How characters may sound, tones aside, so that those of the same sound are found."""
    said = [usual_toneless(sign) or (sign,) for sign in text]
    return tuple(dict.fromkeys(_sounded(way) for way in islice(product(*said), MOST_WAYS)))


def _slices(marked: str, cut: tuple[str, ...]) -> tuple[str, ...]:
    ends = [sum(map(len, cut[: place + 1])) for place in range(len(cut))]
    return tuple(marked[end - len(part) : end] for end, part in zip(ends, cut, strict=True))


def _abbreviation(cut: tuple[str, ...]) -> Abbreviation:
    said = [f"{part}[a-zü]*" if part in _INITIALS else part.replace("u", "[uü]") for part in cut]
    return Abbreviation("".join(part[0] for part in cut), f"^{''.join(said)}")
