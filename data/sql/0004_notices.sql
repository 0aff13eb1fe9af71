-- Tell whoever listens what has changed, so that a tile drawn before is not shown after.
--
-- A notification carries a number only: every session of the server may listen, and places of rows that are not public
-- are not everybody's. What the number stands for is read from register.notices, which the service alone may read.
-- A notice lives for minutes; a crash empties the table, and whoever listened then must begin anew in any case.

-- As declared in data/ledgers.py.
CREATE UNLOGGED TABLE register.notices (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  layer TEXT COLLATE "C" NOT NULL,
  identities TEXT[],
  boxes DOUBLE PRECISION[] NOT NULL,
  open_boxes DOUBLE PRECISION[] NOT NULL,
  is_open BOOLEAN NOT NULL,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT notices_pk PRIMARY KEY (id)
);
COMMENT ON TABLE register.notices IS '变动通知：供各服务进程更新瓦片，只留片刻';
COMMENT ON COLUMN register.notices.id IS '通知号';
COMMENT ON COLUMN register.notices.layer IS '图层';
COMMENT ON COLUMN register.notices.identities IS '变动的标识；过多时为空';
COMMENT ON COLUMN register.notices.boxes IS '变动前后的范围，各为西、南、东、北（度）';
COMMENT ON COLUMN register.notices.open_boxes IS '其中公开的部分';
COMMENT ON COLUMN register.notices.is_open IS '有公开的变动';
COMMENT ON COLUMN register.notices.since IS '事务开始时刻';
COMMENT ON COLUMN register.notices.at IS '变动时刻';

REVOKE ALL ON register.notices FROM PUBLIC, cairn_person;
GRANT SELECT, DELETE ON register.notices TO cairn_service;

-- AFTER a statement: one notice of the rows it touched, as they were and as they are. Arguments: the column that
-- identifies, and whether the layer has places. Beyond 200 rows one box surrounds them all.
CREATE FUNCTION register.tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  most CONSTANT bigint := 200;
  place text := CASE WHEN TG_ARGV[1]::boolean THEN 'geom' ELSE 'NULL::geometry' END;
  touched text := (SELECT string_agg(format('SELECT %I AS identity, %s AS geom, disclosure FROM %I', TG_ARGV[0], place, rows), ' UNION ALL ')
    FROM unnest(CASE TG_OP WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows'] ELSE ARRAY['old_rows', 'new_rows'] END) AS rows);
  told bigint;
BEGIN
  EXECUTE format($query$
    WITH touched AS MATERIALIZED (%s),
    counted AS (SELECT count(*) AS rows FROM touched),
    around AS (
      SELECT DISTINCT geom::box2d::geometry AS box, disclosure = 'public' AS is_open FROM touched, counted WHERE rows <= $1 AND geom IS NOT NULL
      UNION ALL
      SELECT ST_Extent(geom)::geometry, is_open
      FROM (SELECT geom, unnest(CASE disclosure WHEN 'public' THEN ARRAY[true, false] ELSE ARRAY[false] END) AS is_open FROM touched) AS each, counted
      WHERE rows > $1 AND geom IS NOT NULL GROUP BY is_open
    ),
    sides AS (SELECT ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] AS box, is_open FROM around)
    INSERT INTO register.notices (layer, identities, boxes, open_boxes, is_open, since, at)
    SELECT $2,
      CASE WHEN rows <= $1 THEN (SELECT array_agg(DISTINCT identity::text) FROM touched) END,
      coalesce((SELECT array_agg(DISTINCT box) FROM sides), '{}'),
      coalesce((SELECT array_agg(DISTINCT box) FROM sides WHERE is_open), '{}'),
      (SELECT bool_or(disclosure = 'public') FROM touched),
      transaction_timestamp(), clock_timestamp()
    FROM counted WHERE rows > 0
    RETURNING id$query$, touched) INTO told USING most, TG_TABLE_NAME;
  IF told IS NOT NULL THEN
    PERFORM pg_notify('cairn_notices', told::text);
  END IF;
  RETURN NULL;
END $$;

-- Have a layer tell; every migration that creates a layer calls it after register.watch.
CREATE PROCEDURE register.let_tell(of_layer text, id_column text, has_places boolean) LANGUAGE plpgsql AS $$
DECLARE
  deed text;
  seen text;
BEGIN
  FOR deed, seen IN VALUES ('INSERT', 'NEW TABLE AS new_rows'), ('DELETE', 'OLD TABLE AS old_rows'),
    ('UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows')
  LOOP
    EXECUTE format('CREATE TRIGGER tell_%s AFTER %s ON register.%I REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION register.tell(%L, %L)',
      lower(deed), deed, of_layer, seen, id_column, has_places);
  END LOOP;
END $$;
