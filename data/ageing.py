"""The rates by which older people are forecast, as a file: the one that comes with Cairn or the county's own."""

from functools import cache
from pathlib import Path

from layers import ageing
from layers.ageing import Ageing
from layers.refusal import Refusal

SHIPPED = Path(__file__).resolve().parent / "reference" / "ageing" / "rates.toml"


@cache
def read(path: Path = SHIPPED) -> Ageing:
    """The rates of a file.

    Raises:
        Refusal: the file is not there, or cannot be used.
    """
    if not path.is_file():
        raise Refusal(f"老龄推算比率的文件不存在：{path}", "", "请核对 CAIRN_AGEING")
    return ageing.read(path.read_text("utf-8"), path.name)
