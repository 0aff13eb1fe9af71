"""Passwords and tokens: what is kept of them is a hash, and what is too easy to guess is refused.

Passwords are hashed with Argon2id by the second recommended option of RFC 9106 §4: three passes over 64 MiB in four
lanes, about 0.1 to 0.2 s on a county's two cores. Tokens are 256 random bits, so one round of SHA-256 suffices.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from data.errors import BadInput, Unavailable
from layers.rules import Finding

SHORTEST, LONGEST = 10, 200
# Fewer than this many different characters is a pattern, not a password.
_FEWEST_DIFFERENT = 5
# Without 0 O 1 l I and the like, for one-time passwords are read aloud and copied by hand: 32 characters, 5 bits each.
_LEGIBLE = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
_RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
_OBVIOUS = (
    "admin",
    "administrator",
    "cairn",
    "changeme",
    "iloveyou",
    "letmein",
    "mima",
    "minzheng",
    "passw0rd",
    "password",
    "root",
    "secret",
    "test",
    "user",
    "welcome",
    "woaini",
    "民政",
    "密码",
)
HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
# Two cores hash two passwords at once; more would only take memory, 64 MiB each. A few more may wait; a flood is turned
# away, or it would take every thread of the service and with it everybody's map.
_AT_ONCE, _PRESENT = BoundedSemaphore(2), BoundedSemaphore(12)


@dataclass(frozen=True)
class Verdict:
    """Whether a password is the right one, and whether its hash was made with older parameters."""

    is_right: bool
    is_outdated: bool = False


def hashed(password: str) -> str:
    """The hash to keep, with its salt and parameters in it.

    Raises:
        Unavailable: too many wait for it already.
    """
    with _turn():
        return HASHER.hash(_normal(password))


def verify(kept: str | None, password: str) -> Verdict:
    """Compare; an account that is not there or has no password costs as much as a wrong password.

    Raises:
        Unavailable: too many wait for it already.
    """
    stranger = _of_nobody()
    with _turn():
        try:
            HASHER.verify(kept or stranger, _normal(password)[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return Verdict(is_right=False)
    return Verdict(is_right=kept is not None, is_outdated=HASHER.check_needs_rehash(kept or stranger))


def check(password: str, name: str) -> None:
    """Refuse a new password that is short or easy to guess.

    Raises:
        BadInput: with the reason.
    """
    reason = _weakness(_normal(password), name)
    if reason:
        raise BadInput(
            f"新密码不能用：{reason}",
            "容易被猜到的密码等于没有密码",
            f"请另选一个至少 {SHORTEST} 个字符的密码，例如几个不相干的词连在一起",
            findings=(Finding(reason, "new"),),
        )


def one_time() -> str:
    """A random password of 80 bits, legible: four groups of four characters."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(_GROUP)) for _ in range(_GROUPS))


def token(prefix: str = "") -> str:
    """A random token of 256 bits, after a prefix that tells what it is."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


@contextmanager
def _turn() -> Iterator[None]:
    if not _PRESENT.acquire(blocking=False):
        raise Unavailable("登录的人太多", "核对密码要用整个处理器，正在排队的已经够多", "请过几秒再试")
    try:
        with _AT_ONCE:
            yield
    finally:
        _PRESENT.release()


@cache
def _of_nobody() -> str:
    """A hash with the parameters of today that no password fits."""
    return hashed(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """The same characters however a keyboard composes them (RFC 8265 OpaqueString)."""
    return unicodedata.normalize("NFC", password)


def _weakness(password: str, name: str) -> str | None:
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"少于 {SHORTEST} 个字符"
    if len(password) > LONGEST:
        return f"多于 {LONGEST} 个字符"
    if len(set(plain)) < _FEWEST_DIFFERENT:
        return "只由很少几个字符重复而成"
    if _without(plain, name.casefold()):
        return "由账号名构成"
    if any(_without(plain, word) for word in _OBVIOUS):
        return "是常见密码"
    return "是键盘或字母表上的一串" if _is_a_run(plain) else None


def _without(password: str, word: str) -> bool:
    """Whether a password is hardly more than a word with digits and signs around it."""
    rest = password.replace(word, "")
    return rest != password and len(re.sub(r"[\d\W_]+", "", rest)) < _FEWEST_DIFFERENT


def _is_a_run(password: str) -> bool:
    """Whether a password is made of runs of keys, forwards or backwards, and nothing else."""
    runs = [piece for run in _RUNS for piece in (run, run[::-1])]
    rest = password
    while rest:
        taken = max((len(_common(rest, run)) for run in runs), default=0)
        if taken < _GROUP - 1:
            return False
        rest = rest[taken:]
    return True


def _common(text: str, run: str) -> str:
    """The longest beginning of a text that stands in a run."""
    length = next((size for size in range(len(text), 0, -1) if text[:size] in run), 0)
    return text[:length]
