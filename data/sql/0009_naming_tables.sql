-- As declared in data/naming_tables.py.
CREATE SCHEMA naming;
COMMENT ON SCHEMA naming IS '地名案件';

CREATE TABLE naming.bodies (
  sha256 TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL,
  CONSTRAINT bodies_pk PRIMARY KEY (sha256),
  CONSTRAINT bodies_sha256_check CHECK (sha256 = encode(sha256(body), 'hex'))
);
COMMENT ON TABLE naming.bodies IS '材料的内容，按 SHA-256 存一份';
COMMENT ON COLUMN naming.bodies.sha256 IS 'SHA-256';
COMMENT ON COLUMN naming.bodies.body IS '内容';

CREATE TABLE naming.cases (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  number TEXT COLLATE "C" NOT NULL,
  kind TEXT NOT NULL,
  stage TEXT DEFAULT 'draft' NOT NULL,
  suspended_from TEXT,
  version INTEGER DEFAULT 0 NOT NULL,
  title TEXT NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  applicant TEXT,
  authority TEXT,
  authority_name TEXT,
  approval_number TEXT,
  approved_on DATE,
  notice_days INTEGER NOT NULL,
  code_prefix TEXT NOT NULL,
  invented BOOLEAN DEFAULT false NOT NULL,
  written_in BIGINT NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT cases_pk PRIMARY KEY (id),
  CONSTRAINT cases_number_unique UNIQUE (number),
  CONSTRAINT cases_kind_check CHECK (kind IN ('naming', 'renaming', 'retirement')),
  CONSTRAINT cases_stage_check CHECK (stage IN ('draft', 'submitted', 'returned', 'accepted', 'checking', 'consulting', 'noticed', 'deciding', 'approved', 'announced', 'filed', 'archived', 'withdrawn', 'refused', 'suspended')),
  CONSTRAINT cases_authority_check CHECK (authority IN ('county_government', 'housing_department', 'competent_department', 'division_authority', 'name_department', 'township_government', 'protection_authority', 'sea_and_islands', 'state_council')),
  CONSTRAINT cases_suspended_from_check CHECK ((stage = 'suspended') = (suspended_from IS NOT NULL)),
  CONSTRAINT cases_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  CONSTRAINT cases_title_check CHECK (char_length(btrim(title)) BETWEEN 1 AND 200),
  CONSTRAINT cases_notice_days_check CHECK (notice_days BETWEEN 0 AND 365)
);
CREATE INDEX cases_stage_ix ON naming.cases (stage);
COMMENT ON TABLE naming.cases IS '地名案件：命名、更名、销名';
COMMENT ON COLUMN naming.cases.id IS '案件号';
COMMENT ON COLUMN naming.cases.number IS '案件编号';
COMMENT ON COLUMN naming.cases.kind IS '命名、更名或销名';
COMMENT ON COLUMN naming.cases.stage IS '阶段';
COMMENT ON COLUMN naming.cases.suspended_from IS '中止前的阶段';
COMMENT ON COLUMN naming.cases.version IS '版次，即经办条数';
COMMENT ON COLUMN naming.cases.title IS '标题';
COMMENT ON COLUMN naming.cases.division IS '所在行政区';
COMMENT ON COLUMN naming.cases.applicant IS '申请人';
COMMENT ON COLUMN naming.cases.authority IS '审批机关种类';
COMMENT ON COLUMN naming.cases.authority_name IS '审批机关名称';
COMMENT ON COLUMN naming.cases.approval_number IS '批准文号';
COMMENT ON COLUMN naming.cases.approved_on IS '批准日期';
COMMENT ON COLUMN naming.cases.notice_days IS '公示天数（日历日）';
COMMENT ON COLUMN naming.cases.code_prefix IS '临时地名代码的前缀';
COMMENT ON COLUMN naming.cases.invented IS '示例数据';
COMMENT ON COLUMN naming.cases.written_in IS '最近经办所在的事务';
COMMENT ON COLUMN naming.cases.opened_at IS '开立时间';

CREATE TABLE naming.moves (
  step TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL,
  part TEXT NOT NULL,
  from_stage TEXT COLLATE "C" NOT NULL,
  to_stage TEXT COLLATE "C" NOT NULL,
  CONSTRAINT moves_pk PRIMARY KEY (step, from_stage, to_stage)
);
COMMENT ON TABLE naming.moves IS '可走的步骤（layers/naming_cases.py）';
COMMENT ON COLUMN naming.moves.step IS '步骤';
COMMENT ON COLUMN naming.moves.label IS '步骤名称';
COMMENT ON COLUMN naming.moves.part IS '由谁办理';
COMMENT ON COLUMN naming.moves.from_stage IS '原阶段';
COMMENT ON COLUMN naming.moves.to_stage IS '新阶段';

