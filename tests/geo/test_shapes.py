"""Shapes in three forms, and the reason when one cannot be read."""

import json
from contextlib import suppress

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.shapes import UnreadableShape, read_geojson, read_wkb, read_wkt
from tests import specimens

READABLE = [
    *(specimens.A_POINT, specimens.A_LINE, specimens.DIAMOND, specimens.RING_AROUND_A_LAKE),
    *(specimens.MAINLAND_AND_EXCLAVE, specimens.BOW_TIE),
]


@pytest.mark.parametrize("shape", READABLE)
def test_three_forms_say_the_same(shape: shapely.Geometry) -> None:
    assert read_wkt(shapely.to_wkt(shape)) == shape
    assert read_geojson(shapely.to_geojson(shape)) == shape
    assert read_geojson(json.loads(shapely.to_geojson(shape))) == shape
    assert read_wkb(shapely.to_wkb(shape)) == shape
    assert read_wkb(shapely.to_wkb(shape, hex=True)) == shape


def test_a_feature_gives_its_shape() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 1]}}
    assert read_geojson(feature) == specimens.A_POINT


def test_heights_and_srids_are_left_behind() -> None:
    assert read_wkt("SRID=4490;POINT Z (1 1 9)") == specimens.A_POINT
    assert (
        read_wkb(shapely.to_wkb(shapely.set_srid(shapely.Point(1, 1, 9), 4490), include_srid=True)) == specimens.A_POINT
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "是空的"),
        ("POLYGN ((0 0, 1 0, 1 1, 0 0))", "不认识图形类型“POLYGN”"),
        ("点 (1 2)", "不认识图形类型“点”"),
        ("POINT (1)", "应为数字之处是“\\)”"),
        ("POINT (1,2)", "应为数字之处是“,”"),
        ("POINT (1 a)", "应为数字之处写着“a”"),
        ("POLYGON ((0 0, 1 0, 1 1))", "环没有闭合"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0)", "没有写完"),
        ("POINT (1 2) x", "多余的文字"),
        ("LINESTRING (0 0)", "点数太少"),
        ("CIRCULARSTRING (0 0, 1 1, 2 0)", "曲线"),
        ("LINESTRING (0 0, nan 1)", "第 2 个点"),
    ],
)
def test_why_wkt_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(UnreadableShape, match=words):
        read_wkt(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "第 1 行第 1 列"),
        ('{"type":\n "Point",}', "第 2 行第 \\d+ 列"),
        ("[1, 2]", "最外层"),
        ('{"type": "Circle"}', "不认识图形类型“Circle”"),
        ('{"type": "FeatureCollection", "features": []}', "要素集合"),
        ('{"type": "Feature", "geometry": null}', "没有图形"),
        ('{"type": "Point"}', "缺少“coordinates”"),
        ('{"type": "Point", "coordinates": [1]}', "不是两个坐标"),
        ('{"type": "Point", "coordinates": ["1", 2]}', "不是数字"),
        ('{"type": "Point", "coordinates": [1, null]}', "不是数字"),
        ('{"type": "Polygon", "coordinates": [1, 2]}', "层数不对"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}', "没有闭合"),
    ],
)
def test_why_geojson_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(UnreadableShape, match=words):
        read_geojson(text)


def test_geojson_in_another_encoding() -> None:
    with pytest.raises(UnreadableShape, match="UTF-8"):
        read_geojson('{"type": "点"}'.encode("gb18030"))


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "不完整"), (b"\x01\x01", "不完整"), ("xyz", "十六进制"), ("010", "十六进制")]
)
def test_why_wkb_cannot_be_read(content: bytes | str, words: str) -> None:
    with pytest.raises(UnreadableShape, match=words):
        read_wkb(content)


@given(st.one_of(st.text(max_size=40), st.text(alphabet="POINTLYG() 0123,.nae", max_size=40)))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_wkt, read_geojson, read_wkb):
        with suppress(UnreadableShape):
            read(text)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (read_wkb, read_geojson):
        with suppress(UnreadableShape):
            read(content)
