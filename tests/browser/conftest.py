"""Chromium in front of the demonstration district, served on a free port of this process."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright
from waitress import create_server

from registry.clock import now
from registry.config import Settings
from registry.demonstration.loading import load_demonstration
from registry.search.index import rebuild
from registry.storage.engine import Store, open_store
from registry.storage.migrate import migrate
from registry.web.app import create_app

CHROMIUM = shutil.which("chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN"),
]
PATIENCE_MS = 15_000


@dataclass(frozen=True)
class District:
    """A served demonstration: its address and the password of each login."""

    url: str
    passwords: dict[str, str]
    store: Store


@dataclass
class Faults:
    """What a page should never do: log an error, break the security policy, throw, or miss a file."""

    seen: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        # A form that comes back with its errors is answered 422 or 409, which Chromium logs as a failure.
        if message.type in {"error", "warning"} and not re.search("status of (422|409)", message.text):
            self.seen.append(f"{message.location.get('url', '')}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the next page was asked for meanwhile
            self.seen.append(f"{request.url}: {request.failure}")


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("district")
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    migrate(store)
    passwords = {login: password for login, password, _ in load_demonstration(store, now())}
    rebuild(store)
    server = create_server(create_app(Settings(instance=folder), store), host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield District(f"http://127.0.0.1:{server.effective_port}", passwords, store)
    server.trigger.pull_trigger(lambda: _close(server))
    thread.join(5)
    store.engine.dispose()


def _close(server: Any) -> None:
    """Ends the loop of a server. Only its own thread may: another would close the sockets that it waits for."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(district: District, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """open_browser("clerk", width=390, javascript=False): a window of that person, signed in; "visitor" is not.

    A fault seen in any window fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    faults = Faults()

    def open_(login: str = "visitor", *, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=district.url,
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        faults.watch(page)
        if login != "visitor":
            sign_in(page, login, district.passwords[login])
        return page

    yield open_
    for context in contexts:
        try:
            context.close()
        except Error as error:
            faults.seen.append(str(error))
    assert faults.seen == []


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/account/sign-in")
    page.get_by_label("用户名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/**")
