"""The numbers of houses: schemes, a road on paper and in the register, new houses, cancelled numbers, certificates."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from shapely import Point
from sqlalchemy.orm import Session

from api.deps import AsOf, AtDesk, Desk, Reader, Writer
from api.numbering_forms import (
    AddressSheet,
    NewHouse,
    Numbering,
    NumberingSheet,
    NumberingToKeep,
    OldAndNew,
    OldAndNewTable,
    Reason,
    RoadWish,
    RowSheet,
    SchemeList,
    SchemeSheet,
)
from api.writers import refuse_others, refuse_strangers
from data import audit, numbering, numbering_deeds
from data.acting import acting
from data.divisions import name_of
from data.numbering_deeds import Deed, House
from data.plain_tables import FORMATS, PlainTable
from data.standing import look
from layers.addresses import Address
from layers.fields import Identifier
from layers.number_papers import NumberPaper, facts_of, require
from layers.numbering_schemes import Scheme
from maps.reports.filling import context, fill, template_of
from maps.reports.pdf import pdf_of

router = APIRouter(prefix="/names/numbering", tags=["门牌"])
Code = Annotated[Identifier, Path(title="地址编码", examples=["430621-MP000012"])]
RoadCode = Annotated[Identifier, Path(title="道路编码", examples=["430621-J001"])]
Paper = Annotated[Literal["certificate", "proof"], Path(title="文书")]
PaperForm = Annotated[Literal["docx", "pdf"], Path(title="格式")]
PAPERS = {"certificate": NumberPaper.CERTIFICATE, "proof": NumberPaper.PROOF}
_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
Extension = Annotated[Literal["csv", "xlsx"], Path(title="格式")]


@router.get("/schemes", summary="门牌编号方案")
def read_schemes(desk: AtDesk) -> SchemeList:
    """The schemes a county may number by, and which one serves when none is named."""
    known = numbering.schemes(desk.settings.numbering)
    return SchemeList(default=desk.settings.numbering_scheme, schemes=[SchemeSheet.of(each) for each in known.values()])


@router.post("/preview", summary="预览：按方案为一条路编号，不写入")
def preview(session: Reader, desk: AtDesk, as_of: AsOf, asked: Numbering) -> NumberingSheet:
    """What the numbers of a road would be; nothing is written."""
    refuse_strangers(acting(session))
    return NumberingSheet.of(_shown(session, desk, asked, as_of))


@router.post("/commit", status_code=201, summary="按方案为一条路编号，写入门牌地址")
def commit(session: Writer, desk: AtDesk, asked: NumberingToKeep) -> NumberingSheet:
    """Number a road in the register, in one transaction."""
    _refuse(session)
    on = asked.on or desk.settings.today()
    numbering.hold_road(session, asked.road)
    shown = _shown(session, desk, asked, on)
    written = numbering_deeds.number_anew(session, shown, _deed(desk, shown.scheme, asked.because, on))
    rows = [RowSheet.of(row, code) for row, code in written]
    counted = {"scheme": shown.scheme.id, "numbers": len(rows), "changed": sum(row.is_changed for row in rows)}
    audit.note(session, "number-road", asked.road, counted, layer="roads")
    return NumberingSheet.of(shown, rows)


@router.post("/houses", status_code=201, summary="新增一处门牌：先用预留号，再用空号，否则加附号，不改旧号")
def put_in(session: Writer, desk: AtDesk, asked: NewHouse) -> AddressSheet:
    """Number one new house without renumbering any."""
    _refuse(session)
    on, scheme = desk.settings.today(), _scheme(desk, asked)
    road = numbering.road_of(session, asked.road, desk.settings.county, on)
    new = House(Point(asked.lon, asked.lat), asked.plate, asked.building, asked.owner, asked.village_group)
    with session.begin_nested() as rehearsal:
        deed = _deed(desk, scheme, asked.because, on)
        record, found = numbering_deeds.put_in(session, road, scheme, asked.wish, new=new, deed=deed)
        if asked.dry_run:
            rehearsal.rollback()
    return AddressSheet.of(record, found.because)


@router.post("/addresses/{code}/cancellation", summary="注销门牌：号码留档，不再给别的房屋")
def cancel(session: Writer, desk: AtDesk, code: Code, asked: Reason) -> AddressSheet:
    """Cancel a number; it stays in the register."""
    _refuse(session)
    deed = Deed(asked.because, desk.settings.today(), desk.settings.numbering_authority)
    return AddressSheet.of(numbering_deeds.cancel(session, code, deed))


@router.post("/addresses/{code}/certificate", status_code=201, summary="核发门牌证：给出证号")
def certify(session: Writer, desk: AtDesk, code: Code, asked: Reason) -> AddressSheet:
    """Issue the certificate of a number."""
    _refuse(session)
    deed = Deed(asked.because, desk.settings.today(), desk.settings.numbering_authority)
    record = numbering_deeds.certify(session, code, desk.settings.county, deed)
    audit.note(session, "certify-address", code, {"certificate": record.certificate_number}, layer=Address.layer.id)
    return AddressSheet.of(record)


@router.get(
    "/addresses/{code}/{paper}.{extension}",
    summary="门牌证（certificate）或新旧地址证明（proof）：.docx、.pdf",
    response_class=Response,
)
def paper(session: Reader, desk: AtDesk, code: Code, paper: Paper, extension: PaperForm) -> Response:
    """A paper about a house number; refused when it would prove what is not so."""
    refuse_strangers(acting(session))
    today, settings = desk.settings.today(), desk.settings
    held = numbering.of_standing(look(session, Address.layer.id, code, today))
    kind = PAPERS[paper]
    division = name_of(session, held.record.division, today) if held.record.division else None
    note = "（示例数据，不作证明）" if held.is_invented else ""
    facts = facts_of(held.record, division or "", today, note, settings.numbering_authority or "")
    require(kind, held.record, facts)
    body = fill(template_of(kind, settings.document_templates), kind, context(facts))
    if extension == "pdf":
        body = pdf_of(kind, body, facts.issued_on or today, settings.document_fonts)
    audit.keep_in_mind(session, audit.Note(audit.EXPORT, code, {"paper": kind.value}, Address.layer.id))
    named = {"Content-Disposition": f'attachment; filename="{kind.value}.{extension}"', "Cache-Control": "no-store"}
    return Response(body, media_type=_MEDIA[extension], headers=named)


@router.get("/roads/{road}/renumberings", summary="一条路的新旧门牌对照表")
def old_and_new(session: Reader, as_of: AsOf, road: RoadCode) -> OldAndNewTable:
    """The addresses of a road that had another one before."""
    rows = numbering.renumbered(session, road, as_of)
    return OldAndNewTable(road=road, rows=[OldAndNew.of(each) for each in rows])


@router.get("/roads/{road}/renumberings.{extension}", summary="新旧门牌对照表：CSV 或 XLSX", response_class=Response)
def old_and_new_file(session: Reader, as_of: AsOf, road: RoadCode, extension: Extension) -> Response:
    """The same as a file."""
    rows = [OldAndNew.of(each) for each in numbering.renumbered(session, road, as_of)]
    table = PlainTable(
        "新旧门牌对照表",
        list(OldAndNew.model_fields),
        [field.title or name for name, field in OldAndNew.model_fields.items()],
        [[row.code, row.old_address, row.address, _day(row.renumbered_on), row.status.label] for row in rows],
    )
    media, writer = FORMATS[extension]
    named = {"Content-Disposition": f'attachment; filename="renumberings-{road}.{extension}"'}
    return Response(writer(table), media_type=media, headers=named if road.isascii() else {})


def _refuse(session: Session) -> None:
    refuse_strangers(acting(session))
    refuse_others(acting(session), Address.layer)


def _scheme(desk: Desk, asked: RoadWish) -> Scheme:
    return numbering.scheme_of(asked.scheme or desk.settings.numbering_scheme, desk.settings.numbering)


def _shown(session: Session, desk: Desk, asked: Numbering, day: dt.date) -> numbering.Preview:
    road = numbering.road_of(session, asked.road, desk.settings.county, day)
    scheme = _scheme(desk, asked)
    return numbering.preview(session, road, scheme, asked.wish, asked.given, day=day, registered=asked.registered)


def _deed(desk: Desk, scheme: Scheme, because: str, on: dt.date) -> Deed:
    return Deed(because, on, desk.settings.numbering_authority or scheme.authority)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
