"""Headers, sizes and unforeseen errors around any request."""

import logging
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from api.errors import install
from api.guards import BodyLimit, KnownHosts, SecurityHeaders, Unforeseen, content_policy
from api.settings import Settings


class Home(BaseModel):
    beds: int


@pytest.fixture
def desk() -> httpx.AsyncClient:
    app = FastAPI(max_body_size=None)
    app.add_middleware(Unforeseen)
    app.add_middleware(BodyLimit, limit=1_000_000)
    app.add_middleware(SecurityHeaders, policy=content_policy(None))
    install(app)

    @app.post("/homes")
    def homes(home: Home) -> int:
        return home.beds

    @app.get("/broken")
    def broken(age: int = 60) -> int:
        raise RuntimeError(f"secret words {age}")

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://cairn")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


pytestmark = pytest.mark.anyio


async def test_an_unforeseen_error_gives_a_number_that_stands_in_the_log_and_no_text(
    desk: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="cairn"):
        answered = await desk.get("/broken")
    said = answered.json()
    assert (answered.status_code, answered.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answered.text
    number = said["what"].rpartition(" ")[2]
    assert number in caplog.text
    assert "secret words" in caplog.text


async def test_every_answer_forbids_remote_origins(desk: httpx.AsyncClient) -> None:
    for path in ("/broken", "/nowhere"):
        answered = await desk.get(path)
        policy = answered.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        assert answered.headers["x-content-type-options"] == "nosniff"


def test_a_base_map_of_the_countys_choice_is_the_only_origin_added() -> None:
    policy = content_policy("https://t0.tianditu.gov.cn/vec_c/wmts?tk=KEY&z={z}")
    assert policy.count("https://t0.tianditu.gov.cn") == 2
    assert "tk=KEY" not in policy


async def test_a_declared_body_beyond_the_limit_is_refused(desk: httpx.AsyncClient) -> None:
    answered = await desk.post("/homes", content=b" " * 1_000_001)
    assert answered.status_code == 413
    assert answered.json()["why"] == "本服务一次最多接收 1 MB"


async def test_a_body_that_grows_beyond_the_limit_while_it_arrives_is_refused(desk: httpx.AsyncClient) -> None:
    def growing() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    class Stream(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for part in growing():
                yield part

    answered = await desk.post("/homes", content=Stream())
    assert answered.status_code == 413
    assert answered.json()["remedy"].startswith("请拆分")


async def test_a_wrong_body_is_told_field_by_field(desk: httpx.AsyncClient) -> None:
    answered = await desk.post("/homes", json={"beds": "一百二"})
    assert answered.status_code == 422
    assert answered.json()["errors"] == [{"field": "beds", "message": "“一百二”不是整数"}]
    assert (await desk.post("/homes", json={})).json()["errors"] == [{"field": "beds", "message": "未填写，为必填项"}]
    assert (
        (await desk.post("/homes", content=b"{", headers={"content-type": "application/json"}))
        .json()["errors"][0]["message"]
        .startswith("不是有效的 JSON")
    )


async def test_a_wrong_parameter_is_a_bad_request(desk: httpx.AsyncClient) -> None:
    answered = await desk.get("/broken", params={"age": "sixty"})
    assert answered.status_code == 400
    assert answered.json()["errors"] == [{"field": "age", "message": "“sixty”不是整数"}]


async def test_unknown_addresses_and_methods_are_problems_in_chinese(desk: httpx.AsyncClient) -> None:
    assert (await desk.get("/nowhere")).json()["what"] == "没有地址“/nowhere”"
    wrong = await desk.delete("/homes")
    assert (wrong.status_code, wrong.json()["remedy"]) == (405, "可用的方法：POST")


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("evil.example", 421), ("", 421)],
)
async def test_a_desk_for_this_machine_answers_to_its_own_names_only(host: str, status: int) -> None:
    app = FastAPI()
    app.add_middleware(KnownHosts, names=Settings().host_names)

    @app.get("/")
    def home() -> str:
        return "home"

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://cairn") as client:
        answered = await client.get("/", headers={"Host": host})
    assert answered.status_code == status


def test_names_of_the_desk_are_a_setting() -> None:
    assert Settings(host="0.0.0.0").host_names == {"*"}
    assert Settings(hosts="Cairn.local, 10.0.0.5").host_names == {"cairn.local", "10.0.0.5"}
