-- What names are looked up by: their characters, their sound, what they look like; kept by triggers for every door.
--
-- A row of lookup.entries is one form (standard name, alias, short or former name) of one name of one origin: the register
-- of place names in every status and period, and what else is checked against (reserved names, the list of counties).
-- Sounds are kept as 64-bit hashes in arrays, one for each way a name may be read, under one GIN index; a look-up by sound
-- overlaps arrays. What a caller may not see of them is decided by the policy on the table and by lookup.similar.

CREATE SCHEMA lookup;

-- Filled from pypinyin and data/reference/names (data/name_tables.py).
CREATE TABLE lookup.readings (
  char text COLLATE "C" PRIMARY KEY,
  known text[] NOT NULL,
  usual text[] NOT NULL,
  toneless text[] NOT NULL,
  near text[] NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE lookup.readings IS '汉字读音';
COMMENT ON COLUMN lookup.readings.char IS '字';
COMMENT ON COLUMN lookup.readings.known IS '全部读音，常用在前';
COMMENT ON COLUMN lookup.readings.usual IS '常用读音：参与同音比较';
COMMENT ON COLUMN lookup.readings.toneless IS '常用读音（无声调）';
COMMENT ON COLUMN lookup.readings.near IS '常用读音按易混音表归并后的音';

CREATE TABLE lookup.place_readings (
  word text COLLATE "C" NOT NULL,
  place smallint NOT NULL,
  char text COLLATE "C" NOT NULL,
  toned text NOT NULL,
  is_local boolean NOT NULL,
  PRIMARY KEY (char, word, place, toned)
);
COMMENT ON TABLE lookup.place_readings IS '地名专读：词中一字的读音';
COMMENT ON COLUMN lookup.place_readings.word IS '词';
COMMENT ON COLUMN lookup.place_readings.place IS '第几字';
COMMENT ON COLUMN lookup.place_readings.char IS '字';
COMMENT ON COLUMN lookup.place_readings.toned IS '读音';
COMMENT ON COLUMN lookup.place_readings.is_local IS '只在某些行政区这样读';

CREATE TABLE lookup.generic_terms (
  kind text COLLATE "C" NOT NULL,
  term text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, term)
);
COMMENT ON TABLE lookup.generic_terms IS '通名词典';
COMMENT ON COLUMN lookup.generic_terms.kind IS '地名类别';
COMMENT ON COLUMN lookup.generic_terms.term IS '通名';

-- County-editable. part says whether initials or finals are taken for each other.
CREATE TABLE lookup.confusions (
  part text NOT NULL CHECK (part IN ('initial', 'final')),
  one text COLLATE "C" NOT NULL,
  other text COLLATE "C" NOT NULL,
  is_used boolean NOT NULL DEFAULT true,
  source text NOT NULL,
  PRIMARY KEY (part, one, other),
  CHECK (one <> other)
);
COMMENT ON TABLE lookup.confusions IS '易混音表：县里可增删，改后近音自动重算';
COMMENT ON COLUMN lookup.confusions.part IS '声母 initial 或韵母 final';
COMMENT ON COLUMN lookup.confusions.one IS '一音';
COMMENT ON COLUMN lookup.confusions.other IS '另一音';
COMMENT ON COLUMN lookup.confusions.is_used IS '采用';
COMMENT ON COLUMN lookup.confusions.source IS '来源';

-- County-editable.
CREATE TABLE lookup.look_alikes (
  one text COLLATE "C" NOT NULL CHECK (char_length(one) = 1),
  other text COLLATE "C" NOT NULL CHECK (char_length(other) = 1),
  is_used boolean NOT NULL DEFAULT true,
  source text NOT NULL,
  PRIMARY KEY (one, other),
  CHECK (one <> other)
);
COMMENT ON TABLE lookup.look_alikes IS '形近字表：县里可增删，改后形近自动重算';
COMMENT ON COLUMN lookup.look_alikes.one IS '一字';
COMMENT ON COLUMN lookup.look_alikes.other IS '另一字';
COMMENT ON COLUMN lookup.look_alikes.is_used IS '采用';
COMMENT ON COLUMN lookup.look_alikes.source IS '来源';

-- Derived from the two tables above: the one member by which a class of confused things is written.
CREATE TABLE lookup.classes (
  what text NOT NULL CHECK (what IN ('initial', 'final', 'char')),
  member text COLLATE "C" NOT NULL,
  stands_for text COLLATE "C" NOT NULL,
  PRIMARY KEY (what, member)
);
COMMENT ON TABLE lookup.classes IS '易混音与形近字的归并（自动生成）';
COMMENT ON COLUMN lookup.classes.what IS '声母、韵母或字';
COMMENT ON COLUMN lookup.classes.member IS '成员';
COMMENT ON COLUMN lookup.classes.stands_for IS '归并为';

