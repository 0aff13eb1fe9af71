"""The quality of the register of names: a score for the national database, its parts, the defects, and the trend."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.deps import AsOf, AtDesk, Caller, Reader, Writer
from api.settings import Settings
from data import name_quality
from data.acting import Actor
from data.errors import Unauthenticated
from data.name_quality import Quality
from layers.name_quality import Defect, QualityPart, QualityTerms, Score

LONGEST_PAGE = 10_000
# A request judges so many names in some seconds; the console judges any number.
MOST_AT_ONCE = 30_000


class PartSheet(BaseModel):
    """One part of the score."""

    part: QualityPart = Field(title="项")
    label: str = Field(title="名称")
    weight: float = Field(title="权重")
    share: float | None = Field(title="合格的比例（0–1）；没有适用的地名时为空")
    names: int = Field(title="适用的地名")
    defects: int = Field(title="问题")


class ScoreSheet(BaseModel):
    """A score of 100; None where there is no name to judge."""

    division: str = Field(title="行政区划代码；空为未写明所属政区的地名")
    score: float | None = Field(title="得分")
    names: int = Field(title="地名")
    defects: int = Field(title="问题")
    parts: list[PartSheet] = Field(title="各项")

    @classmethod
    def of(cls, division: str, score: Score) -> "ScoreSheet":
        """A score as it is told."""
        parts = [
            PartSheet(
                part=each.part,
                label=each.part.label,
                weight=each.weight,
                share=each.share,
                names=each.names,
                defects=each.defects,
            )
            for each in score.parts
        ]
        return cls(division=division, score=score.score, names=score.names, defects=score.defects, parts=parts)


class DefectSheet(BaseModel):
    """What is not right with a name."""

    code: str = Field(title="地名代码")
    name: str = Field(title="地名")
    division: str | None = Field(title="所属政区")
    part: QualityPart = Field(title="项")
    message: str = Field(title="问题")

    @classmethod
    def of(cls, defect: Defect) -> "DefectSheet":
        """A defect as it is told."""
        return cls(
            code=defect.code, name=defect.name, division=defect.division, part=defect.part, message=defect.message
        )


class TrendSheet(BaseModel):
    """A score as it was kept in a quarter."""

    quarter: str = Field(title="季度", examples=["2026-Q4"])
    score: float = Field(title="得分")
    names: int = Field(title="地名")
    defects: int = Field(title="问题")
    counted_at: dt.datetime = Field(title="计算时间")


class QualitySheet(BaseModel):
    """The score of all names that the caller sees, of each township, and what is to be worked off."""

    as_of: dt.date = Field(title="现势日期")
    whole: ScoreSheet = Field(title="总分")
    townships: list[ScoreSheet] = Field(title="各乡镇")
    trend: list[TrendSheet] = Field(title="历季度得分")
    defects: list[DefectSheet] = Field(title="问题清单")
    defects_in_all: int = Field(title="问题总数")
    next: int | None = Field(title="下一页的 offset")


class KeptSheet(BaseModel):
    """The quarter whose scores were kept."""

    quarter: str = Field(title="季度")
    whole: ScoreSheet = Field(title="总分")


def somebody(caller: Caller) -> Actor:
    """Whoever is signed in: the score is the office's own affair.

    Raises:
        Unauthenticated: nobody is.
    """
    if caller.is_public:
        raise Unauthenticated("地名质量评分须登录后查看")
    return caller


router = APIRouter(tags=["地名"], dependencies=[Depends(somebody)])

Division = Annotated[str | None, Query(title="只要此行政区划及以下", pattern=r"^\d{6}(\d{3}(\d{3})?)?$")]


@router.get("/names/quality", summary="地名数据质量评分和问题清单")
def quality(
    session: Reader,
    desk: AtDesk,
    day: AsOf,
    response: Response,
    *,
    division: Division = None,
    part: Annotated[QualityPart | None, Query(title="只要此项的问题")] = None,
    limit: Annotated[int, Query(title="问题条数", ge=0, le=LONGEST_PAGE)] = 1_000,
    offset: Annotated[int, Query(title="从第几条问题起", ge=0, le=10_000_000)] = 0,
) -> QualitySheet:
    """Judge the names in use that the caller sees."""
    response.headers["Cache-Control"] = "no-store"
    found = name_quality.quality(session, day, terms(desk.settings), division, MOST_AT_ONCE)
    defects = list(defects_of(found, part))
    page = defects[offset : offset + limit]
    whole = division or desk.settings.county
    return QualitySheet(
        as_of=day,
        whole=ScoreSheet.of(whole, found.whole),
        townships=[ScoreSheet.of(code, score) for code, score in found.townships.items()],
        trend=[
            TrendSheet(
                quarter=each.quarter,
                score=each.score,
                names=each.names,
                defects=each.defects,
                counted_at=each.counted_at,
            )
            for each in name_quality.trend(session, whole)
        ],
        defects=[DefectSheet.of(each) for each in page],
        defects_in_all=len(defects),
        next=offset + limit if page and offset + limit < len(defects) else None,
    )


@router.post("/names/quality", summary="计算本季度的得分并留存", status_code=201)
def keep(session: Writer, desk: AtDesk, day: AsOf) -> KeptSheet:
    """Keep this quarter's scores of the county and its townships, in place of those counted earlier in it."""
    county = desk.settings.county
    found = name_quality.quality(session, day, terms(desk.settings), county, MOST_AT_ONCE)
    return KeptSheet(quarter=name_quality.keep(session, found, county), whole=ScoreSheet.of(county, found.whole))


def terms(settings: Settings) -> QualityTerms:
    """The terms by which the county's names are judged.

    Raises:
        Refusal: the county's own file cannot be read.
    """
    own = settings.name_quality
    return name_quality.terms_of(own) if own is not None else name_quality.shipped_terms()


def defects_of(found: Quality, part: QualityPart | None = None) -> Iterable[Defect]:
    """The defects by part and name."""
    every = (defect for judged in found.judged for defect in judged.defects if part in (None, defect.part))
    order = list(QualityPart)
    return sorted(every, key=lambda each: (order.index(each.part), each.division or "", each.code))
