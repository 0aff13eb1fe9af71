"""What a planner does by hand: again and again the site that serves most for its money. A beginning, and a yardstick.

A plan of the exact search is never worse: it begins with this one.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from geo.siting.county import Choice, County, Plan, Whole
from geo.siting.county_flows import hand_out


@dataclass(eq=False)
class _Hand:
    """How far it is: the choice of each place, people still without a place, places still free."""

    county: County
    taken: list[int]
    left: list[Whole]
    free: list[Whole]
    near: list[csr_array] = field(default_factory=list)
    """Of each service, which places are reached by which demands, with the cost: places by demands."""

    def gain(self, where: int, choice: Choice, now: Choice) -> int:
        """People who would get a place at once, were a place in this choice."""
        return sum(
            min(choice.places[at] - now.places[at], int(self.left[at][self.near[at][[where]].indices].sum()))
            for at in range(len(self.left))
        )

    def take(self, where: int, number: int) -> None:
        """Put a place in a choice and hand out what is free there, to the nearest first."""
        choices = self.county.places[where].choices
        for at in range(len(self.left)):
            self.free[at][where] += choices[number].places[at] - choices[self.taken[where]].places[at]
        self.taken[where] = number
        self.hand_out_at(where)

    def hand_out_at(self, where: int) -> None:
        """Give what is free at a place to the nearest who still lack one."""
        for at, left in enumerate(self.left):
            row = self.near[at][[where]]
            for demand in row.indices[np.argsort(row.data, kind="stable")]:
                given = min(int(left[demand]), int(self.free[at][where]))
                left[demand] -= given
                self.free[at][where] -= given


def greedy(county: County) -> Plan | None:
    """A plan by hand: as long as anything serves more within the limits, what serves most for its money.

    Returns:
        The plan, its people handed out whole; None where it does not keep the shares.

    Raises:
        ArithmeticError: the handing out did not end.
    """
    hand = _Hand(county, [0] * len(county.places), [], [])
    for number, service in enumerate(county.services):
        who = service.who
        shape = (len(county.places), len(service.people))
        hand.near.append(csr_array((service.reach.costs + 1.0, (service.reach.supplies, who)), shape=shape))
        hand.left.append(service.people.copy())
        hand.free.append(county.capacity(hand.taken, number))
    for where in range(len(county.places)):
        hand.hand_out_at(where)
    while (step := _best_step(hand)) is not None:
        hand.take(*step)
    return hand_out(county, tuple(hand.taken))


def _best_step(hand: _Hand) -> tuple[int, int] | None:
    county, limits = hand.county, hand.county.limits
    bare = Plan(tuple(hand.taken), ())
    spent, land, sites = bare.cost(county), bare.land(county), len(bare.new(county))
    best: tuple[float, int, int, int] | None = None
    for where, place in enumerate(county.places):
        now = place.choices[hand.taken[where]]
        for number, choice in enumerate(place.choices):
            more = choice.cost - now.cost
            fits = (
                (limits.budget is None or spent + more <= limits.budget + 1e-9)
                and (limits.land is None or land + choice.land - now.land <= limits.land + 1e-9)
                and (limits.sites is None or sites + choice.is_new - now.is_new <= limits.sites)
            )
            if not fits or max(choice.places) <= max(now.places):
                continue
            gain = hand.gain(where, choice, now)
            rank = (gain / max(more, 1e-9), gain, -where, -number)
            if gain > 0 and (best is None or rank > best):
                best = rank
    return None if best is None else (-best[2], -best[3])
