"""What if as the desk answers it: figures follow, in words when they cannot."""

from typing import Any

import httpx
import pytest

QUESTION: dict[str, Any] = {"service": "nursing_beds", "mode": "straight", "limit": 5000}


def test_a_new_home_raises_the_figures_and_is_not_kept(client: httpx.Client) -> None:
    change = {"kind": "add", "lon": 113.3, "lat": 29.1, "places": 200, "name": "新院"}
    told = client.post("/api/siting/what-if", json=QUESTION | {"changes": [change]}).json()
    assert told["rate"]["beds_per_thousand"] > told["rate"]["before"]
    assert told["totals"]["served"] > told["before"]["served"]
    assert told["totals"]["people"] == told["before"]["people"]
    assert 0 < told["ms"] < 10_000
    again = client.post("/api/siting/what-if", json=QUESTION).json()
    assert again["rate"]["beds_per_thousand"] == told["rate"]["before"]
    assert again["settlements"] == []
    assert len([row for row in told["townships"] if row["rate"]]) == 15


@pytest.mark.parametrize(
    ("wish", "status", "word"),
    [
        ({"changes": [{"kind": "remove", "id": "none"}]}, 422, "没有运营中的设施"),
        ({"changes": [{"kind": "move", "id": "x"}]}, 422, "迁址应写明"),
        ({"changes": [{"kind": "swap"}]}, 422, "kind"),
        ({"rule": "best"}, 422, "统筹安排"),
        ({"service": "palaces"}, 422, "service"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_words(
    client: httpx.Client, wish: dict[str, Any], status: int, word: str
) -> None:
    answered = client.post("/api/siting/what-if", json=QUESTION | wish)
    assert answered.status_code == status, answered.text
    assert word in answered.text


def test_everybody_may_try(anonymous: httpx.Client) -> None:
    change = {"kind": "add", "lon": 113.300049, "lat": 29.1, "places": 20}
    told = anonymous.post("/api/siting/what-if", json=QUESTION | {"changes": [change]}).json()
    assert told["supplies"][0]["lon"] == 113.3
