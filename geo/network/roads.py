"""A road network in use: places are led to it, and who reaches what, which way, and how far is told in minutes.

Longitude first, degrees, EPSG:4490. A place is led to the nearest road on foot; two places nearer to each other than to
the road are told by the straight line between them, walked in the same way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.catchments import LonLat, Reach
from geo.nearby import Nearby, places
from geo.network.graph import Graph
from geo.network.ladder import Ladders, TooFull
from geo.network.route import Route, best_route
from geo.network.service_area import Beside, ServiceArea, service_area
from geo.network.snapping import Snapped, Snapper
from geo.network.ways import Arcs, Stops

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

# From so many places on, making the graph ready costs less than searching it from each.
_MANY = 16
# A table is told in parts of no more numbers than this.
_MOST_AT_ONCE = 4_000_000


@dataclass(frozen=True, eq=False)
class Roads:
    """A graph with what its edges cost and how places are led to it. Build it once, ask from any thread."""

    graph: Graph
    forward: Doubles
    """Minutes along each edge from tail to head, infinity where that is closed; and `back` the other way."""
    back: Doubles
    serves: NDArray[np.bool_]
    """Of each edge whether places may be led to it."""
    lead: Beside
    """How far from a road a place may stand, and how many minutes a metre of that takes."""

    @cached_property
    def arcs(self) -> Arcs:
        """The edges as a search reads them."""
        return Arcs.of(len(self.graph), self.graph.tails, self.graph.heads, self.forward, self.back)

    @cached_property
    def _ladders(self) -> Ladders | None:
        try:
            return Ladders.of(self.graph.nodes, self.arcs)
        except TooFull:
            return None

    @cached_property
    def _snapper(self) -> Snapper:
        is_open = np.isfinite(self.forward) | np.isfinite(self.back)
        return Snapper(self.graph, np.flatnonzero(self.serves & is_open))

    def snapped(self, lonlat: LonLat) -> Snapped:
        """Where places stand on the roads.

        Raises:
            ValueError: a coordinate is no place.
        """
        return self._snapper.snap(np.stack(places(*lonlat), axis=1), self.lead.most_m)

    def stops(self, snapped: Snapped) -> Stops:
        """Places on the roads as a search begins at them."""
        lead = np.where(snapped.edges >= 0, snapped.offsets_m, 0.0) * self.lead.minutes_per_m
        return Stops.of(snapped.edges, snapped.along, lead)

    def table(self, origins: LonLat, destinations: LonLat, limit: float = np.inf) -> Doubles:
        """Minutes from each origin to each destination, of shape (origins, destinations); infinity beyond the limit.

        Raises:
            ValueError: a coordinate is no place.
        """
        here, there = self.snapped(origins), self.snapped(destinations)
        found = self._search(len(here.edges))(self.stops(here), self.stops(there), limit)
        who, what, minutes = self._straight(origins, here, destinations, there, limit)
        np.minimum.at(found, (who, what), minutes)
        return found

    def reach(self, demand: LonLat, supply: LonLat, limit: float) -> tuple[Reach, Snapped, Snapped]:
        """Every pair within the limit with its minutes, the supplies of a demand by position; and where both stand.

        Raises:
            ValueError: a coordinate is no place.
        """
        here, there = self.snapped(demand), self.snapped(supply)
        origins, ends = self.stops(here), self.stops(there)
        search = self._search(len(origins))
        step = max(1, _MOST_AT_ONCE // max(1, len(ends)))
        straight = self._straight(demand, here, supply, there, limit)
        parts = []
        for start in range(0, len(origins), step):
            stop = min(start + step, len(origins))
            part = Stops(origins.edges[start:stop], origins.along[start:stop], origins.lead[start:stop])
            minutes = search(part, ends, limit)
            mine = (straight[0] >= start) & (straight[0] < stop)
            np.minimum.at(minutes, (straight[0][mine] - start, straight[1][mine]), straight[2][mine])
            who, what = np.nonzero(np.isfinite(minutes))
            parts.append((who + start, what, minutes[who, what]))
        who, what, minutes = (np.concatenate([part[column] for part in parts] or [np.empty(0)]) for column in range(3))
        return Reach.of_pairs(who, what, minutes, len(origins), len(ends)), here, there

    def area(self, origin: tuple[float, float], minutes: float) -> ServiceArea:
        """The ground reached from a place within a time; none when no road serves the place.

        Raises:
            ValueError: the coordinate is no place.
        """
        snapped = self.snapped(([origin[0]], [origin[1]]))
        return service_area(self.graph, self.arcs, self.stops(snapped), minutes, self.lead)

    def route(self, origin: tuple[float, float], destination: tuple[float, float]) -> Route | None:
        """The best way over the roads between two places; None when there is none.

        Raises:
            ValueError: a coordinate is no place.
        """
        ends = np.array([origin, destination])
        stops = self.stops(self.snapped((ends[:, 0], ends[:, 1])))
        return best_route(self.graph, self.arcs, stops, ends)

    def _search(self, origins_count: int) -> Callable[[Stops, Stops, float], Doubles]:
        """How a table from so many places is told."""
        ladders = self._ladders if origins_count >= _MANY else None
        return ladders.table if ladders is not None else self.arcs.table

    def _straight(
        self, origins: LonLat, here: Snapped, destinations: LonLat, there: Snapped, limit: float
    ) -> tuple[Longs, Longs, Doubles]:
        """Pairs nearer to each other than to the road, with their minutes."""
        nothing = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        far = [float(each.offsets_m[each.edges >= 0].max(initial=0.0)) for each in (here, there)]
        if sum(far) <= 0:
            return nothing
        starts, what, metres = Nearby.of(*destinations, sum(far)).within(*origins)
        who = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        minutes = metres * self.lead.minutes_per_m
        on_road = (here.edges[who] >= 0) & (there.edges[what] >= 0)
        near = on_road & (metres <= here.offsets_m[who] + there.offsets_m[what]) & (minutes <= limit)
        return who[near], what[near].astype(np.int64), minutes[near]
