"""Verify an audit log of Cairn's without Cairn: Python 3.9 alone; for a digest's signature also openssl 3.

    python3 verify_audit.py audit.jsonl
    python3 verify_audit.py audit.jsonl --digest digest.json --key audit-key.pub.pem

audit.jsonl        由 cairn audit export 导出：每行一条记录，末行是链条末端
digest.json        由 cairn audit digest 签发的摘要，宜另存别处
audit-key.pub.pem  签署者的公钥，应在部署时取得并另存；不给时用摘要自带的公钥，防不住连公钥一起换掉的人

每条记录的 hash 是其余十栏依次写成“字节数:内容 换行”（空值写“- 换行”）之后的 SHA-256，其中 previous 是上一条的
hash，第一条的 previous 是 64 个 0。全部相符时退出码为 0；不符为 1，并说明何处；读不了文件为 2。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

COLUMNS = ("seq", "at", "account", "clerk", "deed", "layer", "identity", "version", "detail", "previous")
OPENSSL = (
    "openssl",
    "pkeyutl",
    "-verify",
    "-pubin",
    "-inkey",
    "key",
    "-rawin",
    "-in",
    "words",
    "-sigfile",
    "signature",
)


class Broken(Exception):
    """The log or the digest is not what was written."""


def expect(holds: bool, otherwise: str) -> None:
    """Go on while everything is as it should be."""
    if not holds:
        raise Broken(otherwise)


def canonical(value: object) -> str:
    """JSON that is written one way only: keys in order, nothing between them, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(entry: dict[str, Any]) -> str:
    """The hash an entry should carry."""
    parts = [None if entry[column] is None else str(entry[column]).encode() for column in COLUMNS]
    return hashlib.sha256(
        b"".join(b"-\n" if part is None else b"%d:%b\n" % (len(part), part) for part in parts)
    ).hexdigest()


def read(line: bytes, number: int) -> dict[str, Any]:
    """One line of an export, which is written one way only."""
    try:
        text = line.decode()
        entry: dict[str, Any] = json.loads(text)
    except ValueError as fault:
        raise Broken(f"第 {number} 行不能读取：{fault}") from fault
    expect(isinstance(entry, dict) and text == canonical(entry) + "\n", f"第 {number} 行不是导出时的写法")
    return entry


def follow(lines: Iterable[bytes], wanted: int | None) -> tuple[int, str, str | None]:
    """Follow the chain to its end: how many entries, the last hash, and the hash of the entry wanted."""
    last, count, met = "0" * 64, 0, None
    head: dict[str, Any] | None = None
    for number, line in enumerate(lines, 1):
        entry = read(line, number)
        expect(head is None, f"第 {number} 行在链条末端之后")
        if "head" in entry:
            head = entry
            continue
        count += 1
        expect(set(entry) == {*COLUMNS, "hash"}, f"第 {count} 条的栏目不全或有多余")
        expect(entry["seq"] == count, f"第 {count} 条处是序号 {entry['seq']}：有记录被删去、调换或插入")
        expect(entry["previous"] == last, f"第 {count} 条与上一条不相接")
        last = hash_of(entry)
        expect(entry["hash"] == last, f"第 {count} 条的内容与指纹不符")
        met = last if count == wanted else met
    end = {"head": {"seq": count, "hash": last, "count": count}}
    expect(head == end, f"链条末端与 {count} 条记录不符：末尾的记录被删去，或末端被改动")
    return count, last, met


def open_digest(path: Path, key_file: Path | None) -> dict[str, Any]:
    """What a digest says, when openssl finds its Ed25519 signature right."""
    given = json.loads(path.read_bytes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key").write_text(key_file.read_text() if key_file else given["public_key"])
        (folder / "words").write_bytes(given["digest"].encode())
        (folder / "signature").write_bytes(base64.b64decode(given["signature"], validate=True))
        said = subprocess.run(OPENSSL, cwd=folder, capture_output=True, check=False)  # noqa: S603  # a fixed program
    expect(said.returncode == 0, "摘要的签名不符：摘要、签名或公钥被改动")
    told: dict[str, Any] = json.loads(given["digest"])
    return told


def verify(export: Path, digest: Path | None, key: Path | None) -> str:
    """Verify an export and, where one is given, that the chain passes through where the digest found it."""
    told = open_digest(digest, key) if digest else {"seq": 0}
    with export.open("rb") as lines:
        count, last, met = follow(lines, told["seq"])
    if told["seq"]:
        why = f"与 {told['made_at']} 签发的摘要不符：第 {told['seq']} 条不是当时的那一条"
        expect(met == told["hash"], why)
    return f"相符：{count} 条，末条指纹 {last}" + ("；与签名的摘要相符" if digest else "")


def main() -> int:
    """Verify what the command line names."""
    asked = argparse.ArgumentParser(description="核对 Cairn 的审计记录")
    asked.add_argument("export", type=Path, help="cairn audit export 导出的文件")
    asked.add_argument("--digest", type=Path, help="cairn audit digest 签发的摘要")
    asked.add_argument("--key", type=Path, help="签署者的公钥（PEM）")
    given = asked.parse_args()
    try:
        print(verify(given.export, given.digest, given.key))
    except Broken as fault:
        print(f"不符：{fault}")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as fault:
        print(f"不能核对：{fault}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
