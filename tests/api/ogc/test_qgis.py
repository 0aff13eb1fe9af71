"""QGIS reads a collection through its own provider of OGC API - Features, headless."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import LiveDesk

PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).parent / "qgis_reads.py"
BOX = "113.0,29.0,113.3,29.3"


@pytest.fixture(scope="module")
def qgis(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which QGIS runs without a screen and leaves nothing behind."""
    home = tmp_path_factory.mktemp("qgis")
    alone = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": ""}
    asked = subprocess.run(
        [PYTHON, "-c", "import qgis.core"], env={**os.environ, **alone}, capture_output=True, check=False
    )
    assert asked.returncode == 0, "没有找到 QGIS 的 Python 模块。请运行 make test，它会安装缺少的软件。"
    return {**os.environ, **alone}


def read(qgis: dict[str, str], desk: LiveDesk, collection: str, user: str = "", password: str = "") -> dict[str, Any]:
    command = [PYTHON, str(SCRIPT), f"{desk.address}/ogc", collection, BOX, user, password]
    done = subprocess.run(command, env=qgis, capture_output=True, text=True, timeout=240, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, done.stderr
    told: dict[str, Any] = json.loads(lines[-1])
    return told


@pytest.mark.parametrize("collection", ["nursing_homes", "divisions"])
def test_qgis_reads_what_the_public_may_see(
    qgis: dict[str, str], desk: LiveDesk, anonymous: httpx.Client, collection: str
) -> None:
    told = read(qgis, desk, collection)
    assert told["valid"]
    items = f"/ogc/collections/{collection}/items"
    served = [feature["properties"] for feature in anonymous.get(items, params={"limit": 10_000}).json()["features"]]
    assert told["ids"] == sorted(thing["name"] for thing in served)
    nearby = anonymous.get(items, params={"limit": 10_000, "bbox": BOX}).json()["features"]
    assert told["within"] == sorted(feature["properties"]["name"] for feature in nearby)
    assert {"name", "version", "valid_from", "source", "invented"} <= set(told["fields"])
