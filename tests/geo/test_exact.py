"""The side of a line, against rational arithmetic."""

# ruff: noqa: PLR0917 - six coordinates make three points
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.exact import LARGEST, SMALLEST, first_uncomputable, side

WIDE = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: 0.0 if abs(value) < SMALLEST else value)


def rational_side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> int:
    a, b, p = (Fraction(ax), Fraction(ay)), (Fraction(bx), Fraction(by)), (Fraction(px), Fraction(py))
    area = (a[0] - p[0]) * (b[1] - p[1]) - (a[1] - p[1]) * (b[0] - p[0])
    return (area > 0) - (area < 0)


def test_left_right_and_on_the_line() -> None:
    assert side(0.0, 0.0, 2.0, 2.0, 0.0, 1.0) == 1
    assert side(0.0, 0.0, 2.0, 2.0, 1.0, 0.0) == -1
    assert side(0.0, 0.0, 2.0, 2.0, 1.0, 1.0) == 0


def test_a_tenth_three_times_is_not_three_tenths() -> None:
    """0.1 + 0.2 lies off the diagonal by one unit in the last place, and that is seen."""
    assert side(0.0, 0.0, 1.0, 1.0, 0.1 + 0.2, 0.3) == -1
    assert side(0.0, 0.0, 1.0, 1.0, 0.3, 0.1 + 0.2) == 1


@given(WIDE, WIDE, WIDE, WIDE, WIDE, WIDE)
def test_any_three_points(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> None:
    assert side(ax, ay, bx, by, px, py) == rational_side(ax, ay, bx, by, px, py)


@given(WIDE, WIDE, WIDE, WIDE, st.floats(0, 1), st.integers(-3, 3), st.integers(-3, 3))
def test_points_a_few_units_in_the_last_place_off_the_line(
    ax: float, ay: float, bx: float, by: float, share: float, steps_x: int, steps_y: int
) -> None:
    px, py = ax + share * (bx - ax), ay + share * (by - ay)
    px, py = px + steps_x * np.spacing(px), py + steps_y * np.spacing(py)
    px, py = (0.0 if abs(value) < SMALLEST else float(value) for value in (px, py))
    assert side(ax, ay, bx, by, px, py) == rational_side(ax, ay, bx, by, px, py)


def test_the_grid_of_shewchuk() -> None:
    """Where a rounded determinant draws a false picture: 24 steps of one unit in the last place around (0.5, 0.5)."""
    for i in range(24):
        for j in range(24):
            p = (0.5 + i * 2.0**-53, 0.5 + j * 2.0**-53)
            assert side(12.0, 12.0, 24.0, 24.0, *p) == rational_side(12.0, 12.0, 24.0, 24.0, *p)


@pytest.mark.parametrize("scale", [SMALLEST * 4, 1e-60, 1e60, LARGEST / 4])
def test_the_ends_of_the_range(scale: float) -> None:
    points = [value * scale for value in (1.0, 1.0 / 3, 3.0, 1.0, 2.0, np.nextafter(2 / 3, 1))]
    assert side(*points) == rational_side(*points)


def test_coordinates_that_cannot_be_computed_with() -> None:
    fine = np.array([0.0, 1.0, -118.9])
    for bad in (np.nan, np.inf, -np.inf, 1e-121, 1e121):
        assert first_uncomputable(fine, np.array([0.0, bad, 2.0])) == 1
    assert first_uncomputable(fine, fine) == -1
