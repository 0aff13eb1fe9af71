"""The two descriptions, tried with generated requests as everybody: no 500, no answer that is not described."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from layers.rights import Role
from tests.api.conftest import LiveDesk

# Events never end; sign-in answers ever slower to whoever guesses, by design.
ASIDE = re.compile(r"/api/events|/api/session")
EXAMPLES = 3
EVERYBODY = [None, *Role]
RAW = ("image/jpeg", "image/png", "image/webp", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm")
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@schemathesis.serializer(*RAW)
def as_it_is(_: object, value: object) -> bytes:
    """A body of bytes goes as bytes: that schemathesis keeps them in a string of its own is its affair."""
    data = getattr(value, "data", value)
    return data if isinstance(data, bytes) else str(data).encode()


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: str(role or "nobody"))
@pytest.mark.parametrize(
    ("described", "root"), [("/openapi.json", ""), ("/ogc/api?f=json", "/ogc")], ids=["api", "ogc"]
)
def test_every_answer_is_one_that_is_described(
    written_desk: LiveDesk,
    somebody: Callable[..., httpx.Client],
    described: str,
    root: str,
    role: Role | None,
) -> None:
    client = somebody(role)
    schema = schemathesis.openapi.from_dict(client.get(described).json())
    schema.config.update(base_url=f"{written_desk.address}{root}")
    wrong = [fault for operation in _operations(schema, role) for fault in _tried(operation, client)]
    assert wrong == []


def test_an_answer_that_is_not_described_is_found(
    written_desk: LiveDesk, somebody: Callable[..., httpx.Client]
) -> None:
    client = somebody(Role.STEWARD)
    document = client.get("/openapi.json").json()
    job = document["paths"]["/api/jobs/{job_id}"]
    job["get"]["responses"] = {"200": job["get"]["responses"]["200"]}
    schema = schemathesis.openapi.from_dict({**document, "paths": {"/api/jobs/{job_id}": {"get": job["get"]}}})
    schema.config.update(base_url=written_desk.address)
    wrong = [fault for operation in _operations(schema, None) for fault in _tried(operation, client)]
    assert len(wrong) == EXAMPLES
    assert "404" in wrong[0]


def _operations(schema: Any, role: Role | None) -> list[Any]:  # noqa: ANN401 - schemathesis' own
    """The operations to try: each layer has the same paths, so an office tries those of one layer of its own."""
    found = [result.ok() for result in schema.get_all_operations()]
    own: dict[Role | None, str] = {Role.INSPECTOR: "boundary_markers", Role.NAME_DRAFTER: "place_names"}
    layer = own.get(role, "nursing_homes")
    return [
        operation
        for operation in found
        if not ASIDE.search(operation.path) and ("/collections/" not in operation.path or f"/{layer}" in operation.path)
    ]


def _tried(operation: Any, client: httpx.Client) -> list[str]:  # noqa: ANN401 - the same
    """What is wrong with the answers to generated requests for one operation."""
    wrong: list[str] = []
    checks = [schemathesis.checks.CHECKS.get_one(name) for name in CHECKS]
    signed_in = {"Authorization": client.headers["Authorization"]} if "Authorization" in client.headers else {}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def attempt(case: Any) -> None:  # noqa: ANN401 - the same
        try:
            case.validate_response(case.call(headers=signed_in), checks=checks)
        except (AssertionError, BaseExceptionGroup) as failures:
            wrong.append(f"{operation.method.upper()} {operation.path}: {failures}"[:1_500])

    attempt()
    return wrong
