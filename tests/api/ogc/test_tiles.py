"""Tiles over HTTP: kept, dropped by a commit, and told as unchanged."""

import gzip
from collections.abc import Callable
from typing import Any

import httpx
import mapbox_vector_tile
import pytest

from layers.rights import Role

COUNTY = "WebMercatorQuad/8/106/208"
HOMES = f"/ogc/collections/nursing_homes/tiles/{COUNTY}"


def layers(answered: httpx.Response) -> dict[str, Any]:
    read: dict[str, Any] = mapbox_vector_tile.decode(answered.content)
    return read


def test_a_tile_holds_the_features_of_its_place(client: httpx.Client) -> None:
    answered = client.get(HOMES)
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    drawn = {feature["properties"]["number"] for feature in layers(answered)["nursing_homes"]["features"]}
    items = client.get("/ogc/collections/nursing_homes/items", params={"limit": 1000}).json()["features"]
    assert drawn == {item["id"] for item in items}


def test_both_sets_show_the_same_things(client: httpx.Client) -> None:
    there = client.get("/ogc/collections/divisions/tiles/CGCS2000Quad/8/43/208")
    codes = {feature["properties"]["code"] for feature in layers(there)["divisions"]["features"]}
    assert "430621" in codes


def test_a_tile_without_content_is_empty(client: httpx.Client) -> None:
    answered = client.get("/ogc/collections/nursing_homes/tiles/WebMercatorQuad/8/0/0")
    assert (answered.status_code, answered.content) == (204, b"")


@pytest.mark.parametrize(
    "place",
    [
        "WebMercatorQuad/8/256/0",
        "WebMercatorQuad/23/0/0",
        "CGCS2000Quad/0/0/0",
        "NoSuchQuad/8/0/0",
        "WebMercatorQuad/a/0/0",
    ],
)
def test_a_tile_that_does_not_exist_is_not_found(client: httpx.Client, place: str) -> None:
    answered = client.get(f"/ogc/collections/nursing_homes/tiles/{place}")
    assert answered.status_code == 404
    assert answered.json()["remedy"]


def test_an_unknown_layer_and_a_strange_moment_are_refused(client: httpx.Client) -> None:
    assert client.get(f"/ogc/collections/palaces/tiles/{COUNTY}").status_code == 404
    assert client.get(HOMES, params={"recorded_at": "yesterday"}).status_code == 400
    assert client.get(HOMES, params={"datetime": "yesterday"}).status_code == 400
    assert client.get(HOMES, params={"f": "png"}).status_code == 400


def test_a_tile_is_told_as_unchanged_by_its_tag(client: httpx.Client) -> None:
    first = client.get(HOMES, headers={"Accept-Encoding": "identity"})
    packed = client.get(HOMES, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in first.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert first.content == packed.content
    assert first.headers["etag"] != packed.headers["etag"]
    for tag in (first.headers["etag"], packed.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = client.get(HOMES, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"]
    assert client.get(HOMES, headers={"If-None-Match": '"other"'}).status_code == 200


def test_it_is_sent_as_it_is_kept(client: httpx.Client) -> None:
    """The same bytes twice, and no second packing around them."""
    raw = [b"".join(_raw(client)) for _ in range(2)]
    assert raw[0] == raw[1]
    assert mapbox_vector_tile.decode(gzip.decompress(raw[0]))["nursing_homes"]


def _raw(client: httpx.Client) -> list[bytes]:
    with client.stream("GET", HOMES, headers={"Accept-Encoding": "gzip"}) as answered:
        return list(answered.iter_raw())


def test_several_layers_stand_in_one_tile(client: httpx.Client) -> None:
    asked = {"collections": "nursing_homes,divisions"}
    answered = client.get(f"/ogc/tiles/{COUNTY}", params=asked)
    assert list(layers(answered)) == ["nursing_homes", "divisions"]
    assert len(layers(client.get(f"/ogc/tiles/{COUNTY}"))) > 5
    assert client.get(f"/ogc/tiles/{COUNTY}", params={"collections": "palaces"}).status_code == 404


def test_who_may_not_see_a_row_is_not_shown_it(
    client: httpx.Client, anonymous: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    """Markers are not public: whoever drew the tile first, each profile has its own."""
    markers = f"/ogc/collections/boundary_markers/tiles/{COUNTY}"
    assert layers(client.get(markers))["boundary_markers"]["features"]
    assert anonymous.get(markers).status_code == 204
    assert layers(as_role(Role.INSPECTOR).get(markers))["boundary_markers"]["features"]
    assert as_role(Role.INSPECTOR, "430600").get(markers).status_code == 200
    assert as_role(Role.INSPECTOR, "430621100").get(markers).status_code == 204
