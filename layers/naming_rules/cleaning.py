"""The cleaning of non-standard names (不规范地名清理): what may be decided of a name that was found."""

from layers.vocabulary import Vocabulary


class SweepDecision(Vocabulary):
    """What becomes of a name that a sweep found (民发〔2018〕146号)."""

    KEEP = "keep", "保留"
    RENAME = "rename", "更名"
    CORRECT = "correct", "整改"
