"""OGC API - Features - Part 4 (draft 20-002): optimistic locking by tags and by moments, one test per requirement."""

import datetime as dt
from collections.abc import Callable
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest

from layers.rights import Role
from tests.ogc.part4 import Feature, entered, point, read, seconds, send, settled, tag_of

WRITES = ("PUT", "PATCH", "DELETE")


def body_of(method: str, place: str, beds: int) -> Feature | None:
    number = place.rpartition("/")[2]
    return {"PUT": point(number, beds=beds), "PATCH": {"properties": {"beds": beds}}, "DELETE": None}[method]


def tell(client: httpx.Client, method: str, place: str, beds: int = 30, **headers: str) -> httpx.Response:
    return send(client, method, place, body_of(method, place, beds), **headers)


class TestTags:
    def test_req_optimistic_locking_etags_etag_get_response(self, writer: httpx.Client) -> None:
        """/conf/optimistic-locking-etags/get-etag: a strong tag that begins with the version."""
        place = entered(writer)
        assert tag_of(writer, place).startswith('"1-')

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_req_optimistic_locking_etags_etag_response(self, writer: httpx.Client, method: str) -> None:
        """The answer to a write has the tag that a GET of the same form then has."""
        place = entered(writer)
        told = tell(writer, method, place, if_match=tag_of(writer, place)).headers["etag"]
        assert told.startswith('"2-')
        assert told == tag_of(writer, place)

    @pytest.mark.parametrize("method", WRITES)
    def test_req_optimistic_locking_etags_ifmatch_eval(self, writer: httpx.Client, method: str) -> None:
        """/conf/optimistic-locking-etags/replace, update and delete: 412 and nothing changed, or done."""
        place = entered(writer, valid_from="2020-01-01")
        tag = tag_of(writer, place)
        for stale in ('"0"', '"2-0123456789abcdef"', f"W/{tag}", '"x", "y"'):
            assert tell(writer, method, place, if_match=stale).status_code == 412
        assert tag_of(writer, place) == tag
        assert tell(writer, method, place, if_match=f'"other", {tag}').status_code == 204
        assert writer.get(place).status_code == (410 if method == "DELETE" else 200)

    @pytest.mark.parametrize("method", WRITES)
    def test_req_optimistic_locking_etags_ifmatch_any(self, writer: httpx.Client, method: str) -> None:
        """`*` holds for whatever stands (RFC 9110 §13.1.1)."""
        assert tell(writer, method, entered(writer, valid_from="2020-01-01"), if_match="*").status_code == 204

    @pytest.mark.parametrize("method", WRITES)
    def test_per_optimistic_locking_etags_ifmatch_missing(self, writer: httpx.Client, method: str) -> None:
        answered = tell(writer, method, entered(writer))
        assert (answered.status_code, answered.json()["title"]) == (428, "须说明改的是哪一版")

    def test_if_none_match_answers_304_without_a_body(self, writer: httpx.Client) -> None:
        place = entered(writer)
        tag = tag_of(writer, place)
        for known in (tag, f'"x", {tag}', f"W/{tag}", "*"):
            answered = send(writer, "GET", place, if_none_match=known)
            assert (answered.status_code, answered.content, answered.headers["etag"]) == (304, b"", tag)
        assert send(writer, "GET", place, if_none_match='"1-0123456789abcdef"').status_code == 200

    def test_if_none_match_any_forbids_to_overwrite(self, writer: httpx.Client) -> None:
        place = entered(writer)
        assert tell(writer, "PUT", place, if_none_match="*").status_code == 412
        assert tell(writer, "PUT", place, if_match=tag_of(writer, place), if_none_match="*").status_code == 412

    def test_one_tag_is_one_body(self, writer: httpx.Client, somebody: Callable[..., httpx.Client]) -> None:
        """Form, address, system, coding and who asks: what makes other bytes has another tag, and only that."""
        place = entered(writer)
        crs = "http://www.opengis.net/def/crs/EPSG/0/4490"
        asked = [
            {},
            {"params": {"f": "json"}},
            {"params": {"f": "html"}},
            {"params": {"crs": crs}},
            {"headers": {"accept": "text/html"}},
            {"headers": {"accept-encoding": "identity"}},
        ]
        answers = [client.get(place, **each) for each in asked for client in (writer, somebody())]  # type: ignore[arg-type]
        coded = [(one.headers["etag"], one.headers.get("content-encoding"), one.content) for one in answers]
        assert len({tag for tag, _, _ in coded}) == len(coded)
        again = [client.get(place, **each) for each in asked for client in (writer, somebody())]  # type: ignore[arg-type]
        assert [(one.headers["etag"], one.headers.get("content-encoding"), one.content) for one in again] == coded

    def test_a_tag_read_in_any_form_opens_the_same_version(self, writer: httpx.Client) -> None:
        """Through compression, as a page, in another system: the version was seen."""
        place = entered(writer)
        for beds, query in enumerate(({"f": "html"}, {"crs": "http://www.opengis.net/def/crs/EPSG/0/4490"}, {}), 10):
            tag = writer.get(place, params=query).headers["etag"]
            assert tell(writer, "PATCH", place, beds, if_match=tag).status_code == 204

    def test_a_stale_save_tells_all_three_versions(self, writer: httpx.Client) -> None:
        place = entered(writer, beds=4)
        seen = tag_of(writer, place)
        assert tell(writer, "PATCH", place, 5, if_match=seen).status_code == 204
        answered = tell(writer, "PATCH", place, 6, if_match=seen)
        told = answered.json()
        assert answered.status_code == 412
        assert "您看到的是第 1 版，现为第 2 版" in told["why"]
        (clash,) = told["conflicts"]
        beds = [clash[side]["properties"]["beds"] for side in ("base", "mine", "theirs")]
        assert (clash["id"], beds) == (place.rpartition("/")[2], [4, 6, 5])
        assert clash["theirs"]["geometry"] == {"type": "Point", "coordinates": [113.1, 29.1]}

    def test_what_is_wrong_with_the_body_is_told_only_to_whom_saw_what_stands(self, writer: httpx.Client) -> None:
        """RFC 9110 §13.2.1: the condition stands before the content."""
        place = entered(writer)
        for body in ({"properties": {"beds": -1}}, {"id": "Z-0"}):
            assert send(writer, "PATCH", place, body, if_match='"0"').status_code == 412
            assert send(writer, "PATCH", place, body, if_match="*").status_code == 422


