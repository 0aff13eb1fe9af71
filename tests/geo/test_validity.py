"""Why shapes are invalid, where, and what a repair changes."""

import numpy as np
import pytest
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.validity import first_fault, invalidity, repaired
from tests import specimens


def test_a_bow_tie_crosses_itself_in_the_middle() -> None:
    fault = invalidity(specimens.BOW_TIE)
    assert fault is not None
    assert fault.where == Point(1, 1)
    assert "边线自相交，位于（1, 1）" in fault.message


def test_a_hole_outside_is_found_where_the_hole_is() -> None:
    fault = invalidity(specimens.HOLE_OUTSIDE)
    assert fault is not None
    assert fault.where is not None
    assert shapely.box(5, 5, 6, 6).covers(fault.where)
    assert "洞在外环之外" in fault.message


@pytest.mark.parametrize("shape", [*specimens.FOUR_SQUARES, specimens.RING_AROUND_A_LAKE, specimens.A_LINE])
def test_what_is_valid_has_no_fault(shape: BaseGeometry) -> None:
    assert invalidity(shape) is None


def test_the_first_fault_of_many() -> None:
    shapes = np.array([specimens.DIAMOND, specimens.BOW_TIE, specimens.HOLE_OUTSIDE], dtype=object)
    fault = first_fault(shapes)
    assert fault is not None
    assert (fault.position, fault.where) == (1, Point(1, 1))
    assert first_fault(shapes[:1]) is None
    assert first_fault(shapes[:0]) is None


def test_a_coordinate_that_is_no_number_is_named() -> None:
    fault = first_fault(np.array([specimens.DIAMOND, specimens.ENDLESS], dtype=object))
    assert fault is not None
    assert fault.position == 1
    assert "坐标（1.0, inf）" in fault.message


def test_a_bow_tie_becomes_two_triangles_and_loses_nothing() -> None:
    repair = repaired(specimens.BOW_TIE)
    assert repair.shape.is_valid
    assert repair.shape.area == 2
    assert repair.gained.is_empty
    assert repair.lost.area == 0


def test_a_spike_is_lost_and_named() -> None:
    repair = repaired(specimens.SPIKED)
    assert repair.shape.equals(shapely.box(0, 0, 4, 4))
    assert repair.gained.is_empty
    assert repair.lost.equals(shapely.LineString([(4, 4), (4, 8)]))


def test_a_valid_shape_stays_itself() -> None:
    repair = repaired(specimens.DIAMOND)
    assert repair.shape is specimens.DIAMOND
    assert repair.gained.is_empty
    assert repair.lost.is_empty


@pytest.mark.parametrize(
    ("wkt", "words"),
    [
        ("MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0)), ((1 1, 2 1, 2 2, 1 2, 1 1)))", "部分"),
        ("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 3 1, 3 3, 1 3, 1 1), (1 1, 3 1, 3 3, 1 3, 1 1))", "环|自相交"),
        ("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (0 0, 4 4, 0 4, 0 0))", "自相交|切断|环"),
    ],
)
def test_every_reason_is_told_in_chinese(wkt: str, words: str) -> None:
    fault = invalidity(shapely.from_wkt(wkt))
    assert fault is not None
    assert any(word in fault.message for word in words.split("|"))
    assert not any(letter.isascii() and letter.isalpha() for letter in fault.message)
