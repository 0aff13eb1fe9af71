"""Areas that tile: a shared edge is moved on both sides, and a gap is refused with its place."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import httpx
import pytest
import shapely
from playwright.sync_api import expect
from shapely.geometry.base import BaseGeometry

from tests.browser.hands import at_the_form, drag, handles, inside, save, shapes, thing, things
from tests.browser.visitor import Visitor

TOWN = "430621104"


def rings(feature: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The rings of an area."""
    for part in shapely.geometry.mapping(shapely.geometry.shape(feature["geometry"]))["coordinates"]:
        yield from ([list(position) for position in ring] for ring in part)


def holders(divisions: dict[str, dict[str, Any]], corner: list[float]) -> set[str]:
    """The divisions with a corner there."""
    return {code for code, each in divisions.items() if any(corner in ring for ring in rings(each))}


def towns(divisions: dict[str, dict[str, Any]]) -> list[BaseGeometry]:
    return [shapely.geometry.shape(each["geometry"]) for code, each in divisions.items() if len(code) == 9]


def inner_corner(visitor: Visitor, divisions: dict[str, dict[str, Any]]) -> list[float]:
    """A corner in sight that the town shares with exactly one other, inside the county."""
    for corner in inside(visitor, handles(visitor)):
        held = holders(divisions, list(corner))
        if len({code for code in held if len(code) == 9}) == 2 and not any(len(code) == 6 for code in held):
            return list(corner)
    raise AssertionError("no shared corner in sight")


def test_a_shared_corner_moves_on_both_sides_and_the_county_still_tiles(
    editor: Visitor, colleague: httpx.Client
) -> None:
    at_the_form(editor, "divisions", TOWN)
    before = things(colleague, "divisions")
    corner = inner_corner(editor, before)
    sharing = holders(before, corner)
    drag(editor, corner, (18, 14))
    names = {before[code]["properties"]["name"] for code in sharing - {TOWN}}
    for name in names:
        expect(editor.see("place-tools").locator(".together")).to_contain_text(name)
    assert len(shapes(editor, "other")) == len(names)
    expect(editor.see("checks")).to_have_text("检查通过，没有发现问题")
    editor.shoot("editing-shared-1440")
    save(editor, "勘误公共边")
    editor.awaits("edit", "divisions")
    after = things(colleague, "divisions")
    assert {code for code in before if after[code]["geometry"] != before[code]["geometry"]} == sharing
    assert shapely.union_all(towns(after)).area == pytest.approx(shapely.union_all(towns(before)).area, rel=1e-12)
    overlap = sum(one.intersection(other).area for one, other in pairwise(towns(after)))
    assert overlap == pytest.approx(sum(one.intersection(other).area for one, other in pairwise(towns(before))))
    editor.see("take-back").first.click()
    expect(editor.see("saved")).to_have_count(0)
    assert {
        code for code, each in things(colleague, "divisions").items() if each["geometry"] != before[code]["geometry"]
    } == set()


def test_a_new_corner_on_a_shared_edge_stands_on_both_sides(editor: Visitor, colleague: httpx.Client) -> None:
    at_the_form(editor, "divisions", TOWN)
    before = things(colleague, "divisions")
    corner = inner_corner(editor, before)
    middles = sorted(
        inside(editor, handles(editor, "middle")),
        key=lambda place: (place[0] - corner[0]) ** 2 + (place[1] - corner[1]) ** 2,
    )
    drag(editor, middles[0], (6, -8))
    (own,) = shapes(editor, "own")
    known = [position for ring in rings(before[TOWN]) for position in ring]
    (fresh,) = [place for place in own["coordinates"][0][0] if place not in known][:1]
    assert shapes(editor, "other")
    for other in shapes(editor, "other"):
        assert any(fresh in ring for part in other["coordinates"] for ring in part)
    editor.press("Control+z")
    expect(editor.see("draft-state")).to_have_text("还没有改动")


def test_a_gap_is_refused_and_shown_where_it_is(editor: Visitor, colleague: httpx.Client) -> None:
    """A neighbour moved meanwhile, so that the shared edge is shared no more."""
    editor.excuse("status of 4(09|22)")
    at_the_form(editor, "divisions", TOWN)
    before = things(colleague, "divisions")
    corner = inner_corner(editor, before)
    # Only the town's own side is moved: the map is told of no neighbours.
    feature = thing(colleague, "divisions", TOWN)
    away = [corner[0] + 0.004, corner[1]]
    ring = [away if position == corner else position for position in next(rings(feature))]
    moved = {"type": "MultiPolygon", "coordinates": [[ring]]}
    change = {
        "deed": "amend",
        "id": TOWN,
        "version": feature["properties"]["version"],
        "feature": {"type": "Feature", "geometry": moved, "properties": feature["properties"]},
    }
    refused = colleague.post("/api/edits", json={"layer": "divisions", "because": "勘误", "changes": [change]})
    assert refused.status_code == 422
    assert any(finding["where"] for finding in refused.json()["findings"])
    editor.page.route(
        "**/ogc/collections/divisions/items?*bbox=*",
        lambda route: route.fulfill(json={"type": "FeatureCollection", "features": []}),
    )
    editor.page.reload()
    editor.settle()
    at_the_form(editor, "divisions", TOWN)
    drag(editor, corner, (25, 0))
    save(editor, "勘误")
    expect(editor.see("place-tools").locator(".field-told .error").first).to_be_visible()
    assert shapes(editor, "finding")
    editor.settle()
    (x, y), *_ = editor.places_on_screen(
        [shapely.geometry.shape(shapes(editor, "finding")[0]).representative_point().coords[0]]
    )
    box = editor.page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box is not None
    assert box["x"] < x < box["x"] + box["width"]
    assert 0 < y < box["height"]
    editor.shoot("editing-gap-1440")
    editor.see("discard").click()
