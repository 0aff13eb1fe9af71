"""How a place is called there, over HTTP: kept with the name, heard by everybody."""

from collections.abc import Callable
from hashlib import sha256

import httpx
import pytest

from layers.rights import Role

NAME = "/api/names/register/PN-430621-0001"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28)
STARTS = {
    "audio/mpeg": [b"ID3\x04" + bytes(20), b"\xff\xfb\x90\x00" + bytes(20)],
    "audio/ogg": [b"OggS" + bytes(20)],
    "audio/mp4": [bytes(4) + b"ftypM4A " + bytes(20)],
    "audio/webm": [b"\x1aE\xdf\xa3" + bytes(20)],
    "audio/wav": [WAV],
}


def test_a_recording_stands_with_its_name_and_everybody_hears_it(client: httpx.Client, anonymous: httpx.Client) -> None:
    for media_type, bodies in STARTS.items():
        for body in bodies:
            kept = client.put(f"{NAME}/recording", content=body)
            assert kept.status_code == 201, kept.text
            assert kept.json()["hash"] == sha256(body).hexdigest()
            heard = anonymous.get(kept.json()["href"])
            assert (heard.status_code, heard.headers["content-type"], heard.content) == (200, media_type, body)
    again = client.put(f"{NAME}/recording", content=WAV)
    assert again.status_code == 201
    told = anonymous.get("/ogc/collections/place_names/items/PN-430621-0001").json()["properties"]
    assert told["pronunciation"] == sha256(WAV).hexdigest()


def test_who_may_keep_one(client: httpx.Client, anonymous: httpx.Client, as_role: Callable[..., httpx.Client]) -> None:
    assert anonymous.put(f"{NAME}/recording", content=WAV).status_code == 401
    assert as_role(Role.PLANNER).put(f"{NAME}/recording", content=WAV).status_code == 403
    assert client.put("/api/names/register/PN-430621-9999/recording", content=WAV).status_code == 404
    assert anonymous.get(f"/api/names/recordings/{'0' * 64}").status_code == 404


@pytest.mark.parametrize("body", [b"", b"<html>", b"RIFF\x24\x00\x00\x00AVI ", b"\xff"])
def test_what_is_no_recording_is_refused(client: httpx.Client, body: bytes) -> None:
    refused = client.put(f"{NAME}/recording", content=body)
    assert refused.status_code in (400, 422)
    assert "录音" in refused.json()["detail"]


def test_a_long_one_is_refused_before_it_is_read_whole(client: httpx.Client) -> None:
    refused = client.put(f"{NAME}/recording", content=WAV + bytes(5_000_001))
    assert refused.status_code == 413
    assert "5 MB" in refused.json()["detail"]
