"""What is asked of the numbering of a road, and how it is answered. Places are lon/lat in EPSG:4490, lengths metres."""

import datetime as dt
from typing import Annotated, Self

from pydantic import BaseModel, Field
from shapely import Point

from api.problems import FieldError, part_of
from api.session import Wish as Form
from data.drafts import EARLIEST, LATEST
from data.numbering import Held, Preview, Row
from layers.addresses import Address, AddressStatus, PlateKind, RoadSide
from layers.fields import Identifier
from layers.numbering import Axis, Door, RoadForm, Wish
from layers.numbering_schemes import Compass, Scheme

MOST_DOORS = 5_000
Longitude = Annotated[float, Field(ge=73, le=136, title="经度（CGCS2000）", examples=[113.1135])]
Latitude = Annotated[float, Field(ge=3, le=54, title="纬度（CGCS2000）", examples=[29.1524])]
Pair = tuple[Longitude, Latitude]
Because = Annotated[
    str, Field(min_length=1, max_length=2000, pattern=r"\S", title="事由", examples=["新建道路首次编号"])
]
Words = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]


class SchemeSheet(BaseModel):
    """A scheme as a clerk chooses it."""

    id: str = Field(title="标识", examples=["beijing"])
    title: str = Field(title="名称")
    source: str = Field(title="出处")
    confidence: str = Field(title="可靠程度")
    authority: str | None = Field(title="编制机关")
    counts: str = Field(title="编号方式")
    leaves_open: list[str] = Field(title="原文未载明、须逐路指定的项目")
    note: str | None = Field(title="说明")

    @classmethod
    def of(cls, scheme: Scheme) -> Self:
        """A scheme, and what it leaves to whoever numbers a road."""
        open_items = {
            "东西向道路起点": scheme.east_west_from,
            "东西向道路单号一侧": scheme.east_west_odd,
            "南北向道路起点": scheme.north_south_from,
            "南北向道路单号一侧": scheme.north_south_odd,
        }
        return cls(
            id=scheme.id,
            title=scheme.title,
            source=scheme.source,
            confidence=scheme.confidence.label,
            authority=scheme.authority,
            counts=scheme.counts.label,
            leaves_open=[item for item, said in open_items.items() if said is None],
            note=scheme.note,
        )


class SchemeList(BaseModel):
    """All schemes, and the one that serves when none is named."""

    default: str = Field(title="缺省方案")
    schemes: list[SchemeSheet] = Field(title="方案")


class GivenDoor(Form):
    """A door to be numbered, or a plot whose number is kept."""

    key: str = Field(title="调用方自己的标识", min_length=1, max_length=64, pattern=r"\S", examples=["a"])
    lon: Longitude
    lat: Latitude
    is_empty: bool = Field(False, title="空地：预留号")


class RoadWish(Form):
    """A road, a scheme, and what of the road decides."""

    road: Identifier = Field(title="道路编码", examples=["430621-J001"])
    scheme: str | None = Field(None, title="编号方案；不写则用缺省", max_length=64, examples=["beijing"])
    form: RoadForm = Field(RoadForm.THROUGH, title="道路形态")
    origin: Pair | None = Field(None, title="尽端路的巷口，或放射路的中心")
    start: Compass | None = Field(None, title="起点方位；先于方案")
    odd: Compass | None = Field(None, title="单号一侧；先于方案")
    one_sided: bool = Field(False, title="单侧道路")

    @property
    def wish(self) -> Wish:
        """What the scheme is told of the road."""
        origin = None if self.origin is None else Point(*self.origin)
        return Wish(self.form, origin, self.start, self.odd, self.one_sided)


class Numbering(RoadWish):
    """All houses of a road, numbered anew."""

    doors: list[GivenDoor] = Field(default_factory=list, title="要编号的房屋与空地", max_length=MOST_DOORS)
    registered: bool = Field(True, title="连同这条路上已登记的门牌")

    @property
    def given(self) -> list[Door]:
        """The doors as the scheme takes them."""
        return [Door(door.key, Point(door.lon, door.lat), door.is_empty) for door in self.doors]


class NumberingToKeep(Numbering):
    """The same, to be written."""

    because: Because
    on: Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)] | None = Field(None, title="自哪一天起；不写为当天")


class NewHouse(RoadWish):
    """A new house on a road that is numbered."""

    lon: Longitude
    lat: Latitude
    plate: PlateKind = Field(PlateKind.SMALL, title="门牌类型")
    building: Words | None = Field(None, title="楼宇或院落名称")
    owner: Words | None = Field(None, title="产权人（个人信息）")
    village_group: Words | None = Field(None, title="村民小组")
    because: Because
    dry_run: bool = Field(False, title="只试不存")


