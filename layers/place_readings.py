"""The table of readings in place names: our own, before any general dictionary.

The text is `data/reference/names/place_readings.toml`, which says its own format. Three things stand in it:
readings of places and words, spellings of names from other languages, and the characters of several readings.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from layers.place_names import PlaceNameKind
from layers.refusal import Refusal

_FORMAT = "请对照 data/reference/names/place_readings.toml 开头的说明改正"


@dataclass(frozen=True)
class PlaceReading:
    """How a place or word is read: one toned syllable for each character, or a `spelling` of another language.

    `divisions` are prefixes of division codes where it is read so; with none it is read so everywhere.
    """

    text: str
    syllables: tuple[str, ...]
    spelling: str | None
    language: str | None
    divisions: tuple[str, ...]
    is_division: bool
    only_divisions: bool
    source: str

    def holds(self, division: str | None, kind: PlaceNameKind) -> bool:
        """Whether it is read so there; a division's own name is known without saying where it lies."""
        if not self.divisions:
            return kind is PlaceNameKind.DIVISION or not self.only_divisions
        if division is None:
            return self.is_division and kind is PlaceNameKind.DIVISION
        return any(division.startswith(prefix) or prefix.startswith(division) for prefix in self.divisions)


class Doubt(NamedTuple):
    """A character of several readings in names: the usual one first; `here` are readings usual in some divisions."""

    readings: tuple[str, ...]
    here: Mapping[str, str]


class PlaceReadings:
    """The table, asked by text and place."""

    def __init__(
        self,
        places: Iterable[PlaceReading],
        *,
        usual: Mapping[str, str],
        doubtful: Mapping[str, Doubt],
        apart: Iterable[str],
        number_words: Iterable[str],
        bases: Iterable[str],
    ) -> None:
        """Keep the entries by their first character, the longest first."""
        self.usual, self.doubtful = dict(usual), dict(doubtful)
        self.number_words, self.bases = frozenset(number_words), frozenset(bases)
        self.apart = tuple(apart)
        self.entries = tuple(places)
        self.division_names = frozenset(each.text for each in self.entries if each.is_division)
        self._by_start: dict[str, list[PlaceReading]] = {}
        for place in sorted(self.entries, key=lambda each: (-len(each.text), not each.divisions)):
            self._by_start.setdefault(place.text[0], []).append(place)

    def at(self, text: str, start: int) -> list[PlaceReading]:
        """Every entry that begins at a character of a text, the longest first."""
        return [each for each in self._by_start.get(text[start], []) if text.startswith(each.text, start)]


def read_place_readings(text: str, name: str = "地名读音表") -> PlaceReadings:
    """Read the table from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, an entry lacks its source, or syllables and characters do not count alike.
    """
    try:
        table = tomllib.loads(text)
        doubtful = {char: _doubt(values) for char, values in table["doubtful"].items()}
        places = [place for group in table["places"] for place in _places(group)]
        numbers = table["numbers"]
        return PlaceReadings(
            places,
            usual=table["usual"],
            doubtful=doubtful,
            apart=table["apart"]["words"],
            number_words=numbers["words"],
            bases=numbers["bases"],
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as fault:
        raise Refusal(f"{name}的内容有误", f"{type(fault).__name__}：{fault}", _FORMAT) from fault


def _doubt(values: dict[str, Any]) -> Doubt:
    return Doubt(tuple(values["readings"]), values.get("here", {}))


def _places(group: dict[str, Any]) -> list[PlaceReading]:
    shared = {
        "language": group.get("language"),
        "divisions": tuple(group.get("divisions", ())),
        "is_division": group.get("division_names", False),
        "only_divisions": group.get("only_divisions", False),
        "source": group["source"],
    }
    read = [
        PlaceReading(text=text, syllables=_syllables(text, sound), spelling=None, **shared)
        for text, sound in group.get("readings", {}).items()
    ]
    spelt = [
        PlaceReading(text=text, syllables=(), spelling=spelling, **shared)
        for text, spelling in group.get("spellings", {}).items()
    ]
    return read + spelt


def _syllables(text: str, sound: str) -> tuple[str, ...]:
    syllables = tuple(sound.split())
    if len(syllables) != len(text):
        raise ValueError(f"“{text}”有 {len(text)} 个字，读音有 {len(syllables)} 个音节：{sound}")
    return syllables
