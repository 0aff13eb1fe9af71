"""Parcels: pieces of land on which a facility could be built, as the land authority or the township offers them."""

from typing import ClassVar

from layers.fields import Day, Identifier, Name, Note, SquareMetres, TenThousandYuan, Text, YesNo, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.settlements import TownshipCode
from layers.vocabulary import Vocabulary


class LandUse(Vocabulary):
    """What the plan lets the land be used for, as far as civil affairs build on it."""

    WELFARE = "welfare", "社会福利用地"
    PUBLIC_SERVICE = "public_service", "其他公共管理与公共服务用地"
    FUNERAL = "funeral", "殡葬用地"
    RESIDENTIAL = "residential", "居住用地"
    COMMERCIAL = "commercial", "商业服务业用地"
    RURAL_CONSTRUCTION = "rural_construction", "农村集体建设用地"
    OTHER = "other", "其他"


class Tenure(Vocabulary):
    """Whose land it is (土地管理法 Art. 9)."""

    STATE = "state", "国有"
    COLLECTIVE = "collective", "农民集体所有"


class ParcelStatus(Vocabulary):
    """Whether one may build there."""

    AVAILABLE = "available", "可用"
    RESERVED = "reserved", "已收储"
    TO_BE_AGREED = "to_be_agreed", "需征收或协商"
    TAKEN = "taken", "已供出或占用"

    @property
    def is_open(self) -> bool:
        """Whether it is a candidate at all; what must still be agreed is one, and says so."""
        return self is not ParcelStatus.TAKEN


class Parcel(Record):
    """A piece of land that could take a facility; it is drawn from the plan and proves no right to it.

    `land_cost` is what the county expects to pay for the ground alone.
    """

    layer: ClassVar = Layer(
        id="parcels",
        title="候选地块",
        group=Group.PLANNING,
        geometry="MULTIPOLYGON",
        symbol=Symbol(icon="parcel", colour="lime", from_zoom=10),
        basis="《国土空间调查、规划、用途管制用地用海分类指南》",
        identified_by="code",
        search_terms=("name", "code"),
    )

    code: Identifier = required("地块编码", example="430621-DK01")
    name: Name = required("名称", example="荣家湾镇原粮站地块")
    division: TownshipCode = required("所在乡镇（街道）", example="430621100")
    land_use: LandUse = required("规划用途", example="welfare")
    tenure: Tenure | None = optional("权属", example="state")
    status: ParcelStatus = required("状态", example="reserved")
    land_area: SquareMetres | None = optional("占地面积", example="6000")
    has_building: YesNo | None = optional("有可利用的房屋", example=True)
    land_cost: TenThousandYuan | None = optional("用地费用", example="120")
    planned_by: Text | None = optional("规划依据", example="岳阳县国土空间总体规划（2021—2035年）")
    document_number: Text | None = optional("收储或供地文号", example="岳县国土储〔2024〕3号")
    available_on: Day | None = optional("可用日期", example="2024-12-31")
    remark: Note | None = optional("备注")

    @rule("available_on", "已供出或占用的地块没有可用日期：请核对状态")
    def what_is_taken_does_not_become_free(self) -> bool:
        """A taken parcel waits for nobody."""
        return self.status is not ParcelStatus.TAKEN or self.available_on is None

    @reminder("document_number", "已收储的地块请写明文号")
    def a_reserve_has_its_document(self) -> bool:
        """Land is taken into reserve by a document."""
        return self.status is not ParcelStatus.RESERVED or self.document_number is not None
