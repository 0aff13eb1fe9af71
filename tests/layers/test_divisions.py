"""Division codes, against the codes of a real county."""

import csv
from pathlib import Path

import pytest

from layers.divisions import Division, DivisionKind, DivisionLevel, level_of_code, significant
from layers.settlements import Settlement, SettlementKind
from tests.layers.shelf import example

REAL = Path(__file__).parents[2] / "data" / "sample" / "real"
KIND_BY_ENDING = {"街道": DivisionKind.SUBDISTRICT, "镇": DivisionKind.TOWN, "乡": DivisionKind.TOWNSHIP}


@pytest.mark.parametrize(
    ("code", "level", "digits"),
    [
        ("430000", DivisionLevel.PROVINCE, "43"),
        ("430600", DivisionLevel.PREFECTURE, "4306"),
        ("430621", DivisionLevel.COUNTY, "430621"),
        ("430621100", DivisionLevel.TOWNSHIP, "430621100"),
        ("430621100200", DivisionLevel.VILLAGE, "430621100200"),
    ],
)
def test_a_code_speaks_of_its_level(code: str, level: DivisionLevel, digits: str) -> None:
    assert level_of_code(code) is level
    assert significant(code) == digits


def test_every_kind_but_the_reporting_unit_has_one_level() -> None:
    assert [kind for kind in DivisionKind if kind.level is None] == [DivisionKind.REPORTING_UNIT]


def test_a_reporting_unit_takes_the_level_it_reports_at() -> None:
    committee = example(Division, "zone_committee", level="county", code="430692", parent="430600", managed_by=None)
    assert committee.findings() == []


def test_the_townships_of_a_real_county_keep_the_ranges() -> None:
    rows = read("townships.csv")
    kinds = {row["code"]: KIND_BY_ENDING.get(row["name"][-1], DivisionKind.REPORTING_UNIT) for row in rows}
    found = [
        (code, finding.message)
        for code, kind in kinds.items()
        for finding in example(Division, "town", code=code, kind=kind, is_statutory=kind.may_be_statutory).findings()
    ]
    assert len(rows) == 15
    assert [code for code, kind in kinds.items() if kind is DivisionKind.REPORTING_UNIT] == ["430621500"]
    assert found == []


def test_the_villages_of_a_real_county_keep_the_ranges_but_two() -> None:
    rows = read("villages.csv")
    outside = [
        row["name"]
        for row in rows
        for _ in example(
            Settlement, "community", code=row["code"], division=row["code"][:9], kind=village_kind(row["name"])
        ).findings()
    ]
    assert len(rows) == 204
    # Two communities of the lake's administration are coded as quasi-villages: why the ranges only warn.
    assert outside == ["老港社区", "月山社区"]


def village_kind(name: str) -> SettlementKind:
    if name.endswith("生活区"):
        return SettlementKind.QUASI_VILLAGE
    return SettlementKind.COMMUNITY if name.endswith(("居民委员会", "居委会", "社区")) else SettlementKind.VILLAGE


def read(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))
