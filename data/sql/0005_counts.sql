-- How many things of a layer there are on a day, without counting them: a sum over few rows, exact in every snapshot.
--
-- Each statement that writes a layer adds what it changed, by how open the rows are, whose they are and when they hold;
-- rows are only added, so that writers never wait for each other. Public rows are everybody's, whatever their division.
-- Who may not see a row may not see it counted: the policy is that of the identifiers, word for word.

CREATE TABLE register.tallies (
  id bigint GENERATED ALWAYS AS IDENTITY,
  layer text COLLATE "C" NOT NULL,
  disclosure text NOT NULL,
  divisions text[] NOT NULL,
  first date NOT NULL,
  until date NOT NULL,
  things bigint NOT NULL,
  CONSTRAINT tallies_pk PRIMARY KEY (id)
);
CREATE INDEX tallies_layer_ix ON register.tallies (layer);
COMMENT ON TABLE register.tallies IS '件数：按图层、公开范围、所属行政区划和有效期累计';
COMMENT ON COLUMN register.tallies.id IS '行号';
COMMENT ON COLUMN register.tallies.layer IS '图层';
COMMENT ON COLUMN register.tallies.disclosure IS '公开范围';
COMMENT ON COLUMN register.tallies.divisions IS '所属行政区划（公开的不分）';
COMMENT ON COLUMN register.tallies.first IS '有效期首日';
COMMENT ON COLUMN register.tallies.until IS '有效期止日（不含），infinity 为至今';
COMMENT ON COLUMN register.tallies.things IS '增减件数';

ALTER TABLE register.tallies ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
  seen text := (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy
    WHERE polrelid = 'register.identifiers'::regclass AND polname = 'see');
BEGIN
  EXECUTE format('CREATE POLICY see ON register.tallies FOR SELECT USING (%s)', replace(seen, 'identifiers.', 'tallies.'));
END $$;
GRANT SELECT ON register.tallies TO cairn_service, cairn_person;

-- Add up what was added one by one. Rows that another transaction is adding up at this moment are left to it.
CREATE FUNCTION register.add_up(of_layer text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog AS $$
  WITH several AS (
    SELECT disclosure, divisions, first, until FROM register.tallies WHERE layer = of_layer
    GROUP BY disclosure, divisions, first, until HAVING count(*) > 1
  ), found AS (
    SELECT id FROM register.tallies JOIN several USING (disclosure, divisions, first, until)
    WHERE layer = of_layer FOR UPDATE OF tallies SKIP LOCKED
  ), taken AS (
    DELETE FROM register.tallies USING found WHERE tallies.id = found.id
    RETURNING disclosure, divisions, first, until, things
  )
  INSERT INTO register.tallies (layer, disclosure, divisions, first, until, things)
  SELECT of_layer, disclosure, divisions, first, until, sum(things) FROM taken
  GROUP BY disclosure, divisions, first, until HAVING sum(things) <> 0
$$;
REVOKE EXECUTE ON FUNCTION register.add_up(text) FROM PUBLIC;

-- Let a layer be tallied; every migration that creates a layer calls it after access.guard. `columns` name the
-- divisions a row belongs to (Layer.within). Called again, it counts anew what a load without triggers has brought.
CREATE PROCEDURE register.tally(of_layer text, VARIADIC columns text[]) LANGUAGE plpgsql AS $$
DECLARE
  key text := format('row.disclosure, CASE row.disclosure WHEN ''public'' THEN ''{}'' ELSE array_remove(ARRAY[%s]::text[], NULL) END, '
    'lower(row.valid), coalesce(upper(row.valid), ''infinity'')', (SELECT string_agg(format('row.%I', name), ', ') FROM unnest(columns) AS name));
  adding text := format('INSERT INTO register.tallies (layer, disclosure, divisions, first, until, things) SELECT %L, ', of_layer) || key;
  -- One statement in a hundred pays for adding up.
  body text := format('BEGIN
    IF TG_OP = ''INSERT'' THEN %s, count(*) FROM new_rows AS row GROUP BY 2, 3, 4, 5;
    ELSIF TG_OP = ''DELETE'' THEN %s, -count(*) FROM old_rows AS row GROUP BY 2, 3, 4, 5;
    ELSE %s, sum(row.sign) FROM (
        SELECT disclosure, valid, %s, 1 AS sign FROM new_rows
        UNION ALL SELECT disclosure, valid, %s, -1 FROM old_rows) AS row
      GROUP BY 2, 3, 4, 5 HAVING sum(row.sign) <> 0;
    END IF;
    IF random() < 0.01 THEN PERFORM register.add_up(%L); END IF;
    RETURN NULL;
  END', adding, adding, adding,
    (SELECT string_agg(quote_ident(name), ', ') FROM unnest(columns) AS name),
    (SELECT string_agg(quote_ident(name), ', ') FROM unnest(columns) AS name), of_layer);
  called text := 'tally_' || of_layer;
BEGIN
  EXECUTE format('LOCK TABLE register.%I IN SHARE ROW EXCLUSIVE MODE', of_layer);
  EXECUTE format('CREATE OR REPLACE FUNCTION register.%I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER '
    'SET search_path = pg_catalog AS %L', called, body);
  EXECUTE format('CREATE OR REPLACE TRIGGER tally_entered AFTER INSERT ON register.%I REFERENCING NEW TABLE AS new_rows '
    'FOR EACH STATEMENT EXECUTE FUNCTION register.%I()', of_layer, called);
  EXECUTE format('CREATE OR REPLACE TRIGGER tally_amended AFTER UPDATE ON register.%I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows '
    'FOR EACH STATEMENT EXECUTE FUNCTION register.%I()', of_layer, called);
  EXECUTE format('CREATE OR REPLACE TRIGGER tally_withdrawn AFTER DELETE ON register.%I REFERENCING OLD TABLE AS old_rows '
    'FOR EACH STATEMENT EXECUTE FUNCTION register.%I()', of_layer, called);
  DELETE FROM register.tallies WHERE layer = of_layer;
  EXECUTE format('%s, count(*) FROM register.%I AS row GROUP BY 2, 3, 4, 5', adding, of_layer);
END $$;
