"""The words by which a kind of name is asked for, at the console and in a request."""

from dataclasses import dataclass

from layers.place_names import PlaceNameKind
from layers.refusal import Refusal


@dataclass(frozen=True)
class NameForm:
    """A kind of the Regulation (Art. 3), and whether the name is a natural village's, which is written in one word."""

    kind: PlaceNameKind
    is_natural_village: bool = False


_VILLAGE = "village"
_SHORT = {
    "natural": PlaceNameKind.NATURAL_FEATURE,
    "committee": PlaceNameKind.COMMITTEE_SEAT,
    "building": PlaceNameKind.ESTATE_OR_BUILDING,
}
NAME_FORMS: dict[str, NameForm] = {
    **{kind.value: NameForm(kind) for kind in PlaceNameKind},
    **{word: NameForm(kind) for word, kind in _SHORT.items()},
    _VILLAGE: NameForm(PlaceNameKind.OTHER, is_natural_village=True),
}
FORM_LABELS: dict[str, str] = {
    **{word: form.kind.label for word, form in NAME_FORMS.items()},
    _VILLAGE: "自然村镇",
}


def form_of(word: str) -> NameForm:
    """The form a word asks for.

    Raises:
        Refusal: no form is called so.
    """
    if word not in NAME_FORMS:
        known = "、".join(f"{name}（{FORM_LABELS[name]}）" for name in NAME_FORMS)
        raise Refusal(f"没有“{word}”这个地名类别", "类别依《地名管理条例》第三条", f"请选：{known}")
    return NAME_FORMS[word]


def word_of(form: NameForm) -> str:
    """The one word that stands for a form in an answer."""
    return _VILLAGE if form.is_natural_village else form.kind.value
