"""The wording of the report of a plan of where to build; the template is built from it (`make`)."""

from layers.siting_report import SitingPaper
from maps.reports.wording import Grid, Line, Part


def _each(of: str) -> tuple[Line, ...]:
    """A paragraph for each sentence of a list."""
    return (
        Line(f"{{%p for words in {of} %}}", "control"),
        Line("{{ words }}"),
        Line("{%p endfor %}", "control"),
    )


def _grid(table: str, title: str, grid: Grid) -> tuple[Part, ...]:
    """A table with its number and title, when it has rows."""
    return (
        Line(f"{{%p if tables.{table} %}}", "control"),
        Line(f"{{{{ tables.number.{table} }}}}　{title}", "table"),
        grid,
        Line("{%p endif %}", "control"),
    )


_SITES = Grid(
    "site",
    "tables.sites",
    (
        ("序号", "{{ site.place }}", 11),
        ("点位", "{{ site.name }}", 34),
        ("乡镇（街道）", "{{ site.township }}", 25),
        ("做法", "{{ site.kind }}", 13),
        ("建成后（位）", "{{ site.places }}", 16),
        ("增加（位）", "{{ site.added }}", 16),
        ("投资（万元）", "{{ site.cost }}", 20),
        ("用地（㎡）", "{{ site.land }}", 20),
    ),
)
_TOWNSHIPS = Grid(
    "town",
    "tables.townships",
    (
        ("乡镇（街道）", "{{ town.name }}", 27),
        ("需要服务（人）", "{{ town.people }}", 17),
        ("现有位（人）", "{{ town.served_before }}", 16),
        ("占比", "{{ town.share_before }}", 15),
        ("实施后有位（人）", "{{ town.served_after }}", 18),
        ("占比", "{{ town.share_after }}", 15),
        ("增减（人）", "{{ town.gained }}", 15),
        ("够得着没位（人）", "{{ town.waiting_after }}", 17),
        ("够不着（人）", "{{ town.out_after }}", 16),
    ),
)
_FAR = Grid(
    "far",
    "tables.far",
    (
        ("序号", "{{ far.place }}", 14),
        ("村（社区）", "{{ far.name }}", 50),
        ("乡镇（街道）", "{{ far.township }}", 36),
        ("需要服务（人）", "{{ far.people }}", 28),
        ("够不着（人）", "{{ far.out_of_reach }}", 28),
    ),
)


def _lines(of: str, *columns: tuple[str, int]) -> Grid:
    cells = zip(columns, ("a", "b", "c", "d", "e"), strict=False)
    return Grid("line", of, tuple((heading, f"{{{{ line.{name} }}}}", width) for (heading, width), name in cells))


_ALTERNATIVES = _lines(
    "tables.alternatives", ("方案", 22), ("目标值", 24), ("为最好的", 24), ("投资（万元）", 28), ("不同的点位", 58)
)
_NO_REGRET = _lines("tables.no_regret", ("点位", 96), ("入选的情形 / 全部情形", 60))
_FRONTIER = _lines(
    "tables.frontier", ("预算（万元）", 31), ("实际投资（万元）", 35), ("目标值", 30), ("上界", 30), ("新建（处）", 30)
)
_FORECAST = _lines(
    "tables.forecast", ("情形", 48), ("需要服务（人）", 36), ("按本方案有位（人）", 36), ("重新选址的目标值", 36)
)
_TERMS = Grid("term", "definitions", (("名词", "{{ term.word }}", 34), ("含义", "{{ term.meaning }}", 122)))
_SOURCES = Grid(
    "each",
    "sources",
    (
        ("数据", "{{ each.what }}", 26),
        ("来源", "{{ each.source }}{% if each.invented %}（示例数据）{% endif %}", 76),
        ("日期", "{{ each.dated }}", 34),
        ("行数", "{{ each.rows }}", 20),
    ),
)

SITING_WORDING: dict[SitingPaper, tuple[Part, ...]] = {
    SitingPaper.REPORT: (
        Line("{{ title }}", "title"),
        Line("（{{ name }}）", "number"),
        Line("{%p if invented %}", "control"),
        Line("〔含示例数据，仅供试用〕", "number"),
        Line("{%p endif %}", "control"),
        Line("一、结论", "heading"),
        *_each("conclusion"),
        Line("{%p if note %}", "control"),
        Line("编制说明：{{ note }}"),
        Line("{%p endif %}", "control"),
        Line("二、现状", "heading"),
        *_each("present"),
        Line("{{ map_before }}", "picture"),
        Line("{{ captions.before }}　审图号：{{ approval }}", "caption"),
        Line("三、目标和限制", "heading"),
        *_each("limits"),
        Line("四、方案", "heading"),
        *_each("works"),
        *_grid("sites", "新建、扩建和关停的点位", _SITES),
        Line("{{ map_after }}", "picture"),
        Line("{{ captions.after }}　审图号：{{ approval }}", "caption"),
        Line("五、实施后的效果", "heading"),
        *_each("effect"),
        *_grid("townships", "各乡镇（街道）实施前后", _TOWNSHIPS),
        *_grid("far", "实施后仍够不着的村（社区）", _FAR),
        Line("{%p if tables.unlisted %}", "control"),
        Line("{{ tables.unlisted }}"),
        Line("{%p endif %}", "control"),
        Line("六、方案有多好", "heading"),
        *_each("proof"),
        *_grid("alternatives", "其他好方案", _ALTERNATIVES),
        *_grid("no_regret", "各种情形下都可先建的点位", _NO_REGRET),
        *_grid("frontier", "预算与成效", _FRONTIER),
        *_grid("forecast", "今后的需求", _FORECAST),
        Line("七、使用须知", "heading"),
        *_each("cautions"),
        Line("附一　名词和口径", "heading"),
        _TERMS,
        Line("附二　数据来源和计算", "heading"),
        _SOURCES,
        Line("数据截至 {{ as_of }}，为登记库 {{ recorded_at }} 所知。计算编号 {{ run }}，数据指纹 {{ inputs_hash }}，"
             "程序版本 {{ code_version }}。同样的数据和问题重新计算，得到同样的结果。"),
        Line("{{ office }}", "signed"),
        Line("{{ made_on }}", "sign"),
    ),
}  # fmt: skip
