"""Who may write at all, before it is asked which rows: the database decides that for every row."""

from data.acting import Actor
from data.errors import Forbidden, Unauthenticated
from layers.record import Layer
from layers.rights import right


def writes(actor: Actor, layer: Layer) -> bool:
    """Whether somebody's office writes a layer, and this request may write."""
    return actor.may_write and (actor.role is None or right(actor.role, layer).writes)


def refuse_strangers(actor: Actor) -> None:
    """Let nobody write who is not signed in.

    Raises:
        Unauthenticated: it is the public that asks.
    """
    if actor.is_public:
        raise Unauthenticated("没有登录，不能改写", "登记库要记下是谁改的", "请先登录，或在 Authorization 中给出令牌")


def refuse_others(actor: Actor, layer: Layer) -> None:
    """Let nobody write a layer that is not his office's.

    Raises:
        Forbidden: his office does not write it, or he came to read.
    """
    if not writes(actor, layer):
        remedy = "请由有此职责的人办理，或请系统管理员核对"
        raise Forbidden(f"您不能登记{layer.title}", "您的职责（或所用的令牌）不包括登记这一图层", remedy)
