"""The typeface of printed documents: one that has every character of the text, or none, and then nothing is printed.

Documents carry names, and names carry rare characters: the 8,105 of the 通用规范汉字表 are all in Noto CJK, not in
every face of an office. So a face is looked up by what it holds. No sign is ever left out, replaced or shown as
an empty box.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from layers.refusal import Refusal

if TYPE_CHECKING:
    from typst import FontInfo, Fonts

#: Families that have both a regular and a bold, the most complete first; any one that has all characters serves.
FAMILIES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "FangSong",
    "SimSun",
    "Songti SC",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_REGULAR = 400
_MOST_TOLD = 20


@dataclass(frozen=True)
class Face:
    """An installed family: its name, the folder it lies in, and the code points it has."""

    family: str
    folder: Path
    characters: frozenset[int]

    def missing(self, text: str) -> list[str]:
        """The characters of a text that it lacks, each once, in order."""
        return [sign for sign in dict.fromkeys(text) if ord(sign) not in self.characters and not _is_blank(sign)]


def face_for(text: str, folder: Path | None = None) -> Face:
    """The first installed face that has every character of a text; `folder` holds the county's own faces.

    Raises:
        Refusal: no installed face has them all; the characters are named.
    """
    found = [face for family in FAMILIES if (face := _face(family, folder)) is not None]
    if not found:
        raise Refusal(
            "没有生成 PDF：本机没有可用的中文字体", "文书不能印出空白方块", "请安装后重试：apt install fonts-noto-cjk"
        )
    lacking = [(face, face.missing(text)) for face in found]
    face, signs = min(lacking, key=lambda pair: bool(pair[1]) * (1 + len(pair[1])))
    if signs:
        told = "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in signs[:_MOST_TOLD])
        more = "等" if len(signs) > _MOST_TOLD else ""
        remedy = (
            "请安装含这些字的字体后重试：apt install fonts-noto-cjk，或在 CAIRN_DOCUMENT_FONTS 指定的文件夹中放入字体"
        )
        raise Refusal(
            f"没有生成 PDF：字体“{face.family}”没有 {told}{more}", "文书不能印出空白方块，也不能换成别的字", remedy
        )
    return face


@cache
def fonts_in(folder: Path) -> "Fonts":
    """The faces of a folder, read once: that takes seconds."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _installed(folder: Path | None) -> "list[FontInfo]":
    from typst import Fonts

    return Fonts(font_paths=[folder] if folder else [], include_embedded_fonts=False).fonts()


@cache
def _face(family: str, folder: Path | None) -> Face | None:
    from matplotlib.ft2font import FT2Font

    files = [font for font in _installed(folder) if font.family == family and font.path]
    if not files:
        return None
    chosen = min(files, key=lambda font: (font.style != "normal", abs(font.weight - _REGULAR)))
    path = Path(str(chosen.path))
    return Face(family, path.parent, frozenset(FT2Font(str(path)).get_charmap()))


def _is_blank(sign: str) -> bool:
    return sign.isspace() or sign == "\u200b"
