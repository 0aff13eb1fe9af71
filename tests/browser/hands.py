"""What a hand does on the map and a clerk in a form, and a second clerk who writes through HTTP."""

from collections.abc import Sequence
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

DAY = "2024-12-31"
Place = Sequence[float]
HANDLES = """(kind) => window.__cairn.map.getSource('edit-handles').serialize().data.features
    .filter((each) => each.properties.kind === kind).map(({ geometry }) => geometry.coordinates)"""
SHAPE = """(look) => window.__cairn.map.getSource('edit-shapes').serialize().data.features
    .filter((each) => each.properties.look === look && each.properties.shape !== 'word').map((each) => each.geometry)"""


def thing(api: httpx.Client, layer: str, identity: str) -> dict[str, Any]:
    """A feature as the service tells it."""
    answer = api.get(f"/ogc/collections/{layer}/items/{identity}", params={"datetime": DAY, "f": "json"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def things(api: httpx.Client, layer: str) -> dict[str, dict[str, Any]]:
    """All features of a layer by their identifiers."""
    answer = api.get(f"/ogc/collections/{layer}/items", params={"datetime": DAY, "f": "json", "limit": 2000})
    return {str(each["id"]): each for each in answer.json()["features"]}


def amend(api: httpx.Client, layer: str, feature: dict[str, Any], because: str, **fields: object) -> dict[str, Any]:
    """Somebody else corrects a thing; the feature as it is then."""
    properties = {**feature["properties"], **fields}
    changed = {"type": "Feature", "geometry": feature["geometry"], "properties": properties}
    change = {"deed": "amend", "id": feature["id"], "version": properties["version"], "feature": changed}
    answer = api.post("/api/edits", json={"layer": layer, "because": because, "changes": [change]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["kept"][0]["feature"])


def at_the_form(visitor: Visitor, layer: str, identity: str) -> Visitor:
    """Open the form of a thing, with its shape on the map."""
    visitor.open(f"/data?edit={layer}:{identity}")
    expect(visitor.see("thing-form")).to_be_visible()
    return visitor.settle()


def handles(visitor: Visitor, kind: str = "corner") -> list[list[float]]:
    """Where the handles of a kind stand in the world."""
    return list(visitor.page.evaluate(HANDLES, kind))


def shapes(visitor: Visitor, look: str) -> list[dict[str, Any]]:
    """The shapes the map shows in a look."""
    return list(visitor.page.evaluate(SHAPE, look))


def drag(visitor: Visitor, start: Place, by: tuple[float, float]) -> None:
    """Take hold of a place in the world and pull it so many pixels."""
    x, y = visitor.place_on_screen(*start)
    mouse = visitor.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by[0], y + by[1], steps=6)
    mouse.up()


def inside(visitor: Visitor, places: Sequence[Place]) -> list[Place]:
    """Those of the places that stand in sight, away from the edge, the legend and the card."""
    box = visitor.page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box is not None
    room = 80
    return [
        place
        for place, (x, y) in zip(places, visitor.places_on_screen(places), strict=True)
        if box["x"] + room < x < box["x"] + box["width"] - room
        and box["y"] + room < y < box["y"] + box["height"] * 0.75
    ]


def write(visitor: Visitor, **fields: str) -> Visitor:
    """Fill in fields of the form."""
    for name, value in fields.items():
        visitor.page.locator(f"#field-{name}").fill(value)
    return visitor


def choose(visitor: Visitor, **fields: str) -> Visitor:
    """Choose words of closed lists in the form."""
    for name, word in fields.items():
        visitor.page.locator(f"#field-{name}").click()
        visitor.page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=word).first.click()
    return visitor


def save(visitor: Visitor, because: str) -> Visitor:
    """Give the reason and save."""
    visitor.page.locator("#field-because").fill(because)
    visitor.see("save").click()
    return visitor
