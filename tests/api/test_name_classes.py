"""The classes of place names over HTTP."""

from collections.abc import Callable

import httpx

from layers.rights import Role

ADDRESS = "/api/names/classes"
GIVEN = {"source": "试（虚构）", "classes": [{"code": "11100", "title": "河流"}]}


def test_everybody_reads_them_and_their_keepers_import(
    client: httpx.Client, anonymous: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    assert "22200" in {each["code"] for each in anonymous.get(ADDRESS).raise_for_status().json()["classes"]}
    assert anonymous.put(ADDRESS, json=GIVEN).status_code == 401
    assert as_role(Role.NAME_DRAFTER).put(ADDRESS, json=GIVEN).status_code == 403
    known = client.put(ADDRESS, json=GIVEN).raise_for_status().json()["classes"]
    assert {"code": "11100", "title": "河流", "source": "试（虚构）"} in known
    wrong = client.put(ADDRESS, json=GIVEN | {"classes": [{"code": "1110", "title": "河流"}]})
    assert wrong.status_code == 422
