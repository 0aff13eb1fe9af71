"""Which limits together leave no plan: a smallest set, each of which, given up alone, would leave one.

Limits are given up one after another as long as there still is no plan (the deletion filter of Chinneck and Dravnieks,
1991). Then each of the set is asked how far it would have to move with the others as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.siting.answer import Watch
from geo.siting.county import County
from geo.siting.county_program import CountyProgram
from geo.siting.program import Sense

_NEEDED = {"sites": "is_new", "budget": "cost", "land": "land"}


@dataclass(frozen=True)
class Clash:
    """One limit of the set, by its name in `CountyProgram.limits`.

    `enough` is where it would have to be for a plan with the others kept: new sites, cost, land at least so much;
    people of the group, or of all, at most so many. None where that was not found in time, or no such place exists.
    """

    limit: str
    enough: float | None


@dataclass(frozen=True)
class Clashes:
    """The set; `is_proven` says that it leaves no plan and that each smaller one does."""

    limits: tuple[Clash, ...]
    is_proven: bool


def clashes(county: County, watch: Watch, *, share: float | None = None) -> Clashes:
    """A smallest set of limits that leave no plan; empty where all of them leave one, or where that is not known.

    Args:
        county: the question.
        watch: time and cancel for all of it.
        share: of the people of each service to be served at least, as the question had it.
    """
    kept = _names(county, share)
    if _leaves_a_plan(county, share, kept, watch) is not False:
        return Clashes((), False)
    proven = True
    for name in list(kept):
        without = [each for each in kept if each != name]
        leaves = _leaves_a_plan(county, share, without, watch)
        if leaves is False:
            kept = without
        proven = proven and leaves is not None
    return Clashes(tuple(Clash(name, _enough(county, share, kept, name, watch)) for name in kept), proven)


def _names(county: County, share: float | None) -> list[str]:
    """The limits there are, those that a planner likes to give up least at the end: they are named if they can be."""
    made = _program(county, share, None, "max")
    order = ["spread", "land", *sorted(name for name in made.limits if name.startswith("group:")), "target"]
    return [name for name in (*order, "sites", "budget") if name in made.limits]


def _program(county: County, share: float | None, kept: Sequence[str] | None, sense: Sense) -> CountyProgram:
    """The rules with only these limits; with all of them for None."""
    made = CountyProgram.of(county, sense, whole_objective=False)
    if share is not None:
        made.serve_share(share)
    for name, rows in made.limits.items():
        if kept is not None and name not in kept:
            made.program.free(rows)
    return made


def _leaves_a_plan(county: County, share: float | None, kept: Sequence[str], watch: Watch) -> bool | None:
    """Whether some plan keeps these limits; None where time ended the search."""
    made = _program(county, share, kept, "max")
    found = made.program.solve(replace(watch, tell=None, gap=0.0))
    return False if found.impossible else None if found.values is None else True


def _enough(county: County, share: float | None, kept: Sequence[str], name: str, watch: Watch) -> float | None:
    """How far one limit would have to move, with the others as they are."""
    others = [each for each in kept if each != name]
    if name in _NEEDED:
        made = _program(county, share, others, "min")
        made.aim(*made.of_choices(_NEEDED[name]))
    else:
        made = _program(county, share, others, "max")
        made.aim(_people(made, name), 1.0)
    found = made.program.solve(replace(watch, tell=None, gap=0.0))
    is_end = found.value is not None and np.isclose(found.value, found.bound, rtol=1e-6)
    return float(found.value) if is_end and found.value is not None else None


def _people(made: CountyProgram, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The columns of the people whom a share speaks of."""
    if not name.startswith("group:"):
        return made.all_flows
    group = made.county.groups[int(name.removeprefix("group:"))]
    pairs = zip(made.county.services, made.flows, strict=True)
    return np.concatenate([flows[np.isin(service.who, group.demands)] for service, flows in pairs])
