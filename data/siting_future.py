"""Of whom a forecast is made: the older people of each settlement by age, and those who will be sixty."""

from pathlib import Path

from data import ageing
from data.reading import AtMoment
from layers.ageing import STEP_YEARS, Aged
from layers.population import PopulationBasis
from layers.services import DemandAge
from layers.siting_cases import Future
from layers.siting_ground import SitingGround


def read(reading: AtMoment, ground: SitingGround, path: Path = ageing.SHIPPED) -> Future:
    """People of today by age, of each settlement, and the rates of the county.

    Raises:
        Refusal: the file of rates cannot be used.
    """
    basis = ground.question.basis
    columns = {age: age.field(basis) for age in (DemandAge.SIXTY, DemandAge.SIXTY_FIVE, DemandAge.EIGHTY)}
    rows = {row.code: row for row in reading.rows("settlements", "code", "division", *columns.values())}
    known = {
        code: tuple(getattr(row, column) for column in columns.values())
        for code, row in rows.items()
        if all(getattr(row, column) is not None for column in columns.values())
    }
    unknown = [village.name for village in ground.villages if village.code not in known]
    if unknown:
        reading.note(f"{len(unknown)} 个村（社区）没有分年龄人数，推算时按今天的人数计", "forecast")
    sixties: dict[str, int] = {}
    for village in ground.villages:
        if village.code in known:
            of_60, of_65, _ = known[village.code]
            sixties[village.township] = sixties.get(village.township, 0) + of_60 - of_65
    younger = {start: _counted(reading, basis, start) for start in (50, 55)}
    found: list[Aged | None] = []
    for village in ground.villages:
        if village.code not in known:
            found.append(None)
            continue
        of_60, of_65, of_80 = known[village.code]
        part = (of_60 - of_65) / (sixties[village.township] or 1)
        counted = {start: told.get(village.township) for start, told in younger.items()}
        shares = {start: None if people is None else people * part for start, people in counted.items()}
        found.append(Aged(from_60=of_60, from_65=of_65, from_80=of_80, of_50=shares[50], of_55=shares[55]))
    return Future(ageing.read(path), tuple(found))


def _counted(reading: AtMoment, basis: PopulationBasis, start: int) -> dict[str, int]:
    """The newest statistic of five years of age of each division; empty where none is kept."""
    names = ("division", "counted_on", "people", "age_to")
    rows = reading.rows("population", *names, basis=basis.value, age_from=start)
    mine = [row for row in rows if row.age_to == start + STEP_YEARS and row.counted_on <= reading.day]
    return {row.division: row.people for row in sorted(mine, key=lambda row: row.counted_on)}
