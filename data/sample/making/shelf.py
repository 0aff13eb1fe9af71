"""All files of the sample county, in the order in which one is made from the other."""

from pathlib import Path

from data.sample.making import people_rows, road_rows
from data.sample.making.cells import grow
from data.sample.making.files import write_features, write_table
from data.sample.making.names_of_units import village_units
from data.sample.making.outlines import read_outlines
from data.sample.making.population import CENSUS, COUNTS, REGISTERED_2020, spread
from data.sample.making.roads import build_roads
from data.sample.making.seats import COUNTY
from data.sample.making.tiling import township_polygons
from data.sample.making.villages import place_villages


def write_all(folder: Path) -> dict[str, int]:
    """Write every layer's file into a folder and give the number of rows by file name."""
    real = read_outlines()
    cells = grow(real[COUNTY])
    townships = township_polygons(real[COUNTY], cells)
    villages = place_villages(townships, village_units(), cells)
    people = {count: spread(count, villages) for count in COUNTS}
    roads = build_roads(real[COUNTY], townships, villages)
    statistics = [row for count in COUNTS for row in people_rows.statistic_rows(count, people[count])]
    settlements = people_rows.settlement_rows(villages, people[CENSUS], people[REGISTERED_2020])
    layers = {
        "divisions": (people_rows.division_rows(real, townships), "code"),
        "settlements": (settlements, "code"),
        "roads": (road_rows.road_rows(roads), "code"),
    }
    written = {f"{layer}.geojson": write_features(folder / f"{layer}.geojson", *rows) for layer, rows in layers.items()}
    return written | {"population.csv": write_table(folder / "population.csv", statistics, "number")}
