"""The version of Cairn that runs here."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("cairn")
    except PackageNotFoundError:
        import tomllib

        from api.settings import ROOT

        return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


VERSION = _installed()
