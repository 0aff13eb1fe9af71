"""Areas and corridors where building is controlled: farmland, water sources, parks, railways, rivers and their like."""

from typing import ClassVar

from layers.fields import Day, DivisionCode, Identifier, Metres, Name, Note, Text, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary


class ControlKind(Vocabulary):
    """What a rule may speak of; roads are a layer of their own."""

    RAILWAY = "railway", "铁路"
    RIVER = "river", "河流"
    DIKE = "dike", "河湖堤防"
    RESERVOIR = "reservoir", "水库"
    WATER_SOURCE = "water_source", "饮用水水源保护区"
    FARMLAND = "farmland", "耕地"
    BASIC_FARMLAND = "basic_farmland", "永久基本农田"
    FOREST = "forest", "林地"
    GRASSLAND = "grassland", "草原"
    CITY_PARK = "city_park", "城市公园"
    SCENIC = "scenic", "风景名胜区"
    HERITAGE = "heritage", "文物保护区"
    NATURE_RESERVE = "nature_reserve", "自然保护区"
    FOREST_PARK = "forest_park", "森林公园"
    WETLAND = "wetland", "湿地"
    INDUSTRIAL = "industrial", "工业园区"
    DEVELOPMENT = "development", "经济开发区"
    RESIDENTIAL = "residential", "居民住宅区"
    PLANNED_BUILT = "planned_built", "规划建设用地"
    ECOLOGICAL = "ecological", "生态保护红线"
    HAZARD = "hazard", "地质灾害易发区"
    FLOOD = "flood", "洪涝淹没区"

    @property
    def is_corridor(self) -> bool:
        """Whether it may be drawn as its centre line."""
        return self in (ControlKind.RAILWAY, ControlKind.RIVER, ControlKind.DIKE)


class ControlArea(Record):
    """An area, or the centre line of a corridor, as the authority that answers for it has drawn it.

    What may not be built there is said by a rule set, not by the area: laws change, the reservoir stays.
    """

    layer: ClassVar = Layer(
        id="control_areas",
        title="管控区与廊道",
        group=Group.PLANNING,
        geometry="GEOMETRY",
        symbol=Symbol(icon="control-area", colour="clay", from_zoom=9),
        basis="《殡葬管理条例》；《中华人民共和国土地管理法》；《中华人民共和国城乡规划法》",
        identified_by="code",
        search_terms=("name", "code"),
    )

    code: Identifier = required("编码", example="430621-GK01")
    name: Name = required("名称", example="铁山水库")
    kind: ControlKind = required("类别", example="reservoir")
    division: DivisionCode = required("所在行政区", example="430621")
    width_m: Metres | None = optional("廊道宽度")
    drawn_by: Name | None = optional("划定单位", example="岳阳县水利局")
    drawn_from: Text | None = optional("划定依据", example="水库管理范围划定成果")
    document_number: Text | None = optional("划定文号")
    drawn_on: Day | None = optional("划定日期", example="2023-06-30")
    remark: Note | None = optional("备注")

    @rule("width_m", "只有铁路、河流、堤防按中心线登记并有廊道宽度：请核对类别")
    def only_a_corridor_has_a_width(self) -> bool:
        """An area is as wide as it is drawn."""
        return self.width_m is None or self.kind.is_corridor

    @reminder("drawn_from", "请写明划定依据：它决定哪里不得建设")
    def what_it_was_drawn_from_is_known(self) -> bool:
        """Whoever may not build asks where the line comes from."""
        return self.drawn_from is not None or self.document_number is not None
