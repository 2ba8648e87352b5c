"""The limits of the reading process, tried in a process of its own."""

import subprocess
import sys

import pytest

CONFINED = (
    "from registry.readers.confinement import confine; import ctypes, os, socket, subprocess; confine(); "
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CONFINED + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', 80))",
        "socket.getaddrinfo('example.invalid', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "subprocess.run(['ls'])",
        "os.system('ls')",
        "os.fork()",
    ],
)
def test_the_network_and_other_programs_are_refused(code: str) -> None:
    done = run(code)
    assert done.returncode == 1
    assert "PermissionError: the reading process" in done.stderr


def test_the_programs_that_read_old_word_files_may_start() -> None:
    assert "FileNotFoundError" in run("subprocess.run(['/nowhere/antiword'])").stderr


def test_memory_beyond_the_limit_is_refused() -> None:
    assert "MemoryError" in run("bytearray(2 * 1024 ** 3)").stderr


def test_a_file_beyond_the_limit_is_not_written() -> None:
    done = run("import tempfile; f = tempfile.TemporaryFile(); f.write(bytes(65 * 1024 ** 2)); f.flush()")
    assert "File too large" in done.stderr


def test_files_can_still_be_read() -> None:
    assert run("print(open(os.__file__).read(3))").returncode == 0
