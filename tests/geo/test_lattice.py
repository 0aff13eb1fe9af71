"""The lattice: neighbours are so far apart as was asked, over the ellipsoid; the count foretold is about right."""

import pytest
from pyproj import Geod

from geo.lattice import about_how_many, lattice, metres_per_degree

GEOD = Geod(a=6378137.0, rf=298.257222101)
BOX = (112.9, 28.9, 113.3, 29.3)


def test_neighbours_are_equally_far_apart_over_the_ellipsoid() -> None:
    net = lattice(BOX, 1_000)
    places = {(row, column): at for row, column, at in zip(net.row, net.column, range(len(net)), strict=True)}
    for one, other in (((0, 0), (0, 1)), ((20, 7), (20, 8)), ((0, 0), (1, 0)), ((40, 0), (41, 0))):
        a, b = places[one], places[other]
        *_, metres = GEOD.inv(net.lon[a], net.lat[a], net.lon[b], net.lat[b])
        assert metres == pytest.approx(1_000, abs=0.002)


def test_the_lattice_fills_its_box_and_no_more() -> None:
    net = lattice(BOX, 2_000)
    assert (net.lon[0], net.lat[0]) == BOX[:2]
    assert net.lon.max() <= BOX[2]
    assert net.lat.max() <= BOX[3]
    across, along = metres_per_degree(29.3)
    assert (BOX[3] - net.lat.max()) * along < 2_000
    assert (BOX[2] - net.lon[net.row == net.row.max()].max()) * across < 2_000 + 1
    assert len(net) == pytest.approx(about_how_many(BOX, 2_000), rel=0.05)


def test_what_is_no_spacing_and_no_box_is_refused() -> None:
    with pytest.raises(ValueError, match="间距"):
        lattice(BOX, 0)
    with pytest.raises(ValueError, match="西、南、东、北"):
        lattice((2, 0, 1, 1), 10)
