"""A Chinese typeface that is really present, so that no sheet prints empty boxes."""

from dataclasses import dataclass
from functools import cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

#: Simplified-Chinese families in the order a county office has them; any one serves.
FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "SimHei",
)
#: What is printed for a character no installed typeface has: the geta mark, as Chinese typesetters use it.
MISSING_GLYPH = "〓"


class NoChineseFont(RuntimeError):
    """No typeface on this machine can print Chinese."""

    def __init__(self) -> None:
        super().__init__(
            "本机没有可用的中文字体，图件会出现空白方块，因此没有出图。"
            "请安装其一后重试：apt install fonts-wqy-microhei（或 fonts-noto-cjk）"
        )


@dataclass(frozen=True)
class Typeface:
    """The installed Chinese families in order of preference, and the characters they print together."""

    families: tuple[str, ...]
    characters: frozenset[int]

    def properties(self, size: float) -> FontProperties:
        """The face at a size in points, upright (not every family has a bold); falls back sign by sign."""
        return FontProperties(family=list(self.families), size=size)

    def missing(self, text: str) -> list[str]:
        """The characters of a text no family can print, each once, in order."""
        return [sign for sign in dict.fromkeys(text) if ord(sign) not in self.characters and not sign.isspace()]

    def printable(self, text: str) -> str:
        """The text with the geta mark in place of what cannot be printed."""
        lacking = self.missing(text)
        return "".join(MISSING_GLYPH if sign in lacking else sign for sign in text)


@cache
def chinese_typeface() -> Typeface:
    """The families of `FAMILIES` on this machine.

    Raises:
        NoChineseFont: none is installed.
    """
    present = [family for family in FAMILIES if family in _installed()]
    if not present:
        raise NoChineseFont
    return Typeface(tuple(present), frozenset().union(*map(_characters, present)))


@cache
def _installed() -> frozenset[str]:
    """The families matplotlib knows; fonts installed after its cache was written are looked for once more."""
    manager = font_manager.fontManager
    if not any(entry.name in FAMILIES for entry in manager.ttflist):
        for path in font_manager.findSystemFonts():
            manager.addfont(path)
    return frozenset(entry.name for entry in manager.ttflist)


def _characters(family: str) -> frozenset[int]:
    path = font_manager.findfont(FontProperties(family=family), fallback_to_default=False)
    return frozenset(font_manager.get_font(path).get_charmap())
