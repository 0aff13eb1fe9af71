"""What a covering question need not ask: groups that others imply, and sites that others replace.

A group is implied by one whose sites are all among its own. A site is replaced by one that touches at least the same
groups and costs no more. Both are left out again and again until neither is found (Toregas and ReVelle 1973); the
least cost stays the same, and so do the bounds.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Longs = NDArray[np.int64]

# More pairs of groups or sites than this are not compared: the solver does better with its time.
MOST_PAIRS = 40_000_000


def reduced(touches: csr_array, costs: Longs, kept: Longs) -> tuple[Longs, Longs]:
    """Which groups and which sites still have to be looked at.

    Args:
        touches: groups by sites, 1 where a site is of a group.
        costs: of each site.
        kept: sites that are open whatever happens; they are never replaced.

    Returns:
        Positions of groups and of sites, ascending.
    """
    groups, sites = np.arange(touches.shape[0]), np.arange(touches.shape[1])
    fixed = np.zeros(touches.shape[1], np.bool_)
    fixed[kept] = True
    while True:
        before = len(groups), len(sites)
        groups = groups[~_implied(csr_array(touches[groups][:, sites]))]
        spare = _replaced(csr_array(touches[groups][:, sites].T), costs[sites])
        sites = sites[~spare | fixed[sites]]
        if (len(groups), len(sites)) == before:
            return groups, sites


def _implied(groups: csr_array) -> NDArray[np.bool_]:
    """Groups that hold another one whole; of equal groups all but the first."""
    one, other, common, sizes = _shared(groups)
    later = (sizes[one] > sizes[other]) | (one > other)
    return _marked(one[(common == sizes[other]) & later], len(sizes))


def _replaced(sites: csr_array, costs: Longs) -> NDArray[np.bool_]:
    """Sites whose groups another site of no higher cost touches too; of equal ones all but the first."""
    one, other, common, sizes = _shared(sites)
    same = (costs[other] == costs[one]) & ((sizes[other] > sizes[one]) | (one > other))
    return _marked(one[(common == sizes[one]) & ((costs[other] < costs[one]) | same)], len(sizes))


def _shared(rows: csr_array) -> tuple[Longs, Longs, Longs, Longs]:
    """Pairs of different rows that share something: one, the other, how much they share; and how large each row is."""
    sizes = np.diff(rows.indptr).astype(np.int64)
    if int((np.bincount(rows.indices, minlength=rows.shape[1]).astype(np.int64) ** 2).sum()) > MOST_PAIRS:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, sizes
    both = (rows @ rows.T).tocoo()
    differ = both.row != both.col
    return both.row[differ], both.col[differ], both.data[differ], sizes


def _marked(places: Longs, count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    found[places] = True
    return found
