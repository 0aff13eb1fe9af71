"""What the public reports of signs, and what became of it."""

from layers.vocabulary import Vocabulary


class ReportKind(Vocabulary):
    """What is wrong."""

    MISSING = "missing", "没有标志"
    WRONG = "wrong", "文字或拼写有误"
    DAMAGED = "damaged", "损坏或看不清"
    NUMBER = "number", "门牌有误或缺失"
    OTHER = "other", "其他"


class ReportStatus(Vocabulary):
    """What became of a report; one merged into another is answered with it."""

    RECEIVED = "received", "已收到"
    IN_HAND = "in_hand", "办理中"
    ANSWERED = "answered", "已办结"
    REFUSED = "refused", "不予办理"
    MERGED = "merged", "已并入同一问题"

    @property
    def is_open(self) -> bool:
        """Whether the office still owes an answer."""
        return self in (ReportStatus.RECEIVED, ReportStatus.IN_HAND)
