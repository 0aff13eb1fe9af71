"""What is wrong with a filter, in the clerk's words."""

from collections.abc import Mapping
from difflib import get_close_matches

from layers.queryables import Queryable
from layers.refusal import Refusal


class BadFilter(Refusal):
    """A filter that cannot be read or followed; nothing of it has reached the database."""


def no_such_property(name: str, known: Mapping[str, Queryable]) -> BadFilter:
    """A name that is no queryable; whoever wrote a label or misspelt is told the name."""
    meant = [one.name for one in known.values() if name in (one.title, one.schema.get("title"))]
    near = meant or get_close_matches(name, known, n=1)
    hint = f"是否指“{near[0]}”？" if near else ""
    listed = "、".join(f"{one.name}（{one.title}）" for one in known.values())
    return BadFilter(f"没有可筛选项“{name}”", "本图层不能按它筛选", f"{hint}可筛选项：{listed}")


def unlike(left: str, right: str, remedy: str) -> BadFilter:
    """Two sides that cannot be compared."""
    return BadFilter(f"{left}不能与{right}比较", "只有同一种值才能相比", remedy)
