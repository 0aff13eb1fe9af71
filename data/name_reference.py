"""The reference lists of names that ship with Cairn: generic terms and readings of places."""

from functools import cache
from pathlib import Path

from layers.generic_terms import GenericTerms, read_generic_terms

NAMES = Path(__file__).resolve().parent / "reference" / "names"


@cache
def generic_terms(folder: Path = NAMES) -> GenericTerms:
    """The dictionary of generic terms.

    Raises:
        Refusal: the file does not follow its own format.
    """
    path = folder / "generic_terms.toml"
    return read_generic_terms(path.read_text(encoding="utf-8"), path.name)
