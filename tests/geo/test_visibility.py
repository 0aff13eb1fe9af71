"""Viewsheds: hills drawn by hand, and small grids against every sight line looked along by brute force."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from geo.visibility import NOBODY, Relief, Sight, seen_by, steepness_degree, viewshed

CELL_M = 30.0
FLAT = Sight(most_m=1e6, eye_m=1.5, first_ridge=False, refraction=1.0)  # a refraction of 1 undoes the earth's curve
R = 6_371_008.8


def profile(*heights: float) -> Relief:
    """A valley seen from the side: the same in every row."""
    return Relief(np.tile(np.array(heights, np.float64), (3, 1)), CELL_M, CELL_M)


def along(relief: Relief, sight: Sight) -> list[bool]:
    """Which cells of the middle row are seen from its first."""
    return [bool(each) for each in viewshed(relief, [(1, 0)], sight)[1]]


# --- hand cases


def test_a_plain_is_seen_and_a_wall_hides_what_is_as_low_behind_it() -> None:
    assert along(profile(0, 0, 0, 0, 0), FLAT) == [True] * 5
    assert along(profile(0, 0, 10, 0, 0), FLAT) == [True, True, True, False, False]


def test_a_tower_behind_a_wall_is_seen_when_it_stands_high_enough() -> None:
    # From 1.5 m over the wall's 10 m at 60 m one looks over 1.5 + 8.5 · 4/2 = 18.5 m at 120 m.
    assert along(profile(0, 0, 10, 0, 18.4), FLAT)[4] is False
    assert along(profile(0, 0, 10, 0, 18.6), FLAT)[4] is True
    raised = Sight(most_m=1e6, eye_m=1.5, target_m=0.8, first_ridge=False, refraction=1.0)
    assert along(profile(0, 0, 10, 0, 18.0), raised)[4] is True


def test_the_second_mountain_is_seen_but_does_not_belong_to_the_first_ridge() -> None:
    valley = profile(0, 0, 30, 60, 90, 40, 0, 100, 300, 400)
    first = Sight(most_m=1e6, ridge_rise_m=20, ridge_drop_m=5, refraction=1.0)
    assert along(valley, FLAT) == [*[True] * 5, False, False, False, True, True]
    assert along(valley, first) == [*[True] * 5, *[False] * 5]


def test_a_bump_on_the_slope_and_a_dam_beside_the_road_are_no_ridges() -> None:
    first = Sight(most_m=1e6, ridge_rise_m=20, ridge_drop_m=5, refraction=1.0)
    dam = profile(0, 6, 0, 20, 60, 120)
    assert along(dam, first) == along(dam, FLAT)
    assert along(dam, first)[-2:] == [True, True]
    bump = profile(0, 30, 62, 90, 130, 170)  # a dip of two metres under the sight line
    assert along(bump, first)[-1] is True


def test_nothing_is_looked_at_beyond_the_farthest() -> None:
    near = Sight(most_m=60.0, first_ridge=False)
    assert along(profile(0, 0, 0, 0), near) == [True, True, True, False]


def test_the_earth_is_round() -> None:
    flat = Relief(np.zeros((2, 400)), 100.0, 100.0)
    far = Sight(most_m=1e6, eye_m=1.6, first_ridge=False, refraction=0.0)
    seen = viewshed(flat, [(0, 0)], far)[0]
    horizon_m = math.sqrt(2 * R * 1.6)
    assert int(seen.sum()) == pytest.approx(horizon_m / 100, abs=1.5)


def test_gaps_hide_nothing_and_are_not_seen() -> None:
    gap = float("nan")
    assert along(profile(0, gap, 0, 0), FLAT) == [True, False, True, True]
    assert seen_by(profile(0, 0), [(9.0, 9.0)], [(0, 0)], FLAT).tolist() == [NOBODY]


def test_who_sees_is_the_first_of_those_who_do() -> None:
    valley = profile(0, 50, 0, 0)
    assert seen_by(valley, [(1, 0), (1, 3), (1, 2)], [(1, 2), (1, 0)], FLAT).tolist() == [1, 0]
    assert seen_by(valley, np.empty((0, 2)), [(1, 2)], FLAT).tolist() == [NOBODY]


def test_a_slope_is_as_steep_as_it_rises() -> None:
    assert steepness_degree(profile(0, 30, 60, 90))[1] == pytest.approx([45] * 4)


def test_what_is_no_ground_and_no_sight_is_refused() -> None:
    with pytest.raises(ValueError, match="两行两列"):
        Relief(np.zeros(3), 1, 1)
    with pytest.raises(ValueError, match="正数"):
        Relief(np.zeros((2, 2)), 0, 1)
    with pytest.raises(ValueError, match="视距"):
        Sight(most_m=0)
    with pytest.raises(ValueError, match="负数"):
        Sight(most_m=1, eye_m=-1)
    with pytest.raises(ValueError, match="（行, 列）"):
        seen_by(profile(0, 0), [(math.nan, 0)], [(0, 0)], FLAT)


# --- brute force: every line between middles of cells, met one by one, in no order


Grid = NDArray[np.float64]
Place = tuple[float, float]


def height_on(grid: Grid, at: Place) -> float:
    (row, column), (rows, columns) = at, grid.shape
    top, left = min(math.floor(row), rows - 2), min(math.floor(column), columns - 2)
    corners = [(i, j) for i in (0, 1) for j in (0, 1)]
    weights = [(1 - abs(row - top - i)) * (1 - abs(column - left - j)) for i, j in corners]
    parts = [float(grid[top + i, left + j]) * weight for (i, j), weight in zip(corners, weights, strict=True)]
    return math.fsum(parts)


def crossings(eye: Place, place: Place) -> list[float]:
    """Where on the way a sight crosses a line between middles of cells, as shares of it."""
    shares = set()
    for one, other in zip(eye, place, strict=True):
        low, high = sorted((one, other))
        lines = range(math.ceil(low), math.floor(high) + 1) if low < high else ()
        shares |= {(line - one) / (other - one) for line in lines}
    return sorted(share for share in shares if 1e-12 < share < 1 - 1e-12)


@dataclass
class Spot:
    """What is met on the way: how far, how high, at what angle."""

    metres: float
    height: float
    angle: float


def met(grid: Grid, eye: Place, place: Place, share: float, sight: Sight) -> Spot:
    """Angles instead of slopes; cells of 30 m by 20 m."""
    row, column = (one + share * (other - one) for one, other in zip(eye, place, strict=True))
    metres = math.hypot((row - eye[0]) * 20.0, (column - eye[1]) * 30.0)
    height = height_on(grid, (row, column))
    from_above = height_on(grid, eye) + sight.eye_m
    raised = height + (sight.target_m if share == 1.0 else 0.0)
    bent = metres**2 * (1 - sight.refraction) / (2 * R)
    return Spot(metres, height, math.atan2(raised - bent - from_above, metres))


def ends_at_a_ridge(way: list[Spot], ground: float, sight: Sight) -> bool:
    """Whether some crossing lies deep enough below a horizon that rises high enough before it."""
    for behind, spot in enumerate(way):
        horizon = max(way[:behind], key=lambda before: before.angle, default=spot)
        eye = ground + sight.eye_m
        bent = spot.height - spot.metres**2 * (1 - sight.refraction) / (2 * R)
        drop = eye + math.tan(horizon.angle) * spot.metres - bent
        hides = spot.angle < horizon.angle and drop >= sight.ridge_drop_m
        if hides and horizon.height - ground >= sight.ridge_rise_m:
            return True
    return False


def sees(grid: Grid, eye: Place, place: Place, sight: Sight) -> bool:
    """Look along one sight."""
    target = met(grid, eye, place, 1.0, sight)
    if target.metres > sight.most_m:
        return False
    way = [met(grid, eye, place, share, sight) for share in crossings(eye, place)]
    if any(spot.angle > target.angle + 1e-9 for spot in way):
        return False
    return not (sight.first_ridge and ends_at_a_ridge(way, height_on(grid, eye), sight))


@pytest.mark.parametrize("first_ridge", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_every_sight_line_of_a_small_ground_is_as_brute_force_has_it(seed: int, first_ridge: bool) -> None:
    draw = np.random.default_rng(seed)
    rows, columns = 9, 12
    waves = draw.normal(0, 1, (rows, columns)).cumsum(axis=0).cumsum(axis=1)
    relief = Relief(waves * draw.choice([0.5, 3.0]), 30.0, 20.0)
    eyes = draw.uniform([0, 0], [rows - 1, columns - 1], (4, 2))
    eyes[0] = (4, 5)  # one that stands in the middle of a cell, as lines of the grid do
    sight = Sight(
        most_m=250.0, eye_m=1.6, target_m=float(draw.choice([0, 2])), first_ridge=first_ridge,
        ridge_rise_m=4.0, ridge_drop_m=1.0,
    )  # fmt: skip
    found = viewshed(relief, eyes, sight)
    wanted = [
        [any(sees(relief.heights, (eye[0], eye[1]), (row, column), sight) for eye in eyes) for column in range(columns)]
        for row in range(rows)
    ]
    assert found.tolist() == wanted
    assert 0 < found.sum() < found.size
