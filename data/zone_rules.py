"""Rule sets of control zones as files: those that come with Cairn, and the county's own beside them."""

from functools import cache
from pathlib import Path

from layers import zones
from layers.refusal import Refusal
from layers.zones import ZoneRules

SHIPPED = Path(__file__).resolve().parent / "reference" / "zones"


@cache
def read(folder: Path = SHIPPED) -> dict[str, ZoneRules]:
    """The rule sets of a folder and of Cairn by id; a file of the county replaces one of the same name.

    Raises:
        Refusal: the folder is not there, a file cannot be used, or two rule sets have one id; says which.
    """
    if not folder.is_dir():
        raise Refusal(f"控制区规则集的文件夹不存在：{folder}", "", "请核对 CAIRN_ZONES")
    paths = {path.name: path for place in (SHIPPED, folder) for path in sorted(place.glob("*.toml"))}
    found: dict[str, ZoneRules] = {}
    for name, path in sorted(paths.items()):
        rules = zones.read(path.read_text("utf-8"), name)
        if rules.id in found:
            raise Refusal(f"两个规则集的 id 都是“{rules.id}”", f"{name} 与另一个文件重复", "请改用不同的 id")
        found[rules.id] = rules
    return found


def rule_set(zone_id: str, folder: Path = SHIPPED) -> ZoneRules:
    """One rule set.

    Raises:
        Refusal: there is none of this id, or as `read`.
    """
    known = read(folder)
    if zone_id not in known:
        listed = "、".join(f"{each.id}（{each.title}）" for each in known.values())
        raise Refusal(f"没有控制区规则集“{zone_id}”", "规则集文件夹中没有它", f"可用的规则集：{listed}")
    return known[zone_id]
