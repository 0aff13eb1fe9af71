"""Who reaches what, and how far that is: the one door to travel for every analysis.

Places are longitudes and latitudes in degrees, EPSG:4490. A cost is metres as the crow flies, minutes on a road.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from shapely import Point
from sqlalchemy.orm import Session

from data.road_network import Network, network
from geo.catchments import LonLat, Reach
from geo.network.snapping import Snapped
from layers.refusal import Refusal
from layers.rules import Finding, Severity
from layers.travel import AgeBand, TravelMode

__all__ = ["Travelled", "reach"]


@dataclass(frozen=True, eq=False)
class Travelled:
    """Who reaches what within the limit, in which unit, and by what that was told; `findings` are what did not fit.

    `because` tells the roads and the speeds whole: it is another sentence when they are others.
    """

    reach: Reach
    unit: str
    because: str
    findings: tuple[Finding, ...] = ()


def reach(  # noqa: PLR0917 - the parts of the question, in the order it is asked
    session: Session,
    mode: TravelMode,
    limit: float,
    demand_lonlat: LonLat,
    supply_lonlat: LonLat,
    as_of: dt.date,
    *,
    age: AgeBand | None = None,
    recorded_at: dt.datetime | None = None,
    speed_share: float = 1.0,
) -> Travelled:
    """Every pair of a demand and a supply that lies within the limit, with its cost from the demand to the supply.

    Args:
        session: a reading transaction; roads are read as its actor may see them.
        mode: by what the way is told.
        limit: the largest cost, in `mode.unit`: metres or minutes.
        demand_lonlat: longitudes and latitudes of the demands, degrees, EPSG:4490.
        supply_lonlat: the same of the supplies.
        as_of: the day whose roads are meant.
        age: whose pace on foot is meant; None for people in their seventies.
        recorded_at: as the register knew the roads at a moment; None for now.
        speed_share: how many times as fast as the county says, for cases; the straight line knows no speed.

    Raises:
        Refusal: the limit is no positive number, or a road was asked for and there is none.
        ValueError: a coordinate is no place.
    """
    if not 0 < limit < float("inf"):
        raise Refusal(f"上限 {limit} 不能使用", f"{mode.label}的上限应为正数（{mode.unit_label}）", "请改写上限")
    if mode is TravelMode.STRAIGHT:
        found = Reach.by_distance(demand_lonlat, supply_lonlat, limit)
        return Travelled(found, mode.unit, "直线距离：椭球面上的最短距离，不计道路和地形")
    ways = network(session, mode, as_of, age=age, recorded_at=recorded_at, speed_share=speed_share)
    found, here, there = ways.roads.reach(demand_lonlat, supply_lonlat, limit)
    findings = (*_unserved(ways, "需求点", here), *_unserved(ways, "服务点", there))
    return Travelled(found, mode.unit, ways.because, findings)


def _unserved(ways: Network, what: str, snapped: Snapped) -> tuple[Finding, ...]:
    """The places that no road serves: they reach nothing, and are told one by one."""
    within_m = ways.roads.lead.most_m
    return tuple(
        Finding(
            f"第 {int(place) + 1} 个{what}未接入路网：{within_m:g} m 内没有可{ways.mode.label}的道路，按到不了计",
            "geom",
            Point(snapped.feet[place]),
            Severity.WARNING,
        )
        for place in np.flatnonzero(snapped.edges < 0)
    )
