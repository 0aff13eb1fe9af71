"""The reference lists of names that ship with Cairn: generic terms and readings of places."""

from functools import cache
from pathlib import Path

from layers.generic_terms import GenericTerms, read_generic_terms
from layers.place_readings import read_place_readings
from layers.spelling_words import Orthography

NAMES = Path(__file__).resolve().parent / "reference" / "names"


@cache
def generic_terms(folder: Path = NAMES) -> GenericTerms:
    """The dictionary of generic terms.

    Raises:
        Refusal: the file does not follow its own format.
    """
    path = folder / "generic_terms.toml"
    return read_generic_terms(path.read_text(encoding="utf-8"), path.name)


@cache
def orthography(folder: Path = NAMES) -> Orthography:
    """What spelling needs to know: generic terms and readings of places.

    Raises:
        Refusal: a file does not follow its own format.
    """
    path = folder / "place_readings.toml"
    return Orthography(generic_terms(folder), read_place_readings(path.read_text(encoding="utf-8"), path.name))
