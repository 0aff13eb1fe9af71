"""Examples for the interface's documentation: the question of the sample county, and the beginning of its answer."""

from typing import Any

COUNTY_QUESTION: dict[str, Any] = {
    "indicator": "beds-per-thousand",
    "by": "township",
    "as_of": "2024-12-31",
    "age": 60,
    "basis": "resident",
    "target": 40,
}
ZONES_QUESTION: dict[str, Any] = {
    "indicator": "beds-per-thousand",
    "by": "areas",
    "as_of": "2024-12-31",
    "areas_crs": "EPSG:4490",
    "area_id": "zone",
    "area_name": "title",
    "areas": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"zone": "A1", "title": "城关片区"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[113.05, 29.1], [113.2, 29.1], [113.2, 29.2], [113.05, 29.2], [113.05, 29.1]]],
                },
            }
        ],
    },
}
RUN_REQUEST: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "county": {"summary": "全县各乡镇", "value": COUNTY_QUESTION},
                    "zones": {"summary": "另给的规划片区", "value": ZONES_QUESTION},
                }
            }
        }
    }
}
COUNTY_RUN: dict[str, Any] = {
    "run": "bpt-706ed5bb7e23",
    "indicator": "beds-per-thousand",
    "title": "每千名老年人养老床位数",
    "unit": "张/千人",
    "parameters": {
        "by": "township",
        "as_of": "2024-12-31",
        "age": 60,
        "basis": "resident",
        "beds": "total",
        "count": "institution_and_community",
        "county_level": "where_they_stand",
        "target": 40,
        "population_source": "auto",
    },
    "as_of": "2024-12-31",
    "inputs_hash": "254a456a8e3ec48520d6bcdcabf657ce7187ef457abc2d7285f37acda29cc4d9",
    "code_version": "0.1.0+b02c7c868d41",
    "population": {
        "method": "statistics",
        "basis": "resident",
        "age_from": 60,
        "counted_on": "2020-11-01",
        "source": "示例规则（data/sample/build.py，种子 430621-2024）：乡级人数虚构，合计等于公布的县级总数",
        "invented": True,
        "title": "常住 60 周岁及以上人口",
    },
    "total": {
        "name": "岳阳县",
        "beds": 3555,
        "elderly": 121826,
        "beds_per_thousand": 29.180963012821564,
        "no_value_reason": None,
        "shortfall_beds": 1319,
        "surplus_beds": 0,
        "facilities": 110,
    },
    "areas": [
        {
            "id": "430621100",
            "name": "荣家湾镇",
            "beds": 910,
            "elderly": 25088,
            "beds_per_thousand": 36.27232142857143,
            "no_value_reason": None,
            "shortfall_beds": 94,
            "surplus_beds": 0,
            "rank": 3,
            "facilities": 31,
            "spread_beds": 0,
            "population_method": "statistics",
            "counted_on": "2020-11-01",
            "invented": True,
        }
    ],
    "unplaced": {"facilities": [], "population": []},
    "findings": [
        {
            "severity": "warning",
            "message": "“岳阳县社会福利中心”（NH-430621-001）面向全县，其 400 张床位按所在地计入“荣家湾镇”",
            "field": "county_level",
            "where": {"type": "Point", "coordinates": [113.114045, 29.148262]},
        }
    ],
    "invented": True,
}
SITING_QUESTION: dict[str, Any] = {
    "service": "nursing_beds",
    "objective": "most_served",
    "sites": 3,
    "budget_wan": 3000,
    "mode": "straight",
    "per_thousand": 40,
    "as_of": "2024-12-31",
    "candidates": {"source": "settlements"},
    "options": [
        {"places": 100, "cost_wan": 900, "land_m2": 4000},
        {"places": 200, "cost_wan": 1500, "land_m2": 8000},
    ],
}
SITING_REQUEST: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {"beds": {"summary": "三处养老机构建在哪里最好", "value": SITING_QUESTION}}
            }
        }
    }
}
