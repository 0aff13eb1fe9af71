"""The register as a computation reads it: rows of a day, as they were known at a moment, and how closed they are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shapely
from sqlalchemy.orm import Session

from data.features import Asked, find
from layers.atlas import layer_class
from layers.record import Disclosure, Record
from layers.rules import Finding, Severity

Form = TypeVar("Form", bound=Record)


@dataclass
class Closed:
    """How closed what was read is: as its most closed row, and wherever such rows belong; '' is the whole county."""

    disclosure: Disclosure = Disclosure.PUBLIC
    divisions: set[str] = field(default_factory=set)

    def heed(self, rows: Iterable[Any], within: Sequence[str]) -> None:
        """Heed rows that are not public."""
        order = list(Disclosure)
        for row in rows:
            if row.disclosure != Disclosure.PUBLIC:
                self.disclosure = max(self.disclosure, Disclosure.of(row.disclosure), key=order.index)
                self.divisions.add(next((code for name in within if (code := getattr(row, name))), ""))


@dataclass(frozen=True)
class AtMoment:
    """The register as of a day, as it was known at a moment; `notes` is what reading found."""

    session: Session
    day: dt.date
    recorded_at: dt.datetime
    notes: list[Finding] = field(default_factory=list)
    closed: Closed = field(default_factory=Closed)

    def rows(self, layer: str, *names: str, **where: object) -> list[Any]:
        """Rows of a layer, with the columns named, or all; beside them whether a row is public, and whose it is."""
        within = layer_class(layer).layer.within
        wanted = dict.fromkeys((*names, "disclosure", *within)) if names else ()
        found = find(self.session, Asked(layer, self.day, self.recorded_at, where=where, for_figures=True), *wanted)
        self.closed.heed(found, within)
        return found

    def note(self, message: str, about: str) -> None:
        """Remember what a reader of the figures must know."""
        self.notes.append(Finding(message, about, None, Severity.WARNING))


def records(reading: AtMoment, form: type[Form]) -> Iterable[tuple[Any, Form]]:
    """Rows of a layer beside the records they are, so that the layer's own words decide."""
    for row in reading.rows(form.layer.id):
        yield row, form.model_validate({name: getattr(row, name) for name in form.model_fields})


def point_of(row: Any) -> tuple[float | None, float | None]:  # noqa: ANN401 - a row
    """Where a row stands, EPSG:4490, longitude first: its point, or a point inside its area."""
    if row.geom is None:
        return None, None
    shape = shapely.from_wkb(bytes(row.geom))
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    return float(shapely.get_x(point)), float(shapely.get_y(point))
