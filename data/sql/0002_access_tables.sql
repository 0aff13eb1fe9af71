-- Who may come in; the columns are declared in data/access_tables.py.
CREATE SCHEMA access;
COMMENT ON SCHEMA access IS '人员与权限';

CREATE TABLE access.accounts (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  name TEXT COLLATE "C" NOT NULL,
  role TEXT NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  password_hash TEXT,
  must_change BOOLEAN DEFAULT false NOT NULL,
  totp_secret TEXT,
  totp_on BOOLEAN DEFAULT false NOT NULL,
  totp_last_step BIGINT,
  failures INTEGER DEFAULT 0 NOT NULL,
  locked_until TIMESTAMP WITH TIME ZONE,
  last_sign_in_at TIMESTAMP WITH TIME ZONE,
  last_failure_at TIMESTAMP WITH TIME ZONE,
  disabled_at TIMESTAMP WITH TIME ZONE,
  oidc_subject TEXT,
  db_role TEXT,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  created_by TEXT NOT NULL,
  CONSTRAINT accounts_pk PRIMARY KEY (id),
  CONSTRAINT accounts_name_unique UNIQUE (name),
  CONSTRAINT accounts_oidc_subject_unique UNIQUE (oidc_subject),
  CONSTRAINT accounts_db_role_unique UNIQUE (db_role),
  CONSTRAINT accounts_role_check CHECK (role IN ('viewer', 'planner', 'name_drafter', 'name_reviewer', 'name_approver', 'inspector', 'steward', 'administrator')),
  CONSTRAINT accounts_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  CONSTRAINT accounts_name_check CHECK (char_length(btrim(name)) BETWEEN 1 AND 64)
);
COMMENT ON TABLE access.accounts IS '账号';
COMMENT ON COLUMN access.accounts.id IS '账号编号';
COMMENT ON COLUMN access.accounts.name IS '账号名';
COMMENT ON COLUMN access.accounts.role IS '职责';
COMMENT ON COLUMN access.accounts.division IS '管辖的行政区划';
COMMENT ON COLUMN access.accounts.password_hash IS '口令（argon2）';
COMMENT ON COLUMN access.accounts.must_change IS '须改口令';
COMMENT ON COLUMN access.accounts.totp_secret IS '动态口令密钥';
COMMENT ON COLUMN access.accounts.totp_on IS '已启用动态口令';
COMMENT ON COLUMN access.accounts.totp_last_step IS '最近用过的动态口令时段';
COMMENT ON COLUMN access.accounts.failures IS '连续失败次数';
COMMENT ON COLUMN access.accounts.locked_until IS '锁定至';
COMMENT ON COLUMN access.accounts.last_sign_in_at IS '上次登录';
COMMENT ON COLUMN access.accounts.last_failure_at IS '上次失败';
COMMENT ON COLUMN access.accounts.disabled_at IS '停用时间';
COMMENT ON COLUMN access.accounts.oidc_subject IS '统一身份认证的标识';
COMMENT ON COLUMN access.accounts.db_role IS '数据库用户';
COMMENT ON COLUMN access.accounts.created_at IS '建立时间';
COMMENT ON COLUMN access.accounts.created_by IS '建立人';

CREATE TABLE access.sessions (
  token_hash BYTEA NOT NULL,
  account_id BIGINT NOT NULL,
  csrf TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT sessions_pk PRIMARY KEY (token_hash),
  CONSTRAINT sessions_account_id_fk FOREIGN KEY(account_id) REFERENCES access.accounts (id)
);
CREATE INDEX sessions_account_id_ix ON access.sessions (account_id);
COMMENT ON TABLE access.sessions IS '登录会话';
COMMENT ON COLUMN access.sessions.token_hash IS '会话凭据的指纹';
COMMENT ON COLUMN access.sessions.account_id IS '账号编号';
COMMENT ON COLUMN access.sessions.csrf IS '防跨站标记';
COMMENT ON COLUMN access.sessions.created_at IS '登录时间';
COMMENT ON COLUMN access.sessions.seen_at IS '最近使用';
COMMENT ON COLUMN access.sessions.expires_at IS '最迟失效';

CREATE TABLE access.tokens (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  account_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  scopes TEXT[] NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE,
  last_used_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT tokens_pk PRIMARY KEY (id),
  CONSTRAINT tokens_token_hash_unique UNIQUE (token_hash),
  CONSTRAINT tokens_account_id_fk FOREIGN KEY(account_id) REFERENCES access.accounts (id),
  CONSTRAINT tokens_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'write'])
);
CREATE INDEX tokens_account_id_ix ON access.tokens (account_id);
COMMENT ON TABLE access.tokens IS '接口令牌';
COMMENT ON COLUMN access.tokens.id IS '令牌编号';
COMMENT ON COLUMN access.tokens.account_id IS '账号编号';
COMMENT ON COLUMN access.tokens.title IS '用途';
COMMENT ON COLUMN access.tokens.token_hash IS '令牌的指纹';
COMMENT ON COLUMN access.tokens.scopes IS '范围';
COMMENT ON COLUMN access.tokens.created_at IS '签发时间';
COMMENT ON COLUMN access.tokens.expires_at IS '失效时间';
COMMENT ON COLUMN access.tokens.last_used_at IS '最近使用';
COMMENT ON COLUMN access.tokens.revoked_at IS '作废时间';

CREATE TABLE access.rights (
  role TEXT COLLATE "C" NOT NULL,
  layer TEXT COLLATE "C" NOT NULL,
  sees TEXT NOT NULL,
  writes BOOLEAN NOT NULL,
  CONSTRAINT rights_pk PRIMARY KEY (role, layer),
  CONSTRAINT rights_sees_check CHECK (sees IN ('public', 'internal', 'restricted'))
);
COMMENT ON TABLE access.rights IS '职责与图层：谁可见、谁可改（由 layers/rights.py 写入）';
COMMENT ON COLUMN access.rights.role IS '职责';
COMMENT ON COLUMN access.rights.layer IS '图层';
COMMENT ON COLUMN access.rights.sees IS '可见的公开范围';
COMMENT ON COLUMN access.rights.writes IS '可改';

CREATE TABLE access.county (
  code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT county_pk PRIMARY KEY (code),
  CONSTRAINT county_code_check CHECK (code ~ '^[0-9]{6}$')
);
COMMENT ON TABLE access.county IS '本登记库属于哪个县';
COMMENT ON COLUMN access.county.code IS '行政区划代码';
