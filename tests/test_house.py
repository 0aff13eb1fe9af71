"""The house's rules as programs: each is shown what passes and what fails, and then the whole house."""

import ast
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("geo", "layers", "data", "maps", "api")
ASIDE = {".git", ".venv", "node_modules", "dist", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
WRITTEN_BY_PROGRAMS = {"data/migrations/versions"}
LONGEST_FILE = 400
IGNORES_ALLOWED = 1
TEXTS = {
    ".py",
    ".ts",
    ".tsx",
    ".js",
    ".json",
    ".html",
    ".css",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".lock",
    ".sh",
    "",
}

# Written apart, so that this file passes its own test.
HOSTS = r"cdn\.|unpkg\.|jsdelivr|cdnjs|registry\.|npmjs|pypi\.|pythonhosted|fonts\.g|gstatic|npmmirror|tuna\."
REMOTE = re.compile(rf"(?:https?:)?//[\w.-]*(?:{HOSTS})", re.IGNORECASE)

Rule = Callable[[ast.Module], list[int]]


def compares_a_layers_id(tree: ast.Module) -> list[int]:
    """A generic engine never knows a layer's name: what a layer wants, all get, or it has a function of its own."""
    compared = [(node, [node.left, *node.comparators]) for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    by_operator = [
        node.lineno for node, sides in compared if any(map(_is_layer_id, sides)) and any(map(_is_text, sides))
    ]
    by_case = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Match) and _is_layer_id(node.subject)]
    return by_operator + by_case


def reads_the_environment(tree: ast.Module) -> list[int]:
    """Only the desk's settings read the environment; every other function is given what it needs."""
    names = {"environ", "getenv", "environb", "getenvb"}
    attributes = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in names and _is_name(node.value, "os")
    ]
    return attributes + [line for line, module, name in _imports(tree) if module == "os" and name in names]


def commits(tree: ast.Module) -> list[int]:
    """One transaction per request: the boundary commits, and nobody inside it."""
    return [call.lineno for call in _calls(tree) if _called(call) == "commit"]


def imports_the_desk(tree: ast.Module) -> list[int]:
    """Everything may be imported by the desk; nothing imports the desk."""
    return [line for line, module, _ in _imports(tree) if module.split(".")[0] == "api"]


def guesses_the_axis_order(tree: ast.Module) -> list[int]:
    """Longitude first, and said: every transformer is built with always_xy."""
    built = [call for call in _calls(tree) if _called(call) == "from_crs"]
    return [call.lineno for call in built if "always_xy" not in {keyword.arg for keyword in call.keywords}]


def names_things_in_chinese(tree: ast.Module) -> list[int]:
    """Chinese stays in labels, messages and citations, never in identifiers."""
    named = [(node.lineno, name) for node in ast.walk(tree) for name in _names(node) if hasattr(node, "lineno")]
    return [line for line, name in named if not name.isascii()]


