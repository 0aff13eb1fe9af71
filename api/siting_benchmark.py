"""`cairn siting benchmark`: published instances read, solved, and printed one a line."""

import math
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from data.errors import BadInput
from geo.siting.answer import Solved, Watch
from geo.siting.capacitated import capacitated_p_median
from geo.siting.files import Instance, read_instance
from geo.siting.pmedian import p_median

HEADINGS = ("算例", "p", "值", "界", "差距", "秒", "结论")
WIDTHS = (14, 5, 12, 12, 10, 8)
CONCLUSIONS = {
    "optimal": "最优，已证明",
    "within_gap": "在允许的差距内",
    "time": "时间用完",
    "cancelled": "已取消",
    "infeasible": "无解，已证明",
}


def run(files: Sequence[Path], limit_s: float) -> None:
    """Solve each file and print a line for it; Ctrl+C ends the instance that is being solved, and the rest.

    Raises:
        BadInput: a file cannot be read; those before it are solved and printed.
    """
    _print(HEADINGS)
    with _interruptible() as interrupted:
        for file in files:
            instance = _read(file)
            solved = _solve(instance, limit_s, interrupted)
            _print(_row(file.stem, instance, solved))
            if interrupted:
                return


def _read(file: Path) -> Instance:
    """The instance of a file."""
    try:
        return read_instance(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"读不到算例文件 {file}：{error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} 不是文本文件：请给出 OR-Library 或 SJC 的算例文件") from error
    except ValueError as error:
        raise BadInput(f"{file} {error}") from error


def _solve(instance: Instance, limit_s: float, interrupted: list[int]) -> Solved:
    """Solve an instance by the model of its kind, telling of the progress where somebody looks."""
    tell = _tell if sys.stderr.isatty() else None
    watch = Watch(limit_s, tell, lambda: bool(interrupted))
    if instance.demands is None or instance.capacities is None:
        solved = p_median(instance.costs, instance.count, watch=watch)
    else:
        amounts = (instance.demands, instance.capacities)
        solved = capacitated_p_median(instance.costs, *amounts, instance.count, watch=watch)
    if tell is not None:
        sys.stderr.write("\r\x1b[K")
    return solved


def _tell(value: float | None, bound: float | None, what: str) -> None:
    """Overwrite one line of the terminal."""
    sys.stderr.write(f"\r\x1b[K{what}  值 {_figure(value)}  界 {_figure(bound)}")
    sys.stderr.flush()


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that fills when Ctrl+C is pressed; pressed again it ends the program."""
    pressed: list[int] = []

    def press(number: int, _frame: FrameType | None) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _row(name: str, instance: Instance, solved: Solved) -> tuple[str, ...]:
    return (
        name,
        str(instance.count),
        _figure(solved.value),
        _figure(solved.bound),
        _gap(solved.gap),
        f"{solved.seconds:.2f}",
        CONCLUSIONS[solved.status],
    )


def _figure(value: float | None) -> str:
    """A value or bound: whole where it is whole, else with two decimals."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"


def _gap(gap: float | None) -> str:
    """A gap in per cent; 0 is said only where value and bound are equal."""
    if gap is None:
        return "–"
    return "0" if gap == 0 else f"{max(gap * 100, 0.0001):.4f}%"


def _print(cells: Sequence[str]) -> None:
    padded = [cell + " " * max(1, width - _columns(cell)) for cell, width in zip(cells, WIDTHS, strict=False)]
    sys.stdout.write("".join(padded) + cells[-1] + "\n")
    sys.stdout.flush()


def _columns(cell: str) -> int:
    """How many columns a text takes: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in cell)  # noqa: PLR2004 - where wide characters begin
