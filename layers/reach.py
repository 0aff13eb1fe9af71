"""From a ground to an answer: buckets by settlement and township, access, inequality, and why a settlement has what.

The buckets are counted in whole people and added up in whole people: settlements sum to townships, townships to the
county, and the three buckets to the people, everywhere.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
import orjson
from numpy.typing import NDArray

from geo.assignment import Assignment, best, nearest_first
from geo.catchments import Catchments, Decay, Part
from geo.inequality import gini, in_parts_of_people, nearest, part_of_each
from layers.coverage_result import ResultFinding
from layers.coverage_terms import plain_number
from layers.reach_ground import Ground, lonlat, placed
from layers.reach_result import (
    Buckets,
    Decile,
    Inequality,
    ReachResult,
    Remote,
    SettlementReach,
    SupplyReach,
    TownshipReach,
)
from layers.reach_terms import Measure, PlacesRule, ReachParameters
from layers.rules import Finding
from layers.services import DemandAge, Limits, Service

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

_DECIMALS = 6
_MOST_REMOTE = 50
_TENTHS = 10


@dataclass(frozen=True)
class Question:
    """What is asked, and what goes with it into the answer."""

    parameters: ReachParameters
    service: Service
    limits: Limits
    age: DemandAge
    as_of: dt.date
    unit: str
    because: str
    code_version: str
    townships: Mapping[str, str]
    """Names by code."""
    findings: tuple[Finding, ...] = ()

    @property
    def decay(self) -> Decay:
        """Weights by shares of the limit; 2SFCA counts all alike."""
        zones = self.service.zones if self.parameters.measure is not Measure.TWO_STEP else (1.0,)
        return Decay(tuple((place + 1) / len(zones) for place in range(len(zones))), tuple(zones))


@dataclass(frozen=True, eq=False)
class Answered:
    """A computation before it is told: who got a place, and how much access everybody has."""

    ground: Ground
    question: Question

    @cached_property
    def assignment(self) -> Assignment:
        """Who got a place."""
        way = best if self.question.parameters.rule is PlacesRule.BEST else nearest_first
        return way(self.ground.reach, self.ground.people, self.ground.places)

    @cached_property
    def catchments(self) -> Catchments:
        """The pairs with their weights."""
        return Catchments(self.ground.relative, self.question.decay)

    @cached_property
    def per_head(self) -> Doubles:
        """Places per person of each settlement, by the measure asked for."""
        modified = self.question.parameters.measure is Measure.MODIFIED
        way = self.catchments.modified_access if modified else self.catchments.access
        return way(self.ground.people, self.ground.amounts).per_head

    @cached_property
    def pressed(self) -> Doubles:
        """Weighted people behind each place."""
        return self.catchments.access(self.ground.people, self.ground.amounts).pressed

    @cached_property
    def available(self) -> Doubles | None:
        """Places that each settlement gets, when that is the measure."""
        if self.question.parameters.measure is not Measure.AVAILABILITY:
            return None
        return self.catchments.availability(self.ground.people, self.ground.amounts)

    @cached_property
    def nearest(self) -> tuple[Longs, Doubles]:
        """The nearest place of each settlement as the crow flies: its position (-1 for none), metres."""
        ground = self.ground
        found, far = np.full(len(ground.villages), -1, np.int64), np.full(len(ground.villages), np.inf)
        rows, columns = placed(ground.villages), np.array(placed(ground.supplies), np.int64)
        which, metres = nearest(*lonlat(ground.villages), lonlat(ground.supplies))
        found[rows] = np.where(which >= 0, columns[which] if len(columns) else -1, -1)
        far[rows] = metres
        return found, far

    def why(self, place: int) -> list[Part]:
        """The parts of a settlement's access, the largest first."""
        modified = self.question.parameters.measure is Measure.MODIFIED
        return self.catchments.why(place, self.ground.people, self.ground.amounts, modified=modified)


def compute(ground: Ground, question: Question) -> ReachResult:
    """Answer a question of reach."""
    answered = Answered(ground, question)
    digest = inputs_hash(ground)
    parameters = question.parameters
    return ReachResult(
        id=run_id(question, digest),
        service=question.service.id.value,
        title=question.service.title,
        unit=question.service.unit,
        mode=parameters.mode.value,
        limit=None if parameters.limit is None else float(parameters.limit),
        limits=question.limits.model_dump() | {"unit": question.unit},
        rule=parameters.rule.value,
        measure=parameters.measure.value,
        because=question.because,
        parameters=parameters.plain(),
        as_of=question.as_of,
        inputs_hash=digest,
        code_version=question.code_version,
        demand=_demand(question),
        totals=Buckets(**_buckets(answered, list(range(len(ground.villages))))),
        townships=_townships(answered),
        settlements=_settlements(answered),
        supplies=_supplies(answered),
        inequality=_inequality(answered),
        findings=[ResultFinding.of(finding) for finding in question.findings],
        invented=any(each.invented for each in ground.everything),
    )


def _demand(question: Question) -> str:
    """Whose places are counted, in words."""
    share = question.parameters.per_thousand
    some = "" if share is None else f"，每千人中 {plain_number(share):g} 人需要"
    return f"{question.parameters.basis.label}{question.age.label}{some}"


