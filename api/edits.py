"""Edits of the web application and of scripts: many changes of one layer in one transaction, or a rehearsal of them.

Coordinates are CGCS2000 (EPSG:4490), longitude first. A rehearsal (`dry_run`) finds what the real edit would find, and
leaves nothing.
"""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

import orjson
from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.orm import Session

from api.deps import AtDesk, Writer
from api.errors import Problem, Refused
from api.keepable import unkeepable
from api.ogc.past import stale
from api.problems import FieldError, part_of, parts_of
from api.writers import refuse_others, refuse_strangers
from data import features
from data.acting import acting
from data.changes import Change, Deed, StaleVersion
from data.deeds import Result
from data.drafts import EARLIEST, LATEST, Handed
from data.edits import Done, carry_out
from data.errors import BadInput
from data.tables import EPSG
from geo.shapes import UnreadableShape, read_geojson
from layers.atlas import layer_class

router = APIRouter(tags=["编辑"])

MOST_CHANGES = 500
Day = Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)]
Word = Literal["enter", "amend", "change", "end", "withdraw", "restore"]


class Sheet(BaseModel):
    """What is sent is known; what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EditedFeature(Sheet):
    """A feature; a geometry of null is left where it is."""

    type: Literal["Feature"] = "Feature"
    id: str | None = Field(None, title="编号")
    geometry: dict[str, Any] | None = Field(None, title="图形（GeoJSON，CGCS2000，先经度）")
    properties: dict[str, Any] = Field(default_factory=dict, title="属性；没有写的保持原样，null 为清空")


class EditedChange(Sheet):
    """One change."""

    deed: Word = Field(title="做什么", description="登记、更正、变更、终止、撤销、恢复旧版", examples=["amend"])
    id: str | None = Field(None, title="编号；登记时可只写在属性里", examples=["430621-001"])
    version: int | None = Field(None, title="所看到的版次；登记之外都要写", examples=[3])
    on: Day | None = Field(None, title="自哪一天起；不写为当天", examples=["2024-12-31"])
    valid_from: Day | None = Field(None, title="有效期首日（登记、更正），或变更之日")
    feature: EditedFeature | None = Field(None, title="内容（登记、更正、变更）")
    document: str | None = Field(None, title="终止的文号", max_length=200)
    successors: list[str] = Field(default_factory=list, title="终止后由何者承接", max_length=50)
    of_version: int | None = Field(None, title="恢复哪一版")


class Edits(Sheet):
    """Many changes of one layer."""

    layer: str = Field(title="图层编号", examples=["rescue_points"])
    because: str = Field(title="事由", examples=["实地核查"], max_length=2000)
    dry_run: bool = Field(False, title="只试不存：找出问题，不写入")
    changes: Annotated[list[EditedChange], Field(min_length=1, max_length=MOST_CHANGES, title="各项改动，依次进行")]

    @model_validator(mode="after")
    def _may_be_kept(self) -> Self:
        strange = unkeepable(self.model_dump())
        if strange is not None:
            raise ValueError(f"“{strange[:60]}”不能登记：登记库的文字不含空字符（NUL）和半个字符")
        return self


class KeptThing(BaseModel):
    """What one change left."""

    id: str
    version: int = Field(title="现行版次")
    feature: dict[str, Any] | None = Field(title="现行内容；已终止或撤销则为空")


class Edited(BaseModel):
    """What the changes left, in their order; findings are reminders, which do not refuse."""

    kept: list[KeptThing]
    findings: list[FieldError]


CONFLICTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": meaning}
    for status, meaning in {
        401: "请先登录",
        403: "没有这项权限",
        404: "没有找到",
        409: "别人已经改过（conflicts 列出各方的版本），或与登记的内容冲突",
        410: "已经终止或撤销",
        428: "须说明改的是哪一版",
    }.items()
}


@router.post("/edits", summary="一次编辑：多项改动，要么全存，要么全不存", responses=CONFLICTS)
def edit(session: Writer, desk: AtDesk, edits: Edits) -> Edited:
    """Carry out all changes, or find what is wrong with them."""
    layer = layer_class(edits.layer).layer
    refuse_strangers(acting(session))
    refuse_others(acting(session), layer)
    with session.begin_nested() as rehearsal:
        done = _carry_out(session, desk.settings.today(), desk.settings.tiling_tolerance_m2, edits)
        kept = [_kept(session, layer.id, result) for result in done.results]
        if edits.dry_run:
            rehearsal.rollback()
    return Edited(kept=kept, findings=[part_of(finding) for finding in done.findings])


def _carry_out(session: Session, today: dt.date, tolerance_m2: float, edits: Edits) -> Done:
    changes = [_change(change, place) for place, change in enumerate(edits.changes)]
    try:
        return carry_out(session, edits.layer, changes, because=edits.because, today=today, tolerance_m2=tolerance_m2)
    except StaleVersion as fault:
        raise stale(status.HTTP_409_CONFLICT, fault) from fault
    except BadInput as fault:
        told = parts_of(fault)
        raise _unfit(fault.what, fault.why, fault.remedy, told) from fault


def _change(change: EditedChange, place: int) -> Change:
    deed = Deed[change.deed.upper()]
    feature = change.feature or EditedFeature()
    properties = dict(feature.properties)
    if change.valid_from and deed in (Deed.ENTER, Deed.AMEND):
        properties["valid_from"] = change.valid_from.isoformat()
    on = change.on or (change.valid_from if deed is Deed.CHANGE else None)
    handed = Handed(properties, None if feature.geometry is None else _shape(feature.geometry, place), EPSG)
    asked = Change(deed, change.id or feature.id, change.version, on, handed)
    return replace(asked, document=change.document, successors=tuple(change.successors), of_version=change.of_version)


def _shape(geometry: dict[str, Any], place: int) -> Any:  # noqa: ANN401  # a shape of shapely
    try:
        return read_geojson(geometry)
    except UnreadableShape as fault:
        told = FieldError(field="geom", message=str(fault), severity="error", change=place)
        raise _unfit("图形读不出来", str(fault), "请改正后重新提交", [told]) from fault


def _unfit(what: str, why: str, remedy: str, findings: list[FieldError]) -> Refused:
    return Refused(422, what, why, remedy, kind="breaks-a-rule", errors=findings, findings=findings)


def _kept(session: Session, layer_id: str, result: Result) -> KeptThing:
    feature = None
    if result.is_there:
        feature = orjson.loads(features.item_geojson(session, features.Asked(layer_id, result.day), result.identity))
    return KeptThing(id=result.identity, version=result.version, feature=feature)
