"""Which code a figure was computed by: the package's version and a hash over the sources it depends on.

A run keeps it, so that two runs that differ for the same rows can be told apart. The sources are hashed where they are
installed; no version control is asked.
"""

import hashlib
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
COVERAGE_SOURCES = (
    "geo/access.py",
    "geo/compiled.py",
    "geo/crs.py",
    "geo/edges.py",
    "geo/exact.py",
    "geo/few_points.py",
    "geo/locate.py",
    "geo/measure.py",
    "geo/order.py",
    "geo/spans.py",
    "geo/tiling.py",
    "geo/touching.py",
    "geo/validity.py",
    "layers/coverage.py",
    "layers/coverage_figures.py",
    "layers/coverage_findings.py",
    "layers/coverage_inputs.py",
    "layers/coverage_placement.py",
    "layers/coverage_result.py",
    "layers/coverage_terms.py",
    "layers/indicators.py",
)


#: `*` stands for every module of a folder, and of the folders in it.
REACH_SOURCES = (
    "data/reach_reading.py",
    "data/road_network.py",
    "data/road_terms.py",
    "data/travel.py",
    "geo/assignment.py",
    "geo/catchments.py",
    "geo/compiled.py",
    "geo/earth.py",
    "geo/inequality.py",
    "geo/nearby.py",
    "geo/network/*",
    "layers/reach.py",
    "layers/reach_ground.py",
    "layers/reach_result.py",
    "layers/reach_terms.py",
    "layers/services.py",
    "layers/siting_ground.py",
    "layers/travel.py",
    "layers/travel_terms.py",
)


def coverage_code() -> str:
    """The version that coverage figures carry, such as 0.1.0+5f2c0a9d1e3b."""
    return code_of(COVERAGE_SOURCES)


def reach_code() -> str:
    """The version that figures of reach carry."""
    return code_of(REACH_SOURCES)


@cache
def code_of(sources: tuple[str, ...]) -> str:
    """The version of the package, and a hash over some of its sources."""
    digest = hashlib.sha256()
    for path in (path for name in sources for path in _files(name)):
        digest.update(path.relative_to(_ROOT).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{_package()}+{digest.hexdigest()[:12]}"


def _files(name: str) -> list[Path]:
    return sorted((_ROOT / name[:-2]).rglob("*.py")) if name.endswith("/*") else [_ROOT / name]


def _package() -> str:
    """The version of the package: as installed, else as its project file says."""
    project = _ROOT / "pyproject.toml"
    if project.exists():
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    return metadata.version("cairn")
