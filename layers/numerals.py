"""Chinese numbers up to 999 as names write them: 十二 is 12, 二十 is 20; 三八 and 五四 are no numbers but days."""

import re
from functools import cache

DIGITS = "一二三四五六七八九"
_SHAPE = re.compile(
    rf"^(?:(?P<hundreds>[{DIGITS}])百)?(?:[零〇])?(?:(?P<tens>[{DIGITS}])?(?P<ten>十))?(?P<ones>[{DIGITS}])?$"
)
NUMBER_SIGNS = f"{DIGITS}十百零〇"


@cache
def number(text: str) -> int | None:
    """The number a text writes out, or None: 十 is 10, 一百零五 is 105, 三八 is none."""
    shape = _SHAPE.match(text)
    if not text or shape is None or text[-1] in "零〇":
        return None
    hundreds, tens, ones = (
        DIGITS.index(shape[part]) + 1 if shape[part] else 0 for part in ("hundreds", "tens", "ones")
    )
    if shape["ten"] and not tens:
        tens = 1
    return 100 * hundreds + 10 * tens + ones


_SAID = dict(zip("0123456789", ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"), strict=True))
_LAST_SAID_AS_A_NUMBER = 99


def spelt_number(digits: str) -> str:
    """Arabic digits as they are said in a name, in plain pinyin: 12 is shier, 107 is yilingqi."""
    value = int(digits)
    if value < len(_SAID) or value > _LAST_SAID_AS_A_NUMBER or digits.startswith("0"):
        return "".join(_SAID[digit] for digit in digits)
    tens, ones = divmod(value, 10)
    return f"{_SAID[str(tens)] if tens > 1 else ''}shi{_SAID[str(ones)] if ones else ''}"
