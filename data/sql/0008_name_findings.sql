-- What the county decides about names, as declared in data/name_rule_tables.py: its own words, the tables it chose, answers
-- to findings, reserved names, sweeps and what was decided of what they found.

CREATE TABLE archive.name_words (
  list TEXT COLLATE "C" NOT NULL,
  word TEXT COLLATE "C" NOT NULL,
  place TEXT NOT NULL,
  stands_for TEXT,
  is_struck BOOLEAN DEFAULT false NOT NULL,
  because TEXT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  by_account BIGINT,
  by_name TEXT NOT NULL,
  CONSTRAINT name_words_pk PRIMARY KEY (list, word),
  CONSTRAINT name_words_place_check CHECK (place IN ('anywhere', 'whole', 'start', 'ordinary', 'exception')),
  CONSTRAINT name_words_word_check CHECK (char_length(btrim(word)) BETWEEN 1 AND 40),
  CONSTRAINT name_words_because_check CHECK (char_length(btrim(because)) BETWEEN 1 AND 300)
);
COMMENT ON TABLE archive.name_words IS '地名词表：县里增删的词';
COMMENT ON COLUMN archive.name_words.list IS '词表';
COMMENT ON COLUMN archive.name_words.word IS '词';
COMMENT ON COLUMN archive.name_words.place IS '在名称中的位置';
COMMENT ON COLUMN archive.name_words.stands_for IS '所指';
COMMENT ON COLUMN archive.name_words.is_struck IS '从随附词表中剔除';
COMMENT ON COLUMN archive.name_words.because IS '理由或来源';
COMMENT ON COLUMN archive.name_words.updated_at IS '更新时间';
COMMENT ON COLUMN archive.name_words.by_account IS '更新人的账号编号';
COMMENT ON COLUMN archive.name_words.by_name IS '更新人';

CREATE TABLE archive.name_tables (
  kind TEXT NOT NULL,
  content TEXT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  by_account BIGINT,
  by_name TEXT NOT NULL,
  CONSTRAINT name_tables_pk PRIMARY KEY (kind),
  CONSTRAINT name_tables_kind_check CHECK (kind IN ('roads', 'residences')),
  CONSTRAINT name_tables_content_check CHECK (char_length(btrim(content)) BETWEEN 1 AND 100000)
);
COMMENT ON TABLE archive.name_tables IS '县里选定的通名表：道路，住宅区和楼宇';
COMMENT ON COLUMN archive.name_tables.kind IS '哪一种表';
COMMENT ON COLUMN archive.name_tables.content IS '内容（TOML）';
COMMENT ON COLUMN archive.name_tables.updated_at IS '更新时间';
COMMENT ON COLUMN archive.name_tables.by_account IS '更新人的账号编号';
COMMENT ON COLUMN archive.name_tables.by_name IS '更新人';

CREATE TABLE archive.name_answers (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  name TEXT COLLATE "C" NOT NULL,
  kind TEXT NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  rule TEXT COLLATE "C" NOT NULL,
  conflict_code TEXT COLLATE "C",
  because TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  by_account BIGINT,
  by_name TEXT NOT NULL,
  CONSTRAINT name_answers_pk PRIMARY KEY (id),
  CONSTRAINT name_answers_kind_check CHECK (kind IN ('natural_feature', 'division', 'committee_seat', 'park_or_reserve', 'street', 'estate_or_building', 'infrastructure', 'other', 'village')),
  CONSTRAINT name_answers_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  CONSTRAINT name_answers_name_check CHECK (char_length(btrim(name)) BETWEEN 1 AND 100),
  CONSTRAINT name_answers_because_check CHECK (char_length(btrim(because)) BETWEEN 1 AND 1000)
);
CREATE INDEX name_answers_name_ix ON archive.name_answers (name);
COMMENT ON TABLE archive.name_answers IS '对检查结果的说明：后来的检查一并显示';
COMMENT ON COLUMN archive.name_answers.id IS '编号';
COMMENT ON COLUMN archive.name_answers.name IS '名称';
COMMENT ON COLUMN archive.name_answers.kind IS '类别';
COMMENT ON COLUMN archive.name_answers.division IS '行政区划';
COMMENT ON COLUMN archive.name_answers.rule IS '规则';
COMMENT ON COLUMN archive.name_answers.conflict_code IS '与之冲突的地名代码';
COMMENT ON COLUMN archive.name_answers.because IS '理由';
COMMENT ON COLUMN archive.name_answers.at IS '时间';
COMMENT ON COLUMN archive.name_answers.by_account IS '审核人的账号编号';
COMMENT ON COLUMN archive.name_answers.by_name IS '审核人';

