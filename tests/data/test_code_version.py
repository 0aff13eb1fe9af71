"""The version of a figure covers the code that makes it, and nothing is forgotten when a file is added."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from data import code_version

ROOT = Path(code_version.__file__).parents[1]


def test_every_module_of_geo_and_coverage_that_a_figure_loads_is_hashed() -> None:
    listing = "import sys, layers.coverage, geo.locate; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)
    needed = {
        f"{name.replace('.', '/')}.py"
        for name in loaded.stdout.split()
        if re.fullmatch(r"geo\.\w+|layers\.(coverage\w*|indicators)", name)
    }
    assert needed <= set(code_version.COVERAGE_SOURCES)


def test_every_module_of_geo_that_a_question_of_reach_computes_with_is_hashed() -> None:
    listing = "import sys, layers.reach; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)
    needed = {
        f"{name.replace('.', '/')}.py"
        for name in loaded.stdout.split()
        if re.fullmatch(r"geo\.\w+|layers\.(reach\w*|services|travel)", name)
    }
    assert needed <= set(code_version.REACH_SOURCES)


def test_a_folder_of_sources_counts_every_module_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_version, "_ROOT", tmp_path)
    monkeypatch.setattr(code_version, "_package", lambda: "0.1.0")
    (tmp_path / "network").mkdir()
    versions = set()
    for name in ("one.py", "two.py"):
        (tmp_path / "network" / name).write_text("a = 1")
        code_version.code_of.cache_clear()
        versions.add(code_version.code_of(("network/*",)))
    code_version.code_of.cache_clear()
    assert len(versions) == 2


def test_a_version_reads_like_a_version_and_stays() -> None:
    version = code_version.coverage_code()
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{12}", version)
    assert code_version.coverage_code() == version


def test_line_endings_do_not_make_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = []
    for ending in ("\n", "\r\n"):
        (tmp_path / "one.py").write_text(f"a = 1{ending}", newline="")
        monkeypatch.setattr(code_version, "_ROOT", tmp_path)
        monkeypatch.setattr(code_version, "COVERAGE_SOURCES", ("one.py",))
        monkeypatch.setattr(code_version, "_package", lambda: "0.1.0")
        code_version.code_of.cache_clear()
        versions.append(code_version.coverage_code())
    code_version.code_of.cache_clear()
    assert versions[0] == versions[1]
