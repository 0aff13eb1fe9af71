-- Photographs and reports of the public: who may see and write what, and the two doors through which nobody in
-- particular hands something in. The tables are declared in data/sign_tables.py.

-- Serials of addresses and certificates; a number that was drawn is never drawn again.
CREATE SEQUENCE register.address_serials;
CREATE SEQUENCE register.certificate_serials;
CREATE SEQUENCE archive.report_serials;
GRANT USAGE ON SEQUENCE register.address_serials, register.certificate_serials TO cairn_service;

-- Whether the office keeps signs, and so sees what was handed in about them.
CREATE FUNCTION archive.keeps_signs() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce('restricted' = ANY (access.sees('name_signs')), false)
$$;

ALTER TABLE archive.photographs ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.photographs FOR SELECT USING ((SELECT archive.keeps_signs()));
CREATE POLICY keep ON archive.photographs FOR INSERT WITH CHECK ((SELECT access.writes('name_signs')));
ALTER TABLE archive.photograph_copies ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.photograph_copies FOR SELECT USING (is_open OR (SELECT archive.keeps_signs()));
CREATE POLICY keep ON archive.photograph_copies FOR INSERT WITH CHECK ((SELECT access.writes('name_signs')));
CREATE POLICY open ON archive.photograph_copies FOR UPDATE USING ((SELECT access.writes('name_signs')));
GRANT SELECT, INSERT ON archive.photographs, archive.photograph_copies TO cairn_service;
GRANT UPDATE (is_open) ON archive.photograph_copies TO cairn_service;

ALTER TABLE archive.reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.reports FOR SELECT USING (
  (SELECT archive.keeps_signs()) AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY answer ON archive.reports FOR UPDATE USING (
  (SELECT access.writes('name_signs')) AND access.covers(VARIADIC ARRAY[division]));
GRANT SELECT ON archive.reports TO cairn_service;
GRANT UPDATE (status, merged_into, answer, answered_at, answered_by) ON archive.reports TO cairn_service;

-- Hand a report in; answers its number. Nobody in particular may do this, and nothing else with this table.
CREATE FUNCTION archive.receive_report(
  of_token bytea, on_day date, of_kind text, of_name text, of_message text, of_contact text, lon double precision,
  lat double precision, of_accuracy integer, of_sign text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  place geometry := ST_SetSRID(ST_MakePoint(lon, lat), 4490);
  given text := format('BG-%s-%s', to_char(on_day, 'YYYY'), lpad(nextval('archive.report_serials')::text, 6, '0'));
BEGIN
  INSERT INTO archive.reports (number, token_hash, kind, name, message, contact, geom, accuracy_m, division, sign, status)
  VALUES (given, of_token, of_kind, of_name, of_message, of_contact, place, of_accuracy,
    (SELECT code FROM register.divisions
     WHERE valid @> on_day AND length(code) <= 9 AND ST_Covers(geom, place) ORDER BY length(code) DESC, code LIMIT 1),
    of_sign, 'received');
  RETURN given;
END $$;

-- What whoever holds the token is told: how it stands, and the answer; of a merged one, the answer of the other.
CREATE FUNCTION archive.report_by_token(of_token bytea) RETURNS TABLE (
  number text, received_at timestamptz, kind text, name text, status text, answer text, answered_at timestamptz,
  has_photograph boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT own.number, own.received_at, own.kind, own.name, own.status,
    coalesce(other.answer, own.answer), coalesce(other.answered_at, own.answered_at), own.photograph IS NOT NULL
  FROM archive.reports AS own LEFT JOIN archive.reports AS other ON other.id = own.merged_into
  WHERE own.token_hash = of_token
$$;

-- Add the one photograph of a report that is still open; answers whether it was taken.
CREATE FUNCTION archive.photograph_report(
  of_token bytea, of_hash text, of_type text, of_body bytea, of_copy bytea, of_width integer, of_height integer
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM FROM archive.reports WHERE token_hash = of_token AND photograph IS NULL AND status = 'received' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO archive.photographs (hash, media_type, body, uploaded_by) VALUES (of_hash, of_type, of_body, '公众')
    ON CONFLICT (hash) DO NOTHING;
  INSERT INTO archive.photograph_copies (hash, body, width, height) VALUES (of_hash, of_copy, of_width, of_height)
    ON CONFLICT (hash) DO NOTHING;
  UPDATE archive.reports SET photograph = of_hash WHERE token_hash = of_token;
  RETURN true;
END $$;

-- Every report and what is decided of it stands in the log; neither its words nor the contact do.
CREATE FUNCTION archive.audit_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM archive.note(CASE TG_OP WHEN 'INSERT' THEN 'report' ELSE 'report-decision' END, NULL, NEW.number, NULL,
    format('{"answer":%s,"kind":%s,"merged_into":%s,"status":%s}',
      coalesce('"' || archive.digest_of(NEW.answer) || '"', 'null'), to_json(NEW.kind),
      coalesce(NEW.merged_into::text, 'null'), to_json(NEW.status)));
  RETURN NULL;
END $$;
CREATE TRIGGER audit_report AFTER INSERT OR UPDATE ON archive.reports
  FOR EACH ROW EXECUTE FUNCTION archive.audit_report();

REVOKE EXECUTE ON FUNCTION archive.receive_report(bytea, date, text, text, text, text, double precision, double precision, integer, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION archive.report_by_token(bytea) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION archive.photograph_report(bytea, text, text, bytea, bytea, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION archive.receive_report(bytea, date, text, text, text, text, double precision, double precision, integer, text) TO cairn_service;
GRANT EXECUTE ON FUNCTION archive.report_by_token(bytea) TO cairn_service;
GRANT EXECUTE ON FUNCTION archive.photograph_report(bytea, text, text, bytea, bytea, integer, integer) TO cairn_service;
