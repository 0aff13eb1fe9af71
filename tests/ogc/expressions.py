"""Expressions of every kind the standard knows (21-065r2), each in its text and its JSON form, written apart."""

import json
from typing import Any

Node = Any


def p(name: str) -> Node:
    return {"property": name}


def o(op: str, *args: Node) -> Node:
    return {"op": op, "args": list(args)}


def no(node: Node) -> Node:
    return o("not", node)


def d(text: str) -> Node:
    return {"date": text}


def t(text: str) -> Node:
    return {"timestamp": text}


def iv(first: Node, last: Node) -> Node:
    return {"interval": [first, last]}


def g(kind: str, coordinates: Node) -> Node:
    return {"type": kind, "coordinates": coordinates}


BEDS, NAME, KIND, AREA, SEEN, SINCE, GEOM, VALID = map(
    p, ("beds", "name", "kind", "area", "seen", "since", "geom", "valid")
)
TEN, TOWN = o("=", BEDS, 10), o("=", KIND, "town")

BASIC: list[tuple[str, Node]] = [
    ("beds = 10", TEN),
    ("beds <> 10", o("<>", BEDS, 10)),
    ("beds < 10", o("<", BEDS, 10)),
    ("beds > 7", o(">", BEDS, 7)),
    ("beds <= 7", o("<=", BEDS, 7)),
    ("beds >= 120", o(">=", BEDS, 120)),
    ("beds = -3", o("=", BEDS, -3)),
    ("beds > 6.5", o(">", BEDS, 6.5)),
    ("beds = 1.2e2", o("=", BEDS, 120)),
    ("area = 8000.5", o("=", AREA, 8000.5)),
    ("area > 0.1", o(">", AREA, 0.1)),
    ("area = 7", o("=", AREA, 7)),
    ("name = '荣家湾'", o("=", NAME, "荣家湾")),
    ("name = 'O''Brien'", o("=", NAME, "O'Brien")),
    (r"name = 'O\'Brien'", o("=", NAME, "O'Brien")),
    (r"name = 'a\\b'", o("=", NAME, r"a\b")),
    ("name = ''", o("=", NAME, "")),
    ("name < 'a'", o("<", NAME, "a")),
    ("name >= '荣'", o(">=", NAME, "荣")),
    ("name <> 'Zebra'", o("<>", NAME, "Zebra")),
    ("\"name\" = 'Zebra'", o("=", NAME, "Zebra")),
    ("kind = 'town'", TOWN),
    ("is_open = true", o("=", p("is_open"), True)),
    ("is_open = FALSE", o("=", p("is_open"), False)),
    ("is_open", p("is_open")),
    ("NOT is_open", no(p("is_open"))),
    ("true", True),
    ("false", False),
    ("since = DATE('2020-01-01')", o("=", SINCE, d("2020-01-01"))),
    ("since >= DATE('2020-06-15')", o(">=", SINCE, d("2020-06-15"))),
    ("seen < TIMESTAMP('2020-01-01T00:00:00Z')", o("<", SEEN, t("2020-01-01T00:00:00Z"))),
    ("seen = TIMESTAMP('2019-12-31T16:00:00Z')", o("=", SEEN, t("2019-12-31T16:00:00Z"))),
    ("seen >= TIMESTAMP('2020-01-01T00:00:00+08:00')", o(">=", SEEN, t("2020-01-01T00:00:00+08:00"))),
    ("seen >= DATE('2020-01-01')", o(">=", SEEN, d("2020-01-01"))),
    ("since <= TIMESTAMP('2019-12-31T16:30:00Z')", o("<=", SINCE, t("2019-12-31T16:30:00Z"))),
    ("beds IS NULL", o("isNull", BEDS)),
    ("name IS NOT NULL", no(o("isNull", NAME))),
    ("geom IS NULL", o("isNull", GEOM)),
    ("valid IS NULL", o("isNull", VALID)),
    ("beds = 10 AND kind = 'town'", o("and", TEN, TOWN)),
    ("beds = 10 OR kind = 'town'", o("or", TEN, TOWN)),
    ("NOT beds = 10", no(TEN)),
    ("NOT NOT beds = 10", no(no(TEN))),
    ("NOT (beds = 10 OR kind = 'town')", no(o("or", TEN, TOWN))),
    ("beds = 10 OR kind = 'town' AND is_open", o("or", TEN, o("and", TOWN, p("is_open")))),
    ("(beds = 10 OR kind = 'town') AND is_open", o("and", o("or", TEN, TOWN), p("is_open"))),
    ("NOT beds = 10 AND kind = 'town'", o("and", no(TEN), TOWN)),
    ("beds = 10 AND kind = 'town' AND is_open", o("and", TEN, TOWN, p("is_open"))),
    ("beds = 10 OR kind = 'town' OR is_open", o("or", TEN, TOWN, p("is_open"))),
    ("((((beds = 10))))", TEN),
    ("beds = 10 AND true", o("and", TEN, True)),
    ("beds = 10 OR false", o("or", TEN, False)),
]

