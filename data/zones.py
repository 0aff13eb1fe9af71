"""Control zones on the ground: what a rule set speaks of in the register, how near a place is, what can be seen.

Distances are metres over the ellipsoid, from the edge where the width is registered and the rule measures from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data import viewsheds
from data.elevation import cut
from geo.clearance import Things
from geo.heights import Heights
from geo.lattice import metres_per_degree
from layers.candidates import Exclusion
from layers.control_areas import ControlKind
from layers.zones import MeasuredFrom, ZoneKind, ZoneRule, ZoneRules

_NAMED = 5
#: A view of more cells is not drawn while somebody waits; whether a place is in view is still told.
MOST_DRAWN_CELLS = 2_000_000


class Rows(Protocol):
    """What reads the register of a day and remembers what a reader must know."""

    def rows(self, layer: str, *names: str, **where: object) -> list[Any]:
        """Rows of a layer with the columns named."""

    def note(self, message: str, about: str) -> None:
        """Remember what a reader must know."""


@dataclass(frozen=True, eq=False)
class Subjects:
    """The things a rule speaks of: their names, shapes and half widths, ready to be measured from; None when none."""

    names: tuple[str, ...]
    shapes: tuple[BaseGeometry, ...]
    things: Things | None


@dataclass(frozen=True, eq=False)
class ZoneArea:
    """Ground that a rule excludes, around one thing; `thing` is None for what is seen from all of them."""

    rule: ZoneRule
    thing: str | None
    shape: BaseGeometry


@dataclass
class ZoneGround:
    """A rule set laid on the register of a day."""

    rules: ZoneRules
    reading: Rows
    ground: Heights | None = None
    _subjects: dict[str, Subjects] = field(default_factory=dict)

    def subjects(self, rule: ZoneRule) -> Subjects:
        """What the register knows of the things a rule speaks of; what it does not know is noted, once."""
        if rule.id not in self._subjects:
            self._subjects[rule.id] = self._read(rule)
        return self._subjects[rule.id]

    def exclusions(self, shapes: Sequence[BaseGeometry]) -> list[list[Exclusion]]:
        """What stands against each place, rule by rule; of several things of a rule the nearest is named."""
        told: list[list[Exclusion]] = [[] for _ in shapes]
        for rule in self.rules.rules:
            found = self._seen(rule, shapes) if rule.sight else self._near(rule, shapes)
            for place, words in found:
                told[place].append(Exclusion(f"{self.rules.id}/{rule.id}", rule.title, self.article(rule), words))
        return told

    def areas(self) -> Iterator["ZoneArea"]:
        """The ground that each rule excludes, thing by thing; a view as one, without the name of a thing."""
        for rule in self.rules.rules:
            subjects = self.subjects(rule)
            if subjects.things is None:
                continue
            if rule.sight is None:
                drawn = subjects.things.ground_within(rule.reach_m)
                yield from (ZoneArea(rule, name, shape) for name, shape in zip(subjects.names, drawn, strict=True))
            elif (heights := self.heights(rule, subjects.shapes)) is not None:
                rows, columns = heights.shape
                if rows * columns > MOST_DRAWN_CELLS:
                    self.reading.note(f"规则“{rule.title}”没有画出：高程格点 {rows * columns} 个，太多", "elevation")
                else:
                    yield ZoneArea(rule, None, viewsheds.seen_ground(heights, subjects.shapes, rule.sight))

    def article(self, rule: ZoneRule) -> str:
        """The document and the article that excludes."""
        return f"{self.rules.document} {rule.article}"

    def _near(self, rule: ZoneRule, shapes: Sequence[BaseGeometry]) -> Iterator[tuple[int, str]]:
        subjects = self.subjects(rule)
        if subjects.things is None or not len(shapes):
            return
        near = subjects.things.within(shapes, rule.reach_m)
        order = np.lexsort((near.things, near.metres, near.places))
        seen: set[int] = set()
        for place, thing, metres in zip(
            near.places[order].tolist(), near.things[order].tolist(), near.metres[order].tolist(), strict=True
        ):
            if place not in seen:
                seen.add(place)
                yield place, _near_words(rule, subjects.names[thing], metres)

    def _seen(self, rule: ZoneRule, shapes: Sequence[BaseGeometry]) -> Iterator[tuple[int, str]]:
        subjects, sight = self.subjects(rule), rule.sight
        if subjects.things is None or sight is None or not len(shapes):
            return
        heights = self.heights(rule, shapes)
        if heights is None:
            return
        seen = viewsheds.seen(heights, subjects.shapes, shapes, sight)
        if seen.unknown:
            self.reading.note(f"规则“{rule.title}”：{len(seen.unknown)} 处没有高程，未检查视线", "elevation")
        for place, thing in seen.from_things.items():
            yield place, f"从“{subjects.names[thing]}”可见，在第一重山脊线以内（视距 {sight.most_m:g} 米）"

    def heights(self, rule: ZoneRule, shapes: Sequence[BaseGeometry]) -> Heights | None:
        """The ground around places as far as one looks; what is missing is noted: such a rule was not checked."""
        why = "登记库中没有地面高程"
        if self.ground is not None:
            west, south, east, north = shapely.total_bounds(np.array(list(shapes), dtype=object)).tolist()
            across, along = metres_per_degree((south + north) / 2)
            more_x, more_y = rule.reach_m / across, rule.reach_m / along
            found = cut(self.ground, (west - more_x, south - more_y, east + more_x, north + more_y))
            if min(found.shape) > 1:
                return found
            why = "地面高程不覆盖这些地方"
        self.reading.note(f"规则“{rule.title}”（{rule.article}）没有检查：{why}", "elevation")
        return None

    def _read(self, rule: ZoneRule) -> Subjects:
        found = [*self._roads(rule), *self._controls(rule)]
        for kind in rule.controls:
            if not any(each.kind == kind.value for each in found):
                self.reading.note(
                    f"登记库中没有{kind.label}：规则“{rule.title}”（{rule.article}）对它无从检查", "control_areas"
                )
        unmeasured = [each.name for each in found if each.width_missing]
        if unmeasured and rule.kind is ZoneKind.BUFFER and rule.measured_from is MeasuredFrom.EDGE:
            more = f" 等 {len(unmeasured)} 处" if len(unmeasured) > _NAMED else ""
            self.reading.note(f"宽度未登记，距离自中心线起算：{'、'.join(unmeasured[:_NAMED])}{more}", "width_m")
        from_edge = rule.measured_from is MeasuredFrom.EDGE
        shapes = tuple(each.shape for each in found)
        widths = [each.half_width_m if from_edge else 0.0 for each in found]
        things = Things.of(shapes, widths) if shapes else None
        return Subjects(tuple(each.name for each in found), shapes, things)

    def _roads(self, rule: ZoneRule) -> Iterator["_Thing"]:
        if not rule.road_classes:
            return
        classes, grades = {each.value for each in rule.road_classes}, {each.value for each in rule.road_grades}
        rows = self.reading.rows("roads", "code", "name", "road_class", "grade", "width_m", "geom")
        for row in rows:
            if row.road_class in classes and (not grades or row.grade in grades):
                yield _Thing.of(row, "road", is_line=True)

    def _controls(self, rule: ZoneRule) -> Iterator["_Thing"]:
        if not rule.controls:
            return
        kinds = {each.value for each in rule.controls}
        for row in self.reading.rows("control_areas", "code", "name", "kind", "width_m", "geom"):
            if row.kind in kinds:
                yield _Thing.of(row, row.kind, is_line=ControlKind.of(row.kind).is_corridor)


@dataclass(frozen=True)
class _Thing:
    """A row that a rule speaks of."""

    name: str
    kind: str
    shape: BaseGeometry
    half_width_m: float
    width_missing: bool

    @classmethod
    def of(cls, row: Any, kind: str, *, is_line: bool) -> "_Thing":  # noqa: ANN401 - a row
        shape = shapely.from_wkb(bytes(row.geom))
        drawn_as_line = is_line and shapely.get_dimensions(shape) == 1
        width = float(row.width_m) if drawn_as_line and row.width_m is not None else 0.0
        return cls(row.name, kind, shape, width / 2, drawn_as_line and row.width_m is None)


def _near_words(rule: ZoneRule, name: str, metres: float) -> str:
    if metres == 0:
        return f"在“{name}”范围内"
    return f"距“{name}”{rule.measured_from.label} {metres:,.0f} 米，不足 {rule.reach_m:g} 米"
