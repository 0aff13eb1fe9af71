"""How many older people there will be in five or ten years: cohorts of five years, low, middle and high.

Everybody grows five years older in a step, less those who die: a band becomes the next one times its survival, and the
last band keeps its own survivors (the survival half of the cohort-component method; Smith, Tayman and Swanson, 2013).
Who will be sixty is alive today: the bands of 50 to 59 are a statistic where one is kept, else a ratio of the band of
60 to 64. Rates are data with a source, and a county replaces them by its own:

    source = "…"
    confidence = "low"                 # low · medium · high
    split_65_79 = [0.48, 0.32, 0.20]   # how 65 to 79 is split in three where only its sum is known
    [middle]                           # likewise [low] and [high]
    entering = [1.38, 1.65]            # people of 55 to 59 and of 50 to 54, for each of 60 to 64
    survival = [0.98, …]               # of 50, 55, 60, 65, 70, 75, and of 80 and over, after five years
"""

import tomllib
from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from layers.faults import faults_of
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary

Doubles = NDArray[np.float64]
Share = Annotated[float, Field(gt=0, le=1)]
Ratio = Annotated[float, Field(gt=0, le=10)]
STEP_YEARS = 5
_FORMAT = "请对照 layers/ageing.py 开头的格式改正"


class AgeingCase(Vocabulary):
    """How it may turn out."""

    LOW = "low", "低"
    MIDDLE = "middle", "中"
    HIGH = "high", "高"


class Rates(BaseModel):
    """The rates of one case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entering: tuple[Ratio, Ratio]
    survival: tuple[Share, Share, Share, Share, Share, Share, Share]


class Ageing(BaseModel):
    """The rates of all cases, and who says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, Field(min_length=1, max_length=400)]
    confidence: Literal["low", "medium", "high"]
    note: Annotated[str, Field(max_length=400)] | None = None
    split_65_79: tuple[Share, Share, Share]
    low: Rates
    middle: Rates
    high: Rates

    @model_validator(mode="after")
    def the_split_is_whole(self) -> Self:
        """Three parts of one band."""
        if abs(sum(self.split_65_79) - 1) > 1e-6:  # noqa: PLR2004 - a sum of decimals
            raise ValueError("split_65_79 三项之和应为 1")
        return self

    def of(self, case: AgeingCase) -> Rates:
        """The rates of a case."""
        return {AgeingCase.LOW: self.low, AgeingCase.MIDDLE: self.middle, AgeingCase.HIGH: self.high}[case]


def read(text: str, name: str = "老龄推算比率") -> Ageing:
    """Read the rates from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or something is missing, unknown or wrong.
    """
    try:
        return Ageing.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", _FORMAT) from fault
    except ValidationError as fault:
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, faults_of(fault)) from fault


class Aged(BaseModel):
    """The older people of one place today, cumulative: 60, 65, 80 and over; 50 to 54 and 55 to 59 where known."""

    model_config = ConfigDict(frozen=True)

    from_60: int
    from_65: int
    from_80: int
    of_50: float | None = None
    of_55: float | None = None


def forecast(places: Sequence[Aged], ageing: Ageing, case: AgeingCase, years: int) -> dict[int, Doubles]:
    """People of 60, 65 and 80 and over in some years, of each place; expected numbers, not whole.

    Args:
        places: the people of today.
        ageing: the rates.
        case: low, middle or high.
        years: a multiple of five, at most ten: beyond, those who will be sixty are not counted today.

    Raises:
        ValueError: the years are none of these.
    """
    if years not in (STEP_YEARS, 2 * STEP_YEARS):
        raise ValueError(f"只能推算 5 年或 10 年，而不是 {years} 年")
    rates = ageing.of(case)
    bands = np.array([_bands(place, ageing, rates) for place in places], np.float64).reshape(-1, 7)
    survival = np.array(rates.survival)
    for _ in range(years // STEP_YEARS):
        alive = bands * survival
        bands = np.column_stack([np.zeros(len(bands)), alive[:, :5], alive[:, 5] + alive[:, 6]])
    return {60: bands[:, 2:].sum(axis=1), 65: bands[:, 3:].sum(axis=1), 80: bands[:, 6].copy()}


def _bands(place: Aged, ageing: Ageing, rates: Rates) -> list[float]:
    """People of 50, 55, 60, 65, 70, 75, and of 80 and over."""
    sixties = float(place.from_60 - place.from_65)
    between = float(place.from_65 - place.from_80)
    of_55 = rates.entering[0] * sixties if place.of_55 is None else float(place.of_55)
    of_50 = rates.entering[1] * sixties if place.of_50 is None else float(place.of_50)
    return [of_50, of_55, sixties, *(between * share for share in ageing.split_65_79), float(place.from_80)]
