"""What proves that nothing changed in between: entity tags, moments of change, and the conditions requests put on them.

A tag is `"<version>-<print>"`: the version of the row, and a print of all else that makes the bytes (the address, the
form, the system, who may see what, the coding, the program). So it is strong (RFC 9110 §8.8.3): one tag, one body. A
write asks only whether the version is still the one that was seen: whoever read the feature in another form has seen
the same version. Moments grow with every version (`data.standing.Stamp`), so that whole seconds lose nothing.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers

from api.version import VERSION
from data.standing import Stamp

# Grows when the same row is written into other bytes by the same version of the program.
SERIALIZER = 1
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_OURS = re.compile(r"(\d+)-[0-9a-f]{16}")
_ANY = "*"


@dataclass(frozen=True)
class Bytes:
    """What makes the body of an answer beside the row: two answers of one version differ only in these."""

    url: str
    form: str
    crs: str
    profile: str
    coding: str

    @property
    def print(self) -> str:
        """Sixteen hexadecimal digits that stand for all of it."""
        parts = (self.url, self.form, self.crs, self.profile, self.coding, VERSION, str(SERIALIZER))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Validators:
    """The tag and the moment of one answer."""

    stamp: Stamp
    bytes: Bytes

    @property
    def tag(self) -> str:
        """The entity tag, strong."""
        return f'"{self.stamp.version}-{self.bytes.print}"'

    def headers(self) -> dict[str, str]:
        """`ETag` and `Last-Modified`, which is never later than now (RFC 9110 §8.8.2.1)."""
        told = min(self.stamp.modified_at, _now())
        return {"ETag": self.tag, "Last-Modified": format_datetime(told, usegmt=True)}

    def are_fresh(self, headers: Headers) -> bool:
        """Whether the reader has this very answer already: 304 (RFC 9110 §13.2.2, steps 3 and 4)."""
        asked = headers.get("if-none-match")
        if asked is not None:
            return asked.strip() == _ANY or any(tag == self.tag.strip('"') for _, tag in _TAG.findall(asked))
        since = _moment(headers.get("if-modified-since"))
        return since is not None and self.stamp.modified_at <= since


@dataclass(frozen=True)
class Condition:
    """What a write asks of the thing it changes.

    `seen` is a version that was seen, for the answer to a refused write: None when no tag of ours names one.
    """

    is_put: bool
    holds: bool
    seen: int | None = None


def condition(headers: Headers, stamp: Stamp) -> Condition:
    """The conditions of a write on what stands (RFC 9110 §13.2.2, steps 1 to 3)."""
    must, must_not = headers.get("if-match"), headers.get("if-none-match")
    since = _moment(headers.get("if-unmodified-since"))
    held = must_not is None or not _names(must_not, stamp.version, weakly=True)
    if must is not None:
        return Condition(True, held and _names(must, stamp.version), _newest(must))
    if since is not None:
        return Condition(True, held and stamp.modified_at <= since)
    return Condition(not held, held)


def _names(header: str, version: int, *, weakly: bool = False) -> bool:
    """Whether a list of tags names a version, in whatever form it was read; a weak tag proves nothing to a write."""
    if header.strip() == _ANY:
        return True
    return any(_version(tag) == version for weak, tag in _TAG.findall(header) if weakly or not weak)


def _newest(header: str) -> int | None:
    named = [version for _, tag in _TAG.findall(header) if (version := _version(tag)) is not None]
    return max(named, default=None)


def _version(tag: str) -> int | None:
    ours = _OURS.fullmatch(tag)
    return int(ours[1]) if ours else None


def _moment(text: str | None) -> dt.datetime | None:
    """A moment as HTTP writes it; one that cannot be read is as if it had not come (RFC 9110 §13.1.3)."""
    try:
        moment = None if text is None else parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC) if moment else None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
