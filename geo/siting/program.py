"""A linear program with whole columns, written block by block and solved by HiGHS under a watch.

One thread and one seed: the same program ends with the same plan, unless time ends it. What is said of the bound is
HiGHS's own dual bound.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np
from highspy import Highs
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array

from geo.siting.answer import Watch

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Sense = Literal["max", "min"]

TOLERANCE = 1e-6
"""What HiGHS takes for equal in a whole column or a row; figures of people are rounded within it."""
_REPORT_EVERY_S = 0.3


class _Quiet(Highs):
    """HiGHS without the banner that its constructor prints as soon as callbacks are switched on."""

    def __init__(self) -> None:
        super(Highs, self).__init__()
        self.silent()
        kinds = range(int(highspy.cb.HighsCallbackType.kCallbackMax) + 1)
        self.callbacks = [highspy.highs.HighsCallback(highspy.cb.HighsCallbackType(kind), self) for kind in kinds]
        enable: Callable[[], None] = self.enableCallbacks
        enable()


# The binding states no types.
_MAKE: Callable[[], Highs] = _Quiet
_BY_CLOCK = (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
_NO_PLAN = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


@dataclass(frozen=True, eq=False)
class Found:
    """How a program ended: values of its columns, None without a plan; `impossible` only where that is proven."""

    values: Doubles | None
    value: float | None
    bound: float
    impossible: bool
    by_clock: bool = False
    """Whether time or somebody's wish ended it: another day it may end otherwise."""


