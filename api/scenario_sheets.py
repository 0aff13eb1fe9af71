"""Two scenarios side by side as they are told over HTTP."""

from typing import Literal

from pydantic import BaseModel, Field

from data.scenarios import Planned
from layers.plan_comparison import Comparison
from layers.saved_plan import SavedSite
from layers.siting_result import Buckets


class SentenceSheet(BaseModel):
    """A difference in words; `ids` are the sites or townships it speaks of."""

    id: str
    words: str = Field(title="一句话")
    about: Literal["question", "figure", "site", "township", "proof"] = Field(title="说的是什么")
    figure: str | None = Field(title="所说的指标")
    ids: list[str] = Field(title="所说的点位或乡镇")


class ComparedFigureSheet(BaseModel):
    """A figure in both plans, after they are carried out."""

    id: str
    title: str
    title_en: str
    unit: str
    unit_en: str
    left: float
    right: float
    difference: float = Field(title="右减左")
    better: Literal["left", "right"] | None = Field(title="哪个更好；无高下之分为空")


class ComparedSiteSheet(BaseModel):
    """A place at which a plan does something; null where a plan knows nothing of it."""

    name: str
    lon: float | None
    lat: float | None
    left: SavedSite | None
    right: SavedSite | None
    is_same: bool = Field(title="两个方案在此所做相同")


class ComparedTownshipSheet(BaseModel):
    """A township after both plans."""

    code: str
    name: str
    left: Buckets
    right: Buckets
    difference: int = Field(title="右边方案多几人有位")


class SideSheet(BaseModel):
    """Which scenario stands on a side, and the run that all its figures come from."""

    number: int
    name: str
    run: str
    inputs_hash: str
    invented: bool


class ComparisonSheet(BaseModel):
    """Two scenarios side by side."""

    left: SideSheet
    right: SideSheet
    sentences: list[SentenceSheet] = Field(title="差别")
    figures: list[ComparedFigureSheet]
    sites: list[ComparedSiteSheet]
    townships: list[ComparedTownshipSheet]


def comparison_sheet(left: Planned, right: Planned, compared: Comparison) -> ComparisonSheet:
    """A comparison as it is told."""
    return ComparisonSheet(
        left=_side(left),
        right=_side(right),
        sentences=[SentenceSheet(**{**vars(each), "ids": list(each.ids)}) for each in compared.sentences],
        figures=[
            ComparedFigureSheet(
                **{name: getattr(each.figure, name) for name in ("id", "title", "title_en", "unit", "unit_en")},
                **{name: getattr(each, name) for name in ("left", "right", "difference", "better")},
            )
            for each in compared.figures
        ],
        sites=[
            ComparedSiteSheet(
                name=each.either.name,
                lon=each.either.lon,
                lat=each.either.lat,
                left=each.left,
                right=each.right,
                is_same=each.is_same,
            )
            for each in compared.sites
        ],
        townships=[
            ComparedTownshipSheet(
                code=each.left.code,
                name=each.left.name,
                left=each.left.after,
                right=each.right.after,
                difference=each.difference,
            )
            for each in compared.townships
        ],
    )


def _side(planned: Planned) -> SideSheet:
    return SideSheet(
        number=planned.scenario.number,
        name=planned.scenario.name,
        run=planned.run.id,
        inputs_hash=planned.run.inputs_hash,
        invented=planned.plan.invented,
    )