class TestMoments:
    def test_req_optimistic_locking_timestamps_lastmodified_get_response(self, writer: httpx.Client) -> None:
        """/conf/optimistic-locking-timestamps/get-last-modified: the second in which it was written."""
        place = entered(writer)
        answered = writer.get(place)
        written = answered.json()["properties"]["recorded_at"]
        assert seconds(answered.headers["last-modified"]) == int(dt.datetime.fromisoformat(written).timestamp())

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_req_optimistic_locking_timestamps_lastmodified_response(self, writer: httpx.Client, method: str) -> None:
        place = entered(writer)
        before = settled(writer, place)
        answered = tell(writer, method, place, if_unmodified_since=before)
        assert answered.status_code == 204
        assert seconds(answered.headers["last-modified"]) > seconds(before)

    @pytest.mark.parametrize("method", WRITES)
    def test_req_optimistic_locking_timestamps_ifunmodifiedsince_eval(self, writer: httpx.Client, method: str) -> None:
        """/conf/optimistic-locking-timestamps/replace, update and delete."""
        place = entered(writer, valid_from="2020-01-01")
        moment = settled(writer, place)
        yesterday = format_datetime(parsedate_to_datetime(moment) - dt.timedelta(days=1), usegmt=True)
        tag = tag_of(writer, place)
        assert tell(writer, method, place, if_unmodified_since=yesterday).status_code == 412
        assert tag_of(writer, place) == tag
        assert tell(writer, method, place, if_unmodified_since=moment).status_code == 204

    def test_per_optimistic_locking_timestamps_ifunmodifiedsince_missing(self, writer: httpx.Client) -> None:
        """A moment that cannot be read is as if it had not come (RFC 9110 §13.1.4)."""
        place = entered(writer)
        assert tell(writer, "PATCH", place).status_code == 428
        assert tell(writer, "PATCH", place, if_unmodified_since="2024-12-31").status_code == 428

    def test_two_versions_in_one_second_are_told_apart(self, writer: httpx.Client) -> None:
        """Ten saves as fast as they go: whoever holds the moment of an older version is refused, each time."""
        place = entered(writer)
        moments = [settled(writer, place)]
        for beds in range(10):
            answered = tell(writer, "PATCH", place, beds + 50, if_match="*")
            moments.append(answered.headers["last-modified"])
        seen = [moment for moment in moments if tell(writer, "PATCH", place, 99, if_unmodified_since=moment).is_success]
        assert seen == []
        assert tell(writer, "PATCH", place, 99, if_unmodified_since=settled(writer, place)).status_code == 204

    def test_if_modified_since_answers_304(self, writer: httpx.Client) -> None:
        place = entered(writer)
        moment = settled(writer, place)
        assert send(writer, "GET", place, if_modified_since=moment).status_code == 304
        tell(writer, "PATCH", place, if_match="*")
        assert send(writer, "GET", place, if_modified_since=moment).status_code == 200

    def test_tags_stand_before_moments(self, writer: httpx.Client) -> None:
        """RFC 9110 §13.2.2: whoever sends both is judged by the tag."""
        place = entered(writer)
        moment, tag = settled(writer, place), tag_of(writer, place)
        old = "Mon, 01 Jan 2001 00:00:00 GMT"
        assert send(writer, "GET", place, if_modified_since=moment, if_none_match='"x"').status_code == 200
        assert tell(writer, "PATCH", place, if_match='"0"', if_unmodified_since=moment).status_code == 412
        assert tell(writer, "PATCH", place, if_match=tag, if_unmodified_since=old).status_code == 204


