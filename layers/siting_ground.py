"""From what was read to the county's question: who needs a place, what stands, what may be built, who reaches what.

Each service has one list of places: its own homes, then the candidates, which all services share. People who need a
place are so many of a thousand where the question says so, shared out whole within each township by largest remainder.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.catchments import Reach
from geo.siting.county import Choice, County, Group, Limits, Place, Service
from layers.candidates import Candidate
from layers.reach_ground import Ground, Supply, Village
from layers.refusal import Refusal
from layers.services import DemandAge, Offer
from layers.siting import ExtensionStep, HomeTerms, Joint, SitingQuestion

Whole = NDArray[np.int64]
Doubles = NDArray[np.float64]
CANDIDATE = "candidate"
_REMOTE_SHARE = 0.1
REMOTE = "最偏远的十分之一"


@dataclass(frozen=True, eq=False)
class ServiceGround:
    """One service's people and homes, and who reaches which home and which candidate."""

    joint: Joint
    ground: Ground
    """Places are the homes, then the candidates."""
    homes: int
    age: DemandAge
    """Whose service it is here."""

    def whole(self, expected: NDArray[np.float64]) -> Whole:
        """Whole people of each settlement from expected ones, right within a township."""
        return _by_township(self.ground.villages, expected)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.joint.service.label


