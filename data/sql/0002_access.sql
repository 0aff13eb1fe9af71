-- Who may read and write what, decided by row-level security for every door: the service, its jobs, a person in QGIS.
--
-- Owner: migrates, and is the console; policies do not bind it. cairn_service: what the service connects as; owns
-- nothing, and each transaction states who acts (cairn.account). cairn_person: what a person's own database role is a
-- member of; who acts is then the session's user, whatever the transaction states.

DO $$
BEGIN
  -- Roles belong to the whole server: another database of Cairn's may have made them, or make them at this moment.
  BEGIN
    CREATE ROLE cairn_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    CREATE ROLE cairn_person NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
END $$;

-- The account that acts; NULL when nobody is signed in, or the account has been disabled.
CREATE FUNCTION access.me() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id FROM access.accounts
  WHERE disabled_at IS NULL AND id = CASE
    WHEN session_user = 'cairn_service' THEN nullif(current_setting('cairn.account', true), '')::bigint
    ELSE (SELECT own.id FROM access.accounts AS own WHERE own.db_role = session_user) END
$$;

CREATE FUNCTION access.role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT role FROM access.accounts WHERE id = access.me()
$$;

-- What the codes of an office's divisions begin with: 430000 is all of 43…, 430600 all of 4306…; NULL for nobody.
CREATE FUNCTION access.prefix() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN division ~ '^\d\d0000$' THEN left(division, 2) WHEN division ~ '^\d{4}00$' THEN left(division, 4)
    ELSE division END
  FROM access.accounts WHERE id = access.me()
$$;

-- Whether the office reaches the whole county: rows that name no division are the county's. While the register has not
-- been told whose it is, any county's office serves.
CREATE FUNCTION access.county_wide() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(starts_with((SELECT code FROM access.county), access.prefix()), length(access.prefix()) <= 6, false)
$$;

-- The kinds of rows beyond the public ones that the office sees in a layer.
CREATE FUNCTION access.sees(of_layer text) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT CASE sees WHEN 'restricted' THEN ARRAY['public', 'internal', 'restricted']
      WHEN 'internal' THEN ARRAY['public', 'internal'] ELSE ARRAY['public'] END
    FROM access.rights WHERE role = access.role() AND layer = of_layer), '{}')
$$;

-- The same over all layers, as "layer disclosure".
CREATE FUNCTION access.visible() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(array_agg(layer || ' ' || level), '{}')
  FROM access.rights, unnest(access.sees(layer)) AS level WHERE role = access.role()
$$;

-- A token that only reads, or a request that only reads, writes nothing whoever holds it.
CREATE FUNCTION access.writes(of_layer text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT writes FROM access.rights WHERE role = access.role() AND layer = of_layer), false)
    AND (session_user <> 'cairn_service' OR coalesce(current_setting('cairn.read_only', true), '') <> 'on')
$$;

