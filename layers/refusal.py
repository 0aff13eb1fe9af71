"""A refusal in the clerk's words: what is wrong, why, and what to do."""

from collections.abc import Sequence


class Refusal(ValueError):
    """Input or a wish that cannot be followed; the text is complete as it stands, in Chinese.

    `errors` lists single places (a row, a column) when there are several; `str()` joins everything for a console.
    """

    def __init__(self, what: str, why: str = "", remedy: str = "", errors: Sequence[str] = ()) -> None:
        self.what, self.why, self.remedy, self.errors = what, why, remedy, tuple(errors)
        super().__init__(self._text())

    def _text(self) -> str:
        sentences = [
            part if part.endswith(("。", "？", "：")) else f"{part}。" for part in (self.what, self.why) if part
        ]
        lines = ["".join(sentences), *(f"  · {error}" for error in self.errors)]
        if self.remedy:
            lines.append(f"办法：{self.remedy}")
        return "\n".join(lines)