def inputs_hash(ground: Ground) -> str:
    """The hash of everything that was read."""
    digest = hashlib.sha256()
    for each in ground.everything:
        digest.update(orjson.dumps(asdict(each), default=sorted, option=orjson.OPT_SORT_KEYS))
    for column in (ground.limits, ground.reach.starts, ground.reach.supplies, ground.reach.costs):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()


def run_id(question: Question, digest: str) -> str:
    """The name of a run: the same question to the same rows by the same code has the same name."""
    told = [
        question.parameters.plain(),
        question.service.model_dump(mode="json"),
        question.limits.model_dump(),
        question.age.value,
        question.because,
        sorted(question.townships.items()),
        [finding.message for finding in question.findings],
        digest,
        question.code_version,
    ]
    return f"rch-{hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]}"


def _buckets(answered: Answered, places: Sequence[int]) -> dict[str, int]:
    """The buckets of some settlements, added up."""
    found = answered.assignment
    counts = {
        "people": answered.ground.people,
        "served": found.served,
        "waiting": found.waiting,
        "out_of_reach": found.out_of_reach,
    }
    return {name: int(column[list(places)].sum()) for name, column in counts.items()}


def _reaches(ground: Ground) -> Longs:
    return np.diff(ground.reach.starts)


def _by_township(ground: Ground) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, village in enumerate(ground.villages):
        found[village.township].append(place)
    return {code: found[code] for code in sorted(found)}


def _townships(answered: Answered) -> list[TownshipReach]:
    ground = answered.ground
    members = _by_township(ground)
    people = [float(ground.people[places].sum()) for places in members.values()]
    heads = [_mean(answered, places) for places in members.values()]
    tenths = part_of_each(heads, people, _TENTHS)
    alone = _reaches(ground) == 0
    return [
        TownshipReach(
            **_buckets(answered, places),
            code=code,
            name=answered.question.townships.get(code, code),
            access=_per_thousand(head),
            decile=int(tenth),
            settlements=len(places),
            remote=int(alone[places].sum()),
        )
        for (code, places), head, tenth in zip(members.items(), heads, tenths, strict=True)
    ]


def _mean(answered: Answered, places: Sequence[int]) -> float:
    """Access of some settlements together: each weighs its people, never a mean of ratios."""
    people = answered.ground.people[list(places)].astype(np.float64)
    everybody = people.sum()
    return float((answered.per_head[list(places)] * people).sum() / everybody) if everybody else 0.0


def _settlements(answered: Answered) -> list[SettlementReach]:
    ground, far = answered.ground, answered.nearest[1]
    return [
        SettlementReach(
            **_buckets(answered, [place]),
            code=village.code,
            name=village.name,
            township=village.township,
            lon=village.x,
            lat=village.y,
            limit=float(ground.limits[place]),
            reaches=int(_reaches(ground)[place]),
            nearest_m=_metres(far[place]),
            access=_per_thousand(answered.per_head[place]),
            available=None if answered.available is None else round(float(answered.available[place]), _DECIMALS),
            invented=village.invented,
        )
        for place, village in enumerate(ground.villages)
    ]


def _supplies(answered: Answered) -> list[SupplyReach]:
    ground, found = answered.ground, answered.assignment
    sharing = np.bincount(ground.reach.supplies, minlength=len(ground.supplies))
    return [
        SupplyReach(
            layer=supply.layer,
            id=supply.id,
            name=supply.name,
            lon=supply.x,
            lat=supply.y,
            places=supply.offer.places,
            used=int(found.used[place]),
            pressed=round(float(answered.pressed[place]), _DECIMALS),
            settlements=int(sharing[place]),
            invented=supply.invented,
        )
        for place, supply in enumerate(ground.supplies)
    ]


def _inequality(answered: Answered) -> Inequality:
    ground, heads = answered.ground, answered.per_head
    people = ground.people.astype(np.float64)
    parts = in_parts_of_people(heads, people, _TENTHS)
    held = heads @ parts
    counts, everything = parts.sum(axis=0), float(held.sum())
    spread = gini(heads, people)
    alone = np.flatnonzero((_reaches(ground) == 0) & (ground.people > 0))
    return Inequality(
        gini=None if spread is None else round(spread, _DECIMALS),
        deciles=[
            Decile(
                decile=place + 1,
                people=round(float(counts[place]), 1),
                access=_per_thousand(held[place] / counts[place] if counts[place] else 0.0),
                share=round(float(held[place] / everything), _DECIMALS) if everything else 0.0,
            )
            for place in range(_TENTHS)
        ],
        remote=_remote(answered, alone),
        remote_settlements=len(alone),
        remote_people=int(ground.people[alone].sum()),
    )


def _remote(answered: Answered, alone: Longs) -> list[Remote]:
    ground, (which, far) = answered.ground, answered.nearest
    furthest = sorted(alone.tolist(), key=lambda place: (-far[place], ground.villages[place].code))
    return [
        Remote(
            code=ground.villages[place].code,
            name=ground.villages[place].name,
            township=ground.villages[place].township,
            people=ground.villages[place].people,
            nearest=ground.supplies[which[place]].name if which[place] >= 0 else None,
            nearest_m=_metres(far[place]),
        )
        for place in furthest[:_MOST_REMOTE]
    ]


def _metres(far: float) -> int | None:
    """Whole tens: what is told to everybody does not find a place that is published coarsely."""
    return round(float(far) / 10) * 10 if np.isfinite(far) else None


def _per_thousand(head: float) -> float:
    return round(float(head) * 1000, _DECIMALS)
