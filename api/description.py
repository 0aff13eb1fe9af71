"""The interface's own description: the framework's, with what it leaves out.

Every operation may refuse, always in one form (RFC 9457, application/problem+json), and the description says with which
statuses.
"""

from typing import Any

from fastapi import FastAPI

from api.errors import MEDIA_TYPE, TITLES, Problem
from api.examples import COUNTY_RUN

ANYWHERE = (400, 401, 403, 404, 422, 500, 503)
WHERE_SOMETHING_CHANGES = (409, 412, 413, 415, 428, 429)
_READING = frozenset({"get", "head", "options"})

# The framework needs one model to know the form; `describe` says the rest.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": TITLES[400]},
    422: {"model": Problem, "description": TITLES[422]},
}


class DeskApp(FastAPI):
    """The framework's application, whose description keeps the nulls of its examples and tells every refusal."""

    def openapi(self) -> dict[str, Any]:
        """The description; the framework leaves out null members, which a run has and its readers must expect."""
        if self.openapi_schema is None:
            document = super().openapi()
            run = document["paths"]["/api/coverage/runs"]["post"]["responses"]["201"]["content"]["application/json"]
            run["example"] = COUNTY_RUN
            for deeds in document["paths"].values():
                for method, deed in deeds.items():
                    _tell_refusals(method, deed)
        return self.openapi_schema or {}


def _tell_refusals(method: str, deed: dict[str, Any]) -> None:
    """Every refusal of an operation, in the one form."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    statuses = ANYWHERE if method in _READING else ANYWHERE + WHERE_SOMETHING_CHANGES
    deed["responses"] |= {
        str(status): {"description": TITLES.get(status, "请求没有完成"), "content": content} for status in statuses
    }
