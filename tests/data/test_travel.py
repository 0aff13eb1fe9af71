"""Who reaches what: the straight line against the geodesic."""

import datetime as dt
from typing import cast

import pytest
from pyproj import Geod
from sqlalchemy.orm import Session

from data.travel import reach
from layers.refusal import Refusal
from layers.travel import TravelMode

DAY = dt.date(2024, 12, 31)
NOBODY = cast("Session", None)  # the straight line reads no register


def test_the_straight_line_is_the_geodesic() -> None:
    homes = ([113.10, 113.20], [29.10, 29.15])
    villages = ([113.11, 113.40, 113.19], [29.11, 29.30, 29.15])
    found = reach(NOBODY, TravelMode.STRAIGHT, 2_000, villages, homes, DAY)
    assert found.unit == "m"
    assert found.reach.starts.tolist() == [0, 1, 1, 2]
    assert found.reach.supplies.tolist() == [0, 1]
    ellipsoid = Geod(a=6378137, rf=298.257222101)
    by_hand = [ellipsoid.inv(113.11, 29.11, 113.10, 29.10)[2], ellipsoid.inv(113.19, 29.15, 113.20, 29.15)[2]]
    assert found.reach.costs.tolist() == pytest.approx(by_hand, abs=1e-3)
    assert "直线距离" in found.because


@pytest.mark.parametrize("limit", [0, -1, float("inf"), float("nan")])
def test_a_limit_is_a_positive_number(limit: float) -> None:
    with pytest.raises(Refusal, match="上限"):
        reach(NOBODY, TravelMode.STRAIGHT, limit, ([113.1], [29.1]), ([113.1], [29.1]), DAY)
