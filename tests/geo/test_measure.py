import numpy as np
import pytest
from pyproj import CRS, Transformer
from shapely import LineString, Point, Polygon, box, transform

from geo.measure import area_m2, hectares, length_m, mu


def test_a_degree_of_meridian_at_the_equator() -> None:
    # Meridian arc of the ellipsoid from 0° to 1°: 110 574.3886 m (GRS 80 series).
    assert length_m(LineString([(113, 0), (113, 1)])) == pytest.approx(110_574.3886, abs=0.001)


def test_a_degree_of_the_equator() -> None:
    assert length_m(LineString([(113, 0), (114, 0)])) == pytest.approx(6378137 * 3.141592653589793 / 180, abs=1e-6)


def test_an_area_agrees_with_an_equal_area_projection() -> None:
    # Lambert azimuthal equal area at the middle of the square is the independent oracle; its edges
    # are not geodesics, which costs parts in ten million.
    square = box(113, 29, 113.1, 29.1)
    there = Transformer.from_crs(
        4490, CRS.from_proj4("+proj=laea +lat_0=29.05 +lon_0=113.05 +ellps=GRS80"), always_xy=True
    )
    flat = transform(square, lambda vertices: np.column_stack(there.transform(vertices[:, 0], vertices[:, 1])))
    assert area_m2(square) == pytest.approx(flat.area, rel=1e-6)


def test_holes_are_taken_off_whatever_the_direction_of_the_rings() -> None:
    shell, hole = box(113, 29, 113.1, 29.1), box(113.02, 29.02, 113.04, 29.04)
    for ring in (hole.exterior.coords, list(hole.exterior.coords)[::-1]):
        assert area_m2(Polygon(shell.exterior.coords, [ring])) == pytest.approx(area_m2(shell) - area_m2(hole))


def test_points_and_nothing_have_neither_length_nor_area() -> None:
    assert (length_m(Point(1, 2)), area_m2(Point(1, 2)), area_m2(Polygon()), length_m(LineString())) == (0, 0, 0, 0)


def test_fifteen_mu_are_a_hectare() -> None:
    assert (mu(10_000), hectares(10_000)) == (15, 1)
    assert mu(666.67) == pytest.approx(1, abs=1e-4)
