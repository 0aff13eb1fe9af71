"""Projections against the geodetic test series of IOGP (GIGS 5100), where the shared data is present."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest

from geo.crs import honest

SERIES = Path(__file__).parents[3] / "shared/data/benchmarks/gigs"
STEPS = re.compile(
    r"operation\s+\+?proj=pipeline[^\n]*\n\s*\+?step \+?init=epsg:(\d+) \+?inv \\?\n\s*\+?step \+?init=epsg:(\d+) *\n"
)
POINT = re.compile(r"accept\s+(\S+)\s+(\S+)[^\n]*\n+expect\s+(\S+)\s+(\S+)")
# 2049 counts west and south, which "east first" does not describe; 4978 is in three dimensions; the series gives the
# Paris grads of 4807 as degrees; 3001 and 4211 lie apart by a datum in newer registers.
LEFT_OUT = {2049, 4978, 4807}
DEGREES = 1e-6
LENGTHS = 0.1  # the series grants 0.03 m to 0.05 m, some of its systems count in feet


def operations() -> Iterator[tuple[int, int, str]]:
    for file in sorted(SERIES.glob("51*.gie")):
        text = file.read_text(encoding="utf-8")
        found = list(STEPS.finditer(text))
        for step, following in zip_longest(found, found[1:]):
            source, target = int(step[1]), int(step[2])
            if not {source, target} & LEFT_OUT:
                block = text[step.end() : following.start() if following else len(text)]
                yield source, target, block.split("direction", maxsplit=1)[0].split("\noperation", maxsplit=1)[0]


@pytest.mark.skipif(not SERIES.exists(), reason="the shared data is absent")
def test_the_series_is_met() -> None:
    met = set()
    for source, target, block in operations():
        points = np.array([[float(number) for number in point] for point in POINT.findall(block)])
        if len(points):
            way = honest(source, target)
            reached = np.column_stack(way.transform(points[:, 0], points[:, 1]))
            tolerance = DEGREES if abs(points[:, 2:]).max() <= 180 else LENGTHS
            assert way.accuracy_m == 0
            assert abs(reached - points[:, 2:]).max() < tolerance, (source, target)
            met.add((source, target))
    assert len(met) >= 15