CREATE TABLE archive.name_reserved (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  name TEXT COLLATE "C" NOT NULL,
  kind TEXT NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  theme TEXT NOT NULL,
  meaning TEXT,
  expires_on DATE,
  used_by TEXT COLLATE "C",
  version INTEGER DEFAULT '1' NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  by_account BIGINT,
  by_name TEXT NOT NULL,
  CONSTRAINT name_reserved_pk PRIMARY KEY (id),
  CONSTRAINT name_reserved_division_kind_name_unique UNIQUE (division, kind, name),
  CONSTRAINT name_reserved_kind_check CHECK (kind IN ('natural_feature', 'division', 'committee_seat', 'park_or_reserve', 'street', 'estate_or_building', 'infrastructure', 'other', 'village')),
  CONSTRAINT name_reserved_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  CONSTRAINT name_reserved_name_check CHECK (char_length(btrim(name)) BETWEEN 1 AND 100),
  CONSTRAINT name_reserved_theme_check CHECK (char_length(btrim(theme)) BETWEEN 1 AND 60)
);
COMMENT ON TABLE archive.name_reserved IS '预留地名';
COMMENT ON COLUMN archive.name_reserved.id IS '编号';
COMMENT ON COLUMN archive.name_reserved.name IS '名称';
COMMENT ON COLUMN archive.name_reserved.kind IS '类别';
COMMENT ON COLUMN archive.name_reserved.division IS '行政区划';
COMMENT ON COLUMN archive.name_reserved.theme IS '主题';
COMMENT ON COLUMN archive.name_reserved.meaning IS '含义';
COMMENT ON COLUMN archive.name_reserved.expires_on IS '保留至（含）';
COMMENT ON COLUMN archive.name_reserved.used_by IS '已用于（地名代码）';
COMMENT ON COLUMN archive.name_reserved.version IS '版次';
COMMENT ON COLUMN archive.name_reserved.updated_at IS '更新时间';
COMMENT ON COLUMN archive.name_reserved.by_account IS '更新人的账号编号';
COMMENT ON COLUMN archive.name_reserved.by_name IS '更新人';

CREATE TABLE archive.name_sweeps (
  id TEXT COLLATE "C" NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  as_of DATE NOT NULL,
  names INTEGER NOT NULL,
  found INTEGER NOT NULL,
  counts JSONB NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  by_account BIGINT,
  by_name TEXT NOT NULL,
  CONSTRAINT name_sweeps_pk PRIMARY KEY (id)
);
COMMENT ON TABLE archive.name_sweeps IS '不规范地名清理';
COMMENT ON COLUMN archive.name_sweeps.id IS '清理号';
COMMENT ON COLUMN archive.name_sweeps.division IS '行政区划';
COMMENT ON COLUMN archive.name_sweeps.as_of IS '数据时点';
COMMENT ON COLUMN archive.name_sweeps.names IS '检查的地名条数';
COMMENT ON COLUMN archive.name_sweeps.found IS '问题条数';
COMMENT ON COLUMN archive.name_sweeps.counts IS '各规则、各程度的条数';
COMMENT ON COLUMN archive.name_sweeps.at IS '完成时间';
COMMENT ON COLUMN archive.name_sweeps.by_account IS '发起人的账号编号';
COMMENT ON COLUMN archive.name_sweeps.by_name IS '发起人';