CREATE TABLE lookup.entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  origin text COLLATE "C" NOT NULL,
  origin_id text COLLATE "C" NOT NULL,
  form text COLLATE "C" NOT NULL CHECK (form IN ('name', 'alias', 'short_name', 'former_name')),
  code text COLLATE "C",
  word text COLLATE "C" NOT NULL,
  name text NOT NULL,
  specific text COLLATE "C" NOT NULL,
  generic text COLLATE "C" NOT NULL,
  romanized text,
  spelt text COLLATE "C" NOT NULL,
  initials text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  division text COLLATE "C",
  disclosure text NOT NULL,
  valid daterange NOT NULL,
  geom geometry(Geometry, 4490),
  toned bigint[] NOT NULL,
  toneless bigint[] NOT NULL,
  near bigint[] NOT NULL,
  alike bigint[] NOT NULL,
  deleted bigint[] NOT NULL
);
COMMENT ON TABLE lookup.entries IS '地名检索表（自动生成）';
COMMENT ON COLUMN lookup.entries.id IS '编号';
COMMENT ON COLUMN lookup.entries.origin IS '出自：place_names 地名册，reserved 预留名，counties 全国县名';
COMMENT ON COLUMN lookup.entries.origin_id IS '在原处的编号';
COMMENT ON COLUMN lookup.entries.form IS '标准名、别名、简称或曾用名';
COMMENT ON COLUMN lookup.entries.code IS '地名代码';
COMMENT ON COLUMN lookup.entries.word IS '字样';
COMMENT ON COLUMN lookup.entries.name IS '标准名';
COMMENT ON COLUMN lookup.entries.specific IS '专名';
COMMENT ON COLUMN lookup.entries.generic IS '通名';
COMMENT ON COLUMN lookup.entries.romanized IS '罗马字母拼写';
COMMENT ON COLUMN lookup.entries.spelt IS '连写的拼音（无声调，小写）';
COMMENT ON COLUMN lookup.entries.initials IS '拼音首字母';
COMMENT ON COLUMN lookup.entries.kind IS '类别';
COMMENT ON COLUMN lookup.entries.status IS '状态';
COMMENT ON COLUMN lookup.entries.division IS '所在行政区';
COMMENT ON COLUMN lookup.entries.disclosure IS '公开范围';
COMMENT ON COLUMN lookup.entries.valid IS '有效期';
COMMENT ON COLUMN lookup.entries.geom IS '位置';
COMMENT ON COLUMN lookup.entries.toned IS '读音';
COMMENT ON COLUMN lookup.entries.toneless IS '读音（无声调）';
COMMENT ON COLUMN lookup.entries.near IS '近音';
COMMENT ON COLUMN lookup.entries.alike IS '形近';
COMMENT ON COLUMN lookup.entries.deleted IS '去一字';

CREATE UNIQUE INDEX entries_origin_ix ON lookup.entries (origin, origin_id, form, word);
CREATE INDEX entries_word_ix ON lookup.entries (word);
CREATE INDEX entries_specific_ix ON lookup.entries (specific);
CREATE INDEX entries_spelt_ix ON lookup.entries (spelt);
CREATE INDEX entries_initials_ix ON lookup.entries (initials);

-- How many ways to read one name are compared; of a name with more, the later characters are read in their first way.
CREATE FUNCTION lookup.most_readings() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 16 $$;

CREATE FUNCTION lookup.without_tone(toned text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(toned, 'āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ', 'aaaaeeeeiiiioooouuuuüüüünnnm')
$$;

-- One more character read after what has been read: every way with every way, an apostrophe before a, o, e (rule 11 of
-- the spelling rules), so that xian and xi'an stay two.
CREATE FUNCTION lookup.read_on(said text[], heard text[]) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF said IS NULL THEN
    RETURN heard[1:lookup.most_readings()];
  END IF;
  IF cardinality(said) * cardinality(heard) > lookup.most_readings() THEN
    heard := heard[1:1];
  END IF;
  IF cardinality(said) = 1 AND cardinality(heard) = 1 THEN
    RETURN ARRAY[said[1] || CASE WHEN left(heard[1], 1) = ANY ('{a,o,e,ā,á,ǎ,à,ō,ó,ǒ,ò,ē,é,ě,è}') THEN '''' ELSE '' END || heard[1]];
  END IF;
  RETURN ARRAY(SELECT before || CASE WHEN left(after, 1) = ANY ('{a,o,e,ā,á,ǎ,à,ō,ó,ǒ,ò,ē,é,ě,è}') THEN '''' ELSE '' END || after
    FROM unnest(said) AS before, unnest(heard) AS after);
END $$;

CREATE AGGREGATE lookup.read_all(text[]) (SFUNC = lookup.read_on, STYPE = text[]);

-- plpgsql keeps its plans for the session, here and below: planning would take longer than the work.
CREATE FUNCTION lookup.hashed(texts text[], seed bigint) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT hashtextextended(one COLLATE "C", seed)), '{}') FROM unnest(texts) AS one WHERE one IS NOT NULL);
END $$;

