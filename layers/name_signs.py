"""Place-name signs: what stands on a pole or a wall, where it looks, and what of it is left."""

import re
from typing import Annotated, ClassVar

from layers.fields import Day, Degrees, DivisionCode, Identifier, Name, Note, Text, code, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

_PHOTOGRAPHS = code(r"^[0-9a-f]{64}( [0-9a-f]{64}){0,19}$")
Photographs = Annotated[str, *_PHOTOGRAPHS]

# Generic terms in English, and their abbreviations: signs are spelt in pinyin only. Lu, Jie, Xiang are no such words.
_ENGLISH = re.compile(
    r"\b(road|rd|street|st|avenue|ave|av|lane|ln|boulevard|blvd|highway|expressway|bridge|square|park|village|town|"
    r"township|county|city|river|lake|mountain|building|east|west|south|north|middle|no)\b\.?",
    re.IGNORECASE,
)


class SignKind(Vocabulary):
    """What a sign names (GB 17733); `PLATE` is any other plate."""

    STREET = "street", "路（街）牌"
    LANE = "lane", "巷（弄）牌"
    VILLAGE = "village", "村牌"
    BUILDING = "building", "楼（院）牌"
    PLATE = "plate", "其他地名牌"


class SignCondition(Vocabulary):
    """What an inspector found."""

    INTACT = "intact", "完好"
    FADED = "faded", "褪色"
    LEANING = "leaning", "倾斜"
    HIDDEN = "hidden", "遮挡"
    DAMAGED = "damaged", "损坏"
    MISSING = "missing", "丢失"

    @property
    def serves(self) -> bool:
        """Whether whoever comes by can read it."""
        return self not in (SignCondition.HIDDEN, SignCondition.DAMAGED, SignCondition.MISSING)


class SignColour(Vocabulary):
    """The colour of the ground; which street has which is the county's setting."""

    BLUE = "blue", "蓝"
    GREEN = "green", "绿"
    BROWN = "brown", "棕"
    OTHER = "other", "其他"


class NameSign(Record):
    """A sign that names a place.

    `text` and `romanized` are what stands on it, `name` is the standard name it should bear. `bearing` is the azimuth
    the face looks to, clockwise from grid north. `photographs` are SHA-256 hashes, the newest first. What was found
    before is in the register's history: a new inspection is a change.
    """

    layer: ClassVar = Layer(
        id="name_signs",
        title="地名标志",
        group=Group.NAMES,
        geometry="POINT",
        symbol=Symbol(icon="name-sign", colour="teal", from_zoom=12),
        basis="《地名管理条例》第十八条、第十九条；GB 17733《地名 标志》",
        identified_by="code",
        search_terms=("name", "text"),
    )

    code: Identifier = required("标志代码", example="430621-BZ0001")
    name: Name = required("标准名称", example="东方路")
    place_code: Identifier | None = optional("地名代码", example="PN-430621-0220")
    road: Identifier | None = optional("道路编码", example="430621-J001")
    kind: SignKind = required("标志类别", example="street")
    text: Text = required("版面汉字", example="东方路")
    romanized: Text | None = optional("版面罗马字母", example="DONGFANG LU")
    minority_script: Text | None = optional("版面少数民族文字")
    colour: SignColour | None = optional("底色", example="blue")
    bearing: Degrees | None = optional("朝向", example="180")
    side: Text | None = optional("所在位置", example="东南角")
    condition: SignCondition = required("状况", example="intact")
    seen_on: Day | None = optional("检查日期", example="2024-06-30")
    set_on: Day | None = optional("设置日期", example="2019-10-01")
    set_by: Name | None = optional("设置单位", example="岳阳县民政局")
    maker: Name | None = optional("生产厂家")
    material: Text | None = optional("材质", example="铝合金反光膜")
    size: Text | None = optional("规格", example="1200mm×400mm")
    photographs: Photographs | None = optional("照片（SHA-256）")
    spatial_id: Identifier | None = optional("空间数据标识码")
    remark: Note | None = optional("备注")
    division: DivisionCode | None = optional("所在行政区", example="430621100")

    @rule("seen_on", "检查日期不能早于设置日期：请核对")
    def nobody_sees_it_before_it_stands(self) -> bool:
        """What is inspected has been put up."""
        return self.seen_on is None or self.set_on is None or self.seen_on >= self.set_on

    @reminder("text", "版面汉字与标准名称不一致（《地名管理条例》第十八条：标志须用标准地名）：请更换标志或核对名称")
    def the_sign_bears_the_standard_name(self) -> bool:
        """Signs use the standard name (Art. 18)."""
        return self.text.replace(" ", "") == self.name

    @reminder("romanized", "标志上的罗马字母只用汉语拼音，不用英文（《地名管理条例》第十五条）：如 Lu，不写 Road")
    def the_sign_is_spelt_in_pinyin(self) -> bool:
        """Romanization is Hanyu Pinyin (Art. 15)."""
        return self.romanized is None or not english_words(self.romanized)


def english_words(spelling: str) -> tuple[str, ...]:
    """The English words among the letters of a sign, as they stand there."""
    return tuple(found.group(0) for found in _ENGLISH.finditer(spelling))