ADVANCED: list[tuple[str, Node]] = [
    ("name LIKE '荣%'", o("like", NAME, "荣%")),
    ("name LIKE '%e%'", o("like", NAME, "%e%")),
    ("name LIKE 'a_b'", o("like", NAME, "a_b")),
    (r"name LIKE 'a\_b'", o("like", NAME, r"a\_b")),
    (r"name LIKE '%\%'", o("like", NAME, r"%\%")),
    (r"name LIKE 'a\\\\b'", o("like", NAME, r"a\\b")),
    ("name LIKE ''", o("like", NAME, "")),
    ("name LIKE '%'", o("like", NAME, "%")),
    ("name LIKE '荣家湾'", o("like", NAME, "荣家湾")),
    ("name NOT LIKE 'S%'", no(o("like", NAME, "S%"))),
    ("name LIKE '荣_湾'", o("like", NAME, "荣_湾")),
    ("'abc' LIKE 'a%'", o("like", "abc", "a%")),
    ("beds BETWEEN 1 AND 10", o("between", BEDS, 1, 10)),
    ("beds NOT BETWEEN 1 AND 10", no(o("between", BEDS, 1, 10))),
    ("beds BETWEEN 10 AND 1", o("between", BEDS, 10, 1)),
    ("area BETWEEN -12.25 AND 0.1", o("between", AREA, -12.25, 0.1)),
    ("beds BETWEEN taken AND 10", o("between", BEDS, p("taken"), 10)),
    ("beds BETWEEN 1 AND 7 AND kind = 'town'", o("and", o("between", BEDS, 1, 7), TOWN)),
    ("kind = 'town' AND beds BETWEEN 1 AND 7", o("and", TOWN, o("between", BEDS, 1, 7))),
    ("since BETWEEN DATE('2020-01-01') AND DATE('2020-12-31')", o("between", SINCE, d("2020-01-01"), d("2020-12-31"))),
    ("kind IN ('town', 'village')", o("in", KIND, ["town", "village"])),
    ("kind NOT IN ('town', 'village')", no(o("in", KIND, ["town", "village"]))),
    ("kind IN ('town')", o("in", KIND, ["town"])),
    ("beds IN (1, 7, 10.0)", o("in", BEDS, [1, 7, 10])),
    ("area IN (0.1, 7)", o("in", AREA, [0.1, 7])),
    ("beds IN (taken, 10)", o("in", BEDS, [p("taken"), 10])),
    ("beds IN (3 + 4, (1))", o("in", BEDS, [o("+", 3, 4), 1])),
    ("since IN (DATE('2020-01-01'), DATE('2021-01-01'))", o("in", SINCE, [d("2020-01-01"), d("2021-01-01")])),
    ("is_open IN (true)", o("in", p("is_open"), [True])),
]

