"""Scorecards by hand: two invented townships, every measure against numbers worked out on paper."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from layers.boundary_lines import BoundaryLine
from layers.boundary_markers import BoundaryMarker
from layers.cemeteries import Cemetery
from layers.community_care import CommunityCare
from layers.meal_points import MealPoint
from layers.name_signs import NameSign
from layers.nursing_homes import NursingHome
from layers.policies import read
from layers.population import PopulationBasis
from layers.record import Record
from layers.scorecard.card import Cell, card
from layers.scorecard.facts import Beds, Facts, Kept, Origin, People, Reported, Unit
from layers.settlements import Settlement

D = dt.date
EAST, WEST, COUNTY = Unit("430621100", "东镇"), Unit("430621101", "西镇"), Unit("430621", "某县", is_county=True)
INVENTED = Origin("试（虚构）", D(2024, 12, 31), invented=True)
_FIRST: dict[type[Record], dict[str, object]] = {
    NursingHome: {"kind": "nursing_home", "ownership": "public", "operation": "public_run", "beds": 100},
    CommunityCare: {"kind": "activity_room"},
    MealPoint: {"kind": "canteen"},
    Cemetery: {"kind": "rural_public", "level": "township"},
}


def kept(form: type[Record], town: Unit | None, number: str, /, village: str | None = None, **values: object) -> Kept:
    known: dict[str, object] = {"number": number, "name": number, "stage": "open", **_FIRST[form], **values}
    record = form.model_validate({name: value for name, value in known.items() if value is not None})
    return Kept(record, INVENTED, town.code if town else None, village, 0.0 if village else None)


def village(town: Unit, serial: int) -> Kept:
    code = f"{town.code}{serial}"
    values = {"code": code, "name": f"第{serial}村", "division": town.code, "kind": "village"}
    return Kept(Settlement.model_validate(values), INVENTED, town.code)


def facts(*rows: Kept, **more: Any) -> Facts:  # noqa: ANN401 - any other part of the facts
    by_layer: dict[str, list[Kept]] = {}
    for row in rows:
        by_layer.setdefault(row.record.layer.id, []).append(row)
    told = {layer: tuple(found) for layer, found in by_layer.items()}
    return Facts(D(2024, 12, 31), COUNTY, (EAST, WEST), told, **more)


def cells(known: Facts, measure: str, value: str | None, **asked: object) -> dict[str, Cell]:
    """The cells of one target, by unit."""
    terms = asked.pop("terms", None)
    told = {"id": "it", "title": "试", "direction": "at_least", "level": "county", "phrase": "试", "measure": measure}
    lines = [f"{name} = {_toml(each)}" for name, each in (told | asked | ({"value": value} if value else {})).items()]
    head = 'id = "p"\ntitle = "试"\ndocument = "试"\nissued_by = "试"\nsource = "试"\nconfidence = "read"\n'
    text = head + "[[indicator]]\n" + "\n".join(lines) + (f"\nterms = {terms}" if terms else "")
    return {row.unit.code: row.cells[0] for row in card(read(text), known).rows}


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def tell(cell: Cell) -> tuple[float | None, bool | None, float | None]:
    return (
        None if cell.value is None else float(cell.value),
        cell.met,
        None if cell.gap is None else float(cell.gap),
    )


def test_beds_are_the_sum_over_the_sum_and_the_gap_is_whole_beds() -> None:
    told = {EAST.code: Beds(30, 1000, None, None, (), ()), WEST.code: Beds(0, 500, None, None, (), ())}
    told |= {COUNTY.code: Beds(30, 1500, None, None, (), ())}
    found = cells(facts(beds=lambda unit, _: told[unit]), "beds-per-thousand", "32.52")
    assert tell(found[EAST.code]) == (30, False, 3)  # 32.52 beds are wanted: 33 stand, 30 are there
    assert tell(found[WEST.code]) == (0, False, 17)  # 16.26
    assert tell(found[COUNTY.code]) == (20, False, 19)  # 48.78, not the mean of 30 and 0
    assert found[COUNTY.code].gap_words == "还须新增养老床位 19 张"


def test_nobody_old_is_no_value_and_not_zero() -> None:
    nobody = Beds(30, 0, None, "没有老年人口", (), ())
    found = cells(facts(beds=lambda *_: nobody), "beds-per-thousand", "40")[EAST.code]
    assert (tell(found), found.because) == ((None, None, None), "没有老年人口")


def test_a_floor_of_nursing_beds_counts_beds_to_convert() -> None:
    known = facts(
        kept(NursingHome, EAST, "A", beds=100, beds_nursing=50),
        kept(NursingHome, EAST, "B", beds=31, beds_nursing=20),
        kept(NursingHome, EAST, "C", beds=500, beds_nursing=500, stage="building"),
        kept(NursingHome, WEST, "D", beds=20),
    )
    found = cells(known, "nursing-bed-share", "60")
    assert tell(found[EAST.code]) == (53.44, False, 9)  # 78.6 of 131 are wanted: 79, and 70 are there
    assert tell(found[WEST.code]) == (0, False, 12)
    assert found[WEST.code].notes == ("未填护理型床位，按 0 计：D",)
    assert tell(found[COUNTY.code]) == (46.36, False, 21)  # 90.6 of 151: 91


def test_built_by_government_and_run_by_others_is_not_run_by_government() -> None:
    known = facts(
        kept(NursingHome, EAST, "A", beds=60),
        kept(NursingHome, EAST, "B", beds=40, operation="public_built_private_run"),
        kept(NursingHome, EAST, "C", beds=100, ownership="private_profit", operation="private_run"),
    )
    found = cells(known, "government-bed-share", "25", direction="at_most")
    assert tell(found[EAST.code]) == (30, False, 10)
    assert found[EAST.code].gap_words == "须有 10 张政府运营的床位改由社会力量运营（总床位不变）"
    assert tell(found[WEST.code]) == (None, None, None)
    assert tell(cells(known, "government-bed-share", "30", direction="at_most")[EAST.code]) == (30, True, 0)


def test_one_home_of_two_hundred_is_not_two_of_one_hundred() -> None:
    known = facts(
        kept(NursingHome, EAST, "A", beds=120), kept(NursingHome, EAST, "B", beds=120),
        kept(NursingHome, WEST, "C", beds=200),
    )  # fmt: skip
    found = cells(known, "largest-home", "200", direction="exists", level="township")
    assert tell(found[EAST.code]) == (120, False, 1)
    assert found[EAST.code].gap_words == "缺 1 所 200 张以上的养老机构；最大的一所是“A”，120 张"
    assert tell(found[WEST.code]) == (200, True, 0)
    assert tell(found[COUNTY.code]) == (1, False, 1)
    assert (found[COUNTY.code].target, found[COUNTY.code].gap_words) == (
        Decimal(2),
        "1 个乡镇（街道）未达标（东镇），共差 1 所",
    )


def test_the_countys_one_large_home_is_no_townships_duty() -> None:
    known = facts(kept(NursingHome, EAST, "A", beds=400), kept(NursingHome, WEST, "B", beds=100))
    found = cells(known, "largest-home", "300", direction="exists")
    assert tell(found[COUNTY.code]) == (400, True, 0)
    assert tell(found[WEST.code]) == (100, None, None)
    assert found[WEST.code].because == "全县目标，不分解到乡镇（街道）"


def test_more_than_half_is_not_half() -> None:
    known = facts(
        kept(NursingHome, EAST, "A", medical_care="contracted"), kept(NursingHome, EAST, "B", medical_care="none")
    )
    assert tell(cells(known, "homes-with-medical-care", "50", strict=True)[EAST.code]) == (50, False, 1)
    assert tell(cells(known, "homes-with-medical-care", "50")[EAST.code]) == (50, True, 0)


def test_fire_acceptance_unknown_is_not_accepted_and_is_named() -> None:
    known = facts(
        kept(NursingHome, EAST, "A", fire_acceptance="not_required"),
        kept(NursingHome, EAST, "B"),
        kept(NursingHome, WEST, "C", fire_acceptance="failed"),
    )
    found = cells(known, "homes-fire-accepted", "100")
    assert tell(found[COUNTY.code]) == (33.33, False, 2)
    assert found[EAST.code].notes == ("未填写，按未达到计：B",)


def test_meal_points_of_the_year_are_the_countys_task_and_no_townships() -> None:
    known = facts(
        kept(MealPoint, EAST, "A", opened_on="2024-03-01"),
        kept(MealPoint, EAST, "B", opened_on="2023-03-01"),
        kept(MealPoint, WEST, "C", opened_on="2025-01-01"),
        kept(MealPoint, WEST, "D"),
    )
    terms = '{ layer = "meal_points", opened_from = 2024-01-01, opened_to = 2025-01-01 }'
    found = cells(known, "places", "4", terms=terms)
    assert tell(found[COUNTY.code]) == (1, False, 3)
    assert found[COUNTY.code].notes == ("未填启用日期，不能判断是否在期内，未计：D",)
    assert (found[EAST.code].target, found[EAST.code].because) == (None, "全县目标，不分解到乡镇（街道）")


def test_a_village_has_a_place_when_one_stands_near_enough() -> None:
    villages = [village(EAST, 200), village(EAST, 201), village(WEST, 200)]
    here = kept(CommunityCare, EAST, "A", f"{EAST.code}200")
    far = Kept(kept(CommunityCare, EAST, "B").record, INVENTED, EAST.code, f"{EAST.code}201", 1501.0)
    found = cells(facts(*villages, here, far), "villages-with-place", "100", terms='{ layer = "community_care" }')
    assert tell(found[EAST.code]) == (50, False, 1)
    assert tell(found[COUNTY.code]) == (33.33, False, 2)
    lacking = [line.id for part in found[COUNTY.code].rows if part.is_lacking for line in part.lines]
    assert lacking == [f"{EAST.code}201", f"{WEST.code}200"]


def test_a_village_is_served_by_whose_record_says_so_and_not_by_a_radius() -> None:
    villages = [village(EAST, 200), village(WEST, 200), village(WEST, 201)]
    eco = kept(Cemetery, EAST, "A", has_eco_burial=True, served_villages=f"{EAST.code}200、{WEST.code}201")
    plain = kept(Cemetery, WEST, "B", served_villages=f"{WEST.code}200")
    known = facts(*villages, eco, plain)
    served = cells(known, "villages-with-eco-burial", "100")
    assert tell(served[WEST.code]) == (50, False, 1)
    assert tell(served[COUNTY.code]) == (66.67, False, 1)
    sites = cells(known, "eco-burial-sites", "1", direction="exists", level="township")
    assert [tell(sites[each.code]) for each in (EAST, WEST, COUNTY)] == [(1, True, 0), (0, False, 1), (1, False, 1)]


def marker(number: str, town: Unit, condition: str | None, seen_on: str | None) -> Kept:
    values = {
        "number": number, "name": number, "line": "L", "level": "county", "arrangement": "single", "faces": "two",
        "is_tripoint": False, "kept_by": "430621", "condition": condition, "seen_on": seen_on,
    }  # fmt: skip
    return Kept(BoundaryMarker.model_validate(values), INVENTED, town.code)


def test_markers_are_intact_when_somebody_found_them_so() -> None:
    known = facts(
        marker("1", EAST, "intact", "2024-10-22"), marker("2", EAST, None, None),
        marker("3", WEST, "displaced", "2023-12-31"),
    )  # fmt: skip
    assert tell(cells(known, "markers-intact", "100")[COUNTY.code]) == (33.33, False, 2)
    inspected = cells(known, "markers-inspected", "100", terms="{ within_years = 1 }")
    assert tell(inspected[COUNTY.code]) == (33.33, False, 2)
    assert tell(cells(known, "markers-inspected", "100", terms="{ within_years = 2 }")[WEST.code]) == (100, True, 0)


def boundary(name: str, inspected_on: str | None) -> Kept:
    values = {
        "code": name, "name": name, "level": "county", "left_division": "430621", "right_division": "430681",
        "basis": "statutory", "inspected_on": inspected_on,
    }  # fmt: skip
    return Kept(BoundaryLine.model_validate(values), INVENTED)


def test_lines_are_inspected_in_their_year_or_within_five() -> None:
    known = facts(boundary("岳汨线", "2024-10-20"), boundary("岳平线", "2019-12-30"))
    assert tell(cells(known, "lines-inspected", "100")[COUNTY.code]) == (50, False, 1)
    year = '{ lines = ["岳汨线"], inspected_from = 2024-01-01, inspected_to = 2025-01-01 }'
    assert tell(cells(known, "lines-inspected", "100", terms=year)[COUNTY.code]) == (100, True, 0)
    assert cells(known, "lines-inspected", "100")[EAST.code].because == "界线联检按全县考核，不分到乡镇（街道）"


def sign(code: str, text: str, condition: str, set_on: str | None = None, kind: str = "village") -> Kept:
    values = {"code": code, "name": "金垅村", "kind": kind, "text": text, "condition": condition, "set_on": set_on}
    return Kept(NameSign.model_validate(values), INVENTED, EAST.code)


def test_a_sign_serves_when_it_can_be_read_and_bears_the_standard_name() -> None:
    known = facts(
        sign("1", "金 垅村", "faded"), sign("2", "金龙村", "intact"), sign("3", "金垅村", "missing"),
        sign("4", "金垅村", "intact", "2024-06-01", "street"),
    )  # fmt: skip
    assert tell(cells(known, "signs-serving", "100")[EAST.code]) == (50, False, 2)
    year = '{ kinds = ["street"], set_from = 2024-01-01, set_to = 2025-01-01 }'
    assert tell(cells(known, "townships-with-signs", "1", terms=year)[COUNTY.code]) == (1, True, 0)
    assert tell(cells(known, "townships-with-signs", "1", terms=year.replace("street", "lane"))[COUNTY.code]) == (
        0,
        False,
        1,
    )


def report(unit: Unit, value: str | None, part: int | None = None, whole: int | None = None) -> tuple[Any, Reported]:
    number, of, among = (None if each is None else Decimal(each) for each in (value, part, whole))
    return ("it", unit.code), Reported("it", unit.code, D(2024, 12, 31), number, of, among, INVENTED)


def test_what_is_reported_of_every_township_is_summed_for_the_county() -> None:
    known = facts(reported=dict([report(EAST, None, 30, 100), report(WEST, None, 1, 3)]))
    found = cells(known, "reported", "45", terms='{ figure = "it", unit = "%", counted = "例", is_share = true }')
    assert tell(found[EAST.code]) == (30, False, 15)
    assert tell(found[COUNTY.code]) == (30.1, False, 16)  # 46.35 of 103: 47, and 31 are there
    assert found[COUNTY.code].gap_words == "还差 16 例"
    assert found[COUNTY.code].notes == ("由 2 个乡镇（街道）的填报合计",)


def test_a_share_without_its_parts_cannot_be_turned_into_things() -> None:
    known = facts(reported=dict([report(COUNTY, "40")]))
    found = cells(known, "reported", "45", terms='{ figure = "it", unit = "%", counted = "例", is_share = true }')
    assert tell(found[COUNTY.code]) == (40, False, None)
    assert found[COUNTY.code].gap_words == "还差 5 个百分点（没有分子和分母，不能折算）"
    assert (tell(found[EAST.code]), found[EAST.code].because) == ((None, None, None), "尚未填报（或不对您公开）")


def test_a_rate_is_taken_of_the_people_and_its_gap_is_people() -> None:
    people = {(COUNTY.code, PopulationBasis.RESIDENT, 0): People(560_100, None, "常住人口", INVENTED)}
    known = facts(people=people, reported=dict([report(COUNTY, "500")]))
    terms = '{ figure = "it", unit = "人/千人", counted = "人", per = "residents", times = 1000 }'
    found = cells(known, "reported", "1", terms=terms)[COUNTY.code]
    assert (tell(found), found.gap_words) == ((0.89, False, 61), "还差 61 人")  # 560.1 are wanted: 561


def test_the_tier_follows_the_people_and_an_unknown_township_is_not_met() -> None:
    people = {
        (EAST.code, PopulationBasis.RESIDENT, 0): People(30_000, None, "常住", INVENTED),
        (WEST.code, PopulationBasis.RESIDENT, 0): People(29_999, None, "常住", INVENTED),
    }
    known = facts(people=people, reported=dict([report(EAST, "3"), report(WEST, "3")]))
    tiers = (
        '{ figure = "it", unit = "人" }\n[[indicator.tier]]\ntitle = "小"\nup_to = 30000\nvalue = "3"\n'
        '[[indicator.tier]]\ntitle = "大"\nvalue = "4"'
    )
    found = cells(known, "reported", None, level="township", terms=tiers)
    assert (tell(found[EAST.code]), found[EAST.code].tier) == ((3, False, 1), "大")
    assert (tell(found[WEST.code]), found[WEST.code].tier) == ((3, True, 0), "小")
    assert tell(found[COUNTY.code]) == (1, False, 1)
    unknown = cells(facts(reported=known.reported), "reported", None, level="township", terms=tiers)
    assert unknown[EAST.code].because == "常住人口未知，不能分档"
    assert (tell(unknown[COUNTY.code]), unknown[COUNTY.code].because) == ((None, None, None), "各乡镇（街道）都没有数")


@pytest.mark.parametrize(("measured", "gap"), [("23.5", 16.5), ("40", 0)])
def test_what_is_measured_is_not_rounded_to_whole_things(measured: str, gap: float) -> None:
    known = facts(reported=dict([report(EAST, measured)]))
    found = cells(known, "reported", "40", level="township", terms='{ figure = "it", unit = "平方米" }')
    assert tell(found[EAST.code])[2] == gap


def test_sample_data_is_said_to_be_invented() -> None:
    known = facts(kept(NursingHome, EAST, "A", beds_nursing=10))
    assert cells(known, "nursing-bed-share", "60")[EAST.code].invented
