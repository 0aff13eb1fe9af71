"""Finding and reading names over HTTP, in the sample county."""

import datetime as dt

import httpx
import pytest
from fastapi import Request, Response
from shapely import Point
from sqlalchemy.orm import Session

from api.name_finding import NameSheet, name_sheet
from data import register
from data.errors import Gone
from layers.place_names import PlaceName
from layers.record import Provenance

SWAN = "天鹅路"
THEN, SINCE, NOW = dt.date(2020, 1, 1), dt.date(2023, 1, 1), dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def swan(anonymous: httpx.Client) -> dict[str, object]:
    found: dict[str, object] = anonymous.get("/api/names/find", params={"q": SWAN}).json()["results"][0]
    return found


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        (SWAN, "name"),
        ("telu", "initials"),
        ("tian1e2lu4", "toned"),
        ("tiānělù", "wrong_tone"),
        ("湖东路", "former"),
        ("tianalu", "typo"),
    ],
)
def test_the_public_finds_a_name_as_it_types(anonymous: httpx.Client, typed: str, how: str) -> None:
    told = anonymous.get("/api/names/find", params={"q": typed, "limit": 5}).json()
    answers = {found["name"]: found for found in told["results"]}
    assert answers[SWAN]["matched_by"] == how
    assert answers[SWAN]["division_name"] == "荣家湾镇"
    assert answers[SWAN]["romanized"] == "Tiān'é Lù"
    assert len(str(answers[SWAN]["lon"]).partition(".")[2]) <= 4


def test_the_general_search_finds_names_by_pinyin_too(anonymous: httpx.Client) -> None:
    told = anonymous.get("/api/search", params={"q": "tianelu"}).json()["results"]
    assert ("place_names", SWAN) in [(hit["layer"], hit["title"]) for hit in told]


def test_blank_words_find_nothing_and_too_many_are_refused(anonymous: httpx.Client) -> None:
    assert anonymous.get("/api/names/find", params={"q": " "}).json()["results"] == []
    assert anonymous.get("/api/names/find", params={"q": "路", "limit": 101}).status_code == 400


def test_a_name_is_read_whole(anonymous: httpx.Client, swan: dict[str, object]) -> None:
    told = anonymous.get(f"/api/names/register/{swan['code']}").json()
    assert (told["name"], told["is_official"], told["former_names"]) == (SWAN, True, ["湖东路"])
    assert (told["spelling"]["toned"], told["spelling"]["is_certain"]) == ("Tiān'é Lù", True)
    assert told["labels"]["kind:street"] == "街路巷"
    assert [version["deed"] for version in told["versions"]] == ["insert"]
    assert {version["recorded_by"] for version in told["versions"]} == {None}
    assert told["fate"] == {"retired_at": None, "is_withdrawn": False, "document": None, "successors": []}


def test_an_unknown_code_is_not_found(anonymous: httpx.Client) -> None:
    refused = anonymous.get("/api/names/register/PN-0")
    assert refused.status_code == 404
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.fixture
def ended(session: Session) -> Session:
    origin = Provenance(source="台账", invented=False)
    for code in ("N-1", "N-2", "N-3"):
        values = {"code": code, "name": "人民路", "kind": "street", "is_standard": True, "status": "in_use"}
        register.enter(
            session, PlaceName.model_validate(values), Point(113.1, 29.1), valid_from=THEN, provenance=origin
        )
    register.end(
        session, "place_names", "N-1", on=SINCE, because="更名", document="岳县政函〔2023〕1号", successors=["N-2"]
    )
    register.end(session, "place_names", "N-3", on=SINCE, because="更名", document="岳县政函〔2023〕2号")
    return session


def asked(query: bytes = b"") -> Request:
    where = {"method": "GET", "path": "/api/names/register/N-1", "server": ("cairn", 80), "scheme": "http"}
    return Request({"type": "http", "headers": [], "query_string": query, **where})


def test_an_ended_name_leads_to_the_one_that_took_its_place(ended: Session) -> None:
    moved = name_sheet(asked(b"as_of=2024-12-31"), ended, NOW, "N-1")
    assert isinstance(moved, Response)
    assert (moved.status_code, moved.headers["location"]) == (301, "/api/names/register/N-2?as_of=2024-12-31")


def test_an_ended_name_without_a_successor_is_gone_with_its_document(ended: Session) -> None:
    with pytest.raises(Gone, match="岳县政函〔2023〕2号"):
        name_sheet(asked(), ended, NOW, "N-3")


def test_before_its_end_a_name_answers_for_itself(ended: Session) -> None:
    before = name_sheet(asked(), ended, THEN, "N-1")
    assert isinstance(before, NameSheet)
    assert before.fate["document"] == "岳县政函〔2023〕1号"
