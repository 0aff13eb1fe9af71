"""Built-up areas: within one, names of streets, estates and buildings are not given twice (地名管理条例 Art. 9)."""

from typing import ClassVar

from layers.fields import Day, DivisionCode, Identifier, Name, Note, Text, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class BuiltUpKind(Vocabulary):
    """Which seat or settlement has grown together."""

    COUNTY_SEAT = "county_seat", "县城（城区）"
    TOWN = "town", "镇区"
    TOWNSHIP_SEAT = "township_seat", "乡政府驻地"
    OTHER = "other", "其他连片建成区"


class BuiltUpArea(Record):
    """An area that is built up and served, as it was drawn on a day by a document or from imagery.

    The law names the built-up area without drawing it: the county draws it here, and says by what. It is not the area
    planned to be built.
    """

    layer: ClassVar = Layer(
        id="built_up_areas",
        title="建成区",
        group=Group.NAMES,
        geometry="MULTIPOLYGON",
        symbol=Symbol(icon="built-up-area", colour="olive", from_zoom=9),
        basis="《地名管理条例》第九条第一款第八项",
        identified_by="code",
        search_terms=("name", "code"),
    )

    code: Identifier = required("建成区编码", example="430621-JCQ01")
    name: Name = required("名称", example="荣家湾城区")
    kind: BuiltUpKind = required("类别", example="county_seat")
    division: DivisionCode = required("所在行政区", example="430621100")
    also_in: Text | None = optional("跨行政区")
    drawn_by: Name | None = optional("划定单位", example="岳阳县民政局")
    drawn_from: Text | None = optional("划定依据", example="2024年度建成区遥感监测成果")
    document_number: Text | None = optional("划定文号")
    drawn_on: Day | None = optional("划定日期", example="2024-12-31")
    remark: Note | None = optional("备注")

    @rule("document_number", "有划定文号的应写明划定单位和日期")
    def a_document_has_its_issuer_and_day(self) -> bool:
        """A document is somebody's and of a day."""
        return self.document_number is None or None not in (self.drawn_by, self.drawn_on)

    @reminder("drawn_from", "请写明划定依据：建成区决定街巷、住宅区、楼宇重名检查的范围（《地名管理条例》第九条）")
    def what_it_was_drawn_from_is_known(self) -> bool:
        """Whoever is refused a name may ask where the line comes from."""
        return self.drawn_from is not None or self.document_number is not None
