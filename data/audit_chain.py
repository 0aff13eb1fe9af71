"""The chain of the log, computed again without the database: whether an entry was altered, and which.

An entry's hash is the SHA-256 of its other columns, each as its length in bytes, a colon, its UTF-8 and a line feed;
a column without a value is a hyphen and a line feed. Moments are in UTC as PostgreSQL writes them, hashes in
hexadecimal. Everything is read as a stream: a log of a million entries takes no more memory than one of a hundred.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

import psycopg
from psycopg.types.string import ByteaBinaryLoader
from sqlalchemy import text
from sqlalchemy.orm import Session

COLUMNS = ("seq", "at", "account", "clerk", "deed", "layer", "identity", "version", "detail", "previous")
LABELS = {
    "seq": "序号",
    "at": "记入时间",
    "account": "账号",
    "clerk": "经办人",
    "deed": "事项",
    "layer": "图层",
    "identity": "标识",
    "version": "版次",
    "detail": "细节",
    "previous": "上一条的指纹",
    "hash": "本条的指纹",
}
START = b"0" * 64
_AT_A_TIME = 2_000
# One statement is one state of the log: the end of the chain first, then the entries in order.
_LOG = """
SELECT 'head', seq::text, encode(hash, 'hex'), count::text, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM archive.audit_head
UNION ALL (
SELECT 'entry', seq::text, at::text, account::text, clerk, deed, layer, identity, version::text, detail,
  encode(previous, 'hex'), encode(hash, 'hex')
FROM archive.audit ORDER BY audit.seq)"""


class Entry(NamedTuple):
    """One entry, every column as the bytes that are hashed; None where there is no value."""

    seq: bytes | None
    at: bytes | None
    account: bytes | None
    clerk: bytes | None
    deed: bytes | None
    layer: bytes | None
    identity: bytes | None
    version: bytes | None
    detail: bytes | None
    previous: bytes | None
    hash: bytes | None


class Head(NamedTuple):
    """The end of the chain as the log itself remembers it."""

    seq: bytes | None
    hash: bytes | None
    size: bytes | None


@dataclass(frozen=True)
class Fault:
    """Where the log is not what was written: the place in order, the column if it can be told, and why, in Chinese."""

    place: int
    column: str | None
    why: str

    def __str__(self) -> str:
        """The fault as a list prints it."""
        label = f"的“{LABELS[self.column]}”（{self.column}）" if self.column else ""
        where = f"第 {self.place} 条{label}" if self.place else "链条末端"
        return f"{where}：{self.why}"


@dataclass(frozen=True)
class Verdict:
    """How many entries were read, the last one's place and hash, and the first fault; None is an unbroken chain."""

    count: int
    seq: int
    hash: str
    fault: Fault | None


def hash_of(entry: Entry) -> bytes:
    """The hash an entry should carry, in hexadecimal."""
    return sha256(b"".join(map(_part, entry[:-1]))).hexdigest().encode()


def verify(entries: Iterable[Entry], head: Head | None) -> Verdict:
    """Follow the chain to its first fault; an unbroken one ends where `head` says it ends."""
    last, count = START, 0
    walk = iter(entries)
    for entry in walk:
        count += 1
        if entry.previous != last or entry.seq != b"%d" % count or hash_of(entry) != entry.hash:
            return Verdict(count, count - 1, last.decode(), _fault(count, entry, last, next(walk, None)))
        last = entry.hash
    return Verdict(count, count, last.decode(), _at_the_end(count, last, head))


@contextmanager
def reading(session: Session) -> Iterator[tuple[Head | None, Iterator[Entry]]]:
    """The end of the chain and its entries, all of one moment, through a cursor of the server."""
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the archive speaks psycopg")
    # The cursor writes moments as they were hashed; what it reads need not even be text.
    for setting in ("timezone = 'UTC'", "datestyle = 'ISO, YMD'"):
        session.execute(text(f"SET LOCAL {setting}"))
    with driver.cursor("cairn_audit", binary=True) as cursor:
        cursor.adapters.register_loader("text", ByteaBinaryLoader)
        cursor.itersize = _AT_A_TIME
        cursor.execute(_LOG)
        rows = iter(cursor)
        first = next(rows, None)
        head = Head(*first[1:4]) if first and first[0] == b"head" else None
        yield head, (Entry(*row[1:]) for row in (rows if head or not first else chain([first], rows)))


def check(session: Session) -> Verdict:
    """Follow the whole log as it stands."""
    with reading(session) as (head, entries):
        return verify(entries, head)


def _part(value: bytes | None) -> bytes:
    return b"-\n" if value is None else b"%d:%b\n" % (len(value), value)


def _fault(place: int, entry: Entry, last: bytes, following: Entry | None) -> Fault:
    """Which column was altered, as far as the neighbours tell."""
    found = _shown(entry.seq)
    right = entry._replace(seq=b"%d" % place, previous=last)
    if hash_of(right) == entry.hash:
        wrong = [name for name in ("seq", "previous") if getattr(right, name) != getattr(entry, name)]
        if len(wrong) == 1:
            return Fault(place, wrong[0], "此值被改动，其余各栏与指纹相符")
    if entry.seq != b"%d" % place and hash_of(entry) == entry.hash:
        return Fault(place, None, f"此处应为第 {place} 条，却是序号 {found} 的一条：有记录被删去、调换或插入")
    if entry.previous != last and hash_of(entry) == entry.hash:
        return Fault(place, None, "与上一条不相接：有记录被删去、调换或替换")
    if following is not None and following.previous == hash_of(entry) and entry.previous == last:
        return Fault(place, "hash", "此值被改动，其余各栏与下一条所记的指纹相符")
    if following is not None and following.previous == entry.hash:
        return Fault(place, None, "内容与指纹不符：账号、经办人、事项、标识、细节等栏中有改动")
    return Fault(place, None, "内容、指纹与前后两条不符：此条被改动或替换")


def _at_the_end(count: int, last: bytes, head: Head | None) -> Fault | None:
    if head is None:
        return Fault(0, None, "末端的记录不见了，无从知道末条是否被删去")
    if head.seq == head.size == b"%d" % count and head.hash == last:
        return None
    if head.hash == last:
        return Fault(0, None, f"共有 {count} 条，末端却记为序号 {_shown(head.seq)}、{_shown(head.size)} 条：末端被改动")
    if head.seq == head.size == b"%d" % count:
        return Fault(0, None, f"末端所记指纹不是第 {count} 条的指纹：末端被改动，或末条被替换")
    return Fault(
        0, None, f"末端记到第 {_shown(head.seq)} 条（{_shown(head.size)} 条），却只有 {count} 条：末尾的记录被删去"
    )


def _shown(value: bytes | None) -> str:
    return "（空）" if value is None else value.decode("utf-8", "replace")
