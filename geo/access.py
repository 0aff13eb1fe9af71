"""Supply and demand by area: whole numbers summed exactly, and supply per thousand of demand.

Supply and demand are counts of whatever the caller counts; an area is a position, as `geo.locate` gives it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

PER_THOUSAND = 1000.0


def sums_by_area(located: ArrayLike, weights: ArrayLike, areas_count: int) -> NDArray[np.number]:
    """Add up the weights of the points in each area; points in no area (-1) are left out.

    Args:
        located: for each point the position of its area, or -1.
        weights: for each point what it carries; whole numbers are summed as 64-bit integers, hence exactly.
        areas_count: how many areas there are.

    Returns:
        One sum for each area; whole numbers when the weights are, else doubles.

    Raises:
        ValueError: when the two arrays differ in length, or a position names no area.
    """
    places, loads = np.asarray(located), np.asarray(weights)
    if places.shape != loads.shape:
        raise ValueError(f"点位有 {places.size} 个，数值有 {loads.size} 个，个数不同：请成对给出。")
    if places.size and not -1 <= int(places.min()) <= int(places.max()) < areas_count:
        raise ValueError(
            f"归属编号应在 -1 与 {areas_count - 1} 之间，实为 {places.min()} 至 {places.max()}：请重新归属。"
        )
    sums = np.zeros(areas_count + 1, np.int64 if loads.dtype.kind in "biu" else np.float64)
    amounts = np.empty(loads.shape, sums.dtype)  # numpy adds fifty times slower what was unpickled
    amounts[...] = loads
    np.add.at(sums, places, amounts)
    return sums[:-1]


def sum_unplaced(located: ArrayLike, weights: ArrayLike) -> int | float:
    """Add up the weights of the points in no area, so that sums over areas and this make the total."""
    loads = np.asarray(weights)[np.asarray(located) < 0]
    total: int | float = loads.sum(dtype=np.int64 if loads.dtype.kind in "biu" else np.float64).item()
    return total


def supply_per_thousand(supply: ArrayLike, demand: ArrayLike) -> NDArray[np.float64]:
    """Return supply per thousand of demand; NaN where there is no demand, for then there is no value.

    Raises:
        ValueError: when a demand is negative.
    """
    supplied, demanded = np.asarray(supply, np.float64), np.asarray(demand, np.float64)
    if (demanded < 0).any():
        raise ValueError(f"第 {int(np.argmax(demanded < 0)) + 1} 个区域的需求为负数：请核对人口数。")
    ratio = np.full(np.broadcast_shapes(supplied.shape, demanded.shape), np.nan)
    np.divide(supplied * PER_THOUSAND, demanded, out=ratio, where=demanded > 0)
    return ratio
