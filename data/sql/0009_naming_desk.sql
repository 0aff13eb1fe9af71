-- What the desk does with a naming case beside its steps: open it, write its names while it is a draft, keep what the
-- checker found and what the reviewer answers, take in papers and objections; and who sees what of it.

CREATE FUNCTION naming.open_case(of_kind text, of_title text, of_division text, of_notice_days integer, of_code_prefix text,
  of_day date, because text, is_invented boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  county text := coalesce((SELECT code FROM access.county), left(of_division, 6));
  series text := format('%s-%s', county, extract(year FROM of_day));
  opened bigint;
BEGIN
  PERFORM naming.me();
  INSERT INTO naming.cases (number, kind, title, division, notice_days, code_prefix, written_in, invented)
  VALUES (format('%s-%s', series, lpad(naming.next_serial(series)::text, 4, '0')), of_kind, of_title, of_division,
    of_notice_days, of_code_prefix, txid_current(), is_invented)
  RETURNING id INTO opened;
  INSERT INTO naming.entries (case_id, version, step, to_stage, by_account, by_name, on_day, because)
  VALUES (opened, 1, 'open', 'draft', 0, '', of_day, because);
  RETURN opened;
END $$;

-- Whether who acts may write the names of a case now: a draft, or one returned, in the transaction that says so by an entry.
CREATE FUNCTION naming.editable(of_case bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM naming.cases AS held JOIN naming.hands AS hand ON hand.case_id = held.id
    WHERE held.id = of_case AND held.stage IN ('draft', 'returned') AND held.written_in = txid_current_if_assigned()
      AND hand.account = access.me() AND hand.part = 'drafter' AND access.covers(VARIADIC ARRAY[held.division]))
$$;

-- What the checker found of one name, kept with the moment and the transaction.
CREATE FUNCTION naming.keep_findings(of_case bigint, of_position integer, told jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM naming.me(), naming.hold(of_case);
  IF coalesce(access.role(), '') NOT IN ('name_drafter', 'name_reviewer', 'name_approver') THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = '核查意见由地名经办人留存';
  END IF;
  UPDATE naming.items SET findings = told, checked_in = txid_current(), checked_at = clock_timestamp()
  WHERE case_id = of_case AND position = of_position;
END $$;

-- The reviewer's answer to a finding, while he reviews.
CREATE FUNCTION naming.answer(of_case bigint, of_name text, of_rule text, of_conflict text, why text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  held naming.cases := naming.hold(of_case);
  given bigint;
BEGIN
  PERFORM naming.take_part(held, 'reviewer');
  IF held.stage NOT IN ('submitted', 'accepted', 'checking', 'consulting', 'noticed') THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'cases', MESSAGE = format('案件 %s 现在不能答复核查意见', held.number),
      DETAIL = format('案件现处阶段：%s', naming.stage_label(held.stage)), HINT = '核查意见在审核期间答复';
  END IF;
  INSERT INTO naming.answers (case_id, name, rule, conflict, because, by_account, by_name)
  VALUES (of_case, of_name, of_rule, coalesce(of_conflict, ''), why, access.me(), register.clerk()) RETURNING id INTO given;
  PERFORM archive.note('naming-answer', NULL, held.number, NULL,
    format('{"because":%s,"name":%s,"rule":%s}', to_json(why), to_json(of_name), to_json(of_rule)));
  RETURN given;
END $$;

-- A paper, as the next of its kind; what it holds is kept once. Who brings it has the part that the stage belongs to.
CREATE FUNCTION naming.add_paper(of_case bigint, of_kind text, of_filename text, of_media_type text, personal boolean, content bytea)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  held naming.cases := naming.hold(of_case);
  seal text := encode(sha256(content), 'hex');
  turn integer;
  added bigint;
BEGIN
  IF held.stage IN ('archived', 'withdrawn', 'refused') THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'cases', MESSAGE = format('案件 %s 已办结，不再收材料', held.number),
      DETAIL = format('案件现处阶段：%s', naming.stage_label(held.stage)), HINT = '请另开案件';
  END IF;
  PERFORM naming.take_part(held, CASE WHEN held.stage IN ('draft', 'returned') THEN 'drafter'
    WHEN held.stage = 'deciding' AND access.role() = 'name_approver' THEN 'approver' ELSE 'reviewer' END);
  INSERT INTO naming.bodies (sha256, body) VALUES (seal, content) ON CONFLICT DO NOTHING;
  SELECT coalesce(max(version), 0) + 1 INTO turn FROM naming.papers WHERE case_id = of_case AND kind = of_kind;
  INSERT INTO naming.papers (case_id, kind, version, filename, media_type, sha256, size, is_personal, by_account, by_name)
  VALUES (of_case, of_kind, turn, of_filename, of_media_type, seal, octet_length(content), personal, access.me(), register.clerk())
  RETURNING id INTO added;
  PERFORM archive.note('naming-paper', NULL, held.number, turn, format('{"kind":"%s","sha256":"%s"}', of_kind, seal));
  RETURN added;
END $$;

-- An objection of anybody, while the case is under public notice; who it was stands apart and is not public.
CREATE FUNCTION naming.object(of_number text, words text, who text, how text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  noticed bigint;
  given bigint;
BEGIN
  SELECT id INTO noticed FROM naming.cases WHERE number = of_number AND stage = 'noticed' FOR SHARE;
  IF noticed IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO naming.objections (case_id, text) VALUES (noticed, words) RETURNING id INTO given;
  IF coalesce(who, how) IS NOT NULL THEN
    INSERT INTO naming.objectors (objection_id, name, contact) VALUES (given, who, how);
  END IF;
  PERFORM archive.note('naming-objection', NULL, of_number, NULL, format('{"objection":%s}', given));
  RETURN given;
END $$;

CREATE FUNCTION naming.answer_objection(of_case bigint, of_objection bigint, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  held naming.cases := naming.hold(of_case);
BEGIN
  PERFORM naming.take_part(held, 'reviewer');
  UPDATE naming.objections SET answer = words, answered_by = register.clerk(), answered_at = clock_timestamp()
  WHERE id = of_objection AND case_id = of_case;
  PERFORM archive.note('naming-objection-answer', NULL, held.number, NULL, format('{"objection":%s}', of_objection));
END $$;

-- An objection is answered once; nothing else of it changes.
CREATE FUNCTION naming.guard_objection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.answer IS NULL AND NEW.answer IS NOT NULL
    AND (NEW.id, NEW.case_id, NEW.text, NEW.at) IS NOT DISTINCT FROM (OLD.id, OLD.case_id, OLD.text, OLD.at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = TG_TABLE_NAME, MESSAGE = format('第 %s 号异议已有答复，不能改写', OLD.id),
    DETAIL = '异议和答复是公示的凭据', HINT = '如须补充，请在经办理由中说明';
END $$;

CREATE TRIGGER guard_objection BEFORE UPDATE OR DELETE ON naming.objections FOR EACH ROW EXECUTE FUNCTION naming.guard_objection();

-- What everybody may know of a case under public notice or decided in favour; no person, no paper.
CREATE FUNCTION naming.public_cases(of_number text) RETURNS SETOF jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT jsonb_build_object('number', number, 'kind', kind, 'stage', stage, 'title', title, 'division', division,
    'authority', authority, 'authority_name', authority_name, 'approval_number', approval_number, 'approved_on', approved_on,
    'notice_days', notice_days, 'noticed_on', naming.last_day_of(id, 'notice'), 'invented', invented,
    'items', coalesce((SELECT jsonb_agg(jsonb_build_object('position', position, 'name', name, 'kind', kind,
      'romanized', romanized, 'division', coalesce(item.division, held.division), 'meaning', meaning, 'reason', reason,
      'position_text', position_text, 'standing_name', standing_name, 'place_code', place_code,
      'geometry', ST_AsGeoJSON(geom, 5)::jsonb) ORDER BY position)
      FROM naming.items AS item WHERE case_id = held.id), '[]'))
  FROM naming.cases AS held
  WHERE (number = of_number AND stage IN ('noticed', 'approved', 'announced', 'filed', 'archived'))
    OR (of_number IS NULL AND stage = 'noticed')
  ORDER BY number
$$;

-- An approved case stands in the register when its transaction ends: each name entered, changed or ended.
CREATE FUNCTION naming.stands_in_register() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  absent text;
BEGIN
  SELECT string_agg(coalesce(name, place_code), '、' ORDER BY position) INTO absent FROM naming.items AS item
  WHERE case_id = NEW.id AND CASE WHEN NEW.kind = 'retirement'
    THEN EXISTS (SELECT FROM register.place_names AS known WHERE known.code = item.place_code AND upper_inf(known.valid))
    ELSE NOT EXISTS (SELECT FROM register.place_names AS known WHERE known.code = item.place_code AND known.name = item.name
      AND known.status = 'in_use' AND known.is_standard AND known.valid @> NEW.approved_on) END;
  IF absent IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'cases', MESSAGE = format('案件 %s 不能批准', NEW.number),
      DETAIL = format('登记册与批准的不符：%s', absent), HINT = '批准与登记须在同一事务中完成';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER stands_in_register AFTER UPDATE OF stage ON naming.cases DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.stage = 'deciding' AND NEW.stage = 'approved') EXECUTE FUNCTION naming.stands_in_register();

-- Whether a case approved in this very transaction brings a name.
CREATE FUNCTION naming.brings(of_code text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM naming.cases AS held JOIN naming.items AS item ON item.case_id = held.id
    WHERE held.stage = 'approved' AND held.written_in = txid_current_if_assigned() AND item.place_code = of_code)
$$;

-- Whether a standard name in use was closed on a day by this very transaction, as a change closes what it goes on from.
CREATE FUNCTION naming.goes_on(of_code text, at_day date, of_name text, of_kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM register.place_names AS prior
    WHERE prior.code = of_code AND prior.is_standard AND prior.status = 'in_use' AND upper(prior.valid) = at_day
      AND lower(prior.recorded) >= transaction_timestamp()
      AND (of_name IS NULL OR (prior.name, prior.kind) = (of_name, of_kind)))
$$;

-- BEFORE any write of a place name by a drafter or an approver: a standard name in use begins, changes and ends by a case.
-- A change that leaves name and standing alone is free: it closes a period and goes on under the same name. A steward
-- corrects what the register wrongly knew, and enters what was approved before there were cases.
CREATE FUNCTION naming.by_case_only() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  was boolean := TG_OP <> 'INSERT' AND OLD.is_standard AND OLD.status = 'in_use';
  becomes boolean := TG_OP <> 'DELETE' AND NEW.is_standard AND NEW.status = 'in_use';
  is_free boolean;
BEGIN
  IF coalesce(access.role(), '') NOT IN ('name_drafter', 'name_approver') THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  is_free := CASE
    WHEN TG_OP = 'DELETE' THEN NOT was
    WHEN TG_OP = 'INSERT' AND becomes THEN register.deed() = 'change' AND naming.goes_on(NEW.code, lower(NEW.valid), NEW.name, NEW.kind)
    WHEN TG_OP = 'INSERT' THEN NOT naming.goes_on(NEW.code, lower(NEW.valid), NULL, NULL)
    ELSE was = becomes AND (NOT was OR ((NEW.code, NEW.name, NEW.kind) = (OLD.code, OLD.name, OLD.kind)
      AND (NEW.valid = OLD.valid OR (register.deed() = 'change' AND NEW.valid <@ OLD.valid AND lower(NEW.valid) = lower(OLD.valid))))) END;
  IF NOT is_free AND NOT naming.brings(CASE TG_OP WHEN 'DELETE' THEN OLD.code ELSE NEW.code END) THEN
    PERFORM naming.refuse_without_case(CASE TG_OP WHEN 'DELETE' THEN OLD.name ELSE NEW.name END);
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION naming.refuse_without_case(of_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'CR004', TABLE = 'place_names',
    MESSAGE = format('标准地名“%s”的命名、更名、销名须经案件办理', of_name),
    DETAIL = '未经批准的地名不得进入现行登记（《地名管理条例》第十二条）',
    HINT = '请开立案件（POST /api/names/cases）；错别字由数据管理员更正';
END $$;

-- At the end of the transaction: a name that a drafter or an approver closed goes on, or a case brought its end.
CREATE FUNCTION naming.closed_goes_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF coalesce(access.role(), '') IN ('name_drafter', 'name_approver') AND NOT naming.brings(OLD.code) AND NOT EXISTS (
    SELECT FROM register.place_names AS known
    WHERE known.code = OLD.code AND known.is_standard AND known.status = 'in_use' AND lower(known.valid) = upper(NEW.valid)) THEN
    PERFORM naming.refuse_without_case(OLD.name);
  END IF;
  RETURN NULL;
END $$;

DO $$
BEGIN
  -- The owner's own loads need not ask row by row.
  EXECUTE format('CREATE TRIGGER by_case_only BEFORE INSERT OR UPDATE OR DELETE ON register.place_names FOR EACH ROW '
    'WHEN (current_user <> %L) EXECUTE FUNCTION naming.by_case_only()', current_user);
  EXECUTE format('CREATE CONSTRAINT TRIGGER closed_goes_on AFTER UPDATE ON register.place_names DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
    'WHEN (OLD.is_standard AND OLD.status = ''in_use'' AND upper(NEW.valid) IS DISTINCT FROM upper(OLD.valid) AND current_user <> %L) '
    'EXECUTE FUNCTION naming.closed_goes_on()', current_user);
END $$;

-- Who sees what: an office sees the cases of its division as it sees internal names; what speaks of persons only the
-- name officers and the steward see.
DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['cases', 'items', 'entries', 'hands', 'answers', 'papers', 'bodies', 'objections', 'objectors', 'applicants'] LOOP
    EXECUTE format('ALTER TABLE naming.%I ENABLE ROW LEVEL SECURITY', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['items', 'entries', 'hands', 'answers', 'objections'] LOOP
    EXECUTE format('CREATE POLICY see ON naming.%I FOR SELECT USING (EXISTS (SELECT FROM naming.cases AS held WHERE held.id = case_id))', part);
  END LOOP;
END $$;
CREATE POLICY see ON naming.cases FOR SELECT USING (naming.sees(division));
CREATE POLICY see ON naming.papers FOR SELECT USING (
  EXISTS (SELECT FROM naming.cases AS held WHERE held.id = case_id) AND (NOT is_personal OR (SELECT naming.sees_persons())));
CREATE POLICY see ON naming.bodies FOR SELECT USING (EXISTS (SELECT FROM naming.papers AS paper WHERE paper.sha256 = bodies.sha256));
CREATE POLICY see ON naming.objectors FOR SELECT USING ((SELECT naming.sees_persons())
  AND EXISTS (SELECT FROM naming.objections AS objection WHERE objection.id = objection_id));
CREATE POLICY see ON naming.applicants FOR SELECT USING ((SELECT naming.sees_persons())
  AND EXISTS (SELECT FROM naming.cases AS held WHERE held.id = case_id));
CREATE POLICY take ON naming.entries FOR INSERT WITH CHECK (EXISTS (SELECT FROM naming.cases AS held WHERE held.id = case_id));
CREATE POLICY amend ON naming.cases FOR UPDATE USING (naming.editable(id)) WITH CHECK (access.covers(VARIADIC ARRAY[division]));
CREATE POLICY enter ON naming.items FOR INSERT WITH CHECK (naming.editable(case_id));
CREATE POLICY clear ON naming.items FOR DELETE USING (naming.editable(case_id));
CREATE POLICY enter ON naming.applicants FOR INSERT WITH CHECK (naming.editable(case_id));
CREATE POLICY amend ON naming.applicants FOR UPDATE USING (naming.editable(case_id));
CREATE POLICY clear ON naming.applicants FOR DELETE USING (naming.editable(case_id));

GRANT USAGE ON SCHEMA naming TO cairn_service;
GRANT SELECT ON ALL TABLES IN SCHEMA naming TO cairn_service;
REVOKE SELECT ON naming.serials FROM cairn_service;
GRANT INSERT (case_id, version, step, on_day, because, document) ON naming.entries TO cairn_service;
GRANT UPDATE (title, division, applicant, authority, authority_name) ON naming.cases TO cairn_service;
GRANT DELETE ON naming.items TO cairn_service;
GRANT INSERT (case_id, position, name, kind, is_village, is_famous, is_island, specific_term, generic_term, class_code,
  romanized, division, meaning, origin, reason, position_text, nature, width_m, width_basis, geom, place_code, standing_name)
  ON naming.items TO cairn_service;
GRANT INSERT, UPDATE, DELETE ON naming.applicants TO cairn_service;
REVOKE EXECUTE ON FUNCTION naming.next_serial(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION naming.take_part(naming.cases, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION naming.date_names(naming.cases, text, text, date) FROM PUBLIC;
