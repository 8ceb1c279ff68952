"""What a worker takes from itself before it sees a query: memory beyond its share, the network, core dumps."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import resource
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 1, 22, 38, 2
_LOAD, _EQUAL, _ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of classic BPF, as seccomp takes them
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_X32 = 0x40000000  # calls of x86-64's other ABI begin here
# Of each machine: its audit number, and the calls that open a way out: socket, io_uring_setup.
_MACHINES = {"x86_64": (0xC000003E, (41, 425)), "aarch64": (0xC00000B7, (198, 425))}


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def confine(memory: int) -> bool:
    """Cap the memory of this process, in bytes beyond what it uses now, and forbid it the network for good.

    Tells whether the network is forbidden by the system (Linux on x86-64 or aarch64). Elsewhere only the check of the
    query's words keeps SERVICE from calling out.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = used_address_space() + memory
    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return forbid_network()


def die_with_parent() -> None:
    """Be killed as soon as the process that started this one ends, however it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def used_address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def forbid_network() -> bool:
    """Make every new socket fail with "permission denied", for this process and what it starts; sockets it has stay."""
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    audit, calls = known
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    lines += [(_ABOVE, len(calls) + 1, 0, _X32)]
    for number, call in enumerate(calls):
        lines.append((_EQUAL, len(calls) - number, 0, call))
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _FAIL | errno.EACCES)]
    code = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    program = _Program(len(lines), ctypes.cast(code, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
