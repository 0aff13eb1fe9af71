"""What a covering question need not ask: the least cost is the same without it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from geo.siting import least_cover as two_solvers
from geo.siting.answer import Watch
from geo.siting.choosing import Covering
from geo.siting.dominance import reduced
from geo.siting.least_cover import least_cover


def least(touches: np.ndarray, costs: np.ndarray, kept: tuple[int, ...]) -> int:
    """Every set of sites tried."""
    sites = range(touches.shape[1])
    sets = (set(chosen) | set(kept) for size in range(len(sites) + 1) for chosen in combinations(sites, size))
    return min(int(costs[list(each)].sum()) for each in sets if touches[:, list(each)].any(axis=1).all())


@st.composite
def questions(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    groups, sites = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    touches = np.array(
        draw(st.lists(st.lists(st.booleans(), min_size=sites, max_size=sites), min_size=groups, max_size=groups))
    )
    touches[
        np.arange(groups), np.array(draw(st.lists(st.integers(0, sites - 1), min_size=groups, max_size=groups)))
    ] = True
    costs = np.array(draw(st.lists(st.integers(0, 4), min_size=sites, max_size=sites)), np.int64)
    return touches, costs, tuple(draw(st.sets(st.integers(0, sites - 1), max_size=2)))


@settings(max_examples=150, deadline=None)
@given(questions())
def test_the_least_cost_stays_the_same(question: tuple[np.ndarray, np.ndarray, tuple[int, ...]]) -> None:
    touches, costs, kept = question
    groups, sites = reduced(csr_array(touches.astype(np.int64)), costs, np.array(kept, np.int64))
    assert set(kept) <= set(sites.tolist())
    places = {site: place for place, site in enumerate(sites.tolist())}
    inner = tuple(places[site] for site in kept)
    assert least(touches[np.ix_(groups, sites)], costs[sites], inner) == least(touches, costs, kept)


def test_the_second_solver_closes_what_the_first_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_solvers, "FIRST_S", 0.0)
    chance = np.random.default_rng(5)
    for _ in range(5):
        touches, costs = chance.random((9, 8)) < 0.3, chance.integers(1, 5, 8)
        touches[np.arange(9), chance.integers(0, 8, 9)] = True
        rows = csr_array(touches.astype(np.int64))
        covering = Covering(8, rows.indptr.astype(np.int64), rows.indices.astype(np.int64))
        kept, everything = np.array([3], np.int64), np.arange(8)
        found = least_cover(covering, costs, kept, everything, Watch(60.0))
        assert found.chosen is not None
        assert found.is_proven
        assert costs[found.chosen].sum() == found.bound == least(touches, costs, (3,))
        assert 3 in found.chosen
