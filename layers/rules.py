"""Rules with findings that have a place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from layers.vocabulary import Vocabulary


class Severity(Vocabulary):
    """How much a finding weighs."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"


@dataclass(frozen=True)
class Finding:
    """What is not right, in which field, and where on the ground.

    `where` is a geometry in EPSG:4490, lon/lat, or None when the finding has no place.
    """

    message: str
    field: str | None = None
    where: BaseGeometry | None = None
    severity: Severity = Severity.ERROR

    @property
    def refuses(self) -> bool:
        """Whether the record cannot enter the register; a warning enters and stays visible."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True)
class Rule:
    """A law of one record: holds, or yields its finding.

    An error is an impossibility (arithmetic, or the law's own words); what is merely improbable, or what changes
    from province to province, is a warning for a reviewer.
    """

    name: str
    field: str
    message: str
    holds: Callable[[Any], bool]
    severity: Severity = Severity.ERROR

    def finding(self) -> Finding:
        """The finding of a record that breaks this rule."""
        return Finding(self.message, self.field, severity=self.severity)


def rule(field: str, message: str, *, severity: Severity = Severity.ERROR) -> Callable[[Callable[[Any], bool]], Rule]:
    """Declare a law over the fields of one record; `field` is where the clerk must look."""

    def declare(holds: Callable[[Any], bool]) -> Rule:
        return Rule(holds.__name__, field, message, holds, severity)

    return declare


def reminder(field: str, message: str) -> Callable[[Callable[[Any], bool]], Rule]:
    """Declare a rule that warns and does not refuse."""
    return rule(field, message, severity=Severity.WARNING)
