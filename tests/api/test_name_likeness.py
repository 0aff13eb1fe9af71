"""Which sounds and characters are taken for each other: the county decides, and checks follow at once."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from layers.rights import Role

ADDRESS = "/api/names/likeness"
B_AND_P = {"part": "initial", "one": "b", "other": "p", "source": "试（虚构）"}


@pytest.fixture
def undone(client: httpx.Client) -> Iterator[None]:
    yield
    client.put(ADDRESS, json=B_AND_P | {"is_used": False}).raise_for_status()


def near(client: httpx.Client) -> list[str]:
    """The rules that 板桥路 and 盘桥路 break, checked beside each other."""
    asked = {"names": [{"name": "板桥路", "kind": "street"}, {"name": "盘桥路", "kind": "street"}]}
    checked = client.post("/api/names/check", json=asked).raise_for_status().json()
    return sorted({each["rule"] for one in checked["names"] for each in one["findings"]})


@pytest.mark.usefixtures("undone")
def test_a_pair_is_used_and_left_in_whatever_order(client: httpx.Client) -> None:
    assert {"n", "l"} in [{pair["one"], pair["other"]} for pair in client.get(ADDRESS).json()["pairs"]]
    assert "near-sound" not in near(client)
    client.put(ADDRESS, json=B_AND_P).raise_for_status()
    assert "near-sound" in near(client)
    turned = B_AND_P | {"one": "p", "other": "b", "is_used": False}
    pairs = client.put(ADDRESS, json=turned).raise_for_status().json()["pairs"]
    assert [pair["is_used"] for pair in pairs if {pair["one"], pair["other"]} == {"b", "p"}] == [False]
    assert "near-sound" not in near(client)


def test_who_decides(anonymous: httpx.Client, as_role: Callable[..., httpx.Client]) -> None:
    assert anonymous.get(ADDRESS).status_code == 200
    assert anonymous.put(ADDRESS, json=B_AND_P).status_code == 401
    for role, division in ((Role.PLANNER, "430621"), (Role.STEWARD, "430621100")):
        assert as_role(role, division).put(ADDRESS, json=B_AND_P).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"other": "b"},
        {"part": "look"},
        {"other": "桥"},
        {"one": "N"},
        {"source": " "},
        {"part": "look", "one": "未", "other": "末末"},
    ],
)
def test_a_pair_is_two_sounds_or_two_characters(client: httpx.Client, wrong: dict[str, str]) -> None:
    assert client.put(ADDRESS, json=B_AND_P | wrong).status_code == 422
