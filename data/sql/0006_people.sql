-- People at the door: attempts counted whether or not a name exists, sign-ins under way at an identity provider, and
-- what of an account, a session or a token the service may touch for whom.

CREATE TABLE access.attempts (
  door bytea NOT NULL,
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  last_at timestamptz NOT NULL,
  CONSTRAINT attempts_pk PRIMARY KEY (door)
);
CREATE INDEX attempts_last_at_ix ON access.attempts (last_at);
COMMENT ON TABLE access.attempts IS '登录尝试：不论账号是否存在，同样计数';
COMMENT ON COLUMN access.attempts.door IS '账号名或来处的指纹';
COMMENT ON COLUMN access.attempts.failures IS '连续失败次数';
COMMENT ON COLUMN access.attempts.locked_until IS '锁定至';
COMMENT ON COLUMN access.attempts.last_at IS '最近一次';

CREATE TABLE access.oidc_flows (
  state_hash bytea NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  account_id bigint,
  expires_at timestamptz NOT NULL,
  CONSTRAINT oidc_flows_pk PRIMARY KEY (state_hash),
  CONSTRAINT oidc_flows_account_id_fk FOREIGN KEY (account_id) REFERENCES access.accounts (id)
);
COMMENT ON TABLE access.oidc_flows IS '进行中的统一身份认证，用一次即删';
COMMENT ON COLUMN access.oidc_flows.state_hash IS '状态值的指纹';
COMMENT ON COLUMN access.oidc_flows.nonce IS '一次性随机数';
COMMENT ON COLUMN access.oidc_flows.verifier IS 'PKCE 校验值';
COMMENT ON COLUMN access.oidc_flows.account_id IS '要关联的账号；空为登录';
COMMENT ON COLUMN access.oidc_flows.expires_at IS '最迟失效';

ALTER TABLE access.sessions
  ADD COLUMN previous_sign_in_at timestamptz,
  ADD COLUMN failures_before integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN access.sessions.previous_sign_in_at IS '前一次登录';
COMMENT ON COLUMN access.sessions.failures_before IS '登录前连续失败次数';

GRANT SELECT, INSERT, UPDATE, DELETE ON access.attempts TO cairn_service;
GRANT SELECT, INSERT, DELETE ON access.oidc_flows TO cairn_service;
-- Of a session only its last use changes; whose it is never does.
REVOKE UPDATE ON access.sessions FROM cairn_service;
GRANT UPDATE (seen_at) ON access.sessions TO cairn_service;
REVOKE DELETE ON access.tokens FROM cairn_service;

-- Whether whoever acts administers the accounts of a division: the console all, an administrator the own and below.
CREATE FUNCTION access.administers(of_division text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT access.is_console() OR (
    coalesce(access.role(), '') = 'administrator' AND access.covers(VARIADIC ARRAY[of_division])
    AND coalesce(current_setting('cairn.read_only', true), '') <> 'on')
$$;

-- An administrator says who a person is, the console which database role is a person's; a person changes the own secrets,
-- and may put an identity of elsewhere on an account that bears none. Signing in counts its failures.
CREATE OR REPLACE FUNCTION access.guard_accounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog AS $$
DECLARE
  governs boolean := access.administers(NEW.division) AND (TG_OP = 'INSERT' OR access.administers(OLD.division));
  own boolean := coalesce(NEW.id = access.me(), false);
BEGIN
  IF TG_OP = 'INSERT' AND NOT governs THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本辖区的系统管理员可以建立账号';
  END IF;
  IF NOT access.is_console() AND NEW.db_role IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.db_role IS DISTINCT FROM OLD.db_role) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '数据库用户只能由控制台设定';
  END IF;
  IF TG_OP = 'INSERT' OR governs THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.name, NEW.role, NEW.division, NEW.disabled_at, NEW.db_role, NEW.created_at, NEW.created_by)
    IS DISTINCT FROM (OLD.id, OLD.name, OLD.role, OLD.division, OLD.disabled_at, OLD.db_role, OLD.created_at, OLD.created_by)
  THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本辖区的系统管理员可以更改账号的职责和辖区';
  END IF;
  IF NEW.oidc_subject IS DISTINCT FROM OLD.oidc_subject AND NOT (own AND OLD.oidc_subject IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本辖区的系统管理员可以更改已关联的统一身份';
  END IF;
  IF (NEW.password_hash, NEW.must_change, NEW.totp_on, NEW.totp_secret, NEW.totp_last_step, NEW.last_sign_in_at)
    IS DISTINCT FROM (OLD.password_hash, OLD.must_change, OLD.totp_on, OLD.totp_secret, OLD.totp_last_step, OLD.last_sign_in_at)
    AND NOT own THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '只有本人和系统管理员可以更改密码';
  END IF;
  RETURN NEW;
END $$;

-- A token acts for a person: only that person issues it; an administrator of the person may take it back.
CREATE FUNCTION access.guard_tokens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF access.is_console() OR (NEW.account_id = access.me() AND (TG_OP = 'INSERT' OR OLD.account_id = NEW.account_id)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.account_id, NEW.title, NEW.token_hash, NEW.scopes, NEW.created_at, NEW.expires_at)
    IS NOT DISTINCT FROM (OLD.id, OLD.account_id, OLD.title, OLD.token_hash, OLD.scopes, OLD.created_at, OLD.expires_at)
    AND (NEW.revoked_at IS NOT DISTINCT FROM OLD.revoked_at OR (OLD.revoked_at IS NULL
      AND access.administers((SELECT division FROM access.accounts WHERE id = NEW.account_id))))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '令牌只能由本人签发';
END $$;

CREATE TRIGGER guard_tokens BEFORE INSERT OR UPDATE ON access.tokens
  FOR EACH ROW EXECUTE FUNCTION access.guard_tokens();

-- A session is opened by the person who signs in, in a transaction that is theirs.
CREATE FUNCTION access.guard_sessions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF access.is_console() OR NEW.account_id = access.me() THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '会话只能由本人登录建立';
END $$;

CREATE TRIGGER guard_sessions BEFORE INSERT ON access.sessions
  FOR EACH ROW EXECUTE FUNCTION access.guard_sessions();
