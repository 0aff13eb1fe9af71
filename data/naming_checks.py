"""What the checker finds of the names of a case, as it is kept with the case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from data.audit import canonical
from data.naming_items import KeptItem


def check(_: Session, __: Row[Any], items: Sequence[KeptItem]) -> list[str]:
    """The findings of each name, as JSON, in the order of the names."""
    return [canonical_list([]) for _ in items]


def canonical_list(findings: Sequence[dict[str, Any]]) -> str:
    """Findings as one JSON text."""
    return f"[{','.join(canonical(finding) for finding in findings)}]"
