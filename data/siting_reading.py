"""What a question of siting reads from the register: people and homes of each service, candidates, and all ways."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import orjson
from shapely import Polygon

from data import ageing, reach_reading, services, siting_future, travel, zone_rules
from data.candidates import CandidateReading, Townships, read_candidates
from data.reach import pace_of
from data.reading import AtMoment
from geo.catchments import LonLat, Reach
from layers.candidates import Candidate, CandidatesAsked, DrawnPoint
from layers.reach_ground import Ground, Supply, Village
from layers.refusal import Refusal
from layers.rules import Finding
from layers.services import Limits
from layers.siting import Joint, SitingQuestion
from layers.siting_cases import FASTER, Future
from layers.siting_ground import ServiceGround, SitingGround, as_supply


@dataclass(frozen=True)
class Sources:
    """Where the county keeps what it has decided: its services, rates of ageing, rules of zones."""

    services: Path = services.SHIPPED
    ageing: Path = ageing.SHIPPED
    zones: Path = zone_rules.SHIPPED


SHIPPED = Sources()


@dataclass(frozen=True, eq=False)
class Read:
    """Everything that was read, its hash, and what a reader of the answer must know."""

    ground: SitingGround
    inputs_hash: str
    reached_by: str
    excluded: int
    invented: bool
    findings: tuple[Finding, ...]
    faster: tuple[Ground, ...] = ()
    """The ground of each service with limits as far as in the fastest case."""
    future: Future | None = None


def read(reading: AtMoment, question: SitingQuestion, places: Sources = SHIPPED) -> Read:
    """Read all that a question asks of.

    Args:
        reading: the register of the day.
        question: what is asked, with its date.
        places: where the county keeps its services and its rates of ageing.

    Raises:
        Refusal: the register lacks what is needed, or a term cannot be followed.
    """
    asking = CandidateReading(reading.session, _candidates_asked(question, reading), places.zones)
    listed = read_candidates(asking)
    reading.closed.disclosure = max(
        reading.closed.disclosure, asking.closed.disclosure, key=list(type(reading.closed.disclosure)).index
    )
    reading.closed.divisions.update(asking.closed.divisions)
    open_ones = listed.open
    if question.sites == 0 or not question.options:
        open_ones = ()
    parts = [_service(reading, question, joint, open_ones, places.services) for joint in question.joints]
    grounds, ways = _aligned([ground for ground, _ in parts]), [way for _, way in parts]
    wide: list[ServiceGround] = []
    if question.cases:
        far = [_service(reading, question, joint, open_ones, places.services, FASTER) for joint in question.joints]
        wide = _aligned([ground for ground, _ in far])
    homes = [home for own in grounds for home in own.ground.supplies[: own.homes]]
    ground = SitingGround(
        question=question,
        services=tuple(grounds),
        candidates=open_ones,
        township_names=reach_reading.township_names(reading),
        home_townships=_townships_of(asking, homes),
    )
    future = siting_future.read(reading, ground, places.ageing) if question.forecast is not None else None
    invented = [
        *(each.invented for each in ground.villages),
        *(each.invented for each in homes),
        *(each.invented for each in open_ones),
    ]
    findings = (*reading.notes, *listed.findings, *(found for way in ways for found in way.findings))
    return Read(
        ground=ground,
        inputs_hash=_hash(ground, wide, future),
        reached_by=ways[0].because,
        excluded=len(listed.candidates) - len(listed.open),
        invented=any(invented),
        findings=tuple(dict.fromkeys(findings)),
        faster=tuple(own.ground for own in wide),
        future=future,
    )


def _candidates_asked(question: SitingQuestion, reading: AtMoment) -> CandidatesAsked:
    wanted = question.candidates
    points = tuple(
        DrawnPoint(point[0], point[1], point[2] if len(point) > 2 else None)  # noqa: PLR2004 - the name comes third
        for point in wanted.points
    )
    exclude = Polygon(question.exclude) if question.exclude else None
    if exclude is not None and not exclude.is_valid:
        raise Refusal("不考虑的范围自己相交", "无法判断哪里在其中", "请沿一个方向依次画出各点")
    return CandidatesAsked(
        wanted.source, reading.day, reading.recorded_at, wanted.spacing_m, points, exclude, question.zones
    )


def _service(  # noqa: PLR0917 - the parts of the question, in the order they are read
    reading: AtMoment,
    question: SitingQuestion,
    joint: Joint,
    open_ones: Sequence[Candidate],
    folder: Path,
    farther: float = 1.0,
) -> tuple[ServiceGround, travel.Travelled]:
    """One service's people, places and ways; the limits so many times as far."""
    service = services.service(joint.service, folder)
    limits = service.limits_by(question.mode.value)
    if joint.limit is not None:
        limits = Limits(town=joint.limit, country=joint.limit, source="问题中写明")
    limits = limits.model_copy(update={"town": limits.town * farther, "country": limits.country * farther})
    age = joint.age or service.age
    villages = reach_reading.villages(reading, age, question.basis)
    homes = reach_reading.supplies(reading, service)
    places = [*homes, *map(as_supply, open_ones)]
    travelled = travel.reach(
        reading.session,
        question.mode,
        limits.largest,
        _lonlat(villages),
        _lonlat(places),
        reading.day,
        age=pace_of(age),
        recorded_at=reading.recorded_at,
    )
    return ServiceGround(joint, Ground.of(villages, places, travelled.reach, limits), len(homes), age), travelled


