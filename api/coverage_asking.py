"""From the options of the command line to a run: of the register, or of files."""

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from data.coverage_run import CoverageRun
from layers.coverage_terms import DEFAULT_TARGET, AgeFrom, BedsParameters, By
from layers.population import PopulationBasis
from layers.refusal import Refusal

if TYPE_CHECKING:
    from data.area_files import AreaFile


@dataclass(frozen=True)
class RegisterOptions:
    """Terms as given; None where the default is to be taken."""

    by: str | None
    beds: str | None
    count: str | None
    county_level: str | None
    population_source: str | None
    as_of: str | None
    age: str | None
    basis: str | None
    target: Decimal | None


@dataclass(frozen=True)
class FileOptions:
    """Files and fields as given."""

    areas: Path | None
    area_id: str | None
    area_name: str | None
    area_population_field: str | None
    areas_layer: str | None
    areas_crs: str | None
    facilities: Path | None
    beds_field: str | None
    facility_name: str | None
    facilities_layer: str | None
    facilities_crs: str | None
    population: Path | None
    population_field: str | None
    population_area_id: str | None
    population_layer: str | None
    population_crs: str | None
    population_date: str | None
    population_origin: str | None
    crs: str | None
    x: str | None
    y: str | None
    invented: bool


_OF_AREAS = ("areas", "area_id", "area_name", "areas_layer", "areas_crs", "crs", "invented")


def ask_files(register: RegisterOptions, files: FileOptions) -> CoverageRun:
    """Compute from files alone; no register is opened.

    Raises:
        Refusal: an option is missing or belongs to the register, or a file cannot be used.
    """
    from data.area_files import AreaWish
    from data.file_coverage import FileQuestion, run_files
    from data.place_files import PlaceWish

    _refuse_register_terms(register)
    areas, facilities = _existing(files.areas, "--areas"), _existing(files.facilities, "--facilities")
    population = None if files.population is None else _existing(files.population, "--population")
    question = FileQuestion(
        areas=areas,
        area_wish=AreaWish(
            files.area_id, files.area_name, files.area_population_field, files.areas_layer, files.areas_crs,
            files.crs, files.invented,
        ),
        facilities=facilities,
        facility_wish=PlaceWish(
            _needed(files.beds_field, "--beds-field", "床位数在哪一列"),
            name_field=files.facility_name, x=files.x, y=files.y, layer=files.facilities_layer,
            crs=files.facilities_crs, fallback_crs=files.crs, invented=files.invented,
        ),
        population=population,
        population_wish=None if population is None else PlaceWish(
            _needed(files.population_field, "--population-field", "老年人口在哪一列"),
            area_id_field=files.population_area_id, x=files.x, y=files.y, x_y_if_there=True,
            layer=files.population_layer, crs=files.population_crs, fallback_crs=files.crs, invented=files.invented,
        ),
        target=register.target or DEFAULT_TARGET,
        as_of=_day(register.as_of, "--as-of"),
        age=None if register.age is None else _age(register.age),
        basis=None if register.basis is None else _basis(register.basis),
        counted_on=_day(files.population_date, "--population-date"),
        source=files.population_origin,
    )  # fmt: skip
    return run_files(question)


def _refuse_register_terms(register: RegisterOptions) -> None:
    """Terms that ask the register have no meaning for files."""
    for name in ("by", "beds", "count", "county_level", "population_source"):
        if getattr(register, name) is not None:
            option = f"--{name.replace('_', '-')}"
            raise Refusal(f"{option} 不能与 --facilities 同用", "它选择登记库中的内容，文件里没有", f"请去掉 {option}")


def _needed(value: str | None, option: str, why: str) -> str:
    if value is None:
        raise Refusal(f"缺少 {option}", f"不知道{why}", f"请加 {option} 字段名")
    return value


def _existing(path: Path | None, option: str) -> Path:
    if path is None:
        raise Refusal(f"缺少 {option}", "按文件计算需要区域和设施两个文件", f"请加 {option} 文件")
    if not path.is_file():
        raise Refusal(f"{option} 的文件不存在：{path}", "", "请核对路径")
    return path


def _day(words: str | None, option: str) -> dt.date | None:
    """A date as the command line writes it.

    Raises:
        Refusal: it is no date.
    """
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError as fault:
        raise Refusal(f"{option} 的“{words}”不是日期", "应写作 YYYY-MM-DD", f"例如 {option} 2024-12-31") from fault


def _age(code: str) -> AgeFrom:
    return next(age for age in AgeFrom if age.value == code)


def _basis(code: str) -> PopulationBasis:
    return next(basis for basis in PopulationBasis if basis.value == code)


def ask_register(register: RegisterOptions, files: FileOptions, *, takes_away: bool = False) -> CoverageRun:
    """Compute from the register and keep the run; one whose files are taken away is noted as such.

    Raises:
        Refusal: an option belongs to files, or the register has no areas on that day.
    """
    from api.database import console
    from api.settings import read_settings
    from data import audit, coverage

    _refuse_file_options(files)
    parameters = register_terms(register, files, read_settings().today())
    handed_in = _areas(files) if files.areas is not None else None
    areas, notes = (handed_in.areas, handed_in.notes) if handed_in else (None, ())
    with console() as session:
        run = coverage.run(session, parameters, areas=areas, notes=notes)
        if takes_away:
            audit.note(session, audit.EXPORT, run.id, {"format": "all"})
        return run


def _refuse_file_options(files: FileOptions) -> None:
    """Options of files that are not there: the facilities come from the register."""
    given = [
        f"--{field.name.replace('_', '-')}"
        for field in fields(files)
        if field.name not in _OF_AREAS and getattr(files, field.name) is not None
    ]
    if given:
        raise Refusal(
            f"给了 {'、'.join(given)}，却没有 --facilities",
            "这些选项说明文件怎样读",
            "请加 --facilities 文件，或去掉它们",
        )


def register_terms(register: RegisterOptions, files: FileOptions, today: dt.date) -> BedsParameters:
    """The terms of a register run; areas handed in ask for themselves.

    Raises:
        Refusal: lists every term that cannot be followed.
    """
    given = {field.name: getattr(register, field.name) for field in fields(register)}
    asked = {name: str(value) for name, value in given.items() if value is not None}
    if files.areas is not None:
        asked.setdefault("by", By.AREAS.value)
    asked["as_of"] = str(_day(register.as_of, "--as-of") or today)
    return BedsParameters.asked(asked)


def _areas(files: FileOptions) -> "AreaFile":
    from data.area_files import AreaWish, read_areas

    wish = AreaWish(files.area_id, files.area_name, None, files.areas_layer, files.areas_crs, files.crs, files.invented)
    return read_areas(_existing(files.areas, "--areas"), wish)
