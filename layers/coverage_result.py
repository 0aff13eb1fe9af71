"""What a coverage run answers: figures by area, the whole, what has no place, and findings.

Beds and people are whole numbers, ratios beds per 1,000 older people. Coordinates are EPSG:4490, longitude first.
The canonical bytes of a result are fixed: the same answer is the same bytes, for ever.
"""

import datetime as dt
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry import mapping

from layers.rules import Finding


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class PopulationUsed(_Part):
    """Which population the figures divide by, and where it came from."""

    method: str = Field(
        title="取数方式", description="statistics · settlements · mixed · area_field · area_table · points"
    )
    basis: str | None = Field(title="人口口径", description="resident 常住 · registered 户籍 · null 文件未说明")
    age_from: int | None = Field(title="起始年龄（含）")
    counted_on: dt.date | None = Field(title="统计时点", description="各区域时点不同时为最早的一个，并另有提示")
    source: str = Field(title="数据来源")
    invented: bool = Field(title="示例数据")
    title: str = Field(title="名称", examples=["常住 60 岁及以上人口"])


class TotalFigure(_Part):
    """The whole: sum over sum, never a mean; it includes what stands in no area."""

    name: str = Field(title="名称")
    beds: int = Field(title="床位数")
    elderly: int = Field(title="老年人口")
    beds_per_thousand: float | None = Field(title="每千名老年人养老床位数")
    no_value_reason: str | None = Field(title="无数值的原因")
    shortfall_beds: int | None = Field(title="缺口床位")
    surplus_beds: int | None = Field(title="富余床位")
    facilities: int = Field(title="设施数")


class AreaFigure(_Part):
    """One area's figures."""

    id: str = Field(title="代码")
    name: str = Field(title="名称")
    beds: int = Field(title="床位数")
    elderly: int | None = Field(title="老年人口", description="null 为未知")
    beds_per_thousand: float | None = Field(title="每千名老年人养老床位数")
    no_value_reason: str | None = Field(title="无数值的原因")
    shortfall_beds: int | None = Field(title="缺口床位")
    surplus_beds: int | None = Field(title="富余床位")
    rank: int | None = Field(title="位次", description="由高到低；相同则并列；无数值者不排")
    facilities: int = Field(title="设施数")
    spread_beds: int = Field(title="其中分摊的全县统筹床位")
    population_method: str = Field(title="人口取数方式")
    counted_on: dt.date | None = Field(title="人口统计时点")
    invented: bool = Field(title="示例数据")


class UnplacedFacility(_Part):
    """A facility that stands in no area; its beds are in the total."""

    id: str
    name: str
    x: float | None = Field(title="经度")
    y: float | None = Field(title="纬度")
    beds: int | None
    reason: str


class UnplacedPeople(_Part):
    """Older people of a place that lies in no area; they are in the total."""

    id: str
    name: str
    x: float | None = Field(title="经度")
    y: float | None = Field(title="纬度")
    elderly: int | None
    reason: str


class Unplaced(_Part):
    """What has no area: listed, never dropped."""

    facilities: list[UnplacedFacility]
    population: list[UnplacedPeople]


class ResultFinding(_Part):
    """What a reader must know before using the figures; `where` is GeoJSON, lon/lat."""

    severity: str
    message: str
    field: str | None
    where: dict[str, Any] | None

    @classmethod
    def of(cls, finding: Finding) -> "ResultFinding":
        """Turn a finding into plain data."""
        where = None if finding.where is None else mapping(finding.where)
        return cls(severity=finding.severity.value, message=finding.message, field=finding.field, where=where)


class CoverageResult(_Part):
    """The answer of one run."""

    run: str = Field(title="计算编号", examples=["bpt-3f9a0c1d2e4b"])
    indicator: str
    title: str
    unit: str
    parameters: dict[str, Any]
    as_of: dt.date | None = Field(title="截至日期")
    inputs_hash: str
    code_version: str
    population: PopulationUsed
    total: TotalFigure
    areas: list[AreaFigure]
    unplaced: Unplaced
    findings: list[ResultFinding]
    invented: bool = Field(title="含示例数据")

    def canonical(self) -> bytes:
        """The bytes that are kept: JSON, keys in the order declared above, numbers in shortest form."""
        return orjson.dumps(self.model_dump(), option=orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def read(cls, body: bytes) -> "CoverageResult":
        """Read kept bytes back."""
        return cls.model_validate(orjson.loads(body))
