"""Addresses: house numbers, their plates, and what a number was before."""

from typing import Annotated, ClassVar

from layers.fields import Count, Day, DivisionCode, Identifier, Metres, Name, Text, code, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import reminder, rule
from layers.vocabulary import Vocabulary

_CERTIFICATE = code(r"^[0-9A-Za-z（）()〔〕\[\]第号一-鿿-]{1,40}$")
CertificateNumber = Annotated[str, *_CERTIFICATE]


class PlateKind(Vocabulary):
    """The plate that carries a number; a temporary one proves nothing."""

    LARGE = "large", "大门牌"
    SMALL = "small", "小门牌"
    TEMPORARY = "temporary", "临时门牌"


class AddressStatus(Vocabulary):
    """Where a number stands in its life; a cancelled one stays in the register."""

    RESERVED = "reserved", "预留"
    IN_USE = "in_use", "使用"
    CANCELLED = "cancelled", "注销"


class RoadSide(Vocabulary):
    """The hand on which a house lies for whoever walks from the end where numbers begin."""

    LEFT = "left", "左侧"
    RIGHT = "right", "右侧"


class Address(Record):
    """A house number of a road or a village, used or reserved, at the place of its door.

    `number` is the number, `sub_number` what hangs under it (12-1, 12之1, 12附1); there is nothing under a sub-number.
    `chainage_m` counts from the end where the road's numbers begin, whatever the direction of the drawn line.
    """

    layer: ClassVar = Layer(
        id="addresses",
        title="门牌地址",
        group=Group.NAMES,
        geometry="POINT",
        symbol=Symbol(icon="house-number", colour="umber", from_zoom=14),
        basis="《地名管理条例》第二十一条",
        identified_by="code",
        named_by="address",
        search_terms=("address", "old_address"),
    )

    code: Identifier = required("地址编码", example="430621-MP000012")
    address: Text = required("标准地址", example="岳阳县荣家湾镇东方路12号")
    street: Name = required("所在道路或村", example="东方路")
    road: Identifier | None = optional("道路编码", example="430621-J001")
    number: Count = required("门牌号", example=12)
    sub_number: Count | None = optional("附号")
    status: AddressStatus = required("状态", example="in_use")
    plate: PlateKind = required("门牌类型", example="small")
    side: RoadSide | None = optional("所在一侧", example="right")
    chainage_m: Metres | None = optional("距起点", example="84.5")
    village_group: Name | None = optional("村民小组")
    building: Name | None = optional("楼宇或院落名称")
    certificate_number: CertificateNumber | None = optional("门牌证号", example="430621-2024-000012")
    issued_on: Day | None = optional("发证日期", example="2024-06-03")
    authority: Name | None = optional("编制机关", example="岳阳县民政局")
    old_address: Text | None = optional("原地址", example="荣家湾镇东方路6号")
    renumbered_on: Day | None = optional("地址变更日期", example="2024-05-20")
    owner: Name | None = optional("产权人", personal=True)
    division: DivisionCode | None = optional("所在行政区", example="430621100")

    @rule("number", "门牌号从 1 起：0 号不存在，请核对")
    def numbers_begin_at_one(self) -> bool:
        """Nobody lives at number nought, and no sub-number is one."""
        return self.number > 0 and self.sub_number != 0

    @rule("certificate_number", "预留的号没有房屋，不能发门牌证：请改状态或清空证号")
    def what_is_reserved_has_no_certificate(self) -> bool:
        """A certificate speaks of a house."""
        return self.status is not AddressStatus.RESERVED or self.certificate_number is None

    @rule("certificate_number", "临时门牌不作证明，不发门牌证：请改门牌类型或清空证号")
    def a_temporary_plate_proves_nothing(self) -> bool:
        """An unlicensed building gets a number to be found by, and no paper."""
        return self.plate is not PlateKind.TEMPORARY or self.certificate_number is None

    @rule("issued_on", "有发证日期而没有门牌证号：请补证号")
    def a_day_of_issue_has_its_certificate(self) -> bool:
        """What was issued has a number."""
        return self.issued_on is None or self.certificate_number is not None

    @reminder("address", "标准地址应以所在道路（村）和门牌号收尾（如“东方路12号”“12号之1”“12-1号”“12附1号”）：请核对")
    def the_address_ends_with_its_number(self) -> bool:
        """Art. 21: an address is made of standard names, and of the number."""
        return any(self.address.endswith(f"{self.street}{end}") for end in printed(self.number, self.sub_number))


def printed(number: int, sub_number: int | None) -> tuple[str, ...]:
    """The ways in which a number is written at the end of an address."""
    if sub_number is None:
        return (f"{number}号",)
    ways = ["{n}-{s}号", "{n}号-{s}", "{n}之{s}号", "{n}号之{s}", "{n}附{s}号", "{n}号附{s}", "{n}号附{s}号"]
    return tuple(way.format(n=number, s=sub_number) for way in ways)
