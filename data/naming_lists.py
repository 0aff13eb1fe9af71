"""The lists that the rules of names read, as they ship in `data/reference/names`."""

from functools import cache
from pathlib import Path

from layers.generic_terms import read_generic_terms
from layers.naming_rules.characters import CharacterTable, read_characters
from layers.naming_rules.name_lists import NameLists
from layers.naming_rules.persons import read_person_model
from layers.naming_rules.residences import ResidenceTable, read_residence_table
from layers.naming_rules.roads import RoadTable, read_road_table
from layers.naming_rules.words import WordList, read_word_list

NAMES = Path(__file__).resolve().parent / "reference" / "names"


def _text(name: str) -> str:
    return (NAMES / name).read_text(encoding="utf-8")


@cache
def characters() -> CharacterTable:
    """通用规范汉字表 with its levels, and other forms of its characters."""
    return read_characters(_text("general_characters.txt"), _text("variant_forms.txt"))


@cache
def word_lists() -> tuple[WordList, ...]:
    """The lists of words as shipped; the county's own copies stand in the database."""
    return tuple(read_word_list(_text(f"word_lists/{path.name}"), path.name) for path in _shelf("word_lists"))


@cache
def road_tables() -> dict[str, RoadTable]:
    """Examples of tables of road generics by id; none holds unless chosen."""
    tables = (read_road_table(_text(f"road_tables/{path.name}"), path.name) for path in _shelf("road_tables"))
    return {table.id: table for table in tables}


@cache
def residence_tables() -> dict[str, ResidenceTable]:
    """Examples of tables of generics of estates by id; none holds unless chosen."""
    found = (
        read_residence_table(_text(f"residence_tables/{path.name}"), path.name) for path in _shelf("residence_tables")
    )
    return {table.id: table for table in found}


@cache
def shipped() -> NameLists:
    """Everything as it ships, with no table chosen."""
    persons = read_person_model(_text("person_model.toml"))
    generics = read_generic_terms(_text("generic_terms.toml"), "generic_terms.toml")
    return NameLists(characters(), word_lists(), persons, generics)


def _shelf(folder: str) -> list[Path]:
    return sorted((NAMES / folder).glob("*.toml"))
