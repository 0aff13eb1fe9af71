"""Coverage over HTTP: the same run for the same question, in every form, with the rows behind each number."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from sqlalchemy import text

from data.engine import connect, session
from tests.api.conftest import LiveDesk

RUNS = "/api/coverage/runs"
QUESTION = {"indicator": "beds-per-thousand", "as_of": "2024-12-31"}
WEST_HALF = [[[112.7, 28.9], [113.2, 28.9], [113.2, 29.6], [112.7, 29.6], [112.7, 28.9]]]
EAST_HALF = [[[113.2, 28.9], [113.8, 28.9], [113.8, 29.6], [113.2, 29.6], [113.2, 28.9]]]


def zones(**rings: list[list[list[float]]]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"zone": name}, "geometry": {"type": "Polygon", "coordinates": ring}}
        for name, ring in rings.items()
    ]
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture(scope="module")
def run(client: httpx.Client) -> dict[str, Any]:
    answered = client.post(RUNS, json=QUESTION)
    assert answered.status_code in (200, 201), answered.text
    result: dict[str, Any] = answered.json()
    return result


def test_a_run_is_new_once_and_the_same_bytes_ever_after(client: httpx.Client) -> None:
    question = QUESTION | {"age": 80, "target": 35}
    first, second = client.post(RUNS, json=question), client.post(RUNS, json=question)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.headers["location"] == second.headers["location"] == f"{RUNS}/{first.json()['run']}"
    assert first.content == second.content == client.get(first.headers["location"]).content


def test_terms_left_out_are_the_lawful_ones(run: dict[str, Any]) -> None:
    assert run["parameters"] == {
        "by": "township",
        "as_of": "2024-12-31",
        "age": 60,
        "basis": "resident",
        "beds": "total",
        "count": "institution_and_community",
        "county_level": "where_they_stand",
        "target": 40,
        "population_source": "auto",
    }


def test_the_sum_over_townships_and_what_has_none_is_the_total(run: dict[str, Any]) -> None:
    beds = sum(area["beds"] for area in run["areas"]) + sum(row["beds"] for row in run["unplaced"]["facilities"])
    elderly = sum(area["elderly"] for area in run["areas"]) + sum(
        row["elderly"] for row in run["unplaced"]["population"]
    )
    assert (beds, elderly) == (run["total"]["beds"], run["total"]["elderly"])
    assert run["total"]["elderly"] == 121_826


def test_a_date_left_out_is_the_desks(client: httpx.Client) -> None:
    assert client.post(RUNS, json={"indicator": "beds-per-thousand"}).json()["as_of"] == "2024-12-31"


@pytest.mark.parametrize(
    ("extension", "media", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("geojson", "application/geo+json", b'{"type":"FeatureCollection"'),
        ("gpkg", "application/geopackage+sqlite3", b"SQLite format 3"),
        ("json", "application/json", b'{"run":'),
        ("png", "image/png", b"\x89PNG"),
    ],
)
def test_a_run_is_handed_out_in_every_form_under_a_chinese_name(
    client: httpx.Client, run: dict[str, Any], extension: str, media: str, begins: bytes
) -> None:
    first = client.get(f"{RUNS}/{run['run']}.{extension}")
    assert (first.status_code, first.headers["content-type"]) == (200, media)
    assert first.content.startswith(begins)
    name = unquote(first.headers["content-disposition"].rpartition("''")[2])
    assert name == f"岳阳县每千名老年人养老床位数_2024-12-31_{run['run']}.{extension}"
    assert client.get(f"{RUNS}/{run['run']}.{extension}").content == first.content


def test_a_map_is_a_sandboxed_page_that_fetches_nothing(client: httpx.Client, run: dict[str, Any]) -> None:
    answered = client.get(f"{RUNS}/{run['run']}.html")
    if answered.status_code == 503:
        assert "make web" in answered.json()["remedy"]
        pytest.skip("the browser application is not built")
    policy = answered.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_a_browser_that_has_a_run_is_not_sent_it_again(client: httpx.Client, run: dict[str, Any]) -> None:
    for path in (f"{RUNS}/{run['run']}", f"{RUNS}/{run['run']}.csv"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_the_workbook_opens(client: httpx.Client, run: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"{RUNS}/{run['run']}.xlsx").content)) as book:
        assert book.testzip() is None


def test_a_number_leads_to_its_rows(client: httpx.Client, run: dict[str, Any]) -> None:
    for area in run["areas"]:
        rows = client.get(f"{RUNS}/{run['run']}/areas/{area['id']}/rows").json()
        assert sum(row["beds"] for row in rows["facilities"]) == area["beds"]
        assert len(rows["facilities"]) == area["facilities"]
        assert [row["people"] for row in rows["population"]] == [area["elderly"]]
        assert rows["population"][0]["division"] == area["id"]
        assert all(row["source"] for row in rows["facilities"] + rows["population"])


def test_the_whole_county_leads_to_the_rows_of_every_area_and_of_none(
    client: httpx.Client, run: dict[str, Any]
) -> None:
    whole = client.get(f"{RUNS}/{run['run']}/areas/total/rows").json()
    parts = [client.get(f"{RUNS}/{run['run']}/areas/{area['id']}/rows").json() for area in run["areas"]]
    homes = {row["id"] for part in parts for row in part["facilities"]}
    homeless = {row["id"] for row in run["unplaced"]["facilities"]}
    assert (whole["run"], whole["area"]) == (run["run"], "total")
    assert sorted(row["id"] for row in whole["facilities"]) == sorted(homes | homeless)
    assert sum(row["beds"] for row in whole["facilities"]) == run["total"]["beds"]
    assert sum(row["people"] for row in whole["population"]) == run["total"]["elderly"] == 121_826
    assert all(row in whole["population"] for part in parts for row in part["population"])


def test_the_newest_runs_are_listed(client: httpx.Client, run: dict[str, Any]) -> None:
    listed = client.get(RUNS).json()["runs"]
    mine = next(line for line in listed if line["id"] == run["run"])
    assert mine["total"] == run["total"]
    assert mine["parameters"] == run["parameters"]


def test_areas_of_ones_own_are_told_by_their_own_field(client: httpx.Client) -> None:
    question = QUESTION | {"areas": zones(west=WEST_HALF, east=EAST_HALF), "area_id": "zone"}
    answered = client.post(RUNS, json=question)
    assert answered.status_code == 201, answered.text
    told = answered.json()
    assert [area["id"] for area in told["areas"]] == ["east", "west"]
    assert told["population"]["method"] == "settlements"
    whole = sum(area["beds"] for area in told["areas"]) + sum(row["beds"] for row in told["unplaced"]["facilities"])
    assert whole == told["total"]["beds"]


def test_what_reading_the_areas_found_is_told(client: httpx.Client) -> None:
    metres = [[[370e3, 3190e3], [490e3, 3190e3], [490e3, 3280e3], [370e3, 3190e3]]]
    question = QUESTION | {"areas": zones(south=metres), "area_id": "zone", "areas_crs": "EPSG:4547"}
    told = client.post(RUNS, json=question).json()
    assert "提交的区域 没有写明坐标系，按命令取 EPSG:4547（GeoJSON 标准为 WGS 84）" in [
        finding["message"] for finding in told["findings"]
    ]


def test_degrees_said_to_be_metres_are_refused(client: httpx.Client) -> None:
    degrees = [[[113.0, 29.0], [113.2, 29.0], [113.2, 29.2], [113.0, 29.0]]]
    question = QUESTION | {"areas": zones(south=degrees), "area_id": "zone", "areas_crs": "EPSG:4547"}
    answered = client.post(RUNS, json=question)
    assert 400 <= answered.status_code < 500
    assert "坐标像经纬度" in answered.json()["what"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"age": 61}, "60、65、80"),
        ({"by": "region"}, "township"),
        ({"target": "many"}, "不是数"),
        ({"target": 0}, "应大于 0"),
        ({"as_of": "2024-13-01"}, "不是日期"),
        ({"indicator": "happiness"}, "beds-per-thousand"),
        ({"colour": "red"}, "不是可用的字段"),
        ({"areas": []}, "JSON 对象"),
        ({"areas": {"type": "FeatureCollection", "features": []}}, "空"),
        ({"areas": {"type": "Nothing"}}, "GeoJSON"),
        ({"by": "areas"}, "没有交来区域"),
        ({"by": "township", "areas": zones(a=WEST_HALF), "area_id": "zone"}, "两者只能取一"),
        ({"as_of": "1950-01-01"}, "没有"),
        ({"areas": zones(a=[[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]), "area_id": "zone"}, "不能使用"),
    ],
)
def test_a_question_that_cannot_be_followed_is_refused_in_chinese(
    client: httpx.Client, change: dict[str, Any], said: str
) -> None:
    answered = client.post(RUNS, json=QUESTION | change)
    assert (answered.status_code, answered.headers["content-type"]) == (422, "application/problem+json")
    problem = answered.json()
    assert said in json.dumps(problem, ensure_ascii=False)
    assert problem["remedy"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/nothing.csv", "/nothing/areas/1/rows", "/{run}/areas/nowhere/rows", "/{run}.docx"]
)
def test_what_was_never_computed_is_not_found(client: httpx.Client, run: dict[str, Any], path: str) -> None:
    answered = client.get(RUNS + path.replace("{run}", run["run"]))
    assert answered.status_code in (400, 404), answered.text
    assert answered.json()["remedy"]


def test_an_old_run_answers_its_bytes_after_a_home_was_edited(own_desk: LiveDesk, own_county: str) -> None:
    engine = connect(own_county)
    with own_desk.start().client() as client:
        before = client.post(RUNS, json=QUESTION)
        forms = {name: client.get(f"{before.headers['location']}.{name}").content for name in ("csv", "xlsx", "gpkg")}
        with session(engine, clerk="测试") as opened:
            opened.execute(text("UPDATE register.nursing_homes SET beds = beds + 7 WHERE number = 'NH-430621-001'"))
        after = client.post(RUNS, json=QUESTION)
        assert after.status_code == 201
        assert after.json()["run"] != before.json()["run"]
        assert after.json()["total"]["beds"] == before.json()["total"]["beds"] + 7
        assert client.get(before.headers["location"]).content == before.content
        for name, body in forms.items():
            assert client.get(f"{before.headers['location']}.{name}").content == body
    engine.dispose()


def decimals_of(told: object) -> int:
    """The most decimals of any number in what was told."""
    if isinstance(told, dict):
        return max((decimals_of(part) for part in told.values()), default=0)
    if isinstance(told, list):
        return max(map(decimals_of, told), default=0)
    return len(repr(told).partition(".")[2]) if isinstance(told, float) else 0


def test_the_public_is_told_the_same_figures_and_coarser_places(client: httpx.Client, anonymous: httpx.Client) -> None:
    exact, coarse = (one.post("/api/coverage/runs", json={"as_of": "2024-12-31"}).json() for one in (client, anonymous))
    assert exact["total"] == coarse["total"]
    assert exact["run"] == coarse["run"]
    run = f"/api/coverage/runs/{exact['run']}"
    rows = [one.get(f"{run}/areas/total/rows").json()["facilities"] for one in (client, anonymous)]
    assert [row["id"] for row in rows[0]] == [row["id"] for row in rows[1]]
    assert decimals_of(rows[0]) > 4
    assert decimals_of(rows[1]) == 4
    for form in (".geojson", ""):
        answers = [one.get(f"{run}{form}") for one in (client, anonymous)]
        assert answers[0].headers["ETag"] != answers[1].headers["ETag"]
    shapes = [one.get(f"{run}.geojson").json()["features"] for one in (client, anonymous)]
    assert decimals_of([feature["geometry"] for feature in shapes[0]]) > 4
    assert decimals_of([feature["geometry"] for feature in shapes[1]]) == 4
    hits = anonymous.get("/api/search", params={"q": "敬老院"}).json()["results"]
    assert decimals_of(hits) == 4


def test_areas_of_ones_own_want_an_account(anonymous: httpx.Client) -> None:
    square = {"type": "Polygon", "coordinates": [[[113, 29], [113.1, 29], [113.1, 29.1], [113, 29.1], [113, 29]]]}
    feature = {"type": "Feature", "properties": {"id": "1"}, "geometry": square}
    areas = {"type": "FeatureCollection", "features": [feature]}
    refused = anonymous.post("/api/coverage/runs", json={"as_of": "2024-12-31", "areas": areas})
    assert refused.status_code == 401
    assert refused.json()["what"] == "另给区域的计算须先登录"
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
