"""The limits of the process that reads uploaded files: memory, disk, time, network and other programs.

The kernel holds the limits on memory, time and file size. It also cuts the network where an unprivileged process may
have a network namespace of its own (Linux with user namespaces, or root); elsewhere an audit hook refuses Python's
sockets, and the parsers are told not to fetch anything. Python code can start antiword and LibreOffice only; both
inherit every limit and the cut network.
"""

import ctypes
import os
import resource
import sys
from pathlib import Path

MEMORY = 1024 * 1024 * 1024
WRITTEN = 64 * 1024 * 1024
CPU_SECONDS = 60
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER in linux/sched.h
_PROGRAMS = {"antiword", "soffice", "libreoffice"}
_NETWORK_ACTS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
_PROGRAM_ACTS = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty")


def confine() -> bool:
    """Limit this process for good; returns whether the kernel has cut the network."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    is_cut = _cut_network()
    sys.addaudithook(_refuse)
    return is_cut


def allow_cpu_time() -> None:
    """Allow 60 seconds of processor time for the next file; the kernel's limit counts from the process's start."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS, hard))


def _cut_network() -> bool:
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is None:
        return False
    user, group = os.getuid(), os.getgid()
    if unshare(_NEW_NETWORK) == 0:
        return True
    if unshare(_NEW_NETWORK | _NEW_USER) != 0:
        return False
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", name).write_text(content)
    return True


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _NETWORK_ACTS:
        raise PermissionError("the reading process has no network")
    if event in _PROGRAM_ACTS or (
        event == "subprocess.Popen" and Path(str(arguments[0])).name not in _PROGRAMS
    ):
        raise PermissionError("the reading process starts no other program")
