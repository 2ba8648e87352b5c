"""`registry serve`: the web server, and scheduler.py as a child process that is restarted when it dies."""

import ipaddress
import os
import signal
import socket
import subprocess
import sys
import threading

import click

from registry.cli.context import SIGN_INS, existing_store, settings_of
from registry.config import ROOT, Settings
from registry.domain.errors import Refusal
from registry.storage.engine import Store, reading
from registry.storage.migrate import migrate
from registry.storage.office import is_demonstration
from registry.web.app import serve as serve_pages

_RESTART_AFTER_S = (1, 5, 30)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-scheduler", is_flag=True, help="不启动定时任务（另行运行 scheduler.py 时用）。")
@click.pass_context
def serve(context: click.Context, host: str, port: int, no_scheduler: bool) -> None:
    """启动网站和定时任务。"""
    settings = settings_of(context)
    store = existing_store(settings)
    serve_with_scheduler(settings, store, host, port, with_scheduler=not no_scheduler)


def serve_with_scheduler(
    settings: Settings, store: Store, host: str, port: int, *, with_scheduler: bool
) -> None:
    """Serves until stopped. Raises Refusal for a port in use, or a demonstration on an address beyond this machine."""
    migrate(store)
    with reading(store) as session:
        demonstration = is_demonstration(session)
    if demonstration and not _is_loopback(host):
        raise Refusal("演示区只在本机提供，不能监听其他地址。请用 --host 127.0.0.1，或另建正式实例。")
    _check_port(host, port)
    child = _Watched(settings) if with_scheduler else None
    if child:
        child.start()
    _greet(settings, host, port, demonstration)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the child is stopped too
    try:
        serve_pages(settings, host, port)
    finally:
        if child:
            child.stop()


class _Watched(threading.Thread):
    """Runs scheduler.py: starts it again after it dies, and stops it with the server."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(name="scheduler-watch", daemon=True)
        self.environment = os.environ | {
            "REGISTRY_INSTANCE": str(settings.instance),
            "DATABASE_URL": settings.database_url,
        }
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        n_deaths = 0
        while not self.stopping.is_set():
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "scheduler.py")], env=self.environment
            )
            self.process.wait()
            if not self.stopping.is_set():
                pause = _RESTART_AFTER_S[min(n_deaths, len(_RESTART_AFTER_S) - 1)]
                click.echo(f"定时任务意外停止，{pause}秒后重新启动。", err=True)
                self.stopping.wait(pause)
                n_deaths += 1

    def stop(self) -> None:
        self.stopping.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sentence = f"无法监听 {host}:{port}（{error.strerror}）。"
            sentence += "系统可能已在运行，请先停止它；要另开一个，请用 registry serve --port 换一个端口。"
            raise Refusal(sentence) from error


def _greet(settings: Settings, host: str, port: int, demonstration: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"系统已启动：http://{shown}:{port}/ （公众目录）  http://{shown}:{port}/desk/ （工作台）")
    path = settings.instance / SIGN_INS
    if demonstration and path.exists():
        click.echo("演示账号（用户名、密码、角色）：")
        click.echo(path.read_text("utf-8"))
    sys.stdout.flush()


COMMANDS = (serve,)
