"""Who reaches what, and how far that is: the one door to travel for every analysis.

Places are longitudes and latitudes in degrees, EPSG:4490. A cost is metres as the crow flies, minutes on a road.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.catchments import LonLat, Reach
from layers.refusal import Refusal
from layers.rules import Finding
from layers.travel import AgeBand, TravelMode

__all__ = ["Travelled", "reach"]


@dataclass(frozen=True, eq=False)
class Travelled:
    """Who reaches what within the limit, in which unit, and by what that was told; `findings` are what did not fit."""

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
) -> Travelled:
    """Every pair of a demand and a supply that lies within the limit, with its cost.

    Args:
        session: a reading transaction; roads are read as its actor may see them.
        mode: by what the way is told.
        limit: the largest cost, in `mode.unit`: metres or minutes.
        demand_lonlat: longitudes and latitudes of the demands, degrees, EPSG:4490.
        supply_lonlat: the same of the supplies.
        as_of: the day whose roads are meant.
        age: whose pace on foot is meant; None for people in their seventies.

    Raises:
        Refusal: the limit is no positive number, or a road was asked for and there is none.
        ValueError: a coordinate is no place.
    """
    del session, as_of, age  # the straight line knows neither roads nor ages
    if not 0 < limit < float("inf"):
        raise Refusal(f"上限 {limit} 不能使用", f"{mode.label}的上限应为正数（{mode.unit_label}）", "请改写上限")
    if mode is not TravelMode.STRAIGHT:
        raise Refusal(f"还不能按{mode.label}计算", "登记库还没有建成路网", "请改用直线距离")
    found = Reach.by_distance(demand_lonlat, supply_lonlat, limit)
    return Travelled(found, mode.unit, "直线距离：椭球面上的最短距离，不计道路和地形")
