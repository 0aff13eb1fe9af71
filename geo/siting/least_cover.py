"""The cheapest sites that touch every group: what need not be asked is left out, then two solvers one after the other.

CP-SAT closes most questions in a second or two; what it has not closed by then goes to HiGHS, which begins with its
plan. Both bounds are valid, and the better one is said.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.siting.answer import Watch
from geo.siting.choosing import Choice, Covering, fewest
from geo.siting.dominance import reduced
from geo.siting.program import Program

Longs = NDArray[np.int64]

# Measured: random counties of 1,000 settlements close within it, or not in a minute.
FIRST_S = 5.0


def least_cover(covering: Covering, prices: Longs, kept: Longs, start: Longs, watch: Watch) -> Choice:
    """Sites of least total price that touch every group.

    Args:
        covering: the groups, none of them empty.
        prices: of each site, whole and at least 0.
        kept: sites that are open whatever happens.
        start: a plan to begin with, the kept sites among it.
        watch: time limit, progress, cancel.
    """
    touches = _matrix(covering)
    groups, sites = reduced(touches, prices, kept)
    part = csr_array(touches[groups][:, sites])
    small = Covering(len(sites), part.indptr.astype(np.int64), part.indices.astype(np.int64))
    fixed, begin = np.searchsorted(sites, kept), np.flatnonzero(np.isin(sites, start))
    short = replace(watch, time_limit_s=min(watch.time_limit_s, watch.seconds + FIRST_S))
    found = fewest(small, prices[sites].tolist(), fixed, begin, short)
    if not found.is_proven and not watch.over:
        found = _closed(part, prices[sites], fixed, found, watch)
    return found if found.chosen is None else replace(found, chosen=sites[found.chosen])


def _matrix(covering: Covering) -> csr_array:
    ones = np.ones(len(covering.members), np.int64)
    return csr_array((ones, covering.members, covering.starts), shape=(len(covering.starts) - 1, covering.sites))


def _closed(touches: csr_array, prices: Longs, kept: Longs, first: Choice, watch: Watch) -> Choice:
    """Go on with HiGHS from what CP-SAT left."""
    program = Program("min", whole_objective=True)
    lower = np.zeros(len(prices))
    lower[kept] = 1.0
    is_open = program.columns(len(prices), prices.astype(np.float64), lower, 1.0, whole=True)
    entries = touches.tocoo()
    program.rows(touches.shape[0], entries.row, is_open[entries.col], 1.0, 1.0, np.inf)
    begin = None
    if first.chosen is not None:
        begin = np.zeros(len(prices))
        begin[first.chosen] = 1.0
    found = program.solve(watch, begin)
    chosen = first.chosen if found.values is None else np.flatnonzero(found.values > 0.5)  # noqa: PLR2004 - yes or no
    bound = max(first.bound, found.bound)
    value = None if chosen is None else int(prices[chosen].sum())
    return Choice(chosen, bound, False, value is not None and value <= bound)
