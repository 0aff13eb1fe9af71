-- The three schemas and the two extensions; the message to the clerk when they are not permitted is the migration's.
CREATE SCHEMA IF NOT EXISTS register;
CREATE SCHEMA IF NOT EXISTS history;
CREATE SCHEMA IF NOT EXISTS archive;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
COMMENT ON SCHEMA register IS '登记册：现行登记';
COMMENT ON SCHEMA history IS '史录：被取代和被撤销的登记';
COMMENT ON SCHEMA archive IS '档案：计算存档与任务';
