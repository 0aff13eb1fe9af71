"""The cleaning of non-standard names (不规范地名清理): the whole register against the same rules.

A sweep keeps what it found; a decision belongs to the name and the rule, not to the sweep, so the next sweep knows it.
A million names are read once: rules of words in Python, once for each spelling; likeness by one statement
(`lookup.sweep`). The list to work off is `data.name_worklist`'s.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import psycopg
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import Forbidden, Unauthenticated
from data.name_words import county_lists
from data.refusals import refusals_in_chinese
from layers.name_kinds import NameForm
from layers.naming import NameAsked, NameFinding
from layers.naming_rules.name_lists import NameLists, text_findings
from layers.naming_rules.roads import RoadMeasured, road_findings
from layers.naming_rules.rulebook import Standing, kept
from layers.place_names import PlaceNameKind

DEED = "name-sweep"
_AT_ONCE = 20_000
Tell = Callable[[int, int, str], None]

_COUNT = text("""
SELECT count(*) FROM register.place_names
WHERE valid @> :today AND status IN ('in_use', 'proposed') AND starts_with(coalesce(division, :division), :division)""")
# The names of a county that have no division are the county's.
_NAMES = """
SELECT code, name, kind, generic_term IS NULL AND kind = 'other' AS is_village, division, disclosure,
  approving_authority, approval_number, approved_on::text,
  CASE WHEN %(measured)s AND kind = 'street' AND ST_Dimension(geom) = 1 THEN ST_Length(geom::geography) END AS length_m
FROM register.place_names
WHERE valid @> %(today)s AND status IN ('in_use', 'proposed')
  AND starts_with(coalesce(division, %(division)s), %(division)s)"""
_ENTER = """
INSERT INTO archive.name_sweep_findings
  (sweep_id, code, name, kind, division, disclosure, rule, severity, is_approved, scope, message, first, until)
