"""A passer-by tells of a sign, sends a picture, follows the answer; the office works the reports off."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from PIL import Image

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import token_of

BASE = "/api/public/reports"
REPORT = {
    "kind": "missing",
    "name": "东方路",
    "message": "与荣新路相交的路口没有路牌",
    "lon": 113.1135,
    "lat": 29.1524,
    "accuracy_m": 8,
    "contact": "张三 13900000000",
}
ORIENTATION, GPS = 0x0112, 0x8825


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture lying on its side, left half red, as a telephone writes it: with its place and its maker."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "MAKER-OF-TELEPHONES"
    exif.get_ifd(GPS)[2] = (29.0, 9.0, 8.6)
    page = io.BytesIO()
    drawn.save(page, kind, exif=exif, comment=b"WRITTEN-BY-A-TELEPHONE")
    return page.getvalue()


def colour(shown: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    found = shown.getpixel(at)
    assert isinstance(found, tuple)
    return found


@pytest.fixture
def street(own_desk: LiveDesk) -> Iterator[httpx.Client]:
    own_desk.start()
    with own_desk.client() as passer_by:
        yield passer_by


@pytest.fixture
def office(own_desk: LiveDesk, own_county: str, street: httpx.Client) -> Iterator[Callable[..., httpx.Client]]:
    with ExitStack() as closing:

        def somebody(role: Role, division: str = "430621") -> httpx.Client:
            return closing.enter_context(own_desk.client(token_of(own_county, role, division)))

        assert street
        yield somebody


def send(client: httpx.Client, **instead: object) -> dict[str, Any]:
    answered = client.post(BASE, json={**REPORT, **instead})
    assert answered.status_code == 201, answered.text
    told: dict[str, Any] = answered.json()
    return told


def test_a_report_is_followed_from_hand_to_answer(street: httpx.Client, office: Callable[..., httpx.Client]) -> None:
    sent = send(street)
    followed = street.get(f"{BASE}/{sent['token']}").json()
    assert (followed["number"], followed["status"], followed["answer"]) == (sent["number"], "received", None)
    assert "contact" not in followed
    assert "message" not in followed
    drafter = office(Role.NAME_DRAFTER)
    (listed,) = drafter.get(BASE).json()["reports"]
    assert {key: listed[key] for key in REPORT} == REPORT
    assert listed["division"] == "430621100"
    where = f"{BASE}/{sent['number']}/decision"
    assert drafter.post(where, json={"status": "in_hand"}).json()["status"] == "in_hand"
    assert drafter.post(where, json={"status": "answered"}).status_code == 422, "an answer has words"
    answered = drafter.post(where, json={"status": "answered", "answer": "已补设"})
    assert answered.status_code == 200, answered.text
    assert street.get(f"{BASE}/{sent['token']}").json()["answer"] == "已补设"
    assert drafter.post(where, json={"status": "refused", "answer": "不"}).status_code == 409, "what is closed stays"
    assert drafter.get(BASE).json()["reports"] == []
    assert len(drafter.get(BASE, params={"status": "answered"}).json()["reports"]) == 1


def test_reports_of_one_trouble_are_seen_beside_each_other_and_put_together(
    street: httpx.Client, office: Callable[..., httpx.Client]
) -> None:
    first = send(street)
    second = send(street, lon=113.1139)  # 39 m
    far = send(street, lon=113.1145)  # 97 m from the first
    steward = office(Role.STEWARD)
    similar = {each["number"]: each["similar"] for each in steward.get(BASE).json()["reports"]}
    assert similar[first["number"]] == [second["number"]]
    assert similar[far["number"]] == [second["number"]]
    where = f"{BASE}/{second['number']}/decision"
    assert steward.post(where, json={"status": "merged", "into": second["number"]}).status_code == 422
    assert steward.post(where, json={"status": "merged", "into": "BG-2024-999999"}).status_code == 404
    assert (
        steward.post(where, json={"status": "merged", "into": first["number"]}).json()["merged_into"] == first["number"]
    )
    steward.post(f"{BASE}/{first['number']}/decision", json={"status": "answered", "answer": "已补设"})
    followed = street.get(f"{BASE}/{second['token']}").json()
    assert (followed["status"], followed["answer"]) == ("merged", "已补设")


@pytest.mark.parametrize(
    ("who", "reads", "decides"),
    [
        ((Role.NAME_REVIEWER, "430621"), 1, 403),
        ((Role.NAME_DRAFTER, "430621105"), 0, 404),
        ((Role.VIEWER, "430621"), 0, 403),
        ((Role.ADMINISTRATOR, "430621"), 0, 403),
    ],
)
def test_who_reads_and_who_answers(
    street: httpx.Client,
    office: Callable[..., httpx.Client],
    who: tuple[Role, str],
    reads: int,
    decides: int,
) -> None:
    sent = send(street)
    client = office(*who)
    assert len(client.get(BASE).json()["reports"]) == reads
    decided = client.post(f"{BASE}/{sent['number']}/decision", json={"status": "in_hand"})
    assert decided.status_code == decides
    assert street.get(BASE).status_code == 401
    assert street.post(f"{BASE}/{sent['number']}/decision", json={"status": "in_hand"}).status_code == 401


def test_a_picture_is_upright_and_tells_neither_place_nor_camera(
    street: httpx.Client, office: Callable[..., httpx.Client]
) -> None:
    sent, body = send(street), picture()
    assert b"MAKER-OF-TELEPHONES" in body
    put = street.put(f"{BASE}/{sent['token']}/photograph", content=body, headers={"Content-Type": "image/jpeg"})
    assert put.status_code == 200, put.text
    assert put.json()["has_photograph"] is True
    assert street.put(f"{BASE}/{sent['token']}/photograph", content=body).status_code == 409
    reviewer = office(Role.NAME_REVIEWER)
    name = reviewer.get(BASE).json()["reports"][0]["photograph"]
    shown = reviewer.get(f"/api/names/photographs/{name}")
    assert shown.headers["content-type"] == "image/jpeg"
    copy = Image.open(io.BytesIO(shown.content))
    assert copy.size == (40, 60), "turned as the camera was held"
    top, bottom = (colour(copy, at) for at in ((20, 5), (20, 55)))
    assert (top[0] > 200, bottom[2] > 200) == (True, True), "its left is now the top"
    assert not copy.getexif()
    assert not any(word in shown.content for word in (b"MAKER-OF", b"WRITTEN-BY", b"GPS"))
    original = reviewer.get(f"/api/names/photographs/{name}/original")
    assert original.content == body
    assert street.get(f"/api/names/photographs/{name}").status_code == 404
    assert street.get(f"/api/names/photographs/{name}/original").status_code == 404


@pytest.mark.parametrize("body", [b"", b"no picture", picture()[:200], b"GIF89a" + b"0" * 50])
def test_what_is_no_picture_is_refused(street: httpx.Client, body: bytes) -> None:
    answered = street.put(f"{BASE}/{send(street)['token']}/photograph", content=body)
    assert (answered.status_code, answered.json()["what"]) == (422, "这不是完好的照片")


def test_a_picture_that_is_too_large_is_refused_while_it_arrives(own_county: str, tmp_path: Any) -> None:  # noqa: ANN401
    live = LiveDesk(own_county, tmp_path, max_photo_mb="1").start()
    try:
        with live.client() as client:
            where = f"{BASE}/{send(client)['token']}/photograph"
            answered = client.put(where, content=picture(size=(20, 20)) + b"0" * 1_000_000)
            assert (answered.status_code, "1 MB" in answered.json()["why"]) == (413, True)
            assert client.put(where, content=picture("PNG")).status_code == 200
    finally:
        live.stop()


def test_who_reports_without_end_has_to_wait(own_county: str, tmp_path: Any) -> None:  # noqa: ANN401
    live = LiveDesk(own_county, tmp_path, reports_free="2").start()
    try:
        with live.client() as client:
            send(client)
            send(client)
            answered = client.post(BASE, json=REPORT)
            assert answered.status_code == 429
            assert 0 < int(answered.headers["retry-after"]) <= 60
    finally:
        live.stop()


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "rude"}, {"message": " "}, {"lon": 13.1}, {"contact": "0" * 201}, {"name": ""}, {"message": "\0"}],
)
def test_a_report_that_cannot_be_kept_is_refused(anonymous: httpx.Client, wrong: dict[str, Any]) -> None:
    assert anonymous.post(BASE, json={**REPORT, **wrong}).status_code == 422


def test_a_token_that_nobody_was_given_tells_nothing(anonymous: httpx.Client) -> None:
    answered = anonymous.get(f"{BASE}/bg_guessed")
    assert (answered.status_code, answered.json()["what"]) == (404, "没有这份报告")
