"""On which side of a line a point lies, exactly as the real-number geometry of the doubles says.

A rounded determinant answers when it is larger than its own error bound; else the six products of the determinant are
taken as unevaluated sums of doubles (Dekker's split and product, Knuth's sum) and added without error. After Shewchuk,
*Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates* (1997).

Plane coordinates of any unit. Exact for coordinates that are zero or between `SMALLEST` and `LARGEST` in magnitude:
outside of that a product may overflow, or lose bits below the smallest double.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Doubles = NDArray[np.float64]

SMALLEST = 1e-120
LARGEST = 1e120
ERROR_BOUND = 3.3306690738754716e-16
"""A rounded determinant larger than this share of its two products has the right sign: (3 + 16 u) u with u = 2^-53."""

_SPLITTER = 134217729.0  # 2 to the 27th, plus one
_TERMS = 12


@compiled
def side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> int:
    """Return 1 when p lies left of the line from a to b, -1 when right of it, 0 when exactly on it."""
    left = (ax - px) * (by - py)
    right = (ay - py) * (bx - px)
    determinant = left - right
    if abs(determinant) > ERROR_BOUND * (abs(left) + abs(right)):
        return 1 if determinant > 0.0 else -1
    return _exact_side(ax, ay, bx, by, px, py)


@compiled
def _exact_side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> int:
    """Return the sign of a×b + b×p + p×a, each cross product expanded without error."""
    terms = np.zeros(_TERMS)
    count = _add_product(terms, 0, ax, by)
    count = _add_product(terms, count, -ay, bx)
    count = _add_product(terms, count, bx, py)
    count = _add_product(terms, count, -by, px)
    count = _add_product(terms, count, px, ay)
    count = _add_product(terms, count, -py, ax)
    for term in range(count - 1, -1, -1):
        if terms[term] != 0.0:
            return 1 if terms[term] > 0.0 else -1
    return 0


@compiled
def _add_product(terms: Doubles, count: int, a: float, b: float) -> int:
    """Add a·b to an expansion of `count` terms, smallest first; return the new number of terms."""
    product = a * b
    high_a, low_a = _split(a)
    high_b, low_b = _split(b)
    error = low_a * low_b - (((product - high_a * high_b) - low_a * high_b) - high_a * low_b)
    _add_term(terms, count, error)
    _add_term(terms, count + 1, product)
    return count + 2


@compiled
def _split(a: float) -> tuple[float, float]:
    """Split a double into two halves of 26 bits whose sum it is (Dekker)."""
    scaled = _SPLITTER * a
    high = scaled - (scaled - a)
    return high, a - high


@compiled
def _add_term(terms: Doubles, count: int, value: float) -> None:
    """Add one double to an expansion, leaving one term more and no error (Shewchuk's grow-expansion)."""
    carried = value
    for term in range(count):
        total = carried + terms[term]
        part = total - carried
        terms[term] = (carried - (total - part)) + (terms[term] - part)
        carried = total
    terms[count] = carried


@compiled
def first_uncomputable(x: Doubles, y: Doubles) -> int:
    """Return the position of the first point with a coordinate that is no number to compute with, or -1."""
    for i in range(len(x)):
        for value in (abs(x[i]), abs(y[i])):
            if not (value == 0.0 or SMALLEST <= value <= LARGEST):
                return i
    return -1
