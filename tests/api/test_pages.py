"""Which address gets which file of the web application."""

from pathlib import Path

import pytest
from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse

from api.pages import Pages


def asked(path: str, method: str = "GET") -> Request:
    where = {"method": method, "path": path, "server": ("cairn", 80)}
    return Request({"type": "http", "headers": [], "query_string": b"", **where})


def page(pages: Pages, path: str) -> FileResponse:
    answered = pages.page_for(asked(path))
    assert isinstance(answered, FileResponse)
    return answered


def name_of(answered: Response) -> str:
    assert isinstance(answered, FileResponse)
    return Path(answered.path).name


@pytest.fixture
def built(tmp_path: Path) -> Pages:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("index")
    (folder / "favicon.svg").write_text("icon")
    (folder / "assets" / "app-1a2b.js").write_text("script")
    (tmp_path / "secret.txt").write_text("secret")
    return Pages(folder)


@pytest.mark.parametrize("path", ["/", "/coverage", "/overview/", "/names/430621100"])
def test_every_desk_is_the_one_page_asked_for_again_each_time(built: Pages, path: str) -> None:
    answered = page(built, path)
    assert name_of(answered) == "index.html"
    assert answered.headers["cache-control"] == "no-cache"


def test_files_beside_the_page_are_served(built: Pages) -> None:
    assert name_of(page(built, "/favicon.svg")) == "favicon.svg"


@pytest.mark.parametrize("path", ["/api/nothing", "/ogc/nothing", "/assets/none.js", "/robots.txt", "/../secret.txt"])
def test_other_addresses_are_no_pages(built: Pages, path: str) -> None:
    assert built.page_for(asked(path)) is None


def test_only_reading_gets_a_page(built: Pages) -> None:
    assert built.page_for(asked("/coverage", "POST")) is None
    assert built.page_for(asked("/coverage", "HEAD")) is not None


def test_assets_are_kept_for_ever(built: Pages) -> None:
    assert "immutable" in built.asset("app-1a2b.js").headers["cache-control"]


@pytest.mark.parametrize("path", ["../index.html", "../../secret.txt", "/etc/passwd", "", "a\0b"])
def test_an_asset_never_leads_out_of_the_folder(built: Pages, path: str) -> None:
    if path == "../index.html":
        assert name_of(built.asset(path)) == "index.html"
        return
    with pytest.raises(HTTPException):
        built.asset(path)


def test_an_application_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    answered = Pages(tmp_path / "dist").page_for(asked("/"))
    assert isinstance(answered, HTMLResponse)
    assert answered.status_code == 503
    assert "make web" in bytes(answered.body).decode()
