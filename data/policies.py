"""The policies there are: those that ship, and the county's own beside them; one file that is wrong hides no other."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.errors import NotFound
from layers.policies import Policy, read
from layers.refusal import Refusal

SHIPPED = Path(__file__).parent / "reference" / "policies"


@dataclass(frozen=True)
class Fault:
    """A file that cannot be read as a policy, and why."""

    file: str
    words: str


@dataclass(frozen=True)
class Shelf:
    """All policies in the order of their names, and the files that are none."""

    policies: tuple[Policy, ...]
    faults: tuple[Fault, ...] = ()

    def named(self, policy_id: str) -> Policy:
        """One policy.

        Raises:
            NotFound: there is none of this name; lists those there are.
        """
        for policy in self.policies:
            if policy.id == policy_id:
                return policy
        known = "、".join(f"{policy.id}（{policy.head.title}）" for policy in self.policies)
        broken = f"；不能读取的文件：{'、'.join(fault.file for fault in self.faults)}" if self.faults else ""
        raise NotFound(f"没有政策“{policy_id}”", "它不在政策文件中", f"可用的政策：{known}{broken}")


def shelf(own: Path | None = None) -> Shelf:
    """What ships and, of a folder of the county's own, every TOML file; a county's file replaces its namesake."""
    folders = [SHIPPED] if own is None or not own.is_dir() else [SHIPPED, own]
    found: dict[str, Policy] = {}
    faults: list[Fault] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            policy = _read(path, path.stat().st_mtime_ns)
        except Refusal as refusal:
            faults.append(Fault(path.name, str(refusal)))
        else:
            found[policy.id] = policy
    return Shelf(tuple(found[name] for name in sorted(found)), tuple(faults))


def from_file(path: Path) -> Policy:
    """A policy in a file of one's own.

    Raises:
        Refusal: the file is missing, no text, or no policy.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"不能读取政策文件 {path}", str(fault), "请核对路径；文件应为 UTF-8 编码的 TOML") from fault
    return read(text, path.name)


@lru_cache(maxsize=256)
def _read(path: Path, _changed_ns: int) -> Policy:
    return from_file(path)
