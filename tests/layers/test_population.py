"""A statistic's number is made of what it counts."""

import datetime as dt

from layers.population import PopulationBasis, PopulationStatistic
from tests.layers.shelf import example

DAY = dt.date(2020, 11, 1)


def test_a_number_tells_division_day_basis_and_age() -> None:
    number = PopulationStatistic.number_of("430621", DAY, PopulationBasis.RESIDENT, 60)
    assert number == "430621-20201101-resident-60"


def test_a_band_and_all_above_it_are_two_statistics() -> None:
    band = PopulationStatistic.number_of("430621", DAY, PopulationBasis.RESIDENT, 60, 65)
    assert band == "430621-20201101-resident-60_65"


def test_a_number_is_an_identifier() -> None:
    assert example(PopulationStatistic, "band").identity == "430621100-20231231-registered-60_65"
