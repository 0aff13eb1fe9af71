-- A naming case moves by an entry and by nothing else: whoever inserts one takes a step, and the trigger asks whether the
-- step leads from here, whose part it is, whether the three persons stay three, and what is still missing.
--
-- SQLSTATE: CR004 the case does not allow the step, CR005 the case is no longer what the writer saw; 42501 not yours.

-- Who acts, in which office; refuses whoever is not signed in or came to read.
CREATE FUNCTION naming.me() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting bigint := access.me();
BEGIN
  IF acting IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '没有登录，不能办理地名案件';
  END IF;
  IF session_user = 'cairn_service' AND coalesce(current_setting('cairn.read_only', true), '') = 'on' THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '这次访问只读，不能办理地名案件';
  END IF;
  RETURN acting;
END $$;

CREATE FUNCTION naming.today() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Whether who acts may know of a case of a division: as of internal place names there.
CREATE FUNCTION naming.sees(of_division text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT 'internal' = ANY (access.sees('place_names')) AND access.covers(VARIADIC ARRAY[of_division])
$$;

CREATE FUNCTION naming.sees_persons() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT 'restricted' = ANY (access.sees('place_names'))
$$;

CREATE FUNCTION naming.stage_label(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce('{"draft": "拟稿", "submitted": "已提交", "returned": "退回补正", "accepted": "已受理", "checking": "审核",
    "consulting": "论证与征求意见", "noticed": "公示", "deciding": "待审批", "approved": "已批准", "announced": "已公告",
    "filed": "已备案", "archived": "已归档", "withdrawn": "已撤回", "refused": "不予批准", "suspended": "中止"}'::jsonb ->> code, code)
$$;

-- A case that who acts may see, locked until the transaction ends.
CREATE FUNCTION naming.hold(of_case bigint) RETURNS naming.cases LANGUAGE plpgsql AS $$
DECLARE
  held naming.cases;
BEGIN
  SELECT * INTO held FROM naming.cases WHERE id = of_case FOR UPDATE;
  IF held.id IS NULL OR NOT naming.sees(held.division) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '案件不在您的辖区之内';
  END IF;
  RETURN held;
END $$;

-- Let who acts have a part in a case. One person has one part: the key of naming.hands says so, whatever offices the
-- person holds or held.
CREATE FUNCTION naming.take_part(of_case naming.cases, wanted text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  acting bigint := naming.me();
  had text;
  words CONSTANT jsonb := '{"drafter": "拟稿人", "reviewer": "审核人", "approver": "审批人"}';
BEGIN
  IF coalesce(access.role(), '') <> 'name_' || wanted THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = format('这一步由地名%s办理', words ->> wanted);
  END IF;
  IF NOT access.covers(VARIADIC ARRAY[of_case.division]) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '案件不在您的辖区之内';
  END IF;
  INSERT INTO naming.hands (case_id, account, part) VALUES (of_case.id, acting, wanted) ON CONFLICT DO NOTHING;
  SELECT part INTO STRICT had FROM naming.hands WHERE case_id = of_case.id AND account = acting;
  IF had <> wanted THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = format('您在本案中是%s，不能再作%s：拟稿、审核、审批不得同为一人',
      words ->> had, words ->> wanted);
  END IF;
END $$;

-- The next number of a series; a number once taken is not taken again.
CREATE FUNCTION naming.next_serial(of_prefix text) RETURNS integer LANGUAGE sql AS $$
  INSERT INTO naming.serials AS known (prefix, last) VALUES (of_prefix, 1)
  ON CONFLICT (prefix) DO UPDATE SET last = known.last + 1 RETURNING last
$$;

-- The papers a name needs: of every kind, of its kind, of its authority, of a protected name (Art. 11, 12, 25).
CREATE FUNCTION naming.papers_for(of_kind text, of_authority text, is_protected boolean)
RETURNS SETOF naming.required_papers LANGUAGE sql STABLE AS $$
  SELECT * FROM naming.required_papers
  WHERE kind IN ('', of_kind) AND authority IN ('', coalesce(of_authority, '')) AND (is_protected OR NOT if_protected)
$$;

-- Whether a name that stands is on a protection list on a day.
CREATE FUNCTION naming.is_protected(of_code text, at_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM register.place_names
    WHERE code = of_code AND valid @> at_day AND protection IS NOT NULL)
$$;

-- Each condition answers what is missing, in the clerk's words; nothing when it holds.

CREATE FUNCTION naming.incomplete(of_case naming.cases) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT '案件还没有地名' WHERE NOT EXISTS (SELECT FROM naming.items WHERE case_id = of_case.id)
  UNION ALL
  SELECT format('第 %s 个地名%s缺：%s', position, coalesce('“' || name || '”', ''), array_to_string(lacks, '、'))
  FROM (
    SELECT position, name, array_remove(ARRAY[
      CASE WHEN coalesce(btrim(name), '') = '' THEN '名称' END,
      CASE WHEN kind IS NULL THEN '类别' END,
      CASE WHEN coalesce(btrim(reason), '') = '' THEN '理由' END,
      CASE WHEN of_case.kind <> 'retirement' AND coalesce(btrim(position_text), '') = '' THEN '位置描述' END,
      CASE WHEN of_case.kind = 'naming' AND geom IS NULL THEN '图上位置' END,
      CASE WHEN of_case.kind <> 'naming' AND place_code IS NULL THEN '原地名的代码' END], NULL) AS lacks
    FROM naming.items WHERE case_id = of_case.id) AS each
  WHERE lacks <> '{}'
  UNION ALL
  SELECT format('登记册里没有代码“%s”的现行地名', place_code) FROM naming.items
  WHERE case_id = of_case.id AND of_case.kind <> 'naming' AND place_code IS NOT NULL AND NOT EXISTS (
    SELECT FROM register.place_names AS known WHERE known.code = place_code AND upper_inf(known.valid))
$$;

-- The kinds of papers that are there, for whoever may know of the case; what they hold is another question.
CREATE FUNCTION naming.brought(of_case bigint) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT paper.kind FROM naming.papers AS paper JOIN naming.cases AS held ON held.id = paper.case_id
  WHERE held.id = of_case AND naming.sees(held.division)
$$;

CREATE FUNCTION naming.missing_papers(of_case naming.cases, of_step text, at_day date) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT DISTINCT format('缺“%s”', needed.label)
  FROM naming.items AS item,
    naming.papers_for(item.kind, of_case.authority,
      of_case.kind <> 'naming' AND naming.is_protected(item.place_code, at_day)) AS needed
  WHERE item.case_id = of_case.id AND needed.step = of_step
    AND needed.paper NOT IN (SELECT naming.brought(of_case.id))
  ORDER BY 1
$$;

-- Names are checked in the very transaction that takes the step: what came into the register since the last check counts.
CREATE FUNCTION naming.unchecked(of_case naming.cases, is_real boolean) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT format('第 %s 个地名没有核查', position) FROM naming.items
  WHERE case_id = of_case.id AND (checked_in IS NULL OR (is_real AND checked_in <> txid_current_if_assigned()))
  UNION ALL
  SELECT format('“%s”：%s', name, finding ->> 'message') FROM naming.items, jsonb_array_elements(findings) AS finding
  WHERE case_id = of_case.id AND finding ->> 'severity' = 'blocks'
$$;

-- The answers to findings about one name of a case: its own, and those kept for every check of a name of its kind in its
-- division.
CREATE FUNCTION naming.answers_to(of_case naming.cases, item naming.items) RETURNS TABLE (rule text, conflict text)
LANGUAGE sql STABLE AS $$
  SELECT given.rule, given.conflict FROM naming.answers AS given WHERE given.case_id = of_case.id AND given.name = item.name
  UNION ALL
  SELECT known.rule, coalesce(known.conflict_code, '') FROM archive.name_answers AS known
  WHERE known.name = item.name AND known.kind = CASE WHEN item.is_village THEN 'village' ELSE item.kind END
    AND starts_with(coalesce(item.division, of_case.division), known.division)
$$;

CREATE FUNCTION naming.unanswered(of_case naming.cases) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT format('“%s”须说明理由：%s', item.name, finding ->> 'message')
  FROM naming.items AS item, jsonb_array_elements(item.findings) AS finding
  WHERE item.case_id = of_case.id AND finding ->> 'severity' = 'needs_reason'
    AND coalesce(finding -> 'answer', 'null') = 'null'
    AND NOT EXISTS (SELECT FROM naming.answers_to(of_case, item) AS given
      WHERE given.rule = finding ->> 'rule' AND given.conflict = '')
    AND NOT (jsonb_array_length(coalesce(finding -> 'conflicts', '[]')) > 0 AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(finding -> 'conflicts') AS other WHERE NOT EXISTS (
        SELECT FROM naming.answers_to(of_case, item) AS given
        WHERE given.rule = finding ->> 'rule' AND given.conflict = other ->> 'code')))
$$;

CREATE FUNCTION naming.last_day_of(of_case bigint, of_step text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT on_day FROM naming.entries WHERE case_id = of_case AND step = of_step ORDER BY version DESC LIMIT 1
$$;

CREATE FUNCTION naming.unapproved(of_case naming.cases, of_document text, is_real boolean) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT '没有写明审批机关名称' WHERE coalesce(btrim(of_case.authority_name), '') = ''
  UNION ALL
  SELECT '没有写明批准文号' WHERE is_real AND coalesce(btrim(of_document), '') = ''
  UNION ALL
  SELECT format('“%s”没有罗马字母拼写', name) FROM naming.items
  WHERE case_id = of_case.id AND of_case.kind <> 'retirement' AND coalesce(btrim(romanized), '') = ''
$$;

-- What is missing for a step, of all its conditions; `is_real` when the step is being taken, not only looked at.
CREATE FUNCTION naming.missing(of_case naming.cases, of_step text, of_document text, at_day date, is_real boolean)
RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  need text;
  lacks text[] := '{}';
  noticed date := naming.last_day_of(of_case.id, 'notice');
BEGIN
  FOR need IN SELECT condition FROM naming.needs WHERE step = of_step ORDER BY condition LOOP
    lacks := lacks || CASE need
      WHEN 'complete' THEN ARRAY(SELECT naming.incomplete(of_case))
      WHEN 'one_authority' THEN ARRAY(SELECT '地名不归同一个审批机关：请分案办理' WHERE of_case.authority IS NULL
        UNION ALL SELECT '没有写明审批机关名称' WHERE coalesce(btrim(of_case.authority_name), '') = '')
      WHEN 'papers' THEN ARRAY(SELECT naming.missing_papers(of_case, of_step, at_day))
      WHEN 'checked' THEN ARRAY(SELECT naming.unchecked(of_case, is_real))
      WHEN 'answered' THEN ARRAY(SELECT naming.unanswered(of_case))
      WHEN 'objections_answered' THEN ARRAY(
        SELECT format('第 %s 号异议没有答复', id) FROM naming.objections WHERE case_id = of_case.id AND answer IS NULL ORDER BY id)
      WHEN 'notice_over' THEN ARRAY(
        SELECT format('公示期至 %s，未满 %s 日', noticed + of_case.notice_days, of_case.notice_days)
        WHERE of_case.notice_days > 0 AND noticed + of_case.notice_days >= at_day)
      WHEN 'approval_numbered' THEN ARRAY(SELECT naming.unapproved(of_case, of_document, is_real))
      WHEN 'filed_before' THEN ARRAY(SELECT '由其他部门批准的地名，收到备案后才公告（《地名管理条例》第十四条）'
        WHERE of_case.authority NOT IN ('county_government', 'township_government', 'division_authority', 'name_department', 'state_council')
          AND naming.last_day_of(of_case.id, 'file') IS NULL)
      WHEN 'not_yet' THEN ARRAY(SELECT '这一步已经办过' WHERE naming.last_day_of(of_case.id, of_step) IS NOT NULL)
      WHEN 'announced_and_filed' THEN ARRAY(
        SELECT '尚未公告' WHERE naming.last_day_of(of_case.id, 'announce') IS NULL
        UNION ALL
        SELECT '尚未备案' WHERE naming.last_day_of(of_case.id, 'file') IS NULL AND of_case.authority <> 'state_council')
      ELSE ARRAY[format('未知的条件“%s”', need)] END;
  END LOOP;
  RETURN lacks;
END $$;

-- What a look at a case tells of its next steps: the missing of each that leads from here.
CREATE FUNCTION naming.next_steps(of_case bigint, at_day date)
RETURNS TABLE (step text, label text, part text, to_stage text, missing text[]) LANGUAGE sql STABLE AS $$
  SELECT move.step, move.label, move.part, move.to_stage, naming.missing(held, move.step, NULL, at_day, false)
  FROM naming.cases AS held JOIN naming.moves AS move ON move.from_stage = held.stage AND move.from_stage <> move.to_stage
    AND (move.step <> 'resume' OR move.to_stage = held.suspended_from)
  WHERE held.id = of_case
$$;

-- The names of an approved case bear the day on which they were announced or filed (Art. 13, 14). The reviewer who takes
-- the step writes no register: the day is written on his behalf, signed by him, and nothing else of the name changes.
CREATE FUNCTION naming.date_names(of_case naming.cases, of_step text, of_label text, at_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  before text := register.reason();
BEGIN
  PERFORM set_config('cairn.because', format('%s（案件 %s）', of_label, of_case.number), true);
  UPDATE register.place_names AS known
  SET announced_on = CASE of_step WHEN 'announce' THEN at_day ELSE known.announced_on END,
    filed_on = CASE of_step WHEN 'file' THEN at_day ELSE known.filed_on END
  FROM naming.items AS item
  WHERE item.case_id = of_case.id AND known.code = item.place_code AND known.name = item.name
    AND known.approval_number = of_case.approval_number AND known.valid @> at_day;
  PERFORM set_config('cairn.because', coalesce(before, ''), true);
END $$;

-- BEFORE INSERT on naming.entries: take the step.
CREATE FUNCTION naming.take_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  held naming.cases := naming.hold(NEW.case_id);
  move naming.moves;
  last date;
  lacks text[];
BEGIN
  SELECT * INTO move FROM naming.moves WHERE step = NEW.step AND from_stage = held.stage
    AND (step <> 'resume' OR to_stage = held.suspended_from);
  IF held.version = 0 AND NEW.step = 'open' THEN
    move := ROW('open', '开立', 'drafter', 'draft', 'draft');
  END IF;
  IF move.step IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'cases',
      MESSAGE = format('案件 %s 现在不能办“%s”', held.number,
        coalesce((SELECT min(known.label) FROM naming.moves AS known WHERE known.step = NEW.step), NEW.step)),
      DETAIL = format('案件现处阶段：%s', naming.stage_label(held.stage)),
      HINT = format('现在可办：%s', coalesce((SELECT string_agg(DISTINCT known.label, '、') FROM naming.moves AS known
        WHERE known.from_stage = held.stage AND (known.step <> 'resume' OR known.to_stage = held.suspended_from)), '（已办结）'));
  END IF;
  PERFORM naming.take_part(held, move.part);
  IF NEW.version IS DISTINCT FROM held.version + 1 THEN
    RAISE EXCEPTION USING ERRCODE = 'CR005', TABLE = 'cases',
      MESSAGE = format('案件 %s 已有新的经办', held.number),
      DETAIL = format('您看到的是第 %s 版，现为第 %s 版', NEW.version - 1, held.version),
      HINT = '请读取最新内容，核对后再办理';
  END IF;
  NEW.on_day := coalesce(NEW.on_day, naming.today());
  SELECT max(on_day) INTO last FROM naming.entries WHERE case_id = held.id;
  IF NEW.on_day > naming.today() OR NEW.on_day < last THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'cases',
      MESSAGE = format('办理日期 %s 不能用', NEW.on_day),
      DETAIL = format('上一步办于 %s，今天是 %s', coalesce(last::text, '—'), naming.today()), HINT = '请核对日期';
  END IF;
  IF move.step <> 'open' THEN
    lacks := naming.missing(held, move.step, NEW.document, NEW.on_day, true);
    IF lacks <> '{}' THEN
      RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'cases',
        MESSAGE = format('案件 %s 还不能办“%s”', held.number, move.label),
        DETAIL = array_to_string(lacks, '；'), HINT = '请逐项补齐后再办理';
    END IF;
  END IF;
  NEW.from_stage := CASE WHEN move.step <> 'open' THEN held.stage END;
  NEW.to_stage := move.to_stage;
  NEW.by_account := access.me();
  NEW.by_name := register.clerk();
  NEW.at := clock_timestamp();
  UPDATE naming.cases SET stage = move.to_stage, version = NEW.version, written_in = txid_current(),
    suspended_from = CASE WHEN move.to_stage = 'suspended' THEN held.stage END,
    approval_number = CASE WHEN move.step = 'approve' THEN NEW.document ELSE approval_number END,
    approved_on = CASE WHEN move.step = 'approve' THEN NEW.on_day ELSE approved_on END
  WHERE id = held.id;
  IF move.step = 'approve' THEN
    UPDATE naming.items SET place_code = format('%s%s', held.code_prefix, lpad(naming.next_serial(held.code_prefix)::text, 6, '0'))
    WHERE case_id = held.id AND place_code IS NULL;
  END IF;
  IF move.step IN ('announce', 'file') AND held.kind <> 'retirement' THEN
    PERFORM naming.date_names(held, move.step, move.label, NEW.on_day);
  END IF;
  PERFORM archive.note('naming-step', NULL, held.number, NEW.version, format(
    '{"because":%s,"document":%s,"from":%s,"on":"%s","step":"%s","to":"%s"}', to_json(NEW.because)::text,
    coalesce(to_json(NEW.document)::text, 'null'), coalesce(to_json(NEW.from_stage)::text, 'null'), NEW.on_day, NEW.step, NEW.to_stage));
  RETURN NEW;
END $$;

CREATE TRIGGER take_step BEFORE INSERT ON naming.entries FOR EACH ROW EXECUTE FUNCTION naming.take_step();

-- Nobody moves a case by hand, and nothing of what was written is altered or lost, not even by the owner.
CREATE FUNCTION naming.guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (pg_trigger_depth() > 1 OR (NEW.id, NEW.number, NEW.kind, NEW.stage, NEW.suspended_from, NEW.version,
      NEW.approval_number, NEW.approved_on, NEW.notice_days, NEW.code_prefix, NEW.written_in, NEW.opened_at, NEW.invented)
    IS NOT DISTINCT FROM (OLD.id, OLD.number, OLD.kind, OLD.stage, OLD.suspended_from, OLD.version,
      OLD.approval_number, OLD.approved_on, OLD.notice_days, OLD.code_prefix, OLD.written_in, OLD.opened_at, OLD.invented)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CR003', TABLE = TG_TABLE_NAME,
    MESSAGE = format('案件 %s 的阶段不能直接改写', OLD.number),
    DETAIL = '案件只随经办记录而动，每一步记有何人、何时、为何', HINT = '请按步骤办理（POST /api/names/cases/{编号}/steps）';
END $$;

CREATE TRIGGER guard_case BEFORE UPDATE OR DELETE ON naming.cases FOR EACH ROW EXECUTE FUNCTION naming.guard_case();

CREATE FUNCTION naming.guard_memory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'CR003', TABLE = TG_TABLE_NAME,
    MESSAGE = format('案卷 %s.%s 不能改写', TG_TABLE_SCHEMA, TG_TABLE_NAME),
    DETAIL = '案卷是何人何时因何办理的凭据（《地名管理条例》第二十六条）', HINT = '请另记一条，或另交一份';
END $$;

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['entries', 'hands', 'answers', 'papers', 'bodies', 'objectors'] LOOP
    EXECUTE format('CREATE TRIGGER guard_memory BEFORE UPDATE OR DELETE OR TRUNCATE ON naming.%I FOR EACH STATEMENT EXECUTE FUNCTION naming.guard_memory()', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['cases', 'items', 'applicants', 'objections', 'serials'] LOOP
    EXECUTE format('CREATE TRIGGER guard_table BEFORE TRUNCATE ON naming.%I FOR EACH STATEMENT EXECUTE FUNCTION naming.guard_memory()', kept);
  END LOOP;
END $$;
