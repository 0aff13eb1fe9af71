"""A Chinese place name cut into the words its spelling is written in (rules 1-7 and 14 of 〔84〕中地字第17号)."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from layers.generic_terms import GenericTerms, Parts, parts
from layers.name_kinds import NameForm
from layers.numerals import DIGITS, NUMBER_SIGNS, number
from layers.place_names import PlaceNameKind
from layers.place_readings import PlaceReadings

_LATIN_OR_HAN = re.compile(r"[0-9A-Za-z]+|[^0-9A-Za-z]+")
_DIRECTIONS = "东西南北前后"
_SIDES = "东西南北中"
_LANDMARK_ENDS = "门桥路街站"
_RING = "环"
_ORDINAL = "第"
_WORD = 2


@dataclass(frozen=True)
class Orthography:
    """What spelling needs to know: the generic terms and the readings of places."""

    terms: GenericTerms
    places: PlaceReadings

    def guess(self, name: str) -> NameForm:
        """The form of a name whose kind nobody said: a known division is one, else its end tells."""
        if name in self.places.division_names:
            return NameForm(PlaceNameKind.DIVISION)
        return self.terms.guess(name)


class Piece(NamedTuple):
    """A word of the spelling: where it begins in the name, its characters, and digits that replace them."""

    start: int
    text: str
    digits: str | None = None


def pieces(name: str, form: NameForm, table: Orthography) -> tuple[Parts, list[Piece]]:
    """The name's parts and its words in order; joined, the words' characters are the name."""
    taken = parts(name, form, table.terms)
    if form.is_natural_village or taken.term is None:
        return taken, _placed(_specific(taken.specific, form, table))
    generic = [(taken.modifier + taken.term.words[0], None), *((word, None) for word in taken.term.words[1:])]
    before = (
        _numbered(taken.specific, table.places) if taken.term.is_numbered else _specific(taken.specific, form, table)
    )
    return taken, _placed([*before, *generic])


_Words = list[tuple[str, str | None]]


def _placed(words: _Words) -> list[Piece]:
    placed, start = [], 0
    for text, digits in words:
        placed.append(Piece(start, text, digits))
        start += len(text)
    return placed


def _whole(text: str) -> _Words:
    """A text as one word, save that Arabic digits and letters stand apart (1203 Gāodì)."""
    return [(run, run if run.isascii() else None) for run in _LATIN_OR_HAN.findall(text)]


def _specific(text: str, form: NameForm, table: Orthography) -> _Words:
    """The specific term of what is no street: peoples and ordinals stand apart, all else is joined."""
    if form.is_natural_village:
        return _whole(text)
    for people in table.places.apart:
        if text.endswith(people) and len(text) > len(people):
            return [*_specific(text.removesuffix(people), form, table), (people, None)]
    ordinal = re.match(rf"^{_ORDINAL}[{NUMBER_SIGNS}]+(?=.{{{_WORD},}})", text)
    if ordinal:
        return [(ordinal.group(), None), *_specific(text[ordinal.end() :], form, table)]
    return _whole(text)


def _numbered(text: str, places: PlaceReadings) -> _Words:
    """The specific term of a street: its ordinal in digits (rule 7), number words elsewhere (rule 6)."""
    ring = text.endswith(_RING)
    base, numeral = _ordinal(text[:-1] if ring else text, places)
    if not numeral or (ring and base.endswith(_ORDINAL)):
        return _landmark(text)
    tail: _Words = [(_RING, None)] if ring else []
    if base.endswith(_ORDINAL):
        return [*_sided(base[:-1]), (_ORDINAL + numeral, f"Dì-{number(numeral)}"), *tail]
    return [*_sided(base), (numeral, str(number(numeral))), *tail]


def _ordinal(text: str, places: PlaceReadings) -> tuple[str, str]:
    """What stands before the number that ends a text, and the number; no number where it is part of a word."""
    numeral = re.search(rf"[{NUMBER_SIGNS}]*$", text)
    start = numeral.start() if numeral else len(text)
    if any(text.endswith(word) for word in places.number_words):
        return text, ""
    for base in sorted(places.bases, key=len, reverse=True):
        found = text.rfind(base)
        if found >= 0 and found + len(base) > start and number(text[found + len(base) :]) is not None:
            start = found + len(base)
            break
    return (text[:start], text[start:]) if number(text[start:]) is not None else (text, "")


def _sided(text: str) -> _Words:
    """中山东 before a number is two words: Zhōngshān Dōng 1 Lù."""
    if len(text) > _WORD and text[-1] in _SIDES:
        return [*_landmark(text[:-1]), (text[-1], None)]
    return _landmark(text)


def _landmark(text: str) -> _Words:
    """广安门北滨河 is two words: a modifier of two syllables and more stands apart (rule 2)."""
    found = re.match(rf"^(.+[{_LANDMARK_ENDS}])([{_DIRECTIONS}].+)$", text)
    if found and len(found[1]) > _WORD and not any(sign in DIGITS for sign in found[2]):
        return [*_whole(found[1]), *_whole(found[2])]
    return _whole(text)
