"""Who may know of a row, told again from the words of the issue: a table of offices and a rule of prefixes.

Written apart from the policies and from `layers.rights`, so that one can be held against the other.
"""

from dataclasses import dataclass

CHAPTER = {
    "nursing_homes": "care",
    "meal_points": "care",
    "rescue_points": "rescue",
    "place_names": "names",
    "boundary_markers": "boundaries",
    "settlements": "divisions",
}
SEES_RESTRICTED = {
    "viewer": set(),
    "planner": set(),
    "administrator": set(),
    "name_drafter": {"names"},
    "name_reviewer": {"names"},
    "name_approver": {"names"},
    "inspector": {"boundaries"},
    "steward": set(CHAPTER.values()),
}
WRITES = {
    "name_drafter": {"names"},
    "name_approver": {"names"},
    "inspector": {"boundaries"},
    "steward": set(CHAPTER.values()),
}
COUNTY = "430621"


@dataclass(frozen=True)
class Secret:
    """A row with a word nobody else has, at a place of its own (lon/lat)."""

    layer: str
    identity: str
    word: str
    disclosure: str
    divisions: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True)
class Person:
    """An office and where it reaches; None for whoever is not signed in."""

    role: str | None
    division: str | None


def reaches(person: Person, divisions: tuple[str, ...]) -> bool:
    """Whether an office reaches a row: one of its divisions, or the county for a row that names none."""
    if person.division is None:
        return False
    trimmed = person.division
    while len(trimmed) in (6, 4) and trimmed.endswith("00"):
        trimmed = trimmed[:-2]
    return any(code.startswith(trimmed) for code in divisions or (COUNTY,))


def may_see(person: Person, row: Secret) -> bool:
    """Whether a person may know that a row exists."""
    if row.disclosure == "public":
        return True
    if person.role is None or not reaches(person, row.divisions):
        return False
    return row.disclosure == "internal" or CHAPTER[row.layer] in SEES_RESTRICTED[person.role]


def may_write(person: Person, row: Secret) -> bool:
    """Whether a person may change a row."""
    writes = WRITES.get(person.role or "", set())
    return CHAPTER[row.layer] in writes and reaches(person, row.divisions)
