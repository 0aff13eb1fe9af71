"""Who gets a place: people handed to supplies of limited capacity, and the three buckets that come of it.

Served, within reach without a place, out of reach: the three are whole people and sum to the people of every demand.
People of one demand may go to several supplies. Costs are minutes or metres, as the reach has them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_flow

from geo.catchments import Reach
from geo.compiled import compiled

Whole = NDArray[np.int64]

# maximum_flow of SciPy counts in 32 bits.
MOST_PEOPLE = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Assignment:
    """How many of each pair's people go that way, and what that makes of every demand and supply."""

    flows: Whole
    """People of each pair of the reach, in its order."""
    served: Whole
    waiting: Whole
    """Within reach of a supply, and without a place."""
    out_of_reach: Whole
    used: Whole
    """Places taken in each supply."""

    @property
    def totals(self) -> tuple[int, int, int]:
        """Served, within reach without a place, out of reach: all together."""
        return int(self.served.sum()), int(self.waiting.sum()), int(self.out_of_reach.sum())


def nearest_first(reach: Reach, people: ArrayLike, places: ArrayLike) -> Assignment:
    """Give each place to the nearest who still lacks one: pairs by cost, then by demand, then by supply.

    What people do when nobody guides them; it may serve fewer than could be served.

    Args:
        reach: who reaches what.
        people: whole people of each demand.
        places: whole places of each supply.

    Raises:
        ValueError: an amount is not whole, is negative, or does not match the reach.
    """
    wanting, free = _whole("需求", people, reach.demands_count), _whole("供给", places, reach.supplies_count)
    who = _demands(reach)
    order = np.lexsort((reach.supplies, who, reach.costs))
    flows = np.zeros(len(reach), np.int64)
    _hand_out(order, who, reach.supplies, wanting.copy(), free.copy(), flows)
    return _assignment(reach, wanting, flows)


def best(reach: Reach, people: ArrayLike, places: ArrayLike) -> Assignment:
    """Serve as many as can be served, and among all such ways take one of least total cost.

    The most is a maximum flow (whole by construction); the least cost a linear program over a network matrix, whose
    corners are whole, solved by the dual simplex of HiGHS.

    Args:
        reach: who reaches what.
        people: whole people of each demand.
        places: whole places of each supply.

    Raises:
        ValueError: an amount is not whole, is negative, does not match the reach, or all together exceed 2³¹ − 1.
        ArithmeticError: the solver did not end with whole people, which it must.
    """
    wanting, free = _whole("需求", people, reach.demands_count), _whole("供给", places, reach.supplies_count)
    if max(wanting.sum(), free.sum()) > MOST_PEOPLE:
        raise ValueError(f"需求或供给合计超过 {MOST_PEOPLE}：请分区计算")
    flows = np.zeros(len(reach), np.int64)
    served = _most_served(reach, wanting, free)
    if served:
        flows = _cheapest(reach, wanting, free, served)
    return _assignment(reach, wanting, flows)


def _most_served(reach: Reach, wanting: Whole, free: Whole) -> int:
    demands, supplies = reach.demands_count, reach.supplies_count
    source, sink = demands + supplies, demands + supplies + 1
    who = _demands(reach)
    tails = np.concatenate([np.full(demands, source), who, demands + np.arange(supplies)])
    heads = np.concatenate([np.arange(demands), demands + reach.supplies, np.full(supplies, sink)])
    widths = np.concatenate([wanting, np.minimum(wanting[who], free[reach.supplies]), free])
    network = coo_array((widths, (tails, heads)), shape=(sink + 1, sink + 1))
    network.sum_duplicates()
    return int(maximum_flow(csr_array(network, dtype=np.int32), source, sink).flow_value)


def _cheapest(reach: Reach, wanting: Whole, free: Whole, served: int) -> Whole:
    pairs = np.arange(len(reach))
    ones = np.ones(len(reach))
    limits = csr_array(
        (
            np.concatenate([ones, ones]),
            (
                np.concatenate([_demands(reach), reach.demands_count + reach.supplies]),
                np.concatenate([pairs, pairs]),
            ),
        ),
        shape=(reach.demands_count + reach.supplies_count, len(reach)),
    )
    found = linprog(
        reach.costs,
        A_ub=limits,
        b_ub=np.concatenate([wanting, free]),
        A_eq=csr_array(ones[np.newaxis, :]),
        b_eq=[served],
        bounds=(0, None),
        method="highs-ds",
    )
    flows = np.rint(found.x).astype(np.int64) if found.x is not None else np.zeros(0, np.int64)
    if len(flows) != len(reach) or np.abs(flows - found.x).max() > 1e-6 or flows.sum() != served:  # noqa: PLR2004 - HiGHS's tolerance
        raise ArithmeticError(f"优化分配没有得到整数解：{found.message}")
    return flows


def _assignment(reach: Reach, wanting: Whole, flows: Whole) -> Assignment:
    served = np.zeros(reach.demands_count, np.int64)
    np.add.at(served, _demands(reach), flows)
    used = np.zeros(reach.supplies_count, np.int64)
    np.add.at(used, reach.supplies, flows)
    reaches = np.diff(reach.starts) > 0
    left = wanting - served
    return Assignment(flows, served, np.where(reaches, left, 0), np.where(reaches, 0, left), used)


def _demands(reach: Reach) -> NDArray[np.int64]:
    return np.repeat(np.arange(reach.demands_count), np.diff(reach.starts))


def _whole(name: str, given: ArrayLike, count: int) -> Whole:
    amounts = np.asarray(given)
    if amounts.shape != (count,):
        raise ValueError(f"{name}有 {count} 个，给出了 {amounts.size} 个数值：请一一对应")
    if amounts.dtype.kind not in "iu" or (count and amounts.min() < 0):
        raise ValueError(f"{name}的数值应为不小于 0 的整数")
    return amounts.astype(np.int64)


@compiled
def _hand_out(  # noqa: PLR0917 - a kernel takes its arrays one by one
    order: NDArray[np.intp],
    who: NDArray[np.int64],
    what: NDArray[np.int32],
    wanting: Whole,
    free: Whole,
    flows: Whole,
) -> None:
    for pair in order:
        given = min(wanting[who[pair]], free[what[pair]])
        flows[pair] = given
        wanting[who[pair]] -= given
        free[what[pair]] -= given
