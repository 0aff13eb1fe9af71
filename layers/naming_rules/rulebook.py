"""The rules by their ids: what each is called, by which article, and how much it weighs.

A name that was approved before a rule looked at it is not unlawful by that: whoever sweeps decides (保留、更名、整改),
so there a finding is information. What may never name a place stays what it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layers.naming import NameFinding, NameSeverity
from layers.vocabulary import Vocabulary

NAME_LAW = "《地名管理条例》"
MEASURES = "《地名管理条例实施办法》"
CLEANING = "民发〔2018〕146号"
CHARACTER_TABLE = "《通用规范汉字表》（国发〔2013〕23号）"


class NameFault(Vocabulary):
    """The four words of the cleaning of non-standard names, and what stands beside them."""

    EXAGGERATED = "exaggerated", "大（刻意夸大）"
    FOREIGN = "foreign", "洋（崇洋媚外）"
    BIZARRE = "bizarre", "怪（怪异难懂）"
    DUPLICATE = "duplicate", "重（重名同音）"
    CHARACTER = "character", "用字"
    PERSON_OR_BRAND = "person_or_brand", "人名、企业和商标"
    FORM = "form", "专名通名"
    PLACE = "place", "名实不符"


@dataclass(frozen=True)
class NameRule:
    """A rule: its title, its article, its weight, and under which word a cleaning lists it."""

    id: str
    title: str
    article: str
    severity: NameSeverity
    fault: NameFault
    is_absolute: bool = False


_BLOCKS, _REASON, _TELLS = NameSeverity.BLOCKS, NameSeverity.NEEDS_REASON, NameSeverity.INFORMATION
_ART_9_1 = f"{NAME_LAW}第九条第一款（一）"
_ART_9_2 = f"{NAME_LAW}第九条第一款（二）"
_ART_9_3 = f"{NAME_LAW}第九条第一款（三）"
_ART_9_4 = f"{NAME_LAW}第九条第一款（四）；{MEASURES}第三条"
_ART_9_5 = f"{NAME_LAW}第九条第一款（五）；{CLEANING}"
_ART_9_6 = f"{NAME_LAW}第九条第一款（六）；{MEASURES}第四条"
_ART_9_FORM = f"{NAME_LAW}第九条：地名由专名和通名两部分组成"
_ALIKE = f"{NAME_LAW}第九条第一款（七）（八）"

_LIST = (
    NameRule("outside-8105", "规范字表以外的字", _ART_9_3, _BLOCKS, NameFault.CHARACTER),
    NameRule("variant-form", "繁体字、异体字", _ART_9_3, _BLOCKS, NameFault.CHARACTER),
    NameRule("level-3", "三级字", f"{_ART_9_3}；{CHARACTER_TABLE}", _TELLS, NameFault.CHARACTER),
    NameRule("not-in-gbk", "GBK 中没有的字", f"{_ART_9_3}；GB 18030", _TELLS, NameFault.CHARACTER),
    NameRule("foreign-script", "拉丁字母等非汉字", f"{_ART_9_3}；{CLEANING}", _BLOCKS, NameFault.FOREIGN),
    NameRule("exaggerated", "刻意夸大", f"{_ART_9_2}；{CLEANING}", _REASON, NameFault.EXAGGERATED),
    NameRule("foreign", "外国地名、外语词", _ART_9_5, _REASON, NameFault.FOREIGN),
    NameRule("bizarre", "怪异难懂", f"{_ART_9_1}；{CLEANING}", _REASON, NameFault.BIZARRE),
    NameRule("feudal", "封建色彩", f"{_ART_9_1}；{CLEANING}", _REASON, NameFault.BIZARRE),
    NameRule(
        "leader", "国家领导人", f"{NAME_LAW}第九条第一款（四）", _BLOCKS, NameFault.PERSON_OR_BRAND, is_absolute=True
    ),
    NameRule("person", "人名", _ART_9_4, _REASON, NameFault.PERSON_OR_BRAND),
    NameRule("probable-person", "像是人名", _ART_9_4, _REASON, NameFault.PERSON_OR_BRAND),
    NameRule("brand", "企业名称、商标", _ART_9_6, _REASON, NameFault.PERSON_OR_BRAND),
    NameRule("form-generic", "缺少通名或专名", _ART_9_FORM, _BLOCKS, NameFault.FORM),
    NameRule("form-class", "通名与类别不符", f"{_ART_9_FORM}；{_ART_9_2}", _REASON, NameFault.FORM),
    NameRule("form-double", "通名重叠", _ART_9_FORM, _BLOCKS, NameFault.FORM),
    NameRule("road-generic", "通名与道路规模", _ART_9_2, _REASON, NameFault.PLACE),
    NameRule("direction", "方位词与位置", _ART_9_2, _REASON, NameFault.PLACE),
    NameRule("number-order", "序数词与次序", _ART_9_2, _REASON, NameFault.PLACE),
    NameRule("residence-generic", "住宅区、楼宇通名与规模", _ART_9_2, _REASON, NameFault.PLACE),
    NameRule("same-name", "重名", _ALIKE, _BLOCKS, NameFault.DUPLICATE),
    NameRule("same-sound", "同音", _ALIKE, _REASON, NameFault.DUPLICATE),
    NameRule("same-sound-toneless", "同音不同调", _ALIKE, _REASON, NameFault.DUPLICATE),
)
NAME_RULES: Mapping[str, NameRule] = MappingProxyType({rule.id: rule for rule in _LIST})


@dataclass(frozen=True)
class Standing:
    """How a name stands that is already in the register: by whom, by which document it was approved."""

    authority: str | None = None
    document: str | None = None
    approved_on: str | None = None

    @property
    def is_approved(self) -> bool:
        """Whether anything tells of an approval."""
        return any((self.authority, self.document, self.approved_on))


PROPOSED = Standing()


def finding(
    rule_id: str,
    message: str,
    remedy: str,
    *,
    part: tuple[int, int] | None = None,
    severity: NameSeverity | None = None,
    evidence: Mapping[str, str] | None = None,
) -> NameFinding:
    """A finding of a rule, as heavy as the rule says unless told otherwise."""
    rule = NAME_RULES[rule_id]
    return NameFinding(
        rule=rule_id,
        article=rule.article,
        severity=severity or rule.severity,
        message=message,
        remedy=remedy,
        evidence=evidence or {},
        part=part,
    )


def kept(found: NameFinding, standing: Standing) -> NameFinding:
    """The same finding of a name approved before: to be weighed, not refused; what is absolute stays so."""
    if not standing.is_approved or NAME_RULES[found.rule].is_absolute or found.severity is NameSeverity.INFORMATION:
        return found
    told = {
        "approved_by": standing.authority or "",
        "approval": standing.document or "",
        "approved_on": standing.approved_on or "",
    }
    return NameFinding(
        rule=found.rule,
        article=found.article,
        severity=NameSeverity.INFORMATION,
        message=f"{found.message}；此名先前已经批准",
        remedy="由审核人决定保留、更名或整改，并说明理由",
        evidence={**found.evidence, **{key: value for key, value in told.items() if value}},
        conflicts=found.conflicts,
        part=found.part,
        answer=found.answer,
    )
