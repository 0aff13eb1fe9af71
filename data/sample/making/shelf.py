"""All files of the sample county, in the order in which one is made from the other."""

from collections.abc import Iterable
from pathlib import Path

from data.sample.making import people_rows
from data.sample.making.boundary_rows import line_rows, marker_rows
from data.sample.making.built_up_areas import built_up_area_rows
from data.sample.making.cemeteries import cemetery_rows
from data.sample.making.community_care import community_care_rows
from data.sample.making.files import Row, write_layer
from data.sample.making.meal_points import meal_point_rows
from data.sample.making.names_of_units import township_units, village_units
from data.sample.making.nursing_homes import nursing_home_rows
from data.sample.making.outlines import read_outlines
from data.sample.making.place_names import place_name_rows
from data.sample.making.places import County
from data.sample.making.planning_rows import control_area_rows, parcel_rows
from data.sample.making.population import CENSUS, COUNTS, REGISTERED_2020, spread
from data.sample.making.reported_rows import write_reported
from data.sample.making.rescue_points import rescue_point_rows
from data.sample.making.road_rows import road_rows
from data.sample.making.roads import build_roads
from data.sample.making.seats import COUNTY
from data.sample.making.signs_and_numbers import address_rows, sign_rows
from data.sample.making.townships import grow, township_polygons
from data.sample.making.village_areas import village_polygons
from data.sample.making.villages import place_villages


def write_all(folder: Path) -> dict[str, int]:
    """Write every layer's file and the reported figures into a folder, and give the number of rows by file."""
    real = read_outlines()
    cells = grow(real[COUNTY])
    townships = township_polygons(real[COUNTY], cells)
    villages = place_villages(townships, village_units(), cells)
    people = {count: spread(count, villages) for count in COUNTS}
    roads = build_roads(real[COUNTY], townships, villages)
    statistics = [row for count in COUNTS for row in people_rows.statistic_rows(count, people[count])]
    county = County(townships, {unit.code: unit.name for unit in township_units()}, villages)
    settlements = people_rows.settlement_rows(villages, people[CENSUS], people[REGISTERED_2020])
    cemeteries = list(cemetery_rows(county))
    names = list(place_name_rows(county, roads, cemeteries))
    layers: dict[str, Iterable[Row]] = {
        "divisions": people_rows.division_rows(real, townships, village_polygons(townships, villages)),
        "settlements": settlements,
        "population": statistics,
        "nursing_homes": nursing_home_rows(county),
        "community_care": community_care_rows(county),
        "meal_points": meal_point_rows(county),
        "cemeteries": cemeteries,
        "rescue_points": rescue_point_rows(county),
        "place_names": names,
        "built_up_areas": built_up_area_rows(county, roads),
        "roads": road_rows(roads),
        "name_signs": sign_rows(county, roads),
        "addresses": address_rows(county, roads),
        "boundary_lines": line_rows(real),
        "boundary_markers": marker_rows(real),
        "parcels": parcel_rows(county),
        "control_areas": control_area_rows(county, names),
    }
    written = {layer: write_layer(folder, layer, rows) for layer, rows in layers.items()}
    return written | {"reported_figures": write_reported(folder)}