FOLDED: list[tuple[str, Node]] = [
    ("CASEI(name) = CASEI('strasse')", o("=", o("casei", NAME), o("casei", "strasse"))),
    ("CASEI(name) = CASEI('ZEBRA')", o("=", o("casei", NAME), o("casei", "ZEBRA"))),
    (
        "casei(spelling) IN (casei('rongjiawan'), casei('PAPÁ'))",
        o("in", o("casei", p("spelling")), [o("casei", "rongjiawan"), o("casei", "PAPÁ")]),
    ),
    ("CASEI(name) LIKE CASEI('s%')", o("like", o("casei", NAME), o("casei", "s%"))),
    ("NOT CASEI(name) = CASEI('zebra')", no(o("=", o("casei", NAME), o("casei", "zebra")))),
    ("ACCENTI(spelling) = ACCENTI('Rongjiawan')", o("=", o("accenti", p("spelling")), o("accenti", "Rongjiawan"))),
    ("ACCENTI(spelling) = ACCENTI('Róngjiāwān')", o("=", o("accenti", p("spelling")), o("accenti", "Róngjiāwān"))),
    ("ACCENTI(spelling) = ACCENTI('Luliang')", o("=", o("accenti", p("spelling")), o("accenti", "Luliang"))),
    ("ACCENTI(spelling) = ACCENTI('かま')", o("=", o("accenti", p("spelling")), o("accenti", "かま"))),
    ("ACCENTI(spelling) LIKE ACCENTI('rón%')", o("like", o("accenti", p("spelling")), o("accenti", "rón%"))),
    (
        "CASEI(ACCENTI(spelling)) = CASEI(ACCENTI('RÓNGJIAWAN'))",
        o("=", o("casei", o("accenti", p("spelling"))), o("casei", o("accenti", "RÓNGJIAWAN"))),
    ),
    (
        "ACCENTI(CASEI(spelling)) LIKE ACCENTI(CASEI('RÓNG%'))",
        o("like", o("accenti", o("casei", p("spelling"))), o("accenti", o("casei", "RÓNG%"))),
    ),
]

ARITHMETIC: list[tuple[str, Node]] = [
    ("beds + taken = 17", o("=", o("+", BEDS, p("taken")), 17)),
    ("beds - taken > 0", o(">", o("-", BEDS, p("taken")), 0)),
    ("beds * 2 >= 14", o(">=", o("*", BEDS, 2), 14)),
    ("beds / 2 = 3.5", o("=", o("/", BEDS, 2), 3.5)),
    ("beds / taken > 1", o(">", o("/", BEDS, p("taken")), 1)),
    ("beds % 2 = 1", o("=", o("%", BEDS, 2), 1)),
    ("beds % 2 = -1", o("=", o("%", BEDS, 2), -1)),
    ("beds DIV 2 = 3", o("=", o("div", BEDS, 2), 3)),
    ("beds div 2 = -1", o("=", o("div", BEDS, 2), -1)),
    ("beds DIV taken = 0", o("=", o("div", BEDS, p("taken")), 0)),
    ("beds % taken = 0", o("=", o("%", BEDS, p("taken")), 0)),
    ("beds ^ 2 = 49", o("=", o("^", BEDS, 2), 49)),
    ("beds ^ -1 < 0", o("<", o("^", BEDS, -1), 0)),
    ("area ^ 0.5 > 2", o(">", o("^", AREA, 0.5), 2)),
    ("beds ^ taken > 100", o(">", o("^", BEDS, p("taken")), 100)),
    ("beds ^ taken = 1", o("=", o("^", BEDS, p("taken")), 1)),
    ("10 ^ beds > 5", o(">", o("^", 10, BEDS), 5)),
    ("beds + 2 * 3 = 13", o("=", o("+", BEDS, o("*", 2, 3)), 13)),
    ("(beds + 2) * 3 = 27", o("=", o("*", o("+", BEDS, 2), 3), 27)),
    ("beds - 2 - 3 = 2", o("=", o("-", o("-", BEDS, 2), 3), 2)),
    ("-beds = 3", o("=", o("*", -1, BEDS), 3)),
    ("-(beds + taken) < 0", o("<", o("*", -1, o("+", BEDS, p("taken"))), 0)),
    ("area + 0.1 = 7.1", o("=", o("+", AREA, 0.1), 7.1)),
    ("area * 3 = 0.3", o("=", o("*", AREA, 3), 0.3)),
    ("0 / beds = 0", o("=", o("/", 0, BEDS), 0)),
    ("1 / 0 = 1", o("=", o("/", 1, 0), 1)),
    ("beds / 0 IS NULL", o("isNull", o("/", BEDS, 0))),
    ("NOT 1 % 0 = 0", no(o("=", o("%", 1, 0), 0))),
    ("beds + area > height", o(">", o("+", BEDS, AREA), p("height"))),
    ("10 = beds + 0", o("=", 10, o("+", BEDS, 0))),
    ("2000000000 * beds > 14000000000", o(">", o("*", 2_000_000_000, BEDS), 14_000_000_000)),
]

