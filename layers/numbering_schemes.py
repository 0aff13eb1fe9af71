"""Numbering schemes: from which end numbers run, which side is odd, by what they grow. Lengths are metres.

Two systems contradict each other and are both official, so nothing here is a constant: a scheme is one TOML text, and a
county writes its own:

    id = "beijing"                 # small letters, digits, hyphens
    title = "…"                    # what a clerk chooses by
    source = "…"                   # where the rules stand
    confidence = "secondary"       # read: the text was read · secondary: known from others
    authority = "公安机关"          # optional; who gives numbers
    east_west_from = "east"        # optional; the end at which a street that runs east and west begins
    east_west_odd = "north"        # optional; the side of its odd numbers
    north_south_from = "north"     # optional; the same for streets that run north and south
    north_south_odd = "west"       # optional
    threshold = "45"               # a street up to so many degrees off east–west runs east and west
    counts = "sequence"            # sequence: one after the other · distance: the metres from the start
    step = 2                       # what a number is greater by than the one before on its side
    unit_m = "1"                   # by distance: so many metres are one number
    spacing_m = "8"                # optional; a wider gap keeps a number in reserve for each such length
    one_sided = "parity"           # parity: only odd or only even · consecutive: 1, 2, 3 …
    sub_style = "dash"             # dash 12-1号 · zhi 12之1号 · fu 12附1号
    dead_end_odd = "right"         # optional; of a lane without a way out, walking in from its mouth
    yard_from = "north_east"       # optional; where the houses of a yard begin, row by row, to and fro
    note = "…"                     # optional

What a scheme leaves open is asked for, never guessed.
"""

import tomllib
from typing import Annotated

from layers.addresses import RoadSide
from layers.fields import Count, Degrees, Metres, Name, Note, Text, code, optional, required
from layers.policies import Confidence
from layers.record import Sheet
from layers.refusal import Refusal
from layers.rules import rule
from layers.vocabulary import Vocabulary

_KEBAB = code(r"^[a-z0-9]+(-[a-z0-9]+)*$")
SchemeId = Annotated[str, *_KEBAB]
_FORMAT = "请对照 layers/numbering_schemes.py 开头的格式改正"
_RIGHT_ANGLE = 90


class Compass(Vocabulary):
    """The four directions a scheme speaks of."""

    NORTH = "north", "北"
    EAST = "east", "东"
    SOUTH = "south", "南"
    WEST = "west", "西"

    @property
    def azimuth_degree(self) -> float:
        """Clockwise from north."""
        return {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}[self.value]


class Counting(Vocabulary):
    """By what numbers grow."""

    SEQUENCE = "sequence", "按顺序编号"
    DISTANCE = "distance", "按距离编号"


class OneSided(Vocabulary):
    """How a street with houses on one side only is numbered."""

    PARITY = "parity", "只用单号或只用双号"
    CONSECUTIVE = "consecutive", "连续编号"


class SubStyle(Vocabulary):
    """How a sub-number is written."""

    DASH = "dash", "12-1号"
    ZHI = "zhi", "12之1号"
    FU = "fu", "12附1号"

    def written(self, number: int, sub_number: int | None) -> str:
        """A number as it ends an address."""
        between = {"dash": "-", "zhi": "之", "fu": "附"}[self.value]
        return f"{number}号" if sub_number is None else f"{number}{between}{sub_number}号"


class Corner(Vocabulary):
    """Where the houses of a yard begin."""

    NORTH_EAST = "north_east", "东北角"
    NORTH_WEST = "north_west", "西北角"
    SOUTH_EAST = "south_east", "东南角"
    SOUTH_WEST = "south_west", "西南角"


class Scheme(Sheet):
    """How the houses of a county's streets are numbered."""

    id: SchemeId = required("标识", example="beijing")
    title: Text = required("名称")
    source: Text = required("出处")
    confidence: Confidence = required("可靠程度")
    authority: Name | None = optional("编制机关")
    east_west_from: Compass | None = optional("东西向道路起点")
    east_west_odd: Compass | None = optional("东西向道路单号一侧")
    north_south_from: Compass | None = optional("南北向道路起点")
    north_south_odd: Compass | None = optional("南北向道路单号一侧")
    threshold: Degrees = required("视为东西向的偏角上限")
    counts: Counting = required("编号方式")
    step: Count = required("同侧相邻号之差")
    unit_m: Metres | None = optional("每号长度")
    spacing_m: Metres | None = optional("标准间距")
    one_sided: OneSided = required("单侧道路")
    sub_style: SubStyle = required("附号写法")
    dead_end_odd: RoadSide | None = optional("尽端巷单号一侧")
    yard_from: Corner | None = optional("院内起编处")
    note: Note | None = optional("说明")

    @rule("step", "同侧相邻号之差应为不小于 2 的偶数：两侧分单双号")
    def sides_keep_their_parity(self) -> bool:
        """An odd step would make an odd side even."""
        return self.step >= 2 and self.step % 2 == 0  # noqa: PLR2004 - two sides

    @rule("unit_m", "按距离编号须写明每号长度 unit_m，且大于 0")
    def a_distance_has_its_unit(self) -> bool:
        """Metres become numbers by a unit."""
        return self.counts is not Counting.DISTANCE or bool(self.unit_m)

    @rule("spacing_m", "标准间距须大于 0")
    def a_spacing_is_a_length(self) -> bool:
        """A gap of nothing would reserve numbers without end."""
        return self.spacing_m is None or self.spacing_m > 0

    @rule("east_west_from", "东西向道路只能自东或自西起编，单号在南侧或北侧")
    def east_west_streets_have_their_words(self) -> bool:
        """Ends lie along a street, sides across it."""
        return self.east_west_from in (None, Compass.EAST, Compass.WEST) and self.east_west_odd in (
            None,
            Compass.NORTH,
            Compass.SOUTH,
        )

    @rule("north_south_from", "南北向道路只能自南或自北起编，单号在东侧或西侧")
    def north_south_streets_have_their_words(self) -> bool:
        """The same across."""
        return self.north_south_from in (None, Compass.NORTH, Compass.SOUTH) and self.north_south_odd in (
            None,
            Compass.EAST,
            Compass.WEST,
        )

    @rule("threshold", "偏角上限在 0 与 90 度之间")
    def the_threshold_is_an_acute_angle(self) -> bool:
        """No street is farther than a right angle off another."""
        return self.threshold <= _RIGHT_ANGLE


def read(text: str, name: str = "编号方案") -> Scheme:
    """Read one scheme from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or fields are missing, unknown or wrong.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", _FORMAT) from fault
    scheme, findings = Scheme.receive(values)
    if scheme is None or findings:
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, [f"{found.field}：{found.message}" for found in findings])
    return scheme
