"""What a change does to areas that tile, drawn by hand: three fields in a row inside a farm."""

import pytest
import shapely
from shapely import Polygon, box

from geo.measure import area_m2
from geo.tiling import new_gaps, new_overlaps

# lon, lat · EPSG:4490; the fields are 0.01° wide and stand side by side: about 975 m by 1 109 m.
WEST = box(113.00, 29.00, 113.01, 29.01)
MIDDLE = box(113.01, 29.00, 113.02, 29.01)
EAST = box(113.02, 29.00, 113.03, 29.01)
FARM = box(113.00, 29.00, 113.03, 29.01)
STRIP = box(113.01, 29.00, 113.01 + 0.001, 29.01)


def moved_east(by: float) -> Polygon:
    """The middle field with its western edge moved east: it leaves a strip."""
    return box(113.01 + by, 29.00, 113.02, 29.01)


def moved_west(by: float) -> Polygon:
    """The middle field with its western edge moved west: it takes a strip."""
    return box(113.01 - by, 29.00, 113.02, 29.01)


def test_nothing_changed_finds_nothing() -> None:
    same = {"middle": MIDDLE}
    assert new_overlaps(same, same, {"west": WEST, "east": EAST}) == []
    assert new_gaps(same, same, {"west": WEST, "east": EAST}, FARM) == []


def test_a_strip_that_is_left_is_a_gap_as_wide_as_the_move() -> None:
    (gap,) = new_gaps({"middle": MIDDLE}, {"middle": moved_east(0.001)}, {"west": WEST, "east": EAST}, FARM)
    assert shapely.equals(gap.shape, STRIP)
    assert gap.area_m2 == pytest.approx(area_m2(STRIP))


def test_a_strip_that_is_taken_is_an_overlap_with_its_neighbour() -> None:
    (overlap,) = new_overlaps({"middle": MIDDLE}, {"middle": moved_west(0.001)}, {"west": WEST, "east": EAST})
    assert (overlap.first, overlap.second) == ("middle", "west")
    assert shapely.equals(overlap.shape, box(113.009, 29.00, 113.01, 29.01))


def test_a_border_that_both_sides_move_is_neither() -> None:
    before = {"west": WEST, "middle": MIDDLE}
    after = {"west": box(113.00, 29.00, 113.011, 29.01), "middle": moved_east(0.001)}
    assert new_overlaps(before, after, {"east": EAST}) == []
    assert new_gaps(before, after, {"east": EAST}, FARM) == []


def test_a_vertex_moved_on_one_side_only_leaves_both() -> None:
    """The border's northern end moves west for the middle field alone."""
    leaning = Polygon([(113.01, 29.00), (113.02, 29.00), (113.02, 29.01), (113.012, 29.01), (113.009, 29.005)])
    before, after, others = {"middle": MIDDLE}, {"middle": leaning}, {"west": WEST, "east": EAST}
    assert [overlap.second for overlap in new_overlaps(before, after, others)] == ["west"]
    assert len(new_gaps(before, after, others, FARM)) == 1


def test_what_was_wrong_before_is_not_told_again() -> None:
    """The west field reached over the border already, and a strip in the east was nobody's."""
    over, short = box(113.00, 29.00, 113.0105, 29.01), box(113.021, 29.00, 113.03, 29.01)
    taller = {"middle": box(113.01, 29.00, 113.02, 29.02)}
    assert new_overlaps({"middle": MIDDLE}, taller, {"west": over, "east": short}) == []
    assert new_gaps({"middle": MIDDLE}, taller, {"west": over, "east": short}, FARM) == []
    (overlap,) = new_overlaps({"middle": MIDDLE}, {"middle": moved_west(0.001)}, {"west": over})
    assert shapely.equals(overlap.shape, box(113.009, 29.00, 113.01, 29.01))


def test_an_area_that_ends_leaves_its_ground_unless_others_take_it() -> None:
    (gap,) = new_gaps({"middle": MIDDLE}, {}, {"west": WEST, "east": EAST}, FARM)
    assert shapely.equals(gap.shape, MIDDLE)
    heir = {"west": box(113.00, 29.00, 113.02, 29.01)}
    assert new_gaps({"west": WEST, "middle": MIDDLE}, heir, {"east": EAST}, FARM) == []


def test_a_new_area_over_another_overlaps_it() -> None:
    new = {"new": box(113.015, 29.00, 113.025, 29.01)}
    found = new_overlaps({}, new, {"west": WEST, "middle": MIDDLE, "east": EAST})
    assert [overlap.second for overlap in found] == ["middle", "east"]


def test_ground_given_up_at_the_outer_edge_is_a_gap_only_within_the_whole() -> None:
    """Without the whole, only what the areas enclose is a gap."""
    shorter = {"west": box(113.00, 29.00, 113.01, 29.009)}
    others = {"middle": MIDDLE, "east": EAST}
    assert len(new_gaps({"west": WEST}, shorter, others, FARM)) == 1
    assert new_gaps({"west": WEST}, shorter, others, None) == []
    assert new_gaps({"west": WEST}, shorter, others, box(113.00, 29.00, 113.03, 29.009)) == []


def test_without_the_whole_a_hole_among_the_areas_is_a_gap() -> None:
    ring = {"ring": shapely.difference(box(112.99, 28.99, 113.04, 29.02), FARM)}
    holed = {"middle": moved_east(0.001)}
    (gap,) = new_gaps({"middle": MIDDLE}, holed, {**ring, "west": WEST, "east": EAST}, None)
    assert shapely.equals(gap.shape, STRIP)


def test_a_parcel_that_goes_to_the_neighbour_in_one_change_is_nobodys_loss() -> None:
    parcel = box(113.01, 29.00, 113.015, 29.005)
    before = {"west": WEST, "middle": MIDDLE}
    after = {"west": shapely.union(WEST, parcel), "middle": shapely.difference(MIDDLE, parcel)}
    assert new_overlaps(before, after, {"east": EAST}) == []
    assert new_gaps(before, after, {"east": EAST}, FARM) == []