@dataclass(eq=False)
class Program:
    """Columns and rows as they are added; indices are handed out in order."""

    sense: Sense
    whole_objective: bool = False
    """Whether every value the objective can take is a whole number, so that a bound may be rounded."""
    _costs: list[Doubles] = field(default_factory=list)
    _lower: list[Doubles] = field(default_factory=list)
    _upper: list[Doubles] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _entries: list[tuple[Longs, Longs, Doubles]] = field(default_factory=list)
    _row_lower: list[Doubles] = field(default_factory=list)
    _row_upper: list[Doubles] = field(default_factory=list)
    columns_count: int = 0
    rows_count: int = 0

    def columns(
        self,
        count: int,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = math.inf,
        *,
        whole: bool = False,
    ) -> Longs:
        """Add columns; answers their indices."""
        for kept, given in ((self._costs, cost), (self._lower, lower), (self._upper, upper)):
            kept.append(np.broadcast_to(np.asarray(given, np.float64), (count,)))
        self._whole.append(np.full(count, whole))
        first = self.columns_count
        self.columns_count += count
        return np.arange(first, first + count)

    def costs(self, whole: Doubles) -> None:
        """Set the objective anew: the cost of every column."""
        self._costs = [np.asarray(whole, np.float64)]

    def let_be_whole(self, columns: Longs) -> None:
        """Tell columns to be whole."""
        told = np.concatenate(self._whole)
        told[columns] = True
        self._whole = [told]

    def free(self, rows: ArrayLike) -> None:
        """Let rows limit nothing any more."""
        for kept, nothing in ((self._row_lower, -math.inf), (self._row_upper, math.inf)):
            told = np.concatenate(kept)
            told[np.asarray(rows, np.int64)] = nothing
            kept[:] = [told]

    def rows(  # noqa: PLR0917 - a block of a matrix takes its three arrays and two bounds
        self, count: int, row: ArrayLike, column: ArrayLike, value: ArrayLike, lower: ArrayLike, upper: ArrayLike
    ) -> Longs:
        """Add rows by their entries, `row` counted from 0 within the block; answers their indices."""
        where = np.asarray(row, np.int64)
        values = np.broadcast_to(np.asarray(value, np.float64), where.shape)
        self._entries.append((where + self.rows_count, np.asarray(column, np.int64), values))
        self._row_lower.append(np.broadcast_to(np.asarray(lower, np.float64), (count,)))
        self._row_upper.append(np.broadcast_to(np.asarray(upper, np.float64), (count,)))
        first = self.rows_count
        self.rows_count += count
        return np.arange(first, first + count)

    def row(self, column: ArrayLike, value: ArrayLike, lower: float = -math.inf, upper: float = math.inf) -> int:
        """Add one row; answers its index."""
        columns = np.asarray(column, np.int64)
        return int(self.rows(1, np.zeros(len(columns), np.int64), columns, value, lower, upper)[0])

    def solve(self, watch: Watch, start: ArrayLike | None = None, *, nodes: int | None = None) -> Found:
        """Solve, or look as long as the watch allows; `start` is a plan to begin with.

        `nodes` ends the search after so many branches, which is no clock: it ends there every time.

        Raises:
            ArithmeticError: HiGHS does not take the program, which is a defect.
        """
        if watch.over:
            return Found(None, None, self._worst(), False, by_clock=True)
        solver = _solver(watch)
        if nodes is not None:
            solver.setOptionValue("mip_max_nodes", nodes)
        solver.setOptionValue("mip_abs_gap", 1 - TOLERANCE if self.whole_objective else TOLERANCE)
        if solver.passModel(self._model()) == highspy.HighsStatus.kError:
            raise ArithmeticError("HiGHS 不接受这个模型")
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = list(np.asarray(start, np.float64))
            solver.setSolution(solution)
        solver.HandleUserInterrupt = True
        solver.cbMipInterrupt.subscribe(self._listener(watch))
        solver.cbSimplexInterrupt.subscribe(_heed(watch))
        _run(solver)
        return self._found(solver)

    @property
    def is_whole(self) -> bool:
        """Whether any column must be whole."""
        return any(bool(block.any()) for block in self._whole)

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns_count, self.rows_count
        model.col_cost_, model.col_lower_, model.col_upper_ = map(_joined, (self._costs, self._lower, self._upper))
        model.row_lower_, model.row_upper_ = _joined(self._row_lower), _joined(self._row_upper)
        model.sense_ = highspy.ObjSense.kMaximize if self.sense == "max" else highspy.ObjSense.kMinimize
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self._entries, strict=True))
        shape = (self.rows_count, self.columns_count)
        matrix = coo_array((values, (rows, columns)), shape=shape).tocsc()
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        if self.is_whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[int(whole)] for whole in np.concatenate(self._whole)]
        return model

    def _found(self, solver: Highs) -> Found:
        status, info = solver.getModelStatus(), solver.getInfo()
        if status in _NO_PLAN:
            return Found(None, None, math.inf if self.sense == "min" else -math.inf, True)
        has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        is_proven = status == highspy.HighsModelStatus.kOptimal
        values = np.asarray(solver.getSolution().col_value) if has_plan else None
        value = float(info.objective_function_value) if has_plan else None
        if self.is_whole:
            return Found(values, value, self.rounded(float(info.mip_dual_bound)), False, status in _BY_CLOCK)
        bound = self.rounded(value) if is_proven and value is not None else self._worst()
        return Found(values, value, bound, False, status in _BY_CLOCK)

    def rounded(self, bound: float) -> float:
        """A bound, to the whole number within it where the objective has no other values."""
        if not self.whole_objective or not math.isfinite(bound):
            return bound
        return float(math.floor(bound + TOLERANCE) if self.sense == "max" else math.ceil(bound - TOLERANCE))

    def _worst(self) -> float:
        return math.inf if self.sense == "max" else -math.inf

    def _listener(self, watch: Watch) -> Callable[[highspy.highs.HighsCallbackEvent], None]:
        told_at = 0.0

        def listen(event: highspy.highs.HighsCallbackEvent) -> None:
            nonlocal told_at
            if watch.over:
                event.interrupt()
            now = time.monotonic()
            if now - told_at < _REPORT_EVERY_S:
                return
            told_at = now
            value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
            watch.report(_known(value), _known(self.rounded(bound)), "求解")

        return listen


def _heed(watch: Watch) -> Callable[[highspy.highs.HighsCallbackEvent], None]:
    def listen(event: highspy.highs.HighsCallbackEvent) -> None:
        if watch.over:
            event.interrupt()

    return listen


def _known(value: float) -> float | None:
    return float(value) if abs(value) < highspy.kHighsInf else None


def _joined(blocks: list[Doubles]) -> Doubles:
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _run(solver: Highs) -> None:
    """Run; where another library of this process has made HiGHS's threads already, run with as many as there are."""
    if solver.run() != highspy.HighsStatus.kError:
        return
    solver.setOptionValue("threads", 0)
    if solver.run() == highspy.HighsStatus.kError:
        raise ArithmeticError("HiGHS 没有求解这个模型")


def _solver(watch: Watch) -> Highs:
    solver = _MAKE()
    options: dict[str, int | float | str] = {
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "mip_rel_gap": watch.gap,
        "time_limit": watch.left_s,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver
