-- Plans of where to build that were saved under a name, and what becomes of their sites; as declared in
-- data/scenario_tables.py. Whoever is signed in and may see the run sees its scenarios; planners and stewards keep them.
-- A site of a plan moves by a step and by nothing else; no step is changed or taken away.

CREATE TABLE archive.siting_scenarios (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  name TEXT NOT NULL,
  note TEXT,
  run_id TEXT NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  version INTEGER DEFAULT 1 NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  created_by TEXT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  updated_by TEXT NOT NULL,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT siting_scenarios_pk PRIMARY KEY (number),
  CONSTRAINT siting_scenarios_run_id_fk FOREIGN KEY(run_id) REFERENCES archive.runs (id),
  CONSTRAINT siting_scenarios_name_check CHECK (char_length(btrim(name)) BETWEEN 1 AND 60),
  CONSTRAINT siting_scenarios_note_check CHECK (char_length(note) <= 2000),
  CONSTRAINT siting_scenarios_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$')
);
CREATE UNIQUE INDEX siting_scenarios_name_ix ON archive.siting_scenarios (division, name) WHERE withdrawn_at IS NULL;
CREATE INDEX siting_scenarios_run_id_ix ON archive.siting_scenarios (run_id);
COMMENT ON TABLE archive.siting_scenarios IS '选址方案：一次选址计算及其名称';
COMMENT ON COLUMN archive.siting_scenarios.number IS '方案编号';
COMMENT ON COLUMN archive.siting_scenarios.name IS '名称';
COMMENT ON COLUMN archive.siting_scenarios.note IS '说明';
COMMENT ON COLUMN archive.siting_scenarios.run_id IS '计算号';
COMMENT ON COLUMN archive.siting_scenarios.division IS '行政区划';
COMMENT ON COLUMN archive.siting_scenarios.version IS '版次';
COMMENT ON COLUMN archive.siting_scenarios.created_at IS '建立时间';
COMMENT ON COLUMN archive.siting_scenarios.created_by IS '建立人';
COMMENT ON COLUMN archive.siting_scenarios.updated_at IS '更新时间';
COMMENT ON COLUMN archive.siting_scenarios.updated_by IS '更新人';
COMMENT ON COLUMN archive.siting_scenarios.withdrawn_at IS '撤下时间';

CREATE TABLE archive.siting_actions (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  scenario BIGINT NOT NULL,
  run_id TEXT NOT NULL,
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  township TEXT,
  lon DOUBLE PRECISION,
  lat DOUBLE PRECISION,
  places INTEGER,
  cost_wan NUMERIC(14, 2),
  owner TEXT,
  due_on DATE,
  division TEXT COLLATE "C" NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  version INTEGER DEFAULT 0 NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  created_by TEXT NOT NULL,
  CONSTRAINT siting_actions_pk PRIMARY KEY (number),
  CONSTRAINT siting_actions_scenario_site_unique UNIQUE (scenario, run_id, site),
  CONSTRAINT siting_actions_scenario_fk FOREIGN KEY(scenario) REFERENCES archive.siting_scenarios (number),
  CONSTRAINT siting_actions_run_id_fk FOREIGN KEY(run_id) REFERENCES archive.runs (id),
  CONSTRAINT siting_actions_state_check CHECK (state IN ('planned', 'under_construction', 'filed', 'occupied', 'stopped')),
  CONSTRAINT siting_actions_kind_check CHECK (kind IN ('new', 'extended', 'kept', 'closed')),
  CONSTRAINT siting_actions_owner_check CHECK (char_length(owner) <= 60)
);
COMMENT ON TABLE archive.siting_actions IS '方案的落实：每个点位从规划到入住';
COMMENT ON COLUMN archive.siting_actions.number IS '编号';
COMMENT ON COLUMN archive.siting_actions.scenario IS '方案编号';
COMMENT ON COLUMN archive.siting_actions.run_id IS '计算号';
COMMENT ON COLUMN archive.siting_actions.site IS '点位';
COMMENT ON COLUMN archive.siting_actions.name IS '点位名称';
COMMENT ON COLUMN archive.siting_actions.kind IS '新建、扩建、保留或关停';
COMMENT ON COLUMN archive.siting_actions.township IS '乡镇';
COMMENT ON COLUMN archive.siting_actions.lon IS '经度（EPSG:4490）';
COMMENT ON COLUMN archive.siting_actions.lat IS '纬度（EPSG:4490）';
COMMENT ON COLUMN archive.siting_actions.places IS '计划增加的位';
COMMENT ON COLUMN archive.siting_actions.cost_wan IS '计划投资（万元）';
COMMENT ON COLUMN archive.siting_actions.owner IS '责任人';
COMMENT ON COLUMN archive.siting_actions.due_on IS '应完成日期';
COMMENT ON COLUMN archive.siting_actions.division IS '行政区划';
COMMENT ON COLUMN archive.siting_actions.state IS '状态';
COMMENT ON COLUMN archive.siting_actions.version IS '版次，即步数';
COMMENT ON COLUMN archive.siting_actions.created_at IS '列入时间';
COMMENT ON COLUMN archive.siting_actions.created_by IS '列入人';

CREATE TABLE archive.siting_action_steps (
  action BIGINT NOT NULL,
  version INTEGER NOT NULL,
  before TEXT NOT NULL,
  state TEXT NOT NULL,
  happened_on DATE NOT NULL,
  document TEXT,
  places INTEGER,
  because TEXT,
  taken_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  taken_by TEXT NOT NULL,
  CONSTRAINT siting_action_steps_pk PRIMARY KEY (action, version),
  CONSTRAINT siting_action_steps_action_fk FOREIGN KEY(action) REFERENCES archive.siting_actions (number),
  CONSTRAINT siting_action_steps_state_check CHECK (state IN ('planned', 'under_construction', 'filed', 'occupied', 'stopped')),
  CONSTRAINT siting_action_steps_places_check CHECK (places >= 0),
  CONSTRAINT siting_action_steps_document_check CHECK (char_length(document) <= 200),
  CONSTRAINT siting_action_steps_because_check CHECK (char_length(because) <= 1000)
);
COMMENT ON TABLE archive.siting_action_steps IS '点位的每一步，只增不改';
COMMENT ON COLUMN archive.siting_action_steps.action IS '点位编号';
COMMENT ON COLUMN archive.siting_action_steps.version IS '第几步';
COMMENT ON COLUMN archive.siting_action_steps.before IS '此前状态';
COMMENT ON COLUMN archive.siting_action_steps.state IS '状态';
COMMENT ON COLUMN archive.siting_action_steps.happened_on IS '发生日期';
COMMENT ON COLUMN archive.siting_action_steps.document IS '文号（备案回执等）';
COMMENT ON COLUMN archive.siting_action_steps.places IS '实际床位或入住人数';
COMMENT ON COLUMN archive.siting_action_steps.because IS '理由';
COMMENT ON COLUMN archive.siting_action_steps.taken_at IS '记入时间';
COMMENT ON COLUMN archive.siting_action_steps.taken_by IS '记入人';

-- The steps there are; layers/siting_actions.py says the same.
CREATE TABLE archive.siting_moves (
  before TEXT COLLATE "C" NOT NULL,
  after TEXT COLLATE "C" NOT NULL,
  needs_reason BOOLEAN NOT NULL,
  needs_document BOOLEAN NOT NULL,
  CONSTRAINT siting_moves_pk PRIMARY KEY (before, after)
);
COMMENT ON TABLE archive.siting_moves IS '点位可走的步';
COMMENT ON COLUMN archive.siting_moves.before IS '此前状态';
COMMENT ON COLUMN archive.siting_moves.after IS '此后状态';
COMMENT ON COLUMN archive.siting_moves.needs_reason IS '须写理由';
COMMENT ON COLUMN archive.siting_moves.needs_document IS '须写文号';
INSERT INTO archive.siting_moves VALUES
  ('planned', 'under_construction', false, false), ('under_construction', 'filed', false, true),
  ('filed', 'occupied', false, false), ('planned', 'stopped', true, false), ('under_construction', 'stopped', true, false),
  ('filed', 'stopped', true, false), ('stopped', 'planned', true, false), ('under_construction', 'planned', true, false),
  ('filed', 'planned', true, false), ('filed', 'under_construction', true, false), ('occupied', 'planned', true, false),
  ('occupied', 'under_construction', true, false), ('occupied', 'filed', true, false);

-- Whether whoever acts plans: the console, a planner or a steward, who did not come to read only.
CREATE FUNCTION access.plans() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT access.is_console() OR (
    coalesce(access.role(), '') IN ('planner', 'steward') AND coalesce(current_setting('cairn.read_only', true), '') <> 'on')
$$;

-- A step moves its site; the row lock makes writers of one site queue up. Rights are the policies' to decide, after this.
CREATE FUNCTION archive.take_siting_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  standing archive.siting_actions;
  move archive.siting_moves;
BEGIN
  SELECT * INTO standing FROM archive.siting_actions WHERE number = NEW.action FOR UPDATE;
  IF standing.version + 1 IS DISTINCT FROM NEW.version THEN
    RAISE EXCEPTION USING ERRCODE = 'CR005', MESSAGE = format('“%s”已走到第 %s 步', standing.name, standing.version),
      DETAIL = '您看到之后，别人又记了一步', HINT = '请读取最新内容，核对后再提交';
  END IF;
  SELECT * INTO move FROM archive.siting_moves AS known WHERE known.before = standing.state AND known.after = NEW.state;
  IF move IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', MESSAGE = format('“%s”不能走这一步', standing.name),
      DETAIL = '规划、在建、已备案、已入住须依次进行', HINT = '请从点位的 next 中选择下一步';
  END IF;
  IF move.needs_reason AND coalesce(btrim(NEW.because), '') = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', MESSAGE = '这一步须写理由',
      DETAIL = '退回、停止和重新启动要让后来的人看得懂', HINT = '请在 because 中写明理由';
  END IF;
  IF move.needs_document AND coalesce(btrim(NEW.document), '') = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', MESSAGE = '备案须写备案回执的文号',
      DETAIL = '已备案以回执为据', HINT = '请在 document 中写明文号';
  END IF;
  NEW.before := standing.state;
  UPDATE archive.siting_actions SET state = NEW.state, version = NEW.version WHERE number = NEW.action;
  RETURN NEW;
END $$;
CREATE TRIGGER take_step BEFORE INSERT ON archive.siting_action_steps
  FOR EACH ROW EXECUTE FUNCTION archive.take_siting_step();

ALTER TABLE archive.siting_moves ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.siting_moves FOR SELECT USING (true);
ALTER TABLE archive.siting_scenarios ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.siting_scenarios FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));
CREATE POLICY enter ON archive.siting_scenarios FOR INSERT WITH CHECK (
  (SELECT access.plans()) AND access.covers(VARIADIC ARRAY[division])
  AND EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));
CREATE POLICY amend ON archive.siting_scenarios FOR UPDATE USING (
  (SELECT access.plans()) AND access.covers(VARIADIC ARRAY[division]))
  WITH CHECK ((SELECT access.plans()) AND access.covers(VARIADIC ARRAY[division])
  AND EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));
ALTER TABLE archive.siting_actions ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.siting_actions FOR SELECT USING (
  (SELECT access.role()) IS NOT NULL AND EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));
CREATE POLICY enter ON archive.siting_actions FOR INSERT WITH CHECK (
  (SELECT access.plans()) AND access.covers(VARIADIC ARRAY[division]) AND state = 'planned' AND version = 0
  AND EXISTS (SELECT FROM archive.runs AS run WHERE run.id = run_id));
CREATE POLICY amend ON archive.siting_actions FOR UPDATE USING (
  (SELECT access.plans()) AND access.covers(VARIADIC ARRAY[division]));
ALTER TABLE archive.siting_action_steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.siting_action_steps FOR SELECT USING (
  EXISTS (SELECT FROM archive.siting_actions AS standing WHERE standing.number = action));
CREATE POLICY enter ON archive.siting_action_steps FOR INSERT WITH CHECK (
  (SELECT access.plans()) AND EXISTS (SELECT FROM archive.siting_actions AS standing
    WHERE standing.number = action AND access.covers(VARIADIC ARRAY[standing.division])));

GRANT SELECT ON archive.siting_moves TO cairn_service;
GRANT SELECT, INSERT ON archive.siting_scenarios, archive.siting_actions, archive.siting_action_steps TO cairn_service;
GRANT UPDATE (name, note, run_id, version, updated_at, updated_by, withdrawn_at) ON archive.siting_scenarios TO cairn_service;
GRANT UPDATE (owner, due_on) ON archive.siting_actions TO cairn_service;
