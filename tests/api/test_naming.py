"""Naming cases over HTTP: the whole journey, what each may see, papers, objections, the archive, and a random walk."""

import base64
import datetime as dt
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from data.name_reference import orthography
from layers.name_kinds import form_of
from layers.naming_cases import BY_ID, EDITABLE, OVER, STEPS, Part, Stage, part_at
from layers.rights import Role
from layers.romanization import spell
from tests.naming import PDF

AS_OF = dt.date(2024, 12, 31)
LATER = AS_OF + dt.timedelta(20)
LINE = {"type": "LineString", "coordinates": [[113.11, 29.14], [113.12, 29.14]]}
PERSONS = {part: part.role for part in Part}
Clients = dict[Part, httpx.Client]


@pytest.fixture(scope="module")
def clients(as_role: Callable[..., httpx.Client]) -> Clients:
    return {part: as_role(role) for part, role in PERSONS.items()}


# fmt: off
NAMES = [
    "碧云路", "长虹路", "翠柏路", "丹枫路", "飞鹤路", "桂香路", "海棠路", "锦鲤路", "蓝田路", "明镜路",
    "南屏路", "清泉路", "瑞雪路", "松涛路", "桐荫路", "望岳路", "玉笛路", "紫竹路", "澄湖路", "鹭鸣路",
    "梧栖路", "芙渠路", "雁归路", "稻浪路",
]
# fmt: on


@pytest.fixture(scope="module")
def fresh(clients: Clients) -> Iterator[str]:
    """Names that nothing stands against, each given once, as long as there are some."""
    return (
        name
        for name in NAMES
        if clients[Part.DRAFTER].post("/api/names/check", json=street(name)).json()["verdict"] == "clear"
    )


def street(name: str, **given: object) -> dict[str, object]:
    toned = spell(name, form_of("street"), None, orthography()).toned
    values = {"name": name, "kind": "street", "romanized": toned, "reason": "新建（示例）"}
    return {**values, "position_text": "示例位置", "geometry": LINE, "division": "430621100", **given}


def opened(clients: Clients, *names: str, **given: object) -> dict[str, Any]:
    body = {"kind": "naming", "applicant": "示例建设单位", "items": [street(name) for name in names], **given}
    answered = clients[Part.DRAFTER].post("/api/names/cases", json=body)
    assert answered.status_code == 201, answered.text
    case: dict[str, Any] = answered.json()
    return case


def bring(client: httpx.Client, number: str, kind: str, body: bytes = PDF) -> httpx.Response:
    return client.put(f"/api/names/cases/{number}/papers/{kind}", params={"filename": f"{kind}.pdf"}, content=body)


def step(clients: Clients, case: dict[str, Any], name: str, on: dt.date = AS_OF, **given: object) -> httpx.Response:
    body = {"step": name, "because": f"办理{name}", "version": case["version"], "on": on.isoformat(), **given}
    return clients[BY_ID[name].part].post(f"/api/names/cases/{case['number']}/steps", json=body)


def led(clients: Clients, case: dict[str, Any], *names: str) -> dict[str, Any]:
    """Lead a case through steps; the notice lies far enough before the decision."""
    for name in names:
        on = LATER if name in ("decide", "approve", "announce", "file", "archive") else AS_OF
        document = {"document": f"岳县政函〔2024〕{case['number'][-4:]}号"} if name == "approve" else {}
        answered = step(clients, case, name, on, **document)
        assert answered.status_code == 200, answered.text
        case = answered.json()
    return case


