"""What is told of roads and travel over HTTP, and what is taken in."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from data.acting import coarse
from data.road_terms import KeptLink, KeptMap
from layers.road_faults import FaultKind, RoadFault, RoadPart, RoadReport
from layers.travel_terms import Term, TermKind
from layers.ways import WayClass

MOST_VERTICES = 2_000
Lon = Annotated[float, Field(ge=-180, le=180)]
Lat = Annotated[float, Field(ge=-85, le=85)]
Source = Annotated[
    str, Field(title="依据", min_length=1, max_length=300, pattern=r"\S", examples=["2026年5月实测记录"])
]


class PartSheet(BaseModel):
    """A part of the network that holds together."""

    nodes: int
    length_km: float
    is_served: bool = Field(title="地点可接入", description="太短的部分不作为地点接入之处")
    lon: float
    lat: float

    @classmethod
    def of(cls, part: RoadPart, decimals: int | None) -> "PartSheet":
        """A part as it is told."""
        lon, lat = coarse(part.lon, decimals), coarse(part.lat, decimals)
        return cls(nodes=part.nodes, length_km=round(part.length_km, 3), is_served=part.is_served, lon=lon, lat=lat)


class FaultSheet(BaseModel):
    """Something that does not connect, where, and what to do about it."""

    kind: FaultKind
    title: str
    message: str
    advice: str
    lon: float
    lat: float
    metres: float
    roads: list[str]

    @classmethod
    def of(cls, fault: RoadFault, decimals: int | None) -> "FaultSheet":
        """A fault as it is told."""
        return cls(
            kind=fault.kind,
            title=fault.kind.label,
            message=fault.message,
            advice=fault.kind.advice,
            lon=coarse(fault.lon, decimals),
            lat=coarse(fault.lat, decimals),
            metres=round(fault.metres, 2),
            roads=list(fault.roads),
        )


class ClassLength(BaseModel):
    """How much road there is of a class."""

    way_class: WayClass
    title: str
    length_km: float


class GraphSheet(BaseModel):
    """The road network of a day at a glance, and everything that does not connect."""

    as_of: dt.date
    where: str = Field(title="路网取自", examples=["登记库 2024-12-31 的道路图层"])
    stamp: str = Field(title="路网指纹", description="路网变了，指纹就变")
    ways: int = Field(title="路线条数")
    nodes: int = Field(title="节点")
    edges: int = Field(title="路段")
    length_km: float
    classes: list[ClassLength]
    parts: list[PartSheet] = Field(title="连通部分，由长到短")
    fault_counts: dict[FaultKind, int]
    faults: list[FaultSheet] = Field(title="不连通之处")

    @classmethod
    def of(cls, told: RoadReport, as_of: dt.date, decimals: int | None) -> "GraphSheet":
        """A report as it is told."""
        return cls(
            as_of=as_of,
            where=told.where,
            stamp=told.stamp,
            ways=told.ways,
            nodes=told.nodes,
            edges=told.edges,
            length_km=round(told.length_km, 3),
            classes=[
                ClassLength(way_class=WayClass.of(code), title=WayClass.of(code).label, length_km=round(km, 3))
                for code, km in told.km_by_class
            ],
            parts=[PartSheet.of(part, decimals) for part in told.parts],
            fault_counts={kind: told.count(kind) for kind in FaultKind},
            faults=[FaultSheet.of(fault, decimals) for fault in told.faults],
        )


class SpeedGiven(BaseModel):
    """A value to enter; without one the subject goes back to what ships."""

    model_config = ConfigDict(extra="forbid")

    kind: TermKind = Field(title="种类", examples=["walk"])
    subject: str = Field(
        title="对象", description="年龄段、道路类别、道路编码或约定", min_length=1, max_length=100, examples=["80"]
    )
    value: float | None = Field(None, title="数值；空为恢复随附的数值", ge=0, lt=1_000_000, examples=[0.7])


class SpeedsGiven(BaseModel):
    """Values to enter, and where they come from."""

    model_config = ConfigDict(extra="forbid")

    source: Source
    speeds: list[SpeedGiven] = Field(title="数值", min_length=1, max_length=500)


class SpeedSheet(BaseModel):
    """A value as it holds."""

    kind: TermKind
    subject: str
    title: str
    value: float
    unit: str
    source: str = Field(title="依据")
    shipped: float | None = Field(title="随附的数值")
    updated_at: str | None = Field(title="登记时间；随附的为空")
    updated_by: str | None = Field(title="登记人；随附的为空")

    @classmethod
    def of(cls, term: Term, shipped: float | None) -> "SpeedSheet":
        """A term as it is told."""
        return cls(
            kind=term.kind,
            subject=term.subject,
            title=term.title,
            value=term.value,
            unit=term.unit,
            source=term.source,
            shipped=shipped,
            updated_at=term.at,
            updated_by=term.by,
        )


class SpeedsSheet(BaseModel):
    """All values."""

    speeds: list[SpeedSheet]


class LinkGiven(BaseModel):
    """A road the map lacks."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(title="名称", min_length=1, max_length=100, pattern=r"\S", examples=["卫星村至青山便道"])
    way_class: WayClass = Field(title="道路类别", examples=["ungraded"])
    is_one_way: bool = Field(False, title="单行，按走向")
    course: list[tuple[Lon, Lat]] = Field(
        title="走向：经度、纬度",
        min_length=2,
        max_length=MOST_VERTICES,
        examples=[[[113.1, 29.1], [113.11, 29.11]]],
    )
    source: Source


class LinkSheet(BaseModel):
    """A road the county added."""

    number: int
    name: str
    way_class: WayClass
    is_one_way: bool
    course: list[tuple[float, float]]
    source: str
    entered_at: dt.datetime
    entered_by: str

    @classmethod
    def of(cls, kept: KeptLink, decimals: int | None) -> "LinkSheet":
        """A link as it is told."""
        course = [(coarse(lon, decimals), coarse(lat, decimals)) for lon, lat in kept.link.course]
        return cls(
            number=kept.number,
            name=kept.link.name,
            way_class=kept.link.way_class,
            is_one_way=kept.link.is_one_way,
            course=course,
            source=kept.link.source,
            entered_at=kept.entered_at,
            entered_by=kept.entered_by,
        )


class LinksSheet(BaseModel):
    """The roads the county added."""

    links: list[LinkSheet]


class MapSheet(BaseModel):
    """A map of ways or of heights that was handed in."""

    number: int
    kind: str = Field(title="ways 道路 · heights 高程")
    title: str
    source: str
    hash: str
    details: dict[str, Any]
    entered_at: dt.datetime
    entered_by: str

    @classmethod
    def of(cls, kept: KeptMap) -> "MapSheet":
        """A map as it is told."""
        return cls(**vars(kept))


class MapsSheet(BaseModel):
    """What the network is made of besides the register; the newest of a kind serves."""

    maps: list[MapSheet]


class RouteSheet(BaseModel):
    """The best way between two places."""

    minutes: float
    road_m: float = Field(title="沿路长度（m）")
    roads: list[str] = Field(title="所经道路，依次")
    because: str = Field(title="时间怎样得来")
    course: dict[str, Any] = Field(title="走向（GeoJSON LineString）")
