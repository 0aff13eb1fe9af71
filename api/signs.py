"""Signs: photographs, inspections, wrong words, and the plans of where signs should stand."""

import datetime as dt
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.deps import AsOf, AtDesk, Reader, Writer
from api.numbering_forms import Because
from api.problems import FieldError, part_of
from api.raw_body import PICTURES, Picture
from api.session import Wish as Form
from api.settings import Settings
from api.writers import refuse_others, refuse_strangers
from data import audit, photographs, signs
from data.acting import acting, coarse
from data.drafts import EARLIEST, LATEST
from data.plain_tables import FORMATS, PlainTable
from data.signs import Colours, Judged
from layers.fields import DivisionCode, Identifier
from layers.name_signs import NameSign, SignColour, SignCondition
from layers.sign_plans import SignPlan, SignState, WantedSign

router = APIRouter(prefix="/names", tags=["地名标志"])
SignCode = Annotated[Identifier, Path(title="标志代码", examples=["430621-BZ0001"])]
RoadCode = Annotated[Identifier, Path(title="道路编码", examples=["430621-J001"])]
Township = Annotated[str, Path(title="乡镇（街道）代码", pattern=r"^\d{9}$", examples=["430621100"])]
Hash = Annotated[str, Path(title="照片的 SHA-256", pattern=r"^[0-9a-f]{64}$")]
Extension = Annotated[Literal["csv", "xlsx", "geojson"], Path(title="格式")]
Day = Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)]
_FOR_A_YEAR = {"Cache-Control": "private, max-age=31536000, immutable"}


class KeptPhotograph(BaseModel):
    """A picture of a sign as it is kept."""

    sign: str = Field(title="标志代码")
    hash: str = Field(title="照片的 SHA-256")
    width: int = Field(title="公开副本的宽（像素）")
    height: int = Field(title="公开副本的高（像素）")
    href: str = Field(title="公开副本的地址")


class Inspection(Form):
    """What an inspector found."""

    condition: SignCondition = Field(title="状况")
    seen_on: dt.date | None = Field(
        None, title="检查日期；不写为当天", ge=dt.date(1950, 1, 1), le=dt.date(2199, 12, 31)
    )
    because: Because


class InspectedSign(BaseModel):
    """A sign after its inspection."""

    code: str = Field(title="标志代码")
    condition: SignCondition = Field(title="状况")
    condition_label: str = Field(title="状况名称")
    seen_on: dt.date | None = Field(title="检查日期")


class JudgedSign(BaseModel):
    """A sign whose words are not as the register says."""

    code: str = Field(title="标志代码")
    name: str = Field(title="标准名称")
    romanized: str | None = Field(title="应有的拼写")
    is_certain: bool = Field(title="拼写是否确定")
    text: str = Field(title="版面汉字")
    text_romanized: str | None = Field(title="版面罗马字母")
    lon: float
    lat: float
    findings: list[FieldError] = Field(title="问题")

    @classmethod
    def of(cls, found: Judged, decimals: int | None) -> Self:
        """A sign with what is wrong with its words."""
        return cls(
            code=found.sign.code,
            name=found.standard.name,
            romanized=found.standard.romanized,
            is_certain=found.standard.is_certain,
            text=found.sign.text,
            text_romanized=found.sign.romanized,
            lon=coarse(found.place.x, decimals),
            lat=coarse(found.place.y, decimals),
            findings=[part_of(finding) for finding in found.findings],
        )


class JudgedSigns(BaseModel):
    """All such signs."""

    signs: list[JudgedSign] = Field(title="文字有误的标志")


class PlannedSign(BaseModel):
    """A place where a sign should stand."""

    name: str = Field(title="标志名称")
    where: str = Field(title="位置")
    lon: float = Field(title="经度")
    lat: float = Field(title="纬度")
    bearing_degree: float | None = Field(title="版面朝向（度）")
    colour: SignColour | None = Field(title="底色")
    state: SignState = Field(title="现状")
    state_label: str = Field(title="现状名称")
    sign: str | None = Field(title="现有标志代码")
    note: str | None = Field(title="说明")

    @classmethod
    def of(cls, wanted: WantedSign, decimals: int | None) -> Self:
        """A wanted sign as it is told."""
        return cls(
            name=wanted.name,
            where=wanted.where,
            lon=coarse(round(wanted.place.x, 7), decimals),
            lat=coarse(round(wanted.place.y, 7), decimals),
            bearing_degree=wanted.bearing_degree,
            colour=wanted.colour,
            state=wanted.state,
            state_label=wanted.state.label,
            sign=wanted.sign,
            note=wanted.note,
        )


class SignPlanSheet(BaseModel):
    """Where signs should stand, and which of them do."""

    of: str = Field(title="道路或乡镇代码")
    name: str = Field(title="名称")
    standing: int = Field(title="已设")
    replace: int = Field(title="须更换")
    missing: int = Field(title="缺失")
    signs: list[PlannedSign] = Field(title="应设的标志")
    others: list[str] = Field(title="不在应设位置的现有标志")