-- Whether the office reaches one of these divisions; none at all are the county's.
CREATE FUNCTION access.covers(VARIADIC codes text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN array_remove(codes, NULL) = '{}' THEN access.county_wide()
    ELSE coalesce((SELECT bool_or(starts_with(code, access.prefix())) FROM unnest(codes) AS code), false) END
$$;

-- The owner, or another that policies do not bind.
CREATE FUNCTION access.is_console() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT session_user <> 'cairn_service' AND NOT EXISTS (SELECT FROM access.accounts WHERE db_role = session_user)
    AND (SELECT rolsuper OR rolbypassrls OR oid = (SELECT relowner FROM pg_class WHERE oid = 'access.accounts'::regclass)
      FROM pg_roles WHERE rolname = session_user)
$$;

-- Whether who acts may know of a row of this kind.
CREATE FUNCTION access.shows(of_layer text, of_disclosure text, of_divisions text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT of_disclosure = 'public' OR (of_disclosure = ANY (access.sees(of_layer)) AND access.covers(VARIADIC of_divisions))
    OR access.is_console()
$$;

-- An administrator alone says who a person is; a person changes his own secrets; signing in counts its failures.
CREATE FUNCTION access.guard_accounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  governs boolean := access.is_console() OR (coalesce(access.role(), '') = 'administrator' AND access.covers(NEW.division));
BEGIN
  IF TG_OP = 'INSERT' AND NOT governs THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本辖区的系统管理员可以建立账号';
  END IF;
  IF TG_OP = 'UPDATE' AND NOT (governs AND (access.is_console() OR access.covers(OLD.division))) THEN
    IF (NEW.id, NEW.name, NEW.role, NEW.division, NEW.disabled_at, NEW.oidc_subject, NEW.db_role, NEW.created_by)
      IS DISTINCT FROM (OLD.id, OLD.name, OLD.role, OLD.division, OLD.disabled_at, OLD.oidc_subject, OLD.db_role, OLD.created_by)
    THEN
      RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本辖区的系统管理员可以更改账号的职责和辖区';
    END IF;
    IF (NEW.password_hash IS DISTINCT FROM OLD.password_hash OR NEW.totp_on IS DISTINCT FROM OLD.totp_on
        OR NEW.totp_secret IS DISTINCT FROM OLD.totp_secret) AND NEW.id IS DISTINCT FROM access.me() THEN
      RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本人和系统管理员可以更改口令';
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER guard_accounts BEFORE INSERT OR UPDATE ON access.accounts
  FOR EACH ROW EXECUTE FUNCTION access.guard_accounts();

-- Identifiers are as open as their newest row.
ALTER TABLE register.identifiers
  ADD COLUMN disclosure text NOT NULL DEFAULT 'restricted',
  ADD COLUMN divisions text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN register.identifiers.disclosure IS '公开范围';
COMMENT ON COLUMN register.identifiers.divisions IS '所属行政区划';
-- A run is as closed as the most closed row it read.
ALTER TABLE archive.runs
  ADD COLUMN disclosure text NOT NULL DEFAULT 'public',
  ADD COLUMN divisions text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN archive.runs.disclosure IS '公开范围';
COMMENT ON COLUMN archive.runs.divisions IS '所读非公开数据的行政区划';
ALTER TABLE archive.jobs ADD COLUMN account_id bigint;
COMMENT ON COLUMN archive.jobs.account_id IS '提交人的账号编号';

DROP FUNCTION register.next_version(text, text, timestamptz);
-- Take the next version number of an identifier, and let it be as open as its newest row; the row lock it leaves makes
-- writers of one thing queue up.
CREATE FUNCTION register.next_version(of_layer text, of_identity text, at timestamptz, of_disclosure text, of_divisions text[])
RETURNS integer LANGUAGE sql AS $$
  INSERT INTO register.identifiers AS known (layer, identity, first_recorded, versions, disclosure, divisions)
  VALUES (of_layer, of_identity, at, 1, of_disclosure, of_divisions)
  ON CONFLICT (layer, identity) DO UPDATE
    SET versions = known.versions + 1, disclosure = excluded.disclosure, divisions = excluded.divisions
  RETURNING versions
$$;

-- An ended or withdrawn identifier is not given to another thing. Who may not know the old thing is told no more.
CREATE OR REPLACE FUNCTION register.refuse_reuse(of_layer text, of_identity text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  known register.identifiers;
BEGIN
  SELECT * INTO known FROM register.identifiers WHERE layer = of_layer AND identity = of_identity;
  IF known.retired_at IS NULL AND NOT coalesce(known.is_withdrawn, false) THEN
    RETURN;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CR002', TABLE = of_layer,
    MESSAGE = format('标识“%s”已用过，不能再用', of_identity),
    DETAIL = CASE WHEN NOT access.shows(of_layer, known.disclosure, known.divisions) THEN '标识永不他用'
      WHEN known.is_withdrawn THEN '原登记已撤销，标识永不他用'
      ELSE format('原登记已于 %s 终止%s，标识永不他用', known.retired_at, coalesce('（' || known.document || '）', '')) END,
    HINT = '请为新的事物另取标识；若是同一事物，请在原登记上更正';
END $$;

CREATE OR REPLACE FUNCTION register.refuse_overlap(of_layer text, id_column text, of_identity text, period daterange, but bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  -- Not && : few rows share an identifier, and the B-tree on it finds them sooner than the GiST index on both.
  standing daterange;
  known register.identifiers;
BEGIN
  EXECUTE format(
    'SELECT valid FROM register.%I WHERE %I = $1 AND NOT isempty(valid * $2) AND row_id IS DISTINCT FROM $3 ORDER BY valid LIMIT 1',
    of_layer, id_column) INTO standing USING of_identity, period, but;
  IF standing IS NULL THEN
    RETURN;
  END IF;
  SELECT * INTO known FROM register.identifiers WHERE layer = of_layer AND identity = of_identity;
  RAISE EXCEPTION USING ERRCODE = 'CR001', TABLE = of_layer,
    MESSAGE = format('“%s”的有效期重叠', of_identity),
    DETAIL = CASE WHEN access.shows(of_layer, known.disclosure, known.divisions)
      THEN format('已登记 %s，又登记 %s', register.spell(standing), register.spell(period)) ELSE '这个标识已有登记' END,
    HINT = '请更正已有登记，或先终止前一时段再登记后一时段';
END $$;

-- The three writing triggers, as in 0001, with the row's openness handed to its identifier.
CREATE OR REPLACE FUNCTION register.enter_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  new_identity text := register.identity_of(NEW);
BEGIN
  PERFORM pg_advisory_xact_lock_shared(register.writers());
  -- Before the identifier takes on the new row's openness, its old one decides what a refusal may tell.
  IF register.deed() NOT IN ('change', 'load') THEN
    PERFORM register.refuse_reuse(TG_TABLE_NAME, new_identity);
  END IF;
  NEW.version := register.next_version(
    TG_TABLE_NAME, new_identity, clock_timestamp(), NEW.disclosure, register.divisions_of(NEW));
  -- A first version has nothing to contradict. A change opens the next period of a thing that stands, even of one
  -- whose end is already known.
  IF NEW.version > 1 THEN
    IF register.deed() <> 'change' THEN
      PERFORM register.refuse_reuse(TG_TABLE_NAME, new_identity);
    END IF;
    PERFORM register.refuse_overlap(TG_TABLE_NAME, TG_ARGV[0], new_identity, NEW.valid, NULL);
  END IF;
  NEW.recorded := tstzrange(clock_timestamp(), NULL);
  NEW.recorded_by := register.clerk();
  NEW.because := register.reason();
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION register.replace_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_identity text := register.identity_of(OLD);
  new_identity text := register.identity_of(NEW);
  present timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(register.writers());
  IF new_identity IS DISTINCT FROM old_identity OR NEW.row_id IS DISTINCT FROM OLD.row_id THEN
    RAISE EXCEPTION USING ERRCODE = 'CR001', TABLE = TG_TABLE_NAME,
      MESSAGE = format('标识“%s”不能改为“%s”', old_identity, new_identity),
      DETAIL = '标识跟随事物终身，不因更正而改变',
      HINT = '请终止原登记并注明承接者，再以新标识登记';
  END IF;
  NEW.version := register.next_version(
    TG_TABLE_NAME, old_identity, clock_timestamp(), NEW.disclosure, register.divisions_of(NEW));
  PERFORM register.refuse_overlap(TG_TABLE_NAME, TG_ARGV[0], old_identity, NEW.valid, OLD.row_id);
  present := greatest(clock_timestamp(), lower(OLD.recorded) + interval '1 microsecond');
  PERFORM register.keep(OLD, TG_TABLE_NAME, 'update', present);
  NEW.recorded := tstzrange(present, NULL);
  NEW.recorded_by := register.clerk();
  NEW.because := register.reason();
  RETURN NEW;
END $$;

-- A person in QGIS signs with the account's name.
CREATE OR REPLACE FUNCTION register.clerk() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(
    (SELECT name FROM access.accounts WHERE db_role = session_user),
    nullif(current_setting('cairn.clerk', true), ''), session_user::text)
$$;

-- Memory is written on everybody's behalf by the owner, who alone may.
ALTER FUNCTION register.enter_row() SECURITY DEFINER SET search_path = pg_catalog, public;
ALTER FUNCTION register.replace_row() SECURITY DEFINER SET search_path = pg_catalog, public;
ALTER FUNCTION register.withdraw_row() SECURITY DEFINER SET search_path = pg_catalog, public;
ALTER FUNCTION register.settle_row() SECURITY DEFINER SET search_path = pg_catalog, public;
ALTER FUNCTION register.settle(text, text, text) SECURITY DEFINER SET search_path = pg_catalog, public;
REVOKE EXECUTE ON FUNCTION register.next_version(text, text, timestamptz, text, text[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION register.refuse_reuse(text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION register.refuse_overlap(text, text, text, daterange, bigint) FROM PUBLIC;

-- Put a layer's two tables under guard; every migration that creates a layer calls it after register.watch. `columns`
-- name the divisions a row belongs to (Layer.within).
CREATE PROCEDURE access.guard(of_layer text, id_column text, VARIADIC columns text[]) LANGUAGE plpgsql AS $$
DECLARE
  named text := (SELECT string_agg(format('given.%I', name), ', ') FROM unnest(columns) AS name);
  reaches text := (SELECT string_agg(format('starts_with(%I, (SELECT access.prefix()))', name), ' OR ') FROM unnest(columns) AS name)
    || format(' OR (coalesce(%s) IS NULL AND (SELECT access.county_wide()))',
      (SELECT string_agg(format('%I', name), ', ') FROM unnest(columns) AS name));
  sees text := format('disclosure = ANY ((SELECT access.sees(%L))::text[])', of_layer);
  shown text := format('disclosure = ''public'' OR (%s AND (%s))', sees, reaches);
  writes text := format('(SELECT access.writes(%L)) AND (%s)', of_layer, reaches);
BEGIN
  EXECUTE format('CREATE FUNCTION register.divisions_of(given register.%I) RETURNS text[] LANGUAGE sql IMMUTABLE AS %L',
    of_layer, format('SELECT array_remove(ARRAY[%s]::text[], NULL)', named));
  EXECUTE format('ALTER TABLE register.%I ENABLE ROW LEVEL SECURITY', of_layer);
  EXECUTE format('ALTER TABLE history.%I ENABLE ROW LEVEL SECURITY', of_layer);
  EXECUTE format('CREATE POLICY see ON register.%I FOR SELECT USING (%s)', of_layer, shown);
  EXECUTE format('CREATE POLICY enter ON register.%I FOR INSERT WITH CHECK (%s AND %s)', of_layer, writes, sees);
  EXECUTE format('CREATE POLICY amend ON register.%I FOR UPDATE USING (%s) WITH CHECK (%s AND %s)', of_layer, writes, writes, sees);
  EXECUTE format('CREATE POLICY withdraw ON register.%I FOR DELETE USING (%s)', of_layer, writes);
  -- What has been closed since is closed in its past too.
  EXECUTE format('CREATE POLICY see ON history.%I FOR SELECT USING ((%s) AND EXISTS ('
    'SELECT FROM register.identifiers AS known WHERE known.layer = %L AND known.identity = %I.%I))',
    of_layer, shown, of_layer, of_layer, id_column);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON register.%I TO cairn_service, cairn_person', of_layer);
  EXECUTE format('GRANT SELECT ON history.%I TO cairn_service, cairn_person', of_layer);
  EXECUTE format('UPDATE register.identifiers AS known SET disclosure = row.disclosure, divisions = register.divisions_of(row) '
    'FROM register.%I AS row WHERE known.layer = %L AND known.identity = row.%I', of_layer, of_layer, id_column);
END $$;

ALTER TABLE register.identifiers ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON register.identifiers FOR SELECT USING (
  disclosure = 'public' OR ((layer || ' ' || disclosure) = ANY ((SELECT access.visible())::text[]) AND (
    EXISTS (SELECT FROM unnest(divisions) AS code WHERE starts_with(code, (SELECT access.prefix())))
    OR (divisions = '{}' AND (SELECT access.county_wide())))));
CREATE POLICY conclude ON register.identifiers FOR UPDATE USING (access.writes(layer) AND access.covers(VARIADIC divisions));
GRANT SELECT, UPDATE (document, successors) ON register.identifiers TO cairn_service, cairn_person;

ALTER TABLE archive.runs ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.runs FOR SELECT USING (
  disclosure = 'public' OR (disclosure = ANY ((SELECT access.sees('nursing_homes'))::text[])
    AND NOT EXISTS (SELECT FROM unnest(divisions) AS code WHERE code <> '' AND NOT starts_with(code, (SELECT access.prefix())))
    AND ('' <> ALL (divisions) OR (SELECT access.county_wide()))));
CREATE POLICY keep ON archive.runs FOR INSERT WITH CHECK (true);
ALTER TABLE archive.run_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.run_files FOR SELECT USING (EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));
CREATE POLICY keep ON archive.run_files FOR INSERT WITH CHECK (EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));

GRANT USAGE ON SCHEMA register, history, access TO cairn_service, cairn_person;
GRANT USAGE ON SCHEMA archive TO cairn_service;
GRANT SELECT, INSERT ON archive.runs, archive.run_files TO cairn_service;
GRANT SELECT, INSERT, UPDATE ON archive.jobs TO cairn_service;
GRANT SELECT ON archive.alembic_version TO cairn_service;
GRANT SELECT, INSERT, UPDATE ON access.accounts TO cairn_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.sessions, access.tokens TO cairn_service;
GRANT SELECT ON access.rights, access.county TO cairn_service;
