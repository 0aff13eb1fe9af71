"""What if, from the register: read once, kept as long as nothing that was read has changed, and asked again and again.

What was read is kept in the process, for whoever sees the same rows. Each question first asks the register, in one
short statement, whether anything has been entered since: a kept answer is never an old one.
"""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from data import audit, coverage, reach, services, travel
from data.acting import acting
from data.history import known, moment
from data.reading import AtMoment
from data.road_tables import ROAD_LINKS, ROAD_MAPS, ROAD_TERMS
from geo.locate import AreaIndex
from layers.coverage_terms import BedsParameters
from layers.reach_ground import lonlat
from layers.reach_terms import PlacesRule, ReachParameters
from layers.record import Disclosure
from layers.refusal import Refusal
from layers.services import ServiceId
from layers.travel import TravelMode
from layers.what_if import BedsStanding, Change, Tried, WhatIf, tried

_KEPT = 12
_ALWAYS = ("divisions", "settlements", "population")


@dataclass(frozen=True)
class Kept:
    """What stands, and what was said of the ways."""

    what_if: WhatIf
    because: str
    findings: tuple[str, ...]


class Shelf:
    """The questions asked last, by what they read; the oldest goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[Any, ...]) -> Kept | None:
        """What is kept under a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[Any, ...], kept: Kept) -> Kept:
        """Keep it, and let go of the oldest."""
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept


_SHELF = Shelf()


def answer(
    session: Session, parameters: ReachParameters, changes: tuple[Change, ...], *, folder: Path = services.SHIPPED
) -> dict[str, Any]:
    """The figures when the changes are made; nothing is entered and nothing kept in the register.

    Args:
        session: a reading transaction; rows are read as its actor may see them.
        parameters: the question of reach; `as_of` must be given.
        changes: what is tried, in order.
        folder: the county's services.

    Raises:
        Refusal: no date, another rule than nearest-first, no such home, or no way to tell the ways.
    """
    if parameters.rule is not PlacesRule.NEAREST:
        raise Refusal(f"假设推演不能按“{parameters.rule.label}”", "它随指针即时计算，近者先得", "请改用 rule=nearest")
    kept = standing(session, parameters, folder=folder)
    wish = tried(kept.what_if.ground.supplies, changes)
    ways = _ways(session, kept.what_if, wish)
    told = kept.what_if.answer(wish, ways.reach)
    findings = [*kept.findings, *(finding.message for finding in ways.findings)]
    question = kept.what_if.question
    return {
        "service": question.service.id.value,
        "title": question.service.title,
        "unit": question.service.unit,
        "mode": question.parameters.mode.value,
        "as_of": question.as_of.isoformat(),
        "because": kept.because,
        **told,
        "findings": findings,
    }


def standing(session: Session, parameters: ReachParameters, *, folder: Path = services.SHIPPED) -> Kept:
    """What stands, read anew when anything has been entered since.

    Raises:
        Refusal: as `answer`.
    """
    day = parameters.as_of
    if day is None:
        raise Refusal("没有给截至日期", "登记库的内容随日期变化", "请写明 as_of，例如 2024-12-31")
    plain = tuple(sorted(parameters.plain().items()))
    key = (
        session.get_bind().engine.url,
        acting(session).profile,
        str(folder),
        plain,
        _state(session, parameters, folder),
    )
    found = _SHELF.find(key)
    return found or _SHELF.put(key, _read(session, parameters, day, folder))


def _read(session: Session, parameters: ReachParameters, day: dt.date, folder: Path) -> Kept:
    reading = AtMoment(session, day, moment(session))
    ground, question = reach.stand(reading, parameters, folder=folder)
    if reading.closed.disclosure is Disclosure.RESTRICTED:
        audit.keep_in_mind(session, audit.Note(audit.READ, "what-if", {"service": question.service.id.value}))
    beds = _beds(session, day) if question.service.id is ServiceId.NURSING_BEDS else None
    return Kept(WhatIf(ground, question, beds), question.because, tuple(each.message for each in question.findings))


def _beds(session: Session, day: dt.date) -> BedsStanding:
    """Beds per thousand by township as they stand, by the lawful definition."""
    parameters = BedsParameters(as_of=day)
    run = coverage.figure(session, parameters)
    rows = run.result.areas
    place = {code: number for number, code in enumerate(run.areas.ids)}
    return BedsStanding(
        ids=run.areas.ids,
        names=run.areas.names,
        index=AreaIndex.build(run.areas.shapes),
        beds=tuple(row.beds for row in rows),
        elderly=tuple(row.elderly for row in rows),
        beds_of_all=run.result.total.beds,
        elderly_of_all=None if any(row.elderly is None for row in rows) else run.result.total.elderly,
        homes={(row.layer, row.id): (place.get(row.area or "", -1), row.beds or 0) for row in run.facilities},
        target=parameters.target,
    )


def _ways(session: Session, standing: WhatIf, wish: Tried) -> travel.Travelled:
    """The ways to the changed supplies alone."""
    question = standing.question
    return travel.reach(
        session,
        question.parameters.mode,
        question.limits.largest,
        lonlat(standing.ground.villages),
        lonlat(wish.live),
        question.as_of,
        age=reach.pace_of(question.age),
    )


def _state(session: Session, parameters: ReachParameters, folder: Path) -> tuple[Any, ...]:
    """What changes whenever a row that is read is entered, amended or withdrawn: the newest of every table."""
    own = [form.layer.id for form in services.service(parameters.service, folder).layers]
    by_road = parameters.mode is not TravelMode.STRAIGHT
    newest = [each for layer in dict.fromkeys([*_ALWAYS, *own, *(["roads"] if by_road else [])]) for each in _of(layer)]
    if by_road:
        newest += [select(func.max(table.c.number)) for table in (ROAD_TERMS, ROAD_LINKS, ROAD_MAPS)]
        newest += [select(func.max(table.c.withdrawn_at)) for table in (ROAD_LINKS, ROAD_MAPS)]
    return tuple(session.execute(select(*(each.scalar_subquery() for each in newest))).one())


def _of(layer: str) -> list[Select[Any]]:
    now, before = known(layer)
    return [select(func.max(func.lower(now.c.recorded))), select(func.max(before.c.history_id))]
