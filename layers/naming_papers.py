"""The papers of a naming case: which are required for what, by which step, and who may see them.

The application says plan and reasons, position, size and nature of the place (地名管理条例 Art. 11); the name of a
division comes with three reports (Art. 11 ¶2; their contents: 实施办法 Art. 5); a protected name comes with its plan
(Art. 25).
"""

from dataclasses import dataclass

from layers.naming_authorities import NameAuthority, asked_before
from layers.place_names import PlaceNameKind
from layers.vocabulary import Vocabulary


class PaperKind(Vocabulary):
    """The kinds of papers a case holds."""

    APPLICATION = "application", "申请书"
    APPLICANT_IDENTITY = "applicant_identity", "申请人身份证明"
    RISK_ASSESSMENT = "risk_assessment", "风险评估报告"
    ASSESSMENT = "assessment", "综合评估报告"
    EXPERT_REVIEW = "expert_review", "专家论证报告"
    CONSULTATION = "consultation", "征求公众等意见报告"
    PROTECTION_PLAN = "protection_plan", "地名保护方案"
    NAME_DEPARTMENT_OPINION = "name_department_opinion", "地名行政主管部门意见"
    GOVERNMENT_OPINION = "government_opinion", "当地人民政府意见"
    MAP = "map", "位置图"
    APPROVAL = "approval", "批准文件"
    ANNOUNCEMENT = "announcement", "公告"
    FILING = "filing", "备案材料"
    OTHER = "other", "其他材料"


PERSONAL = frozenset({PaperKind.APPLICATION, PaperKind.APPLICANT_IDENTITY})
"""Papers that speak of the applicant's person: for the name officers only."""

THREE_REPORTS = (PaperKind.RISK_ASSESSMENT, PaperKind.EXPERT_REVIEW, PaperKind.CONSULTATION)


@dataclass(frozen=True)
class RequiredPaper:
    """A paper without which a step is refused."""

    kind: PaperKind
    step: str
    article: str


def papers_for(
    kind: PlaceNameKind, authority: NameAuthority, *, is_protected: bool = False
) -> tuple[RequiredPaper, ...]:
    """The papers required for a name of this kind, in the order in which the steps ask for them.

    `is_protected` says that a name on a protection list is to be changed or retired (Art. 25).
    """
    found = [RequiredPaper(PaperKind.APPLICATION, "submit", "《地名管理条例》第十一条")]
    if kind is PlaceNameKind.DIVISION:
        found += [RequiredPaper(paper, "submit", "《地名管理条例》第十一条第二款") for paper in THREE_REPORTS]
    if is_protected:
        found.append(RequiredPaper(PaperKind.PROTECTION_PLAN, "submit", "《地名管理条例》第二十五条"))
    asked = asked_before(authority)
    if asked is not None:
        found.append(RequiredPaper(PaperKind.of(asked), "decide", "《地名管理条例》第十二条"))
    found.append(RequiredPaper(PaperKind.APPROVAL, "approve", "《地名管理条例》第十二条"))
    return tuple(found)
