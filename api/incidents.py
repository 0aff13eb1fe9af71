"""What was interrupted: a line in `var/incidents.jsonl` for everything that died, with how long it was missed.

Times are seconds; moments are the county's. The file keeps the newest, so that it never fills the disk.
"""

import datetime as dt
import json
import signal
from dataclasses import asdict, dataclass
from pathlib import Path

from api.settings import CHINA

LABELS = {
    "service": "服务进程",
    "register": "登记库",
    "sessions": "登记库会话",
    "keeper": "看护进程",
    "job": "后台任务进程",
}
LONGEST_BYTES = 256_000
KEPT = 500


@dataclass(frozen=True)
class Incident:
    """Something died: when, what (`LABELS`), why as far as known, and after how long it was back; None is not yet."""

    at: str
    what: str
    why: str
    recovered_s: float | None

    def __str__(self) -> str:
        """The incident as a clerk reads it."""
        label = LABELS.get(self.what, self.what)
        missed = "任务没有完成" if self.what == "job" else "尚未恢复"
        after = missed if self.recovered_s is None else f"{self.recovered_s:.1f} 秒后恢复"
        return f"{label}{self.why}，{after}"


def note(var: Path, what: str, why: str, recovered_s: float | None) -> Incident:
    """Note an incident that ends now, or that does not end."""
    began = dt.datetime.now(CHINA) - dt.timedelta(seconds=recovered_s or 0)
    incident = Incident(began.isoformat(timespec="seconds"), what, why, recovered_s and round(recovered_s, 2))
    var.mkdir(parents=True, exist_ok=True)
    path = _file(var)
    if path.exists() and path.stat().st_size > LONGEST_BYTES:
        newest = path.read_text(encoding="utf-8").splitlines()[-KEPT:]
        draft = path.with_suffix(".part")
        draft.write_text("".join(f"{line}\n" for line in newest), encoding="utf-8")
        draft.replace(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(incident), ensure_ascii=False) + "\n")
    return incident


def recent(var: Path, most: int = 5) -> list[Incident]:
    """The newest incidents, newest first; a line that cannot be read is passed over."""
    try:
        lines = _file(var).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = [incident for line in reversed(lines[-KEPT:]) if (incident := _read(line))]
    return found[:most]


def count(var: Path) -> int:
    """How many incidents are on file."""
    try:
        return _file(var).read_bytes().count(b"\n")
    except OSError:
        return 0


def why_ended(code: int) -> str:
    """What an exit code says, in Chinese."""
    if code >= 0:
        return f"自行退出（退出码 {code}）"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else "未知"
    return f"被信号 {-code}（{name}）终止"


def _file(var: Path) -> Path:
    return var / "incidents.jsonl"


def _read(line: str) -> Incident | None:
    try:
        return Incident(**json.loads(line))
    except (ValueError, TypeError):
        return None