class Reason(Form):
    """Why."""

    because: Because


class RowSheet(BaseModel):
    """A number of the plan, beside what the register holds."""

    key: str | None = Field(title="标识；为空地自动预留的号则为空")
    code: str | None = Field(title="已登记的地址编码")
    number: int = Field(title="门牌号")
    address: str = Field(title="地址")
    old_address: str | None = Field(title="现登记的地址")
    is_changed: bool = Field(title="与登记的不同")
    status: AddressStatus = Field(title="状态")
    side: RoadSide = Field(title="所在一侧（自起点看）")
    chainage_m: float = Field(title="距起点（m）")
    offset_m: float = Field(title="距道路中心线（m）")
    lon: float
    lat: float

    @classmethod
    def of(cls, row: Row, code: str | None = None) -> Self:
        """A row, with the code it got."""
        new, held = row.new, row.held
        return cls(
            key=new.key,
            code=code or (held.record.code if held else None),
            number=new.number,
            address=row.address,
            old_address=held.record.address if held else None,
            is_changed=row.is_changed,
            status=held.record.status if held else new.status,
            side=new.side,
            chainage_m=round(new.chainage_m, 2),
            offset_m=round(new.offset_m, 2),
            lon=new.place.x,
            lat=new.place.y,
        )


class NumberingSheet(BaseModel):
    """A road numbered anew, on paper or in the register."""

    road: str = Field(title="道路编码")
    road_name: str = Field(title="道路")
    scheme: str = Field(title="方案")
    axis: Axis = Field(title="走向")
    because: str = Field(title="为何从这一端起编")
    odd: RoadSide = Field(title="单号一侧（自起点看）")
    start: tuple[float, float] = Field(title="起点：经度、纬度")
    azimuth_degree: float = Field(title="总体方位角（自起点，度）")
    length_m: float = Field(title="长度（m，椭球面）")
    accuracy_m: float = Field(title="量算误差上限（m）")
    numbers: list[RowSheet] = Field(title="门牌")
    unnumbered: list[str] = Field(title="没有编上号的标识")
    findings: list[FieldError] = Field(title="须核对之处")

    @classmethod
    def of(cls, shown: Preview, rows: list[RowSheet] | None = None) -> Self:
        """A preview as it is told; `rows` when they were written."""
        oriented, course = shown.plan.oriented, shown.plan.oriented.course
        start, _ = course.ends
        return cls(
            road=shown.road.code,
            road_name=shown.road.name,
            scheme=shown.scheme.id,
            axis=oriented.axis,
            because=oriented.because,
            odd=oriented.odd,
            start=(start.x, start.y),
            azimuth_degree=round(course.azimuth_degree, 2),
            length_m=round(course.length_m, 2),
            accuracy_m=round(course.accuracy_m, 4),
            numbers=[RowSheet.of(row) for row in shown.rows] if rows is None else rows,
            unnumbered=list(shown.plan.unnumbered),
            findings=[part_of(finding) for finding in shown.plan.findings],
        )


class AddressSheet(BaseModel):
    """An address as the register holds it now."""

    code: str = Field(title="地址编码")
    address: str = Field(title="标准地址")
    number: int = Field(title="门牌号")
    sub_number: int | None = Field(title="附号")
    status: AddressStatus = Field(title="状态")
    plate: PlateKind = Field(title="门牌类型")
    side: RoadSide | None = Field(title="所在一侧")
    chainage_m: float | None = Field(title="距起点（m）")
    certificate_number: str | None = Field(title="门牌证号")
    issued_on: dt.date | None = Field(title="发证日期")
    old_address: str | None = Field(title="原地址")
    because: str | None = Field(None, title="为何是这个号")

    @classmethod
    def of(cls, record: Address, because: str | None = None) -> Self:
        """An address, and why it has its number."""
        shown = {name: getattr(record, name) for name in cls.model_fields if name in Address.model_fields}
        return cls(**shown, because=because)


class OldAndNew(BaseModel):
    """A line of the table of old and new addresses."""

    code: str = Field(title="地址编码")
    old_address: str = Field(title="原地址")
    address: str = Field(title="现地址")
    renumbered_on: dt.date | None = Field(title="变更日期")
    status: AddressStatus = Field(title="状态")

    @classmethod
    def of(cls, held: Held) -> Self:
        """The line of an address that had another one."""
        record = held.record
        return cls(
            code=record.code,
            old_address=record.old_address or "",
            address=record.address,
            renumbered_on=record.renumbered_on,
            status=record.status,
        )


class OldAndNewTable(BaseModel):
    """All addresses of a road that had another one before."""

    road: str = Field(title="道路编码")
    rows: list[OldAndNew] = Field(title="新旧对照")