CREATE TABLE naming.needs (
  step TEXT COLLATE "C" NOT NULL,
  condition TEXT COLLATE "C" NOT NULL,
  CONSTRAINT needs_pk PRIMARY KEY (step, condition)
);
COMMENT ON TABLE naming.needs IS '步骤的条件（layers/naming_cases.py）';
COMMENT ON COLUMN naming.needs.step IS '步骤';
COMMENT ON COLUMN naming.needs.condition IS '条件';

CREATE TABLE naming.required_papers (
  paper TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" DEFAULT '' NOT NULL,
  authority TEXT COLLATE "C" DEFAULT '' NOT NULL,
  if_protected BOOLEAN DEFAULT false NOT NULL,
  CONSTRAINT required_papers_pk PRIMARY KEY (paper, kind, authority)
);
COMMENT ON TABLE naming.required_papers IS '须交的材料（layers/naming_papers.py）';
COMMENT ON COLUMN naming.required_papers.paper IS '材料种类';
COMMENT ON COLUMN naming.required_papers.label IS '材料名称';
COMMENT ON COLUMN naming.required_papers.step IS '须在哪一步之前';
COMMENT ON COLUMN naming.required_papers.kind IS '只对此类地名；空为各类';
COMMENT ON COLUMN naming.required_papers.authority IS '只对此审批机关；空为各机关';
COMMENT ON COLUMN naming.required_papers.if_protected IS '只对保护名录中的地名';

CREATE TABLE naming.serials (
  prefix TEXT COLLATE "C" NOT NULL,
  last INTEGER NOT NULL,
  CONSTRAINT serials_pk PRIMARY KEY (prefix)
);
COMMENT ON TABLE naming.serials IS '案件编号和临时地名代码的流水号，用过不再用';
COMMENT ON COLUMN naming.serials.prefix IS '前缀';
COMMENT ON COLUMN naming.serials.last IS '最后用过的号';

CREATE TABLE naming.answers (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  case_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  rule TEXT NOT NULL,
  conflict TEXT DEFAULT '' NOT NULL,
  because TEXT NOT NULL,
  by_account BIGINT NOT NULL,
  by_name TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT answers_pk PRIMARY KEY (id),
  CONSTRAINT answers_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT answers_because_check CHECK (char_length(btrim(because)) BETWEEN 1 AND 2000)
);
CREATE INDEX answers_case_id_ix ON naming.answers (case_id);
COMMENT ON TABLE naming.answers IS '审核人对核查意见的答复';
COMMENT ON COLUMN naming.answers.id IS '答复号';
COMMENT ON COLUMN naming.answers.case_id IS '案件号';
COMMENT ON COLUMN naming.answers.name IS '地名';
COMMENT ON COLUMN naming.answers.rule IS '核查规则';
COMMENT ON COLUMN naming.answers.conflict IS '所涉地名代码；空为全部';
COMMENT ON COLUMN naming.answers.because IS '理由';
COMMENT ON COLUMN naming.answers.by_account IS '答复人的账号编号';
COMMENT ON COLUMN naming.answers.by_name IS '答复人';
COMMENT ON COLUMN naming.answers.at IS '答复时间';

CREATE TABLE naming.applicants (
  case_id BIGINT NOT NULL,
  contact TEXT NOT NULL,
  CONSTRAINT applicants_pk PRIMARY KEY (case_id),
  CONSTRAINT applicants_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT applicants_contact_check CHECK (char_length(btrim(contact)) BETWEEN 1 AND 200)
);
COMMENT ON TABLE naming.applicants IS '申请人的联系方式（个人信息，只供地名经办人）';
COMMENT ON COLUMN naming.applicants.case_id IS '案件号';
COMMENT ON COLUMN naming.applicants.contact IS '联系方式';

