"""Who approves a name, with whom it is filed, and from which event its announcement counts (地名管理条例 Art. 12–14).

What the Regulation leaves to the province (villages, natural features) and to national rules is handed in as a setting;
nothing of it is guessed here.
"""

from layers.place_names import PlaceNameKind
from layers.vocabulary import Vocabulary


class NameAuthority(Vocabulary):
    """Who approves a name (Art. 12)."""

    COUNTY_GOVERNMENT = "county_government", "县（市、区）人民政府"
    HOUSING_DEPARTMENT = "housing_department", "住房和城乡建设主管部门"
    COMPETENT_DEPARTMENT = "competent_department", "设施的主管部门"
    DIVISION_AUTHORITY = "division_authority", "行政区划的审批机关"
    NAME_DEPARTMENT = "name_department", "地名行政主管部门"
    TOWNSHIP_GOVERNMENT = "township_government", "乡镇人民政府、街道办事处"
    PROTECTION_AUTHORITY = "protection_authority", "公园、自然保护地的审批机关"
    SEA_AND_ISLANDS = "sea_and_islands", "自然资源主管部门"
    STATE_COUNCIL = "state_council", "国务院"


class FilingTarget(Vocabulary):
    """With whom an approval is filed within fifteen days (Art. 13)."""

    GOVERNMENT_ABOVE = "government_above", "上一级人民政府（材料径送其地名行政主管部门）"
    NAME_DEPARTMENT_ABOVE = "name_department_above", "上一级地名行政主管部门"
    NAME_DEPARTMENT_HERE = "name_department_here", "同级地名行政主管部门"
    NOT_FILED = "not_filed", "无须备案"


class CountsFrom(Vocabulary):
    """The event from which the fifteen days of the announcement count (Art. 14)."""

    APPROVAL = "approval", "自批准之日"
    FILING = "filing", "自收到备案之日"


GOVERNMENTS = frozenset(
    {NameAuthority.COUNTY_GOVERNMENT, NameAuthority.TOWNSHIP_GOVERNMENT, NameAuthority.DIVISION_AUTHORITY}
)
ARTICLE = "《地名管理条例》第十二条"

_BY_KIND = {
    PlaceNameKind.STREET: NameAuthority.COUNTY_GOVERNMENT,
    PlaceNameKind.ESTATE_OR_BUILDING: NameAuthority.HOUSING_DEPARTMENT,
    PlaceNameKind.INFRASTRUCTURE: NameAuthority.COMPETENT_DEPARTMENT,
    PlaceNameKind.DIVISION: NameAuthority.DIVISION_AUTHORITY,
    PlaceNameKind.PARK_OR_RESERVE: NameAuthority.PROTECTION_AUTHORITY,
}


def approving_authority(
    kind: PlaceNameKind,
    *,
    is_famous: bool = False,
    is_island: bool = False,
    by_province: NameAuthority = NameAuthority.COUNTY_GOVERNMENT,
) -> NameAuthority:
    """Who approves a name of a kind (Art. 12).

    `is_famous` says that a natural feature is famous, crosses a province, or lies at the border or in the sea;
    `is_island` that it is an uninhabited island or a feature of the sea that the natural-resource authority names;
    `by_province` is what the provincial rule says of villages, committees and other natural features.
    """
    if kind is PlaceNameKind.NATURAL_FEATURE and is_famous:
        return NameAuthority.STATE_COUNCIL
    if kind is PlaceNameKind.NATURAL_FEATURE and is_island:
        return NameAuthority.SEA_AND_ISLANDS
    return _BY_KIND.get(kind, by_province)


def filing_target(authority: NameAuthority) -> FilingTarget:
    """With whom an approval by this authority is filed (Art. 13)."""
    if authority in GOVERNMENTS:
        return FilingTarget.GOVERNMENT_ABOVE
    if authority is NameAuthority.NAME_DEPARTMENT:
        return FilingTarget.NAME_DEPARTMENT_ABOVE
    if authority is NameAuthority.STATE_COUNCIL:
        return FilingTarget.NOT_FILED
    return FilingTarget.NAME_DEPARTMENT_HERE


def announcement_counts_from(authority: NameAuthority) -> CountsFrom:
    """From approval for a government or the place-name authority, from filing for all others (Art. 14)."""
    by_government = {*GOVERNMENTS, NameAuthority.NAME_DEPARTMENT, NameAuthority.STATE_COUNCIL}
    return CountsFrom.APPROVAL if authority in by_government else CountsFrom.FILING


def asked_before(authority: NameAuthority) -> str | None:
    """The paper that shows who was asked before this authority decides (Art. 12); None where nobody must be."""
    if authority is NameAuthority.HOUSING_DEPARTMENT:
        return "name_department_opinion"
    return "government_opinion" if authority is NameAuthority.COMPETENT_DEPARTMENT else None
