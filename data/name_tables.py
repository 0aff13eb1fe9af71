"""What the look-up of names is filled with: readings from pypinyin, and the lists of `data/reference/names`.

The tables that a county edits are filled once, when they are empty; the others follow what is installed.
"""

import tomllib
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pypinyin.constants import PINYIN_DICT
from sqlalchemy import Connection

from data.name_reference import NAMES, generic_terms, orthography
from layers.place_names import PlaceNameKind
from layers.readings import readings
from layers.usual_readings import usual, usual_toneless

# Arabic digits are read as the numbers they write.
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def fill(connection: Connection) -> None:
    """Bring the tables of the look-up to what this version of Cairn knows; the owner does it, at each migration."""
    connection.exec_driver_sql("SELECT set_config('cairn.deed', 'load', true)")
    _replace(connection, "readings", "char, known, usual, toneless", _readings())
    _replace(connection, "place_readings", "word, place, char, toned, is_local", _place_readings())
    _replace(connection, "generic_terms", "kind, term", _generic_terms())
    if _is_empty(connection, "confusions"):
        _copy(connection, "confusions", "part, one, other, source", _confusions())
    else:
        connection.exec_driver_sql("SELECT lookup.respell()")
    if _is_empty(connection, "look_alikes"):
        _copy(connection, "look_alikes", "one, other, source", _look_alikes())
    _enter_counties(connection)
    connection.exec_driver_sql("SELECT set_config('cairn.deed', '', true)")


def _readings() -> Iterator[tuple[Any, ...]]:
    for char in (*map(chr, sorted(PINYIN_DICT)), *_DIGITS):
        said = _DIGITS.get(char, char)
        yield char, list(readings(said)), list(usual(said)), list(usual_toneless(said))


def _generic_terms() -> Iterator[tuple[str, str]]:
    return ((kind.value, term) for kind in PlaceNameKind for term in generic_terms().of(kind))


def _place_readings() -> set[tuple[str, int, str, str, bool]]:
    """How each character of a place is read there; of two rows that say the same, the one that holds everywhere."""
    everywhere = dict.fromkeys(_syllables(is_local=False), False)
    local = dict.fromkeys(_syllables(is_local=True), True)
    return {(*row, is_local) for row, is_local in (local | everywhere).items()}


def _syllables(*, is_local: bool) -> Iterator[tuple[str, int, str, str]]:
    for each in orthography().places.entries:
        if bool(each.divisions) is is_local:
            for place, (char, toned) in enumerate(zip(each.text, each.syllables, strict=False), 1):
                yield each.text, place, char, toned


def _enter_counties(connection: Connection) -> None:
    """All divisions of the country from the county up, against which their names are checked (Art. 9 (7))."""
    lines = (NAMES / "counties.txt").read_text(encoding="utf-8").splitlines()
    codes, names = zip(*(line.split(" ", 1) for line in lines if line and not line.startswith("#")), strict=True)
    connection.exec_driver_sql("DELETE FROM lookup.entries WHERE origin = 'counties'")
    connection.exec_driver_sql(
        """
        SELECT lookup.enter(array_agg(ROW(
          'counties', code, 'name', code, name, name, NULL, NULL, 'division', 'in_use', code, 'public',
          daterange('1949-10-01', NULL), NULL)::lookup.given))
        FROM unnest(%s::text[], %s::text[]) AS known(code, name)""",
        (list(codes), list(names)),
    )


def _confusions() -> Iterator[tuple[str, str, str, str]]:
    for group in _groups("confusions.toml"):
        yield from ((group["part"], *sorted(pair), group["source"]) for pair in group["pairs"])


def _look_alikes() -> Iterator[tuple[str, str, str]]:
    pairs = {
        pair: group["source"]
        for group in _groups("look_alikes.toml")
        for chars in group["groups"]
        for pair in combinations(sorted(set(chars)), 2)
    }
    return ((*pair, source) for pair, source in pairs.items())


def _groups(name: str) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = tomllib.loads((NAMES / name).read_text(encoding="utf-8"))["group"]
    return groups


def _is_empty(connection: Connection, table: str) -> bool:
    return not connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM lookup.{table})").scalar_one()


def _replace(connection: Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    connection.exec_driver_sql(f"DELETE FROM lookup.{table}")
    _copy(connection, table, columns, rows)


def _copy(connection: Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.cursor()
    with driver, driver.copy(f"COPY lookup.{table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
