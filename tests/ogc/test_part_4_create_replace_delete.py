"""OGC API - Features - Part 4 (draft 20-002): Create/Replace/Delete and Update, one test per requirement.

The abstract tests of the standard's Annex A that share a requirement share its test. 202 (queued) does not occur here.
"""

import httpx
import pytest

from tests.ogc.part4 import GEOJSON, ITEMS, LAYER, MERGE_PATCH, entered, point, read, send, tag_of, with_properties


def listed(answered: httpx.Response, header: str) -> list[str]:
    return [part.strip() for part in answered.headers[header].split(",")]


class TestCreate:
    def test_req_create_replace_delete_options_op_and_response(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/options: 200 with Allow."""
        answered = send(writer, "OPTIONS", ITEMS)
        assert (answered.status_code, listed(answered, "allow")) == (200, ["GET", "OPTIONS", "POST"])
        place = entered(writer)
        answered = send(writer, "OPTIONS", place)
        assert answered.status_code == 200
        assert listed(answered, "allow") == ["GET", "OPTIONS", "PUT", "PATCH", "DELETE"]

    def test_req_create_replace_delete_options_accept_post(self, writer: httpx.Client) -> None:
        assert GEOJSON in listed(send(writer, "OPTIONS", ITEMS), "accept-post")

    def test_req_create_replace_delete_post_op_body_and_response(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/create: 201, and what was sent is what stands there."""
        feature = point(name="新登记的救助点", beds=7)
        answered = send(writer, "POST", ITEMS, feature)
        assert answered.status_code == 201
        there = read(writer, answered.headers["location"])
        assert there["geometry"] == feature["geometry"]
        assert {name: there["properties"][name] for name in feature["properties"]} == feature["properties"]

    def test_req_create_replace_delete_post_response_rid(self, writer: httpx.Client) -> None:
        """Location names the new thing by the identifier that was sent, in its field or as `id`."""
        feature = point("Z-rid")
        del feature["properties"]["number"]
        answered = send(writer, "POST", ITEMS, feature | {"id": "Z-rid"})
        assert answered.status_code == 201
        assert answered.headers["location"].endswith(f"{ITEMS}/Z-rid")
        assert read(writer, answered.headers["location"])["id"] == "Z-rid"

    def test_req_create_replace_delete_post_content_type(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/create-content-type: without a kind 400, of another kind 415."""
        assert send(writer, "POST", ITEMS, point(), content_type="").status_code == 400
        answered = send(writer, "POST", ITEMS, point(), content_type="application/gml+xml")
        assert (answered.status_code, listed(answered, "accept-post")[0]) == (415, GEOJSON)

    @pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe"])
    def test_a_body_that_cannot_be_read_is_a_bad_request(self, writer: httpx.Client, body: bytes) -> None:
        answered = writer.post(ITEMS, content=body, headers={"content-type": GEOJSON})
        assert answered.status_code == 400

    def test_an_identifier_is_used_once(self, writer: httpx.Client) -> None:
        feature = point()
        assert send(writer, "POST", ITEMS, feature).status_code == 201
        assert send(writer, "POST", ITEMS, feature).status_code == 409

    def test_id_and_field_agree(self, writer: httpx.Client) -> None:
        answered = send(writer, "POST", ITEMS, point("Z-one") | {"id": "Z-other"})
        assert answered.status_code == 422
        assert "前后不一" in answered.json()["what"]
        assert writer.get(f"{ITEMS}/Z-one").status_code == writer.get(f"{ITEMS}/Z-other").status_code == 404


class TestReplace:
    def test_req_create_replace_delete_put_op_body_and_response(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/replace: what is not said is unset."""
        place = entered(writer, near="汽车站")
        number = place.rpartition("/")[2]
        whole = point(number, name="换过的名字")
        whole["geometry"]["coordinates"] = [113.2, 29.2]
        del whole["properties"]["beds"]
        answered = send(writer, "PUT", place, whole, if_match=tag_of(writer, place))
        assert answered.status_code == 204
        there = read(writer, place)
        assert there["geometry"] == whole["geometry"]
        told = there["properties"]
        assert (told["name"], told["beds"], told["near"]) == ("换过的名字", None, None)

    def test_req_create_replace_delete_put_content_type(self, writer: httpx.Client) -> None:
        place = entered(writer)
        tag = tag_of(writer, place)
        assert send(writer, "PUT", place, point(), if_match=tag, content_type="").status_code == 400
        assert send(writer, "PUT", place, point(), if_match=tag, content_type=MERGE_PATCH).status_code == 415

    def test_req_create_replace_delete_put_rid(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/replace-rid: another identifier in the body is refused, nothing is changed."""
        place = entered(writer)
        number, tag = place.rpartition("/")[2], tag_of(writer, place)
        body = point(number) | {"id": "Z-999"}
        assert send(writer, "PUT", place, body, if_match=tag).status_code == 422
        assert tag_of(writer, place) == tag
        assert writer.get(f"{ITEMS}/Z-999").status_code == 404

    def test_req_create_replace_delete_put_rid_exception(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/replace-exceptions: PUT does not create; a precondition makes no difference."""
        for headers in ({}, {"if_match": '"xyz"'}, {"if_match": "*"}, {"if_none_match": "*"}):
            assert send(writer, "PUT", f"{ITEMS}/Z-900", point("Z-900"), **headers).status_code == 404
        assert writer.get(f"{ITEMS}/Z-900").status_code == 404


class TestDelete:
    def test_req_create_replace_delete_delete_op_and_response(self, writer: httpx.Client) -> None:
        """/conf/create-replace-delete/delete; the register says 410 where the standard says 404: it remembers."""
        place = entered(writer, valid_from="2020-01-01")
        assert send(writer, "DELETE", place, if_match=tag_of(writer, place)).status_code == 204
        assert writer.get(place).status_code == 410
        listing = writer.get(ITEMS, params={"limit": 1000}).json()["features"]
        assert place.rpartition("/")[2] not in {feature["id"] for feature in listing}

    def test_what_ended_is_still_there_on_the_days_before(self, writer: httpx.Client) -> None:
        place = entered(writer, valid_from="2020-01-01")
        send(writer, "DELETE", place, if_match=tag_of(writer, place))
        assert read(writer, place, datetime="2024-12-30")["properties"]["valid_to"] == "2024-12-31"

    def test_what_began_today_is_withdrawn(self, writer: httpx.Client) -> None:
        place = entered(writer)
        assert send(writer, "DELETE", place, if_match=tag_of(writer, place)).status_code == 204
        assert "已撤销" in writer.get(place).json()["what"]

    def test_what_should_never_have_been_is_withdrawn_on_wish(self, writer: httpx.Client) -> None:
        place = entered(writer, valid_from="2020-01-01")
        assert send(writer, "DELETE", f"{place}?withdraw=true", if_match=tag_of(writer, place)).status_code == 204
        assert writer.get(place, params={"datetime": "2024-12-30"}).status_code == 410

    def test_what_changed_today_and_ends_today_was_what_it_was_before(self, writer: httpx.Client) -> None:
        place = entered(writer, valid_from="2020-01-01")
        body = {"properties": {"beds": 9, "valid_from": "2024-12-31"}}
        assert send(writer, "PATCH", place, body, if_match=tag_of(writer, place)).status_code == 204
        assert send(writer, "DELETE", place, if_match=tag_of(writer, place)).status_code == 204
        assert writer.get(place).status_code == 410
        assert read(writer, place, datetime="2024-12-30")["properties"]["beds"] == 4


class TestUpdate:
    def test_req_update_options_methods_and_accept_patch(self, writer: httpx.Client) -> None:
        """/conf/update/options."""
        answered = send(writer, "OPTIONS", entered(writer))
        assert "PATCH" in listed(answered, "allow")
        assert MERGE_PATCH in listed(answered, "accept-patch")

    @pytest.mark.parametrize("kind", [MERGE_PATCH, GEOJSON, "application/json; charset=utf-8"])
    def test_req_update_patch_op_body_and_response(self, writer: httpx.Client, kind: str) -> None:
        """/conf/update/update: the parts named are changed, everything else is as it was."""
        place = entered(writer, near="汽车站")
        before = read(writer, place)["properties"]
        body = {"properties": {"beds": 12, "near": None, "operator": "县救助站"}}
        answered = send(writer, "PATCH", place, body, if_match=tag_of(writer, place), content_type=kind)
        assert answered.status_code == 204
        after = read(writer, place)["properties"]
        changed = {name for name in after if after[name] != before[name]}
        assert changed == {"beds", "near", "operator", "version", "recorded_at"}
        assert (after["beds"], after["near"], after["operator"]) == (12, None, "县救助站")

    def test_req_update_content_type(self, writer: httpx.Client) -> None:
        place = entered(writer)
        body, tag = {"properties": {"beds": 1}}, tag_of(writer, place)
        assert send(writer, "PATCH", place, body, if_match=tag, content_type="").status_code == 400
        answered = send(writer, "PATCH", place, body, if_match=tag, content_type="application/xml")
        assert (answered.status_code, listed(answered, "accept-patch")[0]) == (415, MERGE_PATCH)

    @pytest.mark.parametrize("body", [{"id": "Z-999"}, {"properties": {"number": "Z-999"}}])
    def test_req_update_rid(self, writer: httpx.Client, body: dict[str, object]) -> None:
        """/conf/update/update-rid, and /req/features/update-json-merge-patch B: refused, nothing is changed."""
        place = entered(writer)
        tag = tag_of(writer, place)
        assert send(writer, "PATCH", place, body, if_match=tag).status_code == 422
        assert tag_of(writer, place) == tag

    def test_what_was_never_there_cannot_be_updated(self, writer: httpx.Client) -> None:
        assert send(writer, "PATCH", f"{ITEMS}/Z-901", {"properties": {}}).status_code == 404

    def test_a_later_day_makes_it_a_change(self, writer: httpx.Client) -> None:
        """The register's own: what holds from a later day leaves the days before as they were."""
        place = entered(writer, valid_from="2020-01-01")
        body = {"properties": {"beds": 30, "valid_from": "2023-05-01", "because": "扩建"}}
        assert send(writer, "PATCH", place, body, if_match=tag_of(writer, place)).status_code == 204
        assert read(writer, place, datetime="2023-04-30")["properties"]["beds"] == 4
        assert read(writer, place, datetime="2023-05-01")["properties"]["beds"] == 30

    def test_nothing_new_writes_nothing(self, writer: httpx.Client) -> None:
        place = entered(writer)
        tag = tag_of(writer, place)
        assert send(writer, "PATCH", place, {"properties": {"beds": 4}}, if_match=tag).status_code == 204
        assert tag_of(writer, place) == tag


def test_the_classes_are_declared(writer: httpx.Client) -> None:
    told = writer.get("/ogc/conformance").json()["conformsTo"]
    for name in ("create-replace-delete", "update", "optimistic-locking-etags", "optimistic-locking-timestamps"):
        assert f"http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/{name}" in told


def test_the_definition_describes_every_write(writer: httpx.Client) -> None:
    paths = writer.get("/ogc/api").json()["paths"]
    assert {"get", "post", "options"} == set(paths[f"/collections/{LAYER}/items"])
    one = paths[f"/collections/{LAYER}/items/{{featureId}}"]
    assert {"get", "put", "patch", "delete", "options"} == set(one)
    assert set(one["patch"]["requestBody"]["content"]) == {MERGE_PATCH, GEOJSON, "application/json"}
    assert {"412", "428"} <= set(one["delete"]["responses"])


def test_every_write_gives_its_reason(writer: httpx.Client) -> None:
    """Said in a property, in a header, or by the register itself."""
    place = entered(writer)
    send(writer, "PATCH", place, {"properties": {"beds": 1, "because": "核实"}}, if_match=tag_of(writer, place))
    header = "%E8%81%94%E6%A3%80"
    answered = send(
        writer, "PATCH", place, {"properties": {"beds": 2}}, if_match=tag_of(writer, place), cairn_because=header
    )
    assert answered.status_code == 204
    assert with_properties(point(), beds=2)["properties"]["beds"] == read(writer, place)["properties"]["beds"]
