"""Figures that offices report for scorecards: entered with their source and day, read as of a day."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import AsOf, AtDesk, Reader, Writer
from data import policies as shelves
from data import reported_figures as archive
from data.errors import BadInput
from data.reported_figures import Entry, KeptEntry
from layers.record import Disclosure
from layers.scorecard.facts import Origin, Reported

router = APIRouter(tags=["目标"])

Amount = Annotated[Decimal, Field(ge=0, lt=Decimal(10) ** 14, decimal_places=4)]
_FIGURE, _DIVISION = r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^[0-9]{6}([0-9]{3})?$"


class FigureGiven(BaseModel):
    """A report as somebody enters it: a number, or part and whole."""

    model_config = ConfigDict(extra="forbid")

    figure: str = Field(title="填报项目", pattern=_FIGURE, max_length=64, examples=["civil-affairs-staff"])
    division: str = Field(title="行政区划", pattern=_DIVISION, examples=["430621100"])
    counted_on: dt.date = Field(title="统计时点", examples=["2024-12-31"])
    value: Amount | None = Field(None, title="数值", examples=[4])
    part: Amount | None = Field(None, title="分子")
    whole: Amount | None = Field(None, title="分母")
    source: str = Field(title="数据来源", min_length=1, max_length=300, pattern=r"\S", examples=["2024 年民政机构年报"])
    source_date: dt.date | None = Field(None, title="来源日期")
    invented: bool = Field(False, title="示例数据")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开程度")


class FigureSheet(BaseModel):
    """A report as the county keeps it."""

    figure: str
    title: str | None = Field(title="名称", description="政策中的名称；没有政策引用时为空")
    unit: str | None = Field(title="单位")
    division: str
    counted_on: dt.date
    value: float | None
    part: float | None
    whole: float | None
    source: str
    source_date: dt.date | None
    invented: bool
    disclosure: Disclosure
    updated_at: dt.datetime
    updated_by: str


class Wanted(BaseModel):
    """A figure that policies ask offices to report."""

    figure: str
    title: str
    unit: str
    is_share: bool = Field(title="按分子分母填报")
    level: str = Field(title="填报层级", description="township 每个乡镇 · county 全县")
    policies: list[str]


class ReportedFigures(BaseModel):
    """Reports, and which are wanted."""

    as_of: dt.date
    figures: list[FigureSheet]
    wanted: list[Wanted] = Field(title="政策要求填报的项目")


@router.get("/reported-figures", summary="填报的数：到现势日期为止的各次填报，和政策要求填报的项目")
def figures(
    session: Reader,
    desk: AtDesk,
    as_of: AsOf,
    figure: Annotated[str | None, Query(title="填报项目", pattern=_FIGURE)] = None,
    division: Annotated[str | None, Query(title="行政区划", pattern=_DIVISION)] = None,
) -> ReportedFigures:
    """Reports counted by the day, by figure, division and day."""
    wanted = _wanted(desk.settings.policies)
    kept = archive.figures(session, as_of, figure=figure, division=division)
    return ReportedFigures(as_of=as_of, figures=[_sheet(each, wanted) for each in kept], wanted=list(wanted.values()))


@router.put("/reported-figures", summary="填报一个数，或更正同一项目、区划和时点的填报")
def put_figure(session: Writer, desk: AtDesk, given: FigureGiven) -> FigureSheet:
    """Enter a report; the audit log keeps what was entered."""
    wanted = _wanted(desk.settings.policies)
    if given.figure not in wanted:
        known = "、".join(f"{each.figure}（{each.title}）" for each in wanted.values())
        raise BadInput(f"没有填报项目“{given.figure}”", "没有一个政策用到它", f"可用的项目：{known}")
    told = Reported(
        given.figure, given.division, given.counted_on, given.value, given.part, given.whole,
        Origin(given.source.strip(), given.source_date, given.invented),
    )  # fmt: skip
    archive.put_figure(session, Entry(told, given.disclosure))
    kept = archive.figures(session, given.counted_on, figure=given.figure, division=given.division)
    return _sheet(kept[-1], wanted)


def _wanted(own: Path | None) -> dict[str, Wanted]:
    """What the policies ask to be reported, by figure."""
    found: dict[str, Wanted] = {}
    for policy in shelves.shelf(own).policies:
        for target in policy.targets:
            figure = getattr(target.terms, "figure", None)
            if figure is None:
                continue
            told = found.setdefault(
                figure,
                Wanted(
                    figure=figure,
                    title=target.sheet.title,
                    unit=target.measure.counts_of(target.terms),
                    is_share=bool(getattr(target.terms, "is_share", False)),
                    level=target.sheet.level.value,
                    policies=[],
                ),
            )
            told.policies.append(policy.id)
    return dict(sorted(found.items()))


def _sheet(kept: KeptEntry, wanted: dict[str, Wanted]) -> FigureSheet:
    told, asked = kept.told, wanted.get(kept.told.figure)
    return FigureSheet(
        figure=told.figure,
        title=asked.title if asked else None,
        unit=asked.unit if asked else None,
        division=told.division,
        counted_on=told.counted_on,
        value=_number(told.value),
        part=_number(told.part),
        whole=_number(told.whole),
        source=told.origin.source,
        source_date=told.origin.source_date,
        invented=told.origin.invented,
        disclosure=kept.disclosure,
        updated_at=kept.updated_at,
        updated_by=kept.updated_by,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
