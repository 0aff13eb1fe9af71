-- The memory of the register: every version stays, every identifier stays its thing's.
--
-- A row of register.<layer> is what is known now; when it is superseded or withdrawn, the trigger copies it to
-- history.<layer> with its period of knowledge closed. Moments are clock_timestamp(), so that two deeds in one
-- transaction are two moments. Refusals speak Chinese: MESSAGE says what, DETAIL why, HINT what to do.
-- SQLSTATE: CR001 contradicts the register, CR002 identifier has been used, CR003 memory cannot be altered.

CREATE FUNCTION register.clerk() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('cairn.clerk', true), ''), session_user::text)
$$;

CREATE FUNCTION register.reason() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('cairn.because', true), '')
$$;

CREATE FUNCTION register.deed() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('cairn.deed', true), '')
$$;

-- Writers hold this lock shared until they commit; who needs a moment up to which everything is visible waits for them.
CREATE FUNCTION register.writers() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT 4906210001 $$;

-- The present moment, with every deed before it committed and every deed after it later than it.
CREATE FUNCTION register.moment() RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  present timestamptz;
BEGIN
  PERFORM pg_advisory_lock(register.writers());
  present := clock_timestamp();
  WHILE clock_timestamp() <= present LOOP END LOOP;
  PERFORM pg_advisory_unlock(register.writers());
  RETURN present;
END $$;

CREATE FUNCTION register.spell(period daterange) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT to_char(lower(period), 'YYYY-MM-DD') || coalesce(' 至 ' || to_char(upper(period), 'YYYY-MM-DD') || '（不含）', ' 起')
$$;

-- Take the next version number of an identifier; the row lock it leaves makes writers of one thing queue up.
CREATE FUNCTION register.next_version(of_layer text, of_identity text, at timestamptz) RETURNS integer
LANGUAGE sql AS $$
  INSERT INTO register.identifiers AS known (layer, identity, first_recorded, versions)
  VALUES (of_layer, of_identity, at, 1)
  ON CONFLICT (layer, identity) DO UPDATE SET versions = known.versions + 1
  RETURNING versions
$$;

