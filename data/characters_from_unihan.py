"""Write the character lists that the rules of names read, from Unihan: `python -m data.characters_from_unihan`.

Unihan is Debian's package `unicode-data`.

Unihan's kTGH numbers the 8,105 characters of 通用规范汉字表 (国发〔2013〕23号) in the order of the table: 1–3500 are
level 1, to 6500 level 2, to 8105 level 3. kSimplifiedVariant, kSemanticVariant and kZVariant lead from other forms to
characters of the table. Code points are facts; the lists are kept in `data/reference/names` so that no machine of the
county needs the package.
"""

import bz2
from collections.abc import Iterable, Iterator
from pathlib import Path

UNIHAN = Path("/usr/share/unicode")
MAPPINGS, VARIANTS = "Unihan_OtherMappings.txt.bz2", "Unihan_Variants.txt.bz2"
REFERENCE = Path(__file__).parent / "reference" / "names"
GENERAL, FORMS = "general_characters.txt", "variant_forms.txt"
LEVEL_ENDS = (3_500, 6_500, 8_105)
_ON_A_LINE = 50
KINDS = ("kSimplifiedVariant", "kSemanticVariant", "kZVariant")


def fields(path: Path, *names: str) -> Iterator[tuple[str, str, str]]:
    """Character, field and value of the fields wanted, as Unihan lists them."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == len(("code", "field", "value")) and parts[1] in names:
                yield _character(parts[0]), parts[1], parts[2]


def general(mappings: Iterable[tuple[str, str, str]]) -> list[str]:
    """The characters of the table in its order."""
    numbered = {int(value.rpartition(":")[2]): character for character, _, value in mappings}
    return [numbered[number] for number in sorted(numbered)]


def forms(variants: Iterable[tuple[str, str, str]], table: frozenset[str]) -> dict[str, str]:
    """Forms outside the table, each with the character of the table it stands for."""
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for character, kind, value in variants:
        stands_for = [_character(each.partition("<")[0]) for each in value.split()]
        known = [each for each in stands_for if each in table]
        if character not in table and known:
            by_kind[kind][character] = known[0]
    return by_kind["kZVariant"] | by_kind["kSemanticVariant"] | by_kind["kSimplifiedVariant"]


def general_text(table: list[str]) -> str:
    """The table as a text: a heading a level, fifty characters a line."""
    head = "# 通用规范汉字表（国发〔2013〕23号），按表中次序。出处：Unihan kTGH（Debian unicode-data 15.0.0）\n"
    parts, start = [head], 0
    for level, end in enumerate(LEVEL_ENDS, 1):
        parts += [f"[{level}]\n", *_lines("".join(table[start:end]))]
        start = end
    return "".join(parts)


def forms_text(found: dict[str, str]) -> str:
    """The forms as a text of pairs: the form, and the character it stands for."""
    head = (
        "# 表外字形及其规范字，每两字一对。出处：Unihan kSimplifiedVariant、kSemanticVariant、kZVariant"
        "（Debian unicode-data 15.0.0）\n"
    )
    return head + "".join(_lines("".join(character + found[character] for character in sorted(found))))


def main() -> None:
    """Write both lists."""
    table = general(fields(UNIHAN / MAPPINGS, "kTGH"))
    found = forms(fields(UNIHAN / VARIANTS, *KINDS), frozenset(table))
    (REFERENCE / GENERAL).write_text(general_text(table), encoding="utf-8")
    (REFERENCE / FORMS).write_text(forms_text(found), encoding="utf-8")


def _character(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16))


def _lines(characters: str) -> list[str]:
    return [f"{characters[at : at + _ON_A_LINE]}\n" for at in range(0, len(characters), _ON_A_LINE)]


if __name__ == "__main__":
    main()
