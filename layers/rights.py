"""Who may see and write what: the offices of a bureau, and what each office needs.

An account has one office (`Role`) and one division; its office reaches that division and all below. Public rows are
everybody's; `Right.sees` tells the most closed rows an office sees there. `data` copies this table into the database,
where row-level security decides by it.

Decided: an administrator looks after people and settings and writes no register; whoever writes has an office of the
register. So no one person both grants a right and uses it.
"""

from dataclasses import dataclass

from layers.record import Disclosure, Group, Layer
from layers.vocabulary import Vocabulary


class Role(Vocabulary):
    """The offices; the place-name officer's three are apart, so that nobody approves his own draft."""

    VIEWER = "viewer", "查看员"
    PLANNER = "planner", "规划员"
    NAME_DRAFTER = "name_drafter", "地名拟稿人"
    NAME_REVIEWER = "name_reviewer", "地名审核人"
    NAME_APPROVER = "name_approver", "地名审批人"
    INSPECTOR = "inspector", "联检员"
    STEWARD = "steward", "数据管理员"
    ADMINISTRATOR = "administrator", "系统管理员"


@dataclass(frozen=True)
class Right:
    """What an office may do in one layer."""

    sees: Disclosure = Disclosure.INTERNAL
    writes: bool = False

    @property
    def levels(self) -> tuple[Disclosure, ...]:
        """The kinds of rows seen, the most open first."""
        order = tuple(Disclosure)
        return order[: order.index(self.sees) + 1]


_READS = Right()
_READS_ALL = Right(Disclosure.RESTRICTED)
_KEEPS = Right(Disclosure.RESTRICTED, writes=True)

# What an office may do beyond reading internal rows, by chapter of the atlas.
_BEYOND: dict[Role, dict[Group, Right]] = {
    Role.PLANNER: {Group.PLANNING: _KEEPS},
    Role.NAME_DRAFTER: {Group.NAMES: _KEEPS},
    Role.NAME_REVIEWER: {Group.NAMES: _READS_ALL},
    Role.NAME_APPROVER: {Group.NAMES: _KEEPS},
    Role.INSPECTOR: {Group.BOUNDARIES: _KEEPS},
    Role.STEWARD: dict.fromkeys(Group, _KEEPS),
}


def right(role: Role, layer: Layer) -> Right:
    """What an office may do in a layer."""
    return _BEYOND.get(role, {}).get(layer.group, _READS)
