"""Beds per thousand older people straight from files; no register is needed or touched."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.area_files import AreaFile, AreaWish, read_areas
from data.code_version import coverage_code
from data.coverage_run import CoverageRun, compute
from data.place_files import FacilityFile, PlaceWish, PopulationFile, read_facilities, read_population
from layers.coverage import Terms
from layers.coverage_inputs import Demand
from layers.coverage_terms import DEFAULT_TARGET, AgeFrom, plain_number
from layers.population import PopulationBasis
from layers.refusal import Refusal


@dataclass(frozen=True)
class FileQuestion:
    """Which files, read how, against which target; basis, age and date of the population as far as known."""

    areas: Path
    area_wish: AreaWish
    facilities: Path
    facility_wish: PlaceWish
    population: Path | None = None
    population_wish: PlaceWish | None = None
    target: Decimal = DEFAULT_TARGET
    as_of: dt.date | None = None
    age: AgeFrom | None = None
    basis: PopulationBasis | None = None
    counted_on: dt.date | None = None
    source: str | None = None


def run_files(question: FileQuestion) -> CoverageRun:
    """Read the files and compute.

    Raises:
        Refusal: a file cannot be used; says which, where and what to do.
    """
    _refuse_two_populations(question)
    area_file = read_areas(question.areas, question.area_wish)
    facility_file = read_facilities(question.facilities, question.facility_wish)
    population = _population(question)
    demand = _demand(question, area_file, population)
    terms = Terms(
        parameters=_parameters(question, area_file, facility_file, population),
        target=question.target,
        code_version=coverage_code(),
        as_of=question.as_of,
        findings=(*area_file.notes, *facility_file.notes, *(population.notes if population else ())),
    )
    return compute(area_file.areas, facility_file.places, demand, terms)


def _refuse_two_populations(question: FileQuestion) -> None:
    in_areas = question.area_wish.population_field is not None
    if in_areas == (question.population is not None):
        what = "老年人口给了两处" if in_areas else "没有给老年人口"
        remedy = "请用 --area-population-field 字段名，或 --population 文件 --population-field 字段名，二者取一"
        raise Refusal(what, "每个区域的老年人口只能有一个来源", remedy)


def _population(question: FileQuestion) -> PopulationFile | None:
    if question.population is None or question.population_wish is None:
        return None
    return read_population(question.population, question.population_wish)


def _demand(question: FileQuestion, area_file: AreaFile, population: PopulationFile | None) -> Demand:
    """Older people from wherever they were handed in, with what the clerk said of them."""
    by_area = population.by_area if population else area_file.people
    places = population.places if population else None
    dated = tuple(replace(row, counted_on=question.counted_on, source=question.source or row.source) for row in by_area)
    standing = places and tuple(
        replace(place, counted_on=question.counted_on, source=question.source or place.source) for place in places
    )
    return Demand(
        title=_title(question),
        by_area=dated,
        places=standing,
        area_method="area_table" if population else "area_field",
        place_method="points",
        basis=question.basis.value if question.basis else None,
        age_from=question.age.years if question.age else None,
    )


def _title(question: FileQuestion) -> str:
    """What the population is called: 常住 60 周岁及以上人口, or what is known of it."""
    basis = f"{question.basis.label} " if question.basis else ""
    age = f"{question.age.label}人口" if question.age else "老年人口"
    return f"{basis}{age}" if basis or question.age else "老年人口（口径由文件提供者说明）"


def _parameters(
    question: FileQuestion, areas: AreaFile, facilities: FacilityFile, population: PopulationFile | None
) -> dict[str, Any]:
    """What the result prints as its parameters."""
    return {
        "input": "files",
        "areas": areas.told,
        "facilities": facilities.told,
        "population": population.told if population else None,
        "as_of": question.as_of,
        "age": question.age.years if question.age else None,
        "basis": question.basis.value if question.basis else None,
        "target": plain_number(question.target),
    }
