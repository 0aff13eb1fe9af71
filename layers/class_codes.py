"""The classes of place names by GB/T 18521: five digits, imported from the standard's table and never invented.

A code that no table explains is opaque: it is kept and shown as it is.
"""

import tomllib
from dataclasses import dataclass

from layers.refusal import Refusal

DIGITS = 5
_TITLE_AT_MOST = 60


@dataclass(frozen=True)
class NameClass:
    """A class of place names, and where its title was read."""

    code: str
    title: str
    source: str


def name_class(code: str | None, title: str | None, source: str, where: str) -> NameClass:
    """A class as a table gives it; `where` names the row for a refusal.

    Raises:
        Refusal: the code is not five digits, or the title is missing or longer than 60 characters.
    """
    plain, words = (code or "").strip(), " ".join((title or "").split())
    if not (plain.isascii() and plain.isdigit() and len(plain) == DIGITS):
        remedy = "请按 GB/T 18521 填写五位数字；表格软件去掉了前面的 0 时，请把该列设为文本"
        raise Refusal(f"{where}的类别代码“{plain}”不是五位数字", "类别代码由五位数字组成", remedy)
    if not 1 <= len(words) <= _TITLE_AT_MOST:
        raise Refusal(f"{where}的类别名称“{words}”不能使用", f"应有 1 至 {_TITLE_AT_MOST} 字", "请填写类别名称")
    return NameClass(plain, words, source)


def read_class_codes(text: str, name: str) -> tuple[NameClass, ...]:
    """The classes in a file of ours.

    Raises:
        Refusal: the file does not follow its own format.
    """
    try:
        listed = tomllib.loads(text)["class"]
        return tuple(
            name_class(each["code"], each["title"], each["source"], f"{name} 第 {number} 项")
            for number, each in enumerate(listed, 1)
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise Refusal(f"{name} 不能读取", str(fault), "每项写 code、title、source") from fault
