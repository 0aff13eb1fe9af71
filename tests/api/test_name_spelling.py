"""`POST /api/names/spell`: for everybody, with every doubt."""

import httpx
import pytest


def test_anybody_may_ask_how_a_name_is_spelt(anonymous: httpx.Client) -> None:
    told = anonymous.post("/api/names/spell", json={"name": "嵩明县"})
    assert told.status_code == 200
    assert told.json() | {"considered": []} == {
        "name": "嵩明县",
        "kind": "division",
        "toned": "Sōngmíng Xiàn",
        "toneless": "SONGMING XIAN",
        "specific": "嵩明",
        "generic": "县",
        "is_certain": True,
        "alternatives": [],
        "considered": [],
        "because": told.json()["because"],
    }


@pytest.mark.parametrize(
    "asked",
    [{"name": ""}, {"name": "人民路", "kind": "lane"}, {"name": "人民·路"}, {"name": "人民路", "division": "4"}],
)
def test_what_cannot_be_spelt_is_refused(anonymous: httpx.Client, asked: dict[str, str]) -> None:
    refused = anonymous.post("/api/names/spell", json=asked)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
