"""What all facilities share: a place that serves people, the stage of its life, and who operates it."""

from layers.fields import CreditCode, Day, Identifier, Name, Phone, Text, optional, required
from layers.record import Record
from layers.rules import rule
from layers.settlements import TownshipCode
from layers.vocabulary import Vocabulary


class FacilityStage(Vocabulary):
    """Where a facility stands between the plan and the closed door."""

    PLANNED = "planned", "规划"
    BUILDING = "building", "在建"
    OPEN = "open", "运营"
    SUSPENDED = "suspended", "暂停"
    CLOSED = "closed", "终止"

    @property
    def in_service(self) -> bool:
        """Whether it serves people now; only these beds and places are counted."""
        return self is FacilityStage.OPEN


class ManagementLevel(Vocabulary):
    """Which government manages a facility (乡建乡管 → 县建县管); not whom it serves."""

    PREFECTURE = "prefecture", "市管"
    COUNTY = "county", "县管"
    TOWNSHIP = "township", "乡管"
    VILLAGE = "village", "村管"


class Facility(Record):
    """The common part of every facility; a base class, not a layer.

    `division` is the township where the facility stands, as its papers say; absent, the geometry answers.
    """

    number: Identifier = required("编号", example="430621-001")
    name: Name = required("名称", example="荣家湾镇中心敬老院")
    stage: FacilityStage = required("阶段", example="open")
    division: TownshipCode | None = optional("所在乡镇（街道）", example="430621100")
    address: Text | None = optional("地址", example="荣家湾镇东方路12号")
    phone: Phone | None = optional("电话", example="0730-7620000")
    contact: Name | None = optional("联系人", personal=True)
    contact_phone: Phone | None = optional("联系人电话", personal=True)
    operator: Name | None = optional("运营单位", example="荣家湾镇人民政府")
    credit_code: CreditCode | None = optional("统一社会信用代码")
    opened_on: Day | None = optional("启用日期", example="2018-06-30")

    @rule("opened_on", "规划或在建的设施尚未启用，不能有启用日期：请改阶段或清空日期")
    def nothing_opens_before_it_stands(self) -> bool:
        """A date of opening belongs to what has opened."""
        return self.opened_on is None or self.stage not in (FacilityStage.PLANNED, FacilityStage.BUILDING)
