"""How the loops of this room are compiled: once, kept on disk, without the interpreter's lock.

A kernel compiled here never fuses a multiplication with an addition and never reorders a sum, so that the error-free
transforms of `geo.exact` hold. Kernels are run side by side by threads of ours (`in_parts`), not by numba's own: two
requests of a server may then compute at the same moment, which numba's portable thread pool answers by ending the
process.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])

_ROOM = Path(__file__).parent
_CALLED_FROM_OTHER_FILES = ("compiled.py", "earth.py", "exact.py", "edges.py", "spans.py")
_FINGERPRINT = sha256(b"".join((_ROOM / name).read_bytes() for name in _CALLED_FROM_OTHER_FILES)).hexdigest()[:8]

THREADS = min(8, os.cpu_count() or 1)
SMALLEST_PART = 4096


def compiled(function: Function) -> Function:
    """Compile a kernel and keep the machine code, so that the second start pays nothing.

    The code is kept beside the module; where that folder is read-only, in the user's cache folder; and always in
    `NUMBA_CACHE_DIR` when it is set. Where nothing can be written the kernel is compiled anew at each start. It is kept
    under a name that tells the state of the kernels that it may have taken in from another file: numba itself watches
    only the file in which a kernel stands.
    """
    function.__qualname__ = f"{function.__qualname__}.{_FINGERPRINT}"
    try:
        return _compiler(keep=True)(function)
    except RuntimeError:  # numba finds no folder to write to
        return _compiler(keep=False)(function)


def inlined(function: Function) -> Function:
    """Compile a piece of a kernel into the kernels that call it.

    For pieces that take arrays: a call would count references to each of them, which two threads do by turns.
    """
    return _compiler(keep=False, inline="always")(function)


def _compiler(*, keep: bool, inline: Literal["never", "always"] = "never") -> Callable[[Function], Function]:
    """Return numba's decorator with the options of this room."""
    return cast(
        "Callable[[Function], Function]",
        numba.njit(nogil=True, cache=keep, inline=inline, fastmath=False, error_model="numpy"),
    )


def in_parts(total: int, work: Callable[[int, int], None], smallest: int = SMALLEST_PART) -> None:
    """Call `work(start, stop)` on consecutive parts of `range(total)`, on all cores when there is enough to do."""
    parts = max(1, min(THREADS, total // smallest))
    if parts == 1:
        work(0, total)
        return
    bounds = [total * part // parts for part in range(parts + 1)]
    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(work, bounds[:-1], bounds[1:]))