CREATE TABLE naming.entries (
  case_id BIGINT NOT NULL,
  version INTEGER NOT NULL,
  step TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  by_account BIGINT NOT NULL,
  by_name TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  on_day DATE NOT NULL,
  because TEXT NOT NULL,
  document TEXT,
  CONSTRAINT entries_pk PRIMARY KEY (case_id, version),
  CONSTRAINT entries_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT entries_because_check CHECK (char_length(btrim(because)) BETWEEN 1 AND 2000),
  CONSTRAINT entries_document_check CHECK (char_length(btrim(document)) BETWEEN 1 AND 200)
);
COMMENT ON TABLE naming.entries IS '经办记录：每一步由谁、何时、为何；只增不改';
COMMENT ON COLUMN naming.entries.case_id IS '案件号';
COMMENT ON COLUMN naming.entries.version IS '案件因此成为第几版';
COMMENT ON COLUMN naming.entries.step IS '步骤';
COMMENT ON COLUMN naming.entries.from_stage IS '原阶段';
COMMENT ON COLUMN naming.entries.to_stage IS '新阶段';
COMMENT ON COLUMN naming.entries.by_account IS '经办人的账号编号';
COMMENT ON COLUMN naming.entries.by_name IS '经办人';
COMMENT ON COLUMN naming.entries.at IS '记入时间';
COMMENT ON COLUMN naming.entries.on_day IS '办理日期';
COMMENT ON COLUMN naming.entries.because IS '理由';
COMMENT ON COLUMN naming.entries.document IS '文号';

CREATE TABLE naming.hands (
  case_id BIGINT NOT NULL,
  account BIGINT NOT NULL,
  part TEXT NOT NULL,
  CONSTRAINT hands_pk PRIMARY KEY (case_id, account),
  CONSTRAINT hands_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT hands_part_check CHECK (part IN ('drafter', 'reviewer', 'approver'))
);
COMMENT ON TABLE naming.hands IS '一人在一案中只有一种职责：拟稿、审核、审批不得同为一人';
COMMENT ON COLUMN naming.hands.case_id IS '案件号';
COMMENT ON COLUMN naming.hands.account IS '账号编号';
COMMENT ON COLUMN naming.hands.part IS '在本案中的职责';

CREATE TABLE naming.items (
  case_id BIGINT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT,
  kind TEXT,
  is_village BOOLEAN DEFAULT false NOT NULL,
  is_famous BOOLEAN DEFAULT false NOT NULL,
  is_island BOOLEAN DEFAULT false NOT NULL,
  specific_term TEXT,
  generic_term TEXT,
  class_code TEXT,
  romanized TEXT,
  division TEXT COLLATE "C",
  meaning TEXT,
  origin TEXT,
  reason TEXT,
  position_text TEXT,
  nature TEXT,
  width_m NUMERIC(14, 2),
  width_basis TEXT,
  geom geometry(GEOMETRY,4490),
  place_code TEXT COLLATE "C",
  standing_name TEXT,
  findings JSONB DEFAULT '[]' NOT NULL,
  checked_in BIGINT,
  checked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT items_pk PRIMARY KEY (case_id, position),
  CONSTRAINT items_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT items_kind_check CHECK (kind IN ('natural_feature', 'division', 'committee_seat', 'park_or_reserve', 'street', 'estate_or_building', 'infrastructure', 'other')),
  CONSTRAINT items_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  CONSTRAINT items_position_check CHECK (position > 0),
  CONSTRAINT items_geom_check CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom)),
  CONSTRAINT items_findings_check CHECK (jsonb_typeof(findings) = 'array')
);
COMMENT ON TABLE naming.items IS '案件中的地名';
COMMENT ON COLUMN naming.items.case_id IS '案件号';
COMMENT ON COLUMN naming.items.position IS '序号，从 1 起';
COMMENT ON COLUMN naming.items.name IS '地名（销名案为现行地名）';
COMMENT ON COLUMN naming.items.kind IS '类别';
COMMENT ON COLUMN naming.items.is_village IS '自然村';
COMMENT ON COLUMN naming.items.is_famous IS '国内外著名或跨省、边境、海域的自然地理实体';
COMMENT ON COLUMN naming.items.is_island IS '无居民海岛或海域地理实体';
COMMENT ON COLUMN naming.items.specific_term IS '专名';
COMMENT ON COLUMN naming.items.generic_term IS '通名';
COMMENT ON COLUMN naming.items.class_code IS '类别代码';
COMMENT ON COLUMN naming.items.romanized IS '罗马字母拼写';
COMMENT ON COLUMN naming.items.division IS '所在行政区；空则同案件';
COMMENT ON COLUMN naming.items.meaning IS '地名含义';
COMMENT ON COLUMN naming.items.origin IS '地名来历';
COMMENT ON COLUMN naming.items.reason IS '理由';
COMMENT ON COLUMN naming.items.position_text IS '位置描述';
COMMENT ON COLUMN naming.items.nature IS '规模与性质';
COMMENT ON COLUMN naming.items.width_m IS '道路宽度（m）';
COMMENT ON COLUMN naming.items.width_basis IS '宽度的量法';
COMMENT ON COLUMN naming.items.geom IS '位置（EPSG:4490，经度、纬度）';
COMMENT ON COLUMN naming.items.place_code IS '地名代码';
COMMENT ON COLUMN naming.items.standing_name IS '原地名（更名、销名）';
COMMENT ON COLUMN naming.items.findings IS '核查意见';
COMMENT ON COLUMN naming.items.checked_in IS '最近核查所在的事务';
COMMENT ON COLUMN naming.items.checked_at IS '最近核查时间';

