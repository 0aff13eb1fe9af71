"""The first sight: the county's figures against policy, what each layer holds, and the newest changes."""

import datetime as dt
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api import county_figures as figures
from api.county_figures import Counted, Figure, Home, Origin
from api.deps import AsOf, AtDesk, Reader
from api.layers import County, county
from data import coverage, features
from data import overview as archive
from data.coverage_run import CoverageRun
from layers.atlas import ATLAS, layer_class
from layers.coverage_terms import BedsParameters
from layers.indicators import BEDS_PER_THOUSAND
from layers.nursing_homes import NursingHome
from layers.population import PopulationBasis
from layers.refusal import Refusal

router = APIRouter(tags=["总览"])

CHANGES = 20


class FigureSheet(BaseModel):
    """A figure with its unit, its date, where it comes from, and the page that shows its rows."""

    id: str
    title: str
    title_en: str
    value: float | None
    unit: str
    unit_en: str
    target: float | None
    direction: str | None
    counted_on: dt.date | None
    source: str
    invented: bool
    link: str


class ChangeSheet(BaseModel):
    """A change of the register; `count` of one kind done together are told as one."""

    layer: str
    layer_title: str
    id: str
    title: str
    deed: str = Field(title="事由", description="insert · update · delete")
    recorded_at: dt.datetime
    because: str | None
    count: int


class LayerCount(BaseModel):
    """How much a layer holds."""

    id: str
    title: str
    count: int


class Overview(BaseModel):
    """The first sight on a day."""

    as_of: dt.date
    county: County
    figures: list[FigureSheet]
    changes: list[ChangeSheet]
    layers: list[LayerCount]


@router.get("/overview", summary="总览：全县数字、最近变更与各图层件数")
def overview(session: Reader, desk: AtDesk, as_of: AsOf) -> Overview:
    """What the county has, against what the plans ask."""
    held = archive.counts(session, as_of)
    return Overview(
        as_of=as_of,
        county=county(session, desk.settings, as_of),
        figures=[_figure(figure) for figure in county_of(session, desk.settings.county, as_of)],
        changes=[_change(change) for change in archive.changes(session, CHANGES)],
        layers=[LayerCount(id=page.layer.id, title=page.layer.title, count=held[page.layer.id]) for page in ATLAS],
    )


def county_of(session: Session, code: str, as_of: dt.date) -> list[Figure]:
    """The county's figures; those whose rows the register lacks are left out."""
    run = beds(session, as_of)
    desk = f"/coverage?as_of={as_of}"
    homes = f"{desk}&count=institution&rows=total"
    return [
        *(figures.beds_figures(run, BEDS_PER_THOUSAND, desk) if run else []),
        *figures.people_figures(people(session, code, as_of), f"{desk}&rows=total"),
        *figures.home_figures(homes_in_service(session, as_of), homes),
    ]


def beds(session: Session, as_of: dt.date) -> CoverageRun | None:
    """The lawful figure by township, computed and not kept; None where the register has no townships."""
    try:
        return coverage.figure(session, BedsParameters(as_of=as_of))
    except Refusal:
        return None


def people(session: Session, code: str, as_of: dt.date) -> list[Counted]:
    """The county's newest resident statistics that were counted by the day, one for each age."""
    asked = features.Asked("population", as_of, where={"division": code, "basis": PopulationBasis.RESIDENT.value})
    rows = [row for row in features.find(session, asked) if row.age_to is None and row.counted_on <= as_of]
    newest = {row.age_from: row for row in sorted(rows, key=lambda row: row.counted_on)}
    return [Counted(age, row.people, Origin(row.counted_on, row.source, row.invented)) for age, row in newest.items()]


def homes_in_service(session: Session, as_of: dt.date) -> list[Home]:
    """The nursing homes that are open on a day."""
    rows = features.find(session, features.Asked(NursingHome.layer.id, as_of))
    homes = [Home(_home(row), Origin(None, row.source, row.invented)) for row in rows]
    return [home for home in homes if home.record.stage.in_service]


def _home(row: Any) -> NursingHome:  # noqa: ANN401 - a row
    told = row._asdict()  # without what only an office may know
    return NursingHome.model_validate({name: told[name] for name in NursingHome.model_fields if name in told})


def _figure(figure: Figure) -> FigureSheet:
    named = {name: getattr(figure, name) for name in FigureSheet.model_fields if hasattr(figure, name)}
    origin = figure.origin
    return FigureSheet(**named, counted_on=origin.counted_on, source=origin.source, invented=origin.invented)


def _change(change: archive.Change) -> ChangeSheet:
    return ChangeSheet(
        layer=change.layer,
        layer_title=layer_class(change.layer).layer.title,
        id=change.identity,
        title=change.title,
        deed=change.deed,
        recorded_at=change.recorded_at,
        because=change.because,
        count=change.count,
    )
