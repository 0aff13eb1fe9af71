"""The county's question as a program: one whole column for each choice of a place, one for the people of each pair.

With the choices fixed, what is left is a flow, whose corners are whole: so the columns of people need not be told to
be. Capacities are cut down to the people who reach a place, and a pair carries nobody to a place that is absent: both
tighten the relaxation, whose bound is what is said.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.siting.county import County, Limits, Plan, Whole
from geo.siting.program import Program, Sense

Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]

MOST_LINKS = 60_000
"""Pairs up to which each is tied to its place; beyond, the tie costs more time than it tightens."""


@dataclass(eq=False)
class CountyProgram:
    """A program over a county, and where to find its columns."""

    county: County
    program: Program
    taken: list[Longs] = field(default_factory=list)
    """Columns of the choices of each place."""
    flows: list[Longs] = field(default_factory=list)
    """Columns of the pairs of each service."""
    limits: dict[str, list[int]] = field(default_factory=dict)
    """Rows by the name of the limit they are."""

    @classmethod
    def of(
        cls, county: County, sense: Sense, *, whole_objective: bool, reached: float | None = None
    ) -> "CountyProgram":
        """The rules all objectives share, without an objective; `reached` leaves out pairs that cost more."""
        made = cls(county, Program(sense, whole_objective))
        made._choices()
        for service in range(len(county.services)):
            made._people(service, reached)
        made._limits(county.limits)
        for number in range(len(county.groups)):
            made._share(number)
        made._spread(county.limits.largest_spread)
        return made

    def aim(self, columns: Longs, costs: NDArray[np.float64] | float) -> None:
        """Let the objective be these columns at these costs; all others cost nothing."""
        whole = np.zeros(self.program.columns_count)
        whole[columns] = costs
        self.program.costs(whole)

    @property
    def all_flows(self) -> Longs:
        """The columns of all pairs of all services."""
        return np.concatenate(self.flows)

    def of_choices(self, what: str) -> tuple[Longs, Doubles]:
        """The columns of the choices that have an amount (`cost`, `land`, `is_new`), and the amounts."""
        columns, amounts = [], []
        for place, taken in zip(self.county.places, self.taken, strict=True):
            for choice, column in zip(place.choices, taken, strict=True):
                amount = float(getattr(choice, what))
                if amount:
                    columns.append(column)
                    amounts.append(amount)
        return np.array(columns, np.int64), np.array(amounts)

    def serve_at_least(self, people: int) -> None:
        """Want so many people served, of all services together."""
        flows = self.all_flows
        self.program.row(flows, np.ones(len(flows)), lower=people)

    def serve_share(self, share: float) -> None:
        """Want a share of the people of each service served; it is the limit `target`."""
        for service, flows in zip(self.county.services, self.flows, strict=True):
            wanted = int(np.ceil(round(share * int(service.people.sum()), 9)))
            row = self.program.row(flows, np.ones(len(flows)), lower=wanted)
            self.limits.setdefault("target", []).append(row)

    def taken_in(self, values: NDArray[np.float64]) -> tuple[int, ...]:
        """Which choice each place is in, of the values of a solution."""
        return tuple(int(np.argmax(values[columns])) for columns in self.taken)

    def start(self, plan: Plan) -> NDArray[np.float64]:
        """A plan as values of the columns."""
        values = np.zeros(self.program.columns_count)
        for columns, choice in zip(self.taken, plan.taken, strict=True):
            values[columns[choice]] = 1
        for columns, flows in zip(self.flows, plan.flows, strict=True):
            values[columns] = flows
        return values

    def _choices(self) -> None:
        for place in self.county.places:
            columns = self.program.columns(len(place.choices), upper=1, whole=len(place.choices) > 1)
            self.taken.append(columns)
            self.program.row(columns, np.ones(len(columns)), 1, 1)

    def _people(self, service: int, reached: float | None) -> None:
        asked = self.county.services[service]
        reach, who = asked.reach, asked.who
        most = _most(self.county, service)
        upper = np.minimum(asked.people[who], most[reach.supplies]).astype(np.float64)
        if reached is not None:
            upper[reach.costs > reached] = 0
        flows = self.program.columns(len(reach), upper=upper)
        self.flows.append(flows)
        self.program.rows(reach.demands_count, who, flows, 1, -np.inf, asked.people)
        self._room(service, flows, within(reach.supplies, asked.people[who], len(self.county.places)))
        if len(flows) <= MOST_LINKS:
            self._ties(service, flows)

    def _room(self, service: int, flows: Longs, near: Whole) -> None:
        """People sent to a place find room there."""
        reach = self.county.services[service].reach
        rows, columns, values = [np.asarray(reach.supplies, np.int64)], [flows], [np.ones(len(flows))]
        for where, (place, taken) in enumerate(zip(self.county.places, self.taken, strict=True)):
            room = np.array([-min(choice.places[service], near[where]) for choice in place.choices], np.float64)
            rows.append(np.full(len(taken), where))
            columns.append(taken)
            values.append(room)
        self.program.rows(
            len(self.county.places), np.concatenate(rows), np.concatenate(columns), np.concatenate(values), -np.inf, 0
        )

    def _ties(self, service: int, flows: Longs) -> None:
        """Nobody goes to a place that is absent."""
        asked = self.county.services[service]
        may_be_absent = np.array([min(c.places[service] for c in p.choices) == 0 for p in self.county.places])
        pairs = np.flatnonzero(may_be_absent[asked.reach.supplies]) if len(flows) else np.zeros(0, np.int64)
        if not len(pairs):
            return
        people = asked.people[asked.who[pairs]]
        rows, columns, values = [np.arange(len(pairs))], [flows[pairs]], [np.ones(len(pairs))]
        depth = max(len(place.choices) for place in self.county.places)
        for step in range(depth):
            column, room = self._step(service, step)
            where = asked.reach.supplies[pairs]
            has = column[where] >= 0
            rows.append(np.flatnonzero(has))
            columns.append(column[where[has]])
            values.append(-np.minimum(people[has], room[where[has]]).astype(np.float64))
        self.program.rows(len(pairs), np.concatenate(rows), np.concatenate(columns), np.concatenate(values), -np.inf, 0)

    def _step(self, service: int, step: int) -> tuple[Longs, Whole]:
        """Of each place, the column and the room of one of its choices; −1 where it has fewer."""
        has = [step < len(place.choices) for place in self.county.places]
        column = [int(taken[step]) if yes else -1 for yes, taken in zip(has, self.taken, strict=True)]
        room = [p.choices[step].places[service] if yes else 0 for yes, p in zip(has, self.county.places, strict=True)]
        return np.array(column, np.int64), np.array(room, np.int64)

    def _limits(self, limits: Limits) -> None:
        for name, what, most in (
            ("sites", "is_new", limits.sites),
            ("budget", "cost", limits.budget),
            ("land", "land", limits.land),
        ):
            columns, amounts = self.of_choices(what)
            if most is not None and len(columns):
                self.limits[name] = [self.program.row(columns, amounts, upper=most)]

    def _share(self, number: int) -> None:
        group = self.county.groups[number]
        for service, flows in zip(self.county.services, self.flows, strict=True):
            wanted = group.wanted(service.people)
            if wanted:
                mine = flows[np.isin(service.who, group.demands)]
                row = self.program.row(mine, np.ones(len(mine)), lower=wanted)
                self.limits.setdefault(f"group:{number}", []).append(row)

    def _spread(self, largest: float | None) -> None:
        """Shares of the groups lie within a band of this width, wherever the band lies."""
        if largest is None:
            return
        for service, flows in zip(self.county.services, self.flows, strict=True):
            floor = int(self.program.columns(1, upper=1)[0])
            for group in self.county.groups:
                people = int(service.people[group.demands].sum())
                if people:
                    mine = flows[np.isin(service.who, group.demands)]
                    columns, values = np.append(mine, floor), np.append(np.ones(len(mine)), -people)
                    row = self.program.row(columns, values, 0, largest * people)
                    self.limits.setdefault("spread", []).append(row)


def within(supplies: NDArray[np.int32], people: Whole, places: int) -> Whole:
    """Of each place, the people who reach it."""
    found = np.zeros(places, np.int64)
    np.add.at(found, supplies, people)
    return found


def _most(county: County, service: int) -> Whole:
    return np.array([max(choice.places[service] for choice in place.choices) for place in county.places], np.int64)