def _calls(tree: ast.Module) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _called(call: ast.Call) -> str:
    """The name of the method that is called; a plain function has none."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _is_layer_id(node: ast.expr) -> bool:
    if not (isinstance(node, ast.Attribute) and node.attr == "id"):
        return False
    return _is_name(node.value, "layer") or (isinstance(node.value, ast.Attribute) and node.value.attr == "layer")


def _is_text(node: ast.expr) -> bool:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _imports(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    return [node.arg] if isinstance(node, ast.arg) else []


# What each rule refuses and what it lets pass.
SAMPLES: list[tuple[Rule, str, bool]] = [
    (compares_a_layers_id, 'if page.layer.id == "cemeteries": pass', False),
    (compares_a_layers_id, 'if layer.id in ("roads", "divisions"): pass', False),
    (compares_a_layers_id, 'if "roads" != record.layer.id: pass', False),
    (compares_a_layers_id, "match page.layer.id:\n    case 'roads': pass", False),
    (compares_a_layers_id, "if page.layer.id == wanted: pass", True),
    (compares_a_layers_id, 'if page.layer.geometry == "POINT": pass', True),
    (compares_a_layers_id, 'if run.id == "bpt-0": pass', True),
    (reads_the_environment, 'import os\nport = os.environ["PORT"]', False),
    (reads_the_environment, 'import os\nport = os.getenv("PORT")', False),
    (reads_the_environment, "from os import environ", False),
    (reads_the_environment, "import os\nfolder = os.sep", True),
    (commits, "session.commit()", False),
    (commits, "with engine.begin() as connection: connection.execute(edit)", True),
    (imports_the_desk, "from api.settings import Settings", False),
    (imports_the_desk, "import api", False),
    (imports_the_desk, "from apiary import bees", True),
    (guesses_the_axis_order, "pyproj.Transformer.from_crs(4490, 4547)", False),
    (guesses_the_axis_order, "pyproj.Transformer.from_crs(4490, 4547, always_xy=True)", True),
    (names_things_in_chinese, "床位 = 40", False),
    (names_things_in_chinese, "def 计算(beds): pass", False),
    (names_things_in_chinese, 'label = "床位"', True),
]

# Where each rule holds: the rooms it watches, and the files that are the exception it names.
HOLDS: list[tuple[Rule, tuple[str, ...], tuple[str, ...]]] = [
    (compares_a_layers_id, ROOMS, ()),
    (reads_the_environment, ROOMS, ("api/settings.py",)),
    (commits, ROOMS, ("data/engine.py", "api/deps.py", "api/cli.py")),
    (imports_the_desk, ROOMS[:-1], ()),
    (guesses_the_axis_order, ROOMS, ()),
    (names_things_in_chinese, ROOMS, ()),
]


@pytest.mark.parametrize(("rule", "code", "passes"), SAMPLES)
def test_a_rule_knows_right_from_wrong(rule: Rule, code: str, passes: bool) -> None:
    assert (rule(ast.parse(code)) == []) is passes


@pytest.mark.parametrize(("rule", "rooms", "exceptions"), HOLDS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_house_keeps_its_rules(rule: Rule, rooms: tuple[str, ...], exceptions: tuple[str, ...]) -> None:
    watched = [path for path in sources(*rooms) if where(path) not in exceptions]
    broken = [f"{where(path)}:{line}" for path in watched for line in rule(ast.parse(path.read_text(encoding="utf-8")))]
    assert broken == [], rule.__doc__


def test_no_file_is_too_long_to_read() -> None:
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*ROOMS)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def silences(source: str) -> list[str]:
    """The lines where a type is ignored."""
    return [line for line in source.splitlines() if re.search(r"#\s*type:\s*ignore", line)]


def is_reasoned(line: str) -> bool:
    """Whether an ignore names its error and says why: `# type: ignore[code]  # because …`."""
    return bool(re.search(r"#\s*type:\s*ignore\[[\w-]+(, ?[\w-]+)*\]\s+(#|-)\s*\w+", line))


@pytest.mark.parametrize(
    ("line", "reasoned"),
    [
        ("x = y()  # type: ignore[valid-type]  # FastAPI reads the class itself", True),
        ("x = y()  # type: ignore[valid-type]", False),
        ("x = y()  # type: ignore", False),
    ],
)
def test_an_ignore_gives_its_reason(line: str, reasoned: bool) -> None:
    assert silences(line) == [line]
    assert is_reasoned(line) is reasoned


def test_types_are_hardly_ever_ignored() -> None:
    found = [
        (where(path), line.strip()) for path in sources(*ROOMS) for line in silences(path.read_text(encoding="utf-8"))
    ]
    assert [line for _, line in found if not is_reasoned(line)] == []
    assert len(found) <= IGNORES_ALLOWED, found


def says_why(line: str) -> bool:
    """Whether a lint exception names its rule and says why: `# noqa: X000 - because …`."""
    return bool(re.search(r"#\s*noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*\s+(-|#) \w", line))


@pytest.mark.parametrize(
    ("line", "reasoned"),
    [
        ("x()  # noqa: S603 - our own program", True),
        ("x()  # noqa: S603  # our own program", True),
        ("x()  # noqa: S603", False),
        ("x()  # noqa", False),
    ],
)
def test_a_lint_exception_knows_its_reason(line: str, reasoned: bool) -> None:
    assert says_why(line) is reasoned


def test_every_lint_exception_says_why() -> None:
    lines = [(where(path), line.strip()) for path in sources(*ROOMS) for line in path.read_text("utf-8").splitlines()]
    assert [(path, line) for path, line in lines if "# noqa" in line and not says_why(line)] == []


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ('<script src="https://' + "unpkg.com" + '/leaflet">', True),
        ("@import url(//" + "fonts.googleapis.com/css)", True),
        ('"resolved": "https://' + "registry.npmjs.org/react" + '"', True),
        ("http://127.0.0.1:8000", False),
        ('"$schema": "https://json-schema.org/draft/2020-12/schema"', False),
    ],
)
def test_a_remote_address_is_known(text: str, remote: bool) -> None:
    assert bool(REMOTE.search(text)) is remote


def test_nothing_is_fetched_from_far_away() -> None:
    found = [
        f"{where(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if REMOTE.search(line)
    ]
    assert found == []


def test_no_merge_left_its_marks() -> None:
    marks = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
    assert marks.search("<" * 7 + " HEAD\n")
    assert [where(path) for path in texts() if marks.search(path.read_text("utf-8", errors="replace"))] == []


def sources(*rooms: str) -> list[Path]:
    """The Python of some rooms, without what programs wrote."""
    found = [path for path in texts() if path.suffix == ".py" and where(path).split("/")[0] in rooms]
    return [path for path in found if not any(where(path).startswith(folder) for folder in WRITTEN_BY_PROGRAMS)]


@cache
def texts() -> list[Path]:
    """Every text of the project, without what is installed, built or kept aside."""
    found = []
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(set(below) - ASIDE)
        found += [Path(folder) / name for name in sorted(names)]
    return [path for path in found if path.suffix in TEXTS]


def where(path: Path) -> str:
    """A path as the house names it."""
    return path.relative_to(ROOT).as_posix()
