"""The log carried out of the house: an export of all entries, and a signed digest of where the chain stood.

An export is JSON Lines: one canonical object per entry, then one of the chain's end. A digest says how many entries
there were and the hash of the last; whoever keeps it elsewhere can prove that nothing before it was rewritten, even
by who owns the database. It is signed with Ed25519 by a key that stands beside the register (mode 0600). Both are
checked without Cairn by docs/verify_audit.py.
"""

import base64
import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from data.audit import canonical
from data.audit_chain import Entry, Fault, Head, Verdict, verify
from data.errors import BadInput, Unavailable

KEY_FILE, PUBLIC_FILE = "audit-key.pem", "audit-key.pub.pem"
KIND = "cairn-audit-digest-1"
_NUMBERS = ("seq", "account", "version")


def exported(entries: Iterable[Entry], head: Head | None) -> Iterator[bytes]:
    """The lines of an export, each with its line feed."""
    for entry in entries:
        yield f"{canonical(shown(entry))}\n".encode()
    end = {name: _read(name, value) for name, value in zip(("seq", "hash", "count"), head or (), strict=False)}
    yield f"{canonical({'head': end or None})}\n".encode()


def shown(entry: Entry) -> dict[str, Any]:
    """An entry as an object: numbers as numbers, everything else as text."""
    return {name: _read(name, value) for name, value in zip(entry._fields, entry, strict=True)}


def signed(verdict: Verdict, folder: Path, county: str, at: dt.datetime) -> dict[str, str]:
    """The digest of an unbroken log: what it says, its signature (Base64), and the key that proves it.

    Raises:
        BadInput: the log is broken; nothing is signed.
        Unavailable: the key cannot be read.
    """
    if verdict.fault:
        raise BadInput("审计记录不完整，未签发摘要", str(verdict.fault), "请先运行 cairn audit verify 并查明原因")
    told = {
        "kind": KIND,
        "county": county,
        "count": verdict.count,
        "seq": verdict.seq,
        "hash": verdict.hash,
        "made_at": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    words, key = canonical(told), key_in(folder)
    return {
        "digest": words,
        "signature": base64.b64encode(key.sign(words.encode())).decode(),
        "public_key": _pem(key.public_key()),
    }


def opened(given: dict[str, str], trusted: str | None = None) -> dict[str, Any]:
    """What a digest says, when its signature is right; `trusted` is the public key one has kept, as PEM.

    Raises:
        BadInput: it is no digest, is signed with another key, or was altered.
    """
    try:
        key = load_pem_public_key(given["public_key"].encode())
        signature = base64.b64decode(given["signature"], validate=True)
        words = given["digest"]
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadInput("这不是审计摘要", "缺少摘要、签名或公钥", "请使用 cairn audit digest 写出的文件") from fault
    if not isinstance(key, Ed25519PublicKey) or (trusted is not None and trusted.strip() != _pem(key).strip()):
        raise BadInput("摘要由另一把钥匙签署", "公钥与您所存的不同", "请核对公钥文件 audit-key.pub.pem 的来源")
    try:
        key.verify(signature, words.encode())
    except InvalidSignature as fault:
        raise BadInput("摘要的签名不符", "摘要或签名被改动", "请使用当初导出的原件") from fault
    told: dict[str, Any] = json.loads(words)
    return told


def verify_against(entries: Iterable[Entry], head: Head | None, told: dict[str, Any]) -> Verdict:
    """Follow the chain, and see whether it still passes through where the digest found it."""
    met: list[bytes | None] = []

    def watched() -> Iterator[Entry]:
        for number, entry in enumerate(entries, 1):
            if number == told["seq"]:
                met.append(entry.hash)
            yield entry

    verdict = verify(watched(), head)
    if verdict.fault or told["seq"] == 0 or met == [str(told["hash"]).encode()]:
        return verdict
    why = (
        f"与 {told['made_at']} 签发的摘要不符：此条及之前的记录被整体改写"
        if met
        else f"{told['made_at']} 签发的摘要记到这一条，如今没有它：末尾的记录被删去"
    )
    return Verdict(verdict.count, verdict.seq, verdict.hash, Fault(int(told["seq"]), None, why))


def key_in(folder: Path) -> Ed25519PrivateKey:
    """The key that signs, made at its first use; the public one stands beside it.

    Raises:
        Unavailable: it cannot be read or written.
    """
    private, public = folder / KEY_FILE, folder / PUBLIC_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not private.exists():
            _make(private)
        key = _load(private)
        if not public.exists():
            public.write_text(_pem(key.public_key()), encoding="ascii")
    except (OSError, ValueError, TypeError) as trouble:
        raise Unavailable(
            f"签署摘要的钥匙 {private} 不能使用", str(trouble), "请检查文件权限；若已损坏，移走后会另生成一把"
        ) from trouble
    return key


def _load(private: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(private.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("这不是 Ed25519 的私钥")
    return key


def _make(private: Path) -> None:
    """Two that make it at once end with one key: whoever comes second finds the place taken."""
    draft = private.with_suffix(f".{os.getpid()}")
    written = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(written)
    with suppress(FileExistsError):
        private.hardlink_to(draft)
    draft.unlink()


def _pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _read(name: str, value: bytes | None) -> int | str | None:
    if value is None:
        return None
    words = value.decode("utf-8", "replace")
    return int(words) if name in (*_NUMBERS, "count") else words
