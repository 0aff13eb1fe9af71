"""Reserved names over HTTP, and names to propose."""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from api.deps import AtDesk, Reader, Writer
from api.name_checks import FindingSheet, NameToCheck, asked_of, policy_of
from api.name_spelling import AskedDivision, AskedName
from api.name_words import Sheet
from data import name_reserved
from data.name_check import check, told
from data.name_reference import orthography
from data.name_reserved import ReservedName
from layers.name_kinds import form_of, word_of
from layers.naming import NameAsked, NameFinding
from layers.romanization import spell

router = APIRouter(prefix="/names", tags=["地名"])

MOST_SUGGESTED = 50
Number = Annotated[int, Path(title="编号", ge=1, le=2**62)]
Theme = Annotated[str, Field(min_length=1, max_length=60)]
OwnDivision = Annotated[str, Field(pattern=r"^\d{6}(\d{3}(\d{3})?)?$")]
# A proposal is a place before it has a name.
_NAMELESS = "待定"


class ReservedSheet(BaseModel):
    """A reserved name as kept."""

    id: int
    name: str
    kind: str
    division: str
    theme: str = Field(title="主题")
    meaning: str | None = Field(title="含义")
    expires_on: dt.date | None = Field(title="保留至（含）")
    used_by: str | None = Field(title="已用于（地名代码）")
    version: int = Field(title="版次")
    updated_at: dt.datetime | None
    by_name: str = Field(title="更新人")

    @classmethod
    def of(cls, kept: ReservedName) -> "ReservedSheet":
        """A reserved name as it is told."""
        return cls(**{name: getattr(kept, name) for name in cls.model_fields})


class ReservedSheets(BaseModel):
    """The pool, and the themes that words may be taken from."""

    names: list[ReservedSheet]
    themes: list[str] = Field(title="随附的采词主题")


class GivenReserved(Sheet):
    """A name to be kept for later."""

    name: AskedName = Field(title="名称", examples=["映山路"])
    kind: str = Field(title="类别", examples=["street"])
    division: OwnDivision = Field(title="行政区划", examples=["430621"])
    theme: Theme = Field(title="主题", examples=["山水"])
    meaning: Annotated[str, Field(max_length=1000)] | None = Field(None, title="含义")
    expires_on: dt.date | None = Field(None, title="保留至（含）；不写为一直保留")


class AmendedReserved(Sheet):
    """Changes of a reserved name; what is not written stays."""

    version: int = Field(title="所看到的版次", ge=1)
    theme: Theme | None = Field(None, title="主题")
    meaning: Annotated[str, Field(max_length=1000)] | None = Field(None, title="含义")
    expires_on: dt.date | None = Field(None, title="保留至（含）")
    used_by: Annotated[str, Field(max_length=60)] | None = Field(None, title="已用于（地名代码）")


class WishedNames(Sheet):
    """A place that needs a name."""

    kind: str = Field(title="类别", examples=["street"])
    theme: Theme | None = Field(None, title="主题；不写为所有主题", examples=["山水"])
    generic: Annotated[str, Field(min_length=1, max_length=10)] | None = Field(None, title="通名", examples=["路"])
    division: AskedDivision | None = Field(None, title="所在行政区划代码", examples=["430621100"])
    geometry: dict[str, Any] | None = Field(None, title="图形（GeoJSON，CGCS2000，先经度）", examples=[None])
    near: tuple[float, float] | None = Field(None, title="大致位置：经度、纬度", examples=[[113.12, 29.14]])
    limit: int = Field(10, title="至多几个", ge=1, le=MOST_SUGGESTED)


class SuggestedName(BaseModel):
    """A name to propose, and why."""

    name: str
    romanized: str = Field(title="罗马字母拼写", examples=["Yìngshān Lù"])
    theme: str
    reserved: int | None = Field(title="预留地名的编号")
    verdict: str
    verdict_label: str
    because: str = Field(title="理由")
    findings: list[FindingSheet]


class SuggestedNames(BaseModel):
    """Names to propose, best first."""

    suggestions: list[SuggestedName]


@router.get("/reserved", summary="预留地名")
def list_reserved(
    session: Reader,
    response: Response,
    *,
    theme: Annotated[str | None, Query(title="主题", max_length=60)] = None,
    kind: Annotated[str | None, Query(title="类别", max_length=40)] = None,
    division: Annotated[AskedDivision | None, Query(title="行政区划")] = None,
    free_on: Annotated[dt.date | None, Query(title="只要这一天还可用的")] = None,
) -> ReservedSheets:
    """The pool; the public is told of none."""
    response.headers["Cache-Control"] = "no-store"
    form = form_of(kind) if kind else None
    kept = name_reserved.reserved(session, theme=theme, form=form, division=division, free_on=free_on)
    themes = [each.title for each in name_reserved.themes()]
    return ReservedSheets(names=[ReservedSheet.of(each) for each in kept], themes=themes)


@router.post("/reserved", status_code=201, summary="预留一个地名")
def reserve(session: Writer, given: GivenReserved) -> ReservedSheet:
    """Keep a name for later."""
    kept = ReservedName(
        given.name, word_of(form_of(given.kind)), given.division, given.theme, given.meaning, given.expires_on
    )
    return ReservedSheet.of(name_reserved.reserve(session, kept))


@router.patch("/reserved/{number}", summary="更改预留地名")
def amend(session: Writer, number: Number, given: AmendedReserved) -> ReservedSheet:
    """Change what is said of a reserved name."""
    changes = given.model_dump(exclude_unset=True, exclude={"version"})
    if changes.get("theme", "") is None:
        changes.pop("theme")
    return ReservedSheet.of(name_reserved.amend(session, number, given.version, changes))


@router.delete("/reserved/{number}", status_code=204, summary="不再预留")
def release(session: Writer, number: Number) -> None:
    """Keep a name no longer."""
    name_reserved.release(session, number)


@router.post("/suggest", summary="推荐可用的地名")
def suggest(session: Reader, desk: AtDesk, wish: WishedNames) -> SuggestedNames:
    """Reserved names and words of a theme that pass the whole check, best first."""
    today, policy = desk.settings.today(), policy_of(desk.settings)
    nameless = NameToCheck(
        name=_NAMELESS, kind=wish.kind, division=wish.division, geometry=wish.geometry, near=wish.near
    )
    like = replace(asked_of(nameless), name=wish.generic or "")

    def whole_check(asked: NameAsked) -> tuple[NameFinding, ...]:
        return check(session, asked, policy, today).findings

    found = name_reserved.suggest(session, like, whole_check, today, theme=wish.theme, limit=wish.limit)
    return SuggestedNames(
        suggestions=[
            SuggestedName(
                name=each.candidate.name,
                romanized=spell(each.candidate.name, like.form, like.division, orthography()).toned,
                theme=each.candidate.theme,
                reserved=each.candidate.reserved,
                verdict=each.verdict.value,
                verdict_label=each.verdict.label,
                because=each.because,
                findings=[FindingSheet(**told(finding)) for finding in each.findings],
            )
            for each in found
        ]
    )
