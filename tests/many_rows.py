"""A register with many settlements, made in SQL past the triggers: for plans and for benchmarks.

Points lie all over the country; every 97th row is internal. The tallies are counted anew, as a load past the triggers
must. The exclusion of overlapping periods is left out: its index takes longer to build than everything else together.
"""

import psycopg

from data.engine import driver_url

INDEXED = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'register' AND tablename = 'settlements'"
ROWS = """
INSERT INTO register.settlements (code, name, division, kind, urban_rural, households, population, aged_60, aged_65,
  aged_80, geom, valid, recorded, source, source_date, invented, disclosure, version, recorded_by)
SELECT (430000000000 + n)::text, '第' || n %% 250000 || '村', ((430000000000 + n) / 1000)::text, 'village',
  CASE WHEN n %% 5 = 0 THEN NULL ELSE '220' END, n %% 900, 3000 + n %% 3000, n %% 700, n %% 500, n %% 100,
  ST_SetSRID(ST_MakePoint(
    73.5 + 62 * ((n * 7919) %% 1000003) / 1000003.0, 18.5 + 35 * ((n * 104729) %% 1000033) / 1000033.0), 4490),
  daterange('2020-01-01', CASE WHEN n %% 100 = 0 THEN date '2023-01-01' END), tstzrange(now(), NULL), '合成',
  '2020-11-01', true, CASE WHEN n %% 97 = 0 THEN 'internal' ELSE 'public' END, 1, 'bench'
FROM generate_series(1, %s::bigint) AS n
"""


def fill(owner_url: str, rows: int) -> None:
    """Fill the settlements of a migrated, empty register."""
    with psycopg.connect(driver_url(owner_url), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET maintenance_work_mem = '256MB'")
        owner.execute("ALTER TABLE register.settlements DROP CONSTRAINT settlements_periods_exclude")
        indexes = [row for row in owner.execute(INDEXED).fetchall() if not row[0].endswith("_pk")]
        for name, _ in indexes:
            owner.execute(f"DROP INDEX register.{name}")
        owner.execute(ROWS, (rows,))
        for _, definition in indexes:
            owner.execute(definition)
        owner.execute("CALL register.tally('settlements', 'code')")
        owner.execute("VACUUM ANALYZE register.settlements")
        owner.execute("ANALYZE register.tallies")
