"""Where to build, from the register: read, solve, keep; an old run answers the same bytes for ever.

Reading and keeping are transactions of their own, so that none is open while the solver thinks. A run that no clock
had a hand in is named by its question, by what was read and by the code; one that time ended is named by its answer
too, for the same question may end otherwise on another day. How long it took stands beside the run and not in it.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

import orjson
from sqlalchemy.orm import Session

from data import runs, siting_reading
from data.history import moment
from data.reading import AtMoment
from data.siting_code import siting_code
from data.siting_reading import SHIPPED, Read, Sources
from geo.siting.answer import Watch
from layers.refusal import Refusal
from layers.siting import SitingQuestion
from layers.siting_answer import Asked, Heading, answer
from layers.siting_result import SitingResult

INDICATOR = "siting"
SECONDS = "seconds"


@dataclass(frozen=True, eq=False)
class Prepared:
    """A question with everything that was read for it."""

    question: SitingQuestion
    read: Read
    recorded_at: dt.datetime
    disclosure: str
    divisions: tuple[str, ...]

    @property
    def id(self) -> str:
        """The name of the run, unless time ends it."""
        told = self.question.canonical + self.read.inputs_hash.encode() + siting_code().encode()
        return f"siting-{hashlib.sha256(told).hexdigest()[:12]}"


@dataclass(frozen=True, eq=False)
class SitingRun:
    """A run that was solved, ready to be kept."""

    prepared: Prepared
    result: SitingResult
    seconds: float


def prepare(session: Session, question: SitingQuestion, places: Sources = SHIPPED) -> Prepared:
    """Read everything a question asks of.

    Args:
        session: a reading transaction.
        question: what is asked; `as_of` must be given.
        places: where the county keeps its services and its rates of ageing.

    Raises:
        Refusal: no date, or the register lacks what is needed; says what to do.
    """
    if question.as_of is None:
        raise Refusal("没有给截至日期", "登记库的内容随日期变化", "请写明 as_of，例如 2024-12-31")
    known_at = moment(session)
    reading = AtMoment(session, question.as_of, known_at)
    read = siting_reading.read(reading, question, places)
    read.ground.county()  # what contradicts itself is said before anybody waits
    closed = reading.closed
    return Prepared(question, read, known_at, closed.disclosure.value, tuple(sorted(closed.divisions)))


def solve(prepared: Prepared, watch: Watch) -> SitingRun:
    """Solve what was read; takes as long as the watch allows and opens no transaction."""
    read = prepared.read
    heading = Heading(
        id=prepared.id,
        inputs_hash=read.inputs_hash,
        code_version=siting_code(),
        reached_by=read.reached_by,
        excluded=read.excluded,
        invented=read.invented,
        findings=read.findings,
    )
    told = answer(Asked(read.ground, read.faster, read.future), heading, watch)
    result = told.result
    if not told.is_settled:
        ending = hashlib.sha256(result.body).hexdigest()[:6]
        result = result.model_copy(update={"id": f"{prepared.id}-{ending}"})
    return SitingRun(prepared, result, round(watch.seconds, 1))


def keep(session: Session, run: SitingRun) -> bool:
    """Keep a run; answers whether it was new."""
    prepared = run.prepared
    assert prepared.question.as_of is not None  # noqa: S101 - nothing is prepared without it
    return runs.keep(
        session,
        runs.Run(
            id=run.result.id,
            indicator=INDICATOR,
            parameters=prepared.question.plain() | {SECONDS: run.seconds},
            as_of=prepared.question.as_of,
            recorded_at=prepared.recorded_at,
            inputs_hash=prepared.read.inputs_hash,
            code_version=siting_code(),
            result=run.result.body,
            disclosure=prepared.disclosure,
            divisions=list(prepared.divisions),
        ),
    )


def told(run: runs.Run) -> bytes:
    """A kept run as it is answered: its bytes, and how long it took."""
    return orjson.dumps(
        orjson.loads(run.result) | {SECONDS: run.parameters.get(SECONDS)}, option=orjson.OPT_APPEND_NEWLINE
    )
