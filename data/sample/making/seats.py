"""What the tiling starts from, drawn by hand: an invented seat and a plausible size for each township unit.

Seats stand where a traveller would roughly look for the place; none is surveyed. The shore of 洞庭湖 is a sketch.
"""

from dataclasses import dataclass

COUNTY = "430621"
COUNTY_SEAT = "430621100"
LAKE = "430621500"


@dataclass(frozen=True)
class Seat:
    """An invented seat (lon, lat · degrees) and the area its township should get, relative to the others."""

    code: str
    lon_degree: float
    lat_degree: float
    square_kilometres: float


SEATS = (
    Seat("430621100", 113.115, 29.150, 330),
    Seat("430621104", 113.122, 29.028, 120),
    Seat("430621105", 113.238, 29.122, 105),
    Seat("430621106", 113.300, 29.213, 95),
    Seat("430621107", 113.372, 29.156, 150),
    Seat("430621108", 113.480, 29.142, 175),
    Seat("430621109", 113.576, 29.222, 170),
    Seat("430621110", 113.632, 29.106, 205),
    Seat("430621111", 113.524, 29.016, 200),
    Seat("430621112", 113.166, 29.244, 110),
    Seat("430621113", 113.302, 29.040, 100),
    Seat("430621114", 113.392, 29.034, 90),
    Seat("430621202", 113.012, 29.058, 70),
    Seat("430621203", 113.214, 29.012, 80),
    Seat("430621500", 113.028, 29.226, 0),  # all that lies beyond the shore
)

# lon, lat · from the northern shore southwards; what lies west of it belongs to the lake's administration.
SHORE = (
    (113.300, 29.320),
    (113.076, 29.316),
    (113.056, 29.285),
    (113.062, 29.245),
    (113.038, 29.205),
    (113.050, 29.160),
    (113.022, 29.118),
    (112.985, 29.096),
    (112.957, 29.074),
    (112.900, 29.064),
)
BEYOND_THE_SHORE = ((112.600, 29.064), (112.600, 29.700), (113.300, 29.700))
