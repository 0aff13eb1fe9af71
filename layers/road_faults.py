"""What is amiss with a road network: each fault with its place and its roads, so that somebody can go and look."""

from dataclasses import dataclass

from layers.vocabulary import Vocabulary


class FaultKind(Vocabulary):
    """In which way something does not connect."""

    PART = "part", "孤立路段"
    GAP = "gap", "疑似断开"
    CROSSING = "crossing", "相交未相接"
    JOINED = "joined", "按容差接合"
    UNSERVED = "unserved", "地点未接入"

    @property
    def advice(self) -> str:
        """What to do about it."""
        return _ADVICE[self]


_ADVICE = {
    FaultKind.PART: "请核对是否漏画了连接它的路；确有路的，补画路段",
    FaultKind.GAP: "两线若实为相接，请改正走向或补画路段；确不相通的，不必处理",
    FaultKind.CROSSING: "若为平交路口，请在交点加顶点；立交则不必处理",
    FaultKind.JOINED: "已按容差视为相接；若实不相通，请改正走向",
    FaultKind.UNSERVED: "请核对位置，或补画通往该处的路段",
}


@dataclass(frozen=True)
class RoadFault:
    """One fault: where (longitude, latitude, EPSG:4490), how wide or long in metres, and which roads."""

    kind: FaultKind
    message: str
    lon: float
    lat: float
    metres: float
    roads: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoadPart:
    """A part of the network that holds together: its nodes, its length, and whether places may be led to it."""

    nodes: int
    length_km: float
    is_served: bool
    lon: float
    lat: float


@dataclass(frozen=True)
class RoadReport:
    """A network at a glance, and everything that does not connect, the widest first within its kind."""

    where: str
    stamp: str
    ways: int
    nodes: int
    edges: int
    length_km: float
    km_by_class: tuple[tuple[str, float], ...]
    parts: tuple[RoadPart, ...]
    faults: tuple[RoadFault, ...]

    def count(self, kind: FaultKind) -> int:
        """How many faults there are of a kind."""
        return sum(fault.kind is kind for fault in self.faults)
