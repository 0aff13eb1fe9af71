"""House numbers against streets drawn by hand from the published rules, and in every direction of drawing."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from layers.addresses import AddressStatus, RoadSide
from layers.number_insertion import Insertion, Known, insert
from layers.numbering import Axis, Door, RoadForm, Wish, number_doors, orient
from layers.numbering_schemes import Compass, Corner, Scheme, SubStyle, read
from layers.numbering_yards import yard_order
from layers.refusal import Refusal

FOLDER = Path(__file__).parents[2] / "data" / "reference" / "names" / "numbering"
SCHEMES = {path.stem: read(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.toml"))}
TEXT = (FOLDER / "beijing.toml").read_text(encoding="utf-8")

#          NW      NE
#   west ─────────────── east        one degree of the sketch is about a kilometre
#          SW      SE
STREET = LineString([(113.100, 29.140), (113.110, 29.140)])
CORNERS = {"NW": (113.103, 29.1402), "NE": (113.107, 29.1402), "SW": (113.103, 29.1398), "SE": (113.107, 29.1398)}
AVENUE = LineString([(113.100, 29.140), (113.100, 29.150)])
ACROSS = {"NW": (113.0998, 29.147), "NE": (113.1002, 29.147), "SW": (113.0998, 29.143), "SE": (113.1002, 29.143)}


def doors(places: dict[str, tuple[float, float]], empty: str = "") -> list[Door]:
    return [Door(key, Point(place), key in empty.split()) for key, place in places.items()]


def numbers(
    road: LineString | MultiLineString, drawn: list[Door], scheme: Scheme, wish: Wish | None = None
) -> dict[str, int]:
    plan = number_doors(road, drawn, scheme, wish or Wish())
    return {each.key: each.number for each in plan.numbers if each.key is not None}


@pytest.mark.parametrize(
    ("scheme", "wish", "street", "avenue"),
    [
        ("beijing", {}, "NE 1 SE 2 NW 3 SW 4", "NW 1 NE 2 SW 3 SE 4"),
        ("zhejiang-city", {}, "SE 1 NE 2 SW 3 NW 4", "SW 1 SE 2 NW 3 NE 4"),
        ("fuyang", {"east_west": "west", "north_south": "north"}, "NW 1 SW 2 NE 3 SE 4", "NW 1 NE 2 SW 3 SE 4"),
        ("fuyang", {"east_west": "east", "north_south": "south"}, "NE 1 SE 2 NW 3 SW 4", "SW 1 SE 2 NW 3 NE 4"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("drawn", ["as drawn", "against"])
def test_the_table_of_the_published_systems(
    scheme: str, wish: dict[str, str], street: str, avenue: str, drawn: str
) -> None:
    for road, places, asked, told in (
        (STREET, CORNERS, wish.get("east_west"), street),
        (AVENUE, ACROSS, wish.get("north_south"), avenue),
    ):
        line = road if drawn == "as drawn" else LineString(road.coords[::-1])
        found = numbers(line, doors(places), SCHEMES[scheme], Wish(start=Compass.of(asked) if asked else None))
        words = told.split()
        assert found == {key: int(number) for key, number in zip(words[::2], words[1::2], strict=True)}


def test_odd_is_on_the_right_in_one_city_and_on_the_left_in_the_other() -> None:
    for road in (STREET, AVENUE):
        assert orient(road, SCHEMES["beijing"], Wish()).odd is RoadSide.RIGHT
        assert orient(road, SCHEMES["zhejiang-city"], Wish()).odd is RoadSide.LEFT


@pytest.mark.parametrize("scheme", ["fuyang", "changchun", "jiangmen"])
def test_what_a_scheme_leaves_open_is_asked_for(scheme: str) -> None:
    with pytest.raises(Refusal, match="没有规定东西向道路"):
        number_doors(STREET, doors(CORNERS), SCHEMES[scheme], Wish())
    wish = Wish(start=Compass.WEST, odd=Compass.SOUTH)
    odd = {key for key, number in numbers(STREET, doors(CORNERS), SCHEMES[scheme], wish).items() if number % 2}
    assert odd == {"SW", "SE"}


def test_by_distance_the_metres_from_the_start_are_the_number() -> None:
    # 0.003° and 0.007° of the parallel 29.14° N are 292 m and 681 m: odd on the south, even on the north.
    wish = Wish(start=Compass.WEST, odd=Compass.SOUTH)
    found = numbers(STREET, doors(CORNERS), SCHEMES["changchun"], wish)
    assert found == {"SW": 293, "NW": 292, "SE": 681, "NE": 682}
    beside = {"A": (113.103, 29.1402), "B": (113.10300001, 29.1402)}
    assert numbers(STREET, doors(beside), SCHEMES["changchun"], wish) == {"A": 292, "B": 294}


@pytest.mark.parametrize(("degrees", "axis"), [(0, Axis.EAST_WEST), (44, Axis.EAST_WEST), (46, Axis.NORTH_SOUTH),
                                               (134, Axis.NORTH_SOUTH), (136, Axis.EAST_WEST)])  # fmt: skip
def test_a_slanting_road_counts_as_what_it_is_nearer_to(degrees: float, axis: Axis) -> None:
    angle = np.radians(degrees)
    far = (113.1 + 0.01 * np.cos(angle) / np.cos(np.radians(29.14)), 29.14 + 0.01 * np.sin(angle))
    for line in (LineString([(113.1, 29.14), far]), LineString([far, (113.1, 29.14)])):
        assert orient(line, SCHEMES["beijing"], Wish()).axis is axis


def test_a_dead_end_begins_at_its_mouth_with_odd_on_the_right() -> None:
    for mouth, told in (((113.1, 29.139), {"NE": 3, "SE": 1, "NW": 4, "SW": 2}),
                        ((113.1, 29.151), {"NE": 2, "SE": 4, "NW": 1, "SW": 3})):  # fmt: skip
        wish = Wish(RoadForm.DEAD_END, origin=Point(mouth))
        assert numbers(AVENUE, doors(ACROSS), SCHEMES["beijing"], wish) == told
    with pytest.raises(Refusal, match="巷口"):
        orient(AVENUE, SCHEMES["beijing"], Wish(RoadForm.DEAD_END))


def test_a_radial_street_begins_at_the_centre() -> None:
    wish = Wish(RoadForm.RADIAL, origin=Point(113.095, 29.14))
    assert numbers(STREET, doors(CORNERS), SCHEMES["zhejiang-city"], wish) == {"SW": 1, "NW": 2, "SE": 3, "NE": 4}


def test_a_street_with_one_side_keeps_its_parity_or_counts_on() -> None:
    south = {key: place for key, place in CORNERS.items() if key.startswith("S")}
    assert numbers(STREET, doors(south), SCHEMES["beijing"]) == {"SE": 2, "SW": 4}
    assert numbers(STREET, doors(south), SCHEMES["beijing"], Wish(one_sided=True)) == {"SE": 2, "SW": 4}
    near = {"SE": (113.1099, 29.1398), "SW": (113.1098, 29.1398)}
    assert numbers(STREET, doors(near), SCHEMES["spaced"], Wish(one_sided=True)) == {"SE": 1, "SW": 2}
    with pytest.raises(Refusal, match="不是单侧道路"):
        number_doors(STREET, doors(CORNERS), SCHEMES["spaced"], Wish(one_sided=True))


def test_empty_land_keeps_its_numbers() -> None:
    plan = number_doors(STREET, doors(CORNERS, empty="NE"), SCHEMES["beijing"], Wish())
    assert [each.number for each in plan.numbers if each.status is AddressStatus.RESERVED] == [1]
    # By spacing: doors at 12 m, 20 m and 60 m from the east end; 8 m a number leaves four numbers in the gap of 40 m.
    end, metre = 113.110, 0.01 / 973.2
    row = {name: (end - along * metre, 29.1402) for name, along in {"a": 12, "b": 20.5, "c": 60.6}.items()}
    spaced = number_doors(STREET, doors(row), SCHEMES["spaced"], Wish())
    assert {each.key: each.number for each in spaced.numbers if each.key} == {"a": 1, "b": 3, "c": 13}
    kept = [each for each in spaced.numbers if each.key is None]
    assert [(each.number, each.status.value) for each in kept] == [(n, "reserved") for n in (5, 7, 9, 11)]
    assert all(20.5 < each.chainage_m < 60.6 for each in kept)
    assert all(each.place.y > 29.14 for each in kept), "on the side of the houses"


def test_a_door_on_the_line_or_far_from_it_is_told() -> None:
    plan = number_doors(
        STREET, [Door("on", Point(113.105, 29.14)), Door("far", Point(113.105, 29.143))], SCHEMES["beijing"], Wish()
    )
    assert plan.unnumbered == ("on",)
    assert [(finding.message[:5], finding.refuses) for finding in plan.findings] == [("“on”落", True), ("“far”", False)]


@pytest.mark.parametrize(
    ("wkt", "words"),
    [
        ("LINESTRING (113.1 29.1, 113.11 29.1, 113.11 29.11, 113.1 29.1)", "环形"),
        ("LINESTRING (113.1 29.1, 113.11 29.1, 113.11 29.11, 113.1 29.101)", "看不出总体走向"),
        ("MULTILINESTRING ((113.1 29.1, 113.11 29.1), (113.12 29.1, 113.13 29.1))", "断开"),
    ],
)
def test_a_road_without_a_start_is_refused(wkt: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        orient(shapely.from_wkt(wkt), SCHEMES["beijing"], Wish())


steps = st.tuples(st.floats(-0.004, 0.004), st.floats(-0.004, 0.004)).filter(lambda step: np.hypot(*step) > 1e-4)
spots = st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))


@settings(max_examples=200, deadline=None)
@given(
    steps=st.lists(steps, min_size=2, max_size=8),
    places=st.lists(spots, min_size=1, max_size=12, unique=True),
    scheme=st.sampled_from(sorted(SCHEMES)),
    cut=st.integers(1, 6),
    turned=st.lists(st.booleans(), min_size=2, max_size=2),
)
def test_no_number_depends_on_how_the_road_was_drawn(
    steps: list[tuple[float, float]],
    places: list[tuple[float, float]],
    scheme: str,
    cut: int,
    turned: list[bool],
) -> None:
    vertices = (np.array([113.1, 29.1]) + np.cumsum(np.array([(0.0, 0.0), *steps]), axis=0)).round(6)
    drawn = [Door(str(place), Point(113.1 + x, 29.1 + y)) for place, (x, y) in enumerate(places)]
    wish = Wish(start=Compass.EAST, odd=Compass.NORTH) if SCHEMES[scheme].east_west_from is None else Wish()
    line = LineString(vertices)
    middle = min(cut, len(vertices) - 2)
    parts = [vertices[: middle + 1], vertices[middle:]]
    pieces = MultiLineString([part[::-1] if turn else part for part, turn in zip(parts, turned, strict=True)][::-1])
    if not line.is_simple or len(shapely.get_parts(shapely.line_merge(pieces))) > 1:
        return
    try:
        told = numbers(line, drawn, SCHEMES[scheme], wish)
    except Refusal:
        with pytest.raises(Refusal):
            numbers(LineString(vertices[::-1]), drawn, SCHEMES[scheme], wish)
        return
    assert numbers(LineString(vertices[::-1]), drawn[::-1], SCHEMES[scheme], wish) == told
    assert numbers(pieces, drawn, SCHEMES[scheme], wish) == told
    plan = number_doors(line, drawn, SCHEMES[scheme], wish)
    for hand in RoadSide:
        own = [each for each in plan.numbers if each.side is hand]
        given_out, along = [each.number for each in own], [each.chainage_m for each in own]
        assert len(set(given_out)) == len(own)
        assert all(here <= there + 0.001 for here, there in pairwise(along)), "numbers grow along a side"
        assert all(number % 2 == (hand is plan.oriented.odd) for number in given_out), "a side keeps its parity"


def known(told: str) -> list[Known]:
    """`1@10 3@30r 5-1@50 7@70x`: number, sub-number, chainage on the right; r reserved, x cancelled."""
    found = []
    for word in told.split():
        number, _, place = word.rstrip("rx").partition("@")
        main, _, sub = number.partition("-")
        status = {"r": AddressStatus.RESERVED, "x": AddressStatus.CANCELLED}.get(word[-1], AddressStatus.IN_USE)
        found.append(Known(word, int(main), int(sub) if sub else None, status, RoadSide.RIGHT, float(place)))
    return found


@pytest.mark.parametrize(
    ("told", "at", "number", "sub", "takes"),
    [
        ("1@10 3@30r 5@50", 20, 3, None, "3@30r"),  # a reserved number first
        ("1@10 3@28r 5@30r 7@50", 31, 5, None, "5@30r"),  # of several the nearest
        ("1@10 3@30r 5@50", 60, 7, None, None),  # behind the last house; the reserved one lies elsewhere
        ("1@10 3@30 5@50", 20, 1, 1, None),  # no number between 1 and 3
        ("1@10 1-1@15 3@30", 20, 1, 2, None),  # nothing under a sub-number
        ("1@10 1-1@15 3@30", 12, 1, 2, None),
        ("1@10 1-1@15x 3@30", 20, 1, 2, None),  # a cancelled sub-number is nobody else's
        ("1@10 3@30x 5@50", 20, 1, 1, None),  # a cancelled number neither
        ("1@10 5@50", 20, 3, None, None),  # a number that nobody ever had
        ("3@30", 10, 1, None, None),
        ("1@30", 10, 1, 1, None),  # before the first house
        ("", 10, 1, None, None),
    ],
)
def test_a_new_house_renumbers_nobody(told: str, at: float, number: int, sub: int | None, takes: str | None) -> None:
    found = insert(known(told), SCHEMES["jiangmen"], RoadSide.RIGHT, at, (1, 2))
    assert (found.number, found.sub_number, found.takes) == (number, sub, takes)
    assert found.because


def test_by_distance_a_new_house_takes_its_metres() -> None:
    found = insert(known("101@100 201@200"), SCHEMES["changchun"], RoadSide.RIGHT, 150.2, (1, 2))
    assert found == Insertion(151, None, "按距离取号 151")
    assert insert(known("101@100 103@102"), SCHEMES["changchun"], RoadSide.RIGHT, 101, (1, 2)).sub_number == 1
    assert insert(known("101@100"), SCHEMES["changchun"], RoadSide.RIGHT, 180, (1, 2)).number == 181


@settings(max_examples=200, deadline=None)
@given(
    standing=st.lists(st.tuples(st.floats(0, 900), st.sampled_from(list(AddressStatus))), max_size=8),
    news=st.lists(st.floats(0, 1_000), min_size=1, max_size=12),
    scheme=st.sampled_from(["jiangmen", "changchun", "beijing"]),
)
def test_insertions_never_meet_and_never_go_below_a_sub_number(
    standing: list[tuple[float, AddressStatus]], news: list[float], scheme: str
) -> None:
    ordered = sorted(standing, key=lambda pair: pair[0])
    held = [
        Known(f"k{place}", 1 + 2 * place, None, status, RoadSide.RIGHT, at)
        for place, (at, status) in enumerate(ordered)
    ]
    for place, at in enumerate(news):
        found = insert(held, SCHEMES[scheme], RoadSide.RIGHT, at, (1, 2))
        taken = {(each.number, each.sub_number) for each in held if each.code != found.takes}
        assert (found.number, found.sub_number) not in taken
        assert found.number % 2 == 1
        held = [each for each in held if each.code != found.takes]
        held.append(Known(f"n{place}", found.number, found.sub_number, AddressStatus.IN_USE, RoadSide.RIGHT, at))


def test_sub_numbers_are_written_as_the_scheme_says() -> None:
    assert [style.written(12, 1) for style in SubStyle] == ["12-1号", "12之1号", "12附1号"]
    assert SubStyle.ZHI.written(12, None) == "12号"
    assert SCHEMES["jiangmen"].sub_style is SubStyle.ZHI


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("step = 2", "step = 3", "step：同侧相邻号之差"),
        ("step = 2", "step = 0", "step：同侧相邻号之差"),
        ('counts = "sequence"', 'counts = "distance"', "unit_m：按距离编号"),
        ('east_west_from = "east"', 'east_west_from = "north"', "东西向道路只能"),
        ('north_south_odd = "west"', 'north_south_odd = "north"', "南北向道路只能"),
        ('threshold = "45"', 'threshold = "91"', "threshold：偏角"),
        ('sub_style = "dash"', 'sub_style = "dash"\nspacing_m = "0"', "标准间距"),
        ("title = ", "name = ", "不是本图层的字段"),
        ('id = "beijing"', "id = beijing", "不是有效的 TOML"),
    ],
)  # fmt: skip
def test_a_wrong_scheme_is_refused_with_its_field(old: str, new: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(Refusal, match=words):
        read(TEXT.replace(old, new, 1))


def test_the_houses_of_a_yard_run_to_and_fro_from_the_north_east() -> None:
    #  2 1      row of the north, from the east
    #  3 4 5    back again
    places = [(0.0, 2.0), (2.0, 2.0), (0.0, 0.0), (1.0, 0.1), (2.0, 0.0)]
    yard = [Point(113.1 + x / 2000, 29.1 + y / 2000) for x, y in places]
    assert yard_order(yard, Corner.NORTH_EAST) == [1, 0, 2, 3, 4]
    assert yard_order(yard, Corner.SOUTH_WEST) == [2, 3, 4, 1, 0]
    assert yard_order([], Corner.NORTH_EAST) == []
