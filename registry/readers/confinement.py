"""What the reading process denies itself before it opens a stranger's file: memory, disk, network, other programs.

The limits on memory, time and file size are the kernel's. The network is cut by the kernel where it lets an ordinary
process have a network of its own (Linux with user namespaces, also as root); elsewhere only Python is refused its
sockets, and the parsers are told not to fetch anything. Other programs than antiword and LibreOffice cannot be
started by Python code; those two inherit every limit and the cut network.
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
    """Lays the limits on this process for good. Whether the kernel itself cut the network."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    is_cut = _cut_network()
    sys.addaudithook(_refuse)
    return is_cut


def allow_cpu_time() -> None:
    """A minute of computing for the next file: the limit counts from what was used so far."""
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