CREATE TABLE archive.name_sweep_findings (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  sweep_id TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  division TEXT COLLATE "C",
  disclosure TEXT NOT NULL,
  rule TEXT COLLATE "C" NOT NULL,
  severity TEXT NOT NULL,
  is_approved BOOLEAN NOT NULL,
  scope TEXT,
  message TEXT NOT NULL,
  first INTEGER,
  until INTEGER,
  CONSTRAINT name_sweep_findings_pk PRIMARY KEY (id),
  CONSTRAINT name_sweep_findings_severity_check CHECK (severity IN ('blocks', 'needs_reason', 'information'))
);
CREATE INDEX name_sweep_findings_sweep_id_rule_id_ix ON archive.name_sweep_findings (sweep_id, rule, id);
COMMENT ON TABLE archive.name_sweep_findings IS '不规范地名清理：逐条问题';
COMMENT ON COLUMN archive.name_sweep_findings.id IS '编号';
COMMENT ON COLUMN archive.name_sweep_findings.sweep_id IS '清理号';
COMMENT ON COLUMN archive.name_sweep_findings.code IS '地名代码';
COMMENT ON COLUMN archive.name_sweep_findings.name IS '名称';
COMMENT ON COLUMN archive.name_sweep_findings.kind IS '类别';
COMMENT ON COLUMN archive.name_sweep_findings.division IS '所在行政区';
COMMENT ON COLUMN archive.name_sweep_findings.disclosure IS '公开范围';
COMMENT ON COLUMN archive.name_sweep_findings.rule IS '规则';
COMMENT ON COLUMN archive.name_sweep_findings.severity IS '程度';
COMMENT ON COLUMN archive.name_sweep_findings.is_approved IS '先前已批准';
COMMENT ON COLUMN archive.name_sweep_findings.scope IS '在何范围内重复';
COMMENT ON COLUMN archive.name_sweep_findings.message IS '说明';
COMMENT ON COLUMN archive.name_sweep_findings.first IS '名称中从第几字';
COMMENT ON COLUMN archive.name_sweep_findings.until IS '到第几字（不含）';

CREATE TABLE archive.name_sweep_decisions (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  rule TEXT COLLATE "C" NOT NULL,
  division TEXT COLLATE "C",
  disclosure TEXT NOT NULL,
  decision TEXT NOT NULL,
  because TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  by_account BIGINT,
  by_name TEXT NOT NULL,
  CONSTRAINT name_sweep_decisions_pk PRIMARY KEY (id),
  CONSTRAINT name_sweep_decisions_decision_check CHECK (decision IN ('keep', 'rename', 'correct')),
  CONSTRAINT name_sweep_decisions_because_check CHECK (char_length(btrim(because)) BETWEEN 1 AND 1000)
);
CREATE INDEX name_sweep_decisions_code_rule_ix ON archive.name_sweep_decisions (code, rule);
COMMENT ON TABLE archive.name_sweep_decisions IS '不规范地名清理：每个地名的处理，后来的为准';
COMMENT ON COLUMN archive.name_sweep_decisions.id IS '编号';
COMMENT ON COLUMN archive.name_sweep_decisions.code IS '地名代码';
COMMENT ON COLUMN archive.name_sweep_decisions.name IS '名称';
COMMENT ON COLUMN archive.name_sweep_decisions.rule IS '规则';
COMMENT ON COLUMN archive.name_sweep_decisions.division IS '所在行政区';
COMMENT ON COLUMN archive.name_sweep_decisions.disclosure IS '公开范围';
COMMENT ON COLUMN archive.name_sweep_decisions.decision IS '处理';
COMMENT ON COLUMN archive.name_sweep_decisions.because IS '理由';
COMMENT ON COLUMN archive.name_sweep_decisions.at IS '时间';
COMMENT ON COLUMN archive.name_sweep_decisions.by_account IS '审核人的账号编号';
COMMENT ON COLUMN archive.name_sweep_decisions.by_name IS '审核人';

