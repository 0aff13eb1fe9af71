"""Examples and counterexamples of records, read from their files."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from layers.record import Record

TESTS = Path(__file__).parents[1]


def examples(layer_id: str) -> dict[str, dict[str, Any]]:
    """The records of a layer that are right, by name: values, and the geometry as WKT (EPSG:4490, lon lat)."""
    return _read(TESTS / "examples" / layer_id)


def counterexamples(layer_id: str) -> dict[str, dict[str, Any]]:
    """The records of a layer that break one rule, by the rule's name: an example, and what it says instead."""
    return _read(TESTS / "counterexamples" / layer_id)


def example(page: type[Record], name: str, **instead: object) -> Record:
    """An example as a record, with some of its values changed."""
    return page.model_validate({**examples(page.layer.id)[name]["record"], **instead})


@cache
def _read(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))}
