-- Which days the office works, how long its clocks run, how good the register of names was found, as declared in
-- data/office_tables.py. Everybody reads the days and the clocks; whose the office is changes them.

CREATE TABLE archive.office_years (
  year INTEGER NOT NULL,
  source TEXT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  updated_by TEXT NOT NULL,
  CONSTRAINT office_years_pk PRIMARY KEY (year),
  CONSTRAINT office_years_year_check CHECK (year BETWEEN 1990 AND 2100),
  CONSTRAINT office_years_source_check CHECK (char_length(btrim(source)) BETWEEN 1 AND 300)
);
COMMENT ON TABLE archive.office_years IS '工作日历：放假调休安排已知的年份';
COMMENT ON COLUMN archive.office_years.year IS '年份';
COMMENT ON COLUMN archive.office_years.source IS '依据';
COMMENT ON COLUMN archive.office_years.updated_at IS '更新时间';
COMMENT ON COLUMN archive.office_years.updated_by IS '更新人';

CREATE TABLE archive.office_days (
  day DATE NOT NULL,
  year INTEGER NOT NULL,
  is_working BOOLEAN NOT NULL,
  title TEXT NOT NULL,
  CONSTRAINT office_days_pk PRIMARY KEY (day),
  CONSTRAINT office_days_year_fk FOREIGN KEY(year) REFERENCES archive.office_years (year) ON DELETE CASCADE,
  CONSTRAINT office_days_year_check CHECK (year = date_part('year', day)),
  CONSTRAINT office_days_title_check CHECK (char_length(btrim(title)) BETWEEN 1 AND 60)
);
COMMENT ON TABLE archive.office_days IS '工作日历：与星期不符的日期，即放假的工作日和上班的周末';
COMMENT ON COLUMN archive.office_days.day IS '日期';
COMMENT ON COLUMN archive.office_days.year IS '年份';
COMMENT ON COLUMN archive.office_days.is_working IS '上班';
COMMENT ON COLUMN archive.office_days.title IS '名称';

CREATE TABLE archive.office_clocks (
  id TEXT COLLATE "C" NOT NULL,
  clock JSONB NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  updated_by TEXT NOT NULL,
  CONSTRAINT office_clocks_pk PRIMARY KEY (id),
  CONSTRAINT office_clocks_clock_check CHECK (clock ->> 'id' = id)
);
COMMENT ON TABLE archive.office_clocks IS '县里改写的时限（其余见 data/reference/names/clocks.toml）';
COMMENT ON COLUMN archive.office_clocks.id IS '时限';
COMMENT ON COLUMN archive.office_clocks.clock IS '县里改写的内容';
COMMENT ON COLUMN archive.office_clocks.updated_at IS '更新时间';
COMMENT ON COLUMN archive.office_clocks.updated_by IS '更新人';

CREATE TABLE archive.name_quality (
  quarter TEXT COLLATE "C" NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  names INTEGER NOT NULL,
  defects INTEGER NOT NULL,
  parts JSONB NOT NULL,
  counted_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  counted_by TEXT NOT NULL,
  CONSTRAINT name_quality_pk PRIMARY KEY (quarter, division),
  CONSTRAINT name_quality_quarter_check CHECK (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  CONSTRAINT name_quality_score_check CHECK (score BETWEEN 0 AND 100)
);
COMMENT ON TABLE archive.name_quality IS '地名数据质量：每季度、每个行政区划的得分';
COMMENT ON COLUMN archive.name_quality.quarter IS '季度';
COMMENT ON COLUMN archive.name_quality.division IS '行政区划';
COMMENT ON COLUMN archive.name_quality.score IS '得分（满分 100）';
COMMENT ON COLUMN archive.name_quality.names IS '地名条数';
COMMENT ON COLUMN archive.name_quality.defects IS '问题条数';
COMMENT ON COLUMN archive.name_quality.parts IS '各项得分和权重';
COMMENT ON COLUMN archive.name_quality.counted_at IS '计算时间';
COMMENT ON COLUMN archive.name_quality.counted_by IS '计算人';

-- Whether whoever acts keeps the office's own settings: the console, the county's administrator, its steward.
CREATE FUNCTION access.keeps_office() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT access.is_console() OR (
    coalesce(access.role(), '') IN ('administrator', 'steward') AND access.county_wide()
    AND coalesce(current_setting('cairn.read_only', true), '') <> 'on')
$$;

-- The score tells of whole townships: whoever looks after names there sees it, and whoever may change names counts it.
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['office_years', 'office_days', 'office_clocks'] LOOP
    EXECUTE format('ALTER TABLE archive.%I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY see ON archive.%I FOR SELECT USING (true)', kept);
    EXECUTE format('CREATE POLICY enter ON archive.%I FOR INSERT WITH CHECK ((SELECT access.keeps_office()))', kept);
    EXECUTE format('CREATE POLICY amend ON archive.%I FOR UPDATE USING ((SELECT access.keeps_office()))', kept);
    EXECUTE format('CREATE POLICY withdraw ON archive.%I FOR DELETE USING ((SELECT access.keeps_office()))', kept);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON archive.%I TO cairn_service', kept);
  END LOOP;
END $$;

ALTER TABLE archive.name_quality ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.name_quality FOR SELECT USING (access.role() IS NOT NULL AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY enter ON archive.name_quality FOR INSERT WITH CHECK (access.writes('place_names') AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY amend ON archive.name_quality FOR UPDATE USING (access.writes('place_names') AND access.covers(VARIADIC ARRAY[division]));
GRANT SELECT, INSERT, UPDATE ON archive.name_quality TO cairn_service;
