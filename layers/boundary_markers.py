"""Boundary markers as registered when the boundary was demarcated."""

from decimal import Decimal
from typing import Annotated, ClassVar

from layers.divisions import DivisionLevel
from layers.fields import (
    Day,
    Degrees,
    DivisionCode,
    Height,
    Identifier,
    Metres,
    Name,
    Text,
    YesNo,
    code,
    optional,
    required,
)
from layers.record import Disclosure, Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

# Numbers differ by level and province (1253165Q and 238184Ⅰ are both real): text, never computed.
_MARKER_NUMBER = code(r"^[0-9A-Za-zⅠ-Ⅻ一-鿿][0-9A-Za-zⅠ-Ⅻ一-鿿-]{0,31}$")
MarkerNumber = Annotated[str, *_MARKER_NUMBER]


class MarkerArrangement(Vocabulary):
    """How many stones share a number; twins and triplets stand off the line, on the banks of what runs along it."""

    SINGLE = "single", "单立"
    TWIN = "twin", "同号双立"
    TRIPLE = "triple", "同号三立"


class MarkerLetter(Vocabulary):
    """The type letter of a provincial number."""

    Q = "Q", "Q（单立）"
    A = "A", "A（双立，代码小的一侧）"
    B = "B", "B（双立，代码大的一侧）"
    C = "C", "C（三立）"
    D = "D", "D（三立）"
    E = "E", "E（三立）"

    @property
    def arrangement(self) -> MarkerArrangement:
        """The arrangement the letter speaks of."""
        if self is MarkerLetter.Q:
            return MarkerArrangement.SINGLE
        return MarkerArrangement.TWIN if self in (MarkerLetter.A, MarkerLetter.B) else MarkerArrangement.TRIPLE


class MarkerFaces(Vocabulary):
    """How many sides are inscribed."""

    TWO = "two", "双面型"
    THREE = "three", "三面型"


class MarkerMaterial(Vocabulary):
    """What a marker is made of."""

    CONCRETE = "concrete", "钢筋混凝土"
    STONE = "stone", "石质"
    METAL = "metal", "金属"
    OTHER = "other", "其他"


class MarkerCondition(Vocabulary):
    """What was seen at a marker; what is done about it is another word."""

    INTACT = "intact", "完好"
    FADED = "faded", "字迹模糊"
    OVERGROWN = "overgrown", "遮挡"
    LEANING = "leaning", "倾斜"
    DAMAGED = "damaged", "损坏"
    DISPLACED = "displaced", "移位"
    MISSING = "missing", "丢失"
    THREATENED = "threatened", "受危及"


class MarkerWork(Vocabulary):
    """What is to be done at a marker."""

    REPAINT = "repaint", "描红"
    CLEAR = "clear", "清除遮挡"
    REPAIR = "repair", "修复"
    RESTORE = "restore", "恢复原位"
    REPLACE = "replace", "更换重立"
    ADD = "add", "增设"
    RELOCATE = "relocate", "移设（须双方协议并报批）"
    SCRAP = "scrap", "报废"


