"""2SFCA and E2SFCA beside PySAL's `access`, whose NaN where nothing is reachable counts as 0: the same to 1e-9.

On random pairs, and on the travel times of Belo Horizonte (aop package data) where the file is at hand.
"""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from api.settings import ROOT
from geo.catchments import Catchments, Decay, Reach

BELO_HORIZONTE = ROOT.parent / "shared" / "data" / "benchmarks" / "belo_horizonte"
ZONES = {10: 1.0, 20: 0.68, 30: 0.22}


def peer(people: NDArray[Any], supply: NDArray[Any], pairs: pd.DataFrame, *, zoned: bool) -> NDArray[np.float64]:
    """What PySAL gives each demand; it answers for those that reach something only."""
    from access import fca, weights

    demand = pd.DataFrame({"demand": people}, index=pd.RangeIndex(len(people), name="geoid"))
    offered = pd.DataFrame({"supply": supply}, index=pd.RangeIndex(len(supply), name="geoid"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = fca.two_stage_fca(
            demand,
            offered,
            pairs,
            max_cost=max(ZONES),
            demand_index=True,
            demand_name="demand",
            supply_index=True,
            supply_name="supply",
            weight_fn=weights.step_fn(ZONES) if zoned else None,
        )
    return np.asarray(found.reindex(range(len(people))).fillna(0.0), np.float64)


def compared(people: NDArray[Any], supply: NDArray[Any], pairs: pd.DataFrame) -> None:
    reach = Reach.of_pairs(pairs["origin"], pairs["dest"], pairs["cost"], len(people), len(supply))
    for zoned, decay in ((False, Decay.within(30)), (True, Decay(tuple(ZONES), tuple(ZONES.values())))):
        ours = Catchments(reach, decay).access(people, supply).per_head
        assert ours.any()
        assert_allclose(ours, peer(people, supply, pairs, zoned=zoned), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_on_random_pairs(seed: int) -> None:
    chance = np.random.default_rng(seed)
    villages, homes = 300, 60
    costs = chance.uniform(0, 200, (villages, homes)).round(1)
    who, what = np.nonzero(costs <= 60)
    pairs = pd.DataFrame({"origin": who, "dest": what, "cost": costs[who, what]})
    compared(chance.integers(1, 900, villages), chance.integers(0, 90, homes), pairs)


@pytest.mark.skipif(not BELO_HORIZONTE.exists(), reason="the travel times of Belo Horizonte are not at hand")
def test_the_same_in_belo_horizonte() -> None:
    import duckdb

    with duckdb.connect() as opened:
        land = opened.sql(
            f"SELECT id, population, schools FROM '{BELO_HORIZONTE / 'land_use_data.parquet'}' ORDER BY id"
        ).fetchall()
        times = opened.sql(
            f"SELECT from_id, to_id, travel_time FROM '{BELO_HORIZONTE / 'travel_matrix.parquet'}'"
        ).fetchnumpy()
    at = {row[0]: place for place, row in enumerate(land)}
    pairs = pd.DataFrame(
        {
            "origin": [at[code] for code in times["from_id"]],
            "dest": [at[code] for code in times["to_id"]],
            "cost": np.asarray(times["travel_time"], np.float64),
        }
    )
    people, schools = (np.array([row[column] for row in land]) for column in (1, 2))
    compared(people, schools, pairs)
