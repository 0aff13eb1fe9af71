"""A register with many names, made in SQL past the triggers of the register: for plans and for benchmarks.

Names are of two or three characters and a generic term, drawn by a fixed rule from characters that names are made of;
they lie all over the county's province, in a thousand townships. Some tens of thousands of names stand more than once.
"""

import psycopg

from data.engine import driver_url

CHARS = (
    "东南西北中上下前后内外大小新老长安平和兴隆福寿康宁永泰昌盛荣华富贵金银玉宝珠龙凤虎马牛羊鹤云山水石泉江河湖海溪沟塘湾洲岭岗坡坪"
    "田土林木松柏竹梅兰桂桃李杏花草春夏秋冬日月星光明辉红黄青白黑紫王张刘陈杨赵周吴徐孙胡朱高郭何罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘"
    "人民建设解放胜利团结友谊文化学府体育科技创业振兴工农商贸港站桥门街城堡寨屯庄村里坊井庙寺塔观亭台楼阁岳阳汨罗湘洞庭临华容君"
)
ROWS = """
INSERT INTO register.place_names (code, name, kind, specific_term, generic_term, division, is_standard, status, geom,
  valid, recorded, source, invented, disclosure, version, recorded_by)
SELECT 'B' || n, specific || generic, kind, specific, generic,
  '43' || lpad((n %% 1000)::text, 7, '0'), true,
  CASE n %% 50 WHEN 0 THEN 'retired' WHEN 1 THEN 'proposed' ELSE 'in_use' END,
  ST_SetSRID(ST_MakePoint(
    109 + 5 * ((n * 7919) %% 1000003) / 1000003.0, 25 + 5 * ((n * 104729) %% 1000033) / 1000033.0), 4490),
  daterange('2020-01-01', NULL), tstzrange(now(), NULL), '合成', true,
  CASE WHEN n %% 97 = 0 THEN 'internal' ELSE 'public' END, 1, 'bench'
FROM (
  SELECT n, (ARRAY['street', 'committee_seat', 'estate_or_building', 'natural_feature', 'division'])[drawn] AS kind,
    generic,
    substr(%(chars)s, 1 + (h & 255)::int %% %(many)s, 1) || substr(%(chars)s, 1 + ((h >> 8) & 255)::int %% %(many)s, 1)
      || CASE WHEN n %% 3 > 0 THEN substr(%(chars)s, 1 + ((h >> 16) & 255)::int %% %(many)s, 1) ELSE '' END AS specific
  FROM (
    SELECT n, abs(hashint8extended(n, 7)) AS h, (ARRAY[1, 1, 1, 1, 2, 2, 2, 3, 4, 5])[1 + n %% 10] AS drawn,
      (ARRAY['路', '路', '街', '巷', '村', '村', '社区', '小区', '山', '镇'])[1 + n %% 10] AS generic
    FROM generate_series(1, %(rows)s::bigint) AS n) AS each) AS named
"""


def fill(owner_url: str, rows: int) -> None:
    """Fill the names of a migrated, empty register, and what they are looked up by."""
    with psycopg.connect(driver_url(owner_url), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET maintenance_work_mem = '512MB'")
        owner.execute("ALTER TABLE register.place_names DROP CONSTRAINT place_names_periods_exclude")
        owner.execute(ROWS, {"chars": CHARS, "many": len(CHARS), "rows": rows})
        owner.execute("ANALYZE register.place_names")
        owner.execute("CALL lookup.rebuild()")
        owner.execute("VACUUM ANALYZE lookup.entries")
