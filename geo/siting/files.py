"""Benchmark instances as their authors publish them: OR-Library p-median, and the capacitated sets of SJC.

- OR-Library p-median (Beasley 1985): a line `n edges p`, then a line `node node length` for each edge of a graph
  without directions. Where an edge is repeated the last one counts. Costs are the lengths of shortest paths.
- SJC (Lorena and Senne 2003): a line `n p`, then a line `x y capacity demand` for each point. Costs are Euclidean
  distances, unrounded and not multiplied by the demand, as the published optima have it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Doubles = NDArray[np.float64]

MOST_POINTS = 8_000
"""Points of one file: its table of costs then takes half a gigabyte."""
HEAD_OF_GRAPH, HEAD_OF_POINTS, EDGE, POINT = 3, 2, 3, 4


@dataclass(frozen=True, eq=False)
class Instance:
    """A p-median, capacitated when it has capacities."""

    count: int
    """How many sites are to be open."""
    costs: Doubles
    """Of each demand (row) at each site (column)."""
    demands: Doubles | None = None
    capacities: Doubles | None = None


def read_instance(text: str) -> Instance:
    """Read a file of either kind; the number of figures in its first line tells which.

    Raises:
        ValueError: the file is neither; the message names the line.
    """
    lines = _Lines(text)
    head = lines.numbers(None, "点数")
    if len(head) == HEAD_OF_GRAPH:
        return _graph(lines, *lines.whole(head))
    if len(head) == HEAD_OF_POINTS:
        return _points(lines, *lines.whole(head))
    raise lines.wrong(
        f"首行有 {len(head)} 个数，应为 3 个（点数、边数、选点数：OR-Library p-median）或 2 个（点数、选点数：SJC）"
    )


class _Lines:
    """The lines of a file that hold something, one after another, and where we are."""

    def __init__(self, text: str) -> None:
        self.number = 0
        self.left: Iterator[tuple[int, str]] = (
            (number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()
        )

    def wrong(self, what: str) -> ValueError:
        """The error of this line."""
        return ValueError(f"第 {self.number} 行：{what}")

    def numbers(self, count: int | None, what: str) -> list[float]:
        """The figures of the next line.

        Args:
            count: how many there must be; None for any.
            what: what the line should hold, for the message when it is not there.
        """
        number, line = next(self.left, (0, ""))
        if not number:
            raise ValueError(f"第 {self.number + 1} 行：文件在此结束，还缺{what}" if self.number else "文件是空的")
        self.number = number
        found = [self._number(word) for word in line.split()]
        if count is not None and len(found) != count:
            raise self.wrong(f"有 {len(found)} 个数，应为 {count} 个（{what}）")
        return found

    def _number(self, word: str) -> float:
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.wrong(f"“{word[:20]}”不是数")
        return value

    def whole(self, values: list[float]) -> list[int]:
        """The figures as whole numbers."""
        for value in values:
            if value != int(value):
                raise self.wrong(f"{value:g} 应为整数")
        return [int(value) for value in values]

    def ends(self, expected: str) -> None:
        """Refuse whatever still comes."""
        number, line = next(self.left, (0, ""))
        if number:
            self.number = number
            raise self.wrong(f"多出“{line[:20]}”：首行说只有 {expected}")


def _counted(lines: _Lines, points: int, count: int) -> None:
    if not 1 <= points <= MOST_POINTS:
        raise lines.wrong(f"点数 {points} 应在 1 与 {MOST_POINTS} 之间")
    if not 1 <= count <= points:
        raise lines.wrong(f"选点数 {count} 应在 1 与点数 {points} 之间")


def _graph(lines: _Lines, points: int, edges: int, count: int) -> Instance:
    _counted(lines, points, count)
    if edges < 0:
        raise lines.wrong(f"边数 {edges} 不能小于 0")
    lengths: dict[tuple[int, int], float] = {}
    for edge in range(edges):
        one, other, length = lines.numbers(EDGE, f"第 {edge + 1} 条边：两端的点号与长度（首行说有 {edges} 条）")
        ends = lines.whole([one, other])
        if not all(1 <= end <= points for end in ends):
            raise lines.wrong(f"点号 {ends[0]}、{ends[1]} 应在 1 与 {points} 之间")
        if length < 0:
            raise lines.wrong(f"长度 {length:g} 不能小于 0")
        lengths[min(ends) - 1, max(ends) - 1] = length
    lines.ends(f"{edges} 条边")
    between = np.array(list(lengths), np.int64).reshape(-1, 2)
    graph = csr_array((list(lengths.values()), (between[:, 0], between[:, 1])), shape=(points, points))
    costs = np.ascontiguousarray(dijkstra(graph, directed=False))
    apart = np.flatnonzero(np.isinf(costs[0]))
    if len(apart):
        raise ValueError(f"第 {apart[0] + 1} 号点与第 1 号点不相连：图应是连通的，请检查有没有缺边")
    return Instance(count, costs)


def _points(lines: _Lines, points: int, count: int) -> Instance:
    _counted(lines, points, count)
    table = np.empty((points, POINT))
    for point in range(points):
        table[point] = lines.numbers(POINT, f"第 {point + 1} 个点：横、纵坐标，容量，需求（首行说有 {points} 个）")
        if table[point, 2:].min() < 0:
            raise lines.wrong(f"容量 {table[point, 2]:g} 与需求 {table[point, 3]:g} 不能小于 0")
    lines.ends(f"{points} 个点")
    x, y = table[:, 0], table[:, 1]
    costs = np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y)
    return Instance(count, costs, demands=table[:, 3].copy(), capacities=table[:, 2].copy())
