"""Finding a name and reading it whole: for everybody, each as much as he may see."""

import datetime as dt
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.deps import AsOf, Reader
from api.name_spelling import SpellingSheet, sheet_of
from api.ogc.versions import told_fate, told_version
from data import features, history
from data.acting import acting
from data.errors import Gone
from data.ledgers import IDENTIFIERS
from data.name_finding import FoundName, division_names, find
from data.name_reference import orthography
from layers.fields import Kind
from layers.name_kinds import NameForm
from layers.place_names import NameStatus, PlaceName, PlaceNameKind, several
from layers.refusal import Refusal
from layers.romanization import spell

router = APIRouter(tags=["地名"])
_LAYER = PlaceName.layer.id
Words = Annotated[
    str, Query(title="名称、拼音（带不带声调均可）、首字母，或其中一段", max_length=100, examples=["人民路", "rmlu"])
]
Most = Annotated[int, Query(ge=1, le=100, title="至多几条")]
_HOW = (
    "何以相符：code 代码、name 同名、former 曾用名、alias 别名、short 简称、toned 拼音声调都同、toneless 拼音同、"
    "wrong_tone 声调不同、initials 首字母、prefix 开头、pinyin_prefix 拼音开头、pinyin 同音、contains 其中一段、"
    "typo 差一个字或字母"
)
Code = Annotated[str, Path(title="地名代码", max_length=64)]


class FoundSheet(BaseModel):
    """A name found, with its place and how it answers."""

    code: str = Field(title="地名代码")
    name: str = Field(title="标准地名")
    romanized: str | None = Field(title="罗马字母拼写")
    kind: str = Field(title="类别")
    status: str = Field(title="状态")
    division: str | None = Field(title="所在行政区")
    division_name: str | None = Field(title="所在行政区名称")
    lon: float = Field(title="经度（CGCS2000）")
    lat: float = Field(title="纬度（CGCS2000）")
    matched_by: str = Field(title=_HOW)
    matched: str = Field(title="相符的名称：标准名、曾用名、别名或简称")
    invented: bool = Field(title="示例数据")


class FoundNames(BaseModel):
    """Names found, the best first."""

    q: str
    as_of: dt.date
    results: list[FoundSheet]


class NameSheet(BaseModel):
    """A name whole: whether it is official, how it is spelt, what it means, who approved it, and all it ever was."""

    code: str = Field(title="地名代码")
    name: str = Field(title="标准地名")
    kind: str = Field(title="类别")
    status: str = Field(title="状态")
    is_official: bool = Field(title="现行标准地名")
    aliases: list[str] = Field(title="别名")
    former_names: list[str] = Field(title="曾用名")
    division_name: str | None = Field(title="所在行政区名称")
    record: dict[str, Any] = Field(title="登记内容，按图层字段")
    labels: dict[str, str] = Field(title="各字段的名称与选项的文字")
    spelling: SpellingSheet | None = Field(title="按规则的拼写；名称含有规则不拼写的符号时为空")
    geometry: dict[str, Any] = Field(title="位置（GeoJSON，CGCS2000，先经度）")
    fate: dict[str, Any] = Field(title="终止日期、文号与承接者")
    versions: list[dict[str, Any]] = Field(title="历次登记，旧者在先")


@router.get("/names/find", summary="查找地名：汉字、拼音、首字母、曾用名，容一处差错")
def find_names(session: Reader, as_of: AsOf, q: Words = "", limit: Most = 20) -> FoundNames:
    """Names that answer what was typed, the best first; nothing for blank words."""
    return FoundNames(q=q, as_of=as_of, results=[_found(name) for name in find(session, q, as_of, limit)])


@router.get(
    "/names/register/{code}",
    summary="一个地名的全部登记内容与沿革",
    response_model=NameSheet,
    responses={301: {"description": "已终止，由另一地名承接"}, 410: {"description": "已终止或撤销，编号不再使用"}},
)
def name_sheet(request: Request, session: Reader, as_of: AsOf, code: Code) -> Response | NameSheet:
    """A name as it stands on a day, with its history; one that has ended leads to the one that took its place."""
    try:
        feature = orjson.loads(features.item_geojson(session, features.Asked(_LAYER, as_of), code))
    except Gone as gone:
        if gone.successor is None:
            raise
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/api/names/register/{quote(gone.successor, safe='')}{query}", 301)
    return _sheet(session, code, feature, as_of)


def _found(name: FoundName) -> FoundSheet:
    named = {field: getattr(name, field) for field in FoundSheet.model_fields if field not in {"lon", "lat"}}
    return FoundSheet(**named, lon=name.point[0], lat=name.point[1])


def _sheet(session: Session, code: str, feature: dict[str, Any], as_of: dt.date) -> NameSheet:
    record, division = feature["properties"], feature["properties"].get("division")
    fate = session.execute(
        select(IDENTIFIERS).where(IDENTIFIERS.c.layer == _LAYER, IDENTIFIERS.c.identity == code)
    ).one()
    told = history.versions(session, _LAYER, code)
    return NameSheet(
        code=code,
        name=record["name"],
        kind=record["kind"],
        status=record["status"],
        is_official=record["is_standard"] and record["status"] == NameStatus.IN_USE,
        aliases=several(record.get("alias")),
        former_names=several(record.get("former_name")),
        division_name=division_names(session, {division}, as_of).get(division) if division else None,
        record=record,
        labels=_labels(record),
        spelling=_spelling(record),
        geometry=feature["geometry"],
        fate=told_fate(fate),
        versions=[told_version(_LAYER, code, version, acting(session)) for version in told],
    )


def _labels(record: dict[str, Any]) -> dict[str, str]:
    """Field names with their labels, and `field:code` with the words of a choice."""
    sheets = [sheet for sheet in PlaceName.fields() if sheet.name in record]
    chosen = [sheet for sheet in sheets if sheet.kind is Kind.CHOICE and sheet.vocabulary and record[sheet.name]]
    choices = {
        f"{sheet.name}:{record[sheet.name]}": sheet.vocabulary.labels()[record[sheet.name]]
        for sheet in chosen
        if sheet.vocabulary
    }
    return {sheet.name: sheet.label for sheet in sheets} | choices


def _spelling(record: dict[str, Any]) -> SpellingSheet | None:
    kind = PlaceNameKind.of(record["kind"])
    is_village = kind is PlaceNameKind.OTHER and record.get("generic_term") is None
    try:
        return sheet_of(spell(record["name"], NameForm(kind, is_village), record.get("division"), orthography()))
    except Refusal:
        return None