@dataclass(frozen=True, eq=False)
class SitingGround:
    """Everything a question of siting computes from."""

    question: SitingQuestion
    services: tuple[ServiceGround, ...]
    candidates: tuple[Candidate, ...]
    township_names: dict[str, str]
    home_townships: dict[str, str]
    """The township in which each home stands, by its id."""

    @property
    def villages(self) -> tuple[Village, ...]:
        """The settlements, in the order of the answer."""
        return self.services[0].ground.villages

    @property
    def homes(self) -> list[tuple[int, Supply]]:
        """All homes with the number of their service, in the order of the places."""
        return [(number, home) for number, own in enumerate(self.services) for home in own.ground.supplies[: own.homes]]

    def people(self, number: int) -> Whole:
        """People of each settlement who need a place of a service."""
        own = self.services[number]
        return needing(own.ground.villages, own.joint.per_thousand)

    def county(self) -> County:
        """The question for `geo`."""
        question = self.question
        return County(
            services=tuple(self._service(number) for number in range(len(self.services))),
            places=(*self._homes(), *self._sites()),
            limits=Limits(question.sites, question.budget_wan, question.land_m2, question.largest_spread),
            groups=tuple(self._groups()),
        )

    def _service(self, number: int) -> Service:
        """People and pairs of a service, its places numbered among those of all services."""
        own = self.services[number]
        before = sum(part.homes for part in self.services[:number])
        all_homes = sum(part.homes for part in self.services)
        reach = own.ground.reach
        shift = np.where(reach.supplies < own.homes, before, all_homes - own.homes)
        supplies = (reach.supplies + shift).astype(np.int32)
        total = all_homes + len(self.candidates)
        return Service(self.people(number), Reach(reach.starts, supplies, reach.costs, total))

    def _homes(self) -> list[Place]:
        known = {home.id for _, home in self.homes}
        strange = sorted(set(self.question.existing) - known)
        if strange:
            raise Refusal(
                f"没有编号为“{strange[0]}”的现有设施",
                f"existing 中有 {len(strange)} 个编号不是这项服务运营中的设施",
                "请核对编号和截至日期",
            )
        places = [own.ground.places[: own.homes].tolist() for own in self.services]
        now = [(number, count) for number, own in enumerate(places) for count in own]
        return [
            self._home(number, count, self.question.existing.get(home.id, HomeTerms()))
            for (number, count), (_, home) in zip(now, self.homes, strict=True)
        ]

    def _home(self, number: int, now: int, terms: HomeTerms) -> Place:
        choices = [Choice(self._only(number, now))]
        choices += [self._extended(number, now, step) for step in terms.extend]
        if not terms.keep:
            choices.append(Choice(self._only(number, 0), -terms.close_saves_wan))
        return Place(tuple(choices))

    def _extended(self, number: int, now: int, step: ExtensionStep) -> Choice:
        return Choice(self._only(number, now + step.places), step.cost_wan, step.land_m2)

    def _only(self, number: int, places: int) -> tuple[int, ...]:
        return tuple(places if each == number else 0 for each in range(len(self.services)))

    def _sites(self) -> list[Place]:
        services = [own.joint.service for own in self.services]
        sizes = [
            Choice(
                (option.places, *(option.also.get(service, 0) for service in services[1:])),
                option.cost_wan,
                option.land_m2,
            )
            for option in self.question.options
        ]
        if self.candidates and not sizes:
            raise Refusal(
                "没有给新建的规模", "候选点须知道能建多大、要花多少", "请在 options 中写明位数、投资和用地，至少一种"
            )
        return [self._site(candidate, sizes) for candidate in self.candidates]

    @staticmethod
    def _site(candidate: Candidate, sizes: Sequence[Choice]) -> Place:
        """A parcel takes only what fits on it."""
        fitting = [size for size in sizes if candidate.area_m2 is None or size.land <= candidate.area_m2]
        if not fitting:
            return Place.standing(*(0 for _ in sizes[0].places))
        return Place.candidate(*fitting)

    def _groups(self) -> list[Group]:
        question = self.question
        townships: dict[str, list[int]] = {}
        for at, village in enumerate(self.villages):
            townships.setdefault(village.township, []).append(at)
        least = question.least_share_per_township
        found = []
        if least is not None or question.largest_spread is not None:
            found += [
                Group(self.township_names.get(code, code), np.array(members), least or 0.0)
                for code, members in sorted(townships.items())
            ]
        if question.least_share_remote:
            found.append(Group(REMOTE, self._remote(), question.least_share_remote))
        return found

    def _remote(self) -> Whole:
        """The settlements farthest from any home that stands, with together at least a tenth of the people."""
        own = self.services[0]
        nearest = np.full(len(self.villages), np.inf)
        reach = own.ground.reach
        who = np.repeat(np.arange(len(self.villages)), np.diff(reach.starts))
        standing = reach.supplies < own.homes
        np.minimum.at(nearest, who[standing], reach.costs[standing])
        people = self.people(0)
        order = np.lexsort((np.arange(len(nearest)), -nearest))
        enough = int(np.searchsorted(np.cumsum(people[order]), _REMOTE_SHARE * people.sum())) + 1
        return np.sort(order[:enough])


def needing(villages: Sequence[Village], per_thousand: float | None) -> Whole:
    """People of each settlement who need a place: all, or so many of a thousand, whole, and right within a township."""
    people = np.array([village.people for village in villages], np.int64)
    return (
        people
        if per_thousand is None
        else _by_township(villages, people.astype(np.float64) * np.float64(per_thousand / 1000))
    )


def _by_township(villages: Sequence[Village], expected: Doubles) -> Whole:
    found = np.zeros(len(expected), np.int64)
    townships: dict[str, list[int]] = {}
    for at, village in enumerate(villages):
        townships.setdefault(village.township, []).append(at)
    for members in townships.values():
        found[members] = _shared_out(expected[members])
    return found


def _shared_out(exact: NDArray[np.float64]) -> Whole:
    whole = np.floor(exact).astype(np.int64)
    total = int(np.rint(exact.sum()))
    order = np.lexsort((np.arange(len(exact)), -(exact - whole)))
    whole[order[: total - int(whole.sum())]] += 1
    return np.asarray(whole, np.int64)


def as_supply(candidate: Candidate) -> Supply:
    """A candidate as a place that may be reached."""
    return Supply(CANDIDATE, candidate.id, candidate.name, candidate.lon, candidate.lat, Offer(0), candidate.invented)
