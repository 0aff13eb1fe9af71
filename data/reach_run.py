"""A run of reach with everything its rows need: the answer, the ground it stands on, and who went where.

The package of a run keeps the ground, so that an old run says why from what it read then. Costs are metres or minutes;
coordinates EPSG:4490, longitude first.
"""

import datetime as dt
import zlib
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import orjson

from geo.assignment import Whole
from geo.catchments import Catchments, Decay, Part, Reach
from layers.reach import Answered, Question, compute
from layers.reach_ground import Ground, Supply, Village
from layers.reach_result import ReachResult
from layers.reach_terms import Measure
from layers.services import Offer

_LEVEL = 6


@dataclass(frozen=True, eq=False)
class ReachRun:
    """What was asked, answered and read; `body` is the answer's canonical bytes, `flows` people of each pair."""

    result: ReachResult
    body: bytes
    ground: Ground
    flows: Whole
    decay: Decay

    @property
    def id(self) -> str:
        """The run's name."""
        return self.result.id

    def place_of(self, settlement: str) -> int | None:
        """The position of a settlement by its code; None when the run knows none of it."""
        codes = [village.code for village in self.ground.villages]
        return codes.index(settlement) if settlement in codes else None

    def parts(self, place: int) -> list[Part]:
        """Of what the access of a settlement is made, the largest part first."""
        catchments = Catchments(self.ground.relative, self.decay)
        modified = self.result.measure == Measure.MODIFIED.value
        return catchments.why(place, self.ground.people, self.ground.amounts, modified=modified)

    def package(self) -> bytes:
        """Ground and flows as compressed bytes; the same run is the same bytes."""
        reach = self.ground.reach
        told = {
            "villages": [asdict(village) for village in self.ground.villages],
            "supplies": [asdict(supply) for supply in self.ground.supplies],
            "limits": self.ground.limits,
            "starts": reach.starts,
            "pairs": reach.supplies,
            "costs": reach.costs,
            "flows": self.flows,
            "decay": [self.decay.limits, self.decay.weights],
        }
        return zlib.compress(orjson.dumps(told, default=sorted, option=orjson.OPT_SERIALIZE_NUMPY), _LEVEL)

    @classmethod
    def of(cls, ground: Ground, question: Question) -> "ReachRun":
        """Compute a run."""
        result = compute(ground, question)
        return cls(result, result.canonical(), ground, Answered(ground, question).assignment.flows, question.decay)

    @classmethod
    def unpacked(cls, body: bytes, package: bytes) -> "ReachRun":
        """A kept run, from its answer and its package."""
        told = orjson.loads(zlib.decompress(package))
        supplies = tuple(_supply(row) for row in told["supplies"])
        reach = Reach(
            np.array(told["starts"], np.int64),
            np.array(told["pairs"], np.int32),
            np.array(told["costs"], np.float64),
            len(supplies),
        )
        villages = tuple(Village(**row) for row in told["villages"])
        ground = Ground(villages, supplies, np.array(told["limits"], np.float64), reach)
        limits, weights = told["decay"]
        flows = np.array(told["flows"], np.int64)
        return cls(ReachResult.read(body), body, ground, flows, Decay(tuple(limits), tuple(weights)))


def _supply(row: dict[str, Any]) -> Supply:
    offer = dict(row["offer"])
    takes = None if offer["takes"] is None else frozenset(offer["takes"])
    day = row["source_date"]
    dated = {"source_date": None if day is None else dt.date.fromisoformat(day)}
    return Supply(**(row | dated | {"offer": Offer(**(offer | {"takes": takes}))}))
