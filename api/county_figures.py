"""The county's figures for the first sight: what there is against what the plans ask. Pure: rows in, figures out.

Counts are whole; shares are per cent of beds or people, with one decimal. A figure without its rows has no value.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.coverage_run import CoverageRun
from layers.indicators import Indicator
from layers.nursing_homes import NursingHome

# From sixty on the law counts a person as old (老年人权益保障法 Art. 2); the desk needs no parameter for it.
LAWFUL_AGE = 60


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: when it was counted, by whom, and whether it is invented."""

    counted_on: dt.date | None = None
    source: str = ""
    invented: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure; `target` and `direction` where a plan sets one; `link` is the desk's page that shows the rows."""

    id: str
    title: str
    title_en: str
    value: float | None
    unit: str
    unit_en: str
    origin: Origin
    link: str
    target: float | None = None
    direction: str | None = None


@dataclass(frozen=True)
class Counted:
    """One statistic of the county: people from an age on; 0 is everybody."""

    age_from: int
    people: int
    origin: Origin


@dataclass(frozen=True)
class Home:
    """A nursing home in service with its provenance."""

    record: NursingHome
    origin: Origin


def beds_figures(run: CoverageRun, indicator: Indicator, link: str) -> list[Figure]:
    """Beds per thousand, beds, and townships in which no nursing home stands."""
    total, told = run.result.total, run.result.population
    people = Origin(told.counted_on, told.source, told.invented)
    here = Origin(run.result.as_of, "登记库养老设施", run.result.invented)
    served = {home.area for home in run.facilities if home.layer == NursingHome.layer.id}
    without = sum(area.id not in served for area in run.result.areas)
    ratio = Figure(
        id=indicator.id,
        title=indicator.title,
        title_en=indicator.title_en,
        value=total.beds_per_thousand,
        unit=indicator.unit,
        unit_en=indicator.unit_en,
        origin=people,
        link=link,
        target=float(run.result.parameters["target"]),
        direction=indicator.direction.value,
    )
    return [
        ratio,
        Figure("beds", "养老床位", "Elder-care beds", total.beds, "张", "beds", here, f"{link}&rows=total"),
        Figure("no-home", "没有养老机构的乡镇", "Townships without a home", without, "个", "townships", here, link),
    ]


def people_figures(counts: Sequence[Counted], link: str) -> list[Figure]:
    """Older people by age, and their share of everybody counted on the same day."""
    known = {count.age_from: count for count in counts}
    figures = [
        Figure(
            f"people-{age}",
            f"{age} 周岁及以上常住人口",
            f"Residents aged {age} and over",
            known[age].people,
            "人",
            "people",
            known[age].origin,
            link if age == LAWFUL_AGE else f"{link}&age={age}",
        )
        for age in (60, 65, 80)
        if age in known
    ]
    return [*figures, *_aged_share(known, link)]


def home_figures(homes: Iterable[Home], link: str) -> list[Figure]:
    """Shares of the beds of nursing homes in service."""
    served = list(homes)
    beds = sum(home.record.beds for home in served)
    if not beds:
        return []
    origin = Origin(None, "登记库养老机构", any(home.origin.invented for home in served))
    nursing = sum(home.record.beds_nursing or 0 for home in served)
    government = sum(home.record.beds for home in served if home.record.is_government_operated)
    return [
        Figure(
            "nursing-share", "护理型床位占比", "Nursing-type beds", _percent(nursing, beds), "%", "%", origin,
            f"{link}&beds=nursing", direction="at_least",
        ),
        Figure(
            "government-share", "政府运营床位占比", "Government-operated beds", _percent(government, beds), "%", "%",
            origin, link, direction="at_most",
        ),
    ]  # fmt: skip


def _aged_share(known: dict[int, Counted], link: str) -> list[Figure]:
    older, everybody = known.get(60), known.get(0)
    if older is None or everybody is None or older.origin.counted_on != everybody.origin.counted_on:
        return []
    share = _percent(older.people, everybody.people)
    return [Figure("aged-share", "60 周岁及以上占比", "Share aged 60 and over", share, "%", "%", older.origin, link)]


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