CREATE TABLE naming.objections (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  case_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  answer TEXT,
  answered_by TEXT,
  answered_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT objections_pk PRIMARY KEY (id),
  CONSTRAINT objections_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT objections_text_check CHECK (char_length(btrim(text)) BETWEEN 1 AND 2000),
  CONSTRAINT objections_answer_check CHECK (char_length(btrim(answer)) BETWEEN 1 AND 2000)
);
CREATE INDEX objections_case_id_ix ON naming.objections (case_id);
COMMENT ON TABLE naming.objections IS '公示期间的异议';
COMMENT ON COLUMN naming.objections.id IS '异议号';
COMMENT ON COLUMN naming.objections.case_id IS '案件号';
COMMENT ON COLUMN naming.objections.text IS '异议';
COMMENT ON COLUMN naming.objections.at IS '提出时间';
COMMENT ON COLUMN naming.objections.answer IS '答复';
COMMENT ON COLUMN naming.objections.answered_by IS '答复人';
COMMENT ON COLUMN naming.objections.answered_at IS '答复时间';

CREATE TABLE naming.papers (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  case_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  filename TEXT NOT NULL,
  media_type TEXT NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  is_personal BOOLEAN NOT NULL,
  by_account BIGINT NOT NULL,
  by_name TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT papers_pk PRIMARY KEY (id),
  CONSTRAINT papers_case_id_kind_version_unique UNIQUE (case_id, kind, version),
  CONSTRAINT papers_case_id_fk FOREIGN KEY(case_id) REFERENCES naming.cases (id),
  CONSTRAINT papers_sha256_fk FOREIGN KEY(sha256) REFERENCES naming.bodies (sha256),
  CONSTRAINT papers_kind_check CHECK (kind IN ('application', 'applicant_identity', 'risk_assessment', 'assessment', 'expert_review', 'consultation', 'protection_plan', 'name_department_opinion', 'government_opinion', 'map', 'approval', 'announcement', 'filing', 'other')),
  CONSTRAINT papers_filename_check CHECK (char_length(btrim(filename)) BETWEEN 1 AND 200)
);
CREATE INDEX papers_sha256_ix ON naming.papers (sha256);
COMMENT ON TABLE naming.papers IS '案件的材料：同种材料再交为新的一份，不覆盖';
COMMENT ON COLUMN naming.papers.id IS '材料号';
COMMENT ON COLUMN naming.papers.case_id IS '案件号';
COMMENT ON COLUMN naming.papers.kind IS '材料种类';
COMMENT ON COLUMN naming.papers.version IS '同种材料的第几份';
COMMENT ON COLUMN naming.papers.filename IS '文件名';
COMMENT ON COLUMN naming.papers.media_type IS '内容类型';
COMMENT ON COLUMN naming.papers.sha256 IS 'SHA-256';
COMMENT ON COLUMN naming.papers.size IS '字节数';
COMMENT ON COLUMN naming.papers.is_personal IS '含申请人个人信息';
COMMENT ON COLUMN naming.papers.by_account IS '提交人的账号编号';
COMMENT ON COLUMN naming.papers.by_name IS '提交人';
COMMENT ON COLUMN naming.papers.at IS '提交时间';

CREATE TABLE naming.objectors (
  objection_id BIGINT NOT NULL,
  name TEXT,
  contact TEXT,
  CONSTRAINT objectors_pk PRIMARY KEY (objection_id),
  CONSTRAINT objectors_objection_id_fk FOREIGN KEY(objection_id) REFERENCES naming.objections (id)
);
COMMENT ON TABLE naming.objectors IS '提出异议的人（个人信息，不公开）';
COMMENT ON COLUMN naming.objectors.objection_id IS '异议号';
COMMENT ON COLUMN naming.objectors.name IS '姓名';
COMMENT ON COLUMN naming.objectors.contact IS '联系方式';
