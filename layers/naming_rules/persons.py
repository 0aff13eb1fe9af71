"""Is a specific term probably a person's name? A model of a surname and a given name, written out.

A given name of two characters that both are usual in given names, after a surname of one or two: 王建国路, 欧阳志远路.
A single given character tells too little (安平, 高明, 金华 are places), so two characters count only when a list names
the person. What is likely a feature of the place (王家湾, 李白沟村) is no given name. A warning, never a refusal.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from layers.naming import NameFinding
from layers.naming_rules.rulebook import finding
from layers.refusal import Refusal

_GIVEN = 2
# 王家兴 is as likely the Wangs' place.
_HOME = "家"


@dataclass(frozen=True)
class PersonModel:
    """Surnames of one and two characters, characters of given names with a weight 1 to 3, and those of places."""

    surnames: frozenset[str]
    given: Mapping[str, int]
    of_places: frozenset[str]
    source: str
    threshold: int = 5


def read_person_model(text: str) -> PersonModel:
    """The model from its TOML (`data/reference/names/person_model.toml`).

    Raises:
        Refusal: the text is no TOML or lacks a part.
    """
    try:
        told = tomllib.loads(text)
        given = {each: int(weight) for weight, letters in told["given"].items() for each in letters}
        surnames = frozenset(told["surnames"]["single"]) | frozenset(told["surnames"]["double"].split())
        return PersonModel(surnames, given, frozenset(told["of_places"]), told["source"], told["threshold"])
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as fault:
        said = f"{type(fault).__name__}：{fault}"
        raise Refusal("人名模型的文本有误", said, "请对照 data/reference/names/person_model.toml 的说明改正") from fault


def person_findings(specific: str, model: PersonModel) -> list[NameFinding]:
    """The finding that a specific term looks like a person's name; none when it does not."""
    known = probable_person(specific, model)
    if known is None:
        return []
    surname, given, score = known
    message = f"专名“{specific}”像是人名（姓“{surname}”名“{given}”）：一般不以人名作地名"
    remedy = "确为人名的请改名；不是人名或没有特定联系的，请说明理由（实施办法第三条）"
    told = {"surname": surname, "given": given, "score": str(score), "threshold": str(model.threshold)}
    return [finding("probable-person", message, remedy, part=(0, len(specific)), evidence=told)]


def probable_person(specific: str, model: PersonModel) -> tuple[str, str, int] | None:
    """Surname, given name and score of what looks like a person's name; None for other words."""
    surname, given = specific[:-_GIVEN], specific[-_GIVEN:]
    if surname not in model.surnames or given[-1:] in model.of_places or given.startswith(_HOME):
        return None
    weights = [model.given.get(each, 0) for each in given]
    score = sum(weights)
    return (surname, given, score) if min(weights) > 0 and score >= model.threshold else None