class TestWithoutPreconditions:
    """A client that sends none, as QGIS: what each layer asks of it, and what it is told."""

    def test_the_version_sent_back_opens_what_stands(self, writer: httpx.Client) -> None:
        place = entered(writer)
        body = {"properties": {"beds": 8, "version": 1}}
        assert send(writer, "PATCH", place, body).status_code == 204
        answered = send(writer, "PATCH", place, {"properties": {"beds": 9, "version": 1}})
        assert answered.status_code == 412
        (clash,) = answered.json()["conflicts"]
        assert [clash[side]["properties"]["beds"] for side in ("base", "mine", "theirs")] == [4, 9, 8]
        assert read(writer, place)["properties"]["beds"] == 8

    def test_a_delete_says_the_version_in_its_address(self, writer: httpx.Client) -> None:
        place = entered(writer)
        assert send(writer, "DELETE", f"{place}?version=7").status_code == 412
        assert send(writer, "DELETE", f"{place}?version=1").status_code == 204

    def test_some_layers_ask_for_a_precondition_whatever_is_sent_back(self, writer: httpx.Client) -> None:
        place = "/ogc/collections/divisions/items/430621100"
        whole = read(writer, place)
        answered = send(writer, "PUT", place, whole)
        assert answered.status_code == 428
        assert "QGIS" in answered.json()["remedy"]
        assert send(writer, "PUT", place, whole, if_match=tag_of(writer, place)).status_code == 204

    def test_qgis_is_offered_what_it_can_do_safely(self, writer: httpx.Client) -> None:
        agent = {"user_agent": "Mozilla/5.0 QGIS/34012/Debian GNU/Linux"}
        assert send(writer, "OPTIONS", entered(writer), **agent).headers["allow"] == "GET, OPTIONS, PUT"
        place = "/ogc/collections/divisions/items/430621100"
        assert send(writer, "OPTIONS", place, **agent).headers["allow"] == "GET, OPTIONS"

    def test_two_saves_of_qgis_from_one_reading(self, writer: httpx.Client) -> None:
        """It keeps what it read: the second save names the old version, contains the first and loses nothing."""
        place = entered(writer)
        whole = read(writer, place)
        whole["properties"]["beds"] = 11
        assert send(writer, "PUT", place, whole).status_code == 204
        whole["properties"]["name"] = "又改了名字"
        assert send(writer, "PUT", place, whole).status_code == 204
        told = read(writer, place)["properties"]
        assert (told["beds"], told["name"], told["version"]) == (11, "又改了名字", 3)

    def test_such_a_save_is_refused_once_somebody_else_has_written(
        self, writer: httpx.Client, somebody: Callable[..., httpx.Client]
    ) -> None:
        place = entered(writer)
        mine, theirs = read(writer, place), somebody(Role.STEWARD)
        assert send(theirs, "PATCH", place, {"properties": {"beds": 77}}, if_match="*").status_code == 204
        mine["properties"]["name"] = "又改了名字"
        assert send(writer, "PUT", place, mine).status_code == 412
        mine["properties"]["beds"] = 77
        assert send(writer, "PUT", place, mine).status_code == 412
        assert read(writer, place)["properties"]["name"] == "甲救助点"

    def test_such_a_save_is_refused_when_it_would_undo_the_first(self, writer: httpx.Client) -> None:
        place = entered(writer)
        whole = read(writer, place)
        assert send(writer, "PATCH", place, {"properties": {"beds": 5, "version": 1}}).status_code == 204
        whole["properties"]["name"] = "又改了名字"
        assert send(writer, "PUT", place, whole).status_code == 412
        assert read(writer, place)["properties"]["beds"] == 5
