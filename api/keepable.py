"""Text that the register cannot keep: the character NUL, and halves of characters."""

from typing import Any


def unkeepable(document: Any) -> str | None:  # noqa: ANN401  # JSON as it came
    """A text within a JSON document that no register keeps; None when all may be kept."""
    waiting = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and not _is_kept(part):
            return part.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
    return None


def _is_kept(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
