"""Two days side by side, asked for over HTTP."""

import httpx

DAYS = {"from": "2000-01-01", "to": "2024-12-31"}


def test_the_counts_of_all_layers_agree_with_each_layers_own(client: httpx.Client) -> None:
    told = client.get("/api/comparison", params=DAYS)
    assert told.status_code == 200, told.text
    body = told.json()
    assert (body["from"], body["to"]) == (DAYS["from"], DAYS["to"])
    counted = {layer["id"]: layer for layer in body["layers"]}
    assert counted["nursing_homes"]["added"] > 0
    own = client.get("/api/layers/nursing_homes/comparison", params=DAYS).json()
    assert own["counts"] == counted["nursing_homes"]
    assert len(own["added"]) == own["counts"]["added"]
    assert {feature["type"] for feature in own["added"]} == {"Feature"}
    assert own["next"] is None


def test_pages_are_walked_by_what_the_last_one_said(client: httpx.Client) -> None:
    whole = client.get("/api/layers/nursing_homes/comparison", params=DAYS).json()
    seen, after = [], None
    while True:
        asked = DAYS | {"limit": "20"} | ({"after": after} if after else {})
        page = client.get("/api/layers/nursing_homes/comparison", params=asked).json()
        seen += [feature["id"] for feature in page["added"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [feature["id"] for feature in whole["added"]]


def test_what_cannot_be_compared_is_refused_in_words(client: httpx.Client) -> None:
    swapped = client.get("/api/comparison", params={"from": DAYS["to"], "to": DAYS["from"]})
    assert (swapped.status_code, swapped.json()["remedy"]) == (422, "请对调两个日期")
    assert client.get("/api/comparison", params={"from": "2024-12-31"}).status_code == 400
    assert client.get("/api/layers/hospitals/comparison", params=DAYS).status_code == 404
    assert client.get("/api/layers/roads/comparison", params=DAYS | {"limit": "0"}).status_code == 400


def test_what_is_not_public_is_not_counted_for_the_public(client: httpx.Client, anonymous: httpx.Client) -> None:
    asked = "/api/layers/boundary_markers/comparison"
    assert client.get(asked, params=DAYS).json()["counts"]["added"] > 0
    told = anonymous.get(asked, params=DAYS).json()
    assert (told["counts"]["added"], told["added"]) == (0, [])
