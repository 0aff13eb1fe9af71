"""Operators that may look at a row before row-level security has: the reviewed few.

PostgreSQL keeps an operator off its index where row-level security is on, unless its function is LEAKPROOF: it must
tell nothing of its arguments but its result, neither by an error nor by a message. Only a superuser may say so.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Leakproof:
    """A function we hold to be leakproof, and why."""

    function: str
    because: str

    @property
    def statement(self) -> str:
        """What a superuser runs."""
        return f"ALTER FUNCTION {self.function} LEAKPROOF"


REVIEWED = (
    # PostGIS 3: gserialized_overlaps_2d reads the two stored boxes, compares eight numbers, and has no error for any
    # stored geometry; the exact ST_Intersects stays behind the policies.
    Leakproof("public.geometry_overlaps(public.geometry, public.geometry)", "&& 只比较两个外包框，不报错、不输出"),
    # PostgreSQL, rangetypes.c: daterange_subdiff takes one stored date from another and has no error. Not for an index
    # but for the planner, which may not use what it knows of periods of validity while this one is not marked: it takes
    # one row in two hundred to hold on a day where nearly all do, and sorts a whole table rather than read its index.
    Leakproof("pg_catalog.daterange_subdiff(date, date)", "只求两个日期之差，不报错、不输出；供查询规划估计有效期"),
)


def missing(connection: Connection) -> list[Leakproof]:
    """The reviewed functions that this database does not mark."""
    marked = text("SELECT proleakproof FROM pg_proc WHERE oid = to_regprocedure(:function)")
    return [wanted for wanted in REVIEWED if not connection.scalar(marked, {"function": wanted.function})]


def mark(connection: Connection) -> list[Leakproof]:
    """Mark them where we may; answers those that still want a superuser."""
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        for wanted in missing(connection):
            connection.execute(text(wanted.statement))
    return missing(connection)
