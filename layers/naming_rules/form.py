"""The form of a name: a specific term, then one generic term that is right for its class (Art. 9).

Natural villages and natural features need no generic term (周口店). What follows a generic term that has become part of
the specific term (解放路南小街, 广场路) is no fault; two generic terms of one class side by side are (人民大道路).
"""

from layers.generic_terms import GenericTerms, Parts
from layers.name_kinds import NameForm
from layers.naming import NameFinding, NameSeverity
from layers.naming_rules.rulebook import finding
from layers.place_names import PlaceNameKind

# The dictionary is the county's and may lack a term: only what people find their way by must not be without.
_WITHOUT_GENERIC = {
    PlaceNameKind.STREET: NameSeverity.BLOCKS,
    PlaceNameKind.DIVISION: NameSeverity.NEEDS_REASON,
    PlaceNameKind.COMMITTEE_SEAT: NameSeverity.NEEDS_REASON,
    PlaceNameKind.ESTATE_OR_BUILDING: NameSeverity.NEEDS_REASON,
}
# Street terms that stay such before another; 里, 坊, 街 and the like are as often part of a specific term.
_PLAIN_ROADS = ("大道", "大街", "公路", "马路", "胡同", "快速路", "路")
# A lane may be called after its road (解放路巷); a road is not called after being one.
_STREET_ENDS = frozenset({"路", "街", "道", "大道", "大街"})
# Roads that are things one lives by, as 铁路街 tells.
_THINGS = ("铁路", "马路", "公路", "岔路", "大路", "神路", "水路", "丝路")


def form_findings(name: str, form: NameForm, terms: GenericTerms, taken: Parts) -> list[NameFinding]:
    """What is wrong with the form of a name taken apart; nothing where the Regulation asks for none."""
    if form.is_natural_village or not name:
        return []
    if name in terms.of(form.kind):
        message = f"“{name}”只有通名，没有专名"
        return [finding("form-generic", message, "请在通名前加上专名", part=(0, len(name)), evidence={"generic": name})]
    if taken.term is None:
        return _without_generic(name, form, terms)
    if form.kind is PlaceNameKind.STREET:
        return _doubled(taken.specific + taken.modifier, taken.generic)
    return []


def _without_generic(name: str, form: NameForm, terms: GenericTerms) -> list[NameFinding]:
    others = {
        kind.label: closing.term
        for kind in PlaceNameKind
        if kind is not form.kind and (closing := terms.closing(name, kind))
    }
    label = form.kind.label
    if others and form.kind in _WITHOUT_GENERIC:
        kind, term = max(others.items(), key=lambda each: len(each[1]))
        message = f"通名“{term}”用于{kind}，不是{label}的通名"
        part = (len(name) - len(term), len(name))
        remedy = f"请改用{label}的通名，或核对类别"
        return [finding("form-class", message, remedy, part=part, evidence={"generic": term, "kind": kind})]
    if others or form.kind is PlaceNameKind.NATURAL_FEATURE:
        return []
    usual = "、".join(list(terms.of(form.kind))[:8])
    message = f"“{name}”没有{label}的通名：地名由专名和通名两部分组成"
    severity = _WITHOUT_GENERIC.get(form.kind, NameSeverity.INFORMATION)
    remedy = f"请以一个通名结尾（如{usual}）" if usual else "请以一个通名结尾"
    return [finding("form-generic", message, f"{remedy}；通名词典可由县里增补", severity=severity)]


def _doubled(specific: str, generic: str) -> list[NameFinding]:
    first = next((term for term in _PLAIN_ROADS if specific.endswith(term)), None)
    if first is None or generic not in _STREET_ENDS or specific == first or specific.endswith(_THINGS):
        return []
    message = f"通名重叠：“{first}”之后又有“{generic}”"
    part = (len(specific) - len(first), len(specific) + len(generic))
    return [
        finding(
            "form-double",
            message,
            f"请只留一个通名，如“{specific}”",
            part=part,
            evidence={"first": first, "second": generic},
        )
    ]
