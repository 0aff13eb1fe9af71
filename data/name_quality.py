"""The quality of the register of names as one caller sees it, and its trend by quarters.

Only names in use are judged. A name lies in its division when a point of it does: places are EPSG:4490, lon/lat.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as put
from sqlalchemy.orm import Session

from data import audit, features
from data.acting import acting
from data.features import Asked
from data.gazetteer import below
from data.name_reference import NAMES, orthography
from data.name_sweep import conflicts_of, sweep_similar
from data.office_tables import NAME_QUALITY
from data.refusals import refusals_in_chinese
from layers.name_kinds import NameForm
from layers.name_quality import (
    Examined,
    Judged,
    QualityTerms,
    Score,
    by_township,
    judge,
    quarter_of,
    read_terms,
    score_of,
)
from layers.place_names import NameStatus, PlaceNameKind
from layers.refusal import Refusal
from layers.romanization import spell

_LEVELS = (12, 9, 6)
_SAME = "same-name"
_MOST_NAMED = 3


@dataclass(frozen=True)
class Quality:
    """The score of all names seen and of each township; `judged` has the defects of each name."""

    as_of: dt.date
    whole: Score
    townships: dict[str, Score]
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class Kept:
    """A score as it was kept in a quarter."""

    quarter: str
    division: str
    score: float
    names: int
    defects: int
    counted_at: dt.datetime


@cache
def shipped_terms(folder: Path = NAMES) -> QualityTerms:
    """The terms that ship with Cairn.

    Raises:
        Refusal: the file does not follow its own format.
    """
    return terms_of(folder / "quality.toml")


def terms_of(path: Path) -> QualityTerms:
    """The terms in a county's own file.

    Raises:
        Refusal: there is no such file, or it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise Refusal(f"评分约定 {path} 读不到", str(fault.strerror or fault), "请核对 CAIRN_NAME_QUALITY") from fault
    return read_terms(text, path.name)


def quality(
    session: Session, day: dt.date, terms: QualityTerms, division: str | None = None, most: int | None = None
) -> Quality:
    """Judge the names in use on a day, those of a division and below where one is named.

    Raises:
        Refusal: there are more than `most`.
    """
    asked = _asked(day, division)
    _refuse_many(session, asked, most)
    judged = tuple(judge(each, terms, day) for each in _examined(session, day, asked))
    return Quality(
        day,
        score_of(judged, terms),
        {code: score_of(names, terms) for code, names in by_township(judged).items()},
        judged,
    )


def keep(session: Session, found: Quality, county: str) -> str:
    """Keep the scores of a quarter, in place of those counted earlier in it; the answer is the quarter.

    Raises:
        Forbidden: who acts does not write the register of names there.
    """
    quarter, by = quarter_of(found.as_of), acting(session).name
    scores = {county: found.whole} | {code: score for code, score in found.townships.items() if code > county}
    with refusals_in_chinese(session):
        for code, score in scores.items():
            if score.score is not None:
                _put(session, quarter, code, score, by)
    audit.note(session, "name-quality", quarter, {"score": found.whole.score, "names": found.whole.names})
    return quarter


def trend(session: Session, division: str) -> list[Kept]:
    """The scores kept for a division, oldest first."""
    columns = (NAME_QUALITY.c[name] for name in Kept.__dataclass_fields__)
    chosen = select(*columns).where(NAME_QUALITY.c.division == division).order_by(NAME_QUALITY.c.quarter)
    return [Kept(**row._asdict()) for row in session.execute(chosen)]


def _put(session: Session, quarter: str, division: str, score: Score, by: str) -> None:
    parts = {part.part.value: {"share": part.share, "weight": part.weight, "names": part.names} for part in score.parts}
    values: dict[str, Any] = {
        "score": score.score,
        "names": score.names,
        "defects": score.defects,
        "parts": parts,
        "counted_by": by,
        "counted_at": func.clock_timestamp(),
    }
    entered = put(NAME_QUALITY).values(quarter=quarter, division=division, **values)
    session.execute(entered.on_conflict_do_update(index_elements=["quarter", "division"], set_=values))


def _asked(day: dt.date, division: str | None) -> Asked:
    inside = (below(division),) if division else ()
    return Asked("place_names", day, where={"status": NameStatus.IN_USE.value}, filters=inside)


def _refuse_many(session: Session, asked: Asked, most: int | None) -> None:
    found = features.count(session, asked) if most is not None else 0
    if most is not None and found > most:
        remedy = "请以 division 分乡镇查看，或在控制台运行 cairn name quality"
        raise Refusal(f"要评的地名有 {found:,} 条", f"一次请求至多评 {most:,} 条", remedy)


def _examined(session: Session, day: dt.date, asked: Asked) -> Iterable[Examined]:
    rows = features.find(session, asked)
    alike = conflicts_of(sweep_similar(session, day))
    within = _inside(session, day, rows)
    for row, is_inside in zip(rows, within, strict=True):
        values = row._asdict()
        groups = [group for group in alike.get(row.code, ()) if group.rule == _SAME]
        yield Examined(
            values,
            has_place=row.geom is not None,
            is_inside=is_inside,
            spellings=_spellings(row.name, row.kind, row.division, is_joined=row.generic_term is None),
            alike=tuple(_told(row.code, group) for group in groups),
        )


def _told(code: str, group: Any) -> str:  # noqa: ANN401 - a group of the sweep
    others = [name for name in group.names if name.code != code]
    named = "、".join(f"{name.name}（{name.code}）" for name in others[:_MOST_NAMED])
    more = f"等 {len(others)} 处" if len(others) > _MOST_NAMED else ""
    return f"在应不重名的范围内与{named}{more}重名"


@lru_cache(maxsize=100_000)
def _spellings(name: str, kind: str, division: str | None, *, is_joined: bool) -> tuple[str, ...] | None:
    """Every toned spelling the rules allow; a name without a generic term may be a village's, written in one word."""
    forms = [NameForm(PlaceNameKind.of(kind))]
    if is_joined:
        forms.append(NameForm(PlaceNameKind.OTHER, is_natural_village=True))
    try:
        found = [spell(name, form, division, orthography()) for form in forms]
    except Refusal:
        return None
    return tuple(dict.fromkeys(each for spelling in found for each in (spelling.toned, *spelling.alternatives)))


def _inside(session: Session, day: dt.date, rows: Sequence[Any]) -> list[bool | None]:
    """Whether a point of each name lies in the division it names; a unit the register lacks gives way to its parent."""
    shapes = {
        row.code: shapely.from_wkb(bytes(row.geom))
        for row in features.find(session, Asked("divisions", day), "code", "geom")
        if row.geom is not None
    }
    found: list[bool | None] = [None] * len(rows)
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        known = _known(row.division, shapes)
        if known is not None and row.geom is not None:
            places[known].append(place)
    for code, members in places.items():
        points = shapely.point_on_surface(shapely.from_wkb(np.array([bytes(rows[at].geom) for at in members])))
        shapely.prepare(shapes[code])
        for at, is_inside in zip(members, shapely.covers(shapes[code], points), strict=True):
            # A name that reaches beyond its division says so in `also_in`.
            found[at] = bool(is_inside) or rows[at].also_in is not None
    return found


def _known(division: str | None, shapes: dict[str, Any]) -> str | None:
    tried = [division[:digits] for digits in _LEVELS if division and len(division) >= digits]
    return next((code for code in tried if code in shapes), None)
