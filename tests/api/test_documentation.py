"""The interface's own description: every path, with examples, and one form for what comes and goes."""

from typing import Any

import httpx
import pytest

from layers.coverage_result import CoverageResult


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def test_every_address_of_the_desk_is_described(document: dict[str, Any]) -> None:
    assert sorted(document["paths"]) == [
        "/api/accounts",
        "/api/accounts/{number}",
        "/api/accounts/{number}/password-reset",
        "/api/audit",
        "/api/audit/digest",
        "/api/audit/verification",
        "/api/comparison",
        "/api/coverage/runs",
        "/api/coverage/runs/{run_id}",
        "/api/coverage/runs/{run_id}.{extension}",
        "/api/coverage/runs/{run_id}/areas/{area_id}/rows",
        "/api/edits",
        "/api/events",
        "/api/indicators",
        "/api/jobs/{job_id}",
        "/api/jobs/{job_id}/events",
        "/api/layers",
        "/api/layers/{layer_id}/comparison",
        "/api/names/answers",
        "/api/names/cases",
        "/api/names/cases/{number}",
        "/api/names/cases/{number}/answers",
        "/api/names/cases/{number}/archive.zip",
        "/api/names/cases/{number}/checks",
        "/api/names/cases/{number}/documents/{kind}.{extension}",
        "/api/names/cases/{number}/objections",
        "/api/names/cases/{number}/objections/{objection_id}/answer",
        "/api/names/cases/{number}/papers/{kind}",
        "/api/names/cases/{number}/papers/{paper_id}",
        "/api/names/cases/{number}/steps",
        "/api/names/check",
        "/api/names/classes",
        "/api/names/find",
        "/api/names/gazetteer.{extension}",
        "/api/names/likeness",
        "/api/names/notices",
        "/api/names/numbering/addresses/{code}/cancellation",
        "/api/names/numbering/addresses/{code}/certificate",
        "/api/names/numbering/addresses/{code}/{paper}.{extension}",
        "/api/names/numbering/commit",
        "/api/names/numbering/houses",
        "/api/names/numbering/preview",
        "/api/names/numbering/roads/{road}/renumberings",
        "/api/names/numbering/roads/{road}/renumberings.{extension}",
        "/api/names/numbering/schemes",
        "/api/names/photographs/{name}",
        "/api/names/photographs/{name}/original",
        "/api/names/quality",
        "/api/names/queue",
        "/api/names/recordings/{name}",
        "/api/names/register/{code}",
        "/api/names/register/{code}/recording",
        "/api/names/reserved",
        "/api/names/reserved/{number}",
        "/api/names/sign-plans/roads/{road}",
        "/api/names/sign-plans/roads/{road}.{extension}",
        "/api/names/sign-plans/townships/{code}",
        "/api/names/sign-plans/townships/{code}.{extension}",
        "/api/names/signs/findings",
        "/api/names/signs/{code}/inspections",
        "/api/names/signs/{code}/photographs",
        "/api/names/spell",
        "/api/names/suggest",
        "/api/names/sweeps",
        "/api/names/sweeps/{sweep_id}",
        "/api/names/sweeps/{sweep_id}/findings",
        "/api/names/sweeps/{sweep_id}/findings/{number}/decision",
        "/api/names/tables/{kind}",
        "/api/names/words",
        "/api/names/words/{word_list}/{word}",
        "/api/office/calendar",
        "/api/office/calendar/{year}",
        "/api/office/clocks",
        "/api/office/clocks/{clock_id}",
        "/api/office/last-day",
        "/api/overview",
        "/api/policies",
        "/api/policies/{policy_id}",
        "/api/public/reports",
        "/api/public/reports/{number}/decision",
        "/api/public/reports/{token}",
        "/api/public/reports/{token}/photograph",
        "/api/reach/runs",
        "/api/reach/runs/{run_id}",
        "/api/reach/runs/{run_id}.{extension}",
        "/api/reach/runs/{run_id}/why",
        "/api/reach/services",
        "/api/reported-figures",
        "/api/rights",
        "/api/roads/graph",
        "/api/roads/links",
        "/api/roads/links/{number}",
        "/api/roads/maps",
        "/api/roads/route",
        "/api/roads/service-area",
        "/api/roads/speeds",
        "/api/scorecard",
        "/api/scorecard/rows",
        "/api/search",
        "/api/session",
        "/api/session/oidc",
        "/api/session/oidc/callback",
        "/api/session/password",
        "/api/session/tokens",
        "/api/session/tokens/{number}",
        "/api/session/totp",
        "/api/siting/actions",
        "/api/siting/actions/{number}",
        "/api/siting/actions/{number}/steps",
        "/api/siting/candidates",
        "/api/siting/runs",
        "/api/siting/runs/{run_id}",
        "/api/siting/scenarios",
        "/api/siting/scenarios/compare",
        "/api/siting/scenarios/{number}",
        "/api/siting/scenarios/{number}/report.{extension}",
        "/api/siting/scenarios/{number}/rows",
        "/api/siting/what-if",
        "/api/zones",
        "/api/zones/{zone_id}.geojson",
        "/health",
    ]
    assert all(deed["summary"] for path in document["paths"].values() for deed in path.values())


def test_a_form_has_one_schema(document: dict[str, Any]) -> None:
    assert not [name for name in document["components"]["schemas"] if name.endswith(("-Input", "-Output"))]


def test_the_examples_are_true(client: httpx.Client, document: dict[str, Any]) -> None:
    asked = document["paths"]["/api/coverage/runs"]["post"]
    example = asked["responses"]["201"]["content"]["application/json"]["example"]
    assert CoverageResult.model_validate(example).total.name == "岳阳县"
    questions = asked["requestBody"]["content"]["application/json"]["examples"]
    for question in questions.values():
        answered = client.post("/api/coverage/runs", json=question["value"])
        assert answered.status_code in (200, 201), answered.text
        assert list(answered.json()) == list(example)


def test_refusals_are_described_with_an_example(document: dict[str, Any]) -> None:
    example = document["components"]["schemas"]["Problem"]["example"]
    assert {"type", "title", "status", "detail", "what", "why", "remedy", "errors"} == set(example)
    for path, deeds in document["paths"].items():
        for deed in deeds.values():
            assert path == "/health" or "400" in deed["responses"], path


def test_nothing_is_loaded_from_elsewhere_and_unknown_parameters_are_refused(client: httpx.Client) -> None:
    assert client.get("/docs").headers["content-type"].startswith("text/html")
    assert client.get("/api/layers", params={"as-of": "2024-12-31"}).json()["what"] == "没有查询参数“as-of”"
    assert client.get("/api/layers", params={"as_of": "yesterday"}).status_code == 400
    assert client.get("/api/nothing").status_code == 404