PROPERTIES: list[tuple[str, Node]] = [
    ("beds > taken", o(">", BEDS, p("taken"))),
    ("taken = beds", o("=", p("taken"), BEDS)),
    ("area <> height", o("<>", AREA, p("height"))),
    ("beds = area", o("=", BEDS, AREA)),
    ("name = spelling", o("=", NAME, p("spelling"))),
    ("name < spelling", o("<", NAME, p("spelling"))),
    ("is_open = is_new", o("=", p("is_open"), p("is_new"))),
    ("since < until", o("<", SINCE, p("until"))),
    ("seen <= noted", o("<=", SEEN, p("noted"))),
    ("since = seen", o("=", SINCE, SEEN)),
    ("10 < beds", o("<", 10, BEDS)),
    ("'town' = kind", o("=", "town", KIND)),
    ("DATE('2020-06-15') >= since", o(">=", d("2020-06-15"), SINCE)),
    ("1 < 2", o("<", 1, 2)),
    ("'b' < 'a'", o("<", "b", "a")),
    ("true = false", o("=", True, False)),
    ("(beds = 10) = (kind = 'town')", o("=", TEN, TOWN)),
    ("(beds = 10) = true", o("=", TEN, True)),
    ("(beds > taken) IS NULL", o("isNull", o(">", BEDS, p("taken")))),
    ("(kind LIKE 't%') <> is_open", o("<>", o("like", KIND, "t%"), p("is_open"))),
]

_INTERVALS = {
    "INTERVAL('2020-01-01', '2020-12-31')": iv("2020-01-01", "2020-12-31"),
    "INTERVAL('2019-01-01', '2020-06-30')": iv("2019-01-01", "2020-06-30"),
    "INTERVAL('2020-01-01', '..')": iv("2020-01-01", ".."),
    "INTERVAL('..', '2020-01-01')": iv("..", "2020-01-01"),
}
_BETWEEN_INTERVALS = (
    *("T_CONTAINS", "T_DURING", "T_FINISHEDBY", "T_FINISHES", "T_MEETS", "T_METBY"),
    *("T_OVERLAPPEDBY", "T_OVERLAPS", "T_STARTEDBY", "T_STARTS"),
)
_OF_ALL = ("T_AFTER", "T_BEFORE", "T_DISJOINT", "T_EQUALS", "T_INTERSECTS")
_LIFE, _LOOKED = iv(SINCE, p("until")), iv(SEEN, "..")

TEMPORAL: list[tuple[str, Node]] = [
    *(
        (f"{name}(valid, {text})", o(name.lower(), VALID, node))
        for name in (*_BETWEEN_INTERVALS, *_OF_ALL)
        for text, node in _INTERVALS.items()
    ),
    *(
        (f"{name}(INTERVAL('2020-03-01', '2020-06-30'), valid)", o(name.lower(), iv("2020-03-01", "2020-06-30"), VALID))
        for name in (*_BETWEEN_INTERVALS, *_OF_ALL)
    ),
    *((f"{name}(since, DATE('2020-06-15'))", o(name.lower(), SINCE, d("2020-06-15"))) for name in _OF_ALL),
    *((f"{name}(since, valid)", o(name.lower(), SINCE, VALID)) for name in _OF_ALL),
    *(
        (f"{name}(seen, TIMESTAMP('2019-12-31T16:00:00Z'))", o(name.lower(), SEEN, t("2019-12-31T16:00:00Z")))
        for name in _OF_ALL
    ),
    ("T_DURING(INTERVAL(since, until), INTERVAL('2019-12-01', '..'))", o("t_during", _LIFE, iv("2019-12-01", ".."))),
    ("T_INTERSECTS(INTERVAL(since, '..'), valid)", o("t_intersects", iv(SINCE, ".."), VALID)),
    ("T_INTERSECTS(INTERVAL(seen, '..'), seen)", o("t_intersects", _LOOKED, SEEN)),
    ("T_BEFORE(seen, DATE('2020-01-01'))", o("t_before", SEEN, d("2020-01-01"))),
    (
        "T_INTERSECTS(seen, INTERVAL('2019-12-31T16:00:00Z', '2020-06-15T12:00:00Z'))",
        o("t_intersects", SEEN, iv("2019-12-31T16:00:00Z", "2020-06-15T12:00:00Z")),
    ),
    (
        "T_STARTS(INTERVAL(seen, noted), INTERVAL(TIMESTAMP('2019-12-31T16:00:00Z'), '..'))",
        o("t_starts", iv(SEEN, p("noted")), iv(t("2019-12-31T16:00:00Z"), "..")),
    ),
    ("T_EQUALS(INTERVAL('..', '..'), INTERVAL('..', '..'))", o("t_equals", iv("..", ".."), iv("..", ".."))),
    ("T_AFTER(DATE('2021-01-01'), DATE('2020-01-01'))", o("t_after", d("2021-01-01"), d("2020-01-01"))),
]

