"""Characters of a name against 通用规范汉字表 and the old encodings, by code point.

What lies outside the table is not used for a new name (Art. 9 ¶1(3): the national script, no rare characters). Level 3
holds characters of surnames and places, so it is told and nothing more. 276 characters of the table are not in GBK and
196 need four bytes in UTF-8: whoever exports must know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from layers.naming import NameFinding, NameSeverity
from layers.naming_rules.rulebook import finding
from layers.refusal import Refusal

LEVEL_3 = 3
_ZERO = "〇"
_HAN_FROM, _DIGITS = 0x2E80, "0123456789０１２３４５６７８９"
# Marks a name may carry; what they mean there, other rules say.
_MARKS = "·•-－—（）()“”、 \u3000"


@dataclass(frozen=True)
class CharacterTable:
    """The characters of 通用规范汉字表 with their levels, and other forms with what they stand for."""

    levels: Mapping[str, int]
    forms: Mapping[str, str]

    def level(self, character: str) -> int | None:
        """1, 2 or 3; None outside the table."""
        return self.levels.get(character)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Characters of which nothing is to be told: level 1 and 2, in GBK."""
        return frozenset(each for each, level in self.levels.items() if level < LEVEL_3 and in_gbk(each))


def read_characters(general: str, forms: str) -> CharacterTable:
    """The table from its two texts (`data/reference/names/general_characters.txt`, `variant_forms.txt`).

    Raises:
        Refusal: a text does not have the form its first line tells of.
    """
    level, levels = 0, {}
    for line in _lines(general):
        if line.startswith("["):
            level = int(line.strip("[]"))
        else:
            levels.update(dict.fromkeys(line, level))
    pairs = "".join(_lines(forms))
    if 0 in levels.values() or len(pairs) % 2:
        raise Refusal("规范字表的文本有误", "每级以 [级别] 开头，异体字每两字一对", "请用随附的文件重新生成")
    return CharacterTable(levels, dict(zip(pairs[::2], pairs[1::2], strict=True)))


def character_findings(name: str, table: CharacterTable) -> list[NameFinding]:
    """What is to be told of each character; nothing for the usual ones."""
    if table.plain.issuperset(name):
        return []
    found = []
    for place, character in enumerate(name):
        if character not in table.plain and character not in _DIGITS and character not in _MARKS:
            found += _of(character, (place, place + 1), table)
    return found


def already_local(found: NameFinding, local: str) -> NameFinding:
    """A character outside the table that a name of the county bears already wants a reason, and does not block."""
    return replace(
        found,
        severity=NameSeverity.NEEDS_REASON,
        message=f"{found.message}；本地已有地名“{local}”用此字",
        remedy="由已有地名派生的请说明；否则请换用表内的字",
        evidence={**found.evidence, "local": local},
    )


def in_gbk(character: str) -> bool:
    """Whether GBK has the character."""
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _of(character: str, part: tuple[int, int], table: CharacterTable) -> list[NameFinding]:
    level = table.level(character)
    if level is None and character != _ZERO:
        return [_outside(character, part, table), *_encoding(character, part)]
    rare = [_level_3(character, part)] if level == LEVEL_3 else []
    return rare + _encoding(character, part)


def _outside(character: str, part: tuple[int, int], table: CharacterTable) -> NameFinding:
    code, standard = _code(character), table.forms.get(character)
    if ord(character) < _HAN_FROM:
        message = f"“{character}”（{code}）不是汉字：地名用国家通用语言文字书写"
        return finding(
            "foreign-script",
            message,
            "请改用规范汉字",
            part=part,
            evidence={"character": character, "code_point": code},
        )
    if standard:
        message = f"“{character}”（{code}）是繁体字或异体字，规范字是“{standard}”"
        remedy = f"请改用“{standard}”；确为异体而非其繁体的，请查《通用规范汉字表》附表"
        told = {"character": character, "code_point": code, "standard": standard}
        return finding("variant-form", message, remedy, part=part, evidence=told)
    message = f"“{character}”（{code}）不在《通用规范汉字表》8105 字之内，属生僻字"
    return finding(
        "outside-8105", message, "请换用表内的字", part=part, evidence={"character": character, "code_point": code}
    )


def _level_3(character: str, part: tuple[int, int]) -> NameFinding:
    message = f"“{character}”是《通用规范汉字表》三级字，许多人不认识，也难以输入"
    remedy = "当地已有地名用此字的可以沿用；新起的名称请考虑常用字"
    return finding(
        "level-3",
        message,
        remedy,
        part=part,
        evidence={"character": character, "code_point": _code(character), "level": "3"},
    )


def _encoding(character: str, part: tuple[int, int]) -> list[NameFinding]:
    if in_gbk(character):
        return []
    try:
        four = character.encode("gb18030").hex(" ").upper()
    except UnicodeEncodeError:
        four = "（无）"
    message = f"GBK 中没有“{character}”（{_code(character)}），GB 18030 编码为 {four}"
    remedy = "导出和制牌请用 GB 18030 或 UTF-8，并备好含此字的字体"
    return [finding("not-in-gbk", message, remedy, part=part, evidence={"character": character, "gb18030": four})]


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]
