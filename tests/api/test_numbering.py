"""House numbers over HTTP: the sample's own numbers come out again, a road is renumbered, a house put in."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from api.settings import ROOT
from layers.rights import Role
from maps.reports.reading import blocks_of, text_of
from tests.api.conftest import LiveDesk
from tests.people import token_of

ROAD = "430621-J001"
BASE = "/api/names/numbering"


def sample(layer: str) -> list[dict[str, Any]]:
    read = json.loads((ROOT / "data" / "sample" / f"{layer}.geojson").read_text(encoding="utf-8"))
    features: list[dict[str, Any]] = read["features"]
    return features


STREETS = sorted({feature["properties"]["road"] for feature in sample("addresses")})


@pytest.fixture
def drafter(own_desk: LiveDesk, own_county: str) -> Iterator[httpx.Client]:
    own_desk.start()
    with own_desk.client(token_of(own_county, Role.NAME_DRAFTER)) as client:
        yield client


def row(client: httpx.Client, code: str) -> dict[str, Any]:
    answered = client.get(f"/ogc/collections/addresses/items/{code}")
    assert answered.status_code == 200, answered.text
    properties: dict[str, Any] = answered.json()["properties"]
    return properties


def test_the_schemes_say_what_they_leave_open(anonymous: httpx.Client) -> None:
    told = anonymous.get(f"{BASE}/schemes").json()
    assert told["default"] == "beijing"
    by_id = {each["id"]: each for each in told["schemes"]}
    assert {"beijing", "zhejiang-city", "fuyang", "changchun", "jiangmen"} <= set(by_id)
    assert by_id["beijing"]["leaves_open"] == []
    assert by_id["fuyang"]["leaves_open"] == ["东西向道路起点", "南北向道路起点"]
    assert by_id["jiangmen"]["authority"] == "公安机关"


@pytest.mark.parametrize("road", STREETS)
def test_the_numbers_that_were_walked_come_out_again(client: httpx.Client, road: str) -> None:
    # The sample's numbers were given by another program, walking the street in a plane of its own.
    answered = client.post(f"{BASE}/preview", json={"road": road})
    assert answered.status_code == 200, answered.text
    told = answered.json()
    walked = {f["properties"]["code"]: f["properties"] for f in sample("addresses") if f["properties"]["road"] == road}
    found = {each["code"]: each for each in told["numbers"]}
    assert set(found) == set(walked)
    for code, was in walked.items():
        assert (found[code]["number"], found[code]["side"]) == (was["number"], was["side"])
        # A sharp bend moves the foot of a door that stands 9 to 14 m beside it.
        assert found[code]["chainage_m"] == pytest.approx(was["chainage_m"], abs=20)
        assert found[code]["address"] == was["address"]
    assert told["findings"] == []


def test_the_public_may_not_ask_and_an_inspector_may_not_write(
    anonymous: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    assert anonymous.post(f"{BASE}/preview", json={"road": ROAD}).status_code == 401
    asked = {"road": ROAD, "because": "试"}
    assert anonymous.post(f"{BASE}/commit", json=asked).status_code == 401
    assert as_role(Role.INSPECTOR).post(f"{BASE}/commit", json=asked).status_code == 403
    assert as_role(Role.NAME_REVIEWER).post(f"{BASE}/commit", json=asked).status_code == 403
    assert as_role(Role.NAME_DRAFTER, "430621100", "read").post(f"{BASE}/commit", json=asked).status_code == 403
    elsewhere = as_role(Role.NAME_DRAFTER, "430621105")
    moved = {"road": ROAD, "scheme": "zhejiang-city", "because": "试"}
    assert elsewhere.post(f"{BASE}/commit", json=moved).status_code == 403, "another township's road"


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"road": "430621-J999"}, 404, "没有"),
        ({"road": ROAD, "scheme": "nowhere"}, 404, "没有编号方案“nowhere”"),
        ({"road": ROAD, "scheme": "fuyang"}, 422, "没有规定"),
        ({"road": ROAD, "form": "dead_end"}, 422, "巷口"),
        ({"road": "430621-C001"}, 422, "没有要编号的房屋"),
        ({"road": ROAD, "doors": [{"key": "a", "lon": 113.1, "lat": 29.1}] * 2}, 422, "“a”给了不止一次"),
        ({"road": ROAD, "doors": [{"key": "a", "lon": 29.1, "lat": 113.1}]}, 422, "lat：“113.1”不能大于 54"),
    ],
)
def test_what_cannot_be_numbered_says_why(client: httpx.Client, asked: dict[str, Any], status: int, words: str) -> None:
    answered = client.post(f"{BASE}/preview", json=asked)
    assert (answered.status_code, words in answered.json()["detail"]) == (status, True), answered.text


def test_a_road_is_renumbered_in_one_deed_and_keeps_its_past(drafter: httpx.Client) -> None:
    before = drafter.post(f"{BASE}/preview", json={"road": ROAD}).json()["numbers"]
    first = next(each for each in before if each["status"] == "in_use")
    certified = drafter.post(f"{BASE}/addresses/{first['code']}/certificate", json={"because": "住户申领"})
    assert certified.status_code == 201, certified.text
    assert certified.json()["certificate_number"] == "430621-2024-000001"
    assert certified.json()["issued_on"] == "2024-12-31"
    again = drafter.post(f"{BASE}/addresses/{first['code']}/certificate", json={"because": "再领"})
    assert again.status_code == 409

    asked = {"road": ROAD, "scheme": "zhejiang-city", "because": "全县改用新办法", "on": "2025-01-01"}
    written = drafter.post(f"{BASE}/commit", json=asked)
    assert written.status_code == 201, written.text
    told = {each["code"]: each for each in written.json()["numbers"]}
    assert {each["code"] for each in before} == set(told)
    held = row(drafter, first["code"])
    assert held["number"] == first["number"], "not before the day"
    later = drafter.get(f"/ogc/collections/addresses/items/{first['code']}?datetime=2025-01-01").json()["properties"]
    assert (later["number"], later["old_address"]) == (told[first["code"]]["number"], first["address"])
    assert later.get("certificate_number") is None, "a certificate speaks of the old number"
    assert later["renumbered_on"] == "2025-01-01"

    table = drafter.get(f"{BASE}/roads/{ROAD}/renumberings", params={"as_of": "2025-01-02"}).json()["rows"]
    changed = [each for each in written.json()["numbers"] if each["address"] != each["old_address"]]
    assert {each["code"] for each in table} == {each["code"] for each in changed}
    page = drafter.get(f"{BASE}/roads/{ROAD}/renumberings.csv", params={"as_of": "2025-01-02"})
    lines = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert {line["原地址"]: line["现地址"] for line in lines} == {
        each["old_address"]: each["address"] for each in table
    }
    book = drafter.get(f"{BASE}/roads/{ROAD}/renumberings.xlsx", params={"as_of": "2025-01-02"})
    assert book.content[:2] == b"PK"


def test_new_doors_and_empty_land_are_entered_with_codes_of_their_own(drafter: httpx.Client) -> None:
    line = next(f["geometry"]["coordinates"][0] for f in sample("roads") if f["properties"]["code"] == "430621-C001")
    (lon, lat), (to_lon, to_lat) = line[4], line[5]
    east, north = (to_lon - lon), (to_lat - lat)
    beside = [lon + east / 2 - north / 20, lat + north / 2 + east / 20], [lon + north / 20, lat - east / 20]
    doors = [
        {"key": str(place), "lon": spot[0], "lat": spot[1], "is_empty": place == 1} for place, spot in enumerate(beside)
    ]
    asked = {"road": "430621-C001", "scheme": "zhejiang-city", "doors": doors, "because": "村道首次编号"}
    written = drafter.post(f"{BASE}/commit", json=asked)
    assert written.status_code == 201, written.text
    for each in written.json()["numbers"]:
        held = row(drafter, each["code"])
        assert held["road"] == "430621-C001"
        assert held["address"] == f"岳阳县荣家湾镇桥东至岳武公路{each['number']}号"
        assert held["status"] == ("reserved" if each["key"] == "1" else "in_use")
        assert held["division"] == "430621100"
        assert held["invented"] is True, "a road of the sample has no real houses"


def test_a_new_house_takes_the_reserved_number_then_a_sub_number_and_renumbers_nobody(drafter: httpx.Client) -> None:
    numbers = drafter.post(f"{BASE}/preview", json={"road": ROAD}).json()["numbers"]
    one, two = next(
        (one, two)
        for one in numbers
        for two in numbers
        if two["number"] == one["number"] + 2 and {one["status"], two["status"]} == {"in_use"}
    )
    spot = {"lon": one["lon"] * 0.7 + two["lon"] * 0.3, "lat": one["lat"] * 0.7 + two["lat"] * 0.3}
    asked = {"road": ROAD, **spot, "because": "新建房屋"}
    tried = drafter.post(f"{BASE}/houses", json={**asked, "dry_run": True}).json()
    assert (tried["number"], tried["sub_number"]) == (one["number"], 1)
    first, second = (drafter.post(f"{BASE}/houses", json=asked).json() for _ in range(2))
    assert [first["address"], second["address"]] == [
        f"岳阳县荣家湾镇东方路{one['number']}-1号",
        f"岳阳县荣家湾镇东方路{one['number']}-2号",
    ]
    assert "不再设附号" in second["because"]
    assert row(drafter, one["code"])["number"] == one["number"]

    kept = next(each for each in numbers if each["status"] == "reserved")
    taken = drafter.post(
        f"{BASE}/houses",
        json={"road": ROAD, "lon": kept["lon"], "lat": kept["lat"], "because": "建成", "owner": "李四"},
    ).json()
    assert (taken["code"], taken["number"], taken["status"]) == (kept["code"], kept["number"], "in_use")


def test_a_cancelled_number_is_kept_and_goes_to_nobody(drafter: httpx.Client) -> None:
    numbers = drafter.post(f"{BASE}/preview", json={"road": ROAD}).json()["numbers"]
    gone = next(each for each in numbers if each["status"] == "in_use" and each["number"] > 4)
    where = f"{BASE}/addresses/{gone['code']}/cancellation"
    answered = drafter.post(where, json={"because": "拆除"})
    assert (answered.status_code, answered.json()["status"]) == (200, "cancelled")
    assert drafter.post(where, json={"because": "拆除"}).status_code == 409
    assert drafter.post(f"{BASE}/addresses/{gone['code']}/certificate", json={"because": "领"}).status_code == 422
    new = drafter.post(
        f"{BASE}/houses", json={"road": ROAD, "lon": gone["lon"], "lat": gone["lat"], "because": "新建"}
    ).json()
    assert (new["number"], new["sub_number"]) != (gone["number"], None)
    left = drafter.post(f"{BASE}/preview", json={"road": ROAD}).json()["numbers"]
    assert gone["code"] not in {each["code"] for each in left}


def test_the_owner_of_a_house_is_nothing_for_the_public(own_desk: LiveDesk, drafter: httpx.Client) -> None:
    numbers = drafter.post(f"{BASE}/preview", json={"road": ROAD}).json()["numbers"]
    kept = next(each for each in numbers if each["status"] == "reserved")
    house = {"road": ROAD, "lon": kept["lon"], "lat": kept["lat"], "because": "建成", "owner": "李四"}
    assert drafter.post(f"{BASE}/houses", json=house).status_code == 201
    assert row(drafter, kept["code"])["owner"] == "李四"
    with own_desk.client() as nobody:
        assert "李四" not in nobody.get(f"/ogc/collections/addresses/items/{kept['code']}").text


def test_a_certificate_and_a_proof_are_printed_and_nothing_is_proved_that_is_not_so(
    own_desk: LiveDesk, drafter: httpx.Client
) -> None:
    numbers = drafter.post(f"{BASE}/preview", json={"road": ROAD}).json()["numbers"]
    house = next(each for each in numbers if each["status"] == "in_use")
    kept = next(each for each in numbers if each["status"] == "reserved")
    where = f"{BASE}/addresses/{house['code']}"
    lacking = drafter.get(f"{where}/certificate.docx")
    assert (lacking.status_code, "门牌证号" in lacking.json()["why"]) == (422, True)
    assert drafter.get(f"{BASE}/addresses/{kept['code']}/certificate.docx").status_code == 422
    with own_desk.client() as nobody:
        assert nobody.get(f"{where}/certificate.docx").status_code == 401
    number = drafter.post(f"{where}/certificate", json={"because": "住户申领"}).json()["certificate_number"]
    written = drafter.get(f"{where}/certificate.docx")
    assert written.status_code == 200, written.text
    words = text_of(blocks_of(written.content))
    for part in (number, house["address"], "2024年12月31日", "不作为产权凭证", "示例数据，不作证明"):
        assert part in words
    assert drafter.get(f"{where}/certificate.docx").content == written.content
    assert drafter.get(f"{where}/proof.pdf").status_code == 422, "there was no other address"

    drafter.post(f"{BASE}/commit", json={"road": ROAD, "scheme": "zhejiang-city", "because": "改用新办法"})
    old = drafter.get(f"{BASE}/roads/{ROAD}/renumberings").json()["rows"][0]
    proof = drafter.get(f"{BASE}/addresses/{old['code']}/proof.docx")
    words = text_of(blocks_of(proof.content))
    assert old["old_address"] in words
    assert old["address"] in words
    printed = drafter.get(f"{BASE}/addresses/{old['code']}/proof.pdf")
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-"), printed.text[:300]
