"""Candidates: the places where something could be built, and what stands against each of them.

A candidate that is excluded stays in the list with the article that excludes it, so that nobody wonders where a place
went. Places are EPSG:4490, longitude first; areas in square metres on the ellipsoid, lengths in metres.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Self

from shapely.geometry.base import BaseGeometry

from layers.refusal import Refusal
from layers.rules import Finding
from layers.vocabulary import Vocabulary

#: A grid finer than this is a picture, not a choice between sites.
LEAST_SPACING_M = 50.0


class CandidateSource(Vocabulary):
    """Where candidates come from."""

    SETTLEMENTS = "settlements", "村（社区）"
    GRID = "grid", "方格网"
    PARCELS = "parcels", "地块"
    DRAWN = "drawn", "手绘点"


@dataclass(frozen=True)
class Exclusion:
    """Why nothing may be built at a place: the rule, its article, and the finding in words with its figures."""

    rule: str
    title: str
    article: str
    words: str


@dataclass(frozen=True, eq=False)
class Candidate:
    """A place where something could be built.

    `shape` is the ground itself where it is known, a point else; `township` is the code of the township that holds the
    point, None outside of all. What is `excluded` is not chosen.
    """

    id: str
    name: str
    lon: float
    lat: float
    township: str | None
    shape: BaseGeometry
    area_m2: float | None = None
    excluded: tuple[Exclusion, ...] = ()
    invented: bool = False

    def against(self, *exclusions: Exclusion) -> Self:
        """The same with more that stands against it."""
        return replace(self, excluded=(*self.excluded, *exclusions)) if exclusions else self


@dataclass(frozen=True)
class DrawnPoint:
    """A point that the planner drew."""

    lon: float
    lat: float
    name: str | None = None


@dataclass(frozen=True)
class CandidatesAsked:
    """Which candidates are wanted.

    `spacing_m` belongs to a grid and `points` to drawn ones; `exclude` is ground the planner rules out, and `zones` the
    rule set whose articles exclude. `recorded_at` is the moment of the register's knowledge, None for now.
    """

    source: CandidateSource
    as_of: dt.date
    recorded_at: dt.datetime | None = None
    spacing_m: float | None = None
    points: tuple[DrawnPoint, ...] = ()
    exclude: BaseGeometry | None = None
    zones: str | None = None

    def __post_init__(self) -> None:
        """Refuse what does not belong together.

        Raises:
            Refusal: a grid without a spacing or with one below 50 m; drawn candidates without points.
        """
        if self.source is CandidateSource.GRID and not (self.spacing_m and self.spacing_m >= LEAST_SPACING_M):
            given = "没有给间距" if self.spacing_m is None else f"间距 {self.spacing_m:g} 米太小"
            raise Refusal(f"方格网{given}", f"间距至少 {LEAST_SPACING_M:g} 米", "请写明 spacing_m，例如 1000")
        if self.source is CandidateSource.DRAWN and not self.points:
            raise Refusal("没有手绘的候选点", "选了“手绘点”而没有给点", "请在图上点选，或改用村（社区）、方格网、地块")


@dataclass(frozen=True)
class Candidates:
    """The candidates in the order of their ids, and what a reader must know of them."""

    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def open(self) -> tuple[Candidate, ...]:
        """Those against which nothing stands."""
        return tuple(each for each in self.candidates if not each.excluded)
