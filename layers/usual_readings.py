"""Which readings of a character are heard today: not all that dictionaries know since antiquity."""

from collections import Counter, defaultdict
from functools import cache

from pypinyin.constants import PHRASES_DICT

from layers.readings import NEUTRAL, plain, readings, syllable

# A further reading counts that a dictionary of phrases uses at least once in so many times.
_SELDOM = 40
# Readings as a surname, which villages and lanes are called by (《现代汉语词典》).
_SURNAMES = {
    "任": "rén",
    "单": "shàn",
    "仇": "qiú",
    "区": "ōu",
    "查": "zhā",
    "解": "xiè",
    "曾": "zēng",
    "盖": "gě",
    "华": "huà",
    "朴": "piáo",
    "尉": "yù",
    "葛": "gě",
    "燕": "yān",
    "宁": "nìng",
    "曲": "qū",
    "缪": "miào",
    "覃": "qín",
    "谌": "chén",
    "洗": "xiǎn",
    "纪": "jǐ",
    "哈": "hǎ",
    "应": "yīng",
    "员": "yùn",
    "祭": "zhài",
    "翟": "zhái",
    "种": "chóng",
    "召": "shào",
    "晁": "cháo",
    "乜": "niè",
    "那": "nā",
    "能": "nài",
    "黑": "hè",
    "牟": "mù",
    "万": "wàn",
    "宓": "mì",
    "逄": "páng",
}


@cache
def usual(char: str) -> tuple[str, ...]:
    """The readings of a character that are compared when names must not sound alike, the most used first.

    The first of a dictionary's, each further one that its phrases (pypinyin's) use at least once in forty times, and
    how it is read as a surname. Neutral tones are no reading of their own.
    """
    known = readings(char)
    heard = _heard().get(char, Counter())
    least = sum(heard.values()) / _SELDOM
    further = [toned for toned in known[1:] if syllable(toned)[2] != NEUTRAL and heard[toned] and heard[toned] >= least]
    surname = [_SURNAMES[char]] if char in _SURNAMES else []
    return tuple(dict.fromkeys((*known[:1], *further, *surname)))


def usual_toneless(char: str) -> tuple[str, ...]:
    """The usual readings without their tones, each once."""
    return tuple(dict.fromkeys(map(plain, usual(char))))


@cache
def _heard() -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in PHRASES_DICT.items():
        for char, said in zip(phrase, syllables, strict=False):
            counted[char][said[0]] += 1
    return counted
