"""The gazetteer and the quality score of the sample county: over HTTP, on the console, and for whom."""

import csv
import datetime as dt
import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from api.settings import ROOT
from data import gazetteer, name_quality
from data.gazetteer import Wanted
from data.sample_county import load
from layers.refusal import Refusal
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.api.test_cli import cairn

D = dt.date
TOWN = "430621100"
ASKED = {"division": TOWN, "kind": "street"}
EXTENSIONS = ("csv", "xlsx", "gpkg", "docx")


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def names_in_register(client: httpx.Client) -> set[str]:
    answered = client.get(
        "/ogc/collections/place_names/items",
        params={"limit": 10_000, "filter": f"kind = 'street' AND status = 'in_use' AND division LIKE '{TOWN}%'"},
    )
    assert answered.status_code == 200, answered.text
    return {feature["properties"]["code"] for feature in answered.json()["features"]}


def test_the_table_is_what_the_register_holds_by_spelling(client: httpx.Client) -> None:
    rows = table(client.get("/api/names/gazetteer.csv", params=ASKED).content)
    assert {row["地名代码"] for row in rows} == names_in_register(client) != set()
    spellings = [row["罗马字母拼写（无声调）"] for row in rows if row["罗马字母拼写（无声调）"]]
    assert spellings == sorted(spellings)
    assert [row["序号"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert {row["类别"] for row in rows} == {"街路巷"}
    assert all(row["所属政区"].startswith("岳阳县") for row in rows)


def test_every_form_holds_the_same_names_and_the_same_bytes(client: httpx.Client, tmp_path: Path) -> None:
    bodies = {name: client.get(f"/api/names/gazetteer.{name}", params=ASKED) for name in EXTENSIONS}
    again = {name: client.get(f"/api/names/gazetteer.{name}", params=ASKED).content for name in EXTENSIONS}
    assert {name: answer.content for name, answer in bodies.items()} == again
    assert 'filename="gazetteer-430621100-2024-12-31.csv"' in bodies["csv"].headers["Content-Disposition"]
    names = [row["标准地名"] for row in table(again["csv"])]
    sheet = load_workbook(io.BytesIO(again["xlsx"]), read_only=True).active
    assert sheet is not None
    assert [str(row[1]) for row in sheet.iter_rows(min_row=2, values_only=True)] == names
    entries = [paragraph.text for paragraph in Document(io.BytesIO(again["docx"])).paragraphs]
    assert f"共 {len(names):,} 条" in entries[1]
    assert all(any(line.startswith(name) for line in entries) for name in names)
    (tmp_path / "names.gpkg").write_bytes(again["gpkg"])
    with sqlite3.connect(tmp_path / "names.gpkg") as package:
        layers = [row[0] for row in package.execute("SELECT table_name FROM gpkg_contents")]
        kept = [row[0] for layer in layers for row in package.execute(f"SELECT name FROM {layer}")]
    assert sorted(kept) == sorted(names)


def test_the_public_gets_public_names_with_coarse_places(client: httpx.Client, anonymous: httpx.Client) -> None:
    own, others = (table(who.get("/api/names/gazetteer.csv", params=ASKED).content) for who in (client, anonymous))
    assert {row["地名代码"] for row in others} <= {row["地名代码"] for row in own}
    assert all(len(row["经度（°）"].partition(".")[2]) <= 5 for row in others)


@pytest.mark.parametrize(
    "path",
    ["gazetteer.doc", "gazetteer.csv?division=43", "gazetteer.csv?kind=lunch", "gazetteer.csv?divison=430621"],
)
def test_what_is_not_offered_is_refused(client: httpx.Client, path: str) -> None:
    assert client.get(f"/api/names/{path}").status_code == 400


def test_more_than_a_request_takes_is_refused_with_a_way(session: Session) -> None:
    load(session, ROOT / "data" / "sample")
    with pytest.raises(Refusal, match=r"一次请求至多写出 3 条.*\n办法：请按行政区划"):
        gazetteer.entries(session, Wanted(D(2024, 12, 31)), most=3)
    with pytest.raises(Refusal, match=r"一次请求至多评 3 条.*\n办法：请以 division"):
        name_quality.quality(session, D(2024, 12, 31), name_quality.shipped_terms(), most=3)


def test_quality_is_for_who_is_signed_in(anonymous: httpx.Client) -> None:
    assert anonymous.get("/api/names/quality").status_code == 401
    assert anonymous.post("/api/names/quality").status_code == 401


def test_the_score_adds_up_and_lists_its_defects(client: httpx.Client) -> None:
    found = client.get("/api/names/quality", params={"limit": 10_000}).json()
    whole = found["whole"]
    applying = [part for part in whole["parts"] if part["share"] is not None]
    weight = sum(part["weight"] for part in applying)
    by_hand = sum(part["weight"] * part["share"] for part in applying) / weight * 100
    assert whole["score"] == pytest.approx(by_hand)
    assert whole["names"] == sum(town["names"] for town in found["townships"]) > 0
    assert found["defects_in_all"] == len(found["defects"]) == whole["defects"]
    assert sum(part["defects"] for part in whole["parts"]) == whole["defects"]


def test_defects_come_by_part_and_by_page(client: httpx.Client) -> None:
    every = client.get("/api/names/quality", params={"part": "completeness", "limit": 10_000}).json()["defects"]
    assert {each["part"] for each in every} == {"completeness"}
    first = client.get("/api/names/quality", params={"part": "completeness", "limit": 2}).json()
    assert first["defects"] == every[:2]
    assert first["next"] == 2
    following = client.get("/api/names/quality", params={"part": "completeness", "limit": 2, "offset": 2}).json()
    assert following["defects"] == every[2:4]


def test_a_viewer_reads_and_an_officer_keeps_the_quarter(as_role: Callable[..., httpx.Client]) -> None:
    viewer, officer = as_role(Role.VIEWER), as_role(Role.STEWARD)
    assert viewer.post("/api/names/quality").status_code == 403
    kept = officer.post("/api/names/quality")
    assert kept.status_code == 201, kept.text
    assert kept.json()["quarter"] == "2024-Q4"
    officer.post("/api/names/quality")
    trend = viewer.get("/api/names/quality", params={"limit": 0}).json()["trend"]
    assert [each["quarter"] for each in trend] == ["2024-Q4"]
    assert trend[0]["score"] == pytest.approx(kept.json()["whole"]["score"])


def test_another_countys_office_sees_no_trend(as_role: Callable[..., httpx.Client]) -> None:
    as_role(Role.STEWARD).post("/api/names/quality")
    stranger = as_role(Role.VIEWER, "430626")
    assert stranger.get("/api/names/quality", params={"limit": 0}).json()["trend"] == []


def test_the_console_writes_files_and_prints_the_score(own_desk: LiveDesk, tmp_path: Path) -> None:
    where = own_desk.environment["CAIRN_DATABASE_URL"]
    out, defects = tmp_path / "names.csv", tmp_path / "defects.csv"
    written = cairn("name", "gazetteer", str(out), "--division", TOWN, "--as-of", "2024-12-31", database_url=where)
    assert written.returncode == 0, written.stderr
    assert {row["所在行政区"][:9] for row in table(out.read_bytes())} == {TOWN}
    told = cairn("name", "quality", "--keep", "--as-of", "2024-12-31", "--defects", str(defects), database_url=where)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("总分 ")
    assert "历季度：2024-Q4" in told.stdout
    assert f"问题清单 {len(table(defects.read_bytes())):,} 项已写入" in told.stdout
    refused = cairn("name", "gazetteer", str(tmp_path / "names.pdf"), database_url=where)
    assert refused.returncode != 0
    assert "不认识格式" in refused.stderr
