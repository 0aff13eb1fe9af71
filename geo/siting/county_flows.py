"""Whole people on their ways, once it is decided what stands where: as many as can be, by the shortest ways."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.assignment import best
from geo.siting.answer import Watch
from geo.siting.county import County, Limits, Place, Plan, Whole
from geo.siting.county_program import CountyProgram
from geo.siting.program import TOLERANCE

_PATIENCE_S = 60.0


def hand_out(county: County, taken: tuple[int, ...], *, reached: float | None = None) -> Plan | None:
    """Serve as many as the choices taken allow, and among all such ways take one of least total cost.

    Args:
        county: the question; its shares and its spread are kept, its budget and land have been by the choices.
        taken: the choice of each place.
        reached: leave out pairs that cost more.

    Returns:
        The plan, or None where these choices do not keep the shares.

    Raises:
        ArithmeticError: the solver did not end, or not with whole people.
    """
    if not county.groups and reached is None:
        services = enumerate(county.services)
        flows = [best(asked.reach, asked.people, county.capacity(taken, number)).flows for number, asked in services]
        return Plan(taken, tuple(flows))
    fixed = replace(
        county,
        places=tuple(Place((place.choices[choice],)) for place, choice in zip(county.places, taken, strict=True)),
        limits=Limits(largest_spread=county.limits.largest_spread),
    )
    most = _most(fixed, reached)
    if most is None:
        return None
    return Plan(taken, _shortest(fixed, reached, most))


def _most(county: County, reached: float | None) -> list[int] | None:
    """People of each service who can be served at most; None where the shares cannot be kept."""
    made = CountyProgram.of(county, "max", whole_objective=True, reached=reached)
    flows = _solved(made, 1.0)
    return None if flows is None else [int(part.sum()) for part in flows]


def _shortest(county: County, reached: float | None, most: list[int]) -> tuple[Whole, ...]:
    made = CountyProgram.of(county, "min", whole_objective=False, reached=reached)
    for flows, people in zip(made.flows, most, strict=True):
        made.program.row(flows, np.ones(len(flows)), people, people)
    found = _solved(made, np.concatenate([service.reach.costs for service in county.services]))
    if found is None:
        raise ArithmeticError("分配没有得到整数解")
    return found


def _solved(made: CountyProgram, costs: NDArray[np.float64] | float) -> tuple[Whole, ...] | None:
    """Flows of a program without choices; whole by the nature of flows, and told to be where shares cross."""
    made.aim(made.all_flows, costs)
    for whole in (False, True):
        if whole:
            made.program.let_be_whole(made.all_flows)
        found = made.program.solve(Watch(_PATIENCE_S))
        if found.impossible:
            return None
        if found.values is None:
            raise ArithmeticError("分配没有在时限内算完")
        flows = [found.values[columns] for columns in made.flows]
        if all(np.abs(part - np.rint(part)).max(initial=0) < TOLERANCE for part in flows):
            return tuple(np.rint(part).astype(np.int64) for part in flows)
    raise ArithmeticError("分配没有得到整数解")