def _lonlat(things: Sequence[Village | Supply]) -> LonLat:
    placed = [(each.x, each.y) for each in things if each.x is not None and each.y is not None]
    return np.array([x for x, _ in placed], np.float64), np.array([y for _, y in placed], np.float64)


def _aligned(grounds: Sequence[ServiceGround]) -> list[ServiceGround]:
    """The services over the same settlements: those whose people are known for each."""
    known = [{village.code for village in own.ground.villages} for own in grounds]
    everywhere = set.intersection(*known)
    return [own if mine == everywhere else _only(own, everywhere) for own, mine in zip(grounds, known, strict=True)]


def _only(own: ServiceGround, codes: set[str]) -> ServiceGround:
    ground = own.ground
    kept = [at for at, village in enumerate(ground.villages) if village.code in codes]
    starts = ground.reach.starts
    pairs = np.concatenate([np.arange(starts[at], starts[at + 1]) for at in kept]).astype(np.int64)
    who = np.repeat(np.arange(len(kept)), np.diff(starts)[kept])
    reach = Reach.of_pairs(
        who, ground.reach.supplies[pairs], ground.reach.costs[pairs], len(kept), ground.reach.supplies_count
    )
    villages = tuple(ground.villages[at] for at in kept)
    return replace(own, ground=Ground(villages, ground.supplies, ground.limits[kept], reach))


def _townships_of(asking: CandidateReading, homes: Sequence[Supply]) -> dict[str, str]:
    placed = [home for home in homes if home.x is not None and home.y is not None]
    if not placed:
        return {}
    lon, lat = _lonlat(placed)
    found = Townships.read(asking).of(lon, lat)
    return {home.id: code for home, code in zip(placed, found, strict=True) if code is not None}


def _hash(ground: SitingGround, wide: Sequence[ServiceGround], future: Future | None) -> str:
    """The SHA-256 of everything the answer is computed from."""
    digest = hashlib.sha256()
    digest.update(orjson.dumps([ground.township_names, ground.home_townships], option=orjson.OPT_SORT_KEYS))
    for own in (*ground.services, *wide):
        _add(digest.update, own.ground)
    for candidate in ground.candidates:
        digest.update(orjson.dumps([candidate.id, candidate.township, candidate.area_m2]))
    if future is not None:
        digest.update(future.ageing.model_dump_json().encode())
        digest.update(orjson.dumps([None if aged is None else aged.model_dump() for aged in future.aged]))
    return digest.hexdigest()


def _add(update: Callable[[bytes], None], ground: Ground) -> None:
    """Take a ground into a hash."""
    for village in ground.villages:
        told = [village.code, village.name, village.township, village.x, village.y, village.people]
        update(orjson.dumps([*told, village.in_town, village.invented]))
    for supply in ground.supplies:
        offer = supply.offer
        takes = None if offer.takes is None else sorted(offer.takes)
        who = [supply.layer, supply.id, supply.name, supply.x, supply.y, supply.invented]
        update(orjson.dumps([who, offer.places, offer.unknown, offer.delivers_m, takes]))
    for array in (ground.limits, ground.reach.starts, ground.reach.supplies, ground.reach.costs):
        update(np.ascontiguousarray(array).tobytes())
