"""GDAL's OAPIF driver, which QGIS uses, reads every collection."""

import json
import os
import subprocess
from pathlib import Path

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
