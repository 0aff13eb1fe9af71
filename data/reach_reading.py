"""What a question of reach reads from the register: settlements with their people, and the places that offer a service.

Geometry is EPSG:4490, longitude first. What counts is decided by the layers' own words (`layers.services`).
"""

from collections.abc import Sequence

from data.reading import AtMoment, point_of, records
from layers.population import PopulationBasis
from layers.reach_ground import Supply, Village
from layers.refusal import Refusal
from layers.services import DemandAge, Service, is_town

_NAMED = 5
_OF_A_SETTLEMENT = ("code", "name", "division", "kind", "urban_rural", "source", "invented", "geom")


def villages(reading: AtMoment, age: DemandAge, basis: PopulationBasis) -> list[Village]:
    """Settlements with the people of an age, in the order of codes.

    A settlement whose count is unknown is named and not counted: unknown is not nobody.

    Raises:
        Refusal: the register has no settlement with such a count on that day.
    """
    column = age.field(basis)
    rows = sorted(reading.rows("settlements", *_OF_A_SETTLEMENT, column), key=lambda row: row.code)
    known = [row for row in rows if getattr(row, column) is not None]
    if not known:
        what = f"{reading.day} 登记库中没有村（社区）的{basis.label}{age.label}人数"
        raise Refusal(what, "不知道人在哪里，就无法判断谁够得着", "请先登记或导入村（社区）及其人口")
    _name(
        reading,
        [row.name for row in rows if getattr(row, column) is None],
        f"村（社区）未填{age.label}，未计入",
        column,
    )
    _name(reading, [row.name for row in known if row.geom is None], "村（社区）没有位置，按够不着计", "geom")
    return [
        Village(
            row.code, row.name, row.division, *point_of(row), getattr(row, column),
            is_town(row.urban_rural, row.kind), row.invented, row.source,
        )
        for row in known
    ]  # fmt: skip


def supplies(reading: AtMoment, service: Service) -> list[Supply]:
    """The places that offer a service, by layer and then by number; what reading found is noted."""
    found: list[Supply] = []
    for form in service.layers:
        told = sorted(records(reading, form), key=lambda pair: pair[1].identity)
        for row, record in told:
            offer = service.offer(record)
            if offer is not None:
                x, y = point_of(row)
                found.append(
                    Supply(
                        form.layer.id, record.identity, record.title, x, y, offer, row.invented, row.source,
                        row.source_date,
                    )
                )  # fmt: skip
    unknown = [supply.name for supply in found if supply.offer.unknown]
    _name(reading, unknown, f"设施未填可用{service.unit}数，按没有位计", "places")
    _name(reading, [supply.name for supply in found if supply.x is None], "设施没有位置，不计路程", "geom")
    if not found:
        reading.note(f"{reading.day} 登记库中没有运营中的“{service.title}”设施：人人够不着", "supplies")
    return found


def township_names(reading: AtMoment) -> dict[str, str]:
    """Names of the townships by code."""
    return {row.code: row.name for row in reading.rows("divisions", "code", "name", level="township")}


def compare_with_statistics(
    reading: AtMoment, found: Sequence[Village], age: DemandAge, basis: PopulationBasis
) -> None:
    """Note townships whose newest statistic is not the sum of their settlements: the buckets sum to the settlements."""
    names = ("division", "counted_on", "people", "age_to")
    rows = reading.rows("population", *names, basis=basis.value, age_from=int(age.value))
    newest = {
        row.division: row.people
        for row in sorted(rows, key=lambda row: row.counted_on)
        if row.age_to is None and row.counted_on <= reading.day
    }
    sums: dict[str, int] = {}
    for village in found:
        sums[village.township] = sums.get(village.township, 0) + village.people
    named = township_names(reading)
    differing = [
        f"{named.get(code, code)}（村社合计 {people}，统计 {newest[code]}）"
        for code, people in sorted(sums.items())
        if code in newest and newest[code] != people
    ]
    _name(reading, differing, "村（社区）人口合计与区划统计不同，本表按村（社区）合计", "people")


def _name(reading: AtMoment, whom: Sequence[str], what: str, about: str) -> None:
    """Note some by name, and how many more."""
    if whom:
        more = f" 等 {len(whom)} 处" if len(whom) > _NAMED else ""
        reading.note(f"{what}：{'、'.join(whom[:_NAMED])}{more}", about)
