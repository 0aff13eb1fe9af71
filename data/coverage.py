"""Beds per thousand older people from the register: read, compute, keep; an old run answers the same bytes for ever.

Everything is read at one moment of the register's knowledge, so that the same question put to the same moment again
has the same answer, whatever has been entered since.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from data import coverage_reading, runs
from data.code_version import coverage_code
from data.coverage_reading import Reading
from data.coverage_run import CountedFacility, CountedPeople, CoverageRun, compute
from data.history import moment
from data.reading import Closed
from layers.coverage import Terms
from layers.coverage_inputs import AreaSet
from layers.coverage_terms import BedsParameters, By
from layers.indicators import BEDS_PER_THOUSAND
from layers.refusal import Refusal
from layers.rules import Finding, Severity

__all__ = ["CountedFacility", "CountedPeople", "CoverageRun", "Progress", "figure", "recall", "recompute", "run"]

#: Told how many steps are done, of how many, and what comes next; it may raise to cancel.
Progress = Callable[[int, int, str], None]

_STEPS = ("读取区域", "读取养老设施", "读取老年人口", "归属与计算", "保存结果")


def run(
    session: Session,
    parameters: BedsParameters,
    *,
    areas: AreaSet | None = None,
    notes: Sequence[Finding] = (),
    progress: Progress | None = None,
) -> CoverageRun:
    """Compute beds per thousand older people as of a day, and keep the run.

    Args:
        session: a transaction that may write; the run is kept in it.
        parameters: the terms; `as_of` must be given.
        areas: the areas to tell the figure by, when `parameters.by` is `areas`.
        notes: what reading those areas found; the result tells it.
        progress: told each step before it begins.

    Raises:
        Refusal: no date, areas missing or not wanted, or the register has none; says what to do.
    """
    known_at = moment(session)
    handed_in = _HandedIn(areas, tuple(note.message for note in notes))
    made, closed = _computed(session, parameters, handed_in, known_at, progress or _silent)
    (progress or _silent)(4, len(_STEPS), _STEPS[4])
    runs.keep(
        session,
        runs.Run(
            id=made.id,
            indicator=BEDS_PER_THOUSAND.id,
            parameters=made.result.model_dump(mode="json")["parameters"],
            as_of=_day(parameters),
            recorded_at=known_at,
            inputs_hash=made.result.inputs_hash,
            code_version=made.result.code_version,
            inputs=made.package(),
            result=made.body,
            disclosure=closed.disclosure.value,
            divisions=sorted(closed.divisions),
        ),
    )
    return made


def figure(session: Session, parameters: BedsParameters) -> CoverageRun:
    """The figure as the register knows it now, by its own areas; computed and not kept.

    Raises:
        Refusal: no date, or the register has no areas on that day.
    """
    return _computed(session, parameters, _HandedIn(None, ()), moment(session), _silent)[0]


def recall(session: Session, run_id: str) -> CoverageRun:
    """A kept run: the bytes it answered then, with the shapes and rows it read then.

    Raises:
        NotFound: there is no such run.
    """
    kept = runs.recall(session, run_id, BEDS_PER_THOUSAND.id)
    return CoverageRun.unpacked(kept.result, kept.inputs or b"")


def recompute(session: Session, run_id: str) -> CoverageRun:
    """Ask a kept run's question again, of what the register knew then; nothing is kept.

    The same code gives the same bytes; after a change of the code the run has another name.

    Raises:
        NotFound: there is no such run.
    """
    kept = runs.recall(session, run_id, BEDS_PER_THOUSAND.id)
    parameters = BedsParameters.asked(dict(kept.parameters))
    old = CoverageRun.unpacked(kept.result, kept.inputs or b"")
    handed_in = _HandedIn(old.areas if parameters.by is By.AREAS else None, old.notes)
    return _computed(session, parameters, handed_in, kept.recorded_at, _silent)[0]


@dataclass(frozen=True)
class _HandedIn:
    """Areas that came with the question, and what reading them found."""

    areas: AreaSet | None
    notes: tuple[str, ...]


def _computed(
    session: Session, parameters: BedsParameters, handed_in: _HandedIn, known_at: dt.datetime, progress: Progress
) -> tuple[CoverageRun, Closed]:
    """Read and compute, telling each step; and how closed what was read is."""
    _refuse_wrong_areas(parameters, handed_in.areas)
    reading = Reading(session, _day(parameters), known_at, terms=parameters)
    steps = len(_STEPS)
    progress(0, steps, _STEPS[0])
    county = coverage_reading.whole(reading)
    areas = handed_in.areas if handed_in.areas is not None else coverage_reading.areas(reading)
    progress(1, steps, _STEPS[1])
    supply = coverage_reading.supply(reading)
    progress(2, steps, _STEPS[2])
    demand = coverage_reading.demand(reading, areas, county)
    progress(3, steps, _STEPS[3])
    terms = Terms(
        parameters=parameters.plain(),
        target=parameters.target,
        code_version=coverage_code(),
        county_level=parameters.county_level,
        as_of=parameters.as_of,
        total_name=county[1] if county else "合计",
        findings=(*map(_warning, handed_in.notes), *reading.notes),
    )
    return replace(compute(areas, supply, demand, terms), notes=handed_in.notes), reading.closed


def _warning(message: str) -> Finding:
    return Finding(message, "areas", None, Severity.WARNING)


def _day(parameters: BedsParameters) -> dt.date:
    if parameters.as_of is None:
        raise Refusal("没有给截至日期", "登记库的内容随日期变化", "请写明 as_of，例如 2024-12-31")
    return parameters.as_of


def _refuse_wrong_areas(parameters: BedsParameters, handed_in: AreaSet | None) -> None:
    """Areas belong to `by=areas`, and it to them."""
    if parameters.by is By.AREAS and handed_in is None:
        raise Refusal("没有交来区域", "按“另给的区域”统计需要多边形", "请随请求交来 GeoJSON，或改用 by=township")
    if parameters.by is not By.AREAS and handed_in is not None:
        raise Refusal(f"交来了区域，却要按{parameters.by.label}统计", "两者只能取一", "请改用 by=areas，或去掉区域")


def _silent(done: int, of: int, what: str) -> None:
    """Nobody asked how far it is."""
