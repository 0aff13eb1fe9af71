"""What the library must not see: texts that would crash it or keep it busy for hours.

`cql2` 0.6 descends the machine's stack with the text (two thousand parentheses end the process) and tries every
parenthesis twice (twenty in a row with a mistake inside take seconds, fifty take longer than the machine will last).
So a text is measured here, and `data.filters.reading` hands over its parentheses one by one, the innermost first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from data.filters.refusals import BadFilter

LONGEST_BYTES = 8192
DEEPEST = 50
# Every operation of the JSON form opens an object and a list.
_DEEPEST_BRACKETS = 2 * DEEPEST + 8
MOST_TERMS = 1500
MOST_VERTICES = 1500
# A `double` keeps every number of so many digits; the register's own have at most fourteen.
MOST_DIGITS = 15
_LEAST, _GREATEST = Decimal("1e-15"), Decimal("1e15")
_ECHO = 24

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    | (?P<string>'(?:''|\\.|[^'\\])*')
    | (?P<quoted>"[^"]*")
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d][\w.:]*)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<other><>|<=|>=|!=|.)""",
    re.VERBOSE | re.DOTALL,
)
_GEOMETRY = re.compile(r"(?:multi)?(?:point|linestring|polygon)|geometrycollection|bbox")
_SIGNS = frozenset(("+", "-", "*", "/", "%", "^", "=", "<", ">", "<>", "<=", ">=", "!="))
_SEPARATORS = frozenset(",()")


@dataclass(frozen=True)
class Token:
    """A piece of the text: what it is, how it is written, and where it begins."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """A word in lower case; other pieces are no words."""
        return self.text.lower() if self.kind == "word" else ""

    @property
    def is_sign(self) -> bool:
        """Whether it joins two values."""
        return self.text in _SIGNS or self.word == "div"

    @property
    def begins_a_shape(self) -> bool:
        """Whether coordinates follow in parentheses."""
        return bool(_GEOMETRY.fullmatch(self.word))


def measure(text: str) -> None:
    """Refuse what is empty, too long, or holds a character no text of the register has.

    Raises:
        BadFilter: it is one of these.
    """
    if not text.strip():
        raise BadFilter("筛选条件是空的", "filter 参数没有内容", "请写出条件，例如 beds > 50；不需要筛选时去掉此参数")
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST_BYTES:
        raise BadFilter(
            "筛选条件太长",
            f"至多 {LONGEST_BYTES} 字节（汉字每字 3 字节）",
            "请缩短条件，或简化其中的图形",
        )
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadFilter("筛选条件中有不能保存的字符", "空字符和不成对的代理字符不能出现在登记库中", "请删去后重试")


def tokens(text: str) -> list[Token]:
    """The pieces of a text in CQL2's text form, without blanks, measured.

    Raises:
        BadFilter: a bracket is not closed, it is too deep, there is too much, or a number cannot be kept exactly.
    """
    found = [
        Token(match.lastgroup or "", match.group(), match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "blank"
    ]
    _refuse_depth(found)
    _refuse_amount(found)
    return found


def brackets(text: str) -> None:
    """Refuse a JSON text whose objects and lists are nested too deep; strings are skipped.

    Raises:
        BadFilter: it is too deep.
    """
    depth = 0
    for sign in re.sub(r'"(?:\\.|[^"\\])*"', "", text, flags=re.DOTALL):
        depth += (sign in "[{") - (sign in "]}")
        if depth > _DEEPEST_BRACKETS:
            raise too_deep()


def exact(text: str) -> None:
    """Refuse a number that the library would round or that no amount of the register reaches.

    Raises:
        BadFilter: it has too many digits, or is too large or too small.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return
    size = abs(number)
    if size and not _LEAST <= size <= _GREATEST:
        raise BadFilter(f"数 {_short(text)} 超出范围", "数的大小应在 1e-15 至 1e15 之间", "请核对后改写")
    if size and len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        raise BadFilter(
            f"数 {_short(text)} 位数过多",
            f"至多 {MOST_DIGITS} 位有效数字才能精确比较",
            "请减少位数；代码请写作文字，加单引号",
        )


def too_deep() -> BadFilter:
    """Nested beyond the limit."""
    return BadFilter("筛选条件嵌套太深", f"至多 {DEEPEST} 层", "请改写为并列的条件，例如用 IN 代替多层括号")


def excerpt(text: str, at: int = 0) -> str:
    """A few characters from a place in a text."""
    return _short(text[at:].strip() or text[-_ECHO:].strip())


def _short(text: str) -> str:
    return text if len(text) <= _ECHO else f"{text[:_ECHO]}…"


def _refuse_depth(found: list[Token]) -> None:
    """Parentheses, runs of NOT and minus, and chains of signs all become branches under branches."""
    depth, run, chain = 0, 0, 0
    for token in found:
        depth += (token.kind == "open") - (token.kind == "close")
        run = run + 1 if token.word == "not" or token.text == "-" else 0
        chain = 0 if token.word in ("and", "or") or token.text in _SEPARATORS else chain + token.is_sign
        if depth < 0:
            raise BadFilter("括号不配对", "多出一个右括号", "请核对括号")
        if max(depth + run, chain) > DEEPEST:
            raise too_deep()
    if depth:
        raise BadFilter("括号不配对", f"少了 {depth} 个右括号", "请核对括号")


def _refuse_amount(found: list[Token]) -> None:
    shapes = set(_in_shapes(found))
    outside = [token for place, token in enumerate(found) if place not in shapes]
    vertices = sum(found[place].text == "," for place in shapes)
    too_many(sum(token.kind in ("word", "number", "string", "quoted") for token in outside), vertices)
    for token in outside:
        if token.kind == "number":
            exact(token.text)


def too_many(terms: int, vertices: int) -> None:
    """Refuse more terms or vertices than a filter may have.

    Raises:
        BadFilter: there are more.
    """
    if terms > MOST_TERMS:
        raise BadFilter("筛选条件太多", f"至多 {MOST_TERMS} 个词和值", "请分几次查询")
    if vertices > MOST_VERTICES:
        raise BadFilter("图形的顶点太多", f"至多 {MOST_VERTICES} 个", "请简化图形，或用 bbox 参数")


def opens_a_shape(before: list[Token]) -> bool:
    """Whether a parenthesis after these pieces holds coordinates: POINT(, POINT Z(."""
    last = before[-2:] if before and before[-1].word in ("z", "m", "zm") else before[-1:]
    return bool(last) and last[0].begins_a_shape


def _in_shapes(found: list[Token]) -> Iterator[int]:
    """The places of pieces that stand inside the coordinates of a shape."""
    shape, depth = 0, 0
    for place, token in enumerate(found):
        depth += token.kind == "open"
        if token.kind == "open" and not shape and opens_a_shape(found[max(0, place - 2) : place]):
            shape = depth
        if shape:
            yield place
        if token.kind == "close":
            shape = 0 if depth == shape else shape
            depth -= 1
