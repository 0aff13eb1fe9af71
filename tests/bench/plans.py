"""A county's plan with capacities: 1,000 settlements, 200 places, shares, money, land; within 1 % in a minute.

Settlements lie around fifteen towns; twenty homes stand, ten may be extended, and the others are candidates of three
sizes. All of it is invented by a seed. The plan must be within 1 % of its bound and never worse than one made by hand.
"""

import numpy as np

from geo.catchments import Reach
from geo.siting.answer import Watch
from geo.siting.county import Choice, County, Group, Limits, Place, Service
from geo.siting.county_solve import Answer, Objective, solve
from geo.siting.greedy import greedy
from tests.bench.common import Options, Section, Side, timed

LIMIT_S, GAP = 60.0, 0.01
TOWNS, HOMES, EXTENDABLE = 15, 30, 10


def run(options: Options) -> list[Section]:
    """The county with ways of 5 and of 9 km, and with a share for every township."""
    size = (100, 40) if options.small else (1_000, 200)
    asked = [(5.0, 0.0), (9.0, 0.0), (5.0, 0.3)]
    counties = [invented(seed, *size, reach_km=far, share=share) for seed, (far, share) in enumerate(asked, 1)]
    return [_section(county, *terms, options) for county, terms in zip(counties, asked, strict=True)]


def invented(seed: int, villages: int, places: int, *, reach_km: float, share: float) -> County:
    """A county of kilometres on a plane."""
    chance = np.random.default_rng(seed)
    town = chance.integers(0, TOWNS, villages)
    homes = chance.uniform(5, 55, (TOWNS, 2))[town] + chance.normal(0, 5, (villages, 2))
    sites = homes[chance.choice(villages, places, replace=False)] + chance.normal(0, 0.5, (places, 2))
    far = np.sqrt(((homes[:, np.newaxis] - sites[np.newaxis]) ** 2).sum(axis=2))
    who, what = np.nonzero(far <= reach_km)
    reach = Reach.of_pairs(who, what, np.round(far[who, what], 3), villages, places)
    groups = tuple(Group(f"{each}", np.flatnonzero(town == each), share) for each in range(TOWNS)) if share else ()
    scale = villages / 1_000
    return County(
        (Service(chance.integers(1, 15, villages), reach),),
        tuple(_place(chance, each) for each in range(places)),
        Limits(sites=round(25 * scale) + 1, budget=14_000 * scale, land=120_000 * scale),
        groups,
    )


def _place(chance: np.random.Generator, number: int) -> Place:
    now = int(chance.integers(20, 80))
    if number < HOMES - EXTENDABLE:
        return Place.standing(now)
    if number < HOMES:
        return Place((Choice((now,)), Choice((now + 40,), 200.0, 1_000), Choice((now + 80,), 360.0, 2_000)))
    sizes = ((60, 300, 500, 3_000), (120, 550, 800, 5_000), (200, 850, 1_200, 9_000))
    return Place.candidate(
        *(Choice((room,), round(float(chance.uniform(low, high)), 1), land) for room, low, high, land in sizes)
    )


def _section(county: County, far: float, share: float, options: Options) -> Section:
    def plan() -> Answer:
        found = solve(county, Objective.MOST_SERVED, Watch(LIMIT_S, gap=GAP))
        by_hand = greedy(county)
        value, gap = found.solved.value, found.solved.gap
        assert value is not None
        assert gap is not None
        assert gap <= GAP, f"差距 {gap:.2%}"
        assert by_hand is None or value >= by_hand.people_served()
        return found

    side = Side(f"cairn: within {GAP:.0%}, then the cheapest", plan, is_ours=True)
    pairs = len(county.services[0].reach)
    title = f"A county's plan · {len(county.places)} places · {pairs:,} pairs within {far:g} km · shares {share:.0%}"
    return timed(title, [side], min(options.rounds, 1), at_most_s=LIMIT_S)
