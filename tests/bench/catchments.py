"""2SFCA and E2SFCA of a nation, 11 million pairs within 10 km: ours beside SciPy and PySAL, cold and with pairs kept.

Cold is from coordinates to access: nothing is kept. Peers get places in space (chords, as the table of `speed.md`) and
build their k-d trees; PySAL gets the table of pairs that SciPy's tree finds. All answers must agree.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from geo.catchments import Catchments, Decay, Reach
from geo.earth import MEAN_RADIUS_M, in_space
from geo.floating import access_by_distance
from tests.bench.common import Options, Section, Side, timed

Doubles = NDArray[np.float64]

SEED = 20241231
# Settlements and supplies lie in it so closely that 11 million pairs are within 10 km.
WEST, SOUTH, EAST, NORTH = 80.0, 22.0, 110.0, 46.0
ZONES = {3_333.0: 1.0, 6_667.0: 0.68, 10_000.0: 0.22}
DECAYS = (Decay.within(10_000.0), Decay(tuple(ZONES), tuple(ZONES.values())))
AGREED = 1e-9


@dataclass(frozen=True)
class Land:
    """Settlements with people, supplies with places."""

    settlements: Doubles
    people: NDArray[np.int64]
    supplies: Doubles
    beds: NDArray[np.int64]

    @classmethod
    def made(cls, share: float = 1.0) -> Self:
        """Make it; the same share always gives the same land."""
        random = np.random.default_rng(SEED)
        settlements, supplies = round(660_000 * share), round(400_000 * share)
        side = np.sqrt(share)
        return cls(
            _scattered(random, settlements, side),
            random.integers(0, 2_000, settlements),
            _scattered(random, supplies, side),
            random.integers(1, 300, supplies),
        )

    @property
    def demand(self) -> tuple[Doubles, Doubles]:
        """Longitudes and latitudes of the settlements."""
        return self.settlements[:, 0], self.settlements[:, 1]

    @property
    def supply(self) -> tuple[Doubles, Doubles]:
        """Longitudes and latitudes of the supplies."""
        return self.supplies[:, 0], self.supplies[:, 1]


def _scattered(random: np.random.Generator, count: int, side: float) -> Doubles:
    """Half anywhere, half around centres."""
    low, high = (WEST, SOUTH), (WEST + (EAST - WEST) * side, SOUTH + (NORTH - SOUTH) * side)
    centres = random.uniform(low, high, (count // 50 + 1, 2))
    near = centres[random.integers(0, len(centres), count)] + random.normal(0, 0.2, (count, 2))
    places: Doubles = np.where(random.random((count, 1)) < 0.5, random.uniform(low, high, (count, 2)), near)
    return places


def run(options: Options) -> list[Section]:
    """Compare cold with SciPy, cold with PySAL, and kept with SciPy's kept CSR."""
    land = Land.made(0.01 if options.small else 1.0)
    _ours(Land.made(0.001))  # compiled code is loaded once in a process, and is no part of the work
    ours = Side("ours, no pairs stored", lambda: _ours(land), is_ours=True)
    scipy = Side("SciPy cKDTree + CSR", lambda: _scipy(land))
    pysal = Side("PySAL access on the pairs of SciPy's tree", lambda: _pysal(land))
    timed("", [ours, scipy, pysal], options.rounds)
    pairs = len(_pairs(land)[0])
    title = f"2SFCA and E2SFCA, {len(land.people):,} × {len(land.beds):,}, {pairs:,} pairs within 10 km, cold"
    kept = _kept(land)
    timed("", kept, options.rounds)
    _agree([ours, scipy, pysal, *kept])
    return [
        Section(f"{title}, beside SciPy", [ours, scipy], required=8),
        Section(f"{title}, beside PySAL", [ours, pysal], required=40),
        Section("The same with pairs kept", kept, required=1),
    ]


def _ours(land: Land) -> list[Doubles]:
    return [found.per_head for found in access_by_distance(land.demand, land.people, land.supply, land.beds, DECAYS)]


def _chord(arc: float) -> float:
    return arc * (1 - (arc / MEAN_RADIUS_M) ** 2 / 24)


def _pairs(land: Land) -> tuple[NDArray[Any], NDArray[Any], Doubles]:
    """Pairs within 10 km by SciPy's trees: settlements, supplies, chords."""
    here, there = cKDTree(in_space(*land.demand)), cKDTree(in_space(*land.supply))
    found = here.sparse_distance_matrix(there, _chord(max(ZONES)), output_type="ndarray")
    return found["i"], found["j"], found["v"]


def _matrices(land: Land) -> list[csr_array]:
    who, what, far = _pairs(land)
    edges = [_chord(limit) for limit in ZONES]
    weights = [np.ones(len(far)), np.array(list(ZONES.values()))[np.searchsorted(edges, far)]]
    shape = (len(land.people), len(land.beds))
    return [csr_array((weight, (who, what)), shape=shape) for weight in weights]


def _scipy(land: Land) -> list[Doubles]:
    return [_shared(land, matrix, matrix.T.tocsr()) for matrix in _matrices(land)]


def _shared(land: Land, matrix: csr_array, turned: csr_array) -> Doubles:
    pressed = turned @ land.people
    ratio = np.divide(land.beds, pressed, out=np.zeros(len(pressed)), where=pressed > 0)
    found: Doubles = matrix @ ratio
    return found


def _pysal(land: Land) -> list[Doubles]:
    """The object and the two measures of PySAL's own documentation."""
    from access import Access, weights

    who, what, far = _pairs(land)
    pairs = pd.DataFrame({"origin": who, "dest": what, "cost": far})
    demand = pd.DataFrame({"demand": land.people}, index=pd.RangeIndex(len(land.people), name="geoid"))
    offered = pd.DataFrame({"supply": land.beds}, index=pd.RangeIndex(len(land.beds), name="geoid"))
    steps = weights.step_fn({_chord(limit): weight for limit, weight in ZONES.items()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asked = Access(
            demand,
            "demand",
            offered,
            "supply",
            cost_df=pairs,
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )
        asked.two_stage_fca(max_cost=max(ZONES))
        asked.enhanced_two_stage_fca(weight_fn=steps)
    told = asked.access_df.reindex(range(len(land.people))).fillna(0.0)
    # Homes that nobody lives near divide by zero; PySAL tells them as infinite, and nobody is there to use them.
    return [np.asarray(told[f"{name}_supply"], np.float64) for name in ("2sfca", "e2sfca")]


def _kept(land: Land) -> list[Side]:
    reach = Reach.by_distance(land.demand, land.supply, max(ZONES))
    catchments = [Catchments(reach, decay) for decay in DECAYS]
    matrices = [(matrix, matrix.T.tocsr()) for matrix in _matrices(land)]
    return [
        Side(
            "ours, catchments kept",
            lambda: [each.access(land.people, land.beds).per_head for each in catchments],
            is_ours=True,
        ),
        Side("SciPy CSR kept, and its transpose", lambda: [_shared(land, *pair) for pair in matrices]),
    ]


def _agree(sides: list[Side]) -> None:
    """Assert that all say the same; where only settlements without people lie, a ratio has no meaning."""
    first: Any = sides[0].answer
    for side in sides[1:]:
        told: Any = side.answer
        for mine, theirs in zip(first, told, strict=True):
            finite = np.isfinite(theirs)
            assert finite.mean() > 1 - 1e-4, side.name
            np.testing.assert_allclose(mine[finite], theirs[finite], rtol=AGREED, atol=AGREED, err_msg=side.name)
