"""All the lists a check reads; the check of a name's own words, and of the name against its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely

from geo.bearings import mean_bearing_degree
from geo.measure import area_m2, length_m
from layers.generic_terms import GenericTerms, Parts, parts
from layers.naming import NameAsked, NameFinding
from layers.naming_rules.characters import CharacterTable, character_findings
from layers.naming_rules.form import form_findings
from layers.naming_rules.neighbours import Neighbour, direction_findings, number_findings, town_findings
from layers.naming_rules.persons import PersonModel, person_findings
from layers.naming_rules.residences import ResidenceMeasured, ResidenceTable, residence_findings
from layers.naming_rules.roads import RoadMeasured, RoadTable, WidthBasis, road_findings
from layers.naming_rules.rulebook import PROPOSED, Standing, kept
from layers.naming_rules.wording import wording_findings
from layers.naming_rules.words import WordIndex, WordList
from layers.place_names import PlaceNameKind

_AREA, _LINE = 2, 1


@dataclass(frozen=True)
class NameLists:
    """What the county's rules read: character table, word lists, model of persons, dictionary, chosen tables."""

    characters: CharacterTable
    words: tuple[WordList, ...]
    persons: PersonModel
    generics: GenericTerms
    road_table: RoadTable | None = None
    residence_table: ResidenceTable | None = None

    @cached_property
    def index(self) -> WordIndex:
        """All words, ready to be looked for."""
        return WordIndex.of(self.words)


def text_findings(asked: NameAsked, lists: NameLists, standing: Standing = PROPOSED) -> list[NameFinding]:
    """What a name's own words are guilty of, the heaviest rules first as the law lists them.

    `standing` is how a name of the register stands: what was approved before is weighed, not refused.
    """
    taken = parts(asked.name, asked.form, lists.generics)
    specific = len(asked.name) - len(taken.generic)
    found = [
        *character_findings(asked.name, lists.characters),
        *wording_findings(asked.name, specific, lists.index),
        *form_findings(asked.name, asked.form, lists.generics, taken),
    ]
    if not any(each.rule in ("leader", "person") for each in found):
        found += person_findings(taken.specific, lists.persons)
    return [kept(each, standing) for each in found] if found else found


def place_findings(
    asked: NameAsked,
    lists: NameLists,
    neighbours: Sequence[Neighbour] = (),
    centre: tuple[float, float] | None = None,
) -> list[NameFinding]:
    """What a name says of its place that the place's geometry does not bear out; nothing without a geometry.

    `neighbours` are names of the same kind near by, which a series or a counterpart may be among; `centre` is the
    middle of the built-up area, lon/lat in EPSG:4490 degrees.
    """
    if asked.geometry is None or asked.geometry.is_empty:
        return _unplaced_road(asked, lists)
    taken = parts(asked.name, asked.form, lists.generics)
    specific = taken.specific + taken.modifier
    middle = shapely.point_on_surface(asked.geometry)
    place = (float(shapely.get_x(middle)), float(shapely.get_y(middle)))
    return [
        *_size_findings(asked, taken, lists),
        *direction_findings(specific, taken.generic, place, neighbours, _bearing(asked)),
        *number_findings(specific, taken.generic, place, neighbours),
        *([] if centre is None else town_findings(specific, place, centre)),
    ]


def _size_findings(asked: NameAsked, taken: Parts, lists: NameLists) -> list[NameFinding]:
    shape = asked.geometry
    if shape is None:
        return []
    if asked.kind is PlaceNameKind.STREET:
        length = length_m(shape) if _dimension(asked) == _LINE else None
        road = RoadMeasured(length, asked.width_m, _basis(asked.width_basis))
        return road_findings(asked.name, taken.generic, road, lists.road_table)
    if asked.kind is PlaceNameKind.ESTATE_OR_BUILDING and _dimension(asked) == _AREA:
        measured = ResidenceMeasured(area_m2=area_m2(shape))
        return residence_findings(asked.name, taken.generic, measured, lists.residence_table)
    return []


def _unplaced_road(asked: NameAsked, lists: NameLists) -> list[NameFinding]:
    """A road of which only the width is known is still measured by it."""
    if asked.kind is not PlaceNameKind.STREET or asked.width_m is None:
        return []
    taken = parts(asked.name, asked.form, lists.generics)
    road = RoadMeasured(None, asked.width_m, _basis(asked.width_basis))
    return road_findings(asked.name, taken.generic, road, lists.road_table)


def _bearing(asked: NameAsked) -> float | None:
    is_road = asked.kind is PlaceNameKind.STREET and asked.geometry is not None and _dimension(asked) == _LINE
    return mean_bearing_degree(asked.geometry) if is_road and asked.geometry is not None else None


def _dimension(asked: NameAsked) -> int:
    return {"LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}.get(
        asked.geometry.geom_type if asked.geometry is not None else "", 0
    )


def _basis(word: str | None) -> WidthBasis | None:
    return WidthBasis.of(word) if word in WidthBasis.labels() else None
