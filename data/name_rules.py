"""A proposed name against the county's rules: its own words, and its place with the names around it.

Likeness to other names is `data.name_lookup`'s. Places are lon/lat in EPSG:4490 degrees.
"""

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from data.name_words import county_lists
from layers.generic_terms import parts
from layers.naming import NameAsked, NameFinding
from layers.naming_rules.characters import already_local
from layers.naming_rules.name_lists import NameLists, place_findings, text_findings
from layers.naming_rules.neighbours import Neighbour, related_names

# Roads of one series or counterparts lie in one town; a quarter of a degree is more than any of them.
NEAR_DEGREES = 0.25
_RELATED = text("""
SELECT word, ST_X(point) AS lon, ST_Y(point) AS lat FROM (
  SELECT DISTINCT ON (word) word, ST_PointOnSurface(geom) AS point
  FROM lookup.entries
  WHERE word = ANY (:words) AND kind = :kind AND form = 'name' AND status IN ('in_use', 'proposed')
    AND valid @> current_date AND (code IS NULL OR code <> ALL (:ignoring))
    AND geom && ST_Expand(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490), :near)
  ORDER BY word, geom <-> ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)) AS nearest""")

# Asked only for characters outside the table, so seldom; no index finds a character within names.
_RARE = frozenset({"outside-8105", "variant-form"})
_COUNTY_DIGITS = 6
_LOCAL = text("""
SELECT word FROM lookup.entries
WHERE origin = 'place_names' AND status IN ('in_use', 'historical') AND position(:character IN word) > 0
  AND starts_with(coalesce(division, :county), :county) AND (code IS NULL OR code <> ALL (:ignoring)) LIMIT 1""")
_CENTRE = text("""
SELECT ST_X(middle) AS lon, ST_Y(middle) AS lat FROM (
  SELECT ST_Centroid(geom) AS middle FROM lookup.built_up
  WHERE valid @> current_date AND geom && ST_Expand(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490), :near)
  ORDER BY geom <-> ST_SetSRID(ST_MakePoint(:lon, :lat), 4490) LIMIT 1) AS nearest""")
# Only a name that begins so speaks of where the town is.
_TOWN = ("城东", "城西", "城南", "城北")


def own_findings(session: Session, asked: NameAsked, lists: NameLists | None = None) -> list[NameFinding]:
    """What the rules say of a name's words and place, in the order of the law."""
    lists = lists or county_lists(session)
    around, centre = neighbours(session, asked, lists), _town_centre(session, asked)
    words = [_weighed(session, asked, each) for each in text_findings(asked, lists)]
    return [*words, *place_findings(asked, lists, around, centre)]


def _weighed(session: Session, asked: NameAsked, found: NameFinding) -> NameFinding:
    """A rare character that is at home here is not held against a name as one from elsewhere would be."""
    if found.rule not in _RARE:
        return found
    wanted = {"character": found.evidence["character"], "county": (asked.division or "")[:_COUNTY_DIGITS]}
    local = session.scalar(_LOCAL, wanted | {"ignoring": sorted(asked.ignoring)})
    return found if local is None else already_local(found, local)


def neighbours(session: Session, asked: NameAsked, lists: NameLists) -> list[Neighbour]:
    """Names near by that a direction or a number word of this one speaks of."""
    if asked.geometry is None or asked.geometry.is_empty:
        return []
    taken = parts(asked.name, asked.form, lists.generics)
    words = related_names(taken.specific + taken.modifier, taken.generic)
    if not words:
        return []
    middle = shapely.point_on_surface(asked.geometry)
    wanted = {
        "words": list(words),
        "kind": asked.kind.value,
        "lon": float(shapely.get_x(middle)),
        "lat": float(shapely.get_y(middle)),
        "near": NEAR_DEGREES,
        "ignoring": sorted(asked.ignoring),
    }
    return [Neighbour(row.word, row.lon, row.lat) for row in session.execute(_RELATED, wanted)]


def _town_centre(session: Session, asked: NameAsked) -> tuple[float, float] | None:
    """The middle of the nearest built-up area, when the name speaks of it."""
    if asked.geometry is None or asked.geometry.is_empty or not asked.name.startswith(_TOWN):
        return None
    middle = shapely.point_on_surface(asked.geometry)
    place = {"lon": float(shapely.get_x(middle)), "lat": float(shapely.get_y(middle)), "near": NEAR_DEGREES}
    row = session.execute(_CENTRE, place).one_or_none()
    return None if row is None else (row.lon, row.lat)
