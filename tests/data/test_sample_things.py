"""The shipped files of the sample county: facilities, roads, lines and markers keep what the README promises."""

import pytest
import shapely
from pyproj import Transformer
from shapely import LineString, Point
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from tests.data.sample_files import GEOD, divisions, elderly, features, lonlat, now, open_now, rows

Node = tuple[float, float]


def beds_in(area: BaseGeometry, layers: tuple[str, ...] = ("nursing_homes", "community_care")) -> int:
    beds = 0
    for layer in layers:
        for row, at in open_now(layer):
            if area.contains(at):
                beds += row.get("beds", 0)
    return beds


def test_no_two_townships_have_the_same_beds_per_thousand() -> None:
    figures = {code: 1_000 * beds_in(area) / elderly(code) for code, area in divisions(9).items()}
    assert len({round(figure, 2) for figure in figures.values()}) == 15
    assert sum(figure >= 40 for figure in figures.values()) == 1
    county = 1_000 * beds_in(divisions(6)["430621"]) / elderly("430621")
    assert 28 <= county <= 36


def test_one_township_has_beds_but_no_home_and_one_has_neither() -> None:
    without = [code for code, area in divisions(9).items() if not beds_in(area, ("nursing_homes",))]
    assert without == ["430621203", "430621500"]
    assert [beds_in(divisions(9)[code]) for code in without] == [44, 0]


def test_one_home_is_county_level() -> None:
    (home,) = [row for row, _ in open_now("nursing_homes") if row["serves"] == "county"]
    assert (home["name"], home["division"], home["management_level"]) == ("岳阳县社会福利中心", "430621100", "county")


def test_the_county_changes_over_the_years() -> None:
    homes = [len(open_now("nursing_homes", day)) for day in ("2016-06-30", "2020-06-30", "2024-12-31")]
    assert homes[0] < homes[1] < homes[2]
    assert len(open_now("meal_points", "2024-12-31")) - len(open_now("meal_points", "2023-12-31")) == 4
    building = [row for row, _ in now("cemeteries") if row["stage"] == "building" and row["kind"] == "rural_public"]
    assert len(building) == 4


def test_places_stand_in_the_township_their_papers_name() -> None:
    townships = divisions(9)
    for layer in ("nursing_homes", "community_care", "meal_points", "rescue_points", "cemeteries"):
        for row, at in features(layer):
            assert townships[row["division"]].contains(at), row["name"]


def test_cemeteries_are_as_large_as_their_sheets_say() -> None:
    for row, area in features("cemeteries"):
        square_metres, _ = GEOD.geometry_area_perimeter(area)
        assert square_metres == pytest.approx(row["land_area"], rel=0.01)


class Groups:
    """Union-find over end points."""

    def __init__(self) -> None:
        self.parent: dict[Node, Node] = {}

    def find(self, node: Node) -> Node:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            node = self.parent[node]
        return node

    def join(self, one: Node, other: Node) -> None:
        self.parent[self.find(one)] = self.find(other)


def road_parts() -> list[LineString]:
    return [LineString(part) for _, course in features("roads") for part in shapely.get_parts(course)]


def test_roads_join_every_village_to_every_other() -> None:
    groups = Groups()
    for part in road_parts():
        groups.join(lonlat(Point(part.coords[0])), lonlat(Point(part.coords[-1])))
    assert len({groups.find(node) for node in list(groups.parent)}) == 1
    villages = {lonlat(at) for _, at in features("settlements")}
    assert villages == set(groups.parent)


def test_roads_meet_only_at_their_ends() -> None:
    parts = road_parts()
    first, second = shapely.STRtree(parts).query(parts, predicate="intersects")
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        if i < j:
            meeting = parts[i].intersection(parts[j])
            assert meeting.geom_type == "Point"
            assert parts[i].boundary.contains(meeting)
            assert parts[j].boundary.contains(meeting)


def test_roads_stay_in_the_county_and_out_of_the_lake() -> None:
    county = divisions(6)["430621"]
    (lake,) = [area for row, area in features("place_names") if row["name"] == "东洞庭湖"]
    for part in road_parts():
        assert county.contains(part)
        assert not lake.intersects(part)


def test_built_up_areas_lie_apart_in_their_towns_and_hold_the_streets() -> None:
    areas = [(row, area) for row, area in features("built_up_areas")]
    towns = divisions(9)
    assert len(areas) == 14
    for row, area in areas:
        assert row["invented"] is True
        assert towns[row["division"]].contains(area)
    drawn = [area for _, area in areas]
    assert shapely.union_all(drawn).area == pytest.approx(sum(area.area for area in drawn), rel=1e-9)
    (seat,) = [area for row, area in areas if row["kind"] == "county_seat"]
    streets = [course for row, course in features("roads") if row["road_class"] == "street"]
    assert streets
    assert all(seat.contains(course) for course in streets)


def test_boundary_lines_are_the_shared_edges_of_the_real_outlines() -> None:
    lengths_km = {"430681": 58.58, "430626": 51.65}
    lines = features("boundary_lines")
    assert {row["name"] for row, _ in lines} == {"岳汨线", "岳平线"}
    for row, line in lines:
        assert row["left_division"] == "430621"
        for side in ("left_division", "right_division"):
            assert divisions(6)[row[side]].boundary.covers(line)
        assert GEOD.geometry_length(line) / 1_000 == pytest.approx(lengths_km[row["right_division"]], abs=0.005)
        assert row["invented"] is False


def test_the_county_lies_to_the_left_of_its_lines() -> None:
    county = divisions(6)["430621"]
    for row, line in features("boundary_lines"):
        beside = shapely.get_parts(line)[0].offset_curve(1e-5)  # positive is left
        share = beside.intersection(county).length / beside.length
        assert share > 0.99, row["name"]


def test_single_markers_stand_on_the_line_and_twins_say_how_far_off() -> None:
    lines = {row["code"]: line for row, line in features("boundary_lines")}
    grid = Transformer.from_crs(4490, 4547, always_xy=True)  # the 3° zone with central meridian 114°E
    for row, at in features("boundary_markers"):
        corners = {tuple(corner) for corner in shapely.get_coordinates(lines[row["line"]]).tolist()}
        if row["arrangement"] == "single":
            assert lonlat(at) in corners, row["name"]
            continue
        east, north = grid.transform(*lonlat(at))
        azimuth, distance = row["boundary_point_azimuth"], row["boundary_point_distance"]
        assert 20 < distance < 60
        step = rotate(Point(0, distance), -azimuth, origin=Point(0, 0))
        targets = [Point(grid.transform(*corner)) for corner in corners]
        assert min(Point(east + step.x, north + step.y).distance(target) for target in targets) < 1.0, row["name"]


def test_twins_stand_on_both_sides() -> None:
    county = divisions(6)["430621"]
    twins = [(row, at) for row, at in features("boundary_markers") if row["arrangement"] == "twin"]
    assert len(twins) == 4
    assert all(county.contains(at) == (row["letter"] == "A") for row, at in twins)
    (tripoint,) = [at for row, at in features("boundary_markers") if row["is_tripoint"]]
    assert all(area.boundary.covers(tripoint) for area in divisions(6).values())


def test_numbers_of_markers_are_text() -> None:
    assert all(isinstance(row["number"], str) for row in rows("boundary_markers"))
