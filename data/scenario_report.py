"""What a report of a scenario reads from the register beside its run: outlines of townships, and who says what.

It is read as of the run's day, as it was known when the run read it: the same run has the same report, whatever has
been entered since. Outlines are EPSG:4490, longitude first.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from data.features import Asked, find
from data.scenarios import Planned
from layers.atlas import layer_class
from layers.siting_report import ReportHead, ReportSource

CHINA = dt.timezone(dt.timedelta(hours=8))
# What a plan is made of, whatever its service.
_ALWAYS = ("divisions", "settlements")
_SUPPLIES = {
    "nursing_beds": ("nursing_homes", "community_care"),
    "meal_points": ("meal_points",),
    "rescue_points": ("rescue_points",),
    "cemeteries": ("cemeteries",),
}


@dataclass(frozen=True)
class Ground:
    """What a report stands on: the county, its townships' outlines by code, who said what."""

    county: str
    outlines: dict[str, BaseGeometry]
    sources: tuple[ReportSource, ...]


def ground(session: Session, planned: Planned) -> Ground:
    """Read what a report needs beside its run."""
    codes = {each.code for each in planned.plan.townships}
    rows = [row for row in _rows(session, planned, "divisions") if row.geom is not None]
    named = {row.code: row for row in rows}
    parents = Counter(row.parent for row in rows if row.code in codes and row.parent)
    county = parents.most_common(1)[0][0] if parents else planned.scenario.division[:6]
    outlines = {row.code: shapely.from_wkb(bytes(row.geom)) for row in rows if row.code in codes}
    layers = (*_ALWAYS, *_SUPPLIES.get(str(planned.plan.question.get("service")), ()))
    sources = tuple(source for layer in layers for source in _sources(session, planned, layer, codes))
    return Ground(named[county].name if county in named else "本县", outlines, sources)


def head(planned: Planned, stands_on: Ground, office: str, approval: str | None) -> ReportHead:
    """What a report bears; it is of the day on which its scenario was last changed, in Beijing."""
    scenario, run = planned.scenario, planned.run
    return ReportHead(
        county=stands_on.county,
        office=office,
        number=scenario.number,
        name=scenario.name,
        note=scenario.note or "",
        made_on=scenario.updated_at.astimezone(CHINA).date(),
        as_of=run.as_of,
        run=run.id,
        inputs_hash=run.inputs_hash,
        code_version=run.code_version,
        recorded_at=f"{run.recorded_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        approval=approval or "",
        sources=stands_on.sources,
    )


def _rows(session: Session, planned: Planned, layer: str) -> list[Any]:
    names = [name for name in ("code", "name", "parent", "geom") if _has(layer, name)]
    asked = Asked(layer, planned.run.as_of, planned.run.recorded_at, for_figures=True)
    return find(session, asked, *names, "source", "source_date", "invented")


def _has(layer: str, name: str) -> bool:
    return name == "geom" or name in layer_class(layer).model_fields


def _sources(session: Session, planned: Planned, layer: str, codes: set[str]) -> Iterator[ReportSource]:
    """Who says what a layer holds, the most of its rows first."""
    rows = _rows(session, planned, layer)
    if layer == "divisions":
        rows = [row for row in rows if row.code in codes]
    by: dict[tuple[str, bool], list[Any]] = {}
    for row in rows:
        by.setdefault((row.source, row.invented), []).append(row)
    for (source, invented), own in sorted(by.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield ReportSource(layer_class(layer).layer.title, source, _dated(own), len(own), invented)


def _dated(rows: Sequence[Any]) -> str:
    days = sorted({row.source_date for row in rows if row.source_date is not None})
    if not days:
        return "日期未载明"
    return str(days[0]) if len(days) == 1 else f"{days[0]} 至 {days[-1]}"
