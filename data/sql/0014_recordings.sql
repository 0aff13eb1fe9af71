-- How a place is called there, as somebody recorded it; as declared in data/recordings.py. Everybody may hear a recording,
-- which tells a name and nothing of persons; whoever writes place names keeps them. None is changed or taken away.

CREATE TABLE archive.recordings (
  hash TEXT COLLATE "C" NOT NULL,
  media_type TEXT NOT NULL,
  body BYTEA NOT NULL,
  uploaded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  uploaded_by TEXT NOT NULL,
  CONSTRAINT recordings_pk PRIMARY KEY (hash),
  CONSTRAINT recordings_hash_check CHECK (hash = encode(sha256(body), 'hex'))
);
COMMENT ON TABLE archive.recordings IS '当地读音录音：以内容指纹为名，不改';
COMMENT ON COLUMN archive.recordings.hash IS '录音的 SHA-256';
COMMENT ON COLUMN archive.recordings.media_type IS '媒体类型';
COMMENT ON COLUMN archive.recordings.body IS '录音';
COMMENT ON COLUMN archive.recordings.uploaded_at IS '上传时间';
COMMENT ON COLUMN archive.recordings.uploaded_by IS '上传人';

ALTER TABLE archive.recordings ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON archive.recordings FOR SELECT USING (true);
CREATE POLICY keep ON archive.recordings FOR INSERT WITH CHECK ((SELECT access.writes('place_names')));
GRANT SELECT, INSERT ON archive.recordings TO cairn_service;
