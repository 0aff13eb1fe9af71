"""The words of a PDF, read from its own bytes: glyphs by the font's table of meanings, in the order they are set.

An oracle of its own: it knows nothing of what was typeset. Enough for PDF 1.7 with plain objects and composite fonts.
"""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*)\r?\nendstream$", re.DOTALL)
_TOKEN = re.compile(rb"/(\w+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f\s]*)>|\(", re.DOTALL)
_INSIDE = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Every sign set on the pages; blanks between words of one line are as set."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    return "\n".join(_page(body, objects) for body in pages)


def embedded_fonts(pdf: bytes) -> int:
    """How many fonts' outlines are in the file."""
    return len(re.findall(rb"/FontFile[23]?\s", pdf))


def fonts(pdf: bytes) -> int:
    """How many fonts the file uses."""
    return len(re.findall(rb"/Type\s*/FontDescriptor", pdf))


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = page
    indirect = re.search(rb"/Resources (\d+) 0 R", page)
    if indirect:
        resources = objects[int(indirect[1])]
    named = {
        name: _meanings(objects[int(number)], objects) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    contents = re.search(rb"/Contents\s*\[?\s*(\d+) 0 R", page)
    assert contents is not None
    words: list[str] = []
    meanings: dict[bytes, str] = {}
    for name, codes in _tokens(_opened(objects[int(contents[1])])):
        meanings = named[name] if name else meanings
        words.append("".join(meanings.get(codes[at : at + 2], "�") for at in range(0, len(codes), 2)))
    return "".join(words)


def _tokens(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Fonts that are chosen and strings that are set, in order; brackets in a string are its own while they balance."""
    at = 0
    while found := _TOKEN.search(stream, at):
        at = found.end()
        if found[1]:
            yield found[1], b""
        elif found[2] is not None:
            yield b"", bytes.fromhex(found[2].decode())
        else:
            begins, depth = at, 1
            while depth:
                sign = _INSIDE.search(stream, at)
                assert sign is not None
                depth += {b"(": 1, b")": -1}.get(sign[0], 0)
                at = sign.end()
            yield b"", _ESCAPE.sub(lambda each: _unescaped(each[1]), stream[begins : at - 1])


def _meanings(font: bytes, objects: dict[int, bytes]) -> dict[bytes, str]:
    table = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert table is not None, "a font without meanings"
    found: dict[bytes, str] = {}
    lines = _opened(objects[int(table[1])])
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", lines, re.DOTALL):
        for code, meaning in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            found[bytes.fromhex(code.decode())] = bytes.fromhex(meaning.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", lines, re.DOTALL):
        for first, last, meaning in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = bytes.fromhex(meaning.decode()).decode("utf-16-be")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + step).to_bytes(2, "big")] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _opened(body: bytes) -> bytes:
    parts = _STREAM.match(body)
    assert parts is not None
    return zlib.decompress(parts[2]) if b"FlateDecode" in parts[1] else parts[2]


def _unescaped(sign: bytes) -> bytes:
    return bytes([int(sign, 8)]) if sign.isdigit() else _PLAIN.get(sign, sign)
