"""What a question of reach answers: three buckets that sum to the people, access, inequality, and the places behind.

People are whole numbers; access is places per 1,000 people, six decimals; costs are metres or minutes as `unit` says.
Coordinates are EPSG:4490, longitude first. The canonical bytes of a result are fixed.
"""

import datetime as dt
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from layers.coverage_result import ResultFinding
from layers.services import Bucket


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Buckets(_Part):
    """Whole people; the three buckets sum to `people`."""

    people: int = Field(title="人数")
    served: int = Field(title=Bucket.SERVED.label)
    waiting: int = Field(title=Bucket.WAITING.label)
    out_of_reach: int = Field(title=Bucket.OUT_OF_REACH.label)


class TownshipReach(Buckets):
    """A township: the sums over its settlements."""

    code: str = Field(title="代码")
    name: str = Field(title="名称")
    access: float = Field(title="可达性", description="每千人位数，按人数加权")
    decile: int = Field(title="十等分位次", description="按可达性由低到高，1 为最低")
    settlements: int = Field(title="村（社区）数")
    remote: int = Field(title="够不着的村（社区）数")


class SettlementReach(Buckets):
    """A settlement."""

    code: str = Field(title="代码")
    name: str = Field(title="名称")
    township: str = Field(title="所属乡镇")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    limit: float = Field(title="时限或距离")
    reaches: int = Field(title="够得着的设施数")
    nearest_m: int | None = Field(title="最近设施的直线距离", description="米")
    access: float = Field(title="可达性", description="每千人位数")
    available: float | None = Field(title="可得位数", description="仅空间可得量")
    invented: bool = Field(title="示例数据")


class SupplyReach(_Part):
    """A place that offers the service."""

    layer: str = Field(title="图层")
    id: str = Field(title="编号")
    name: str = Field(title="名称")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    places: int | None = Field(title="位数", description="null 为不计位数")
    used: int = Field(title="用去位数")
    pressed: float = Field(title="加权需求人数")
    settlements: int = Field(title="够得着它的村（社区）数")
    invented: bool = Field(title="示例数据")


class Decile(_Part):
    """A tenth of the people, from those with the least access."""

    decile: int
    people: float
    access: float = Field(description="每千人位数")
    share: float = Field(description="占全部可达性的份额，0 至 1")


class Remote(_Part):
    """A settlement that reaches nothing."""

    code: str
    name: str
    township: str
    people: int
    nearest: str | None = Field(title="最近的设施")
    nearest_m: int | None = Field(title="直线距离", description="米")


class Inequality(_Part):
    """How unequally access is spread over the people."""

    gini: float | None = Field(description="0 为人人相同；没有可达性时为 null")
    deciles: list[Decile]
    remote: list[Remote] = Field(description="够不着任何设施的村（社区），由远到近，至多 50 个")
    remote_settlements: int = Field(title="够不着的村（社区）数")
    remote_people: int = Field(title="其人数")


class ReachResult(_Part):
    """The answer of one run."""

    id: str = Field(title="计算编号", examples=["rch-3f9a0c1d2e4b"])
    service: str
    title: str
    unit: str = Field(title="位的单位")
    mode: str
    limit: float | None = Field(title="时限或距离", description="null 为按服务设置，见 limits")
    limits: dict[str, Any] = Field(title="城镇与乡村的时限、单位和出处")
    rule: str
    measure: str
    because: str = Field(title="路程怎样得来")
    parameters: dict[str, Any]
    as_of: dt.date
    inputs_hash: str
    code_version: str
    demand: str = Field(title="服务对象")
    totals: Buckets
    townships: list[TownshipReach]
    settlements: list[SettlementReach]
    supplies: list[SupplyReach]
    inequality: Inequality
    findings: list[ResultFinding]
    invented: bool = Field(title="含示例数据")

    def canonical(self) -> bytes:
        """The bytes that are kept: JSON, keys in the order declared above, numbers in shortest form."""
        return orjson.dumps(self.model_dump(), option=orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def read(cls, body: bytes) -> "ReachResult":
        """Read kept bytes back."""
        return cls.model_validate(orjson.loads(body))
