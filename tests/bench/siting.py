"""Where to build, beside spopt with HiGHS: the same questions, the same values, both proven, in one run.

A county's p-median of 300 settlements and 500 sites, the most covered and the fewest sites of 1,000 settlements, an
instance of the OR-Library, and all of pmed1 to pmed20 one after the other against their published optima.
"""

import csv
import warnings
from collections.abc import Sequence
from functools import partial

import numpy as np

from geo.siting.answer import Solved, Watch
from geo.siting.capacitated import capacitated_p_median
from geo.siting.cover import fewest_sites, most_covered
from geo.siting.files import Instance, read_instance
from geo.siting.pmedian import p_median
from tests.bench.common import Options, Section, Side, timed
from tests.geo.siting import peers

MEDIAN_RATIO, MOST_RATIO, FEWEST_RATIO = 10.0, 2.0, 1.0
PUBLISHED_S = 60.0
"""All of pmed1 to pmed20, proven."""
CAPACITATED_S = 120.0
"""SJC1, SJC2 and SJC3b, proven."""
SAME = 1e-7
"""HiGHS's tolerance, as a share of the value."""


def run(options: Options) -> list[Section]:
    """Time all sides and assert that their values are equal and ours proven."""
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r".*pulp.*|.*spopt.*")
    _compile()
    sections = [*_county(options), *_published(options)]
    for section in sections:
        _agree(section.sides)
    return sections


def _compile() -> None:
    """Let our kernels be compiled, or read from disk, before anything is timed."""
    costs, ones = peers.distances(20, 20, 0), np.ones(20)
    p_median(costs, 3)
    capacitated_p_median(costs, ones, ones * 8, 3)
    most_covered(peers.reach_of(costs, 40.0), ones, 3)
    fewest_sites(peers.reach_of(costs, 200.0))


def _county(options: Options) -> list[Section]:
    """Random settlements of a county; people at random."""
    demands, sites, many = (30, 50, 100) if options.small else (300, 500, 1000)
    costs, square = peers.distances(demands, sites, 1), peers.distances(many, many, 2)
    people = np.random.default_rng(3).integers(1, 500, many).astype(float)
    limit = max(8.0, float(square.min(axis=1).max()))
    reach, some, count = peers.reach_of(square, limit), people[:demands], 10
    median = [
        Side("Cairn", partial(p_median, costs, count, weights=some), is_ours=True),
        Side("spopt with HiGHS", partial(peers.spopt_p_median, costs, some, count)),
    ]
    most = [
        Side("Cairn", partial(most_covered, reach, people, count), is_ours=True),
        Side("spopt with HiGHS", partial(peers.spopt_mclp, square, people, limit, count)),
    ]
    fewest = [
        Side("Cairn", partial(fewest_sites, reach), is_ours=True),
        Side("spopt with HiGHS", partial(peers.spopt_lscp, square, limit)),
    ]
    return [
        timed(f"p-median, {demands} settlements, {sites} sites, 10 open", median, options.rounds, MEDIAN_RATIO),
        timed(f"Most covered by 10 sites, {many} settlements", most, options.rounds, MOST_RATIO),
        timed(f"Fewest sites, {many} settlements", fewest, options.rounds, FEWEST_RATIO),
    ]


def _published(options: Options) -> list[Section]:
    """What others published, where the files are there."""
    if not peers.ORLIB.is_dir() or not peers.SJC.is_dir():
        return [Section("Published instances: no files here", [])]
    rows = list(csv.reader((peers.ORLIB / "optima_pmed1_to_20.csv").read_text("utf-8").splitlines()))
    rows = rows[:3] if options.small else rows
    instances = [read_instance((peers.ORLIB / f"{name}.txt").read_text("utf-8")) for name, _ in rows]
    optima = [float(optimum) for _, optimum in rows]
    one = instances[-1]
    beside = [
        Side("Cairn", partial(p_median, one.costs, one.count), is_ours=True),
        Side("spopt with HiGHS", partial(peers.spopt_p_median, one.costs, np.ones(len(one.costs)), one.count)),
    ]
    names = ("SJC1",) if options.small else ("SJC1", "SJC2", "SJC3b")
    capacitated = [read_instance((peers.SJC / f"{name}.dat").read_text("utf-8")) for name in names]
    return [
        timed(f"OR-Library {rows[-1][0]}", beside, options.rounds, MEDIAN_RATIO),
        timed(
            f"OR-Library, {len(rows)} instances at their published optima, proven",
            [Side("Cairn", partial(_all_medians, instances, optima), is_ours=True)],
            options.rounds,
            at_most_s=PUBLISHED_S,
        ),
        timed(
            f"{', '.join(names)}, capacitated, proven",
            [Side("Cairn", partial(_all_capacitated, capacitated), is_ours=True)],
            options.rounds,
            at_most_s=CAPACITATED_S,
        ),
    ]


def _all_medians(instances: Sequence[Instance], optima: Sequence[float]) -> None:
    for instance, optimum in zip(instances, optima, strict=True):
        solved = p_median(instance.costs, instance.count, watch=Watch(60))
        assert (solved.value, solved.bound, solved.status) == (optimum, optimum, "optimal")


def _all_capacitated(instances: Sequence[Instance]) -> None:
    for instance in instances:
        assert instance.demands is not None
        assert instance.capacities is not None
        solved = capacitated_p_median(instance.costs, instance.demands, instance.capacities, instance.count)
        assert (solved.status, solved.gap) == ("optimal", 0.0)


def _agree(sides: Sequence[Side]) -> None:
    """Assert that all sides found the same value."""
    found = [side.answer.value if isinstance(side.answer, Solved) else side.answer for side in sides]
    values = [value for value in found if isinstance(value, float)]
    assert all(abs(value - values[0]) <= SAME * abs(values[0]) for value in values), f"values differ: {values}"
    for side in sides:
        if isinstance(side.answer, Solved):
            assert side.answer.gap == 0, f"{side.name} has not proven its answer"
