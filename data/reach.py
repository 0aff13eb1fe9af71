"""Who reaches a service, and who has a place: read, compute, keep; an old run answers the same bytes for ever."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from data import reach_reading, runs, services, travel
from data.code_version import reach_code
from data.history import moment
from data.reach_run import ReachRun
from data.reading import AtMoment
from layers.reach import Question
from layers.reach_ground import Ground, Village, lonlat
from layers.reach_terms import ReachParameters
from layers.refusal import Refusal
from layers.services import DemandAge, Limits
from layers.travel import AgeBand

__all__ = ["Progress", "kept", "recall", "recompute", "run", "stand"]

#: Told how many steps are done, of how many, and what comes next; it may raise to cancel.
Progress = Callable[[int, int, str], None]

INDICATOR = "reach"
_STEPS = ("读取村（社区）与设施", "计算路程", "给位与可达性", "保存结果")
# Whose pace on foot: people of sixty and over walk as the register's default, those in their seventies.
_PACES = {DemandAge.ALL: AgeBand.ADULT, DemandAge.EIGHTY: AgeBand.EIGHTY}


def run(
    session: Session,
    parameters: ReachParameters,
    *,
    folder: Path = services.SHIPPED,
    progress: Progress | None = None,
) -> ReachRun:
    """Answer a question of reach as of a day, and keep the run.

    Args:
        session: a transaction that may write; the run is kept in it.
        parameters: the terms; `as_of` must be given.
        folder: the county's services.
        progress: told each step before it begins.

    Raises:
        Refusal: no date, no settlements with people, no way to tell the ways; says what to do.
    """
    told = progress or _silent
    known_at = moment(session)
    reading = AtMoment(session, _day(parameters), known_at)
    made = _computed(reading, parameters, folder, told)
    told(3, len(_STEPS), _STEPS[3])
    runs.keep(
        session,
        runs.Run(
            id=made.id,
            indicator=INDICATOR,
            parameters=made.result.parameters,
            as_of=reading.day,
            recorded_at=known_at,
            inputs_hash=made.result.inputs_hash,
            code_version=made.result.code_version,
            inputs=made.package(),
            result=made.body,
            disclosure=reading.closed.disclosure.value,
            divisions=sorted(reading.closed.divisions),
        ),
    )
    return made


def recall(session: Session, run_id: str) -> ReachRun:
    """A kept run: the bytes it answered then, with the ground it stood on.

    Raises:
        NotFound: there is no such run.
    """
    found = kept(session, run_id)
    return ReachRun.unpacked(found.result, found.inputs or b"")


def kept(session: Session, run_id: str) -> runs.Run:
    """A run as it is kept.

    Raises:
        NotFound: there is no such run.
    """
    return runs.recall(session, run_id, INDICATOR)


def recompute(session: Session, run_id: str, *, folder: Path = services.SHIPPED) -> ReachRun:
    """Ask a kept run's question again, of what the register knew then; nothing is kept.

    Raises:
        NotFound: there is no such run.
    """
    old = kept(session, run_id)
    asked = ReachParameters.asked({name: value for name, value in old.parameters.items() if value is not None})
    return _computed(AtMoment(session, old.as_of, old.recorded_at), asked, folder, _silent)


def stand(
    reading: AtMoment, parameters: ReachParameters, *, folder: Path = services.SHIPPED
) -> tuple[Ground, Question]:
    """The ground of a question: settlements, places and the pairs that count, with the terms made whole.

    Raises:
        Refusal: as `run`.
    """
    return _stand(reading, parameters, folder, _silent)


def pace_of(age: DemandAge) -> AgeBand | None:
    """Whose pace on foot the people of an age go at; None for the register's default."""
    return _PACES.get(age)


def _computed(reading: AtMoment, parameters: ReachParameters, folder: Path, told: Progress) -> ReachRun:
    ground, question = _stand(reading, parameters, folder, told)
    told(2, len(_STEPS), _STEPS[2])
    return ReachRun.of(ground, question)


def _stand(reading: AtMoment, parameters: ReachParameters, folder: Path, told: Progress) -> tuple[Ground, Question]:
    told(0, len(_STEPS), _STEPS[0])
    service = services.service(parameters.service, folder)
    age = parameters.age or service.age
    villages = reach_reading.villages(reading, age, parameters.basis)
    supplies = reach_reading.supplies(reading, service)
    reach_reading.compare_with_statistics(reading, villages, age, parameters.basis)
    villages = _wanting(villages, parameters)
    limits = _limits(parameters, lambda: service.limits_by(parameters.mode.value))
    told(1, len(_STEPS), _STEPS[1])
    ways = travel.reach(
        reading.session,
        parameters.mode,
        limits.largest,
        lonlat(villages),
        lonlat(supplies),
        reading.day,
        age=pace_of(age),
        recorded_at=reading.recorded_at,
    )
    question = Question(
        parameters=parameters.on(reading.day),
        service=service,
        limits=limits,
        age=age,
        as_of=reading.day,
        unit=ways.unit,
        because=ways.because,
        code_version=reach_code(),
        townships=reach_reading.township_names(reading),
        findings=(*reading.notes, *ways.findings),
    )
    return Ground.of(villages, supplies, ways.reach, limits), question


def _wanting(villages: list[Village], parameters: ReachParameters) -> list[Village]:
    """The settlements with those of their people who want a place: all, or so many of a thousand, as siting has it."""
    if parameters.per_thousand is None:
        return villages
    from layers.siting_ground import needing

    counts = needing(villages, float(parameters.per_thousand)).tolist()
    return [replace(village, people=people) for village, people in zip(villages, counts, strict=True)]


def _limits(parameters: ReachParameters, by_service: Callable[[], Limits]) -> Limits:
    """How far is near: as asked, the same in town and country, else as the service says."""
    if parameters.limit is None:
        return by_service()
    return Limits(town=float(parameters.limit), country=float(parameters.limit), source="本次计算指定")


def _day(parameters: ReachParameters) -> dt.date:
    if parameters.as_of is None:
        raise Refusal("没有给截至日期", "登记库的内容随日期变化", "请写明 as_of，例如 2024-12-31")
    return parameters.as_of


def _silent(done: int, of: int, what: str) -> None:
    """Nobody asked how far it is."""
