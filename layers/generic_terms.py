"""Generic terms (通名): the dictionary of them, and a name taken apart into its specific and its generic term.

The dictionary is one TOML text, `data/reference/names/generic_terms.toml`, which says its own format.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from layers.name_kinds import NameForm
from layers.place_names import PlaceNameKind
from layers.refusal import Refusal

_FORMAT = "请对照 data/reference/names/generic_terms.toml 开头的说明改正"
_SHORTEST_MODIFIED = 2


@dataclass(frozen=True)
class GenericTerm:
    """A generic term of one group: `words` are its parts when it is written in several."""

    term: str
    words: tuple[str, ...]
    kinds: tuple[PlaceNameKind, ...]
    modifiers: str
    is_numbered: bool
    class_code: str | None
    source: str


class Parts(NamedTuple):
    """A name taken apart; joined, the three are the name. `modifier` goes with the generic term (景山 · 后 · 街)."""

    specific: str
    modifier: str
    generic: str
    term: GenericTerm | None


class GenericTerms:
    """The dictionary: which words may close a name of a kind."""

    def __init__(self, terms: Iterable[GenericTerm]) -> None:
        """Keep the terms; a term may stand once for each kind, the first wins."""
        self.terms = tuple(terms)
        self._of: dict[PlaceNameKind, dict[str, GenericTerm]] = {kind: {} for kind in PlaceNameKind}
        for term in self.terms:
            for kind in term.kinds:
                self._of[kind].setdefault(term.term, term)
        self._longest = max((len(term.term) for term in self.terms), default=0)

    def of(self, kind: PlaceNameKind) -> dict[str, GenericTerm]:
        """The generic terms of a kind, by their characters."""
        return self._of[kind]

    def closing(self, name: str, kind: PlaceNameKind) -> GenericTerm | None:
        """The longest generic term of a kind that closes a name and leaves something before it."""
        ends = (name[-length:] for length in range(min(self._longest, len(name) - 1), 0, -1))
        return next((self._of[kind][end] for end in ends if end in self._of[kind]), None)

    def guess(self, name: str) -> NameForm:
        """The form of a name whose kind nobody said: the longest closing term decides, then the order of kinds."""
        closing = [term for kind in PlaceNameKind if (term := self.closing(name, kind))]
        if not closing:
            return NameForm(PlaceNameKind.OTHER, is_natural_village=True)
        return NameForm(max(closing, key=lambda term: len(term.term)).kinds[0])


def read_generic_terms(text: str, name: str = "通名词典") -> GenericTerms:
    """Read the dictionary from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, a group lacks a source, or a kind is unknown.
    """
    try:
        groups = tomllib.loads(text).get("group", [])
        return GenericTerms(term for group in groups for term in _group(group))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as fault:
        raise Refusal(f"{name}的内容有误", f"{type(fault).__name__}：{fault}", _FORMAT) from fault


def _group(group: dict[str, Any]) -> list[GenericTerm]:
    return [
        GenericTerm(
            term=written.replace(" ", ""),
            words=tuple(written.split(" ")),
            kinds=tuple(PlaceNameKind.of(kind) for kind in group["kinds"]),
            modifiers=group["modifiers"],
            is_numbered=group.get("numbered", False),
            class_code=group.get("class"),
            source=group["source"],
        )
        for written in group["terms"]
    ]


def parts(name: str, form: NameForm, terms: GenericTerms) -> Parts:
    """A name as specific term, modifier of the generic term, generic term; a natural village's is one word.

    A modifier is read off only where two characters stay before it: 景山后街 is 景山·后·街, 湖南路 is 湖南·路.
    """
    term = None if form.is_natural_village else terms.closing(name, form.kind)
    if term is None:
        return Parts(name, "", "", None)
    before = name[: -len(term.term)]
    bare = before.rstrip(term.modifiers) if term.modifiers else before
    bare = before[: max(len(bare), _SHORTEST_MODIFIED)]
    return Parts(bare, before[len(bare) :], term.term, term)


def split(name: str, form: NameForm, terms: GenericTerms) -> tuple[str, str]:
    """The specific and the generic term as the register keeps them: joined, they are the name (Art. 9).

    The generic term is the dictionary's (景山后街 is 景山后 and 街); it is empty for natural villages and where no
    generic term closes the name.
    """
    taken = parts(name, form, terms)
    return taken.specific + taken.modifier, taken.generic
