"""A real HTTP server for the tests: takes messages, or behaves as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Taken:
    """A message that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)


@dataclass
class HookServer:
    """`moods` maps a path to how it answers: "ok", "500", "hang", "drop", "drip", "endless", "headers", "noise", a
    redirect "302 <address>", or a body that is answered with 200."""

    moods: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    is_over: Event = field(default_factory=Event)
    port: int = 0

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def to(self, path: str) -> list[Taken]:
        return [message for message in self.taken if message.path == path]


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        hooks = self.server.hooks
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = self.path.partition("?")[0]
        hooks.taken.append(Taken(path, {**self.headers}, body))
        with suppress(OSError):
            self._answer(hooks, hooks.moods.get(path, "ok"))

    def _answer(self, hooks: HookServer, mood: str) -> None:
        match mood.split(" ")[0]:
            case "ok":
                self._say(200, b"taken")
            case "500":
                self._say(500, b"out of order")
            case "hang":
                hooks.is_over.wait(30)
            case "drop":
                self.connection.close()
            case "noise":
                self.wfile.write(b"\x00\xff not a word of HTTP \r\n" * 20)
            case "drip" | "headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not hooks.is_over.wait(0.05):
                    self.wfile.write(b"x" if mood == "drip" else b"X-More: and more\r\n")
            case "endless":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                while not hooks.is_over.is_set():
                    self.wfile.write(b"x" * 65536)
            case "302":
                self.send_response(302)
                self.send_header("Location", mood.split(" ")[1])
                self.end_headers()
            case _:
                self._say(200, mood.encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    hooks: HookServer

    def handle_error(self, *_: Any) -> None:
        pass


@contextmanager
def hook_server(**moods: str) -> Iterator[HookServer]:
    """A server on a free port; `moods` by the paths without their slash."""
    hooks = HookServer({f"/{path}": mood for path, mood in moods.items()})
    server = _Server(("127.0.0.1", 0), _Handler)
    server.hooks, hooks.port = hooks, server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hooks
    finally:
        hooks.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
