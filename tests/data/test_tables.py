"""The tables are what the atlas declares, and the migrations build exactly them."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from shapely import Point
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from data import register
from data.access_tables import ACCESS
from data.engine import connect
from data.ledgers import ARCHIVE
from data.migrations.comparison import ours, rendered
from data.naming_tables import NAMING
from data.tables import COLUMN_TYPES, HISTORY, METADATA, REGISTER, history_of, table_of
from layers.atlas import ATLAS, UnknownLayer
from layers.fields import Kind
from layers.record import Record
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home, square, town

LAYERS = [record.layer.id for record in ATLAS]
SCHEMAS = (REGISTER, HISTORY, ARCHIVE, ACCESS, NAMING)

COLUMNS = """
SELECT n.nspname || '.' || c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       a.attidentity, pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE n.nspname = ANY(:schemas) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relname <> 'alembic_version'
ORDER BY n.nspname, c.relname, a.attname"""
CONSTRAINTS = """
SELECT n.nspname || '.' || c.relname || '.' || o.conname, pg_get_constraintdef(o.oid)
FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(:schemas) AND c.relname <> 'alembic_version' AND o.contype <> 't' ORDER BY 1"""
INDEXES = """
SELECT schemaname || '.' || indexname, indexdef FROM pg_indexes
WHERE schemaname = ANY(:schemas) AND tablename <> 'alembic_version' ORDER BY 1"""
COMMENTS = """
SELECT n.nspname || '.' || c.relname, obj_description(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(:schemas) AND c.relkind = 'r' AND c.relname <> 'alembic_version' ORDER BY 1"""


def catalogue(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything PostgreSQL itself says of our tables."""
    return {
        name: [tuple(row) for row in connection.execute(text(query), {"schemas": list(SCHEMAS)})]
        for name, query in {
            "columns": COLUMNS,
            "constraints": CONSTRAINTS,
            "indexes": INDEXES,
            "comments": COMMENTS,
        }.items()
    }


@pytest.fixture
def declared(own_database: str) -> Iterator[Connection]:
    """A database built from the metadata alone, without migrations."""
    engine = connect(own_database)
    with engine.begin() as connection:
        for schema in SCHEMAS:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        METADATA.create_all(connection)
        yield connection
    engine.dispose()


def test_the_migrated_database_is_what_the_atlas_declares(engine: Engine, declared: Connection) -> None:
    with engine.connect() as migrated:
        found, wanted = catalogue(migrated), catalogue(declared)
    for part, rows in wanted.items():
        assert found[part] == rows, f"the migrations lag behind: cairn migrate --new ({part})"


def test_autogenerate_finds_nothing_left_to_do(engine: Engine) -> None:
    options = {"include_schemas": True, "include_name": ours, "render_item": rendered, "version_table_schema": ARCHIVE}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={**options, "target_metadata": METADATA})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("layer_id", LAYERS)
def test_every_layer_is_under_watch(session: Session, layer_id: str) -> None:
    triggers = "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal ORDER BY 1"
    now = session.scalars(text(triggers), {"table": f"{REGISTER}.{layer_id}"}).all()
    before = session.scalars(text(triggers), {"table": f"{HISTORY}.{layer_id}"}).all()
    memory = {"enter_row", "refuse_truncate", "replace_row", "settle_row", "withdraw_row"}
    assert memory | {"audit_new", "audit_row"} <= set(now)
    assert before == ["guard_rows", "guard_table"]


def test_every_kind_of_value_has_a_column() -> None:
    assert set(COLUMN_TYPES) == set(Kind)


@pytest.mark.parametrize("record", ATLAS, ids=LAYERS)
def test_history_keeps_every_column_of_the_register(record: type[Record]) -> None:
    now = [column.name for column in table_of(record.layer.id).c]
    before = [column.name for column in history_of(record.layer.id).c]
    assert before == ["history_id", "deed", "closed_by", "closed_because", *now]


def test_an_unknown_layer_is_refused_with_the_list() -> None:
    with pytest.raises(UnknownLayer, match="nursing_homes（养老机构）"):
        table_of("palaces")
    with pytest.raises(UnknownLayer):
        table_of("identifiers")


@pytest.mark.parametrize(
    ("assignment", "constraint"),
    [
        ("beds = -1", "nursing_homes_beds_check"),
        ("kind = 'palace'", "nursing_homes_kind_check"),
        ("name = '   '", "nursing_homes_name_check"),
        ("name = repeat('院', 101)", "nursing_homes_name_check"),
        ("credit_code = '1234'", "nursing_homes_credit_code_check"),
        ("land_area = -0.01", "nursing_homes_land_area_check"),
        ("disclosure = 'secret'", "nursing_homes_disclosure_check"),
        ("source = ' '", "nursing_homes_source_check"),
        ("valid = 'empty'", "nursing_homes_valid_check"),
        ("valid = '(,)'", "nursing_homes_valid_check"),
        ("geom = ST_SetSRID(ST_MakePoint(29.1, 113.1), 4490)", "nursing_homes_geom_lies_in_the_country_check"),
        ("geom = ST_GeomFromText('POINT EMPTY', 4490)", "nursing_homes_geom_is_not_empty_check"),
    ],
)
def test_the_database_itself_refuses(session: Session, assignment: str, constraint: str) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(f"UPDATE register.nursing_homes SET {assignment}"))


@pytest.mark.parametrize(
    "geometry",
    [
        "ST_SetSRID(ST_MakePoint(113.1, 29.1), 4326)",
        "ST_SetSRID(ST_MakePoint(113.1, 29.1, 50), 4490)",
        "ST_GeomFromText('LINESTRING (113 29, 113.1 29)', 4490)",
    ],
    ids=["another system", "height", "another kind"],
)
def test_a_column_takes_one_kind_of_place(session: Session, geometry: str) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(DBAPIError):
        session.execute(text(f"UPDATE register.nursing_homes SET geom = {geometry}"))


def test_an_area_that_crosses_itself_is_refused_by_the_database(session: Session) -> None:
    register.enter(session, town(), square(113, 29), valid_from=NEW_YEAR, provenance=LEDGER)
    bow_tie = "ST_GeomFromText('MULTIPOLYGON (((113 29, 113.2 29.2, 113.2 29, 113 29.2, 113 29)))', 4490)"
    with pytest.raises(IntegrityError, match="divisions_geom_is_valid_check"):
        session.execute(text(f"UPDATE register.divisions SET geom = {bow_tie}"))


def test_bounds_are_found_through_the_index(session: Session) -> None:
    """Transform the constant, leave the column bare: the plan uses the index on geom."""
    register.enter(session, home(), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    box = "ST_Intersects(geom, ST_MakeEnvelope(113, 29, 114, 30, 4490))"
    plan = "\n".join(session.scalars(text(f"EXPLAIN SELECT * FROM register.nursing_homes WHERE {box}")))
    assert "nursing_homes_geom_ix" in plan


def test_names_of_constraints_fit_postgresql() -> None:
    names: list[str] = []
    for table in METADATA.tables.values():
        names += [str(constraint.name) for constraint in table.constraints if constraint.name]
        names += [str(index.name) for index in table.indexes]
    assert max(map(len, names)) < 64