def test_the_whole_journey(clients: Clients, anonymous: httpx.Client) -> None:
    case = opened(clients, "洞庭春路")
    number, drafter, reviewer = case["number"], clients[Part.DRAFTER], clients[Part.REVIEWER]
    assert (case["stage"], case["version"], case["authority"]) == ("draft", 2, "岳阳县人民政府")
    submit = next(each for each in case["next_steps"] if each["step"] == "submit")
    assert submit["missing"] == ["缺“申请书”"]
    assert step(clients, case, "submit").status_code == 409
    assert [paper["kind"] for paper in case["papers"] if paper["required"]] == ["approval", "application"]
    assert bring(drafter, number, "application").status_code == 201
    case = led(clients, case, "submit")
    assert anonymous.get(f"/api/names/cases/{number}").status_code == 404

    case = led(clients, case, "return")
    changed = drafter.patch(
        f"/api/names/cases/{number}", json={"version": case["version"], "items": [street("洞庭夏路")]}
    )
    assert changed.status_code == 200
    assert changed.headers["ETag"] == f'"{case["version"] + 1}"'
    case = led(clients, changed.json(), "submit", "accept", "check", "consult", "notice")

    told = anonymous.get(f"/api/names/cases/{number}").json()
    assert told["items"][0]["name"] == "洞庭夏路"
    assert (told["papers"], told["entries"], told["applicant"], told["next_steps"]) == ([], [], None, [])
    assert number in [each["number"] for each in anonymous.get("/api/names/notices").json()["cases"]]
    objected = anonymous.post(f"/api/names/cases/{number}/objections", json={"text": "不妥", "contact": "0730-1"})
    assert objected.status_code == 201
    assert "异议没有答复" in step(clients, case, "decide", LATER).json()["why"]
    answer = f"/api/names/cases/{number}/objections/{objected.json()['id']}/answer"
    case = reviewer.post(answer, json={"answer": "经核实，予以说明"}).json()
    assert case["objections"][0]["contact"] == "0730-1"
    case = led(clients, case, "decide")
    assert bring(clients[Part.APPROVER], number, "approval").status_code == 201
    case = led(clients, case, "approve")
    code = case["items"][0]["place_code"]
    assert code.startswith("临430621-")
    feature = anonymous.get(f"/ogc/collections/place_names/items/{code}?datetime={LATER}").json()["properties"]
    assert (feature["name"], feature["approval_number"]) == ("洞庭夏路", case["approval_number"])
    case = led(clients, case, "announce", "file", "archive")
    assert [entry["step"] for entry in case["entries"]][-4:] == ["approve", "announce", "file", "archive"]
    assert case["next_steps"] == []


def test_a_batch_is_one_case_and_one_approval(clients: Clients, anonymous: httpx.Client, fresh: Iterator[str]) -> None:
    names = [next(fresh) for _ in range(5)]
    case = opened(clients, *names)
    assert case["title"] == f"{names[0]}等 5 个地名命名"
    bring(clients[Part.DRAFTER], case["number"], "application")
    case = led(clients, case, "submit", "accept", "check", "consult", "notice", "decide")
    bring(clients[Part.APPROVER], case["number"], "approval")
    case = led(clients, case, "approve")
    codes = [item["place_code"] for item in case["items"]]
    assert len(set(codes)) == 5
    for code, name in zip(codes, names, strict=True):
        found = anonymous.get(f"/ogc/collections/place_names/items/{code}?datetime={LATER}").json()["properties"]
        assert (found["name"], found["approval_number"]) == (name, case["approval_number"])


def test_a_mixed_batch_is_not_one_authoritys(clients: Clients) -> None:
    mixed = [street("示例己巷"), street("示例大厦", kind="estate_or_building")]
    case = clients[Part.DRAFTER].post("/api/names/cases", json={"kind": "naming", "items": mixed}).json()
    bring(clients[Part.DRAFTER], case["number"], "application")
    assert "请分案办理" in step(clients, case, "submit").json()["why"]


def test_the_queue_is_of_those_who_are_to_move(clients: Clients, anonymous: httpx.Client) -> None:
    case = opened(clients, "示例待办路")
    bring(clients[Part.DRAFTER], case["number"], "application")

    def waits_for() -> list[str]:
        return [
            part.value
            for part, client in clients.items()
            for each in client.get("/api/names/queue", params={"mine": True}).json()["cases"]
            if each["number"] == case["number"]
        ]

    assert waits_for() == ["drafter"]
    case = led(clients, case, "submit")
    assert waits_for() == ["reviewer"]
    listed = clients[Part.APPROVER].get("/api/names/queue", params={"stage": "submitted"}).json()["cases"]
    (mine,) = [each for each in listed if each["number"] == case["number"]]
    assert (mine["names"], mine["submitted_on"]) == (["示例待办路"], "2024-12-31")
    assert anonymous.get("/api/names/queue").status_code == 401


