"""Reports of the public, without sign-in: a sign is wrong or missing; and the office's list of them, with answers."""

import datetime as dt
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field, model_validator

from api import auth
from api.deps import AtDesk, Caller, Reader, Writer
from api.errors import Refused
from api.numbering_forms import Latitude, Longitude
from api.raw_body import PICTURES, Picture
from api.session import Wish as Form
from api.writers import refuse_others, refuse_strangers
from data import photographs, reports
from data.acting import acting
from data.passwords import token_hash
from data.reports import Followed, Report
from layers.fields import Identifier
from layers.name_signs import NameSign
from layers.sign_reports import ReportKind, ReportStatus

router = APIRouter(prefix="/public/reports", tags=["公众报告"])
Number = Annotated[str, Path(title="报告编号", pattern=r"^BG-\d{4}-\d{6,12}$", examples=["BG-2024-000001"])]
Token = Annotated[str, Path(title="查询凭据", min_length=1, max_length=100, examples=["bg_…"])]
Words = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class NewReport(Form):
    """A report as it is handed in."""

    kind: ReportKind = Field(title="问题类别", examples=["missing"])
    name: str = Field(title="地名或标志", min_length=1, max_length=100, pattern=r"\S", examples=["东方路"])
    message: Words = Field(title="内容", examples=["与荣新路相交的路口没有路牌"])
    lon: Longitude
    lat: Latitude
    accuracy_m: int | None = Field(None, title="位置误差（m）", ge=0, le=100_000)
    contact: str | None = Field(None, title="联系方式（可不填；仅供办理人员联系）", max_length=200)
    sign: Identifier | None = Field(None, title="标志代码")


class Received(BaseModel):
    """What whoever reports is given; the token is told this once."""

    token: str = Field(title="查询凭据", description="凭此查看办理情况；只显示这一次")
    number: str = Field(title="报告编号")


class FollowedReport(BaseModel):
    """How a report stands, for whoever holds its token."""

    number: str = Field(title="报告编号")
    received_at: dt.datetime = Field(title="收到时间")
    kind: ReportKind = Field(title="问题类别")
    name: str = Field(title="地名或标志")
    status: ReportStatus = Field(title="状态")
    status_label: str = Field(title="状态名称")
    answer: str | None = Field(title="答复")
    answered_at: dt.datetime | None = Field(title="答复时间")
    has_photograph: bool = Field(title="附有照片")

    @classmethod
    def of(cls, found: Followed) -> Self:
        """A report without what only the office reads."""
        return cls(**vars(found), status_label=found.status.label)


class ReportSheet(BaseModel):
    """A report as the office works it off."""

    number: str = Field(title="报告编号")
    received_at: dt.datetime = Field(title="收到时间")
    kind: ReportKind = Field(title="问题类别")
    kind_label: str = Field(title="类别名称")
    name: str = Field(title="地名或标志")
    message: str = Field(title="内容")
    contact: str | None = Field(title="联系方式（个人信息）")
    lon: float
    lat: float
    accuracy_m: int | None = Field(title="位置误差（m）")
    division: str | None = Field(title="所在行政区")
    sign: str | None = Field(title="标志代码")
    photograph: str | None = Field(title="照片（SHA-256）")
    status: ReportStatus = Field(title="状态")
    status_label: str = Field(title="状态名称")
    merged_into: str | None = Field(title="并入的报告")
    answer: str | None = Field(title="答复")
    answered_at: dt.datetime | None = Field(title="答复时间")
    answered_by: str | None = Field(title="答复人")
    similar: list[str] = Field(title="附近未办结的报告，或为同一问题")

    @classmethod
    def of(cls, found: Report) -> Self:
        """A report with its labels."""
        told = {**vars(found), "similar": list(found.similar)}
        return cls(**told, kind_label=found.kind.label, status_label=found.status.label)


class ReportList(BaseModel):
    """Reports, the oldest first."""

    reports: list[ReportSheet] = Field(title="报告")


class Decision(Form):
    """What becomes of a report."""

    status: Literal["in_hand", "answered", "refused", "merged"] = Field(title="状态")
    answer: Words | None = Field(None, title="答复；办结或不予办理时必填")
    into: str | None = Field(None, title="并入的报告编号；并入时必填", max_length=40)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.status in ("answered", "refused") and self.answer is None:
            raise ValueError("办结或不予办理须写明答复：报告人凭查询凭据会看到它")
        if (self.status == "merged") != (self.into is not None):
            raise ValueError("并入须写明并入哪一份（into），别的决定不写")
        return self


@router.post("", status_code=201, summary="报告标志有误或缺失（不必登录）")
def hand_in(request: Request, desk: AtDesk, caller: Caller, given: NewReport) -> Received:
    """Hand a report in; the token follows it."""
    auth.refuse_other_sites(request)
    with desk.writing() as counting:
        wait_s = reports.wait_s(counting, auth.address_of(request), auth.now(), desk.settings.reports_free)
    if wait_s:
        raise _wait(wait_s)
    wish = reports.NewReport(**given.model_dump())
    with desk.writing(caller) as session:
        token, number = reports.receive(session, wish, desk.settings.today())
    return Received(token=token, number=number)


@router.get("", summary="公众报告（地名管理人员）")
def read_all(
    session: Reader,
    status: Annotated[list[ReportStatus] | None, Query(title="状态；不写为未办结的")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, title="至多几份")] = 200,
) -> ReportList:
    """The reports of the own division, the oldest open ones first."""
    refuse_strangers(acting(session))
    wanted = status or [each for each in ReportStatus if each.is_open]
    return ReportList(reports=[ReportSheet.of(each) for each in reports.listed(session, wanted, limit)])


@router.get("/{token}", summary="凭查询凭据看办理情况（不必登录）")
def follow(session: Reader, token: Token) -> FollowedReport:
    """How a report stands."""
    return FollowedReport.of(reports.follow(session, token))


@router.put("/{token}/photograph", summary="为报告附一张照片（不必登录）", openapi_extra=PICTURES)
def photograph(request: Request, session: Writer, token: Token, picture: Picture) -> FollowedReport:
    """Add the one photograph of a report that is still open; its place and camera are not shown to anybody."""
    auth.refuse_other_sites(request)
    found = reports.follow(session, token)
    if not photographs.hand_in(session, token_hash(token), picture):
        why = "已附有照片" if found.has_photograph else f"报告{found.status.label}"
        raise Refused(409, "不能再附照片", why, "如有新情况，请另行报告", kind="conflict")
    return FollowedReport.of(reports.follow(session, token))


@router.post("/{number}/decision", summary="办理、答复或并入（地名管理人员）")
def decide(session: Writer, number: Number, decision: Decision) -> ReportSheet:
    """Take a report in hand, answer it, or put it with another of the same trouble."""
    refuse_strangers(acting(session))
    refuse_others(acting(session), NameSign.layer)
    if decision.status == "merged":
        return ReportSheet.of(reports.merge(session, number, decision.into or ""))
    if decision.status == "in_hand":
        return ReportSheet.of(reports.take_in_hand(session, number))
    is_refused = decision.status == "refused"
    return ReportSheet.of(reports.answer(session, number, decision.answer or "", refused=is_refused))


def _wait(seconds: int) -> Refused:
    return Refused(
        429,
        "报告次数过多，请稍候",
        "同一来处连续报告后须等待，以免有人滥用",
        f"请在 {-(-seconds // 60)} 分钟后重试，或致电地名管理部门",
        kind="wait",
        headers={"Retry-After": str(seconds)},
    )
