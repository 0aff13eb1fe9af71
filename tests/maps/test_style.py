"""Styles follow from geometry and symbol."""

import pytest

from layers.atlas import ATLAS, layer_class
from layers.record import Record
from maps.palette import COLOURS
from maps.style import style_of


@pytest.mark.parametrize(
    ("layer_id", "parts"),
    [
        ("divisions", ["fill", "line"]),
        ("nursing_homes", ["circle"]),
        ("roads", ["line"]),
        ("population", []),
    ],
)
def test_a_geometry_is_drawn_by_its_parts(layer_id: str, parts: list[str]) -> None:
    assert [part["type"] for part in style_of(layer_class(layer_id))["parts"]] == parts


def test_a_layer_of_any_geometry_tells_its_parts_which_shapes_they_draw() -> None:
    parts = style_of(layer_class("place_names"))["parts"]
    assert [(part["type"], part["shapes"]) for part in parts] == [
        ("fill", "Polygon"),
        ("line", "LineString"),
        ("circle", "Point"),
    ]


@pytest.mark.parametrize("page", ATLAS, ids=lambda page: page.layer.id)
def test_what_is_invented_is_dotted_and_says_so(page: type[Record]) -> None:
    invented = style_of(page)["invented"]
    assert invented["mark"] == "示例数据"
    assert invented["outline"]["line-dasharray"] == [1, 2]
    assert invented["outline"]["line-color"] == COLOURS[page.layer.symbol.colour]


@pytest.mark.parametrize("page", [page for page in ATLAS if page.layer.geometry], ids=lambda page: page.layer.id)
def test_a_label_is_the_name_and_comes_after_the_thing(page: type[Record]) -> None:
    style = style_of(page)
    assert style["label"]["field"] == page.layer.named_by
    assert style["label"]["minzoom"] > style["minzoom"]
