"""The web application as Vite built it: one page for every desk, its files, and a word when it was not built."""

from pathlib import Path

from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse

# Addresses under these names are interfaces: an unknown one is a problem, never the page.
INTERFACES = frozenset({"api", "ogc", "assets", "health", "openapi.json"})
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

NOT_BUILT = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cairn</title><style>
body { font: 16px/1.8 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1f2a2e; }
body { margin: 12vh auto; max-width: 34em; padding: 0 24px; }
code { background: #f3f5f5; padding: 2px 6px; } a { color: #0b6e75; }
</style></head><body><h1>网页应用还没有建成</h1>
<p>登记库和接口已在运行，只缺网页文件。</p>
<p>请在 Cairn 的文件夹里执行 <code>make web</code>，然后刷新本页。</p>
<p>接口照常可用：<a href="/openapi.json">/openapi.json</a> · <a href="/ogc">/ogc</a></p></body></html>
"""


class Pages:
    """The built application in one folder; it may be built or rebuilt while the desk runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def page_for(self, request: Request) -> Response | None:
        """The answer to an address no route knows; None when it is no address of the application."""
        segments = [segment for segment in request.url.path.split("/") if segment]
        if request.method not in ("GET", "HEAD") or (segments and segments[0] in INTERFACES):
            return None
        wanted = self._file(request.url.path)
        if wanted is not None:
            return FileResponse(wanted, headers={"Cache-Control": ASK_AGAIN})
        if segments and "." in segments[-1]:
            return None
        index = self.folder / "index.html"
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, 503, {"Cache-Control": "no-store"})
        return FileResponse(index, headers={"Cache-Control": ASK_AGAIN})

    def asset(self, path: str) -> Response:
        """A file under /assets; its name carries its content's hash, so a browser keeps it for ever."""
        wanted = self._file(f"assets/{path}")
        if wanted is None:
            raise HTTPException(404)
        return FileResponse(wanted, headers={"Cache-Control": FOR_EVER})

    def _file(self, path: str) -> Path | None:
        """A file inside the folder, whatever the path tries."""
        if "\0" in path:
            return None
        wanted = (self.folder / path.lstrip("/")).resolve()
        inside = wanted.is_relative_to(self.folder) and wanted != self.folder
        return wanted if inside and wanted.is_file() else None
