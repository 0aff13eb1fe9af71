"""Kernels are kept on disk where something can be written, and run in parts that miss nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from geo import compiled

ROOT = Path(__file__).parents[2]


def test_the_folder_named_in_the_environment_keeps_the_machine_code(tmp_path: Path) -> None:
    asked = (
        "from geo.exact import side; print(side(0.0, 0.0, 2.0, 2.0, 0.0, 1.0), list(side.stats.cache_hits.values()))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", asked],
            cwd=ROOT,
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert told == ["1 []", "1 [1]"]
    assert list(tmp_path.rglob("exact.side.*.nbi"))


def test_where_nothing_can_be_written_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    original = compiled._compiler

    def read_only(*, keep: bool, inline: Literal["never", "always"] = "never") -> Callable[..., object]:
        if keep:
            raise RuntimeError("cannot cache function: no locator available")
        return original(keep=keep, inline=inline)

    monkeypatch.setattr(compiled, "_compiler", read_only)

    def twice(value: float) -> float:
        return 2 * value

    assert compiled.compiled(twice)(1.5) == 3


@pytest.mark.parametrize("total", [0, 1, 7, 8192, 100_003])
def test_parts_cover_everything_once(total: int) -> None:
    visits = np.zeros(total, np.int64)

    def visit(start: int, stop: int) -> None:
        visits[start:stop] += 1

    compiled.in_parts(total, visit, smallest=10)
    assert (visits == 1).all()


def test_an_error_in_a_part_is_not_lost() -> None:
    def fail(start: int, _: int) -> None:
        if start:
            raise ValueError("second part")

    with pytest.raises(ValueError, match="second part"):
        compiled.in_parts(100, lambda start, stop: fail(start + 1, stop), smallest=10)