@router.put("/signs/{code}/photographs", status_code=201, summary="为标志附一张照片", openapi_extra=PICTURES)
def photograph(session: Writer, desk: AtDesk, code: SignCode, picture: Picture) -> KeptPhotograph:
    """Keep a picture and put it before those the sign has; its public copy tells neither place nor camera."""
    _refuse(session)
    photographs.keep(session, picture)
    signs.photographed(session, code, picture.hash, desk.settings.today(), "附标志照片")
    size = {"width": picture.width, "height": picture.height}
    return KeptPhotograph(sign=code, hash=picture.hash, href=f"/api/names/photographs/{picture.hash}", **size)


@router.get("/photographs/{name}", summary="照片的公开副本（JPEG）", response_class=Response)
def copy(session: Reader, name: Hash) -> Response:
    """What may be shown of a picture."""
    return Response(photographs.copy_of(session, name), media_type="image/jpeg", headers=_FOR_A_YEAR)


@router.get("/photographs/{name}/original", summary="照片原件（地名管理人员）", response_class=Response)
def original(session: Reader, name: Hash) -> Response:
    """The picture as the camera wrote it, its place included; that it was read is noted."""
    media_type, body = photographs.original_of(session, name)
    audit.remember(session, NameSign.layer.id, [name], photograph="original")
    named = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=media_type, headers=named)


@router.post("/signs/{code}/inspections", status_code=201, summary="登记标志的检查情况")
def inspect(session: Writer, desk: AtDesk, code: SignCode, found: Inspection) -> InspectedSign:
    """Write down what was found; what was found before stays in the history."""
    _refuse(session)
    day = found.seen_on or desk.settings.today()
    record = signs.inspected(session, code, found.condition, day, found.because)
    label = record.condition.label
    return InspectedSign(code=code, condition=record.condition, condition_label=label, seen_on=record.seen_on)


@router.get("/signs/findings", summary="文字与标准名称、拼写不符的标志")
def findings(
    session: Reader,
    as_of: AsOf,
    road: Annotated[Identifier | None, Query(title="道路编码")] = None,
    division: Annotated[DivisionCode | None, Query(title="行政区划代码，含下级")] = None,
) -> JudgedSigns:
    """The signs whose words are wrong, of a road, a division, or all."""
    found = signs.judged(session, as_of, road=road, division=division)
    return JudgedSigns(signs=[JudgedSign.of(each, acting(session).decimals) for each in found])


# A code may hold a full stop: the files stand before what takes the whole word.
@router.get("/sign-plans/roads/{road}.{extension}", summary="道路的路牌设置方案文件", response_class=Response)
def of_road_file(session: Reader, desk: AtDesk, as_of: AsOf, road: RoadCode, extension: Extension) -> Response:
    """The plan of a road as CSV, XLSX or GeoJSON."""
    name, plan = signs.plan_of_road(session, road, _colours(desk.settings), as_of)
    return _file(_sheet(session, road, name, plan), extension)


@router.get("/sign-plans/townships/{code}.{extension}", summary="乡村地名标志设置方案文件", response_class=Response)
def of_township_file(session: Reader, as_of: AsOf, code: Township, extension: Extension) -> Response:
    """The plan of a township as CSV, XLSX or GeoJSON."""
    name, plan = signs.plan_of_township(session, code, as_of)
    return _file(_sheet(session, code, name, plan), extension)


@router.get("/sign-plans/roads/{road}", summary="道路的路牌设置方案：每个路口两侧")
def of_road(session: Reader, desk: AtDesk, as_of: AsOf, road: RoadCode) -> SignPlanSheet:
    """Where the signs of a road should stand, and which of them do."""
    name, plan = signs.plan_of_road(session, road, _colours(desk.settings), as_of)
    return _sheet(session, road, name, plan)


@router.get("/sign-plans/townships/{code}", summary="乡镇的乡村地名标志设置方案：每村一块")
def of_township(session: Reader, as_of: AsOf, code: Township) -> SignPlanSheet:
    """Which villages of a township have their board."""
    name, plan = signs.plan_of_township(session, code, as_of)
    return _sheet(session, code, name, plan)


def _refuse(session: Session) -> None:
    refuse_strangers(acting(session))
    refuse_others(acting(session), NameSign.layer)


def _colours(settings: Settings) -> Colours:
    east_west, north_south = settings.sign_colours.split(",")
    return Colours(SignColour.of(east_west), SignColour.of(north_south))


def _sheet(session: Session, code: str, name: str, plan: SignPlan) -> SignPlanSheet:
    return SignPlanSheet(
        of=code,
        name=name,
        standing=plan.count(SignState.STANDING),
        replace=plan.count(SignState.REPLACE),
        missing=plan.count(SignState.MISSING),
        signs=[PlannedSign.of(sign, acting(session).decimals) for sign in plan.signs],
        others=list(plan.others),
    )


def _file(sheet: SignPlanSheet, extension: str) -> Response:
    names = [name for name in PlannedSign.model_fields if name != "state"]
    rows = [[getattr(sign, name) for name in names] for sign in sheet.signs]
    labelled = [[cell.label if isinstance(cell, SignColour) else cell for cell in row] for row in rows]
    table = PlainTable(
        "地名标志设置方案",
        names,
        [PlannedSign.model_fields[name].title or name for name in names],
        labelled,
        [(sign.lon, sign.lat) for sign in sheet.signs],
    )
    media, writer = FORMATS[extension]
    named = {"Content-Disposition": f'attachment; filename="signs-{sheet.of}.{extension}"'}
    return Response(writer(table), media_type=media, headers=named if sheet.of.isascii() else {})
