"""What a county asks when it builds: places with choices of capacity, whole people, and every limit at once.

A place is in exactly one of its choices: a candidate is absent or of one size; a home stays as it is, is extended by a
step, or is closed. One building may serve several services. Costs, land and people are in the caller's own units; all
amounts of people and places are whole.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.catchments import Reach

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Choice:
    """One state a place can be in: its places for each service, what that costs, and whether it is a new site.

    A cost below 0 is money that becomes free, as where a home is closed.
    """

    places: tuple[int, ...]
    cost: float = 0.0
    land: float = 0.0
    is_new: bool = False


@dataclass(frozen=True)
class Place:
    """Where something stands or may stand; the first choice is how it is when nothing is done."""

    choices: tuple[Choice, ...]

    @classmethod
    def standing(cls, *places: int) -> Self:
        """A home that stays as it is."""
        return cls((Choice(places),))

    @classmethod
    def candidate(cls, *sizes: Choice) -> Self:
        """A site that may be built in one of some sizes, or not at all."""
        return cls((Choice((0,) * len(sizes[0].places)), *(replace(size, is_new=True) for size in sizes)))


@dataclass(frozen=True, eq=False)
class Service:
    """Whole people of each demand, and which places they reach at which cost."""

    people: Whole
    reach: Reach

    @property
    def who(self) -> Whole:
        """The demand of each pair."""
        return np.repeat(np.arange(self.reach.demands_count), np.diff(self.reach.starts))


@dataclass(frozen=True, eq=False)
class Group:
    """Some of the demands, of whose people a least share is to be served, by each service."""

    name: str
    demands: Whole
    least_share: float

    def wanted(self, people: Whole) -> int:
        """The least number of people served that keeps the share; a share of 1 is everybody."""
        return math.ceil(round(self.least_share * int(people[self.demands].sum()), 9))


@dataclass(frozen=True)
class Limits:
    """What a plan may not pass; None does not limit."""

    sites: int | None = None
    """New sites at most."""
    budget: float | None = None
    land: float | None = None
    largest_spread: float | None = None
    """How far the served shares of two groups may lie apart, 0 to 1."""


@dataclass(frozen=True, eq=False)
class County:
    """The whole question but for its objective."""

    services: tuple[Service, ...]
    places: tuple[Place, ...]
    limits: Limits = Limits()
    groups: tuple[Group, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse what does not fit together.

        Raises:
            ValueError: a number of places, demands or services does not match, or an amount is no whole number.
        """
        for service in self.services:
            if service.people.dtype.kind not in "iu" or service.people.shape != (service.reach.demands_count,):
                raise ValueError(f"需求有 {service.reach.demands_count} 个，应各有一个整数人数")
            if len(service.people) and service.people.min() < 0:
                raise ValueError("人数应为不小于 0 的整数")
            if service.reach.supplies_count != len(self.places):
                raise ValueError(f"可达关系中有 {service.reach.supplies_count} 个点，实有 {len(self.places)} 个")
        for place in self.places:
            if not place.choices or any(len(choice.places) != len(self.services) for choice in place.choices):
                raise ValueError(f"每个点的每种状态都应写明 {len(self.services)} 项服务的位数")
            if any(min(choice.places) < 0 or choice.land < 0 for choice in place.choices):
                raise ValueError("位数和用地不能小于 0")

    @property
    def people(self) -> int:
        """All people, of every service."""
        return sum(int(service.people.sum()) for service in self.services)

    def capacity(self, taken: ArrayLike, service: int) -> Whole:
        """Places of each place for a service, when each is in the choice taken."""
        chosen = np.asarray(taken, np.int64)
        pairs = zip(self.places, chosen, strict=True)
        return np.array([place.choices[choice].places[service] for place, choice in pairs], np.int64)


@dataclass(frozen=True, eq=False)
class Plan:
    """Which choice each place is in, and how many go which way: whole people on the pairs of each service's reach."""

    taken: tuple[int, ...]
    flows: tuple[Whole, ...]

    def cost(self, county: County) -> float:
        """What the choices cost together."""
        return math.fsum(choice.cost for choice in self.choices(county))

    def land(self, county: County) -> float:
        """The land they take together."""
        return math.fsum(choice.land for choice in self.choices(county))

    def choices(self, county: County) -> list[Choice]:
        """The choice of each place."""
        return [place.choices[choice] for place, choice in zip(county.places, self.taken, strict=True)]

    def new(self, county: County) -> tuple[int, ...]:
        """Positions of the new sites."""
        return tuple(where for where, choice in enumerate(self.choices(county)) if choice.is_new)

    def changed(self) -> tuple[int, ...]:
        """Positions of all places that are not as they were."""
        return tuple(where for where, choice in enumerate(self.taken) if choice)

    def served(self, county: County, service: int) -> Whole:
        """People served of each demand."""
        found = np.zeros(len(county.services[service].people), np.int64)
        np.add.at(found, county.services[service].who, self.flows[service])
        return found

    def used(self, county: County, service: int) -> Whole:
        """Places taken at each place."""
        found = np.zeros(len(county.places), np.int64)
        np.add.at(found, county.services[service].reach.supplies, self.flows[service])
        return found

    def people_served(self) -> int:
        """All people served, of every service."""
        return sum(int(flows.sum()) for flows in self.flows)
