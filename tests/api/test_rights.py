"""The declared table of rights, told to whoever asks."""

import httpx

from layers.atlas import ATLAS
from layers.rights import Role, right


def test_every_office_and_layer_is_told_as_declared(anonymous: httpx.Client) -> None:
    told = anonymous.get("/api/rights").json()
    assert [role["id"] for role in told["roles"]] == [role.value for role in Role]
    assert told["rights"] == {
        role.value: {
            page.layer.id: {"sees": right(role, page.layer).sees.value, "writes": right(role, page.layer).writes}
            for page in ATLAS
        }
        for role in Role
    }
    assert told["rights"]["steward"]["roads"] == {"sees": "restricted", "writes": True}
    assert told["rights"]["administrator"]["roads"] == {"sees": "internal", "writes": False}
