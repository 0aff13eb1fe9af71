"""A feature as somebody hands it in, read against the form of its layer; what is not right becomes findings.

Properties are JSON values under the names of the fields, beside them what is kept of every row (`valid_from`, `source`,
`disclosure` …) and the reason of the edit (`because`). Geometry is handed in with the number of its system (EPSG), x
before y, and comes out as the register keeps it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry.base import BaseGeometry

from data.errors import BadInput
from data.placing import place, promoted
from data.standing import Standing
from data.tables import EPSG
from geo.crs import honest
from geo.vertices import same_place
from layers.fields import Kind
from layers.record import Disclosure, Layer, Provenance, Record
from layers.rules import Finding

PROVENANCE = tuple(Provenance.model_fields)
# A register of offices begins no earlier; the day after the last one is still a day.
EARLIEST, LATEST = dt.date(1000, 1, 1), dt.date(9999, 12, 30)
WRITTEN_BY_THE_REGISTER = {"version": "版次", "recorded_at": "登记时刻"}


@dataclass(frozen=True)
class Handed:
    """What came: `geometry` is None where none was handed in, which an edit takes as unchanged.

    `whole` says that what is absent is unset, as PUT means it; else it stays. `strict` refuses what would be ignored.
    """

    properties: Mapping[str, Any]
    geometry: BaseGeometry | None = None
    epsg: int = EPSG
    whole: bool = False
    strict: bool = False


@dataclass(frozen=True)
class Draft:
    """What came, understood; None stands for what stays as it is."""

    record: Record
    provenance: Provenance
    shape: BaseGeometry | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    disclosure: Disclosure | None


def read(page: type[Record], handed: Handed, standing: Standing | None) -> tuple[Draft | None, list[Finding]]:
    """What was handed in for a thing that stands, or for a new one; None when findings refuse it."""
    given, kept = handed.properties, standing.values if standing else {}
    record, findings = page.receive(_values(page, handed, kept))
    provenance, of_source = Provenance.receive(_provenance(given, kept))
    days, of_days = _days(given, standing)
    disclosure, of_disclosure = _disclosure(given)
    shape, of_place = _place(page, handed, standing)
    findings = [*findings, *of_source, *of_days, *of_disclosure, *of_place]
    findings += [*_identity(page, given, kept), *_of_the_register(given, standing), *_strange(page, handed)]
    if record is None or provenance is None or any(finding.refuses for finding in findings):
        return None, findings
    return Draft(record, provenance, shape, *days, disclosure), findings


def _values(page: type[Record], handed: Handed, kept: Mapping[str, Any]) -> dict[str, Any]:
    given = handed.properties
    values: dict[str, Any] = {}
    for sheet in page.fields():
        if sheet.name in given:
            values[sheet.name] = _whole_number(given[sheet.name]) if sheet.kind is Kind.COUNT else given[sheet.name]
        elif not handed.whole or sheet.name == page.layer.identified_by:
            values[sheet.name] = kept.get(sheet.name)
    return {name: value for name, value in values.items() if value is not None}


def _whole_number(value: object) -> object:
    """JSON knows one kind of number: 12.0 is twelve."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _provenance(given: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: given.get(name, kept.get(name)) for name in PROVENANCE}
    told = {name: value for name, value in values.items() if value is not None}
    return {"invented": False, **told}


def _days(
    given: Mapping[str, Any], standing: Standing | None
) -> tuple[tuple[dt.date | None, dt.date | None], list[Finding]]:
    findings: list[Finding] = []

    def day(name: str, label: str) -> dt.date | None:
        value = given.get(name)
        try:
            told = None if value is None else dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            told = dt.date.min
        if told is None or EARLIEST <= told <= LATEST:
            return told
        findings.append(Finding(f"{label}“{value}”不是 {EARLIEST.year} 年以后的日期，应写作 2024-12-31", name))
        return None

    first, until = day("valid_from", "生效日期"), day("valid_to", "失效日期")
    if standing is not None and until is not None and until != standing.valid_to:
        message = "失效日期不在编辑中改：请用“终止”（DELETE，或 /api/edits 的 end），写明事由和文号"
        findings.append(Finding(message, "valid_to"))
    if standing is None and first and until and until <= first:
        findings.append(Finding(f"失效日期 {until} 须晚于生效日期 {first}", "valid_to"))
    return (first, until), findings


def _disclosure(given: Mapping[str, Any]) -> tuple[Disclosure | None, list[Finding]]:
    value = given.get("disclosure")
    if value is None:
        return None, []
    chosen = next((level for level in Disclosure if level == value), None)
    if chosen is not None:
        return chosen, []
    known = "、".join(f"{code}（{label}）" for code, label in Disclosure.labels().items())
    return None, [Finding(f"公开属性“{value}”不在选项内；可选：{known}", "disclosure")]


def _place(page: type[Record], handed: Handed, standing: Standing | None) -> tuple[BaseGeometry | None, list[Finding]]:
    """The geometry as the register keeps it; None when it stays where it is."""
    if standing is not None and (handed.geometry is None or _came_back(page.layer, handed, standing.shape)):
        return None, []
    try:
        placed = place(page, handed.geometry, handed.epsg)
    except BadInput as fault:
        return None, [Finding(f"{fault.what}：{fault.why}", "geom")]
    findings = list(placed.findings)
    if standing is not None and standing.shape is not None and placed.shape is not None and page.layer.moved_by:
        findings.append(_not_moved_by_editing(page, placed.shape))
    return placed.shape, findings


def _came_back(layer: Layer, handed: Handed, there: BaseGeometry | None) -> bool:
    """Whether the geometry is the one that went out, in whatever system and with its decimals cut."""
    if there is None or handed.geometry is None:
        return False
    try:
        back = honest(handed.epsg, EPSG).shapes(np.array([handed.geometry], dtype=object))[0]
    except ValueError:
        return False
    return same_place(promoted(layer, back), there)


def _not_moved_by_editing(page: type[Record], shape: BaseGeometry) -> Finding:
    message = f"{page.layer.title}的位置不在编辑中改动；须经：{page.layer.moved_by}。其余内容可照常更正"
    return Finding(message, "geom", shape)


def _identity(page: type[Record], given: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Finding]:
    name = page.layer.identified_by
    if not kept or name not in given or given[name] == kept[name]:
        return []
    return [Finding(f"标识“{kept[name]}”不能改为“{given[name]}”：标识跟随事物终身，须终止原登记再另行登记", name)]


def _of_the_register(given: Mapping[str, Any], standing: Standing | None) -> list[Finding]:
    """What the register itself writes is not handed in with a new thing."""
    if standing is not None:
        return []
    told = [name for name in WRITTEN_BY_THE_REGISTER if given.get(name) is not None]
    return [Finding(f"{WRITTEN_BY_THE_REGISTER[name]}由登记库填写，新登记请勿提交", name) for name in told]


def _strange(page: type[Record], handed: Handed) -> list[Finding]:
    """Members that would be ignored, where the client asked for strictness."""
    if not handed.strict:
        return []
    known = {*page.model_fields, *PROVENANCE, "valid_from", "valid_to", "disclosure", "because", "version"}
    strange = [name for name in handed.properties if name not in known]
    return [Finding(f"“{name}”不是可以提交的字段；可用字段：{'、'.join(page.model_fields)}", name) for name in strange]
