"""Word lists the county keeps: what they say, and where in a name a word counts.

A list is one TOML text:

    id = "exaggerated"
    title = "…"
    rule = "exaggerated"        # an id of layers.naming_rules.rulebook
    source = "…"                # where the words come from
    anywhere = ["宇宙"]          # counts wherever it stands
    whole = ["东京"]             # counts only as the whole specific term
    start = ["御"]              # counts where it begins the specific term
    ordinary = ["绿地"]          # also an ordinary word: told, no reason asked; whole specific term only
    exceptions = ["白求恩"]      # a name with this word has no finding of this list where the two overlap
    [stands_for]                # optional: what a word is
    恩来 = "周恩来"
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from layers.naming_rules.rulebook import NAME_RULES
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary

_FORMAT = "请对照 layers/naming_rules/words.py 开头的格式改正"


class WordPlace(Vocabulary):
    """Where in a name a word counts, and how."""

    ANYWHERE = "anywhere", "任何位置"
    WHOLE = "whole", "整个专名"
    START = "start", "专名开头"
    ORDINARY = "ordinary", "也是普通词语（整个专名，只提示）"
    EXCEPTION = "exception", "例外"


@dataclass(frozen=True)
class Word:
    """A word of a list, where it counts, and what it stands for."""

    text: str
    place: WordPlace = WordPlace.ANYWHERE
    stands_for: str | None = None


@dataclass(frozen=True)
class WordList:
    """Words that one rule looks for, with their source."""

    id: str
    title: str
    rule: str
    source: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class WordHit:
    """A word of a list found in a name, from and up to which character."""

    of: WordList
    word: Word
    start: int
    end: int


def read_word_list(text: str, name: str = "词表") -> WordList:
    """A list from its TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, lacks its source, or names no rule.
    """
    try:
        told = tomllib.loads(text)
        stands_for: dict[str, str] = told.get("stands_for", {})
        words = tuple(
            Word(word, place, stands_for.get(word))
            for place, key in _KEYS.items()
            for word in dict.fromkeys(told.get(key, ()))
        )
        return WordList(told["id"], told["title"], NAME_RULES[told["rule"]].id, told["source"], words)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise Refusal(f"{name}的内容有误", f"{type(fault).__name__}：{fault}", _FORMAT) from fault


_KEYS = {
    WordPlace.ANYWHERE: "anywhere",
    WordPlace.WHOLE: "whole",
    WordPlace.START: "start",
    WordPlace.ORDINARY: "ordinary",
    WordPlace.EXCEPTION: "exceptions",
}


@dataclass(frozen=True)
class WordIndex:
    """All lists by their words, so that one pass over a name asks them all."""

    by_text: Mapping[str, tuple[tuple[WordList, Word], ...]]
    first: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, lists: Iterable[WordList]) -> "WordIndex":
        """The index of some lists; a word may stand in several."""
        by_text: dict[str, list[tuple[WordList, Word]]] = {}
        for each in lists:
            for word in each.words:
                by_text.setdefault(word.text, []).append((each, word))
        lengths: dict[str, set[int]] = {}
        for text in by_text:
            lengths.setdefault(text[:1], set()).add(len(text))
        longest_first = {char: tuple(sorted(known, reverse=True)) for char, known in lengths.items()}
        return cls({text: tuple(entries) for text, entries in by_text.items()}, frozenset(lengths), longest_first)

    def hits(self, name: str, specific: int) -> list[WordHit]:
        """Words that count in a name whose first `specific` characters are its specific term, the longest first."""
        if self.first.isdisjoint(name):
            return []
        found = list(self._all(name, specific))
        if not found:
            return []
        found.sort(key=lambda hit: (hit.start, hit.start - hit.end))
        excepted = [hit for hit in found if hit.word.place is WordPlace.EXCEPTION]
        counted = [hit for hit in found if hit.word.place is not WordPlace.EXCEPTION and not _within(hit, excepted)]
        return [hit for hit in counted if not _within_longer(hit, counted)]

    def _all(self, name: str, specific: int) -> Iterator[WordHit]:
        for start, character in enumerate(name):
            for length in self.lengths.get(character, ()):
                end = start + length
                for of, word in self.by_text.get(name[start:end], ()) if end <= len(name) else ():
                    if _counts(word, start, end, specific):
                        yield WordHit(of, word, start, end)


def _counts(word: Word, start: int, end: int, specific: int) -> bool:
    if word.place in (WordPlace.WHOLE, WordPlace.ORDINARY):
        return start == 0 and end == specific
    return word.place is not WordPlace.START or (start == 0 and end <= specific)


def _within(hit: WordHit, excepted: list[WordHit]) -> bool:
    return any(each.of is hit.of and each.start < hit.end and hit.start < each.end for each in excepted)


def _within_longer(hit: WordHit, counted: list[WordHit]) -> bool:
    """Whether a longer word of the same rule covers this one: 孙中山 covers 中山."""
    longer = (each for each in counted if each.end - each.start > hit.end - hit.start and each.of.rule == hit.of.rule)
    return any(each.start <= hit.start and hit.end <= each.end for each in longer)
