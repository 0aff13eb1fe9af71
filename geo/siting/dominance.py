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
        part = csr_array(touches[groups][:, sites])
        groups = groups[~_holds_another(part, np.zeros(len(groups), np.int64))]
        part = csr_array(touches[groups][:, sites])
        spare = _within_another(csr_array(part.T), costs[sites])
        sites = sites[~spare | fixed[sites]]
        if (len(groups), len(sites)) == before:
            return groups, sites


def _holds_another(rows: csr_array, rank: Longs) -> NDArray[np.bool_]:
    """Rows that hold another row whole; of equal rows all but the first."""
    return _compared(rows, rank, wider=True)


def _within_another(rows: csr_array, rank: Longs) -> NDArray[np.bool_]:
    """Rows that another row of no higher rank holds whole; of equal ones all but the first."""
    return _compared(rows, rank, wider=False)


def _compared(rows: csr_array, rank: Longs, *, wider: bool) -> NDArray[np.bool_]:
    sizes = np.diff(rows.indptr).astype(np.int64)
    out = np.zeros(len(sizes), np.bool_)
    if int((np.bincount(rows.indices, minlength=rows.shape[1]).astype(np.int64) ** 2).sum()) > MOST_PAIRS:
        return out
    both = (rows @ rows.T).tocoo()
    one, other, common = both.row, both.col, both.data
    if wider:
        worse = (common == sizes[other]) & ((sizes[one] > sizes[other]) | (one > other))
    else:
        lower = rank[other] < rank[one]
        same = (rank[other] == rank[one]) & ((sizes[other] > sizes[one]) | (one > other))
        worse = (common == sizes[one]) & (lower | same)
    out[one[worse & (one != other)]] = True
    return out
