"""Run the benchmarks and fail when a promised ratio is missed: `python -m tests.bench [NAME …] [--rounds 5]`."""

import argparse
import sys
from collections.abc import Callable

from rich.console import Console

from tests.bench import (
    audit,
    beds,
    catchments,
    county,
    items,
    many,
    names,
    names_find,
    names_sweep,
    plans,
    roads,
    siting,
    tiles,
    what_if,
)
from tests.bench.common import Options, Section, show

BENCHMARKS: dict[str, Callable[[Options], list[Section]]] = {
    "audit": audit.run,
    "beds": beds.run,
    "catchments": catchments.run,
    "county": county.run,
    "items": items.run,
    "many": many.run,
    "names": names.run,
    "names-find": names_find.run,
    "names-sweep": names_sweep.run,
    "plans": plans.run,
    "roads": roads.run,
    "siting": siting.run,
    "tiles": tiles.run,
    "what-if": what_if.run,
}


def main() -> int:
    """Run what was asked for; return 1 when a promise is not kept."""
    asked = _arguments()
    options = Options(asked.rounds, asked.small, asked.database, asked.service)
    sections = [section for name in asked.names or BENCHMARKS for section in BENCHMARKS[name](options)]
    show(sections, Console(width=120))
    return 0 if options.small or all(section.holds for section in sections) else 1


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[[], *BENCHMARKS], metavar="NAME", help="one of " + ", ".join(BENCHMARKS)
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is timed (3)")
    parser.add_argument("--small", action="store_true", help="a hundredth of the data, to try whether everything runs")
    parser.add_argument("--database", help="address of a PostGIS to use; else one is made and thrown away")
    parser.add_argument("--service", default=Options.service_url, help="the running service to ask over HTTP")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
