-- What was done, in a chain of hashes: an entry altered, taken out or put elsewhere breaks the chain at its place.
--
-- Deeds are written down in archive.audit_pending while their transaction runs, and chained when it commits: only
-- then a writer holds the lock that gives the log its one order. It is the lock of the head's row, which the owner's
-- functions alone may take; an advisory lock could be held by any session, and would hold up every writer. The pending table is unlogged: after a crash it is
-- empty, as are the transactions whose entries it held. Rows are hashed as PostgreSQL writes them, days in ISO and
-- moments in UTC. docs/audit.md describes the form that is hashed; data/audit_chain.py computes it again.

-- One value of an entry: its length in bytes before it, so that no two entries are written alike; '-' is no value.
CREATE FUNCTION archive.audit_part(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END || E'\n'
$$;

CREATE FUNCTION archive.digest_of(content text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;

-- Write a deed down; it is chained when the transaction commits, and gone when it does not.
CREATE FUNCTION archive.note(of_deed text, of_layer text, of_identity text, of_version integer, of_detail text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO archive.audit_pending (account, clerk, deed, layer, identity, version, detail)
  VALUES (access.me(), register.clerk(), of_deed, of_layer, of_identity, of_version, of_detail)
$$;

-- The first firing of a transaction chains all it has pending; the others find nothing left to do. What others have
-- pending is not seen: they take it away before they commit.
CREATE FUNCTION archive.chain_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
DECLARE
  entry archive.audit_pending;
  head archive.audit_head;
  entered timestamptz;
  seal bytea;
BEGIN
  PERFORM FROM archive.audit_pending WHERE id = NEW.id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT * INTO STRICT head FROM archive.audit_head FOR UPDATE;
  entered := clock_timestamp();
  FOR entry IN SELECT * FROM archive.audit_pending WHERE id >= NEW.id ORDER BY id LOOP
    head.seq := head.seq + 1;
    seal := sha256(convert_to(
      archive.audit_part(head.seq::text) || archive.audit_part(entered::text) || archive.audit_part(entry.account::text)
      || archive.audit_part(entry.clerk) || archive.audit_part(entry.deed) || archive.audit_part(entry.layer)
      || archive.audit_part(entry.identity) || archive.audit_part(entry.version::text)
      || archive.audit_part(entry.detail) || archive.audit_part(encode(head.hash, 'hex')), 'UTF8'));
    INSERT INTO archive.audit (seq, at, account, clerk, deed, layer, identity, version, detail, previous, hash)
    VALUES (head.seq, entered, entry.account, entry.clerk, entry.deed, entry.layer, entry.identity, entry.version,
            entry.detail, head.hash, seal);
    head.hash := seal;
    head.count := head.count + 1;
  END LOOP;
  UPDATE archive.audit_head SET seq = head.seq, hash = head.hash, count = head.count;
  DELETE FROM archive.audit_pending WHERE id >= NEW.id;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER chain_entries AFTER INSERT ON archive.audit_pending
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive.chain_entries();

-- The log grows by its own trigger and by nobody else; nothing in it changes.
CREATE FUNCTION archive.guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = TG_ARGV[0] AND pg_trigger_depth() > 1 THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CR003', TABLE = TG_TABLE_NAME,
    MESSAGE = format('审计记录 %s.%s 不能改写', TG_TABLE_SCHEMA, TG_TABLE_NAME),
    DETAIL = '审计记录是谁在何时做了什么的凭据', HINT = '审计记录由登记库自己续写；请用 cairn audit verify 核对';
END $$;

CREATE TRIGGER guard_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON archive.audit
  FOR EACH STATEMENT EXECUTE FUNCTION archive.guard_audit('INSERT');
CREATE TRIGGER guard_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON archive.audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION archive.guard_audit('UPDATE');

-- What a row's entry says beside who, what and when, as canonical JSON: keys in order, nothing between them.
CREATE FUNCTION archive.audit_detail(because text, content text, period daterange) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('{"because":%s,"row":"%s","valid":"%s"}',
    coalesce(to_json(because)::text, 'null'), archive.digest_of(content), period)
$$;

-- AFTER UPDATE OR DELETE: one entry per row, with the hash of the row as it became, or as it was when withdrawn.
CREATE FUNCTION archive.audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM archive.note('withdraw', TG_TABLE_NAME, register.identity_of(OLD), OLD.version,
      archive.audit_detail(register.reason(), OLD::text, OLD.valid));
  ELSE
    PERFORM archive.note(
      CASE WHEN register.deed() = 'change' THEN 'change'
           WHEN upper_inf(OLD.valid) AND NOT upper_inf(NEW.valid) THEN 'end' ELSE 'amend' END,
      TG_TABLE_NAME, register.identity_of(NEW), NEW.version, archive.audit_detail(NEW.because, NEW::text, NEW.valid));
  END IF;
  RETURN NULL;
END $$;

-- What became of an identifier: the document that ended it and who took its place.
CREATE FUNCTION archive.audit_fate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' AS $$
BEGIN
  PERFORM archive.note('fate', NEW.layer, NEW.identity, NEW.versions, format('{"document":%s,"retired_at":%s,"successors":%s}',
    coalesce(to_json(NEW.document)::text, 'null'), coalesce(to_json(NEW.retired_at)::text, 'null'), array_to_json(NEW.successors)));
  RETURN NULL;
END $$;

CREATE TRIGGER audit_fate AFTER UPDATE OF document, successors ON register.identifiers FOR EACH ROW
  WHEN (NEW.document IS DISTINCT FROM OLD.document OR NEW.successors IS DISTINCT FROM OLD.successors)
  EXECUTE FUNCTION archive.audit_fate();

-- Runs and their rendered forms: the hash of what was answered.
CREATE FUNCTION archive.audit_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM archive.note('run', NULL, NEW.id, NULL,
    format('{"indicator":%s,"result":"%s"}', to_json(NEW.indicator), encode(sha256(NEW.result), 'hex')));
  RETURN NULL;
END $$;

CREATE FUNCTION archive.audit_run_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM archive.note('render', NULL, NEW.run_id, NULL,
    format('{"body":"%s","format":%s}', encode(sha256(NEW.body), 'hex'), to_json(NEW.format)));
  RETURN NULL;
END $$;

CREATE TRIGGER audit_run AFTER INSERT ON archive.runs FOR EACH ROW EXECUTE FUNCTION archive.audit_run();
CREATE TRIGGER audit_run_file AFTER INSERT ON archive.run_files FOR EACH ROW EXECUTE FUNCTION archive.audit_run_file();

-- Put a layer under audit; every migration that creates a layer calls it after register.watch. The function of its
-- entries is written for it, so that reading the new rows needs no plan of its own each time. Whether a statement is
-- a load is asked once, when all its rows are there: a session cannot slip rows through between two answers.
CREATE PROCEDURE archive.audit_layer(of_layer text, id_column text) LANGUAGE plpgsql AS $procedure$
BEGIN
  EXECUTE format($function$
    CREATE FUNCTION archive.%I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
    BEGIN
      IF register.deed() = 'load' THEN
        PERFORM archive.note('load', %L, CASE count(*) WHEN 1 THEN min(fresh.%I) END, NULL,
          format('{"because":%%s,"count":%%s,"rows":"%%s"}', coalesce(to_json(min(fresh.because))::text, 'null'), count(*),
            encode(sha256(string_agg(sha256(convert_to(fresh::text, 'UTF8')), '' ORDER BY fresh.row_id)), 'hex')))
        FROM fresh HAVING count(*) > 0;
      ELSE
        PERFORM archive.note(CASE register.deed() WHEN 'change' THEN 'change' ELSE 'enter' END, %L, fresh.%I, fresh.version,
          archive.audit_detail(fresh.because, fresh::text, fresh.valid))
        FROM (SELECT * FROM fresh ORDER BY row_id) AS fresh;
      END IF;
      RETURN NULL;
    END $$ $function$, 'audit_new_' || of_layer, of_layer, id_column, of_layer, id_column);
  EXECUTE format('CREATE TRIGGER audit_new AFTER INSERT ON register.%I REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION archive.%I()', of_layer, 'audit_new_' || of_layer);
  EXECUTE format('CREATE TRIGGER audit_row AFTER UPDATE OR DELETE ON register.%I FOR EACH ROW EXECUTE FUNCTION archive.audit_row()', of_layer);
END $procedure$;

-- The service notes what the database cannot see; a person in QGIS does not speak for himself here. The log is read by
-- the administrators of the whole county, and by the owner.
REVOKE EXECUTE ON FUNCTION archive.note(text, text, text, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION archive.note(text, text, text, integer, text) TO cairn_service;
ALTER TABLE archive.audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.audit_head ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION archive.reads_audit() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(access.role() = 'administrator' AND access.county_wide(), false)
$$;
CREATE POLICY see ON archive.audit FOR SELECT USING ((SELECT archive.reads_audit()));
CREATE POLICY see ON archive.audit_head FOR SELECT USING ((SELECT archive.reads_audit()));
GRANT SELECT ON archive.audit, archive.audit_head TO cairn_service;