_SQUARE = [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]
_AREA = [[[[2, 2], [6, 2], [6, 6], [2, 6], [2, 2]]], [[[10, 10], [11, 10], [11, 11], [10, 11], [10, 10]]]]
_GATHERED = {"type": "GeometryCollection", "geometries": [g("Point", [5, 5]), g("LineString", [[0, 0], [2, 2]])]}
SHAPES: dict[str, Node] = {
    "POINT(1 1)": g("Point", [1, 1]),
    "POINT Z(1 1 30)": g("Point", [1, 1, 30]),
    "MULTIPOINT((1 1), (5 5))": g("MultiPoint", [[1, 1], [5, 5]]),
    "LINESTRING(0 4, 4 0)": g("LineString", [[0, 4], [4, 0]]),
    "LINESTRING(2 2, 9 9)": g("LineString", [[2, 2], [9, 9]]),
    "MULTILINESTRING((0 0, 4 4), (0 2, 9 2))": g("MultiLineString", [[[0, 0], [4, 4]], [[0, 2], [9, 2]]]),
    "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0))": g("Polygon", _SQUARE),
    "MULTIPOLYGON(((2 2,6 2,6 6,2 6,2 2)),((10 10,11 10,11 11,10 11,10 10)))": g("MultiPolygon", _AREA),
    "GEOMETRYCOLLECTION(POINT(5 5), LINESTRING(0 0, 2 2))": _GATHERED,
    "BBOX(0, 0, 4, 4)": {"bbox": [0, 0, 4, 4]},
    "BBOX(0, 0, -50, 4, 4, 50)": {"bbox": [0, 0, -50, 4, 4, 50]},
}
_RELATIONS = (
    "S_INTERSECTS",
    "S_EQUALS",
    "S_DISJOINT",
    "S_TOUCHES",
    "S_WITHIN",
    "S_OVERLAPS",
    "S_CROSSES",
    "S_CONTAINS",
)

SPATIAL: list[tuple[str, Node]] = [
    *((f"{name}(geom, {text})", o(name.lower(), GEOM, node)) for name in _RELATIONS for text, node in SHAPES.items()),
    *(
        (f"{name}(POLYGON((0 0,4 0,4 4,0 4,0 0)), geom)", o(name.lower(), g("Polygon", _SQUARE), GEOM))
        for name in _RELATIONS
    ),
    ("S_INTERSECTS(geom, geom)", o("s_intersects", GEOM, GEOM)),
    ("S_WITHIN(POINT(1 1), BBOX(0, 0, 4, 4))", o("s_within", g("Point", [1, 1]), {"bbox": [0, 0, 4, 4]})),
    ("NOT S_INTERSECTS(geom, POINT(1 1))", no(o("s_intersects", GEOM, g("Point", [1, 1])))),
    ("S_INTERSECTS(geom, POINT(1 1)) = is_open", o("=", o("s_intersects", GEOM, g("Point", [1, 1])), p("is_open"))),
]

EVERY = [*BASIC, *ADVANCED, *FOLDED, *ARITHMETIC, *PROPERTIES, *TEMPORAL, *SPATIAL]


def written(node: Node) -> str:
    """The JSON form as it is sent."""
    return json.dumps(node, ensure_ascii=False)
