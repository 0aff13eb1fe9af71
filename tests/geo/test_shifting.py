"""Changes against a computation that begins anew: the same whole people, and access equal to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.assignment import nearest_first
from geo.catchments import Catchments, Decay, Reach
from geo.shifting import Changes, Standing

ZONES = Decay((0.5, 1.0), (1.0, 0.4))


def pairs(costs: NDArray[np.float64]) -> Reach:
    """A table of costs, infinite where nobody goes, as pairs."""
    who, what = np.nonzero(np.isfinite(costs))
    return Reach.of_pairs(who, what, costs[who, what], *costs.shape)


def shares(reach: Reach) -> Reach:
    return Reach(reach.starts, reach.supplies, np.minimum(1.0, reach.costs / 10), reach.supplies_count)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_changes_are_what_a_computation_from_the_beginning_finds(seed: int, modified: bool) -> None:
    draw = np.random.default_rng(seed)
    demands, stood, new = (int(draw.integers(1, high)) for high in (14, 9, 4))

    def column() -> NDArray[np.float64]:
        # Whole costs, so that many are equal and ties are decided.
        return np.where(draw.random(demands) < 0.5, draw.integers(0, 11, demands), np.inf).astype(np.float64)

    costs = np.column_stack([column() for _ in range(stood)])
    people, places = draw.integers(0, 40, demands), draw.integers(0, 60, stood + new)
    moved = sorted(draw.choice(stood, draw.integers(0, stood + 1), replace=False).tolist())
    positions = [*draw.permutation(moved).tolist(), *range(stood, stood + new)]
    after = np.column_stack([costs, np.full((demands, new), np.inf)])
    for place in positions:
        after[:, place] = column()
    changed_places = places.copy()
    changed_places[positions] = draw.integers(0, 60, len(positions))
    base = pairs(costs)
    standing = Standing(
        base, shares(base), ZONES, people, places[:stood], places[:stood].astype(float), modified=modified
    )
    part = pairs(after[:, positions])
    found = standing.with_changes(
        Changes(positions, part, shares(part), changed_places[positions], changed_places[positions].astype(float))
    )
    whole = pairs(after)
    wanted = nearest_first(whole, people, changed_places)
    for name in ("served", "waiting", "out_of_reach", "used"):
        assert getattr(found, name).tolist() == getattr(wanted, name).tolist(), name
    catchments = Catchments(shares(whole), ZONES)
    way = catchments.modified_access if modified else catchments.access
    assert found.per_head.tobytes() == way(people, changed_places.astype(float)).per_head.tobytes()


def test_nothing_changed_is_what_stands() -> None:
    reach = pairs(np.array([[1.0, 5.0], [2.0, np.inf]]))
    people, places = np.array([10, 5]), np.array([8, 3])
    standing = Standing(reach, shares(reach), ZONES, people, places, places.astype(float))
    none = pairs(np.zeros((2, 0)))
    found = standing.with_changes(Changes([], none, none, np.zeros(0, np.int64), np.zeros(0)))
    # By hand: 8 places for the first at 1, then 2 more of it at 5; the second finds nothing left at 2.
    assert (found.served.tolist(), found.waiting.tolist(), found.used.tolist()) == ([10, 0], [0, 5], [8, 2])
    assert found.per_head.tobytes() == standing.per_head.tobytes()


def test_what_cannot_be_is_refused() -> None:
    reach = pairs(np.array([[1.0, 5.0]]))
    people, places = np.array([10]), np.array([8, 3])
    standing = Standing(reach, shares(reach), ZONES, people, places, places.astype(float))
    part = pairs(np.array([[1.0, 2.0]]))
    for positions in ([1, 1], [0, 3]):
        with pytest.raises(ValueError, match="变更的供给编号"):
            standing.with_changes(Changes(positions, part, part, places, places.astype(float)))
    turned = Reach(reach.starts, reach.supplies[::-1].copy(), reach.costs, 2)
    with pytest.raises(ValueError, match="由小到大"):
        Standing(turned, turned, ZONES, people, places, places.astype(float))