def test_an_older_sight_is_refused(clients: Clients) -> None:
    case = opened(clients, "示例旧版路")
    drafter, address = clients[Part.DRAFTER], f"/api/names/cases/{case['number']}"
    assert drafter.patch(address, json={"title": "新标题"}).status_code == 428
    assert drafter.patch(address, json={"title": "新标题"}, headers={"If-Match": '"1"'}).status_code == 412
    assert drafter.patch(address, json={"title": "新标题"}, headers={"If-Match": '"2"'}).status_code == 200
    assert step(clients, case, "submit").status_code == 412


def test_a_draft_loses_nothing(clients: Clients) -> None:
    """Whatever is written half comes back as it was."""
    half = {"name": None, "kind": "village", "meaning": "半句", "width_m": 12.5, "geometry": LINE}
    case = clients[Part.DRAFTER].post("/api/names/cases", json={"kind": "naming", "items": [half, {}]}).json()
    found = clients[Part.DRAFTER].get(f"/api/names/cases/{case['number']}").json()["items"]
    assert {name: found[0][name] for name in half} == half
    assert found[1]["name"] is None


def test_papers_are_kept_as_they_came(clients: Clients, as_role: Callable[..., httpx.Client]) -> None:
    case, drafter = opened(clients, "示例材料路"), clients[Part.DRAFTER]
    first, second = (
        bring(drafter, case["number"], "application"),
        bring(drafter, case["number"], "application", PDF + b"2"),
    )
    assert [each.json()["version"] for each in (first, second)] == [1, 2]
    assert second.json()["sha256"] == hashlib.sha256(PDF + b"2").hexdigest()
    address = f"/api/names/cases/{case['number']}/papers/{first.json()['id']}"
    fetched = drafter.get(address)
    assert (fetched.content, fetched.headers["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in fetched.headers["Content-Disposition"]
    assert fetched.headers["Cache-Control"] == "no-store"
    assert as_role(Role.VIEWER).get(address).status_code == 404
    assert bring(drafter, case["number"], "map", b"MZ\x90").status_code == 422
    assert bring(drafter, case["number"], "map", b"").status_code == 422
    assert bring(clients[Part.REVIEWER], case["number"], "map").status_code == 403
    too_large = bring(drafter, case["number"], "map", PDF + b"0" * 20_000_000)
    assert (too_large.status_code, "CAIRN_PAPER_MB" in too_large.json()["why"]) == (422, True)


def test_the_archive_proves_itself(clients: Clients, as_role: Callable[..., httpx.Client]) -> None:
    case = opened(clients, "示例案卷路")
    bring(clients[Part.DRAFTER], case["number"], "application")
    address = f"/api/names/cases/{case['number']}/archive.zip"
    packed = zipfile.ZipFile(io.BytesIO(clients[Part.DRAFTER].get(address).content))
    files = {name: packed.read(name) for name in packed.namelist()}
    lines = [line.split("  ", 1) for line in files["SHA256SUMS"].decode().splitlines()]
    assert {name: told for told, name in lines} == {
        name: hashlib.sha256(body).hexdigest()
        for name, body in files.items()
        if not name.startswith("SHA256SUMS") and name != "key.pub.pem"
    }
    key = load_pem_public_key(files["key.pub.pem"])
    assert isinstance(key, Ed25519PublicKey)
    key.verify(base64.b64decode(files["SHA256SUMS.sig"]), files["SHA256SUMS"])
    assert files["papers/application-1-application.pdf"] == PDF
    told = json.loads(files["case.json"])
    assert [entry["step"] for entry in told["entries"]] == ["open", "edit"]
    assert told["items"][0]["name"] == "示例案卷路"
    assert as_role(Role.VIEWER).get(address).status_code == 403


def test_objections_from_one_place_are_slowed(anonymous: httpx.Client) -> None:
    def objected() -> int:
        return anonymous.post("/api/names/cases/430621-2024-9999/objections", json={"text": "多"}).status_code

    answers = [objected() for _ in range(25)]
    assert set(answers) == {404, 429}
    assert answers[-1] == 429


def test_a_drafter_is_told_to_open_a_case(clients: Clients) -> None:
    """A standard name in use is not simply entered: the refusal says what to do instead."""
    said = {"code": "430621-X9", "name": "无案路", "kind": "street", "is_standard": True, "status": "in_use"}
    feature = {"type": "Feature", "geometry": LINE, "properties": {**said, "source": "示例", "invented": True}}
    body = {"layer": "place_names", "because": "直接登记", "changes": [{"deed": "enter", "feature": feature}]}
    refused = clients[Part.DRAFTER].post("/api/edits", json=body)
    assert refused.status_code == 409
    assert "POST /api/names/cases" in refused.json()["remedy"]
    feature["properties"] = {**said, "status": "proposed", "source": "示例", "invented": True}
    assert clients[Part.DRAFTER].post("/api/edits", json={**body, "dry_run": True}).status_code == 200


class Model:
    """The declared machine and what the desk must then answer: an oracle that knows no SQL."""

    def __init__(self, version: int) -> None:
        self.stage, self.version, self.day = Stage.DRAFT, version, AS_OF
        self.before: Stage | None = None
        self.papers: set[str] = set()
        self.done: list[str] = []
        self.noticed_on: dt.date | None = None

    def answer(self, step_id: str, who: Part) -> int:
        """The status of a step that somebody takes."""
        step = BY_ID[step_id]
        target = self.before if step_id == "resume" and self.stage is Stage.SUSPENDED else step.leads(self.stage)
        if target is None:
            return 409
        if who is not step.part:
            return 403
        if self._lacks(step_id):
            return 409
        self.before = self.stage if step_id == "suspend" else None
        self.stage, self.version = target, self.version + 1
        self.done.append(step_id)
        self.noticed_on = self.day if step_id == "notice" else self.noticed_on
        return 200

    def _lacks(self, step_id: str) -> bool:
        lacks = {
            "submit": "application" not in self.papers,
            "approve": "approval" not in self.papers,
            "decide": self.noticed_on is not None and (self.day - self.noticed_on).days < 7,
            "announce": "announce" in self.done,
            "file": "file" in self.done,
            "archive": not {"announce", "file"} <= set(self.done),
        }
        return lacks.get(step_id, False)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk_goes_as_declared(clients: Clients, fresh: Iterator[str], seed: int) -> None:
    dice, reached = random.Random(seed), set()
    for _ in range(4):
        case = opened(clients, next(fresh))
        model = Model(case["version"])
        reached |= {stage for _move in range(40) for stage in _wandered(clients, case["number"], model, dice)}
    assert len(reached) >= 11, reached


def _wandered(clients: Clients, number: str, model: Model, dice: random.Random) -> set[Stage]:
    """One move of somebody, likely or wild, and the desk's answer beside the model's."""
    if model.stage in OVER and dice.random() < 0.9:
        return set()
    part = part_at(model.stage) or dice.choice([*Part])
    who = part if dice.random() < 0.8 else dice.choice([*Part])
    if dice.random() < 0.25:
        _brings(clients, number, model, who, "application" if model.stage in EDITABLE else "approval")
        return set()
    ends = {"withdraw", "refuse", "suspend", "return", "send_back"} if dice.random() < 0.9 else set()
    likely = [step.id for step in STEPS if step.leads(model.stage) and not step.is_edit and step.id not in ends]
    name = dice.choice(likely if likely and dice.random() < 0.8 else [each.id for each in STEPS if not each.is_edit])
    body = {"step": name, "because": "游走", "version": model.version, "document": "〔2024〕1号"}
    answered = clients[who].post(f"/api/names/cases/{number}/steps", json={**body, "on": model.day.isoformat()})
    assert answered.status_code == model.answer(name, who), (name, who, model.stage, answered.text)
    if answered.status_code == 200:
        assert (answered.json()["stage"], answered.json()["version"]) == (model.stage, model.version)
        model.day += dt.timedelta(dice.choice([0, 4, 9]))
    elif dice.random() < 0.3:
        found = clients[Part.DRAFTER].get(f"/api/names/cases/{number}").json()
        assert (found["stage"], found["version"]) == (model.stage, model.version)
    return {model.stage}


def _brings(clients: Clients, number: str, model: Model, who: Part, kind: str) -> None:
    answered = bring(clients[who], number, kind).status_code
    allowed = model.stage not in OVER and _may_bring(model.stage, who)
    assert answered == (201 if allowed else 409 if model.stage in OVER else 403), (model.stage, who)
    model.papers |= {kind} if allowed else set()


def _may_bring(stage: Stage, who: Part) -> bool:
    if stage in EDITABLE:
        return who is Part.DRAFTER
    return who is Part.REVIEWER or (stage is Stage.DECIDING and who is Part.APPROVER)
