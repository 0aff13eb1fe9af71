"""What becomes of a plan: each site of it is planned, under construction, filed, and at last lived in.

A home is filed with the county's civil-affairs office (《老年人权益保障法》第四十三条: no licence since the end of
2018, but a filing). A step goes to the next state; a step back, a stop and a new start are entries with a reason. The
database holds the same machine (`archive.siting_moves`, `data/sql/0018_siting_scenarios.sql`) and is the one that
refuses; a test compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from layers.vocabulary import Vocabulary


class ActionState(Vocabulary):
    """Where a site of a plan stands."""

    PLANNED = "planned", "规划"
    UNDER_CONSTRUCTION = "under_construction", "在建"
    FILED = "filed", "已备案"
    OCCUPIED = "occupied", "已入住"
    STOPPED = "stopped", "已停止"


#: The states of a plan that is carried out, in their order.
COURSE = (ActionState.PLANNED, ActionState.UNDER_CONSTRUCTION, ActionState.FILED, ActionState.OCCUPIED)


@dataclass(frozen=True)
class Move:
    """A step from a state to another; `needs_reason` for one that is not forward."""

    before: ActionState
    after: ActionState
    needs_reason: bool
    needs_document: bool = False


def _moves() -> Iterable[Move]:
    for place, state in enumerate(COURSE):
        for earlier in COURSE[:place]:
            yield Move(state, earlier, needs_reason=True)
        if place + 1 < len(COURSE):
            following = COURSE[place + 1]
            yield Move(state, following, needs_reason=False, needs_document=following is ActionState.FILED)
            yield Move(state, ActionState.STOPPED, needs_reason=True)
    yield Move(ActionState.STOPPED, ActionState.PLANNED, needs_reason=True)


#: Every step there is.
MOVES = tuple(_moves())


def moves_from(state: ActionState) -> tuple[Move, ...]:
    """The steps that may be taken from a state, the one forward first."""
    return tuple(sorted((move for move in MOVES if move.before is state), key=lambda move: move.needs_reason))


@dataclass(frozen=True)
class Standing:
    """How many sites stand in a state, and the places of them that count there."""

    state: ActionState
    sites: int
    places: int


def standings(actions: Iterable[tuple[ActionState, int]]) -> list[Standing]:
    """Sites and places by state, every state once."""
    known = list(actions)
    return [
        Standing(state, sum(s is state for s, _ in known), sum(places for s, places in known if s is state))
        for state in ActionState
    ]