-- The class a syllable belongs to when confused initials and finals are not told apart; y, w and ü stay with the final.
CREATE FUNCTION lookup.near(syllable text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT stands_for FROM lookup.classes WHERE what = 'initial' AND member = start), start)
    || coalesce((SELECT stands_for FROM lookup.classes WHERE what = 'final' AND member = rest), rest)
  FROM (SELECT coalesce(substring(syllable FROM '^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?=.)'), '') AS start) AS initial,
    LATERAL (SELECT substr(syllable, length(start) + 1) AS rest) AS final
$$;

-- A name's specific and generic term by the dictionary: the longest that closes it and leaves something before it.
CREATE FUNCTION lookup.generic_of(word text, kind text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT term FROM lookup.generic_terms AS known
    WHERE known.kind = generic_of.kind AND term = ANY (ARRAY(SELECT right(word, n) FROM generate_series(1, least(8, char_length(word) - 1)) AS n))
    ORDER BY char_length(term) DESC LIMIT 1), '')
$$;

-- A specific term and, from three characters on, what stays of it without one of them; the generic term beside each.
CREATE FUNCTION lookup.one_less(specific text, generic text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN char_length(specific) < 2 THEN '{}'
    ELSE ARRAY(SELECT DISTINCT kept || '|' || generic FROM (
      SELECT specific AS kept UNION ALL
      SELECT overlay(specific PLACING '' FROM n FOR 1) FROM generate_series(1, char_length(specific)) AS n WHERE char_length(specific) >= 3
    ) AS one) END
$$;

-- The members of an array, each once, in their order.
CREATE FUNCTION lookup.distinctly(members text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(member ORDER BY first) FROM (
    SELECT member, min(n) AS first FROM unnest(members) WITH ORDINALITY AS each(member, n) GROUP BY member) AS once
$$;

CREATE TYPE lookup.sounds AS (
  id bigint, toned text[], toneless text[], near text[], alike text[], deleted text[], initials text, is_capped boolean
);

-- How names sound and look. Arguments: numbers, names, what closes each name as its generic term.
CREATE FUNCTION lookup.sounds_of(ids bigint[], words text[], generics text[]) RETURNS SETOF lookup.sounds
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH given AS MATERIALIZED (SELECT * FROM unnest(ids, words, generics) AS given(id, word, generic)),
  look AS MATERIALIZED (
    SELECT coalesce(string_agg(member, '' ORDER BY member), '') AS members, coalesce(string_agg(stands_for, '' ORDER BY member), '') AS stands
    FROM lookup.classes WHERE what = 'char'),
  chars AS MATERIALIZED (
    SELECT given.id, given.word, n::int AS n, char FROM given CROSS JOIN LATERAL string_to_table(given.word, NULL) WITH ORDINALITY AS one(char, n)
    WHERE char !~ '[[:space:][:punct:]]'
  ),
  own AS (
    SELECT id, n, array_remove(array_agg(CASE WHEN NOT place.is_local THEN place.toned END), NULL) AS first, array_agg(place.toned) AS toned
    FROM chars CROSS JOIN LATERAL (SELECT * FROM lookup.place_readings AS place WHERE place.char = chars.char OFFSET 0) AS place
    WHERE n >= place.place AND substr(chars.word, n - place.place + 1, char_length(place.word)) = place.word
    GROUP BY id, n
  ),
  heard AS (
    SELECT chars.id, chars.n,
      CASE WHEN own.toned IS NULL THEN coalesce(known.usual, ARRAY[lower(chars.char)]) ELSE lookup.distinctly(first || known.usual || own.toned) END AS toned,
      CASE WHEN own.toned IS NULL THEN coalesce(known.toneless, ARRAY[lower(chars.char)]) ELSE lookup.distinctly(
        string_to_array(lookup.without_tone(array_to_string(first, ' ')), ' ') || known.toneless
          || string_to_array(lookup.without_tone(array_to_string(own.toned, ' ')), ' ')) END AS toneless,
      CASE WHEN own.toned IS NULL THEN coalesce(known.near, ARRAY[lower(chars.char)])
        ELSE lookup.distinctly(known.near || ARRAY(SELECT lookup.near(lookup.without_tone(each)) FROM unnest(own.toned) AS each)) END AS near
    -- OFFSET 0: a character is looked up; the planner, who cannot know how few there are, would read all readings.
    FROM chars LEFT JOIN LATERAL (SELECT * FROM lookup.readings AS known WHERE known.char = chars.char OFFSET 0) AS known ON true LEFT JOIN own USING (id, n)
  ),
  said AS (
    SELECT id, lookup.read_all(toned ORDER BY n) AS toned, lookup.read_all(toneless ORDER BY n) AS toneless,
      lookup.read_all(near ORDER BY n) AS near, string_agg(left(toneless[1], 1), '' ORDER BY n) AS initials,
      sum(ln(cardinality(toned))) > ln(lookup.most_readings()) + 0.001 AS is_capped
    FROM heard GROUP BY id
  )
  SELECT given.id, coalesce(said.toned, '{}'), coalesce(said.toneless, '{}'), coalesce(said.near, '{}'),
    CASE WHEN translate(given.word, look.members, '') <> given.word THEN ARRAY[translate(given.word, look.members, look.stands)] ELSE '{}' END,
    lookup.one_less(left(given.word, char_length(given.word) - char_length(given.generic)), given.generic),
    coalesce(said.initials, ''), coalesce(said.is_capped, false)
  FROM given CROSS JOIN look LEFT JOIN said USING (id);
END $$;


-- The row of one form of one name, before its keys are made.
CREATE TYPE lookup.given AS (
  origin text, origin_id text, form text, code text, word text, name text, generic text, romanized text, kind text, status text,
  division text, disclosure text, valid daterange, geom geometry
);

-- The forms of a row of the register; an alias or a former name may list several.
CREATE FUNCTION lookup.forms(
  row_id bigint, code text, name text, generic text, alias text, short_name text, former_name text, romanized text, kind text,
  status text, division text, disclosure text, valid daterange, geom geometry
) RETURNS SETOF lookup.given LANGUAGE sql STABLE AS $$
  SELECT 'place_names', row_id::text, form, code, btrim(word), name,
    CASE WHEN form = 'name' AND generic IS NOT NULL AND right(name, char_length(generic)) = generic THEN generic END,
    CASE form WHEN 'name' THEN romanized END, kind, status, division, disclosure, valid, geom
  FROM (
    SELECT 'name' AS form, name AS word UNION
    SELECT 'alias', regexp_split_to_table(alias, '[、，,；;]') UNION
    SELECT 'short_name', short_name UNION
    SELECT 'former_name', regexp_split_to_table(former_name, '[、，,；;]')
  ) AS forms WHERE btrim(word) <> ''
$$;

-- Make the keys of forms and enter them. A spelling of the register is one more way to read its name.
CREATE FUNCTION lookup.enter(rows lookup.given[]) RETURNS void LANGUAGE sql AS $$
  WITH given AS MATERIALIZED (
    SELECT one.*, coalesce(one.generic, lookup.generic_of(one.word, one.kind)) AS closing,
      array_remove(ARRAY[nullif(lower(regexp_replace(one.romanized, '[^[:alnum:]'']', '', 'g')), '')], NULL) AS told
    FROM unnest(rows) WITH ORDINALITY AS one(origin, origin_id, form, code, word, name, generic, romanized, kind, status, division, disclosure, valid, geom, n)
  ), sounds AS (
    SELECT made.* FROM (SELECT array_agg(n ORDER BY n) AS ids, array_agg(word ORDER BY n) AS words, array_agg(closing ORDER BY n) AS generics FROM given) AS all_given,
      lookup.sounds_of(ids, words, generics) AS made
  )
  INSERT INTO lookup.entries (origin, origin_id, form, code, word, name, specific, generic, romanized, spelt, initials, kind, status, division,
    disclosure, valid, geom, toned, toneless, near, alike, deleted)
  SELECT origin, origin_id, form, code, word, name, left(word, char_length(word) - char_length(closing)), closing, romanized,
    replace(coalesce(lookup.without_tone(told[1]), sounds.toneless[1], ''), '''', ''), sounds.initials, kind, status, division, disclosure, valid, geom,
    lookup.hashed(sounds.toned || told, 1), lookup.hashed(sounds.toneless || lookup.without_tone(told[1]), 2),
    lookup.hashed(sounds.near, 3), lookup.hashed(sounds.alike, 4), lookup.hashed(sounds.deleted, 5)
  FROM given JOIN sounds ON sounds.id = given.n
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION lookup.forget(of_origin text, ids text[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM lookup.entries WHERE origin = of_origin AND origin_id = ANY (ids)
$$;

-- AFTER a statement on the register of names: what it took away is forgotten, what it left is entered.
CREATE FUNCTION lookup.follow_place_names() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  rows lookup.given[];
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM lookup.forget('place_names', array_agg(row_id::text)) FROM old_rows;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    FOR rows IN
      SELECT array_agg(made) FROM (
        SELECT made, row_number() OVER () / 5000 AS batch FROM new_rows, lookup.forms(row_id, code, name, generic_term, alias, short_name, former_name,
          romanized, kind, status, division, disclosure, valid, geom) AS made) AS each
      GROUP BY batch
    LOOP
      PERFORM lookup.enter(rows);
    END LOOP;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER follow_insert AFTER INSERT ON register.place_names REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION lookup.follow_place_names();
CREATE TRIGGER follow_update AFTER UPDATE ON register.place_names REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION lookup.follow_place_names();
CREATE TRIGGER follow_delete AFTER DELETE ON register.place_names REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION lookup.follow_place_names();

-- Make the keys of the whole register of names anew: after a restore on another machine, or a changed dictionary.
CREATE PROCEDURE lookup.rebuild() LANGUAGE plpgsql AS $$
DECLARE
  rows lookup.given[];
BEGIN
  DROP INDEX IF EXISTS lookup.entries_keys_ix;
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
END $$;
CREATE INDEX entries_keys_ix ON lookup.entries USING gin (toneless, near, alike, deleted) WITH (fastupdate = off);

-- Put what is taken for each other into classes, each written by its first member.
CREATE FUNCTION lookup.classify(of_what text, ones text[], others text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM lookup.classes WHERE what = of_what;
  INSERT INTO lookup.classes SELECT DISTINCT of_what, member, member FROM unnest(ones || others) AS member;
  LOOP
    UPDATE lookup.classes AS class SET stands_for = lowest.stands_for
    FROM (
      SELECT pair.member, min(other.stands_for) AS stands_for
      FROM (SELECT * FROM unnest(ones || others, others || ones) AS both_ways(member, other)) AS pair
      JOIN lookup.classes AS other ON other.what = of_what AND other.member = pair.other GROUP BY 1
    ) AS lowest
    WHERE class.what = of_what AND class.member = lowest.member AND lowest.stands_for < class.stands_for;
    EXIT WHEN NOT FOUND;
  END LOOP;
END $$;

-- Sounds taken for each other have changed: the classes, the readings and the near sounds of all names follow.
CREATE FUNCTION lookup.follow_confusions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  of_part text;
  first_id bigint := 0;
BEGIN
  FOREACH of_part IN ARRAY ARRAY['initial', 'final'] LOOP
    PERFORM lookup.classify(of_part, coalesce(array_agg(one), '{}'), coalesce(array_agg(other), '{}')) FROM lookup.confusions WHERE part = of_part AND is_used;
  END LOOP;
  PERFORM lookup.respell();
  LOOP
    EXIT WHEN NOT EXISTS (SELECT FROM lookup.entries WHERE id > first_id);
    WITH batch AS (SELECT id, word, generic FROM lookup.entries WHERE id > first_id ORDER BY id LIMIT 5000)
    UPDATE lookup.entries AS entry SET near = lookup.hashed(made.near, 3)
    FROM (SELECT array_agg(id) AS ids, array_agg(word) AS words, array_agg(generic) AS generics FROM batch) AS all_given,
      lookup.sounds_of(ids, words, generics) AS made
    WHERE entry.id = made.id AND entry.near <> lookup.hashed(made.near, 3);
    first_id := (SELECT max(id) FROM (SELECT id FROM lookup.entries WHERE id > first_id ORDER BY id LIMIT 5000) AS batch);
  END LOOP;
  RETURN NULL;
END $$;

-- The near sounds of all characters by the classes that hold now.
CREATE FUNCTION lookup.respell() RETURNS void LANGUAGE sql AS $$
  WITH syllables AS MATERIALIZED (
    SELECT syllable, lookup.near(syllable) AS near FROM (SELECT DISTINCT unnest(toneless) AS syllable FROM lookup.readings) AS each)
  UPDATE lookup.readings AS known SET near = made.near
  FROM (
    SELECT char, array_agg(DISTINCT syllables.near) AS near FROM lookup.readings CROSS JOIN unnest(toneless) AS syllable
    JOIN syllables USING (syllable) GROUP BY char
  ) AS made
  WHERE known.char = made.char AND known.near IS DISTINCT FROM made.near
$$;

CREATE TRIGGER follow_confusions AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON lookup.confusions
  FOR EACH STATEMENT EXECUTE FUNCTION lookup.follow_confusions();

-- Characters that look alike have changed.
CREATE FUNCTION lookup.follow_look_alikes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  members text;
  stands text;
BEGIN
  PERFORM lookup.classify('char', coalesce(array_agg(one), '{}'), coalesce(array_agg(other), '{}')) FROM lookup.look_alikes WHERE is_used;
  SELECT coalesce(string_agg(member, '' ORDER BY member), ''), coalesce(string_agg(stands_for, '' ORDER BY member), '') INTO members, stands
  FROM lookup.classes WHERE what = 'char';
  UPDATE lookup.entries AS entry SET alike = made.alike
  FROM (SELECT id, CASE WHEN translate(word, members, '') <> word THEN lookup.hashed(ARRAY[translate(word, members, stands)], 4) ELSE '{}' END AS alike
    FROM lookup.entries) AS made
  WHERE made.id = entry.id AND made.alike <> entry.alike;
  RETURN NULL;
END $$;

CREATE TRIGGER follow_look_alikes AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON lookup.look_alikes
  FOR EACH STATEMENT EXECUTE FUNCTION lookup.follow_look_alikes();

-- Who changed what is taken for each other stands in the log; what a release brings does not.
CREATE FUNCTION lookup.audit_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  given jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  IF register.deed() <> 'load' THEN
    PERFORM archive.note('name-likeness', NULL, format('%s/%s-%s', TG_TABLE_NAME, given->>'one', given->>'other'), NULL,
      jsonb_build_object('deed', lower(TG_OP), 'is_used', given->'is_used', 'source', given->'source')::text);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON lookup.confusions FOR EACH ROW EXECUTE FUNCTION lookup.audit_change();
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON lookup.look_alikes FOR EACH ROW EXECUTE FUNCTION lookup.audit_change();

-- What stands in the way of a name, the closest of each kind of likeness first. Arguments: the name and what closes it; ways
-- to spell it beside its characters' own; the kinds it must differ from; the area it must differ in, as what the codes of
-- divisions begin with (all when NULL) or as a polygon; the place it would name and how near in metres another counts that
-- lies outside; codes that do not count; how many of each likeness.
--
-- What the caller may not see has no name, code or place; the public, who decides nothing, is not even told of it.
CREATE FUNCTION lookup.similar(
  asked text, closing text, told text[], kinds text[], prefix text, area geometry, around geometry, near_m double precision,
  ignoring text[], most integer
) RETURNS TABLE (
  relation text, is_same_kind boolean, is_in_scope boolean, is_visible boolean, same_tones boolean, same_sign boolean, origin text, form text,
  code text, word text, name text, romanized text, kind text, status text, division text, disclosure text, since date, until date,
  lon double precision, lat double precision, distance_m double precision
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  sounds lookup.sounds := lookup.sounds_of(ARRAY[1], ARRAY[asked], ARRAY[closing]);
  plain text[] := ARRAY(SELECT lookup.without_tone(one) FROM unnest(told) AS one);
  h_toned bigint[] := lookup.hashed(sounds.toned || told, 1);
  h_toneless bigint[] := lookup.hashed(sounds.toneless || plain, 2);
  h_near bigint[] := lookup.hashed(sounds.near, 3);
  h_alike bigint[] := lookup.hashed(sounds.alike, 4);
  h_deleted bigint[] := lookup.hashed(sounds.deleted, 5);
  own_specific text := left(asked, char_length(asked) - char_length(closing));
  sign text := replace(coalesce(plain[1], sounds.toneless[1], ''), '''', '');
  inner_words text[] := ARRAY(
    SELECT DISTINCT substr(asked, start, length) FROM generate_series(1, least(char_length(asked), 20)) AS start,
      generate_series(2, least(char_length(asked), 20) - start + 1) AS length WHERE length < char_length(asked));
  is_public boolean := access.me() IS NULL AND NOT access.is_console();
BEGIN
  RETURN QUERY
  WITH hit AS MATERIALIZED (
    SELECT id FROM lookup.entries AS e WHERE e.word = asked UNION
    SELECT id FROM lookup.entries AS e WHERE e.word = ANY (inner_words) UNION
    SELECT id FROM lookup.entries AS e WHERE e.toneless && h_toneless UNION
    SELECT id FROM lookup.entries AS e WHERE e.near && h_near UNION
    SELECT id FROM lookup.entries AS e WHERE e.alike && h_alike UNION
    SELECT id FROM lookup.entries AS e WHERE e.deleted && h_deleted UNION
    SELECT id FROM lookup.entries AS e WHERE closing <> '' AND e.specific = own_specific AND e.kind = ANY (kinds)
  ), related AS (
    SELECT e.*, e.kind = ANY (kinds) AS is_same_kind,
      CASE WHEN area IS NOT NULL THEN coalesce(ST_Intersects(e.geom, area), e.origin = 'reserved')
        ELSE prefix IS NULL OR e.division IS NULL OR starts_with(e.division, prefix) END AS is_in_scope,
      e.toned && h_toned AS same_tones, e.spelt = sign AS same_sign,
      CASE WHEN e.word = asked THEN 'same-name'
        WHEN e.toned && h_toned THEN 'same-sound'
        WHEN e.toneless && h_toneless THEN 'same-sound-toneless'
        WHEN e.alike && h_alike THEN 'look-alike'
        WHEN e.near && h_near THEN 'near-sound'
        WHEN closing <> '' AND e.specific = own_specific AND e.generic <> closing AND e.generic <> '' THEN 'same-specific'
        WHEN e.deleted && h_deleted AND e.generic = closing AND e.specific <> own_specific THEN 'one-character'
        WHEN e.word = ANY (inner_words) THEN 'contained' END AS relation
    -- OFFSET 0: one row after another by its number, however many the planner expects.
    FROM hit CROSS JOIN LATERAL (SELECT * FROM lookup.entries AS known WHERE known.id = hit.id OFFSET 0) AS e
    WHERE e.code IS NULL OR e.code <> ALL (ignoring)
  ), ranked AS (
    SELECT r.*, row_number() OVER (
      PARTITION BY r.relation ORDER BY r.is_in_scope DESC, r.is_same_kind DESC, r.valid @> current_date DESC, around <-> r.geom NULLS LAST, r.id) AS place
    FROM related AS r
    WHERE r.relation IS NOT NULL AND (r.is_same_kind OR r.relation IN ('same-name', 'contained')) AND (r.origin <> 'counties' OR (prefix IS NULL AND area IS NULL AND r.relation <> 'contained'))
      AND (r.is_in_scope OR (around IS NOT NULL AND r.geom && ST_Expand(around, near_m / 60000) AND ST_DWithin(r.geom::geography, around::geography, near_m)))
  ), shown AS (
    SELECT ranked.*, access.shows('place_names', ranked.disclosure, array_remove(ARRAY[ranked.division], NULL)) AS is_visible,
      ST_PointOnSurface(ranked.geom) AS point
    FROM ranked WHERE place <= most
  )
  SELECT s.relation, s.is_same_kind, s.is_in_scope, s.is_visible, s.same_tones, s.same_sign, s.origin, s.form,
    CASE WHEN s.is_visible THEN s.code END, CASE WHEN s.is_visible THEN s.word END, CASE WHEN s.is_visible THEN s.name END,
    CASE WHEN s.is_visible THEN s.romanized END, CASE WHEN s.is_visible THEN s.kind END, CASE WHEN s.is_visible THEN s.status END,
    CASE WHEN s.is_visible THEN s.division END, s.disclosure, lower(s.valid), upper(s.valid),
    CASE WHEN s.is_visible THEN ST_X(s.point) END, CASE WHEN s.is_visible THEN ST_Y(s.point) END,
    CASE WHEN s.is_visible AND around IS NOT NULL THEN ST_Distance(s.geom::geography, around::geography) END
  FROM shown AS s WHERE s.is_visible OR NOT is_public
  ORDER BY s.relation, s.place;
END $$;

-- Names of one table that are alike among themselves: which, with which other, and how.
CREATE FUNCTION lookup.alike_among(words text[], generics text[], kinds text[], told text[]) RETURNS TABLE (one bigint, other bigint, relation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH made AS MATERIALIZED (
    SELECT s.id, words[s.id] AS word, generics[s.id] AS generic, kinds[s.id] AS kind,
      left(words[s.id], char_length(words[s.id]) - char_length(generics[s.id])) AS specific,
      lookup.hashed(s.toned || told[s.id], 1) AS toned, lookup.hashed(s.toneless || lookup.without_tone(told[s.id]), 2) AS toneless,
      lookup.hashed(s.near, 3) AS near, lookup.hashed(s.alike, 4) AS alike, lookup.hashed(s.deleted, 5) AS deleted
    FROM lookup.sounds_of(ARRAY(SELECT generate_subscripts(words, 1)), words, generics) AS s
  )
  SELECT * FROM (
    SELECT a.id, b.id AS other,
      CASE WHEN a.word = b.word THEN 'same-name'
        WHEN a.toned && b.toned THEN 'same-sound'
        WHEN a.toneless && b.toneless THEN 'same-sound-toneless'
        WHEN a.alike && b.alike THEN 'look-alike'
        WHEN a.near && b.near THEN 'near-sound'
        WHEN a.generic <> '' AND a.specific = b.specific AND a.generic <> b.generic AND b.generic <> '' THEN 'same-specific'
        WHEN a.deleted && b.deleted AND a.generic = b.generic AND a.specific <> b.specific THEN 'one-character' END AS relation
    FROM made AS a JOIN made AS b ON a.id <> b.id AND a.kind = b.kind
  ) AS pairs WHERE relation IS NOT NULL ORDER BY 1, 2
$$;

-- Built-up areas (建成区), in which the names of streets and buildings must differ.
CREATE VIEW lookup.built_up WITH (security_invoker = true) AS SELECT code, name, valid, geom FROM register.built_up_areas;

-- All names of the register that are the same, or sound the same, in the area in which the law wants them to differ: streets
-- and buildings in a built-up area (elsewhere the township), committees in the county, towns in the province, counties and
-- natural features everywhere, the rest in the county. Who asks is told of what he may see (policies hold).
CREATE FUNCTION lookup.sweep(today date, of_kinds text[]) RETURNS TABLE (rule text, kind text, scope text, entries bigint[])
LANGUAGE sql STABLE AS $$
  WITH alive AS MATERIALIZED (
    SELECT e.id, e.origin_id, e.word, e.kind, e.toned, e.toneless,
      CASE WHEN e.kind IN ('street', 'estate_or_building') THEN coalesce('built ' || built.code, left(e.division, 9), '')
        WHEN e.kind = 'natural_feature' THEN ''
        WHEN e.kind = 'division' AND e.generic ~ '(镇|乡|街道|苏木)$' THEN left(e.division, 2)
        WHEN e.kind = 'division' AND e.generic ~ '(县|市|区|旗)$' THEN ''
        ELSE coalesce(left(e.division, 6), '') END AS scope
    FROM lookup.entries AS e LEFT JOIN lookup.built_up AS built
      ON e.kind IN ('street', 'estate_or_building') AND built.valid @> today AND built.geom && e.geom AND ST_Intersects(built.geom, e.geom)
    WHERE e.origin = 'place_names' AND e.form = 'name' AND e.status IN ('in_use', 'proposed') AND e.valid @> today AND e.kind = ANY (of_kinds)
  )
  SELECT 'same-name', kind, scope, array_agg(DISTINCT id) FROM alive GROUP BY kind, scope, word HAVING count(DISTINCT origin_id) > 1
  UNION ALL
  SELECT 'same-sound', kind, scope, array_agg(DISTINCT id) FROM alive CROSS JOIN unnest(toned) AS sound
  GROUP BY kind, scope, sound HAVING count(DISTINCT word) > 1
  UNION ALL
  SELECT 'same-sound-toneless', kind, scope, array_agg(DISTINCT id) FROM alive CROSS JOIN unnest(toneless) AS sound
  GROUP BY kind, scope, sound HAVING count(DISTINCT word) > 1
$$;

ALTER TABLE lookup.entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON lookup.entries FOR SELECT USING (
  disclosure = 'public' OR (disclosure = ANY ((SELECT access.sees('place_names'))::text[]) AND (
    starts_with(division, (SELECT access.prefix())) OR (division IS NULL AND (SELECT access.county_wide())))));

-- Who keeps the register of names may change what is taken for each other.
ALTER TABLE lookup.confusions ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON lookup.confusions FOR SELECT USING (true);
CREATE POLICY change ON lookup.confusions USING ((SELECT access.county_wide() AND access.writes('place_names')))
  WITH CHECK ((SELECT access.county_wide() AND access.writes('place_names')));
ALTER TABLE lookup.look_alikes ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON lookup.look_alikes FOR SELECT USING (true);
CREATE POLICY change ON lookup.look_alikes USING ((SELECT access.county_wide() AND access.writes('place_names')))
  WITH CHECK ((SELECT access.county_wide() AND access.writes('place_names')));

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
REVOKE EXECUTE ON ALL PROCEDURES IN SCHEMA lookup FROM PUBLIC;
GRANT USAGE ON SCHEMA lookup TO cairn_service, cairn_person;
GRANT SELECT ON lookup.built_up, lookup.entries, lookup.readings, lookup.place_readings, lookup.generic_terms, lookup.classes TO cairn_service, cairn_person;
GRANT SELECT, INSERT, UPDATE, DELETE ON lookup.confusions, lookup.look_alikes TO cairn_service, cairn_person;
GRANT EXECUTE ON FUNCTION lookup.similar, lookup.alike_among, lookup.sweep, lookup.distinctly, lookup.sounds_of, lookup.generic_of, lookup.hashed, lookup.without_tone, lookup.near,
  lookup.read_on, lookup.read_all, lookup.one_less, lookup.most_readings TO cairn_service, cairn_person;