SELECT %s, * FROM unnest(
  %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::text[],
  %s::text[], %s::integer[], %s::integer[])"""
_ALIKE = text("""
WITH groups AS MATERIALIZED (
  SELECT row_number() OVER () AS number, swept.* FROM lookup.sweep(:today, :kinds) AS swept
), told AS (
  SELECT * FROM groups AS own WHERE rule <> 'same-sound-toneless' OR NOT EXISTS (
    SELECT FROM groups AS other WHERE other.rule = 'same-sound'
      AND other.kind = own.kind AND other.scope = own.scope AND other.entries = own.entries)
), members AS (
  SELECT number, rule, scope, entry.code, entry.word, entry.kind, entry.division, entry.disclosure
  FROM told CROSS JOIN LATERAL unnest(entries) AS entry_id JOIN lookup.entries AS entry ON entry.id = entry_id
), counted AS (
  SELECT number, count(*) AS names, array_to_string((array_agg(DISTINCT word))[1:3], '”“') AS words
  FROM members GROUP BY number
), heaviest AS (
  SELECT DISTINCT ON (code, rule) * FROM members JOIN counted USING (number)
  WHERE starts_with(coalesce(division, :division), :division) ORDER BY code, rule, names DESC
), entered AS (
  INSERT INTO archive.name_sweep_findings
    (sweep_id, code, name, kind, division, disclosure, rule, severity, is_approved, scope, message)
  SELECT :sweep, code, word, kind, division, disclosure, rule,
    CASE rule WHEN 'same-sound-toneless' THEN 'information' ELSE 'needs_reason' END, false, nullif(scope, ''),
    CASE rule WHEN 'same-name' THEN format('同一范围内有 %s 个“%s”', names, word)
      WHEN 'same-sound' THEN format('同一范围内 %s 个地名同音：“%s”', names, words)
      ELSE format('同一范围内 %s 个地名声调不同而同音：“%s”', names, words) END
  FROM heaviest ORDER BY rule, code RETURNING rule, severity
)
SELECT rule, severity, count(*) AS found FROM entered GROUP BY rule, severity""")
# A million names are sorted by sound; without room they are sorted on the disk.
_ROOM_TO_SORT = text("SET LOCAL work_mem = '256MB'")
_SWEPT = text("""
INSERT INTO archive.name_sweeps (id, division, as_of, names, found, counts)
VALUES (:id, :division, :as_of, :names, :found, CAST(:counts AS jsonb))""")


@dataclass(frozen=True)
class Swept:
    """What a sweep came to; `counts` are findings by rule and severity."""

    id: str
    division: str
    names: int
    found: int
    counts: dict[str, dict[str, int]]


def sweep(
    session: Session, sweep_id: str, division: str, today: dt.date, tell: Tell = lambda _, __, ___: None
) -> Swept:
    """Put every name in use or proposed in a division, and below, to the rules, and keep what they find.

    `tell` is told how many names of how many are done. All of it is one transaction of the caller's.

    Raises:
        Unauthenticated, Forbidden: who acts does not answer for names there.
    """
    refuse_who_does_not_answer(session, division)
    lists = county_lists(session)
    of = session.scalar(_COUNT, {"today": today, "division": division}) or 0
    counts: Counter[tuple[str, str]] = Counter()
    done = 0
    keep = _Keeper(session, sweep_id)
    rule_of = _rules(lists)
    for row in _read(session, division, today, measured=lists.road_table is not None):
        for found in rule_of(row):
            keep.add(row, found)
            counts[found.rule, found.severity.value] += 1
        done += 1
        if done % _AT_ONCE == 0:
            tell(done, of, "按用字、用词和专名通名检查")
    keep.flush()
    tell(done, of, "查重名和同音")
    session.execute(_ROOM_TO_SORT)
    wanted = {"today": today, "kinds": list(PlaceNameKind.labels()), "division": division, "sweep": sweep_id}
    for rule, severity, number in session.execute(_ALIKE, wanted):
        counts[rule, severity] += number
    swept = Swept(sweep_id, division, done, sum(counts.values()), _by_rule(counts))
    _enter(session, swept, today)
    return swept


def refuse_who_does_not_answer(session: Session, division: str) -> None:
    """Let nobody sweep who does not answer for names in the division.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: the office is another.
    """
    if acting(session).is_public:
        raise Unauthenticated("清理不规范地名须登录")
    if not session.scalar(select(func.access.answers_names(division))):
        who = "由该行政区划的地名审核人、地名审批人或数据管理员发起"
        raise Forbidden("您不能清理这里的地名", who, "请由他们办理")


@dataclass(slots=True)
class _Row:
    """A name of the register as the rules need it."""

    code: str
    name: str
    kind: str
    is_village: bool
    division: str | None
    disclosure: str
    authority: str | None
    document: str | None
    approved_on: str | None
    length_m: float | None

    @property
    def standing(self) -> Standing:
        """How the name was approved."""
        return Standing(self.authority, self.document, self.approved_on)


def _read(session: Session, division: str, today: dt.date, *, measured: bool) -> Iterator[_Row]:
    driver = cast("psycopg.Connection[Any]", session.connection().connection.driver_connection)
    with driver.cursor(name="cairn_name_sweep") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(_NAMES, {"today": today, "division": division, "measured": measured})
        for row in cursor:
            yield _Row(*row)


def _rules(lists: NameLists) -> Callable[[_Row], list[NameFinding]]:
    """The rules of words, asked once for each spelling, and the road's generic term against its length."""
    forms = {
        (kind.value, is_village): NameForm(kind, is_natural_village=is_village)
        for kind in PlaceNameKind
        for is_village in (False, True)
    }

    @lru_cache(maxsize=200_000)
    def of_words(name: str, kind: str, is_village: bool) -> tuple[NameFinding, ...]:
        return tuple(text_findings(NameAsked(name, forms[kind, is_village]), lists))

    def of(row: _Row) -> list[NameFinding]:
        found = of_words(row.name, row.kind, row.is_village)
        if row.length_m is not None and lists.road_table is not None:
            closing = lists.generics.closing(row.name, PlaceNameKind.of(row.kind))
            road = RoadMeasured(row.length_m)
            found += tuple(road_findings(row.name, closing.term if closing else "", road, lists.road_table))
        return [kept(each, row.standing) for each in found] if found else []

    return of


class _Keeper:
    """Findings on their way into the database, many at once."""

    def __init__(self, session: Session, sweep_id: str) -> None:
        self._session, self._sweep_id = session, sweep_id
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: _Row, found: NameFinding) -> None:
        first, until = found.part or (None, None)
        self._rows.append(
            (
                *(row.code, row.name, row.kind, row.division, row.disclosure, found.rule, found.severity.value),
                *(row.standing.is_approved, None, found.message, first, until),
            )
        )
        if len(self._rows) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            columns = [list(column) for column in zip(*self._rows, strict=True)]
            self._session.connection().exec_driver_sql(_ENTER, (self._sweep_id, *columns))
            self._rows = []


def _by_rule(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (rule, severity), number in sorted(counts.items()):
        found.setdefault(rule, {})[severity] = number
    return found


def _enter(session: Session, swept: Swept, today: dt.date) -> None:
    told = {"division": swept.division, "as_of": today, "names": swept.names, "found": swept.found}
    with refusals_in_chinese(session):
        session.execute(_SWEPT, {"id": swept.id, "counts": json.dumps(swept.counts), **told})
    audit.note(session, DEED, swept.id, {**told, "as_of": today.isoformat()})
