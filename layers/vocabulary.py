"""Closed lists of words: a code for machines, a label for people."""

from enum import StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A closed list; each member is written `NAME = "code", "标签"`.

    Codes are stored and stay for ever; labels may be reworded. The English label is read from the member's name,
    so that it cannot lag behind.
    """

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Keep the code as the value and the label beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @property
    def label_en(self) -> str:
        """The member's name as English words: `PUBLIC_BENEFIT` is “Public benefit”."""
        return english(self.name)

    @classmethod
    def of(cls, code: str) -> Self:
        """The member of a code.

        Raises:
            KeyError: no member has it.
        """
        return {member.value: member for member in cls}[code]

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Code to label, in the order of declaration."""
        return {member.value: member.label for member in cls}


def english(identifier: str) -> str:
    """An identifier as English words: `land_area` is “Land area”."""
    return identifier.replace("_", " ").strip().capitalize()
