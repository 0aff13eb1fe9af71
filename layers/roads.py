"""Roads, as far as a county's civil affairs need them: for reach, for addresses and for what may not stand beside."""

from typing import Annotated, ClassVar

from layers.fields import DivisionCode, Identifier, Kilometres, Metres, Name, code, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder
from layers.vocabulary import Vocabulary

_ROUTE_NUMBER = code(r"^[GSXYCZ]\d{1,4}[A-Z0-9]{0,4}$")
RouteNumber = Annotated[str, *_ROUTE_NUMBER]


class RoadClass(Vocabulary):
    """The administrative class of a road; streets of towns are outside the highway law."""

    NATIONAL = "national", "国道"
    PROVINCIAL = "provincial", "省道"
    COUNTY = "county", "县道"
    TOWNSHIP = "township", "乡道"
    VILLAGE = "village", "村道"
    STREET = "street", "城镇道路"

    @property
    def route_letter(self) -> str | None:
        """The first letter of a route number (GB/T 917); streets have none."""
        return _LETTERS.get(self)


_LETTERS = {
    RoadClass.NATIONAL: "G",
    RoadClass.PROVINCIAL: "S",
    RoadClass.COUNTY: "X",
    RoadClass.TOWNSHIP: "Y",
    RoadClass.VILLAGE: "C",
}


class RoadGrade(Vocabulary):
    """The technical grade of a highway."""

    EXPRESSWAY = "expressway", "高速公路"
    FIRST = "first", "一级公路"
    SECOND = "second", "二级公路"
    THIRD = "third", "三级公路"
    FOURTH = "fourth", "四级公路"
    UNGRADED = "ungraded", "等外公路"


class RoadSurface(Vocabulary):
    """What a road is surfaced with."""

    ASPHALT = "asphalt", "沥青"
    CONCRETE = "concrete", "水泥"
    GRAVEL = "gravel", "砂石"
    EARTH = "earth", "土路"


class Road(Record):
    """A road or a section of one, drawn along its centre line; segments that meet share their end point exactly."""

    layer: ClassVar = Layer(
        id="roads",
        title="道路",
        group=Group.NAMES,
        geometry="MULTILINESTRING",
        symbol=Symbol(icon="road", colour="stone", from_zoom=8),
        basis="《中华人民共和国公路法》第六条；GB/T 917",
        identified_by="code",
        search_terms=("name", "route_number"),
    )

    code: Identifier = required("道路编码", example="430621-G107")
    name: Name = required("名称", example="107国道岳阳县段")
    road_class: RoadClass = required("行政等级", example="national")
    route_number: RouteNumber | None = optional("路线编号", example="G107")
    grade: RoadGrade | None = optional("技术等级", example="second")
    surface: RoadSurface | None = optional("路面", example="asphalt")
    width_m: Metres | None = optional("路面宽度", example="12")
    length_km: Kilometres | None = optional("长度", example="48.6")
    division: DivisionCode | None = optional("所在行政区", example="430621")

    @reminder("route_number", "路线编号首字母与行政等级不符（GB/T 917：国道 G、省道 S、县道 X、乡道 Y、村道 C）")
    def route_number_speaks_of_the_class(self) -> bool:
        """GB/T 917; special routes (Z) belong to any class."""
        return self.route_number is None or self.route_number[0] in ("Z", self.road_class.route_letter)

    @reminder("grade", "高速公路应为国道或省道：请核对行政等级")
    def expressways_are_national_or_provincial(self) -> bool:
        """No county builds an expressway of its own."""
        high = self.road_class in (RoadClass.NATIONAL, RoadClass.PROVINCIAL)
        return high or self.grade is not RoadGrade.EXPRESSWAY
