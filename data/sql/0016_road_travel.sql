-- How fast people go, which roads the county adds, and what maps of roads and heights were handed in; as declared in
-- data/road_tables.py. Everybody reads them, for every figure of reach rests on them; a planner or steward of the whole
-- county writes. Nothing is overwritten: a speed is entered again, a link or a map is withdrawn, with day and name.

CREATE TABLE archive.road_terms (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  kind TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  value DOUBLE PRECISION,
  source TEXT NOT NULL,
  entered_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  entered_by TEXT NOT NULL,
  CONSTRAINT road_terms_pk PRIMARY KEY (number),
  CONSTRAINT road_terms_kind_check CHECK (kind IN ('walk', 'drive', 'road', 'graph')),
  CONSTRAINT road_terms_subject_check CHECK (char_length(btrim(subject)) BETWEEN 1 AND 100),
  CONSTRAINT road_terms_value_check CHECK (value >= 0 AND value < 1000000),
  CONSTRAINT road_terms_source_check CHECK (char_length(btrim(source)) BETWEEN 1 AND 300)
);
CREATE INDEX road_terms_of_subject ON archive.road_terms (kind, subject, number);
COMMENT ON TABLE archive.road_terms IS '路网的速度与约定：县里改写的部分，逐次登记，后者为准';
COMMENT ON COLUMN archive.road_terms.number IS '序号';
COMMENT ON COLUMN archive.road_terms.kind IS '种类';
COMMENT ON COLUMN archive.road_terms.subject IS '对象：年龄段、道路类别、道路编码或约定';
COMMENT ON COLUMN archive.road_terms.value IS '数值；空为恢复随附的数值';
COMMENT ON COLUMN archive.road_terms.source IS '依据';
COMMENT ON COLUMN archive.road_terms.entered_at IS '登记时间';
COMMENT ON COLUMN archive.road_terms.entered_by IS '登记人';

CREATE TABLE archive.road_links (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  name TEXT NOT NULL,
  way_class TEXT COLLATE "C" NOT NULL,
  is_one_way BOOLEAN NOT NULL,
  course JSONB NOT NULL,
  source TEXT NOT NULL,
  entered_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  entered_by TEXT NOT NULL,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdrawn_by TEXT,
  CONSTRAINT road_links_pk PRIMARY KEY (number),
  CONSTRAINT road_links_name_check CHECK (char_length(btrim(name)) BETWEEN 1 AND 100),
  CONSTRAINT road_links_course_check CHECK (jsonb_typeof(course) = 'array' AND jsonb_array_length(course) BETWEEN 2 AND 2000),
  CONSTRAINT road_links_source_check CHECK (char_length(btrim(source)) BETWEEN 1 AND 300),
  CONSTRAINT road_links_withdrawn_check CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
COMMENT ON TABLE archive.road_links IS '路网补充的路段：图上没有、县里补画的路';
COMMENT ON COLUMN archive.road_links.number IS '序号';
COMMENT ON COLUMN archive.road_links.name IS '名称';
COMMENT ON COLUMN archive.road_links.way_class IS '道路类别';
COMMENT ON COLUMN archive.road_links.is_one_way IS '单行，按走向';
COMMENT ON COLUMN archive.road_links.course IS '走向：经度、纬度，EPSG:4490';
COMMENT ON COLUMN archive.road_links.source IS '依据';
COMMENT ON COLUMN archive.road_links.entered_at IS '登记时间';
COMMENT ON COLUMN archive.road_links.entered_by IS '登记人';
COMMENT ON COLUMN archive.road_links.withdrawn_at IS '撤销时间';
COMMENT ON COLUMN archive.road_links.withdrawn_by IS '撤销人';

CREATE TABLE archive.road_maps (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  kind TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL,
  details JSONB NOT NULL,
  entered_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  entered_by TEXT NOT NULL,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdrawn_by TEXT,
  CONSTRAINT road_maps_pk PRIMARY KEY (number),
  CONSTRAINT road_maps_kind_check CHECK (kind IN ('ways', 'heights')),
  CONSTRAINT road_maps_title_check CHECK (char_length(btrim(title)) BETWEEN 1 AND 200),
  CONSTRAINT road_maps_source_check CHECK (char_length(btrim(source)) BETWEEN 1 AND 300),
  CONSTRAINT road_maps_hash_check CHECK (hash = encode(sha256(body), 'hex')),
  CONSTRAINT road_maps_withdrawn_check CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
COMMENT ON TABLE archive.road_maps IS '路网的底图：道路数据摘取和地面高程，各以最新未撤销者为准';
COMMENT ON COLUMN archive.road_maps.number IS '序号';
COMMENT ON COLUMN archive.road_maps.kind IS '种类：道路或高程';
COMMENT ON COLUMN archive.road_maps.title IS '名称';
COMMENT ON COLUMN archive.road_maps.source IS '来源';
COMMENT ON COLUMN archive.road_maps.hash IS '内容的 SHA-256';
COMMENT ON COLUMN archive.road_maps.body IS '内容';
COMMENT ON COLUMN archive.road_maps.details IS '概况';
COMMENT ON COLUMN archive.road_maps.entered_at IS '登记时间';
COMMENT ON COLUMN archive.road_maps.entered_by IS '登记人';
COMMENT ON COLUMN archive.road_maps.withdrawn_at IS '撤销时间';
COMMENT ON COLUMN archive.road_maps.withdrawn_by IS '撤销人';

-- Whether whoever acts keeps the county's roads for figures of reach: the console, and who keeps its planning layers.
CREATE FUNCTION access.keeps_travel() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT access.is_console() OR (access.county_wide() AND access.writes('parcels'))
$$;

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['road_terms', 'road_links', 'road_maps'] LOOP
    EXECUTE format('ALTER TABLE archive.%I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY see ON archive.%I FOR SELECT USING (true)', kept);
    EXECUTE format('CREATE POLICY enter ON archive.%I FOR INSERT WITH CHECK ((SELECT access.keeps_travel()))', kept);
    EXECUTE format('GRANT SELECT, INSERT ON archive.%I TO cairn_service', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['road_links', 'road_maps'] LOOP
    EXECUTE format('CREATE POLICY withdraw ON archive.%I FOR UPDATE USING ((SELECT access.keeps_travel()))', kept);
    EXECUTE format('GRANT UPDATE (withdrawn_at, withdrawn_by) ON archive.%I TO cairn_service', kept);
  END LOOP;
END $$;
