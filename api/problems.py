"""The form of a problem (RFC 9457): what, why and remedy, single faults with their place, and versions that clash."""

from typing import Any

import orjson
import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

from data.errors import ChangeFinding, RowFinding
from layers.rules import Finding


class FieldError(BaseModel):
    """What is not right in one field."""

    field: str = Field(title="字段", examples=["age"])
    message: str = Field(title="说明", examples=["应为 60、65 或 80"])
    severity: str | None = Field(None, title="轻重：error 错误，warning 提醒")
    where: dict[str, Any] | None = Field(None, title="地点（GeoJSON，CGCS2000，先经度）")
    change: int | None = Field(None, title="第几项改动，从 0 数起")


class Clashing(BaseModel):
    """A thing that somebody else has written since it was read: three features, field by field to be compared."""

    id: str = Field(title="编号")
    base: dict[str, Any] | None = Field(title="您当初看到的版本；无从得知则为空")
    mine: dict[str, Any] | None = Field(title="您要保存的内容")
    theirs: dict[str, Any] = Field(title="现在登记的版本")


class Problem(BaseModel):
    """Problem details (RFC 9457), with the three things a clerk needs: what, why, remedy."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:cairn:problem:unknown-layer",
                "title": "没有找到",
                "status": 404,
                "detail": "没有图层“hospitals”。本登记库只有图层目录中列出的图层。请从 /ogc/collections 中选择。",
                "what": "没有图层“hospitals”",
                "why": "本登记库只有图层目录中列出的图层",
                "remedy": "请从 /ogc/collections 中选择",
                "errors": [],
            }
        }
    )

    type: str = Field("about:blank", title="问题种类")
    title: str = Field(title="标题")
    status: int = Field(title="状态码")
    detail: str = Field(title="全文")
    what: str = Field(title="哪里不对")
    why: str = Field(title="原因")
    remedy: str = Field(title="怎么办")
    errors: list[FieldError] = Field(default_factory=list, title="逐项说明")
    findings: list[FieldError] | None = Field(None, title="逐项说明（编辑）：错误与提醒")
    conflicts: list[Clashing] | None = Field(None, title="冲突：各方的版本")

    def told(self) -> dict[str, Any]:
        """The problem without the members it does not have."""
        told = {name: value for name, value in self.model_dump().items() if value is not None}
        for faults in {"errors", "findings"} & told.keys():
            told[faults] = [{name: part for name, part in fault.items() if part is not None} for fault in told[faults]]
        return told


def parts_of(error: Exception) -> list[FieldError]:
    """The single faults that an exception of the rooms below tells."""
    return [part_of(part) for part in getattr(error, "findings", ()) or getattr(error, "errors", ())]


def part_of(part: str | Finding | RowFinding | ChangeFinding) -> FieldError:
    """One of several faults; a row's number stands before its field."""
    if isinstance(part, str):
        return FieldError(field="", message=part)
    finding = part if isinstance(part, Finding) else part.finding
    place = f"第 {part.row} 行 {finding.field or ''}" if isinstance(part, RowFinding) else finding.field or ""
    return FieldError(
        field=place.strip(),
        message=finding.message,
        severity=finding.severity.value,
        where=None if finding.where is None else geojson(finding.where),
        change=part.change if isinstance(part, ChangeFinding) else None,
    )


def geojson(shape: BaseGeometry) -> dict[str, Any]:
    """A place as GeoJSON."""
    written: dict[str, Any] = orjson.loads(shapely.to_geojson(shape))
    return written
