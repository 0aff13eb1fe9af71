-- Finding a name by what somebody types. lookup.entries (0008) holds what is looked through; one more index holds, of each
-- form of a name, its letters and its characters with one left out, and its pairs of characters.

-- A text and what stays of it when one sign is left out; short texts only themselves.
CREATE FUNCTION lookup.one_off(told text, shortest integer) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN char_length(told) < shortest THEN ARRAY[told]
    ELSE ARRAY(SELECT DISTINCT kept FROM (SELECT told AS kept UNION ALL
      SELECT overlay(told PLACING '' FROM n FOR 1) FROM generate_series(1, least(char_length(told), 24)) AS n) AS each) END
$$;

CREATE FUNCTION lookup.pairs(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT DISTINCT substr(word, n, 2) FROM generate_series(1, char_length(word) - 1) AS n)
$$;

CREATE FUNCTION lookup.find_keys(word text, spelt text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lookup.hashed(lookup.one_off(spelt, 4), 6) || lookup.hashed(lookup.one_off(word, 3), 7) || lookup.hashed(lookup.pairs(word), 8)
$$;

CREATE INDEX entries_find_ix ON lookup.entries USING gin (lookup.find_keys(word, spelt)) WHERE origin = 'place_names';

-- Initials with what is spelt out after them: of the names that begin with the same letters, those that are meant.
DROP INDEX lookup.entries_initials_ix;
CREATE INDEX entries_initials_ix ON lookup.entries (initials, spelt);

-- Whether two texts differ by one sign put in, left out, put for another, or by two neighbours changed over.
CREATE FUNCTION lookup.is_one_apart(one text, other text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  at integer := 1;
  more integer := char_length(one) - char_length(other);
BEGIN
  IF abs(more) > 1 THEN
    RETURN false;
  END IF;
  WHILE at <= char_length(one) AND substr(one, at, 1) = substr(other, at, 1) LOOP
    at := at + 1;
  END LOOP;
  RETURN CASE more WHEN 1 THEN substr(one, at + 1) = substr(other, at) WHEN -1 THEN substr(one, at) = substr(other, at + 1)
    ELSE substr(one, at + 1) = substr(other, at + 1)
      OR (substr(one, at, 1) = substr(other, at + 1, 1) AND substr(one, at + 1, 1) = substr(other, at, 1) AND substr(one, at + 2) = substr(other, at + 2)) END;
END $$;

-- Names that answer what was typed, the best first: each with the numbers of its form, how it answers and how well.
-- Arguments: all that was typed, which may be a code; characters, or '' and what layers.typed_names makes of letters; the day on which a name is to hold; how many.
-- Each step looks for less likely answers and is taken only while answers are wanting.
CREATE FUNCTION lookup.find(
  whole text, han text, spellings text[], sounded text[], tones text[], starts text[], patterns text[], on_day date, most integer
) RETURNS TABLE (
  rank integer, how text, entry bigint, row_id bigint, code text, word text, name text, form text, romanized text, kind text, status text,
  division text, disclosure text, lon double precision, lat double precision, west double precision, south double precision,
  east double precision, north double precision, is_invented boolean
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public 
  SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
  ids bigint[] := '{}';
  hows text[] := '{}';
  more_ids bigint[];
  more_hows text[];
  h_toned bigint[] := lookup.hashed(tones, 1);
  enough integer := most + most / 2;
  wanted integer := most * 4;
  steps text[] := CASE WHEN han <> '' THEN '{code,name,prefix,sound,contains,typo}'::text[] ELSE '{code,spelt,sounded,short,begins,short_begins,letters}'::text[] END;
  step text;
  keys bigint[];
  has_name boolean;
BEGIN
  FOREACH step IN ARRAY steps LOOP
    CASE step
    WHEN 'code' THEN
      SELECT array_agg(e.id), array_agg('code'::text) INTO more_ids, more_hows
      FROM register.place_names AS kept JOIN lookup.entries AS e ON e.origin = 'place_names' AND e.origin_id = kept.row_id::text AND e.form = 'name'
      WHERE kept.code = whole AND kept.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL)));
    WHEN 'name' THEN
      WITH hit AS MATERIALIZED (SELECT e.id, CASE e.form WHEN 'former_name' THEN 'former' WHEN 'short_name' THEN 'short' ELSE e.form END AS h FROM lookup.entries AS e WHERE e.word = han AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
      has_name := more_ids IS NOT NULL;
    WHEN 'prefix' THEN
      WITH hit AS MATERIALIZED (SELECT e.id, 'prefix'::text AS h FROM lookup.entries AS e WHERE e.word > han AND e.word < han || U&'\+10FFFD' AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))) ORDER BY e.word LIMIT wanted)
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
    WHEN 'sound' THEN
      CONTINUE WHEN char_length(han) < 2;
      keys := lookup.hashed(sounded, 2);
      WITH hit AS MATERIALIZED (SELECT e.id, 'pinyin'::text AS h FROM lookup.entries AS e WHERE e.toneless && keys AND e.word <> han AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
    WHEN 'contains' THEN
      CONTINUE WHEN char_length(han) < 2;
      keys := lookup.hashed(lookup.pairs(han), 8);
      WITH hit AS MATERIALIZED (SELECT e.id, 'contains'::text AS h FROM lookup.entries AS e WHERE lookup.find_keys(e.word, e.spelt) @> keys AND position(han IN e.word) > 1 AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
    WHEN 'typo' THEN
      CONTINUE WHEN has_name OR char_length(han) < 3;
      keys := lookup.hashed(lookup.one_off(han, 3), 7);
      WITH hit AS MATERIALIZED (SELECT e.id, 'typo'::text AS h FROM lookup.entries AS e WHERE lookup.find_keys(e.word, e.spelt) && keys AND lookup.is_one_apart(e.word, han) AND e.word <> han AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
    WHEN 'spelt' THEN
      WITH hit AS MATERIALIZED (SELECT e.id, CASE WHEN tones = '{}' THEN 'toneless' WHEN e.toned && h_toned THEN 'toned' ELSE 'wrong_tone' END AS h FROM lookup.entries AS e WHERE e.spelt = ANY (spellings) AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
      has_name := more_ids IS NOT NULL;
    WHEN 'sounded' THEN
      CONTINUE WHEN sounded = '{}';
      keys := lookup.hashed(sounded, 2);
      WITH hit AS MATERIALIZED (SELECT e.id, CASE WHEN tones = '{}' THEN 'toneless' WHEN e.toned && h_toned THEN 'toned' ELSE 'wrong_tone' END AS h FROM lookup.entries AS e WHERE e.toneless && keys AND e.spelt <> ALL (spellings) AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
      has_name := has_name OR more_ids IS NOT NULL;
    WHEN 'short' THEN
      CONTINUE WHEN starts = '{}';
      SELECT array_agg(id), array_agg('initials'::text) INTO more_ids, more_hows FROM (SELECT hit.id
        FROM (SELECT *, substring(pattern FROM '^\^([a-zü]*)') AS head FROM unnest(starts, patterns) WITH ORDINALITY AS one(start, pattern, n)) AS asked CROSS JOIN LATERAL (
          SELECT e.id FROM lookup.entries AS e WHERE e.initials = start AND e.spelt >= asked.head AND e.spelt < asked.head || U&'\+10FFFD' AND e.spelt ~ (pattern || '$') AND e.origin = 'place_names' AND e.valid @> on_day
          AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))) LIMIT wanted) AS hit
        ORDER BY n LIMIT wanted) AS few;
      has_name := has_name OR more_ids IS NOT NULL;
    WHEN 'begins' THEN
      WITH hit AS MATERIALIZED (SELECT e.id, 'pinyin_prefix'::text AS h FROM lookup.entries AS e WHERE e.spelt > spellings[1] AND e.spelt < spellings[1] || U&'\+10FFFD' AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))) ORDER BY e.spelt LIMIT wanted)
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
      has_name := has_name OR more_ids IS NOT NULL;
    WHEN 'short_begins' THEN
      CONTINUE WHEN starts = '{}';
      SELECT array_agg(id), array_agg('initials'::text) INTO more_ids, more_hows FROM (SELECT hit.id
        FROM (SELECT *, substring(pattern FROM '^\^([a-zü]*)') AS head FROM unnest(starts[1:3], patterns[1:3]) WITH ORDINALITY AS one(start, pattern, n)) AS asked CROSS JOIN LATERAL (
          SELECT e.id FROM lookup.entries AS e WHERE e.initials > start AND e.initials < start || U&'\+10FFFD' AND starts_with(e.spelt, asked.head) AND e.spelt ~ pattern
          AND e.origin = 'place_names' AND e.valid @> on_day
          AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))) ORDER BY e.initials LIMIT wanted) AS hit
        ORDER BY n LIMIT wanted) AS few;
      has_name := has_name OR more_ids IS NOT NULL;
    WHEN 'letters' THEN
      CONTINUE WHEN has_name OR char_length(spellings[1]) < 4;
      keys := lookup.hashed(lookup.one_off(spellings[1], 4), 6);
      WITH hit AS MATERIALIZED (SELECT e.id, 'typo'::text AS h FROM lookup.entries AS e WHERE lookup.find_keys(e.word, e.spelt) && keys AND lookup.is_one_apart(e.spelt, spellings[1]) AND e.origin = 'place_names' AND e.valid @> on_day
        AND (e.disclosure = 'public' OR access.shows('place_names', e.disclosure, array_remove(ARRAY[e.division], NULL))))
      SELECT array_agg(id), array_agg(h) INTO more_ids, more_hows FROM (SELECT id, h FROM hit LIMIT wanted) AS few;
    END CASE;
    ids := ids || coalesce(more_ids, '{}');
    hows := hows || coalesce(more_hows, '{}');
    EXIT WHEN cardinality(ids) >= enough OR (step = 'code' AND more_ids IS NOT NULL);
  END LOOP;
  RETURN QUERY
  WITH hit AS (
    SELECT e.*, found.how AS answers, array_position('{code,name,former,alias,short,toned,toneless,wrong_tone,initials,prefix,pinyin_prefix,pinyin,contains,typo}', found.how) AS place
    FROM unnest(ids, hows) AS found(id, how) JOIN lookup.entries AS e USING (id)
  ), best AS (
    SELECT DISTINCT ON (hit.code) hit.* FROM hit ORDER BY hit.code, hit.place, hit.form <> 'name', hit.id
  ), shown AS (
    SELECT best.*, row_number() OVER (ORDER BY best.place, best.status NOT IN ('in_use'), best.form <> 'name', char_length(best.word), best.word, best.code) AS nth
    FROM best ORDER BY nth LIMIT most
  )
  SELECT s.place, s.answers, s.id, s.origin_id::bigint, s.code, s.word, s.name, s.form, kept.romanized, s.kind, s.status, s.division, s.disclosure,
    ST_X(ST_PointOnSurface(s.geom)), ST_Y(ST_PointOnSurface(s.geom)), ST_XMin(s.geom), ST_YMin(s.geom), ST_XMax(s.geom), ST_YMax(s.geom), kept.invented
  FROM shown AS s LEFT JOIN register.place_names AS kept ON kept.row_id = s.origin_id::bigint
  ORDER BY s.nth;
END $$;

REVOKE EXECUTE ON FUNCTION lookup.find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lookup.find TO cairn_service, cairn_person;

-- The keys of the whole register anew: the two indexes of arrays are made after the rows, not row by row.
CREATE OR REPLACE PROCEDURE lookup.rebuild() LANGUAGE plpgsql AS $$
DECLARE
  rows lookup.given[];
BEGIN
  DROP INDEX IF EXISTS lookup.entries_keys_ix, lookup.entries_find_ix;
  DELETE FROM lookup.entries WHERE origin = 'place_names';
  FOR rows IN
    SELECT array_agg(made) FROM (
      SELECT made, row_number() OVER () / 5000 AS batch FROM register.place_names, lookup.forms(row_id, code, name, generic_term, alias, short_name,
        former_name, romanized, kind, status, division, disclosure, valid, geom) AS made) AS each
    GROUP BY batch
  LOOP
    PERFORM lookup.enter(rows);
  END LOOP;
  CREATE INDEX entries_keys_ix ON lookup.entries USING gin (toneless, near, alike, deleted) WITH (fastupdate = off);
  CREATE INDEX entries_find_ix ON lookup.entries USING gin (lookup.find_keys(word, spelt)) WHERE origin = 'place_names';
END $$;
