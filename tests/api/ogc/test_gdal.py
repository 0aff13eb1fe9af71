"""GDAL's OAPIF driver, which QGIS uses, reads every collection."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from layers.atlas import ATLAS
from tests.api.conftest import LiveDesk

LAYERS = [page.layer.id for page in ATLAS]


@pytest.mark.parametrize("layer", LAYERS)
def test_gdal_reads_every_feature_of_a_collection(
    desk: LiveDesk, client: httpx.Client, tmp_path: Path, layer: str
) -> None:
    target = tmp_path / "read.geojson"
    source = f"OAPIF:{desk.address}/ogc"
    command = ["ogr2ogr", "-f", "GeoJSON", "-oo", "PAGE_SIZE=50", str(target), source, layer]
    signed_in = {**os.environ, "GDAL_HTTP_HEADERS": f"Authorization: {client.headers['Authorization']}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=signed_in)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    read = json.loads(target.read_text())["features"]
    page = client.get(f"/ogc/collections/{layer}/items", params={"limit": 10_000}).json()
    assert len(read) == page["numberMatched"]
    name = ATLAS[LAYERS.index(layer)].layer.named_by
    assert sorted(feature["properties"][name] for feature in read) == sorted(
        feature["properties"][name] for feature in page["features"]
    )


def test_gdal_lists_the_atlas(desk: LiveDesk) -> None:
    done = subprocess.run(
        ["ogrinfo", "-ro", "-so", f"OAPIF:{desk.address}/ogc"], capture_output=True, text=True, check=True
    )
    assert all(page.layer.title in done.stdout for page in ATLAS)


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ("beds > 60", lambda told: told["beds"] > 60),
        ("kind = 'nursing_home'", lambda told: told["kind"] == "nursing_home"),
        ("kind = 'nursing_home' AND beds = 120", lambda told: told["kind"] == "nursing_home" and told["beds"] == 120),
        ("invented = 1", lambda told: told["invented"]),
        ("name LIKE '荣%'", lambda told: told["name"].startswith("荣")),
    ],
)
def test_gdal_asks_the_service_to_choose(
    desk: LiveDesk, client: httpx.Client, where: str, holds: Callable[[dict[str, Any]], bool]
) -> None:
    """GDAL finds our parameters in the OpenAPI document and sends what it can."""
    features = client.get("/ogc/collections/nursing_homes/items", params={"limit": 1000}).json()["features"]
    wanted = sum(bool(holds(feature["properties"])) for feature in features)
    command = ["ogrinfo", "-ro", "-so", "-where", where, f"OAPIF:{desk.address}/ogc", "nursing_homes"]
    signed_in = {**os.environ, "GDAL_HTTP_HEADERS": f"Authorization: {client.headers['Authorization']}"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=signed_in)
    assert "ERROR" not in done.stderr
    assert f"Feature Count: {wanted}\n" in done.stdout
