-- Figures that offices report, as declared in data/reported_tables.py. A figure is seen and changed as a population
-- statistic of its division is.

CREATE TABLE archive.reported_figures (
  figure TEXT COLLATE "C" NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  counted_on DATE NOT NULL,
  value NUMERIC(18, 4),
  part NUMERIC(18, 4),
  whole NUMERIC(18, 4),
  source TEXT NOT NULL,
  source_date DATE,
  invented BOOLEAN NOT NULL,
  disclosure TEXT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  updated_by TEXT NOT NULL,
  CONSTRAINT reported_figures_pk PRIMARY KEY (figure, division, counted_on),
  CONSTRAINT reported_figures_figure_check CHECK (figure ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  CONSTRAINT reported_figures_division_check CHECK (division ~ '^[0-9]{6}([0-9]{3})?$'),
  CONSTRAINT reported_figures_value_check CHECK (value >= 0),
  CONSTRAINT reported_figures_part_check CHECK (part >= 0 AND part <= whole),
  CONSTRAINT reported_figures_whole_check CHECK ((part IS NULL) = (whole IS NULL) AND num_nonnulls(value, part) > 0),
  CONSTRAINT reported_figures_source_check CHECK (char_length(btrim(source)) BETWEEN 1 AND 300),
  CONSTRAINT reported_figures_disclosure_check CHECK (disclosure IN ('public', 'internal', 'restricted'))
);
COMMENT ON TABLE archive.reported_figures IS '各级填报、登记库不能统计的数：人员、经费、比例';
COMMENT ON COLUMN archive.reported_figures.figure IS '填报项目';
COMMENT ON COLUMN archive.reported_figures.division IS '行政区划';
COMMENT ON COLUMN archive.reported_figures.counted_on IS '统计时点';
COMMENT ON COLUMN archive.reported_figures.value IS '数值';
COMMENT ON COLUMN archive.reported_figures.part IS '分子';
COMMENT ON COLUMN archive.reported_figures.whole IS '分母';
COMMENT ON COLUMN archive.reported_figures.source IS '数据来源';
COMMENT ON COLUMN archive.reported_figures.source_date IS '来源日期';
COMMENT ON COLUMN archive.reported_figures.invented IS '示例数据';
COMMENT ON COLUMN archive.reported_figures.disclosure IS '公开程度';
COMMENT ON COLUMN archive.reported_figures.updated_at IS '更新时间';
COMMENT ON COLUMN archive.reported_figures.updated_by IS '更新人';

ALTER TABLE archive.reported_figures ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.reported_figures FOR SELECT
  USING (access.shows('population', disclosure, ARRAY[division]));
CREATE POLICY enter ON archive.reported_figures FOR INSERT
  WITH CHECK (access.writes('population') AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY amend ON archive.reported_figures FOR UPDATE
  USING (access.writes('population') AND access.covers(VARIADIC ARRAY[division]));
CREATE POLICY withdraw ON archive.reported_figures FOR DELETE
  USING (access.writes('population') AND access.covers(VARIADIC ARRAY[division]));
GRANT SELECT, INSERT, UPDATE, DELETE ON archive.reported_figures TO cairn_service;