-- Whether whoever acts answers for names in a division: reviewers, approvers and stewards of it, and the console.
CREATE FUNCTION access.answers_names(of_division text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT access.is_console() OR (
    coalesce(access.role(), '') IN ('name_reviewer', 'name_approver', 'steward') AND access.covers(VARIADIC ARRAY[of_division])
    AND (session_user <> 'cairn_service' OR coalesce(current_setting('cairn.read_only', true), '') <> 'on'))
$$;

-- The same for what holds in the whole county.
CREATE FUNCTION access.keeps_name_rules() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT access.answers_names(NULL)
$$;

-- Who wrote a row is not for the writer to say.
CREATE FUNCTION archive.sign_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.by_account := access.me();
  NEW.by_name := register.clerk();
  RETURN NEW;
END $$;

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['name_words', 'name_tables', 'name_answers', 'name_reserved', 'name_sweeps', 'name_sweep_decisions'] LOOP
    EXECUTE format('CREATE TRIGGER sign BEFORE INSERT OR UPDATE ON archive.%I FOR EACH ROW EXECUTE FUNCTION archive.sign_row()', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['name_words', 'name_tables', 'name_answers', 'name_reserved', 'name_sweeps', 'name_sweep_findings', 'name_sweep_decisions'] LOOP
    EXECUTE format('ALTER TABLE archive.%I ENABLE ROW LEVEL SECURITY', kept);
  END LOOP;
  -- The rules are no secret; who answers for names in the whole county changes them.
  FOREACH kept IN ARRAY ARRAY['name_words', 'name_tables'] LOOP
    EXECUTE format('CREATE POLICY see ON archive.%I FOR SELECT USING (true)', kept);
    EXECUTE format('CREATE POLICY change ON archive.%I USING ((SELECT access.keeps_name_rules())) WITH CHECK ((SELECT access.keeps_name_rules()))', kept);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON archive.%I TO cairn_service', kept);
  END LOOP;
END $$;

-- Officers read answers of their own division and of those above it; nobody changes one.
CREATE POLICY see ON archive.name_answers FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND (starts_with(division, (SELECT access.prefix())) OR (SELECT access.prefix()) IS NOT NULL AND starts_with((SELECT access.prefix()), division)));
CREATE POLICY enter ON archive.name_answers FOR INSERT WITH CHECK (access.answers_names(division));
GRANT SELECT, INSERT ON archive.name_answers TO cairn_service;

CREATE POLICY see ON archive.name_reserved FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND (starts_with(division, (SELECT access.prefix())) OR (SELECT access.prefix()) IS NOT NULL AND starts_with((SELECT access.prefix()), division)));
CREATE POLICY enter ON archive.name_reserved FOR INSERT WITH CHECK ((SELECT access.writes('place_names')) AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY amend ON archive.name_reserved FOR UPDATE
  USING ((SELECT access.writes('place_names')) AND access.covers(VARIADIC ARRAY[division]))
  WITH CHECK ((SELECT access.writes('place_names')) AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY withdraw ON archive.name_reserved FOR DELETE USING ((SELECT access.writes('place_names')) AND access.covers(VARIADIC ARRAY[division]));
GRANT SELECT, INSERT, UPDATE, DELETE ON archive.name_reserved TO cairn_service;

-- A sweep is run by who answers for names; a finding is shown to who may see the name it speaks of.
CREATE POLICY see ON archive.name_sweeps FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND (starts_with(division, (SELECT access.prefix())) OR (SELECT access.prefix()) IS NOT NULL AND starts_with((SELECT access.prefix()), division)));
CREATE POLICY enter ON archive.name_sweeps FOR INSERT WITH CHECK (access.answers_names(division));
GRANT SELECT, INSERT ON archive.name_sweeps TO cairn_service;

CREATE POLICY see ON archive.name_sweep_findings FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND (disclosure = 'public' OR (disclosure = ANY ((SELECT access.sees('place_names'))::text[])
    AND (starts_with(division, (SELECT access.prefix())) OR (division IS NULL AND (SELECT access.county_wide()))))));
CREATE POLICY enter ON archive.name_sweep_findings FOR INSERT WITH CHECK (
  (SELECT access.answers_names(access.prefix())) AND (division IS NULL OR starts_with(division, (SELECT coalesce(access.prefix(), '')))));
GRANT SELECT, INSERT ON archive.name_sweep_findings TO cairn_service;

CREATE POLICY see ON archive.name_sweep_decisions FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND (disclosure = 'public' OR (disclosure = ANY ((SELECT access.sees('place_names'))::text[])
    AND (starts_with(division, (SELECT access.prefix())) OR (division IS NULL AND (SELECT access.county_wide()))))));
CREATE POLICY enter ON archive.name_sweep_decisions FOR INSERT WITH CHECK (access.answers_names(division));
GRANT SELECT, INSERT ON archive.name_sweep_decisions TO cairn_service;

-- A reserved name is looked up like one of the register, until it expires or is used.
CREATE FUNCTION archive.follow_reserved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM lookup.forget('reserved', ARRAY[OLD.id::text]);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.used_by IS NULL THEN
    PERFORM lookup.enter(ARRAY[ROW('reserved', NEW.id::text, 'name', NULL, NEW.name, NEW.name, NULL, NULL,
      CASE NEW.kind WHEN 'village' THEN 'other' ELSE NEW.kind END, 'reserved', NEW.division, 'internal',
      daterange((NEW.updated_at AT TIME ZONE 'Asia/Shanghai')::date, greatest(NEW.expires_on + 1, (NEW.updated_at AT TIME ZONE 'Asia/Shanghai')::date)), NULL)::lookup.given]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER follow AFTER INSERT OR UPDATE OR DELETE ON archive.name_reserved
  FOR EACH ROW EXECUTE FUNCTION archive.follow_reserved();
