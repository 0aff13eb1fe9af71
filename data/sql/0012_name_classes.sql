-- The classes of place names as the county imported them, as declared in data/name_classes.py.

CREATE TABLE archive.name_classes (
  code TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  updated_by TEXT NOT NULL,
  CONSTRAINT name_classes_pk PRIMARY KEY (code),
  CONSTRAINT name_classes_code_check CHECK (code ~ '^[0-9]{5}$'),
  CONSTRAINT name_classes_title_check CHECK (char_length(btrim(title)) BETWEEN 1 AND 60),
  CONSTRAINT name_classes_source_check CHECK (char_length(btrim(source)) BETWEEN 1 AND 300)
);
COMMENT ON TABLE archive.name_classes IS '地名类别代码（GB/T 18521）：县里导入的部分';
COMMENT ON COLUMN archive.name_classes.code IS '类别代码';
COMMENT ON COLUMN archive.name_classes.title IS '类别名称';
COMMENT ON COLUMN archive.name_classes.source IS '依据';
COMMENT ON COLUMN archive.name_classes.updated_at IS '更新时间';
COMMENT ON COLUMN archive.name_classes.updated_by IS '更新人';

ALTER TABLE archive.name_classes ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.name_classes FOR SELECT USING (true);
CREATE POLICY enter ON archive.name_classes FOR INSERT WITH CHECK ((SELECT access.keeps_office()));
CREATE POLICY amend ON archive.name_classes FOR UPDATE USING ((SELECT access.keeps_office()));
GRANT SELECT, INSERT, UPDATE ON archive.name_classes TO cairn_service;
