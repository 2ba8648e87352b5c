"""A released list inside the page of another origin, as a department's own site would show it."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page
from sqlmodel import select

from registry.storage.engine import reading
from registry.storage.releases import Release
from tests.browser.conftest import District

OpenBrowser = Callable[..., Page]


@pytest.fixture
def other_site(district: District) -> Iterator[str]:
    """The address of a site on another port that frames the newest list, and a page that may not be framed."""
    with reading(district.store) as session:
        release_id = session.exec(select(Release.id)).first()
    frames = {
        "/": f"{district.url}/embed/releases/{release_id}?link=aa0000&background=fffbe6",
        "/public": f"{district.url}/releases/{release_id}",
    }

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = frames.get(self.path)
            self.send_response(200 if address else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            framed = f'<iframe name="list" src="{address}" width="900" height="500"></iframe>'
            self.wfile.write(f'<!doctype html><link rel="icon" href="data:,"><h1>某局</h1>{framed}'.encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_another_site_shows_the_list_in_its_colours_and_its_links_lead_out(
    open_browser: OpenBrowser, district: District, other_site: str
) -> None:
    page = open_browser()
    page.goto(other_site)
    framed = page.frame_locator("iframe")
    framed.locator(".registry-list table").wait_for()
    link = framed.locator("tbody a").first
    assert link.evaluate("link => getComputedStyle(link).color") == "rgb(170, 0, 0)"
    assert framed.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == (
        "rgb(255, 251, 230)"
    )
    link.click()
    page.wait_for_url(f"{district.url}/documents/*")
    assert page.locator("h1").is_visible()


def test_no_other_page_shows_in_a_frame(
    chromium: object, open_browser: OpenBrowser, district: District, other_site: str
) -> None:
    context = open_browser().context
    page = context.browser.new_context().new_page()  # type: ignore[union-attr]
    page.goto(f"{other_site}/public")
    page.wait_for_timeout(300)
    frame = page.frame("list")
    assert frame is not None
    assert not frame.url.startswith(district.url)
    page.context.close()