class BoundaryMarker(Record):
    """A marker: the layer's point is where the stone stands.

    The boundary point is another place whenever the stone stands off the line: it is given as the register sheet
    gives it, by azimuth and distance from the stone. All azimuths here are grid azimuths (坐标方位角), clockwise; the
    course description's compass words are from true north, up to half a degree apart. Reference objects (方位物) are
    three, with azimuth and distance from the stone. A position is changed by agreement of both sides only (Art. 6).
    """

    layer: ClassVar = Layer(
        id="boundary_markers",
        title="界桩",
        group=Group.BOUNDARIES,
        geometry="POINT",
        symbol=Symbol(icon="boundary-marker", colour="indigo", from_zoom=8),
        basis="《行政区域界线管理条例》（国务院令第353号）第五条、第六条；《行政区域界线界桩管理办法》；GB/T 17796",
        identified_by="number",
        within=("kept_by", "adjoining"),
        disclosure=Disclosure.INTERNAL,
        search_terms=("number", "name"),
        moved_by="双方协议、联合测定后移设界桩，并报原批准机关备案（《行政区域界线管理条例》第六条）",
    )

    number: MarkerNumber = required("界桩编号", example="0681001Q")
    name: Name = required("名称", example="岳汨线 001 号界桩")
    line: Identifier = required("所属界线代码", example="430621-430681")
    level: DivisionLevel = required("等级", example="county")
    letter: MarkerLetter | None = optional("类型代号", example="Q")
    arrangement: MarkerArrangement = required("埋设方式", example="single")
    faces: MarkerFaces = required("桩面", example="two")
    is_tripoint: YesNo = required("三交点界桩", example=False)
    material: MarkerMaterial | None = optional("材质", example="concrete")
    set_on: Day | None = optional("埋设日期", example="2001-06-18")
    kept_by: DivisionCode = required("分工管理方", example="430621")
    adjoining: DivisionCode | None = optional("毗邻方", example="430681")
    site: Text | None = optional("所在地", example="岳阳县荣家湾镇与汨罗市交界处")
    elevation: Height | None = optional("高程（1985 国家高程基准）", example="43.2")
    boundary_point_azimuth: Degrees | None = optional("界桩至边界点坐标方位角")
    boundary_point_distance: Metres | None = optional("界桩至边界点距离")
    reference_1: Name | None = optional("方位物一", example="水塔")
    reference_1_azimuth: Degrees | None = optional("方位物一坐标方位角", example="42.5")
    reference_1_distance: Metres | None = optional("方位物一距离", example="86.4")
    reference_2: Name | None = optional("方位物二", example="桥头")
    reference_2_azimuth: Degrees | None = optional("方位物二坐标方位角", example="168")
    reference_2_distance: Metres | None = optional("方位物二距离", example="31.7")
    reference_3: Name | None = optional("方位物三", example="独立树")
    reference_3_azimuth: Degrees | None = optional("方位物三坐标方位角", example="291.3")
    reference_3_distance: Metres | None = optional("方位物三距离", example="15.9")
    condition: MarkerCondition | None = optional("状况", example="intact")
    seen_on: Day | None = optional("查看日期", example="2024-09-12")
    work_needed: MarkerWork | None = optional("待办处置")

    def references(self) -> list[tuple[str | None, Decimal | None, Decimal | None]]:
        """The three reference objects as name, grid azimuth in degrees, distance in metres."""
        return [
            (self.reference_1, self.reference_1_azimuth, self.reference_1_distance),
            (self.reference_2, self.reference_2_azimuth, self.reference_2_distance),
            (self.reference_3, self.reference_3_azimuth, self.reference_3_distance),
        ]

    @rule("letter", "类型代号与埋设方式不符：Q 为单立，A、B 为同号双立，C、D、E 为同号三立（GB/T 17796）")
    def letter_speaks_of_the_arrangement(self) -> bool:
        """GB/T 17796; numbers without such a letter leave it empty."""
        return self.letter is None or self.letter.arrangement == self.arrangement

    @rule("boundary_point_distance", "界桩至边界点的方位角和距离应同时填写")
    def the_boundary_point_is_whole(self) -> bool:
        """An azimuth without a distance points nowhere."""
        return (self.boundary_point_azimuth is None) == (self.boundary_point_distance is None)

    @rule("seen_on", "查看日期不能早于埋设日期")
    def nobody_sees_it_before_it_stands(self) -> bool:
        """First set, then seen."""
        return self.seen_on is None or self.set_on is None or self.seen_on >= self.set_on

    @reminder("reference_1", "方位物应名称、方位角、距离齐全")
    def references_are_whole(self) -> bool:
        """Each is given wholly or not at all."""
        return all(len({value is None for value in reference}) == 1 for reference in self.references())

    @reminder("reference_3", "方位物不足 3 个：请补选并修测（GB/T 17796）")
    def three_references_find_it_again(self) -> bool:
        """A missing stone is put back by its reference objects."""
        return all(name is not None for name, _, _ in self.references())

    @reminder("faces", "三面型界桩只用于三交点：请核对桩面或“三交点界桩”")
    def three_faces_meet_three_divisions(self) -> bool:
        """A side for each of three divisions."""
        return self.faces is not MarkerFaces.THREE or self.is_tripoint

    @reminder("boundary_point_distance", "同号双立、三立界桩不在界线上：界桩至边界点距离不应为 0")
    def twins_stand_off_the_line(self) -> bool:
        """The boundary point lies between them, as in mid-river."""
        return self.arrangement is MarkerArrangement.SINGLE or self.boundary_point_distance != 0

    @reminder("seen_on", "有状况须填查看日期")
    def what_was_seen_has_its_day(self) -> bool:
        """A condition without a day is hearsay."""
        return self.condition is None or self.seen_on is not None
