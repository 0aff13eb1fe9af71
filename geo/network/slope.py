"""How much longer a way on foot is for its slopes: metres on the flat that take as long.

Tobler (1993), "Three presentations on geographical analysis and modeling": a walker does 6·exp(−3.5·|s + 0.05|) km/h on
a slope s, fastest going down gently. Here the slope only lengthens or shortens the way; how fast the walker is on the
flat is said elsewhere. What lies beyond the grid of heights counts as flat.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.heights import Heights
from geo.network.graph import Lines

Doubles = NDArray[np.float64]

_STEEPNESS, _GENTLY_DOWN = 3.5, 0.05
# Grids make cliffs of banks and walls; no road is steeper than one to one.
_STEEPEST = 1.0


def slope_factor(slope: ArrayLike) -> Doubles:
    """How many times as long a step takes as on the flat; `slope` is rise over run, negative downhill."""
    steep = np.clip(np.asarray(slope, np.float64), -_STEEPEST, _STEEPEST)
    return np.asarray(np.exp(_STEEPNESS * (np.abs(steep + _GENTLY_DOWN) - _GENTLY_DOWN)), np.float64)


def walked_steps_m(lines: Lines, heights: Heights | None, piece_m: float = 30.0) -> tuple[Doubles, Doubles]:
    """Of each step from vertex to vertex the metres on the flat that take as long, along the line and back.

    Args:
        lines: centre lines.
        heights: the ground; None is flat.
        piece_m: into how long pieces at most a step is cut; about a cell of the grid.
    """
    steps = lines.steps_m
    if heights is None or not len(steps):
        return steps, steps
    pieces = np.maximum(1, np.ceil(steps / piece_m).astype(np.int64))
    pieces[lines.starts[1:] - 1] = 1
    owner = np.repeat(np.arange(len(steps)), pieces)
    share = (np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[owner]
    following = np.minimum(owner + 1, len(steps) - 1)
    lonlat = lines.lonlat[owner] + share[:, None] * (lines.lonlat[following] - lines.lonlat[owner])
    here = heights.at(lonlat[:, 0], lonlat[:, 1])
    run = (steps / pieces)[owner]
    rise = np.append(here[1:] - here[:-1], 0.0)
    slope = np.divide(rise, run, out=np.zeros_like(run), where=(run > 0) & np.isfinite(rise))
    onward, back = run * slope_factor(slope), run * slope_factor(-slope)
    there, again = (np.bincount(owner, weights=each, minlength=len(steps)) for each in (onward, back))
    return np.asarray(there, np.float64), np.asarray(again, np.float64)
