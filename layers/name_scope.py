"""The area in which a name must differ from others, by the kind of name (地名管理条例 Art. 9 (7) and (8)).

Four areas: streets, and estates and buildings, within one built-up area; seats of committees within the county; towns
within the province; counties and famous natural features in the whole country. The law names none for the other
kinds: there the county is looked through and what is found is told, not held against the name.
"""

from dataclasses import dataclass

from layers.name_kinds import NameForm
from layers.place_names import PlaceNameKind
from layers.vocabulary import Vocabulary

_ARTICLE = "《地名管理条例》第九条第一款"
_TOWNSHIPS = ("街道", "镇", "乡", "苏木")
_COUNTIES = ("县", "市", "区", "旗", "州", "盟", "省")
_DIGITS = {"province": 2, "county": 6, "township": 9}


class NameArea(Vocabulary):
    """How far a name must differ."""

    BUILT_UP = "built_up", "同一建成区内"
    TOWNSHIP = "township", "同一乡、镇、街道内"
    COUNTY = "county", "同一县级行政区域内"
    PROVINCE = "province", "同一省级行政区域内"
    NATION = "nation", "全国范围内"
    REGISTER = "register", "本登记册内"


@dataclass(frozen=True)
class LawfulScope:
    """Where names of a kind must differ, and by which article; `is_law` is False where no article says so."""

    area: NameArea
    article: str
    is_law: bool = True


def lawful_scope(form: NameForm, generic: str) -> LawfulScope:
    """The area for a name of a form; of divisions the generic term tells towns from counties (Art. 9 (7), (8))."""
    match form.kind:
        case PlaceNameKind.STREET | PlaceNameKind.ESTATE_OR_BUILDING:
            return LawfulScope(NameArea.BUILT_UP, f"{_ARTICLE}（八）")
        case PlaceNameKind.COMMITTEE_SEAT:
            return LawfulScope(NameArea.COUNTY, f"{_ARTICLE}（八）")
        case PlaceNameKind.DIVISION if generic.endswith(_TOWNSHIPS):
            return LawfulScope(NameArea.PROVINCE, f"{_ARTICLE}（八）")
        case PlaceNameKind.DIVISION if generic.endswith(_COUNTIES):
            return LawfulScope(NameArea.NATION, f"{_ARTICLE}（七）")
        case PlaceNameKind.NATURAL_FEATURE:
            return LawfulScope(NameArea.NATION, f"{_ARTICLE}（七）")
    return LawfulScope(NameArea.COUNTY, f"{_ARTICLE}（条例未定范围）", is_law=False)


def prefix_of(area: NameArea, division: str | None) -> str | None:
    """What the codes of all divisions of an area begin with; None for everywhere, or when the place is not known."""
    digits = _DIGITS.get(area.value)
    return division[:digits] if digits and division else None
