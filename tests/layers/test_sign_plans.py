"""Where signs belong: a street drawn by hand with one crossing in its middle."""

import pytest
from shapely import LineString, Point

from geo.along import Course
from layers.name_signs import SignColour, SignCondition
from layers.sign_plans import Crossing, Named, SignState, Standing, core, road_plan, village_plan

#  0 ────────┼──────── 973 m      from west to east; 中路 crosses at 486 m
STREET = Course.of(LineString([(113.100, 29.140), (113.110, 29.140)]))
MIDDLE = Crossing(Point(113.105, 29.140), ("中路",))
NAMED = Named("东路", 10.0, (SignColour.BLUE, SignColour.GREEN))
METRE_EAST, METRE_NORTH = 1 / 97_320, 1 / 110_850


def sign(code: str, east_m: float, north_m: float, condition: str = "intact", colour: str | None = None) -> Standing:
    place = Point(113.105 + east_m * METRE_EAST, 29.140 + north_m * METRE_NORTH)
    return Standing(code, "东路", place, SignCondition.of(condition), SignColour.of(colour) if colour else None)


def test_a_crossing_is_signed_on_both_sides_and_an_end_on_one() -> None:
    plan = road_plan([STREET], [MIDDLE], [], NAMED)
    assert [wanted.where for wanted in plan.signs] == [
        "起讫处前方一侧",
        "与中路相交处前方一侧",
        "与中路相交处后方一侧",
        "起讫处后方一侧",
    ]
    east = [round((wanted.place.x - 113.105) / METRE_EAST) for wanted in plan.signs]
    north = [round((wanted.place.y - 29.140) / METRE_NORTH, 1) for wanted in plan.signs]
    assert east == [-475, 12, -12, 475]
    # 5 m of half the width and 1.5 m of kerb: south for whoever goes east, north for whoever goes west.
    assert north == [-6.5, -6.5, 6.5, 6.5]
    assert all(wanted.state is SignState.MISSING for wanted in plan.signs)
    assert {wanted.colour for wanted in plan.signs} == {SignColour.BLUE}
    assert {wanted.bearing_degree for wanted in plan.signs} == {180.0}


def test_a_street_that_runs_north_is_of_the_other_colour_however_it_is_drawn() -> None:
    for line in ([(113.1, 29.14), (113.1, 29.15)], [(113.1, 29.15), (113.1, 29.14)]):
        plan = road_plan([Course.of(LineString(line))], [], [], NAMED)
        assert {wanted.colour for wanted in plan.signs} == {SignColour.GREEN}
        assert len(plan.signs) == 2


def test_crossings_close_together_and_at_the_end_are_one() -> None:
    near = Crossing(Point(113.105 + 8 * METRE_EAST, 29.140), ("后路",))
    end = Crossing(Point(113.110 - 5 * METRE_EAST, 29.140), ("尾路",))
    away = Crossing(Point(113.105, 29.1405), ("别路",))
    plan = road_plan([STREET], [MIDDLE, near, end, away], [], NAMED)
    assert [wanted.where for wanted in plan.signs] == [
        "起讫处前方一侧",
        "与中路、后路相交处前方一侧",
        "与中路、后路相交处后方一侧",
        "与尾路相交处后方一侧",
    ]


def test_signs_that_stand_are_counted_and_the_missing_listed() -> None:
    standing = [
        sign("A", 14, -7),
        sign("B", -10, 9, "damaged"),
        sign("C", -470, -6, "faded", "green"),
        sign("D", 200, 5),
        Standing("E", "西路", Point(113.105 + 475 * METRE_EAST, 29.14), SignCondition.INTACT),
    ]
    plan = road_plan([STREET], [MIDDLE], standing, NAMED)
    assert [(wanted.state.value, wanted.sign, wanted.note) for wanted in plan.signs] == [
        ("standing", "C", "底色为绿，应为蓝"),
        ("standing", "A", None),
        ("replace", "B", "损坏"),
        ("missing", None, None),
    ]
    assert plan.others == ("D", "E")
    assert [plan.count(state) for state in SignState] == [2, 1, 1]


def test_one_sign_does_not_serve_two_places_and_the_nearest_has_it() -> None:
    plan = road_plan([STREET], [MIDDLE], [sign("A", 2, -5)], NAMED)
    assert [wanted.sign for wanted in plan.signs] == [None, "A", None, None]


@pytest.mark.parametrize("condition", list(SignCondition))
def test_what_cannot_be_read_is_to_be_replaced(condition: SignCondition) -> None:
    plan = road_plan([STREET], [MIDDLE], [sign("A", 12, -6, condition.value)], NAMED)
    readable = condition.value in ("intact", "faded", "leaning")
    assert plan.signs[1].state is (SignState.STANDING if readable else SignState.REPLACE)


def test_every_village_has_its_board_by_its_name() -> None:
    villages = [
        ("友爱村民委员会", Point(113.1, 29.1)),
        ("东方村", Point(113.2, 29.1)),
        ("天鹅社区", Point(113.3, 29.1)),
    ]
    boards = [
        Standing("A", "友爱村", Point(113.1005, 29.1005), SignCondition.INTACT),
        Standing("B", "东方村", Point(113.25, 29.1), SignCondition.INTACT),
    ]
    plan = village_plan(villages, boards)
    assert [(wanted.state.value, wanted.sign) for wanted in plan.signs] == [
        ("standing", "A"),
        ("missing", None),
        ("missing", None),
    ]
    assert plan.others == ("B",), "five kilometres away"


@pytest.mark.parametrize(
    ("name", "found"),
    [("友爱村民委员会", "友爱"), ("友爱居民委员会", "友爱"), ("友爱村", "友爱"), ("村", "村"), ("东方路", "东方路")],
)
def test_the_core_of_a_name(name: str, found: str) -> None:
    assert core(name) == found
