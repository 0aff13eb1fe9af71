"""POST /api/edits: many changes or none, rehearsed, undone, restored; and what a thing's versions tell."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx
import pytest

from layers.rights import Role
from tests.ogc.conftest import somebody, writer, written_county, written_desk

__all__ = ["somebody", "writer", "written_county", "written_desk"]

LAYER = "rescue_points"
NUMBERS = count(1)
Json = dict[str, Any]


def feature(number: str, **properties: object) -> Json:
    told = {"number": number, "name": "乙救助点", "stage": "open", "kind": "temporary_point", "division": "430621100"}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [113.1, 29.1]},
        "properties": told | {"beds": 4, "source": "台账"} | properties,
    }


def edits(*changes: Json, layer: str = LAYER, because: str = "核实", **more: object) -> Json:
    return {"layer": layer, "because": because, "changes": list(changes), **more}


def kept(client: httpx.Client, *changes: Json, **more: object) -> Json:
    answered = client.post("/api/edits", json=edits(*changes) | more)
    assert answered.status_code == 200, answered.text
    told: Json = answered.json()
    return told


def entered(client: httpx.Client, **properties: object) -> str:
    number = f"E-{next(NUMBERS)}"
    change = {"deed": "enter", "valid_from": "2020-01-01", "feature": feature(number, **properties)}
    assert kept(client, change)["kept"][0]["version"] == 1
    return number


def now(client: httpx.Client, number: str, layer: str = LAYER, **query: str) -> httpx.Response:
    return client.get(f"/ogc/collections/{layer}/items/{number}", params=query)


def versions(client: httpx.Client, number: str, layer: str = LAYER) -> Json:
    answered = client.get(f"/ogc/collections/{layer}/items/{number}/versions")
    assert answered.status_code == 200, answered.text
    told: Json = answered.json()
    return told


def patch(number: str, version: int, **properties: object) -> Json:
    return {"deed": "amend", "id": number, "version": version, "feature": {"properties": properties}}


class TestOneTransaction:
    def test_many_changes_are_kept_in_their_order(self, writer: httpx.Client) -> None:
        one, other = entered(writer), entered(writer)
        told = kept(
            writer,
            patch(one, 1, beds=9),
            {
                "deed": "change",
                "id": other,
                "version": 1,
                "valid_from": "2024-05-01",
                "feature": {"properties": {"beds": 8}},
            },
        )
        assert [(each["id"], each["feature"]["properties"]["beds"]) for each in told["kept"]] == [(one, 9), (other, 8)]
        assert now(writer, other, datetime="2024-04-30").json()["properties"]["beds"] == 4

    def test_one_that_is_wrong_lets_none_through(self, writer: httpx.Client) -> None:
        one, other = entered(writer), entered(writer)
        answered = writer.post("/api/edits", json=edits(patch(one, 1, beds=9), patch(other, 1, beds=-1, stage="x")))
        told = answered.json()
        assert answered.status_code == 422
        assert [(each["field"], each["change"], each["severity"]) for each in told["findings"]] == [
            ("stage", 1, "error"),
            ("beds", 1, "error"),
        ]
        assert now(writer, one).json()["properties"]["beds"] == 4

    def test_a_rehearsal_finds_the_same_and_leaves_nothing(self, writer: httpx.Client) -> None:
        number = entered(writer)
        told = kept(writer, patch(number, 1, beds=9), dry_run=True)
        assert told["kept"][0]["feature"]["properties"]["beds"] == 9
        assert now(writer, number).json()["properties"]["version"] == 1
        wrong = [
            writer.post("/api/edits", json=edits(patch(number, 1, beds=-1), dry_run=rehearsed)).json()
            for rehearsed in (True, False)
        ]
        assert wrong[0] == wrong[1]

    def test_reminders_come_back_and_do_not_refuse(self, writer: httpx.Client) -> None:
        place = now(writer, "430621100", "divisions").json()
        change = patch("430621100", place["properties"]["version"], parent="430681")
        told = kept(writer, change, layer="divisions", dry_run=True)
        assert [(each["field"], each["severity"]) for each in told["findings"]] == [("parent", "warning")]

    def test_a_reason_is_wanted(self, writer: httpx.Client) -> None:
        number = entered(writer)
        answered = writer.post("/api/edits", json=edits(patch(number, 1, beds=9), because=" "))
        assert (answered.status_code, answered.json()["what"]) == (422, "没有写明事由")

    def test_a_version_is_wanted(self, writer: httpx.Client) -> None:
        answered = writer.post("/api/edits", json=edits({"deed": "end", "id": entered(writer)}))
        assert answered.status_code == 428

    def test_what_others_have_written_since_is_told_for_each(self, writer: httpx.Client) -> None:
        one, other = entered(writer), entered(writer)
        kept(writer, patch(one, 1, beds=7), patch(other, 1, beds=7))
        answered = writer.post("/api/edits", json=edits(patch(one, 1, beds=8), patch(other, 1, beds=9)))
        clashes = answered.json()["conflicts"]
        assert answered.status_code == 409
        beds = [tuple(clash[side]["properties"]["beds"] for side in ("base", "mine", "theirs")) for clash in clashes]
        assert beds == [(4, 8, 7), (4, 9, 7)]

    @pytest.mark.parametrize("geometry", [{"type": "Dot"}, {"type": "Point", "coordinates": ["x"]}])
    def test_a_shape_that_cannot_be_read_names_its_change(self, writer: httpx.Client, geometry: Json) -> None:
        number = entered(writer)
        change = {"deed": "amend", "id": number, "version": 1, "feature": {"geometry": geometry, "properties": {}}}
        answered = writer.post("/api/edits", json=edits(change))
        assert (answered.status_code, answered.json()["findings"][0]["change"]) == (422, 0)


class TestEndsAndReturns:
    def test_a_successor_takes_over_in_one_edit(self, writer: httpx.Client) -> None:
        old, new = entered(writer), f"E-{next(NUMBERS)}"
        kept(
            writer,
            {"deed": "enter", "feature": feature(new)},
            {"deed": "end", "id": old, "version": 1, "document": "岳民发〔2024〕9号", "successors": [new]},
        )
        moved = writer.get(f"/ogc/collections/{LAYER}/items/{old}")
        assert (moved.status_code, moved.headers["location"].rpartition("/")[2]) == (301, new)
        assert versions(writer, old)["fate"] == {
            "retired_at": "2024-12-31",
            "is_withdrawn": False,
            "document": "岳民发〔2024〕9号",
            "successors": [new],
        }

    def test_a_former_version_comes_back_as_a_new_entry(self, writer: httpx.Client) -> None:
        number = entered(writer)
        kept(writer, patch(number, 1, beds=7, name="改名"))
        told = kept(writer, {"deed": "restore", "id": number, "version": 2, "of_version": 1}, because="改错了")
        properties = told["kept"][0]["feature"]["properties"]
        assert (properties["beds"], properties["name"], properties["version"]) == (4, "乙救助点", 3)
        assert [each["because"] for each in versions(writer, number)["versions"]] == ["核实", "核实", "改错了"]

    def test_who_may_see_it_does_not_come_back(self, writer: httpx.Client) -> None:
        number = entered(writer)
        kept(writer, patch(number, 1, disclosure="internal"))
        kept(writer, {"deed": "restore", "id": number, "version": 2, "of_version": 1})
        assert now(writer, number).json()["properties"]["disclosure"] == "internal"

    def test_what_was_withdrawn_comes_back_under_its_identifier(self, writer: httpx.Client) -> None:
        number = entered(writer)
        kept(writer, {"deed": "withdraw", "id": number, "version": 1})
        assert now(writer, number).status_code == 410
        kept(writer, {"deed": "restore", "id": number, "of_version": 1}, because="撤错了")
        there = now(writer, number, datetime="2020-01-01").json()["properties"]
        assert (there["version"], there["valid_from"]) == (2, "2020-01-01")
        assert versions(writer, number)["fate"]["is_withdrawn"] is False
        kept(writer, {"deed": "withdraw", "id": number, "version": 2})
        assert now(writer, number).status_code == 410

    def test_what_was_ended_goes_on(self, writer: httpx.Client) -> None:
        number = entered(writer)
        kept(writer, {"deed": "end", "id": number, "version": 1, "on": "2024-06-01"})
        assert now(writer, number).status_code == 410
        kept(writer, {"deed": "restore", "id": number, "version": 2, "of_version": 1}, because="并未停办")
        there = now(writer, number).json()["properties"]
        assert (there["valid_from"], there["valid_to"], there["version"]) == ("2020-01-01", None, 3)
        assert versions(writer, number)["fate"]["retired_at"] is None

    def test_a_version_that_never_was_is_not_restored(self, writer: httpx.Client) -> None:
        answered = writer.post(
            "/api/edits", json=edits({"deed": "restore", "id": entered(writer), "version": 1, "of_version": 9})
        )
        assert answered.status_code == 404


class TestVersions:
    def test_they_tell_who_what_when_why_and_where(self, writer: httpx.Client) -> None:
        number = entered(writer)
        moved = {"type": "Point", "coordinates": [113.2, 29.2]}
        change = {
            "deed": "amend",
            "id": number,
            "version": 1,
            "feature": {"geometry": moved, "properties": {"beds": 6}},
        }
        kept(writer, change, because="实测")
        first, second = versions(writer, number)["versions"]
        assert (first["version"], first["deed"], first["superseded_at"]) == (1, "insert", second["recorded_at"])
        assert (second["version"], second["deed"], second["superseded_at"]) == (2, "update", None)
        assert (second["because"], first["closed_because"]) == ("实测", "实测")
        assert first["recorded_by"] == first["closed_by"] == second["recorded_by"]
        assert (first["geometry"]["coordinates"], second["geometry"]) == ([113.1, 29.1], moved)
        assert (first["properties"]["beds"], second["properties"]["beds"]) == (4, 6)

    def test_the_public_is_told_no_names_and_no_exact_place(
        self, writer: httpx.Client, somebody: Callable[..., httpx.Client]
    ) -> None:
        number = entered(writer)
        exact = {"type": "Point", "coordinates": [113.1234567, 29.7654321]}
        told = {"deed": "amend", "id": number, "version": 1}
        kept(
            writer,
            told | {"feature": {"geometry": exact, "properties": {"contact": "张三", "contact_phone": "13800000000"}}},
        )
        kept(writer, {"deed": "withdraw", "id": number, "version": 2})
        text = somebody().get(f"/ogc/collections/{LAYER}/items/{number}/versions").text
        told_to_all = somebody().get(f"/ogc/collections/{LAYER}/items/{number}/versions").json()["versions"]
        assert [(each["recorded_by"], each["closed_by"]) for each in told_to_all] == [(None, None)] * 2
        assert told_to_all[1]["geometry"]["coordinates"] == [113.1235, 29.7654]
        assert "张三" not in text
        assert "13800000000" not in text

    def test_what_may_not_be_seen_never_was(self, writer: httpx.Client, somebody: Callable[..., httpx.Client]) -> None:
        number = entered(writer, disclosure="restricted")
        hidden = somebody().get(f"/ogc/collections/{LAYER}/items/{number}/versions")
        never = somebody().get(f"/ogc/collections/{LAYER}/items/E-never/versions")
        assert hidden.status_code == never.status_code == 404
        assert hidden.text.replace(number, "E-never") == never.text


class TestRights:
    def test_nobody_signs_in_first(self, writer: httpx.Client, somebody: Callable[..., httpx.Client]) -> None:
        answered = somebody().post("/api/edits", json=edits(patch(entered(writer), 1, beds=1)))
        assert (answered.status_code, answered.headers["www-authenticate"][:6]) == (401, "Bearer")

    @pytest.mark.parametrize(
        "office",
        [(Role.PLANNER,), (Role.ADMINISTRATOR,), (Role.STEWARD, "430621", "read"), (Role.STEWARD, "430621101")],
    )
    def test_what_is_seen_and_not_ones_own_is_forbidden(
        self, writer: httpx.Client, somebody: Callable[..., httpx.Client], office: tuple[Any, ...]
    ) -> None:
        number, client = entered(writer), somebody(*office)
        assert client.post("/api/edits", json=edits(patch(number, 1, beds=1))).status_code == 403
        place = f"/ogc/collections/{LAYER}/items/{number}"
        for method, body in (("PUT", feature(number)), ("PATCH", {"properties": {"beds": 1}}), ("DELETE", None)):
            answered = client.request(method, place, json=body, headers={"if-match": "*"})
            assert answered.status_code == 403, answered.text
        assert client.options(place).headers["allow"] == "GET, OPTIONS"
        assert now(writer, number).json()["properties"]["version"] == 1

    def test_what_may_not_be_seen_is_not_found_word_for_word(
        self, writer: httpx.Client, somebody: Callable[..., httpx.Client]
    ) -> None:
        number, client = entered(writer, disclosure="restricted"), somebody(Role.STEWARD, "430621101")
        for method, body in (("PUT", feature(number)), ("PATCH", {"properties": {"beds": 1}}), ("DELETE", None)):
            told = [
                client.request(method, f"/ogc/collections/{LAYER}/items/{name}", json=body, headers={"if-match": "*"})
                for name in (number, "E-never")
            ]
            assert [answered.status_code for answered in told] == [404, 404]
            assert told[0].text.replace(number, "E-never") == told[1].text

    def test_nothing_is_entered_beyond_ones_division(self, somebody: Callable[..., httpx.Client]) -> None:
        client = somebody(Role.STEWARD, "430621101")
        change = {"deed": "enter", "feature": feature("E-beyond", division="430621100")}
        assert client.post("/api/edits", json=edits(change)).status_code == 403


class TestStrangeWords:
    @pytest.mark.parametrize(
        "change",
        [
            {"deed": "amend", "id": "a\0b", "version": 1, "feature": {"properties": {}}},
            {"deed": "enter", "feature": feature("E-nul", name="甲\0乙")},
            {"deed": "enter", "feature": feature("E-half", name="\ud83d")},
            {"deed": "end", "id": "E-1", "version": 1, "on": "0001-01-01"},
            {"deed": "end", "id": "E-1", "version": 1, "on": "9999-12-31"},
            {"deed": "enter", "feature": feature("E-day", valid_from="2024-99-99")},
            {"deed": "enter", "feature": feature("E-day", valid_from="0001-01-01")},
            {"deed": "enter", "feature": feature("E-list", beds=[1], name={"a": 1})},
            {"deed": "enter", "feature": feature("E-open", disclosure="secret", valid_to="2020-01-01")},
            {"deed": "enter", "feature": feature("E-new", version=3)},
            {"deed": "explode"},
            {"deed": "enter", "feature": {"geometry": None, "properties": {}}},
        ],
    )
    def test_are_refused_in_words(self, writer: httpx.Client, change: Json) -> None:
        body = json.dumps(edits(change)).encode()
        answered = writer.post("/api/edits", content=body, headers={"content-type": "application/json"})
        assert answered.status_code == 422, answered.text
        assert answered.json()["errors"]

    @pytest.mark.parametrize(
        "wrong", [{"version": 1e300}, {"valid_from": "2024-99-99"}, {"name": "\0"}, {"beds": 1e300}]
    )
    def test_through_part_4_too(self, writer: httpx.Client, wrong: Json) -> None:
        place = f"/ogc/collections/{LAYER}/items/{entered(writer)}"
        headers = {"if-match": "*", "content-type": "application/geo+json"} if "version" not in wrong else {}
        answered = writer.request("PATCH", place, json={"properties": wrong}, headers=headers)
        assert answered.status_code == (412 if "version" in wrong else 422), answered.text

    def test_a_clash_shows_whatever_was_sent(self, writer: httpx.Client) -> None:
        change = patch(entered(writer), 7, beds=10**40, name={"a": [1]}, near="汽车站")
        answered = writer.post("/api/edits", json=edits(change))
        mine = answered.json()["conflicts"][0]["mine"]["properties"]
        assert (answered.status_code, mine["beds"], mine["name"]) == (409, str(10**40), "{'a': [1]}")

    def test_a_reason_in_a_header_may_hold_anything(self, writer: httpx.Client) -> None:
        place = f"/ogc/collections/{LAYER}/items/{entered(writer)}"
        headers = {"if-match": "*", "cairn-because": "%00%E8%81%94%E6%A3%80%FF"}
        assert writer.patch(place, json={"properties": {"beds": 1}}, headers=headers).status_code == 204
