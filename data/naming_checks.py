"""What the checker finds of the names of a case, as it is kept with the case: against the register and each other."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from data.name_check import check_all, told
from data.naming_items import Item, KeptItem
from layers.name_kinds import NameForm
from layers.name_likeness import LikenessPolicy
from layers.naming import NameAsked
from layers.naming_cases import CaseKind
from layers.place_names import PlaceNameKind


def check(
    session: Session, case: Row[Any], items: Sequence[KeptItem], policy: LikenessPolicy, today: dt.date
) -> list[list[dict[str, Any]]]:
    """The findings of each name, in their order; a name that is to be retired, or is not yet there, has none."""
    asked = {} if case.kind == CaseKind.RETIREMENT else {kept.position: _asked(case, kept.item) for kept in items}
    wanted = {position: name for position, name in asked.items() if name is not None}
    checked = check_all(session, list(wanted.values()), policy, today) if wanted else []
    found = {position: [told(each) for each in one.findings] for position, one in zip(wanted, checked, strict=True)}
    return [found.get(kept.position, []) for kept in items]


def as_json(findings: Sequence[dict[str, Any]]) -> str:
    """Findings as they are kept."""
    return json.dumps(findings, ensure_ascii=False)


def _asked(case: Row[Any], item: Item) -> NameAsked | None:
    if not item.name or not item.kind:
        return None
    return NameAsked(
        name=item.name.replace(" ", ""),
        form=NameForm(PlaceNameKind.of(item.kind), is_natural_village=item.is_village),
        division=item.division or case.division,
        geometry=item.shape,
        width_m=item.width_m,
        width_basis=item.width_basis,
        romanized=item.romanized,
        # The name's own record does not stand against it.
        ignoring=frozenset({item.place_code} if item.place_code else ()),
    )