-- An ended or withdrawn identifier is not given to another thing.
CREATE FUNCTION register.refuse_reuse(of_layer text, of_identity text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  known register.identifiers;
BEGIN
  SELECT * INTO known FROM register.identifiers WHERE layer = of_layer AND identity = of_identity;
  IF known.retired_at IS NULL AND NOT coalesce(known.is_withdrawn, false) THEN
    RETURN;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CR002', TABLE = of_layer,
    MESSAGE = format('标识“%s”已用过，不能再用', of_identity),
    DETAIL = CASE WHEN known.is_withdrawn THEN '原登记已撤销，标识永不他用'
      ELSE format('原登记已于 %s 终止%s，标识永不他用', known.retired_at, coalesce('（' || known.document || '）', '')) END,
    HINT = '请为新的事物另取标识；若是同一事物，请在原登记上更正';
END $$;

CREATE FUNCTION register.refuse_overlap(of_layer text, id_column text, of_identity text, period daterange, but bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  -- Not && : few rows share an identifier, and the B-tree on it finds them sooner than the GiST index on both.
  standing daterange;
BEGIN
  EXECUTE format(
    'SELECT valid FROM register.%I WHERE %I = $1 AND NOT isempty(valid * $2) AND row_id IS DISTINCT FROM $3 ORDER BY valid LIMIT 1',
    of_layer, id_column) INTO standing USING of_identity, period, but;
  IF standing IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CR001', TABLE = of_layer,
      MESSAGE = format('“%s”的有效期重叠', of_identity),
      DETAIL = format('已登记 %s，又登记 %s', register.spell(standing), register.spell(period)),
      HINT = '请更正已有登记，或先终止前一时段再登记后一时段';
  END IF;
END $$;

-- What an identifier came to: in use while a period is open or a deed is under way, else ended with its last period.
CREATE FUNCTION register.settle(of_layer text, id_column text, of_identity text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  periods bigint;
  is_open boolean;
  last_day date;
BEGIN
  EXECUTE format('SELECT count(*), coalesce(bool_or(upper_inf(valid)), false), max(upper(valid)) FROM register.%I WHERE %I = $1',
    of_layer, id_column) INTO periods, is_open, last_day USING of_identity;
  UPDATE register.identifiers
  SET retired_at = CASE WHEN periods = 0 THEN coalesce(retired_at, current_date) WHEN is_open THEN NULL ELSE last_day END,
      is_withdrawn = periods = 0,
      document = CASE WHEN is_open THEN NULL ELSE document END,
      successors = CASE WHEN is_open THEN '{}' ELSE successors END
  WHERE layer = of_layer AND identity = of_identity;
END $$;

-- Copy what a row was to history, with its period of knowledge closed at a moment.
CREATE FUNCTION register.keep(old_row anyelement, of_layer text, deed text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  names text;
  copies text;
BEGIN
  SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum), string_agg(format('($1).%I', attname), ', ' ORDER BY attnum)
  INTO names, copies FROM pg_attribute
  WHERE attrelid = format('register.%I', of_layer)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'recorded';
  EXECUTE format(
    'INSERT INTO history.%I (deed, closed_by, closed_because, recorded, %s) SELECT $2, $3, $4, tstzrange(lower(($1).recorded), $5), %s',
    of_layer, names, copies) USING old_row, deed, register.clerk(), register.reason(), at;
END $$;

-- BEFORE INSERT: stamp who, when, why and which version. Argument of all four: the column that identifies.
CREATE FUNCTION register.enter_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  new_identity text := register.identity_of(NEW);
BEGIN
  PERFORM pg_advisory_xact_lock_shared(register.writers());
  NEW.version := register.next_version(TG_TABLE_NAME, new_identity, clock_timestamp());
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

-- BEFORE UPDATE: the same, and keep what the row was. A clock set back never makes a version older than its forerunner.
CREATE FUNCTION register.replace_row() RETURNS trigger LANGUAGE plpgsql AS $$
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
  NEW.version := register.next_version(TG_TABLE_NAME, old_identity, clock_timestamp());
  PERFORM register.refuse_overlap(TG_TABLE_NAME, TG_ARGV[0], old_identity, NEW.valid, OLD.row_id);
  present := greatest(clock_timestamp(), lower(OLD.recorded) + interval '1 microsecond');
  PERFORM register.keep(OLD, TG_TABLE_NAME, 'update', present);
  NEW.recorded := tstzrange(present, NULL);
  NEW.recorded_by := register.clerk();
  NEW.because := register.reason();
  RETURN NEW;
END $$;

-- BEFORE DELETE: a tombstone.
CREATE FUNCTION register.withdraw_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(register.writers());
  PERFORM register.keep(OLD, TG_TABLE_NAME, 'delete', greatest(clock_timestamp(), lower(OLD.recorded) + interval '1 microsecond'));
  RETURN OLD;
END $$;

-- AFTER any of the three: what the identifier came to. A deed of several steps settles at its own end.
CREATE FUNCTION register.settle_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF register.deed() NOT IN ('change', 'load') THEN
    PERFORM register.settle(
      TG_TABLE_NAME, TG_ARGV[0], CASE TG_OP WHEN 'DELETE' THEN register.identity_of(OLD) ELSE register.identity_of(NEW) END);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION register.refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'CR003', TABLE = TG_TABLE_NAME,
    MESSAGE = format('不能清空 %s.%s', TG_TABLE_SCHEMA, TG_TABLE_NAME),
    DETAIL = '清空不留史录', HINT = '请逐条终止或撤销登记';
END $$;

-- History is written by the register's own triggers and by nobody else.
CREATE FUNCTION register.guard_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CR003', TABLE = TG_TABLE_NAME,
    MESSAGE = format('史录 %s.%s 不能改写', TG_TABLE_SCHEMA, TG_TABLE_NAME),
    DETAIL = '史录是登记册当时所知的凭据', HINT = '请在现行登记中更正，更正本身会留下史录';
END $$;

CREATE TRIGGER refuse_loss BEFORE DELETE OR TRUNCATE ON register.identifiers
  FOR EACH STATEMENT EXECUTE FUNCTION register.guard_history();

-- A kept run and its rendered forms answer the same bytes for ever.
CREATE FUNCTION archive.guard_runs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'CR003', TABLE = TG_TABLE_NAME,
    MESSAGE = format('存档 %s.%s 不能改写', TG_TABLE_SCHEMA, TG_TABLE_NAME),
    DETAIL = '已公布的数字须能原样取回', HINT = '请重新计算，得到新的计算号';
END $$;

CREATE TRIGGER guard_runs BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.runs
  FOR EACH STATEMENT EXECUTE FUNCTION archive.guard_runs();
CREATE TRIGGER guard_runs BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.run_files
  FOR EACH STATEMENT EXECUTE FUNCTION archive.guard_runs();

-- Put a layer's two tables under watch; every migration that creates a layer calls it. Each layer gets its own
-- identity_of(row), so that the triggers need not plan a statement to read one column.
CREATE PROCEDURE register.watch(of_layer text, id_column text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE FUNCTION register.identity_of(given register.%I) RETURNS text LANGUAGE sql IMMUTABLE AS %L', of_layer, format('SELECT given.%I', id_column));
  EXECUTE format('CREATE TRIGGER enter_row BEFORE INSERT ON register.%I FOR EACH ROW EXECUTE FUNCTION register.enter_row(%L)', of_layer, id_column);
  EXECUTE format('CREATE TRIGGER replace_row BEFORE UPDATE ON register.%I FOR EACH ROW EXECUTE FUNCTION register.replace_row(%L)', of_layer, id_column);
  EXECUTE format('CREATE TRIGGER withdraw_row BEFORE DELETE ON register.%I FOR EACH ROW EXECUTE FUNCTION register.withdraw_row(%L)', of_layer, id_column);
  EXECUTE format('CREATE TRIGGER settle_row AFTER INSERT OR UPDATE OR DELETE ON register.%I FOR EACH ROW EXECUTE FUNCTION register.settle_row(%L)', of_layer, id_column);
  EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON register.%I FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_truncate()', of_layer);
  EXECUTE format('CREATE TRIGGER guard_rows BEFORE INSERT OR UPDATE OR DELETE ON history.%I FOR EACH ROW EXECUTE FUNCTION register.guard_history()', of_layer);
  EXECUTE format('CREATE TRIGGER guard_table BEFORE TRUNCATE ON history.%I FOR EACH STATEMENT EXECUTE FUNCTION register.guard_history()', of_layer);
END $$;
